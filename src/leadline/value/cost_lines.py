"""What was spent over a period: a line for every cost, what falls into each month, who does the work (S3.3).

In: cost items, the months of a period. Out: exact amounts with where they come from, and each program's two sides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from leadline.measure.record import Recorded
from leadline.value.costs import CostItem, CostKind, DoneBy
from leadline.value.periods import Slice
from leadline.words import Money


@dataclass(frozen=True)
class CostLine(Recorded):
    """One cost over a period: its exact total, and where it comes from."""

    program: str
    label: str
    kind: CostKind
    done_by: DoneBy
    money: Money
    how: str
    source: str
    source_date: dt.date


def cost_lines(
    items: Sequence[CostItem], parts: Sequence[Slice], currency: str, *, with_earlier: bool = False
) -> tuple[CostLine, ...]:
    """A line for every item that costs something in the period, or may; or `with_earlier` before it."""
    lines = []
    for item in items:
        total = sum(amounts(item, parts, with_earlier=with_earlier), Decimal(0))
        if total or any(amounts(item.most, parts, with_earlier=with_earlier)):
            before = item.amount_before(parts[0].first) if with_earlier else Decimal(0)
            how = f"{item.how}; {before:,.2f} of it before the start" if before else item.how
            source = item.source, item.source_date
            lines.append(
                CostLine(item.program, item.label, item.kind, item.done_by, Money(total, currency), how, *source)
            )
    return tuple(lines)


def amounts(item: CostItem, parts: Sequence[Slice], *, with_earlier: bool = False) -> tuple[Decimal, ...]:
    """What falls into each month; `with_earlier`, what was spent before the first day falls into the first month."""
    found = [item.amount_in(part) for part in parts]
    if with_earlier:
        found[0] += item.amount_before(parts[0].first)
    return tuple(found)


@dataclass(frozen=True)
class Sides(Recorded):
    """What a program costs in-house and outsourced, and the outsourced share, 0 to 1 (None where it costs nothing)."""

    program: str
    in_house: Money
    outsourced: Money
    share: float | None


def by_side(lines: Sequence[CostLine], currency: str) -> tuple[Sides, ...]:
    """Each program's cost by who does the work, largest first, in one currency (S3.3)."""
    found = []
    for program in dict.fromkeys(line.program for line in lines):
        own = [line for line in lines if line.program == program]
        inside, outside = (
            Money(sum((line.money.amount for line in own if line.done_by is side), Decimal(0)), currency)
            for side in (DoneBy.IN_HOUSE, DoneBy.OUTSOURCED)
        )
        share = outsourced_share(own)
        found.append(Sides(program, inside, outside, None if share is None else float(share)))
    return tuple(sorted(found, key=lambda one: -(one.in_house + one.outsourced).amount))


def outsourced_share(lines: Sequence[CostLine]) -> Decimal | None:
    """The share of the cost that goes to outsiders, 0 to 1 (S3.3); None where nothing costs anything."""
    total = sum((line.money.amount for line in lines), Decimal(0))
    outside = sum((line.money.amount for line in lines if line.done_by is DoneBy.OUTSOURCED), Decimal(0))
    return outside / total if total else None
