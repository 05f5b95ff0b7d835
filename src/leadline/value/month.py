"""A month's money, from what was judged and back into the lake: returns a program, and every line joined.

In: judged effects, the cost sheet, champions' results, the strategy. Out: a `Roi` a program and one of all together,
kept as answers; the joined lines with grade and money. The surprise: a benefit that lacks a price is left out and
said to be missing, never guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadline.engine import Lake
from leadline.engine.answers import Answer, keep, newest_of_each
from leadline.errors import LeadlineError
from leadline.measure.known import Which, series_of
from leadline.measure.kpi import Aim, Kpi, kpi
from leadline.measure.month import Judged
from leadline.programs.champions import Result
from leadline.programs.plan import Program
from leadline.strategy import CompanyObjective, Document, Line, Target, find_metric
from leadline.value.benefits import Benefit, CustomerTime, DeflectedContacts
from leadline.value.champions import HIRED, SOLD, as_input, of_champions
from leadline.value.costs import CostSheet, Price
from leadline.value.line import JoinedLine, LinkEvidence, join
from leadline.value.returns import Roi, Worth
from leadline.value.roi import roi
from leadline.value.uncertainty import Input
from leadline.words import Finding, Month, PartyId, Period

ROI = "value roi"
ALL = "all programs"
CALL, HOUR, PHONE, PAGE = "call", "customer-hour", "minutes-by-phone", "minutes-on-page"
"""The ids of prices in `costs.yaml` that effects on calls ask for."""


@dataclass(frozen=True)
class Priced:
    """A month's returns; `missing` says which benefits could not be priced, and what they need."""

    period: Period
    whole: Roi
    programs: tuple[Roi, ...]
    missing: tuple[str, ...]


def measure_value(
    lake: Lake,
    sheet: CostSheet,
    *,
    judged: Sequence[Judged],
    document: Document,
    programs: Sequence[Program],
    results: Sequence[Result],
    month: Month,
    now: dt.datetime,
) -> Priced | None:
    """Price what the programs did from the first one's start to the month's end; None before any has started."""
    running = [(one, one.period) for one in programs if one.period and one.period.start <= month.last_day]
    if not running:
        return None
    period = Period(min(since.start for _, since in running), month.last_day)
    known = [one for one in results if one.month <= month]
    benefits, missing = benefits_of(sheet, judged, document, [one for one, _ in running], known)
    whole = roi(benefits, sheet, period)
    each = tuple(roi(benefits, sheet, Period(since.start, month.last_day), program=one.id) for one, since in running)
    for found in each:
        keep(lake, ROI, f"{found.program}@{month}", {"roi": found.as_dict()}, now=now)
    content = {"roi": whole.as_dict(), "programs": [one.program for one in each], "missing": list(missing)}
    keep(lake, ROI, f"{ALL}@{month}", content, now=now)
    return Priced(period, whole, each, missing)


def kept_value(lake: Lake, month: Month | None = None) -> Priced | None:
    """What was priced in a month, or in the newest one: of the programs that were priced together last."""
    kept = {key.rsplit("@", 1)[0]: one for key, one in _of_month(lake, month).items()}
    if ALL not in kept:
        return None
    content = kept[ALL].content
    whole = Roi.from_dict(content["roi"])
    each = tuple(Roi.from_dict(kept[name].content["roi"]) for name in content["programs"] if name in kept)
    return Priced(whole.period, whole, each, tuple(content["missing"]))


def value_as_of(lake: Lake, month: Month) -> Priced | None:
    """What was priced in a month, or in the newest one before it."""
    earlier = [one for one in priced_months(lake) if one <= month]
    return kept_value(lake, earlier[-1]) if earlier else None


def priced_months(lake: Lake) -> tuple[Month, ...]:
    """The months that were priced, oldest first."""
    return tuple(sorted({Month.parse(key.rsplit("@", 1)[1]) for key in newest_of_each(lake, ROI)}))


def benefits_of(
    sheet: CostSheet,
    judged: Sequence[Judged],
    document: Document,
    programs: Sequence[Program],
    results: Sequence[Result],
) -> tuple[tuple[Benefit, ...], tuple[str, ...]]:
    """Every benefit that has what it needs, and a sentence for each that has not."""
    found: list[Benefit] = []
    missing: list[str] = []
    for make in (*_of_effects(sheet, judged), *of_champions(sheet, judged, document, programs, results)):
        try:
            found.append(make())
        except LeadlineError as error:
            missing.append(f"{error.sentence} {error.advice}")
    return tuple(found), tuple(dict.fromkeys(missing))


def join_lines(
    lake: Lake,
    document: Document,
    judged: Sequence[Judged],
    own: PartyId,
    *,
    as_of: dt.date,
    findings: Mapping[str, Sequence[Finding]],
    priced: Priced | None,
    programs: Sequence[Program] = (),
) -> tuple[JoinedLine, ...]:
    """Every line of the strategy with its links' grades, where its objective stands, and its money."""
    kpis = {one.id: _kpi(lake, one, own, as_of, _which(one, programs)) for one in document.company_objectives}
    return tuple(
        join(
            line,
            document,
            _evidence(line, judged),
            kpi=kpis.get(line.objective or ""),
            findings=findings,
            worth=_worth(line, priced),
        )
        for line in document.lines
    )


def objective_kpi(
    lake: Lake, one: CompanyObjective, own: PartyId, *, as_of: dt.date, programs: Sequence[Program] = ()
) -> Kpi | None:
    """Where a company objective stands; None where its metric is not recorded or has no direction."""
    return _kpi(lake, one, own, as_of, _which(one, programs))


def target_kpi(lake: Lake, target: Target, own: PartyId, *, as_of: dt.date) -> Kpi | None:
    """Where a number on the way to an objective stands (fans, visits); None where it is not recorded."""
    metric = find_metric(target.metric)
    series = series_of(lake, Which(target.metric or ""), own, until=as_of)
    return kpi(series, Aim(metric.good.value if metric else "up"), as_of=as_of) if series else None


def _of_effects(sheet: CostSheet, judged: Sequence[Judged]) -> Iterable[Callable[[], Benefit]]:
    """Calls avoided, and the customers' time that they would have taken: of every effect on calls that can be told."""
    for one in _once_a_program(judged):

        def saved(one: Judged = one) -> Benefit:
            return DeflectedContacts(one.program, one.effect, sheet.price(CALL), sheet.currency, one.grade)

        def time(one: Judged = one) -> Benefit:
            phone, page = _minutes(sheet.price(PHONE)), _minutes(sheet.price(PAGE))
            return CustomerTime(one.program, one.effect, phone, page, sheet.price(HOUR), sheet.currency, one.grade)

        yield saved
        yield time


def _once_a_program(judged: Sequence[Judged]) -> Iterable[Judged]:
    """Seen effects on calls; one that two lines of a program share is one saving, not two."""
    found: dict[tuple[str, str], Judged] = {}
    for one in judged:
        is_calls = one.role == "business" and Which.parse(one.metric).metric == "calls"
        if is_calls and one.effect.verdict == "effect" and one.effect.mean is not None:
            found.setdefault((one.program, one.metric), one)
    return found.values()


def _minutes(price: Price) -> Input:
    return as_input(price, "minutes")


def _evidence(line: Line, judged: Sequence[Judged]) -> list[LinkEvidence]:
    """What was found of the line's own causal links; the grade is the one that was kept."""
    return [
        LinkEvidence.of(line.program or "", metric or "", one.effect, one.grade)
        for one in judged
        for metric in [line.business_metric if one.role == "business" else line.social_metric]
        if one.line == line.id
    ]


def _worth(line: Line, priced: Priced | None) -> Worth | None:
    """The company's benefit of the line's program that comes of the line's metric."""
    method = _METHODS.get(line.business_metric or "")
    if priced is None or method is None:
        return None
    own = (one for one in priced.whole.worth if (one.facts.program, one.facts.side) == (line.program, "company"))
    return next((one for one in own if one.facts.method.startswith(method)), None)


_METHODS = {
    "calls": "deflected contacts",
    **dict.fromkeys(HIRED, "hiring cost saved"),
    **dict.fromkeys(SOLD, "contribution margin of new business"),
}
"""How a business metric's benefit is priced, by the first words of the method."""


def _which(objective: CompanyObjective, programs: Sequence[Program]) -> Which:
    """The objective's metric, of the segment that a program names for it, and of the objective's own area."""
    plans = [plan for one in programs for plan in one.metrics if plan.metric == objective.metric]
    segment = plans[0].segment if plans else "all"
    return Which(objective.metric or "", segment or "all", objective.area or "all")


def _kpi(lake: Lake, objective: CompanyObjective, own: PartyId, as_of: dt.date, which: Which) -> Kpi | None:
    target = objective.target
    if not objective.metric or target is None or target.direction is None:
        return None
    series = series_of(lake, which, own, until=as_of)
    if series is None:
        return None
    level = objective.target_level
    baseline = float(objective.baseline.value) if objective.baseline else None
    aim = Aim(target.direction.value, baseline, target=None if level is None else float(level), by=objective.by)
    try:
        return kpi(series, aim, as_of=as_of)
    except LeadlineError:
        return None  # the numbers contradict each other: the lint says so, and no month stops for it


def _of_month(lake: Lake, month: Month | None) -> dict[str, Answer]:
    kept = newest_of_each(lake, ROI)
    wanted = str(month) if month else max((key.rsplit("@", 1)[1] for key in kept), default="")
    return {key: one for key, one in kept.items() if key.endswith(f"@{wanted}")}
