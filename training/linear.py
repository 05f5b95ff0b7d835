"""Fit linear heads to probabilities: what people said of a text, what a larger model says of it, or a mix of both.

In: features (texts x rows, sparse), a probability per label and text, a weight per text. Out: weights and a bias per
label, where the weighted cross entropy and half the squared weights together are least (L-BFGS, Liu and Nocedal 1989).
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


def fit_softmax(features: sp.csr_matrix, answers: Floats, weights: Floats, *, steps: int = 80) -> tuple[Floats, Floats]:
    """Labels that exclude one another: `answers` has shape (texts, labels), and its rows add up to one."""
    across, labels = features.T.tocsr(), answers.shape[1]
    rows = features.shape[1]

    def loss(values: Floats) -> tuple[float, Floats]:
        table, bias = values[: rows * labels].reshape(rows, labels), values[rows * labels :]
        scores = features @ table + bias
        log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        slope = weights[:, None] * (np.exp(log_p) - answers)
        total = -np.sum(weights[:, None] * answers * log_p) + 0.5 * np.sum(table * table)
        return float(total), np.r_[(across @ slope + table).ravel(), slope.sum(axis=0)]

    best = _least(loss, rows * labels + labels, steps)
    return best[: rows * labels].reshape(rows, labels), best[rows * labels :]


def fit_logistic(features: sp.csr_matrix, answers: Floats, weights: Floats, *, steps: int = 80) -> tuple[Floats, float]:
    """One label that a text has or has not: `answers` are probabilities of a yes."""
    across, rows = features.T.tocsr(), features.shape[1]

    def loss(values: Floats) -> tuple[float, Floats]:
        table, bias = values[:rows], values[rows]
        scores = features @ table + bias
        slope = weights * (1 / (1 + np.exp(-scores)) - answers)
        total = np.sum(weights * (np.logaddexp(0, scores) - answers * scores)) + 0.5 * table @ table
        return float(total), np.r_[across @ slope + table, slope.sum()]

    best = _least(loss, rows + 1, steps)
    return best[:rows], float(best[rows])


def _least(loss: object, size: int, steps: int) -> Floats:
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": steps})
    best: Floats = found.x
    return best
