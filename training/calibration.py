"""How do a model's scores become probabilities that mean what they say? Fitted on texts that taught nothing.

In: scores, and the texts of the part that tunes. Out: for the sentiments what to add and what to divide by, for each
signal a logistic curve and the threshold from which on it is a yes. Each source counts alike, whatever its size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from leadline.assess.reader.sentiment import SENTIMENTS
from training.data import UNKNOWN, Example

TUNED_ON = {"goemotions", "tweets", "amazonReviewSnippets", "own", "corpus"}
"""Sources that set biases and thresholds: people talking, not questions or news alone."""


def fit_temperature(
    scores: Mapping[str, NDArray[np.float64]], dev: Sequence[Example]
) -> tuple[NDArray[np.float64], float]:
    """What to add to the three sentiment scores, and what to divide them by, so that the log loss is least.

    Each sentiment of each source counts alike: how often people are pleased differs from company to company.
    """
    y = np.array([example.sentiment for example in dev])
    known = y != UNKNOWN
    stacked = np.stack([scores[label] for label in SENTIMENTS], axis=1)[known]
    weights = counting_alike([f"{example.source} {example.sentiment}" for example in dev], known)

    def loss(values: NDArray[np.float64]) -> float:
        logits = (stacked + np.r_[values[0], 0, values[1]]) * np.exp(values[2])
        return float(weights @ (np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(logits)), y[known]]))

    best = minimize(loss, np.zeros(3), method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-4}).x
    return np.r_[best[0], 0, best[1]], round(float(np.exp(-best[2])), 4)


def fit_signal(scores: NDArray[np.float64], signal: str, dev: Sequence[Example]) -> dict[str, float]:
    """A logistic curve (Platt 1999), and the threshold where F1 is best."""
    y = np.array([getattr(example, signal) for example in dev])
    known = y != UNKNOWN
    weights = counting_alike([example.source for example in dev], known)
    model = LogisticRegression(C=1e6).fit(scores[known, None], y[known], sample_weight=weights)
    p = model.predict_proba(scores[known, None])[:, 1]
    candidates = np.round(np.linspace(0.15, 0.7, 56), 3)
    best = max(candidates, key=lambda threshold: f1_score(y[known], p >= threshold, sample_weight=weights))
    slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    return {"slope": round(slope, 4), "offset": round(offset, 4), "threshold": float(best)}


def counting_alike(groups: Sequence[str], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Each group counts alike, however many texts it has."""
    names, places, counts = np.unique(np.array(groups)[known], return_inverse=True, return_counts=True)
    return known.sum() / len(names) / counts[places]
