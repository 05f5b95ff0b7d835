"""Which effects and objectives does the month report? From judged links, KPIs and the strategy in force."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from leadline.measure.evidence import Effect as Analysed
from leadline.measure.known import Which
from leadline.measure.kpi import Kpi
from leadline.measure.month import Judged
from leadline.programs.plan import Program
from leadline.report import links
from leadline.report.collect.numbers import counted, figure
from leadline.report.facts import Check, Day, Effect, Objective, Request
from leadline.report.figures import Figure, Good, MoneyFigure
from leadline.report.phrases import capital
from leadline.strategy import CompanyObjective, Document, Line, described, find_metric, is_vanity, lines_for
from leadline.words import EVERYWHERE, Estimate, Grade, Month, Period, day_words


def effects(judged: Sequence[Judged], programs: Sequence[Program], month: Month) -> tuple[Effect, ...]:
    """Every judged link as it was known by the month's end, those to a business metric first."""
    names = {program.id: program.name for program in programs}
    ordered = sorted(judged, key=lambda one: (one.role != "business", one.about))
    return tuple(_effect(one, names.get(one.program, one.program), month) for one in ordered)


def objectives(
    document: Document | None,
    *,
    kpis: Mapping[str, Kpi],
    before: Mapping[str, Kpi],
    grades: Mapping[str, Grade],
    worth: Mapping[str, MoneyFigure],
    unknown: Mapping[str, str] | None = None,
    told_on: Mapping[str, str] | None = None,
) -> tuple[Objective, ...]:
    """The company's objectives in the strategy's order; `grades` and `worth` go by line, and so does `told_on`: the
    line that tells the same money.

    `kpis` go by the objective, or by a metric where it is of no one objective; `unknown` says why one has none.
    """
    if document is None:
        return ()
    whys = unknown or {}
    return tuple(
        _objective(one, document, kpis, before, grades, worth, whys.get(one.id, ""), told_on or {})
        for one in document.company_objectives
    )


def requests(judged: Sequence[Judged], programs: Sequence[Program]) -> tuple[Request, ...]:
    """For each supported link to a business metric: the pilot that would test it."""
    names = {program.id: program.name for program in programs}
    asked = []
    for one in judged:
        tested = one.effect.grade(one.grade).steps[-1]
        if one.role == "business" and one.grade is Grade.SUPPORTED and not tested.reached:
            program = inside(names.get(one.program, one.program))
            cost = "What it costs is planned with it"
            asked.append(Request(f"Plan a pilot of {program}", tested.settle, cost, None, links.program(one.program)))
    return tuple(asked)


def inside(name: str) -> str:
    """A name as it stands inside a sentence: `Service on the page` gives `service on the page`, `VIP group` stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name


def outcome_name(which: str) -> str:
    """A metric as people say it: `calls@consumer` gives `consumer calls`, `csat@all@north` `... (north)`."""
    asked = Which.parse(which)
    metric = find_metric(asked.metric)
    name = inside(metric.name) if metric else asked.metric.replace("_", " ")
    parts = [part for part in (asked.segment, asked.area) if part != EVERYWHERE]
    if " " not in name and asked.segment != EVERYWHERE:
        name, parts = f"{asked.segment} {name}", parts[1:]
    return f"{name} ({', '.join(parts)})" if parts else name


def readable(text: str) -> str:
    """A stage's sentence with every metric's short name as people say it."""

    def named(found: re.Match[str]) -> str:
        which = found[0]
        if not find_metric(which.split("@")[0].lower()) or not set(which) & {"@", "_"}:
            return which
        return outcome_name(which.lower()) if which.islower() else capital(outcome_name(which.lower()))

    return re.sub(r"\b[A-Za-z]+(?:_[a-z]+)*(?:@[a-z]\w*){0,2}", named, text)


def _effect(judged: Judged, program: str, month: Month) -> Effect:
    found, link = judged.effect, links.effect(judged.line, judged.role, month)
    good = _good(judged.metric, found)
    unit = _unit(found)

    def figured(estimate: Estimate | None, unit: str) -> Figure | None:
        return figure("effect", estimate, method=found.method, link=link, unit=unit, good=good) if estimate else None

    return Effect(
        id=judged.about,
        program=inside(program),
        outcome=outcome_name(judged.metric),
        unit=unit,
        since=found.start,
        until=found.end,
        verdict=found.verdict,
        grade=judged.grade,
        why=_why(judged),
        sentence=readable(found.sentence(judged.grade)),
        good=good,
        checks=tuple(Check(check.name, check.passed, readable(check.sentence)) for check in found.checks),
        settle=readable(found.settle() or _next_step(judged)),
        method=found.method,
        link=link,
        relative=figured(found.relative, "%"),
        mean=figured(found.mean, "points" if unit.startswith("%") else unit),
        cumulative=figured(found.cumulative, found.unit) if not unit.startswith("%") else None,
        days=tuple(Day(day.day, day.observed, day.expected, day.low, day.high) for day in found.days),
    )


def _why(judged: Judged) -> str:
    """Why it was refused or cannot tell, else why the grade is what it is."""
    found = judged.effect
    if found.verdict == "cannot tell":
        return readable(found.refused or found.sentence(judged.grade).removeprefix("cannot tell: "))
    return readable(found.grade(judged.grade).reason)


def _next_step(judged: Judged) -> str:
    """What would settle the first step of the grade that is not reached."""
    report = judged.effect.grade(judged.grade)
    return next((step.settle for step in report.steps if not step.reached and step.settle), "")


def _unit(found: Analysed) -> str:
    """The outcome's unit with its rhythm, once: `calls a day`."""
    rhythm = f" a {found.cadence}"
    return found.unit if found.unit.startswith("%") or " a " in found.unit else f"{found.unit}{rhythm}"


def _good(which: str, found: Analysed) -> Good:
    """Which way is better: what the line promises, else what the catalogue knows."""
    if found.expected_direction is not None:
        return found.expected_direction
    metric = find_metric(Which.parse(which).metric)
    return "down" if metric is not None and metric.good.value == "down" else "up"


def _objective(
    one: CompanyObjective,
    document: Document,
    kpis: Mapping[str, Kpi],
    before: Mapping[str, Kpi],
    grades: Mapping[str, Grade],
    worth: Mapping[str, MoneyFigure],
    unknown: str,
    told_on: Mapping[str, str],
) -> Objective:
    lines = lines_for(one.id, document)
    best = max(lines, key=lambda line: grades.get(line.id, Grade.ASSUMED), default=None)
    telling = told_on.get(best.id, best.id) if best else ""
    is_own = any(line.id == telling for line in lines)
    kpi = None if unknown else kpis.get(one.id, kpis.get(one.metric or ""))
    earlier = before.get(one.id, before.get(one.metric or ""))
    metric = described(one.metric, document)
    target, baseline = one.target_level, one.baseline.value if one.baseline else None
    good: Good = kpi.aim.good if kpi else "down" if metric and metric.good.value == "down" else "up"
    return Objective(
        id=one.id,
        text=one.text,
        owner=one.owner,
        by=one.by,
        metric=metric.name if metric else one.metric or "",
        unit=(one.baseline.unit if one.baseline else "") or (kpi.unit if kpi else metric.unit if metric else ""),
        good=good,
        baseline=kpi.baseline if kpi else float(baseline) if baseline is not None else None,
        now=_now(kpi, earlier, good) if kpi else None,
        target=float(target) if target is not None else None,
        grade=grades.get(best.id, Grade.ASSUMED) if best else None,
        line=_line_words(best, document) if best else "",
        worth=worth.get(telling) if is_own else None,
        worth_told_at="" if is_own else _objective_of(telling, document),
        link=links.line(best.id) if best else links.objective(one.id),
        on_the_way=_on_the_way(one, document, kpis),
        pace=pace_words(kpi) if kpi else "",
        goes=kpi.goes if kpi else "plain",
        unknown=unknown,
    )


def _objective_of(line: str, document: Document) -> str:
    """The text of the objective that a line serves; empty where there is no such line."""
    serves = next((one.objective for one in document.lines if one.id == line), None)
    return next((one.text for one in document.company_objectives if one.id == serves), "")


def pace_words(kpi: Kpi) -> str:
    """That the target is reached, or what a total would be by now if it grew evenly."""
    if kpi.state == "reached":
        return "reached"
    return "" if kpi.expected is None else f"{kpi.expected:,.0f} expected by now"


def _now(kpi: Kpi, before: Kpi | None, good: Good) -> Figure | None:
    if kpi.current is None or kpi.current_period is None:
        return None
    return Figure(
        kpi.metric,
        kpi.current,
        kpi.unit,
        _counted_how(kpi, kpi.current_period),
        links.kpi(kpi.metric),
        counted=True,
        good=good,
        before=before.current if before else None,
    )


def _counted_how(kpi: Kpi, period: Period) -> str:
    """`sum since 30 September 2025`, `value of June 2026`, `mean of 28 days`."""
    if kpi.aim.total_since:
        return f"sum since {day_words(kpi.aim.total_since)}"
    return f"value of {Month.of(period.last).name}" if kpi.is_monthly else f"mean of {period.days} days"


def _line_words(line: Line, document: Document) -> str:
    """`service on the page → answered within the promise → calls`."""
    method = next((one for one in document.methods if line.program in one.program_ids), None)
    start = inside(method.name) if method else line.program or "no program yet"
    middle = [outcome_name(one) for one in (line.social_metric, line.business_metric) if one]
    return " → ".join([start, *middle])


def _on_the_way(one: CompanyObjective, document: Document, kpis: Mapping[str, Kpi]) -> tuple[Figure, ...]:
    """Targets that are on the way to the objective or to a social objective that serves it, as they stand."""
    serving = {one.id, *(social.id for social in document.objectives if social.serves == one.id)}
    found = []
    for target in document.targets:
        kpi = kpis.get(target.metric or "")
        if target.objective in serving and target.metric and kpi is not None and kpi.current is not None:
            shown = counted(target.metric, kpi.current, kpi.unit, link=links.kpi(target.metric), method="newest value")
            found.append(Figure(**{**vars(shown), "vanity": is_vanity(target.metric)}))
    return tuple(found)
