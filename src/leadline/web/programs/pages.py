"""What the pages of programs show, as plain values: every program, and one in full.

In: the lake, people's records, a month, and whether the reader may see money. Out: frozen values for the templates.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.errors import LeadlineError
from leadline.flow import Documents, Lake, line_grades
from leadline.measure.known import Which, series_of
from leadline.measure.kpi import Aim, Kpi, kpi
from leadline.measure.month import kept_service_levels
from leadline.measure.service_levels import ServiceLevel
from leadline.measure.standing import NO_DIRECTION, too_old
from leadline.measure.totals import is_total
from leadline.programs import check_programs, duration_words
from leadline.programs.plan import Measure, Program
from leadline.strategy import Document, Line, Method, find_metric, method_of
from leadline.strategy.metrics import Direction
from leadline.strategy.parts import not_recorded
from leadline.web.grammar.numbers import number, percent
from leadline.words import EVERYWHERE, Grade, Money, Month, PartyId, Period, Remark

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


@dataclass(frozen=True)
class Hung:
    """A line of the strategy that hangs from a program."""

    line: Line
    objective: str
    grade: Grade
    is_judged: bool


@dataclass(frozen=True)
class Aimed:
    """A metric of a program, its target, and where it stands; `kpi` is None on the page of all programs."""

    measure: Measure
    name: str
    which: Which
    kpi: Kpi | None = None
    unknown: str = ""
    """Why nobody can tell where it stands, as the page of measures says it of an objective."""

    @property
    def target(self) -> str:
        """`at least 95 %`, `at most 4,400 calls a day`; nothing where no target was set."""
        if self.measure.target is None:
            return ""
        bounds = {Direction.UP: _("at least"), Direction.DOWN: _("at most")}
        bound = bounds[self.measure.direction] if self.measure.direction else ""
        return " ".join(filter(None, (bound, number(self.measure.target), self.measure.unit)))


@dataclass(frozen=True)
class ProgramRow:
    """One program in a month. `budget` is None for who may not see money, too."""

    program: Program
    runs: bool
    budget: Money | None
    method: Method | None
    promise: str
    aims: tuple[Aimed, ...]
    lines: tuple[Hung, ...]
    remarks: tuple[Remark, ...]

    @property
    def best(self) -> Hung | None:
        return max(self.lines, key=lambda one: one.grade.step, default=None)


@dataclass(frozen=True)
class ProgramsHome:
    finding: str
    lede: str
    rows: tuple[ProgramRow, ...]
    remarks: tuple[Remark, ...]
    service: ServiceLevel | None


@dataclass(frozen=True)
class ProgramPage:
    finding: str
    row: ProgramRow
    service: ServiceLevel | None
    """Of the desk, where it is this program's promise that the desk keeps."""


def programs_home(lake: Lake, documents: Documents, month: Month, *, sees_money: bool) -> ProgramsHome:
    """Every program as it is in a month, with what the plan still lacks."""
    remarks = check_programs(documents.programs, documents.strategy)
    rows = _rows(lake, documents, month, remarks, sees_money=sees_money)
    service = kept_service_levels(lake).get(month) if documents.promise else None
    return ProgramsHome(
        finding=_finding(rows, service, documents),
        lede=_lede(rows, month),
        rows=rows,
        remarks=remarks,
        service=service,
    )


def program_page(
    lake: Lake, documents: Documents, month: Month, program_id: str, *, sees_money: bool, today: dt.date
) -> ProgramPage | None:
    """One program in full, its metrics as of the month's end; None where there is none of this id."""
    program = next((one for one in documents.programs if one.id == program_id), None)
    if program is None:
        return None
    remarks = check_programs(documents.programs, documents.strategy)
    as_of = min(month.last_day, today)
    [row] = [
        one for one in _rows(lake, documents, month, remarks, sees_money=sees_money) if one.program.id == program_id
    ]
    before = _four_weeks_before(program)
    aims = tuple(_stands(lake, one, documents.parties.own.id, as_of, before) for one in row.aims)
    keeps = _keeper(documents.programs) is program
    service = kept_service_levels(lake).get(month) if keeps else None
    row = replace(row, aims=aims)
    return ProgramPage(finding=_program_finding(row, service), row=row, service=service)


def _rows(
    lake: Lake, documents: Documents, month: Month, remarks: Sequence[Remark], *, sees_money: bool
) -> tuple[ProgramRow, ...]:
    hung = _hung(lake, documents)
    said = _by_place(remarks)
    return tuple(
        ProgramRow(
            program=program,
            runs=program.runs_in(month),
            budget=program.budget_in(month) if sees_money else None,
            method=_method_of(program, documents.strategy),
            promise=_promise(program, documents),
            aims=tuple(_aimed(measure) for measure in program.metrics),
            lines=tuple(hung[program.id]),
            remarks=tuple(said[place]),
        )
        for place, program in enumerate(documents.programs)
    )


def _hung(lake: Lake, documents: Documents) -> defaultdict[str, list[Hung]]:
    """The lines by the program that they hang from."""
    document = documents.strategy
    found: defaultdict[str, list[Hung]] = defaultdict(list)
    if document is None:
        return found
    grades = line_grades(lake, documents)
    texts = {one.id: one.text for one in document.company_objectives}
    for line in document.lines:
        grade = grades.get(line.id)
        objective = texts.get(line.objective or "", line.objective or "")
        found[line.program or ""].append(Hung(line, objective, grade or Grade.ASSUMED, grade is not None))
    return found


def _by_place(remarks: Sequence[Remark]) -> defaultdict[int, list[Remark]]:
    """Remarks by the program's place in the file: two programs may share a name."""
    found: defaultdict[int, list[Remark]] = defaultdict(list)
    for one in remarks:
        head, _bracket, _rest = one.where.partition("].")
        if head.startswith("programs[") and head[9:].isdecimal():
            found[int(head[9:])].append(one)
    return found


def _method_of(program: Program, document: Document | None) -> Method | None:
    if document is None:
        return None
    named = next((one for one in document.methods if one.id == program.method), None)
    return named or method_of(program.id, document)


def _promise(program: Program, documents: Documents) -> str:
    """`a reply within 1 h, every day 08:00-20:00, on facebook`; nothing where none is made."""
    if program.promise is None:
        return ""
    made = program.promise.promise(documents.company.zone, documents.parties.own.id)
    where = _(", on %(channels)s") % {"channels": ", ".join(sorted(made.channels))} if made.channels else ""
    words = {"wait": duration_words(made.target_seconds), "hours": made.calendar.versions[-1], "where": where}
    return _("a reply within %(wait)s, %(hours)s%(where)s") % words


def _aimed(measure: Measure) -> Aimed:
    known = find_metric(measure.metric)
    name = known.name if known else measure.metric.replace("_", " ")
    return Aimed(measure, name, Which(measure.metric, measure.segment or EVERYWHERE, measure.area or EVERYWHERE))


def _four_weeks_before(program: Program) -> Period | None:
    """What a metric of the program is held against: the four weeks before it began."""
    if program.period is None:
        return None
    return Period(program.period.start - dt.timedelta(days=28), program.period.start - dt.timedelta(days=1))


def _stands(lake: Lake, aimed: Aimed, own: PartyId, as_of: dt.date, before: Period | None) -> Aimed:
    """The same with where the metric stands as of a day, where it is recorded and its target has a direction."""
    series = series_of(lake, aimed.which, own, until=as_of)
    one = aimed.measure
    if series is None:
        return replace(aimed, unknown=not_recorded(aimed.name))
    if one.direction is None:
        return replace(aimed, unknown=NO_DIRECTION)
    target = None if one.target is None else float(one.target)
    adds_up = target is not None and is_total(one.metric, one.unit, dated=one.by is not None)
    since = before.last if before and adds_up and one.direction is Direction.UP else None
    aim = Aim(one.direction.value, baseline_period=before, target=target, by=one.by, total_since=since)
    try:
        found = kpi(series, aim, as_of=as_of)
    except LeadlineError:  # The target was passed before the program began: then there is no way to measure along.
        found = kpi(series, replace(aim, baseline_period=None), as_of=as_of)
    return replace(aimed, kpi=found, unknown=too_old(aimed.name) if found.current is None else "")


def _keeper(programs: Sequence[Program]) -> Program | None:
    """The program whose promise the desk keeps: the first that makes one."""
    return next((one for one in programs if one.promise is not None), None)


def _finding(rows: Sequence[ProgramRow], service: ServiceLevel | None, documents: Documents) -> str:
    """`Four programs run; Service on the page answers 94 % within 1 h`."""
    if not rows:
        return _("No program is planned yet")
    running = sum(row.runs for row in rows)
    counted = _(_NUMBERS[running]) if running < len(_NUMBERS) else number(running, 0)
    told = ngettext("%(n)s program runs", "%(n)s programs run", running) % {"n": counted}
    keeper = _keeper(documents.programs)
    if keeper is None or service is None or service.share is None:
        return told
    kept = _("%(name)s answers %(share)s within %(wait)s") % {
        "name": keeper.name,
        "share": percent(service.share),
        "wait": duration_words(service.target_seconds),
    }
    return f"{told}; {kept}"


def _lede(rows: Sequence[ProgramRow], month: Month) -> str:
    """People and hours of the programs that run."""
    running = [row for row in rows if row.runs]
    if not running:
        return ""
    people = sum(row.program.headcount for row in running)
    hours = sum(row.program.hours_a_month for row in running)
    words = {"month": month.name, "people": number(people, 0), "hours": number(hours, 0)}
    return _("%(month)s: %(people)s people, full-time and part-time, are planned for %(hours)s hours a month.") % words


def _program_finding(row: ProgramRow, service: ServiceLevel | None) -> str:
    """What one can say of the program in a sentence: how its promise is kept, else how sure its best line is."""
    words = {"name": row.program.name}
    if service is not None and service.share is not None:
        wait = duration_words(service.target_seconds)
        return _("%(name)s: %(share)s answered within %(wait)s") % {
            **words,
            "share": percent(service.share),
            "wait": wait,
        }
    reached = [one for one in row.aims if one.kpi is not None and one.kpi.state == "reached"]
    aimed = [one for one in row.aims if one.measure.target is not None and one.kpi is not None]
    if aimed:
        count = {"reached": number(len(reached), 0), "aimed": number(len(aimed), 0)}
        return _("%(name)s: %(reached)s of %(aimed)s targets reached") % {**words, **count}
    return row.program.name
