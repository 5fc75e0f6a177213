"""What SageMaker's toolkit asks of a user. It reads the csv and writes it."""

import os
from typing import Any

import joblib
import numpy as np


def model_fn(model_dir: str, context: Any = None) -> Any:
    return joblib.load(os.path.join(model_dir, "model.joblib"))


def predict_fn(data: Any, model: Any, context: Any = None) -> Any:
    # The toolkit reads one line as a vector.
    return model.predict(np.atleast_2d(data))
