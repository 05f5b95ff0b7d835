"""How does a file write days, numbers and times? Asked of its whole columns; where they do not say, of the person.

In: a file whose format is known, and what a person said of it. Out: `Habits`. The surprise: a file in which every day
could be two days is not taken in at all until somebody says which, for a guess would be wrong by months and look right.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args
from zoneinfo import ZoneInfo

from leadline.errors import LeadlineError
from leadline.listen.opening.forms import AnyFile
from leadline.listen.profiles.columns import Habits, find_columns
from leadline.listen.profiles.exports import Export
from leadline.listen.sheets import cells_of
from leadline.listen.times import (
    DayOrder,
    DecimalSign,
    decimal_told,
    is_local,
    may_be_two_days,
    may_be_two_numbers,
    order_told,
)
from leadline.words import Company

_ROWS = 50_000
_FEW = 40
"""Different answers up to which a column may be a scale."""


def learn_habits(
    file: AnyFile, export: Export, *, zone: ZoneInfo | None, dates: str | None, numbers: str | None, company: Company
) -> Habits:
    """Raises LeadlineError where the file does not say, and nobody did."""
    order, decimal = _as_said(dates, numbers)
    days, figures, scales = _distinct(file, export)
    if zone is None and export.zone:
        zone = ZoneInfo(export.zone)
    if zone is None and (local := next((one for one in sorted(days) if is_local(one)), None)):
        raise LeadlineError(
            f"The times of {file.path.name} ({export.name}) name no time zone, as in “{local[:30]}”.",
            "Say which one its account is in: --zone Europe/Amsterdam.",
        )
    return Habits(
        order=order or _order(days, file.path.name),
        decimal=decimal or _decimal(figures, file.path.name),
        zone=zone,
        company_zone=company.tz,
        currency=company.currency,
        scales=scales,
    )


def _as_said(dates: str | None, numbers: str | None) -> tuple[DayOrder | None, DecimalSign | None]:
    for said, allowed, option in (
        (dates, get_args(DayOrder), "--dates"),
        (numbers, get_args(DecimalSign), "--numbers"),
    ):
        if said and said not in allowed:
            raise LeadlineError(f"“{said}” is no way to write them.", f"Use {option} {' or '.join(allowed)}.")
    order: DayOrder | None = next((one for one in get_args(DayOrder) if one == dates), None)
    decimal: DecimalSign | None = next((one for one in get_args(DecimalSign) if one == numbers), None)
    return order, decimal


def _distinct(file: AnyFile, export: Export) -> tuple[set[str], set[str], dict[str, frozenset[str]]]:
    """What stands in the columns of days, in those of numbers that are no whole pieces, and in those of few answers."""
    found = find_columns(export.columns, file.header)
    others = [name for name in file.header if name and name not in found.values()] if export.scores else []
    days, figures = ([found[name] for name in names if name in found] for names in (export.days, export.numbers))
    told: dict[str, set[str]] = {column: set() for column in (*days, *figures, *others)}
    if told:
        for sheet in file.sheets(_ROWS):
            for column, cells in told.items():
                if column not in others or len(cells) <= _FEW:
                    cells.update(cell.strip() for cell in cells_of(sheet.column(column)) if isinstance(cell, str))
    scales = {name: frozenset(told[name] - {""}) for name in others if len(told[name]) <= _FEW}
    return set().union(*(told[one] for one in days)), set().union(*(told[one] for one in figures)), scales


def _order(days: Iterable[str], name: str) -> DayOrder | None:
    days = list(days)
    told = {order for order in map(order_told, days) if order}
    if len(told) == 2:
        raise LeadlineError(
            f"{name} writes some days first and some months first.", "Export it again, and open it with nothing else."
        )
    doubtful = next((day for day in sorted(days) if may_be_two_days(day)), None)
    if not told and doubtful:
        raise LeadlineError(
            f"Every day of {name} may be two days, as in “{doubtful[:30]}”.",
            "Say which comes first: --dates day-first, or --dates month-first.",
        )
    return told.pop() if told else None


def _decimal(figures: Iterable[str], name: str) -> DecimalSign | None:
    figures = list(figures)
    told = {sign for sign in map(decimal_told, figures) if sign}
    if len(told) == 2:
        raise LeadlineError(
            f"{name} writes some numbers with a point and some with a comma before the fraction.",
            "Export it again, and open it with nothing else.",
        )
    doubtful = next((one for one in sorted(figures) if may_be_two_numbers(one)), None)
    if not told and doubtful:
        raise LeadlineError(
            f"The numbers of {name} may mean two things, as in “{doubtful[:30]}”.",
            "Say what stands before a fraction: --numbers point, or --numbers comma.",
        )
    return told.pop() if told else None
