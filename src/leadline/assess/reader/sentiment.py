"""Is the writer of a text displeased, neutral or pleased, and how sure is the model?

In come the scores of three heads, out come three probabilities that add up to one, and the likeliest label.
The temperature was fitted on texts that taught nothing, so that a probability means what it says.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

SENTIMENTS = ("negative", "neutral", "positive")


def probabilities(scores: Mapping[str, NDArray[np.float64]], temperature: float) -> NDArray[np.float32]:
    """Shape (texts, 3), in the order of SENTIMENTS: a softmax of the scores divided by the temperature
    (Guo et al. 2017, On Calibration of Modern Neural Networks)."""
    stacked = np.stack([scores[label] for label in SENTIMENTS]) / temperature
    odds = np.exp(stacked - stacked.max(axis=0))
    p: NDArray[np.float32] = (odds / odds.sum(axis=0)).astype(np.float32).T
    return p


def labels(p: NDArray[np.float32]) -> NDArray[np.intp]:
    """The likeliest sentiment of each text, as a place in SENTIMENTS."""
    likeliest: NDArray[np.intp] = p.argmax(axis=1)
    return likeliest
