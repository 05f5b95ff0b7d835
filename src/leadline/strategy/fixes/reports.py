"""What can be computed of reports, and of the assessment: who should be told which metric, and what is known of it."""

from __future__ import annotations

from leadline.plain import parse_path
from leadline.strategy.catalogue import is_vanity
from leadline.strategy.edits import Add, Put
from leadline.strategy.fields import Reader
from leadline.strategy.fixes.fix import NOTHING, Edits, fix, meant, part_at, put
from leadline.strategy.rules.rule import View
from leadline.words import Remark


@fix("STR004", "Writes the finding whose id is nearest to the one that is cited.")
def finding_meant(view: View, remark: Remark) -> Edits:
    path = parse_path(remark.where)
    holder = view.document.goal if path[0] == "goal" else part_at(view, remark)
    known = view.findings or frozenset()
    unknown = {place: meant(given, known) for place, given in enumerate(holder.findings) if given not in known}
    where = remark.where if remark.where.endswith(".findings") else f"{remark.where}.findings"
    return tuple(Put(f"{where}[{place}]", near) for place, near in unknown.items() if near)


@fix(
    "REP001",
    "Adds a report to each group that is left out, with the metrics of the objectives: the company's for those "
    "who decide, the social ones for the others.",
)
def report_to_each(view: View, remark: Remark) -> Edits:
    told = {report.to for report in view.document.reporting}
    missing = [reader for reader in Reader if reader not in told]
    if not all(_wanted(reader, view) for reader in missing):
        return NOTHING
    return tuple(Add("reporting", {"to": reader.value, "metrics": _wanted(reader, view)}) for reader in missing)


@fix("REP002", "Adds the metrics of the objectives to the report.")
def what_came_of_it(view: View, remark: Remark) -> Edits:
    return tuple(Add(remark.where, metric) for metric in _wanted(part_at(view, remark).to, view))


@fix("REP003", "Adds the company objective's metric to the report.")
def objective_told(view: View, remark: Remark) -> Edits:
    told = {metric for one in view.document.reporting if one.to is Reader.DECIDERS for metric in one.metrics}
    missing = dict.fromkeys(one.metric for _, one in view.company_objectives if one.metric and one.metric not in told)
    return tuple(Add(remark.where, metric) for metric in missing if metric and f" {metric}, " in remark.message)


@fix("REP004", "Writes the metrics of the objectives into the report.")
def metrics_of_objectives(view: View, remark: Remark) -> Edits:
    return put(remark.where, _wanted(part_at(view, remark).to, view))


@fix("ASS001", "Writes the day on which the assessment that is named was closed.")
def day_of_closing(view: View, remark: Remark) -> Edits:
    day = (view.facts.closed_assessments or {}).get(view.document.assessment.version)
    return put(remark.where, None if day is None else day.isoformat())


@fix("ASS002", "Writes the version of the one assessment that was closed on the day that is named.")
def version_of_its_day(view: View, remark: Remark) -> Edits:
    closed = view.facts.closed_assessments or {}
    versions = [version for version, day in closed.items() if day == view.document.assessment.closed]
    return put(remark.where, versions[0] if len(versions) == 1 else None)


@fix("ASS003", "Writes the day on which it was closed.")
def the_day_it_was_closed(view: View, remark: Remark) -> Edits:
    return day_of_closing.edits(view, remark)


def _wanted(reader: Reader, view: View) -> list[str]:
    """The metrics that a group should know of; attention is none of them."""
    objectives = view.company_objectives if reader is Reader.DECIDERS else view.objectives
    found = dict.fromkeys(one.metric for _, one in objectives if one.metric and not is_vanity(one.metric))
    return [metric for metric in found if metric]
