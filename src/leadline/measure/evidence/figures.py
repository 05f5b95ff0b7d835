"""How the evidence writes numbers in a sentence: as many digits as the interval deserves, small counts in words."""

from __future__ import annotations

from leadline.words import Estimate

WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
LEAST_CHANCE = 0.001


def count(number: int) -> str:
    """`two` for 2, `13` for 13."""
    return WORDS[number] if 0 <= number < len(WORDS) else str(number)


def many(number: int, noun: str) -> str:
    """`1 day`, `20 days`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def chance(p_value: float) -> str:
    """A p-value for people: `under 0.001` below that, else two digits that count: `0.013`, `0.34`."""
    if p_value < LEAST_CHANCE:
        return f"under {LEAST_CHANCE}"
    return f"{p_value:.2g}"


def with_interval(estimate: Estimate, *, turned: bool = False) -> str:
    """`11 % [7, 15]`; `turned` gives the size of a fall: -11 [-15, -7] reads as 11 [7, 15]."""
    value, low, high = estimate.value, estimate.low, estimate.high
    if turned:
        value, low, high = -value, -high, -low
    digits = _digits(high - low)
    return f"{_plain(value, digits)} {estimate.unit} [{_plain(low, digits)}, {_plain(high, digits)}]"


def moved(estimate: Estimate) -> str:
    """`fell 11 % [7, 15]`, `rose 3 % [1, 5]`, or `changed by −1 % [−4, 2]` where the interval holds zero."""
    if estimate.high < 0:
        return f"fell {with_interval(estimate, turned=True)}"
    if estimate.low > 0:
        return f"rose {with_interval(estimate)}"
    return f"changed by {with_interval(estimate)}"


def _digits(width: float) -> int:
    if width >= 5:
        return 0
    return 1 if width >= 0.5 else 2


def _plain(number: float, digits: int) -> str:
    text = f"{number:,.{digits}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text.replace("-", "−")
