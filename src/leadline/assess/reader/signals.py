"""Does a text show frustration, excitement, a need?

Three questions answered apart: a text can show all of them or none. In come the scores of the heads, out come
probabilities and yes or no. A threshold is not one half: it is where yes and no were balanced best (highest F1) on
texts that taught nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIGNALS = ("frustration", "excitement", "need")


@dataclass(frozen=True)
class Calibration:
    """How a head's score becomes a probability (Platt 1999: a logistic curve), and from where on it is a yes."""

    slope: float
    offset: float
    threshold: float


def probability(scores: NDArray[np.float64], calibration: Calibration) -> NDArray[np.float32]:
    """One value from 0 to 1 per text."""
    return (1 / (1 + np.exp(-(calibration.slope * scores + calibration.offset)))).astype(np.float32)


def shows(p: NDArray[np.float32], calibration: Calibration) -> NDArray[np.bool_]:
    return p >= np.float32(calibration.threshold)


def calibrations(card: Mapping[str, Mapping[str, float]]) -> dict[str, Calibration]:
    """The calibrations as the model card keeps them."""
    return {signal: Calibration(**card[signal]) for signal in SIGNALS}
