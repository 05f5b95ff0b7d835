"""What does Home show? The line: each word with its state this month, the six steps over it, the one thing to do next.

In: plain values that `pages.home_page` reads from the stages. Out: a frozen `HomePage` that the template draws as it
is. The surprise: `without_money` makes the page of somebody who may not see money; the template decides nothing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from leadline.web.grammar.months import Months
from leadline.web.grammar.numbers import worth_words
from leadline.web.measure.sentences import Tone
from leadline.words import Grade, Money, Severity

State = Literal["done", "wait", "blank"]
"""A stop has its number (`done`), waits for somebody (`wait`), or has nothing yet (`blank`)."""


@dataclass(frozen=True)
class Stop:
    """One word of the line: its one number or word this month, and what makes that readable."""

    word: str
    href: str
    state: State
    figure: str
    words: str
    is_money: bool = False


@dataclass(frozen=True)
class Step:
    """One of the framework's six steps, in its own order (S4.2)."""

    name: str
    href: str
    state: Literal["done", "now", "open"]
    words: str


@dataclass(frozen=True)
class Worth:
    """Money a month with its interval; `note` stands instead of the interval where there is none."""

    amount: Money
    low: Money | None = None
    high: Money | None = None
    note: str = ""


@dataclass(frozen=True)
class ObjectiveLine:
    """A company objective, where it stands, and how sure we are of the line that serves it."""

    name: str
    href: str
    owner: str
    due: str
    now: str
    aim: str
    """Its target, and whether it is reached: `target 71.9, reached`."""
    words: str
    """What is counted and where it began: `calls a day, was 4,864`."""
    tone: Tone = ""
    grade: Grade | None = None
    way: str = ""
    """The line in words: `service on the page → calls`; or why there is none."""
    worth: Worth | None = None


@dataclass(frozen=True)
class Side:
    """One side of what the company gets from it (S0.16): satisfaction, sharing, cost."""

    name: str
    figure: str
    label: str
    words: str
    href: str = ""
    tone: Tone = ""
    is_money: bool = False


@dataclass(frozen=True)
class Warned:
    """An early warning that is open, or good news of the same kind."""

    name: str
    words: str
    href: str
    severity: Severity
    since: dt.date | None = None


@dataclass(frozen=True)
class Next:
    """The one thing to do next: why, and a button that names it."""

    why: str
    button: str
    href: str


@dataclass(frozen=True)
class HomePage:
    """Home as it is shown. `finding` is its title, `lede` says how sure and against what."""

    finding: str
    lede: str
    steps: tuple[Step, ...]
    stops: tuple[Stop, ...]
    objectives: tuple[ObjectiveLine, ...] = ()
    sides: tuple[Side, ...] = ()
    """Satisfaction, sharing and cost beside each other; empty where nothing of the three is known."""
    worth: dict[Grade, Money] | None = None
    """Worth a month by grade; None for somebody who may not see money."""
    overlap: str = ""
    """What of the worth is told under two grades, so that nobody adds them."""
    warnings: tuple[Warned, ...] = ()
    good_news: tuple[Warned, ...] = ()
    next: Next | None = None
    months: Months | None = None
    note: str = ""
    """What on the page is not of the month that it shows."""

    @property
    def parts(self) -> tuple[tuple[str, Decimal, str], ...]:
        """Worth by grade for the bar, the surest first."""
        worth = self.worth or {}
        return tuple(
            (grade.value, worth[grade].amount, worth_words(grade.value, worth[grade].amount, worth[grade].currency))
            for grade in sorted(worth, reverse=True)
        )

    def without_money(self) -> HomePage:
        """The same page for somebody who may not see money."""
        stops = tuple(
            dataclasses.replace(stop, figure="–", words="for those who decide on money", href="")
            if stop.is_money
            else stop
            for stop in self.stops
        )
        objectives = tuple(dataclasses.replace(one, worth=None) for one in self.objectives)
        sides = tuple(_unpriced(side) if side.is_money else side for side in self.sides)
        return dataclasses.replace(self, stops=stops, objectives=objectives, sides=sides, worth=None, overlap="")


def _unpriced(side: Side) -> Side:
    """That something is saved, not how much."""
    words = "Evidence supports a saving; how much is for those who decide on money"
    return dataclasses.replace(side, figure="–", label="", words=words, href="")
