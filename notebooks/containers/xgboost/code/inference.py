"""What SageMaker's toolkit asks of a user. It reads the csv and writes it."""

import os
from typing import Any

import numpy as np
import xgboost


def model_fn(model_dir: str, context: Any = None) -> Any:
    booster = xgboost.Booster()
    booster.load_model(os.path.join(model_dir, "model.json"))
    return booster


def predict_fn(data: Any, model: Any, context: Any = None) -> Any:
    return model.predict(xgboost.DMatrix(np.atleast_2d(data)))
