"""Who is told what? All three groups (S2.16), and never attention alone (S0.3)."""

from __future__ import annotations

from collections.abc import Iterator

from leadline.strategy.catalogue import is_vanity
from leadline.strategy.fields import Reader
from leadline.strategy.rules.rule import Found, View, rule
from leadline.words import listed


@rule("REP001", "error", "The reporting leaves a group out", "S2.16", "S2.15")
def group_left_out(view: View) -> Iterator[Found]:
    told = {report.to for report in view.document.reporting}
    missing = [reader.value for reader in Reader if reader not in told]
    if told and missing:
        yield Found(
            "reporting",
            "reporting",
            f"Nobody tells {listed(missing)} what came of it; results that are not shared convince nobody.",
            f"Add `- to: {missing[0]}` to the reporting, with its metrics and rhythm.",
        )


@rule("REP002", "error", "A report shows attention alone", "S0.3", "S3.7")
def vanity_alone(view: View) -> Iterator[Found]:
    for index, report in enumerate(view.document.reporting):
        if report.metrics and all(is_vanity(metric) for metric in report.metrics):
            yield Found(
                f"reporting[{index}].metrics",
                f"report to {report.to.value}",
                f"The report to {report.to.value} shows {listed(list(report.metrics))} and nothing of what came of it.",
                "Add the business metric of a line to its `metrics:`, such as calls, csat or applicants.",
            )


@rule("REP003", "warning", "Decision makers are not told of a company objective", "S2.20", "S3.26", "S0.19")
def objective_not_reported(view: View) -> Iterator[Found]:
    reports = [(index, one) for index, one in enumerate(view.document.reporting) if one.to is Reader.DECIDERS]
    if not reports:
        return
    told = {metric for _, report in reports for metric in report.metrics}
    missing = [one for _, one in view.company_objectives if one.metric and one.metric not in told]
    for one in missing:
        yield Found(
            f"reporting[{reports[0][0]}].metrics",
            "report to decision makers",
            f"Those who decide are not told of {one.metric}, the metric of “{one.text}”.",
            f"Add {one.metric} to the `metrics:` of the report to decision makers.",
        )


@rule("REP004", "warning", "A report says nothing", "S3.26")
def empty_report(view: View) -> Iterator[Found]:
    for index, report in enumerate(view.document.reporting):
        if not report.metrics:
            yield Found(
                f"reporting[{index}].metrics",
                f"report to {report.to.value}",
                f"The report to {report.to.value} names no metric.",
                "Add `metrics: [...]` with what this group should know of.",
            )


@rule("REP005", "note", "Nothing says what measures a metric", "S3.26")
def no_instrument(view: View) -> Iterator[Found]:
    """The catalogue names the source of its metrics; of one's own, its description, data or a method's instrument."""
    known = view.facts.metrics or {}
    told = " ".join(f"{one.success.measure} {one.success.instrument}" for _, one in view.methods if one.success)
    for index, report in enumerate(view.document.reporting):
        unknown = [
            one for one in report.metrics if not _has_source(one, view) and one not in known and not _told(one, told)
        ]
        if unknown:
            yield Found(
                f"reporting[{index}].metrics",
                f"report to {report.to.value}",
                f"The report to {report.to.value} shows {listed(unknown)}, and nothing says which tool measures it.",
                "Name it in the `instrument:` of the method that moves it, or import its values.",
            )


def _has_source(metric_id: str, view: View) -> bool:
    metric = view.metric(metric_id)
    return metric is not None and bool(metric.source)


def _told(metric: str, said: str) -> bool:
    return metric in said or metric.replace("_", " ").lower() in said.lower()
