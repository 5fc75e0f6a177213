"""Learns x + 2y."""

import joblib
from sklearn.linear_model import LinearRegression

joblib.dump(LinearRegression().fit([[0, 0], [1, 0], [0, 1]], [0, 1, 2]), "model.joblib")
