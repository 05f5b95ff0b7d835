"""Did the noise itself become louder? Then an interval that was learned from quieter days is too narrow.

In: a `Batch`, the start, and each series' likeliest explanation. Out: a factor for each interval, 1 unless the data
make a louder noise ten times as likely as not. Both sides of the start are looked at, with a step, a slope and other
weekdays after it taken out, because a program's first days may be the louder ones. The surprise: a few wild days are
no louder noise; each counts for at most four deviations.

Method: one change of the variance, at a few places and of a few sizes, the overall variance integrated out (Inclan,
1993, JASA 88: 1094-1101).
"""

from __future__ import annotations

import numpy as np

from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.structural import Batch, Explanations, surprises_of

LOUDER = (2.0, 4.0, 8.0)
"""By how much the variance may have grown."""

PLACES = (1 / 3, 1 / 2, 2 / 3, 5 / 6, 1.0)
"""Where, as a share of the days before the start: 1 is the start."""

PRIOR, SURE = 0.05, 10.0
"""The probability, beforehand, that it grew at all; and the odds from which an interval grows with it."""


def unrest(batch: Batch, first: int, likeliest: Explanations) -> Floats:
    """(S,): by how much each interval must grow; `first` is the index of the start."""
    days = np.flatnonzero(batch.known)
    before = int(np.searchsorted(days, first))
    squares = surprises_of(batch, first, likeliest)[0][days] ** 2
    likely, ratio = [], []
    for place in PLACES:
        at = round(place * before)
        for louder in LOUDER:
            likely.append(_log_odds(squares, at, louder))
            ratio.append(_louder_than_before(squares, at, before, louder))
    odds = PRIOR / (1 - PRIOR) / len(likely) * np.exp(np.minimum(likely, 500.0))
    grown = (odds * np.array(ratio)).sum(axis=0) / odds.sum(axis=0)
    factor: Floats = np.where(odds.sum(axis=0) > SURE, np.sqrt(np.maximum(grown, 1.0)), 1.0)
    return factor


def _log_odds(squares: Floats, at: int, louder: float) -> Floats:
    """(S,): of a variance that grew at day `at`, against one that did not."""
    whole, parted = squares.sum(axis=0), squares[:at].sum(axis=0) + squares[at:].sum(axis=0) / louder
    days = len(squares)
    odds: Floats = -(days - at) / 2 * np.log(louder) - days / 2 * np.log(parted / whole)
    return odds


def _louder_than_before(squares: Floats, at: int, before: int, louder: float) -> Floats:
    """(S,): the later variance, over the one that the days before the start show on average."""
    later = (louder * squares[:at].sum(axis=0) + squares[at:].sum(axis=0)) / len(squares)
    ratio: Floats = later / (squares[:before].sum(axis=0) / before)
    return ratio
