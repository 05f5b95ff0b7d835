"""Weights that are not negative and sum to one: what synthetic controls are made of.

In: what is to be copied (T,) and what it may be copied from (T, J). Out: weights (J,). The surprise: least squares
under both conditions is plain non-negative least squares, solved exactly, because with weights that sum to one the
target may be subtracted from every column, and then only the weights' direction matters.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls

from leadline.measure.evidence.series import Floats


def simplex_weights(target: Floats, columns: Floats, *, ridge: float = 0.0) -> Floats:
    """Minimise |columns w - target|² + ridge |w|² over w ≥ 0 with sum 1 (Lawson & Hanson 1974)."""
    number = columns.shape[1]
    differences = columns - target[:, None]
    scale = max(float(np.abs(differences).max()), 1e-12) * np.sqrt(len(target))
    rows = [differences, np.sqrt(ridge) * np.eye(number)] if ridge else [differences]
    system = np.vstack([*rows, np.full((1, number), scale)])
    right = np.zeros(len(system))
    right[-1] = scale
    found = nnls(system, right)[0]
    weights: Floats = found / found.sum()
    return weights
