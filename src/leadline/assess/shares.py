"""A share with its interval: Wilson's score interval for a proportion.

Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
It says how far sampling alone could move the share; how often messages are misread is said beside it.
"""

from __future__ import annotations

from math import sqrt

from leadline.words import Estimate

_Z = 1.959963984540054


def share_of(part: int, whole: int, *, unit: str = "share") -> Estimate | None:
    """`part` of `whole` as a share of 0 to 1, or None of nothing. Raises ValueError where part exceeds whole."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}.")
    if whole == 0:
        return None
    share = part / whole
    middle = (share + _Z**2 / (2 * whole)) / (1 + _Z**2 / whole)
    half = _Z / (1 + _Z**2 / whole) * sqrt(share * (1 - share) / whole + _Z**2 / (4 * whole**2))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), unit)
