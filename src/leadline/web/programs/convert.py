"""Between rows and the stage's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from leadline.programs import Mark, Promise
from leadline.programs.champions import Champion, EvidenceLevel, Passion, Pilot, Result, Story
from leadline.programs.plan import Program
from leadline.programs.plan_file import read_programs
from leadline.web.accounts.models import Person
from leadline.web.accounts.versions import newest
from leadline.web.documents import part
from leadline.web.listen.convert import party_book
from leadline.web.programs.models import ChampionRow, MarkRow, ProgramsVersion, ResultRow
from leadline.words import Company, Department, Money, Month

MOST_THREADS_ASKED = 500
"""How many conversations one query names; a database takes no list without end."""


@part("programs")
def programs(company: Company) -> tuple[Program, ...]:
    """The programs in force."""
    version = newest(ProgramsVersion)
    return _programs_of(version.text) if version else ()


@lru_cache(maxsize=4)
def _programs_of(text: str) -> tuple[Program, ...]:
    """Read once a process: a version never changes."""
    return tuple(read_programs(text)[0])


def promise_in_force(company: Company) -> Promise | None:
    """The promise that the desk keeps: that of the first program which makes one."""
    found = next((one.promise for one in programs(company) if one.promise is not None), None)
    return found.promise(company.zone, party_book(company).own.id) if found else None


@part("marks")
def marks(company: Company) -> tuple[Mark, ...]:
    """Everything that people have done at the desk, in order."""
    return tuple(_mark(row) for row in MarkRow.objects.select_related("by"))


def marks_on(threads: Iterable[str]) -> tuple[tuple[Mark, ...], Mapping[str, Person]]:
    """What was done to these conversations, and by whom: `by` is a key of the people beside it, not a name."""
    asked = set(threads)
    every = MarkRow.objects.select_related("by")
    few = len(asked) <= MOST_THREADS_ASKED
    rows = every.filter(thread_id__in=asked) if few else [row for row in every if row.thread_id in asked]
    people = {str(row.by.pk): row.by for row in rows if row.by}
    return tuple(replace(_mark(row), by=str(row.by.pk) if row.by else None) for row in rows), people


@part("champions")
def champions(company: Company) -> tuple[Champion, ...]:
    """Everybody who opted in, also those who have left since."""
    return tuple(champion_of(row) for row in ChampionRow.objects.all())


@part("results")
def results(company: Company) -> tuple[Result, ...]:
    """All lines that champions have handed in."""
    rows = ResultRow.objects.values_list("champion__key", *_RESULT, "counts")
    return tuple(_result(*told, tuple(sorted(counts.items()))) for *told, counts in rows)


def champion_of(row: ChampionRow) -> Champion:
    return Champion(
        id=row.key,
        department=Department(row.department),
        pilot=Pilot(row.pilot),
        joined=row.joined,
        left=row.left,
        name=row.name or None,
        passions=tuple(Passion(**passion) for passion in row.passions),
    )


def kept_of(row: ChampionRow) -> dict[str, Any]:
    """Everything that is kept about one champion, as plain values for a file of their own."""
    return {
        "pseudonym": row.key,
        "name": row.name or None,
        "department": row.department,
        "pilot": row.pilot,
        "joined": row.joined,
        "passions": row.passions,
        "rules_read_at": row.rules_read_at,
        "results": [
            {
                "month": line.month,
                "evidence": line.evidence,
                "client": line.client or None,
                "credit": line.credit,
                "counts": line.counts,
                "amount": line.amount,
                "currency": line.currency or None,
                "hours": line.hours,
                "shown_by": line.shown_by,
                "story": {"what": line.story_what, "how": line.story_how, "steps": line.story_steps},
            }
            for line in row.results.all()
        ],
    }


def result_row(result: Result, champion: ChampionRow) -> ResultRow:
    """A line as a row that is not saved yet."""
    return ResultRow(
        champion=champion,
        month=str(result.month),
        pilot=result.pilot.value,
        evidence=result.evidence.value,
        client=result.client or "",
        credit=result.credit,
        counts=dict(result.counts),
        amount=result.money.amount if result.money else None,
        currency=result.money.currency if result.money else "",
        hours=result.hours,
        shown_by=result.shown_by,
        story_what=result.story.what,
        story_how=result.story.how,
        story_steps=result.story.steps,
    )


def result_of(row: ResultRow) -> Result:
    return _result(row.champion.key, *(getattr(row, name) for name in _RESULT), tuple(sorted(row.counts.items())))


_RESULT = (
    "month", "pilot", "evidence", "client", "credit", "amount", "currency", "hours", "shown_by",
    "story_what", "story_how", "story_steps",
)  # fmt: skip
"""The fields of a line, in the order in which `_result` takes them."""


@lru_cache(maxsize=50_000)
def _result(
    champion: str,
    month: str,
    pilot: str,
    evidence: str,
    client: str,
    credit: str,
    amount: Decimal | None,
    currency: str,
    hours: Decimal,
    shown_by: str,
    what: str,
    how: str,
    steps: str,
    counts: tuple[tuple[str, int], ...],
) -> Result:
    """Equal rows are equal lines: every page reads them all, and most were read before."""
    return Result(
        champion=champion,
        month=Month.parse(month),
        pilot=Pilot(pilot),
        evidence=EvidenceLevel(evidence),
        client=client or None,  # type: ignore[arg-type]
        credit=credit,  # type: ignore[arg-type]
        counts=dict(counts),
        money=Money(amount, currency) if amount is not None else None,
        hours=hours,
        shown_by=shown_by,
        story=Story(what, how, steps),
    )


def _mark(row: MarkRow) -> Mark:
    return Mark(
        kind=row.kind,  # type: ignore[arg-type]
        source=row.source,
        thread_id=row.thread_id,
        at=row.at,
        customer=row.customer or None,
        message_id=row.message_id or None,
        by=str(row.by) if row.by else None,
        reason=row.reason or None,  # type: ignore[arg-type]
    )
