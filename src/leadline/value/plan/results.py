"""What a plan of a budget says: what it buys, what the next money buys, and why the rest is left."""

from __future__ import annotations

from dataclasses import dataclass

from leadline.measure.record import Recorded
from leadline.value.plan.sizes import Counting
from leadline.words import Estimate, Grade, Money


@dataclass(frozen=True)
class Pick(Recorded):
    """A size that the plan buys: what it costs and is worth a year, how sure that is, and in which share of the draws
    the best plan holds it (None where there are too many plans to ask). `next_money` is what one more of the currency
    brings beside this size, None where nobody can say, and `next_basis` who says so; `shared_with` names programs that
    share a saving with it, of which each is credited with an equal part."""

    program: str
    name: str
    size: str
    cost: Money
    worth: Estimate
    proven: Estimate
    grade: Grade
    chance_of_gain: float
    chosen_in: float | None
    caution: str
    source: str = ""
    next_money: float | None = None
    next_basis: str = ""
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step(Recorded):
    """What the next money buys: `more` beyond the budget, the net benefit it adds a year, and what changes."""

    more: Money
    adds: float
    words: str
    caution: str = ""


@dataclass(frozen=True)
class Plan(Recorded):
    """The best use of a budget for a year; `left` is not spent. `not_bought` says why, by program."""

    budget: Money
    counting: Counting
    picks: tuple[Pick, ...]
    spent: Money
    left: Money
    net: Estimate
    next: Step | None
    sentence: str
    not_bought: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
