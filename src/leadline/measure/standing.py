"""Where does an objective stand, and why does nobody know where that is so?

In: the lake, a company objective or a target of the strategy, the programs. Out: a `Kpi`, or a sentence that says why
there is none. Two surprises: a target may be a total to reach (`totals.py`), which is counted from a day on; and a
segment is never taken for the whole, the objective must name it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.measure.known import Which, known_metrics, recorded_parts, series_of
from leadline.measure.kpi import Aim, Kpi, kpi
from leadline.measure.totals import is_total
from leadline.programs.plan import Program
from leadline.strategy import CompanyObjective, Document, Target, described
from leadline.strategy.fields import StatedAs
from leadline.strategy.metrics import Direction
from leadline.strategy.parts import metric_name, not_recorded, part_of, part_unknown
from leadline.words import PartyId

NO_DIRECTION = "Its target says no direction, so nobody can tell which way is better."


def too_old(name: str) -> str:
    """That the metric's last value says nothing of today."""
    return f"“{name}” has no value that is new enough."


@dataclass(frozen=True)
class ObjectiveStanding:
    """Where an objective stands; `unknown` says why where that is not known: not recorded, or numbers that clash."""

    kpi: Kpi | None
    unknown: str = ""


def objective_standing(
    lake: Lake, one: CompanyObjective, own: PartyId, *, as_of: dt.date, programs: Sequence[Program] = ()
) -> ObjectiveStanding:
    """Where a company objective stands, or why nobody can tell."""
    if not one.metric:
        return ObjectiveStanding(None, "No metric is named for it.")
    if one.target is None or one.target.direction is None:
        return ObjectiveStanding(None, NO_DIRECTION)
    unknown = part_unknown(one, recorded_parts(known_metrics(lake), one.metric))
    part = part_of(one)
    series = None if unknown else series_of(lake, Which(one.metric, part.segment, part.area), own, until=as_of)
    if series is None:
        return ObjectiveStanding(None, unknown or not_recorded(metric_name(one)))
    try:
        found = kpi(series, _aim(one, one.target.direction, programs), as_of=as_of)
    except LeadlineError as error:  # the numbers contradict each other: the lint says so, and no month stops for it
        return ObjectiveStanding(None, f"{error.sentence} {error.advice}")
    return ObjectiveStanding(found, too_old(metric_name(one)) if found.current is None else "")


def target_kpi(
    lake: Lake, target: Target, own: PartyId, *, as_of: dt.date, document: Document | None = None
) -> Kpi | None:
    """Where a number on the way to an objective stands (fans, visits); None where it is not recorded. Which way is
    better, the company's own metrics say in `document`."""
    metric = described(target.metric, document)
    series = series_of(lake, Which(target.metric or ""), own, until=as_of)
    return kpi(series, Aim(metric.good.value if metric else "up"), as_of=as_of) if series else None


def _aim(one: CompanyObjective, direction: Direction, programs: Sequence[Program]) -> Aim:
    """Raises LeadlineError where it adds up and nobody says since when."""
    level, was = one.target_level, one.baseline
    aim = Aim(
        direction.value,
        float(was.value) if was else None,
        target=None if level is None else float(level),
        by=one.by,
        baseline_day=was.date if was else None,
    )
    return replace(aim, total_since=_counted_since(one, programs)) if _is_total(one) else aim


def _is_total(objective: CompanyObjective) -> bool:
    """Whether the target adds up over time, as 40 hires by January do."""
    target, was = objective.target, objective.baseline
    if target is None or target.direction is not Direction.UP or target.stated_as is StatedAs.RELATIVE:
        return False
    baseline, unit = (float(was.value), was.unit) if was else (None, "")
    return is_total(objective.metric, target.unit, dated=objective.by is not None, baseline=baseline, was=unit)


def _counted_since(objective: CompanyObjective, programs: Sequence[Program]) -> dt.date:
    """The baseline's day, else the day before the first program began that is to move the metric."""
    if objective.baseline is not None and objective.baseline.date is not None:
        return objective.baseline.date
    starts = [
        one.period.start
        for one in programs
        if one.period and any(plan.metric == objective.metric for plan in one.metrics)
    ]
    if not starts:
        raise LeadlineError(
            f"“{objective.text}” does not say since when it is counted.", "Give its baseline a date, with the value 0."
        )
    return min(starts) - dt.timedelta(days=1)
