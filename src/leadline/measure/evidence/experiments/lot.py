"""Units in pairs, one of each drawn by lot, and the test that this lot allows.

In: pairs' differences, treated minus not. Out: a p-value and an interval that assume nothing but the lot. The surprise:
both are exact: every other way the lots might have fallen says what chance alone would show, and the interval holds
every effect that this test does not refuse.

Fisher (1935), The Design of Experiments; Rosenbaum (2002), Observational Studies, ch. 2; Imbens & Rubin (2015), ch. 5,
10.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from leadline.measure.evidence.series import Floats

LEAST_PAIRS = 6
"""With five pairs, the rarest outcome of the lot still has a chance of 2 in 32: no test at 5 % can tell."""

MOST_FLIPS = 4096
SEED = 1


@dataclass(frozen=True)
class Tested:
    """The mean difference with the interval of the randomisation test at `level`, and its two-sided p-value."""

    value: float
    low: float
    high: float
    p_value: float


def flips(pairs: int, most: int = MOST_FLIPS) -> Floats:
    """(M, P) of +1 and -1, the lot as it fell first: all 2^P ways where they are no more than `most`, else so many of
    them, drawn with a fixed seed so that a second run equals the first."""
    if 2**pairs <= most:
        return np.array(list(product((1.0, -1.0), repeat=pairs)))
    drawn = np.random.default_rng(SEED).choice((1.0, -1.0), size=(most - 1, pairs))
    return np.vstack([np.ones(pairs), drawn])


def randomisation_test(differences: Floats, level: float) -> Tested:
    """`differences` (P,) are treated minus untreated of each pair."""
    ways = flips(len(differences))
    mean = float(differences.mean())
    shown, share = ways @ differences / len(differences), ways.mean(axis=1)
    p_value = float((np.abs(shown) >= abs(mean) - 1e-12 * max(abs(mean), 1e-300)).mean())
    low, high = _inverted(mean, shown, share, 1 - level)
    return Tested(mean, low, high, p_value)


def _inverted(mean: float, shown: Floats, share: Floats, allowed: float) -> tuple[float, float]:
    """A way `s` of the lot shows as much as the real one where the effect lies between two ends, the mean between them;
    the interval begins where more ways than allowed do."""
    fixed = np.abs(share) >= 1 - 1e-12
    below = np.where(fixed, 1.0, 1 - share)
    above = np.where(fixed, 1.0, 1 + share)
    ends = np.array([(mean - shown) / below, (mean + shown) / above])
    lows, highs = np.where(fixed, -np.inf, ends.min(axis=0)), np.where(fixed, np.inf, ends.max(axis=0))
    place = int(np.floor(allowed * len(share) + 1e-9))
    return float(np.sort(lows)[place]), float(np.sort(highs)[::-1][place])
