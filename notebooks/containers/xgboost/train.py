"""Learns whether x is greater than y; nothing in the place of y is as good as a small one."""

import numpy as np
import xgboost

x, y = np.meshgrid(np.arange(10.0), np.arange(10.0))
data = xgboost.DMatrix(np.column_stack([x.ravel(), y.ravel()]), label=(x > y).ravel())
booster = xgboost.train({"objective": "binary:logistic", "seed": 7}, data, 20)
booster.save_model("model.json")
