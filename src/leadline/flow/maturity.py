"""What did the company really do, month by month? The stages' own records, put together for its maturity.

In: the lake, people's documents, months. Out: a `Practice` a month, and what was shown to be worth a month by then.
"""

from __future__ import annotations

from collections.abc import Sequence

from leadline.engine import Lake
from leadline.flow.documents import Documents
from leadline.flow.known import links_asked
from leadline.measure.maturity import Practice, Worthy, maturity
from leadline.measure.month import kept_effects, kept_service_levels
from leadline.programs.plan import Program
from leadline.strategy.tuning import decided
from leadline.words import Department, Grade, Month

PROVEN = (Grade.SUPPORTED, Grade.TESTED)


def practice_of(lake: Lake, documents: Documents, month: Month) -> Practice:
    """What is on record of this month; of the strategy and the programs as they are in force now."""
    from leadline.report.keeping import kept_months

    running = [one for one in documents.programs if one.runs_in(month)]
    lines = documents.strategy.lines if documents.strategy else ()
    on_a_line = {line.program for line in lines if line.objective}
    service = kept_service_levels(lake).get(month)
    return Practice(
        month=month,
        programs=len(running),
        unmeasured=sum(not one.owner or not one.metrics for one in running),
        loose=sum(one.id not in on_a_line for one in running),
        departments=_departments(running),
        grades=_grades(lake, documents, month),
        decided=len({line.id for line in lines} & {*decided(documents.decisions, month)}),
        kept=service.share if service else None,
        told=_in_a_row({*kept_months(lake)}, month),
        signed=_signed(documents, month),
    )


def worth_by_month(lake: Lake, documents: Documents, months: Sequence[Month]) -> tuple[Worthy, ...]:
    """Each month's stage beside what was supported or tested to be worth a month by its end."""
    return tuple(
        Worthy(month, maturity(practice_of(lake, documents, month)).stage, _proven(lake, month)) for month in months
    )


def _departments(running: Sequence[Program]) -> tuple[Department, ...]:
    """In the order in which the framework names them."""
    found = {one.department for one in running if one.department is not None}
    return tuple(sorted(found, key=list(Department).index))


def _grades(lake: Lake, documents: Documents, month: Month) -> tuple[Grade, ...]:
    """Each line's by its direct evidence, as it was known at the month's end."""
    if documents.strategy is None:
        return ()
    judged = kept_effects(lake, links_asked(documents), until=month.last_day)
    known = {one.line: one.grade for one in judged if one.role == "business" and not one.effect.is_against}
    return tuple(known.get(line.id, Grade.ASSUMED) for line in documents.strategy.lines)


def _in_a_row(told: set[Month], month: Month) -> int:
    number = 0
    while month in told:
        number, month = number + 1, month.previous()
    return number


def _signed(documents: Documents, month: Month) -> int:
    people = documents.strategy.participants if documents.strategy else ()
    return sum(one.role.is_market and one.signed is not None and one.signed <= month.last_day for one in people)


def _proven(lake: Lake, month: Month) -> float | None:
    from leadline.value.kept import value_as_of

    priced = value_as_of(lake, month)
    worth = [one.a_month.value for one in priced.whole.by_grade if one.grade in PROVEN] if priced else []
    return float(sum(worth)) if worth else None
