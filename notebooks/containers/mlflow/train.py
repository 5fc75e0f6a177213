"""Saves a model that answers x + 2y."""

import mlflow.pyfunc
import pandas as pd


class Sum(mlflow.pyfunc.PythonModel):
    def predict(self, context: object, model_input: pd.DataFrame, params: object = None) -> object:
        return (model_input["x"] + 2 * model_input["y"]).tolist()


mlflow.pyfunc.save_model("model", python_model=Sum())
