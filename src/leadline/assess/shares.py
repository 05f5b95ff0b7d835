"""A share with its interval: Wilson's score interval for a proportion.

Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
It says how far sampling alone could move the share; how often messages are misread is said beside it.
"""

from __future__ import annotations

from functools import cache
from math import sqrt
from statistics import NormalDist

from leadline.words import Estimate


def share_of(part: int, whole: int, *, unit: str = "share", level: float = 0.95) -> Estimate | None:
    """`part` of `whole` as a share of 0 to 1, or None of nothing. Raises ValueError where part exceeds whole."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}.")
    if whole == 0:
        return None
    share, z = part / whole, _normal(level)
    middle = (share + z**2 / (2 * whole)) / (1 + z**2 / whole)
    half = z / (1 + z**2 / whole) * sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), unit, level)


@cache
def _normal(level: float) -> float:
    """How many standard errors hold a normal value with this probability.

    That of 95 % is written out: what was closed with it must come out the same to the last digit.
    """
    return 1.959963984540054 if level == 0.95 else NormalDist().inv_cdf(0.5 + level / 2)


def weighed_share(weight: float, first: tuple[int, int], second: tuple[int, int]) -> Estimate:
    """Two shares (part, whole) as one: the first one's group is `weight` of everything, the second one's the rest.

    The interval puts the two Wilson intervals together (MOVER; Zou and Donner 2008, Statistics in Medicine 27).
    """
    groups = [(weight, _wilson(*first)), (1 - weight, _wilson(*second))]
    value = sum(part * one.value for part, one in groups)
    below = sqrt(sum((part * (one.value - one.low)) ** 2 for part, one in groups))
    above = sqrt(sum((part * (one.high - one.value)) ** 2 for part, one in groups))
    return Estimate(value, max(0.0, value - below), min(1.0, value + above), "share")


def _wilson(part: int, whole: int) -> Estimate:
    found = share_of(part, whole)
    if found is None:
        raise ValueError("A share of nothing has no weight.")
    return found
