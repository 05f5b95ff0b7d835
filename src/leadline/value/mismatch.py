"""Do we spend where it hurts? Each touch point's part of the pain beside its part of the money (S4.5, S4.6).

In: the experience map, the programs, the cost sheet, a period. Out: a `Mismatch` a touch point, in the order in which
to start. The surprise: the money is what programs cost, as the cost sheet has it; what a department costs otherwise is
not known here, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from leadline.assess import TouchPoint
from leadline.programs import Program
from leadline.value.cost_lines import cost_lines
from leadline.value.costs import CostSheet
from leadline.value.periods import slices
from leadline.words import Department, Estimate, Money, Period

Stance = Literal["under", "even", "over", "unknown"]
"""Pain against spend: more pain than money, as chance allows no more, less pain than money, or no money is known."""
_FIRST: dict[Stance, int] = {"under": 0, "even": 1, "over": 2, "unknown": 1}


@dataclass(frozen=True)
class Mismatch:
    """A touch point's part of the pain, and of what all programs with a department cost in the period."""

    department: Department
    pain: Estimate
    spend: Money | None
    spend_share: float | None

    @property
    def gap(self) -> float | None:
        """Pain less spend, in shares of 1; above 0 where it hurts more than is spent."""
        return None if self.spend_share is None else self.pain.value - self.spend_share

    @property
    def stance(self) -> Stance:
        if self.spend_share is None:
            return "unknown"
        if self.pain.low > self.spend_share:
            return "under"
        return "over" if self.pain.high < self.spend_share else "even"


def mismatches(points: Sequence[TouchPoint], spend: Mapping[Department, Money]) -> tuple[Mismatch, ...]:
    """Where to start first: most pain beyond what is spent there; where nothing was handed in, the most pain."""
    whole = sum((money.amount for money in spend.values()), Decimal(0))
    found = [_mismatch(point.department, point.pain, spend, whole) for point in points if point.pain]
    return tuple(sorted(found, key=_place))


def spend_by_department(
    programs: Iterable[Program], sheet: CostSheet | None, period: Period
) -> dict[Department, Money]:
    """What the programs of each department cost in the period; a program without a department is in none."""
    if sheet is None:
        return {}
    known = {program.id: program for program in programs if program.department is not None}
    starts = {name: one.period.start for name, one in known.items() if one.period is not None}
    items = sheet.starting(starts).of_program(None)
    totals: dict[Department, Decimal] = {}
    for line in cost_lines(items, slices(period), sheet.currency):
        if line.program in known and (department := known[line.program].department):
            totals[department] = totals.get(department, Decimal(0)) + line.money.amount
    return {department: Money(amount, sheet.currency) for department, amount in totals.items()}


def _mismatch(department: Department, pain: Estimate, spend: Mapping[Department, Money], whole: Decimal) -> Mismatch:
    if not whole:
        return Mismatch(department, pain, None, None)
    money = spend.get(department) or Money(Decimal(0), next(iter(spend.values())).currency)
    return Mismatch(department, pain, money, float(money.amount / whole))


def _place(one: Mismatch) -> tuple[int, float, int]:
    by = one.gap if one.stance == "under" and one.gap is not None else one.pain.value
    return _FIRST[one.stance], -by, list(Department).index(one.department)
