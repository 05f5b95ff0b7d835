"""What is a number that a report may show? One that says its unit, interval, method and the way down to its evidence.

The surprise: a number that lacks one of them cannot even be made, so no report can show it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from leadline.errors import LeadlineError

Good = Literal["up", "down"]


@dataclass(frozen=True)
class Figure:
    """A number with what makes it readable.

    `low` to `high` holds it with probability `level`; both are None only for what was `counted`. `link` leads, relative
    to the site's root, to the evidence below it. `before` is the same figure a month earlier. `vanity` marks fans,
    views and their like: shown only beside what they are for (S0.3).
    """

    name: str
    value: float
    unit: str
    method: str
    link: str
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    counted: bool = False
    good: Good | None = None
    before: float | None = None
    vanity: bool = False

    def __post_init__(self) -> None:
        _check(self.name, (self.value, self.low, self.high, self.before), (self.unit, self.method), self.link)
        if not self.counted and (self.low is None or self.high is None):
            raise _unreadable(self.name, "interval", "Give low and high, or say that it was counted.")


@dataclass(frozen=True)
class MoneyFigure:
    """An amount with its interval; `per` is `month`, or empty for all of the period. `counted` is from the books."""

    name: str
    amount: Decimal
    currency: str
    method: str
    link: str
    low: Decimal | None = None
    high: Decimal | None = None
    level: float = 0.95
    per: str = ""
    counted: bool = False

    def __post_init__(self) -> None:
        _check(self.name, (self.amount, self.low, self.high), (self.currency, self.method), self.link)
        if not self.counted and (self.low is None or self.high is None):
            raise _unreadable(self.name, "interval", "Give low and high, or say that it stands in the books.")


def _check(name: str, numbers: tuple[float | Decimal | None, ...], words: tuple[str, ...], link: str) -> None:
    if not all(number is None or math.isfinite(number) for number in numbers):
        raise _unreadable(name, "finite number", "Leave the figure out and say why it is not known.")
    if not all(word.strip() for word in words):
        raise _unreadable(name, "unit or method", "Name both; a reader cannot use a bare number.")
    if not link or link.startswith(("/", "http:", "https:", "#")):
        raise _unreadable(name, "link to its evidence", "Give the page's path relative to the site, as in value/roi/.")


def _unreadable(name: str, missing: str, advice: str) -> LeadlineError:
    return LeadlineError(f"The figure “{name}” has no {missing}, so no report may show it.", advice)
