"""Do two shares, or two counts a day, differ by more than chance explains?

In: counts. Out: an `Estimate` of the difference, with an interval. Sources: shares by R. G. Newcombe (1998), Interval
estimation for the difference between independent proportions, Statistics in Medicine 17, method 10; counts by the ratio
of their means on the log scale, as spread as their weeks are (quasi-Poisson). The surprise: messages come in bursts, so
that a count swings far more than its square root says; the weeks tell how far.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt

from leadline.assess.shares import share_of
from leadline.words import Estimate

LEVEL = 0.95
FEWEST_BEFORE = 20
"""Messages that there must have been before a change of them is told: of two, one more is +50 % and says nothing."""
_WEEK = 7
_FEWEST = 3
"""Spans of days a period must have before their spread is believed."""


def difference_of(
    first: tuple[int, int], second: tuple[int, int], *, among: int = 1, unit: str = "share"
) -> Estimate | None:
    """The first share (part, whole) less the second one, -1 to 1; None where either is of nothing.

    `among` is how many differences are looked at together: the level rises so that all of them hold at 95 %
    (Bonferroni).
    """
    level = 1 - (1 - LEVEL) / max(1, among)
    one, other = share_of(*first, level=level), share_of(*second, level=level)
    if one is None or other is None:
        return None
    value = one.value - other.value
    low = value - sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    high = value + sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Estimate(value, low, high, unit, level)


def change_of(now: Sequence[int], before: Sequence[int]) -> Estimate | None:
    """How much more came a day now than before, as a share of before (0.2: a fifth more); days are counts in order.

    None where fewer than FEWEST_BEFORE came before, nothing now, or either is too short for its spread to be known.
    """
    if not is_enough_before(sum(before)):
        return None
    means = [sum(days) / len(days) if days else 0.0 for days in (now, before)]
    spans = [_spans(days) for days in (now, before)]
    if not all(means) or any(len(one) < _FEWEST for one in spans):
        return None
    spread, freedom = _spread(spans)
    error = sqrt(sum(spread / sum(days) for days in (now, before)))
    middle, half = log(means[0] / means[1]), _student(freedom) * error
    return Estimate(exp(middle) - 1, exp(middle - half) - 1, exp(middle + half) - 1, "share", LEVEL)


def is_enough_before(messages: int) -> bool:
    """Whether so many messages before bear a change in percent: every page and the terminal ask here."""
    return messages >= FEWEST_BEFORE


def is_chance(difference: Estimate) -> bool:
    """Whether chance alone may explain it: no difference at all lies within its interval."""
    return difference.low <= 0 <= difference.high


def _spans(days: Sequence[int]) -> list[int]:
    """Counts a whole week where there are enough of them, so that weekdays are no spread; else a day."""
    weeks = [sum(days[end - _WEEK : end]) for end in range(len(days), _WEEK - 1, -_WEEK)]
    return weeks if len(weeks) >= _FEWEST else list(days)


def _spread(groups: Sequence[Sequence[int]]) -> tuple[float, int]:
    """How many times as far as Poisson's the counts lie from their group's mean (1 at least), and the freedom left."""
    freedom = sum(len(group) - 1 for group in groups)
    means = [sum(group) / len(group) for group in groups]
    off = sum((one - mean) ** 2 / mean for group, mean in zip(groups, means, strict=True) for one in group if mean)
    return max(1.0, off / freedom), freedom


def _student(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + LEVEL / 2))
