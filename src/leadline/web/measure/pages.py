"""What the pages of measure show, as plain values: service levels, warnings, figures, the evidence of a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.assess import Which as MessagesAsked
from leadline.assess import assessment_as_of, assessments, closed_findings
from leadline.flow import Documents, Lake, links_asked
from leadline.measure.early_warning import EarlyWarning
from leadline.measure.evidence import Effect
from leadline.measure.known import Known, Which, known_metrics, series_of
from leadline.measure.kpi import Kpi
from leadline.measure.month import Judged, days_around, kept_effects, kept_service_levels, kept_warnings, warned_months
from leadline.measure.service_levels import ServiceLevel
from leadline.measure.service_tally import Tally, WaitTime
from leadline.measure.standing import ObjectiveStanding, objective_standing
from leadline.strategy import CompanyObjective, find_metric
from leadline.value import JoinedLine
from leadline.value.month import join_lines, value_as_of
from leadline.web.assess.addresses import messages_address
from leadline.web.grammar.charts import Chart, line_with_band, lines
from leadline.web.grammar.numbers import day, minutes, number, percent
from leadline.web.grammar.tables import Column, Row, Table
from leadline.words import Grade, Month, PartyId, Period

SHOWN_BEFORE = 60
"""Days before the start in the picture; all of them count in the analysis and stand in the records."""


@dataclass(frozen=True)
class ObjectiveRow:
    """One company objective: where it stands, and the lines that serve it."""

    objective: CompanyObjective
    standing: ObjectiveStanding
    lines: tuple[JoinedLine, ...]

    @property
    def kpi(self) -> Kpi | None:
        return self.standing.kpi

    @property
    def tone(self) -> str:
        """Good or warn by where the figure goes, nothing where it is not known; a total must keep pace."""
        if self.kpi and self.kpi.expected is not None and self.kpi.is_on_pace is False and self.kpi.state != "reached":
            return "warn"
        words = {"reached": "good", "better": "good", "worse": "warn"}
        return words.get(self.kpi.state, "") if self.kpi else ""


@dataclass(frozen=True)
class MeasureHome:
    finding: str
    lede: str
    objectives: tuple[ObjectiveRow, ...]
    service: ServiceLevel | None
    warnings: tuple[EarlyWarning, ...]
    metrics: tuple[Known, ...]


@dataclass(frozen=True)
class LinePage:
    """One line: the chain with its grades, and each analysis behind it."""

    joined: JoinedLine
    analyses: tuple[Judged, ...]
    program: str
    opportunity: str | None
    opportunity_title: str


@dataclass(frozen=True)
class EvidencePage:
    judged: Judged
    name: str
    finding: str
    picture: Chart | None
    cumulative: Chart | None
    steps: tuple[tuple[Grade, bool, str, str], ...]


@dataclass(frozen=True)
class ServicePage:
    month: Month
    level: ServiceLevel | None
    months: Chart | None
    days: Chart | None
    tallies: Table | None


def measure_home(lake: Lake, documents: Documents, month: Month) -> MeasureHome:
    """Everything that is measured, with the surest effect as the finding."""
    judged = [one for one in _judged(lake, documents, month) if one.role == "business"]
    finding, lede = _best(judged)
    return MeasureHome(
        finding=finding,
        lede=lede,
        objectives=objective_rows(lake, documents, month),
        service=kept_service_levels(lake).get(month),
        warnings=kept_warnings(lake, month),
        metrics=known_metrics(lake),
    )


def objective_rows(lake: Lake, documents: Documents, month: Month) -> tuple[ObjectiveRow, ...]:
    if documents.strategy is None:
        return ()
    joined = joined_lines(lake, documents, month)
    served = {line.id: line.objective for line in documents.strategy.lines}
    own = documents.parties.own.id
    return tuple(
        ObjectiveRow(
            one,
            objective_standing(lake, one, own, as_of=month.last_day, programs=documents.programs),
            tuple(line for line in joined if served[line.id] == one.id),
        )
        for one in documents.strategy.company_objectives
    )


def joined_lines(lake: Lake, documents: Documents, month: Month) -> tuple[JoinedLine, ...]:
    """Every line of the strategy in force, with grades and money as kept."""
    if documents.strategy is None:
        return ()
    return join_lines(
        lake,
        documents.strategy,
        _judged(lake, documents, month),
        documents.parties.own.id,
        as_of=month.last_day,
        findings=closed_findings(assessment_as_of(lake, month)),
        priced=value_as_of(lake, month),
        programs=documents.programs,
    )


def _judged(lake: Lake, documents: Documents, month: Month) -> tuple[Judged, ...]:
    """What was known by the month's end of the links that the strategy in force asks about."""
    return kept_effects(lake, links_asked(documents), until=month.last_day)


def line_page(lake: Lake, documents: Documents, month: Month, line_id: str) -> LinePage | None:
    joined = next((one for one in joined_lines(lake, documents, month) if one.id == line_id), None)
    if joined is None or documents.strategy is None:
        return None
    line = next(one for one in documents.strategy.lines if one.id == line_id)
    analyses = tuple(one for one in _judged(lake, documents, month) if one.line == line_id)
    program = next((one.name for one in documents.programs if one.id == line.program), line.program or "")
    return LinePage(joined, analyses, program, line.opportunity, _opportunity_title(lake, line.opportunity))


def _opportunity_title(lake: Lake, opportunity: str | None) -> str:
    """What the closed assessment called it."""
    closed = assessments(lake)
    chances = closed[-1].content["opportunities"] if closed else ()
    return next((one["title"] for one in chances if one["id"] == opportunity), opportunity or "")


def evidence_page(lake: Lake, documents: Documents, line: str, role: str) -> EvidencePage | None:
    """One analysis in full: figures, picture, checks, and what is still missing for a better grade.

    A link that nobody asks about any more keeps its page, since a frozen month may lead here.
    """
    found = (*kept_effects(lake, links_asked(documents)), *kept_effects(lake))
    judged = next((one for one in found if (one.line, one.role) == (line, role)), None)
    if judged is None:
        return None
    effect, name = judged.effect, name_of(Which.parse(judged.metric).metric)
    report = effect.grade(judged.grade)
    return EvidencePage(
        judged=judged,
        name=name,
        finding=_finding(effect, name, judged.grade),
        picture=_picture(effect, name),
        cumulative=_cumulative(effect, name),
        steps=tuple((step.grade, step.reached, step.reason, step.settle) for step in report.steps),
    )


def service_page(lake: Lake, month: Month) -> ServicePage:
    kept = kept_service_levels(lake)
    level = kept.get(month)
    return ServicePage(month, level, _service_months(kept), _service_days(level), _tallies(level))


def warning_of(lake: Lake, warning_id: str) -> EarlyWarning | None:
    """The newest state of one warning, whichever month it was found in."""
    for month in warned_months(lake):
        found = next((one for one in kept_warnings(lake, month) if one.id == warning_id), None)
        if found is not None:
            return found
    return None


def messages_of(warning: EarlyWarning, day: dt.date | None = None) -> str:
    """Where the messages behind a warning are, of all its days or of one: what the market said, as the watch counts."""
    period = Period(day, day) if day else Period(warning.first_day, warning.last_day)
    theme, department = warning.theme, warning.department
    return messages_address(
        MessagesAsked(warning.party, theme=theme, department=department, reading="read", period=period, market=True)
    )


def warning_chart(lake: Lake, warning: EarlyWarning) -> Chart | None:
    """The theme's days around the warning."""
    days = days_around(lake, warning)
    if not days:
        return None
    points = [{"day": on.isoformat(), "value": count} for on, count in days]
    label = _("Messages a day about %(theme)s") % {"theme": warning.label.lower()}
    event = (warning.peak.isoformat(), _("peak"))
    source = _("messages of the market that could be read")
    return lines("warning", points, label=label, unit=_("messages"), source=source, event=event, zero=True)


def figure_page(lake: Lake, own: PartyId, asked: str) -> tuple[str, str, Chart] | None:
    """One metric over time: its name, its definition, its picture."""
    which = Which.parse(asked)
    series = series_of(lake, which, own)
    if series is None:
        return None
    known = find_metric(which.metric)
    points = [
        {"day": on.isoformat(), "value": None if value != value else float(value)}
        for on, value in zip(series.days, series.values, strict=True)
    ]
    label = _("%(name)s over time") % {"name": name_of(which.metric)}
    chart = lines("figure", points, label=label, unit=series.unit, source=_("recorded values, by day"), height=280)
    return name_of(which.metric), known.definition if known else "", chart


def name_of(metric: str) -> str:
    """A metric's name for people."""
    known = find_metric(metric)
    return known.name if known else metric.replace("_", " ")


def _best(judged: Sequence[Judged]) -> tuple[str, str]:
    told = [one for one in judged if one.effect.verdict == "effect" and one.effect.relative is not None]
    if not told:
        if not judged:
            return _("Nothing can be judged yet"), _("A line needs a program with a start, and a metric with values.")
        return _("No effect can be told yet"), _("Each line says what would settle it.")
    best = max(told, key=lambda one: one.grade.step)
    name = name_of(Which.parse(best.metric).metric)
    return _finding(best.effect, name, best.grade), _against(best.effect)


def _finding(effect: Effect, name: str, grade: Grade) -> str:
    """A sentence that an executive can repeat, bound to the grade."""
    words = {"name": name, "grade": grade.value}
    if effect.refused:
        return _("Whether the program moved %(name)s cannot be told") % {"name": name.lower()}
    if effect.verdict == "no effect seen":
        return _("The program did not move %(name)s by an amount that would matter") % {"name": name.lower()}
    change = effect.relative or effect.mean
    if effect.verdict == "cannot tell" or change is None:
        return _("Whether the program moved %(name)s cannot be told yet") % {"name": name.lower()}
    way = _("fell") if change.value < 0 else _("rose")
    size = f"{number(abs(change.value), _digits(change.value))} {change.unit}"
    if effect.is_against and grade > Grade.ASSUMED:
        told = _("%(name)s %(way)s %(size)s with the program, the wrong way: %(grade)s")
        return told % {**words, "way": way, "size": size}
    if grade >= Grade.SUPPORTED:
        told = _("%(name)s %(way)s %(size)s with the program, against what would have been: %(grade)s")
        return told % {**words, "way": way, "size": size}
    return _("%(name)s %(way)s %(size)s since the program began: %(grade)s only") % {**words, "way": way, "size": size}


def _against(effect: Effect) -> str:
    change = effect.relative or effect.mean
    if change is None:
        return effect.refused or ""
    passed = sum(1 for check in effect.checks if check.passed)
    words = _(
        "Against what would have happened without it, from %(first)s to %(last)s; "
        "%(level)s interval %(low)s to %(high)s %(unit)s; %(passed)d of %(all)d checks passed."
    )
    return words % {
        "first": day(effect.start),
        "last": day(effect.end),
        "level": percent(change.level, 0),
        "low": number(change.low, _digits(change.value)),
        "high": number(change.high, _digits(change.value)),
        "unit": change.unit,
        "passed": passed,
        "all": len(effect.checks),
    }


def _digits(value: float) -> int:
    """As many decimals as the size of the change deserves."""
    return 0 if abs(value) >= 5 else 1


def _picture(effect: Effect, name: str) -> Chart | None:
    if not effect.days:
        return None
    days = [
        {
            "day": one.day.isoformat(),
            "observed": one.observed,
            "expected": one.expected,
            "low": one.low,
            "high": one.high,
        }
        for one in effect.days
        if one.day >= effect.start - dt.timedelta(days=SHOWN_BEFORE)
    ]
    return line_with_band(
        "picture",
        days,
        label=_("%(name)s, observed and what would have happened") % {"name": name},
        unit=effect.unit,
        source=_("observed values; the forecast from the days before: %(method)s") % {"method": effect.method},
        event=(effect.start.isoformat(), _("the program begins")),
    )


def _cumulative(effect: Effect, name: str) -> Chart | None:
    points = [
        {
            "day": one.day.isoformat(),
            "value": one.cumulative,
            "low": one.cumulative_low,
            "high": one.cumulative_high,
        }
        for one in effect.days
        if one.cumulative is not None
    ]
    if not points:
        return None
    label = _("%(name)s, the difference added up since the start") % {"name": name}
    return lines("cumulative", points, label=label, unit=effect.unit, source=effect.method, band=True)


def _service_months(kept: dict[Month, ServiceLevel]) -> Chart | None:
    points = [
        {"day": month.first_day.isoformat(), "value": 100 * level.share}
        for month, level in sorted(kept.items())
        if level.share is not None
    ]
    if len(points) < 2:
        return None
    label = _("Answered within the promise, by month")
    return lines("months", points, label=label, unit="%", source=_("episodes of the desk, by the month they began"))


def _service_days(level: ServiceLevel | None) -> Chart | None:
    if level is None:
        return None
    points = [
        {"day": on.isoformat(), "value": 100 * tally.share}
        for on, tally in sorted(level.by_day.items())
        if tally.share is not None
    ]
    label = _("Answered within the promise, by day")
    return lines("days", points, label=label, unit="%", source=_("episodes of the desk, by the day they began"))


_COLUMNS = (
    Column("name", "", sorts=False),
    Column("n", "waits", "number", sorts=False),
    Column("share", "kept", "percent", sorts=False),
    Column("rate", "answered in 7 days", "percent", sorts=False),
    Column("median", "median, open time", "number", sorts=False),
    Column("p90", "90th percentile", "number", sorts=False),
    Column("elapsed", "median, by the clock", "number", sorts=False),
    Column("overdue", "overdue", "number", sorts=False),
    Column("closed", "closed late", "number", sorts=False),
    Column("aside", "set aside late", "number", sorts=False),
)


def _tallies(level: ServiceLevel | None) -> Table | None:
    if level is None:
        return None
    named: list[tuple[str, Tally]] = [
        (_("All replies"), level.total),
        (_("First replies"), level.first),
        (_("Next replies"), level.next),
        *((channel, tally) for channel, tally in sorted(level.by_channel.items())),
    ]
    rows = tuple(
        Row(
            (
                name,
                tally.n,
                tally.share,
                tally.response_rate,
                _wait(tally.median_business),
                _wait(tally.p90_business),
                _wait(tally.median_elapsed),
                tally.overdue,
                tally.dismissed_as_late,
                tally.dismissed_late,
            )
        )
        for name, tally in named
    )
    return Table(_COLUMNS, rows, _("Waits that began in the month; the rule: %(rule)s") % {"rule": level.promise})


def _wait(found: WaitTime | None) -> str | None:
    if found is None:
        return None
    told = minutes(found.seconds / 60)
    return _("over %(wait)s") % {"wait": told} if found.is_at_least else told
