"""How far do over-dispersed counts reach? The negative binomial's tail and its inverse, for whole arrays.

In: a size and a chance (as in scipy.stats.nbinom), probabilities. Out: probabilities, and the least counts that reach
them. The surprise: it says what scipy.stats.nbinom says, on scipy.special alone, because importing scipy.stats costs
every command a quarter of its time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Numbers = Floats | float


def at_most(count: Numbers, size: Numbers, chance: Numbers) -> Floats:
    """P(X <= count), as the regularised incomplete beta function (Johnson, Kemp, Kotz 2005, section 5.6)."""
    whole = np.asarray(count, dtype=np.float64)
    return np.asarray(np.where(whole < 0, 0.0, special.betainc(size, np.maximum(whole, 0) + 1, chance)))


def more_than(count: Numbers, size: Numbers, chance: Numbers) -> Floats:
    """P(X > count); exact in the far tail, where one minus the other would be zero."""
    whole = np.asarray(count, dtype=np.float64)
    other = 1 - np.asarray(chance, dtype=np.float64)
    return np.asarray(np.where(whole < 0, 1.0, special.betainc(np.maximum(whole, 0) + 1, size, other)))


def least_reaching(share: Numbers, size: Numbers, chance: Numbers) -> Floats:
    """The least count with P(X <= count) >= share: -1 where the share is 0, infinite where it is 1."""
    found = _least(lambda count, q, n, p: at_most(count, n, p) >= q, share, size, chance)
    return np.where(np.asarray(share) == 1, np.inf, found)


def least_exceeded(tail: Numbers, size: Numbers, chance: Numbers) -> Floats:
    """The least count with P(X > count) <= tail: -1 where the tail is 1, infinite where it is 0."""
    found = _least(lambda count, q, n, p: more_than(count, n, p) <= q, tail, size, chance)
    return np.where(np.asarray(tail) == 0, np.inf, found)


def _least(holds: Callable[..., Any], share: Numbers, size: Numbers, chance: Numbers) -> Floats:
    """The least count from -1 for which `holds`, by doubling from the mean and then halving between."""
    values = [np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(share, size, chance)]
    high = np.ceil(values[1] * (1 - values[2]) / values[2])
    low = np.full(high.shape, -2.0)
    while not (done := holds(high, *values)).all() and high.max(initial=0) < _FARTHEST:
        low, high = np.where(done, low, high), np.where(done, high, 2 * high + 1)
    while (high - low > 1).any():
        middle = np.ceil((low + high) / 2)
        reached = holds(middle, *values)
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return np.where(np.isnan(sum(values)), np.nan, high)


_FARTHEST = 2.0**52
"""Beyond it whole numbers are no longer exact; nothing that people say is counted so far."""
