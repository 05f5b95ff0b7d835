"""Does each line hold from end to end? Its two ends, its metrics, whether data for them exist, and its mechanism."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from leadline.strategy.catalogue import Metric, metrics_for
from leadline.strategy.document import Line
from leadline.strategy.rules.rule import Found, View, quoted, rule
from leadline.words import Department, Grade, MethodKind, ValueType, listed


@rule("LIN001", "error", "A line does not say why it would work", "S1.2", "S1.8")
def no_mechanism(view: View) -> Iterator[Found]:
    for where, one in view.lines:
        if not one.mechanism:
            message = f"The line {quoted(one.id)} claims that {_claim(one)}, and does not say why it would."
            advice = "Add `mechanism:` with one sentence: who then does what that they do not do today?"
            yield _found(where, "mechanism", one, message, advice)


@rule("LIN002", "error", "A line leads to no company objective", "S0.18", "S1.2")
def no_objective(view: View) -> Iterator[Found]:
    if not view.company_objectives:
        return
    for where, one in view.lines:
        if one.objective not in view.company_objective_by_id:
            said = (
                f"leads to {quoted(one.objective)}, which is no company objective here"
                if one.objective
                else "leads nowhere"
            )
            known = ", ".join(view.company_objective_by_id)
            advice = f"Set `objective:` to the id of a company objective ({known})."
            yield _found(where, "objective", one, f"The line {quoted(one.id)} {said}.", advice)


@rule("LIN003", "error", "A line starts from no program of the strategy", "S3.27", "S3.24")
def no_program(view: View) -> Iterator[Found]:
    for where, one in view.lines:
        if one.program not in view.method_by_program:
            said = f"{quoted(one.program)}, which no method carries" if one.program else "no program"
            known = ", ".join(view.method_by_program) or "none yet; write methods first"
            advice = f"Set `program:` to a program of one of the methods ({known})."
            yield _found(where, "program", one, f"The line {quoted(one.id)} starts from {said}.", advice)


@rule("LIN004", "error", "A line has no business metric", "S1.2", "S1.7", "S0.3")
def no_business_metric(view: View) -> Iterator[Found]:
    for where, one in view.lines:
        metric = view.metric(one.business_metric)
        if one.business_metric is None:
            message = f"The line {quoted(one.id)} moves no number of the business."
            yield _found(
                where, "business_metric", one, message, "Add `business_metric:`, such as calls, csat, churn or revenue."
            )
        elif metric is not None and metric.vanity:
            message = (
                f"The line {quoted(one.id)} takes “{metric.name}” for a number of the business; it counts attention."
            )
            advice = "Name in `business_metric:` what attention is to change: calls, csat, applicants, revenue."
            yield _found(where, "business_metric", one, message, advice)
        elif metric is not None and view.is_no_business(metric):
            message = (
                f"The line {quoted(one.id)} takes “{metric.name}” for a number of the business; by its own description "
                "no books or systems of the company record it."
            )
            advice = "Write `business: true` under `metrics:` if they do, or name in `business_metric:` one of theirs."
            yield _found(where, "business_metric", one, message, advice)


@rule("LIN005", "warning", "No data for a metric of a line", "S1.7", "S1.8")
def metric_without_data(view: View) -> Iterator[Found]:
    """Readiness in the sense of S1.7: able means that data stand on both sides."""
    if view.facts.metrics is None:
        return
    for where, one in view.lines:
        for side in ("business_metric", "social_metric"):
            metric = getattr(one, side)
            if metric and metric not in view.facts.metrics:
                message = f"The line {quoted(one.id)} needs `{metric}`, and no value of it was ever imported: "
                message += "it stays assumed."
                advice = f"Import `{metric}` (`leadline listen import FILE`), or name a metric that you have."
                yield _found(where, side, one, message, advice)


@rule("LIN006", "note", "A metric of a line has gone quiet", "S1.7")
def stale_metric(view: View) -> Iterator[Found]:
    for where, one in view.lines:
        for side in ("business_metric", "social_metric"):
            known = (view.facts.metrics or {}).get(getattr(one, side) or "")
            days = (view.facts.today - known.days.last).days if known else 0
            if known and days > view.limits.stale_metric_days:
                metric = getattr(one, side)
                message = f"The last value of {metric} is {days} days old, and the line {quoted(one.id)} stands on it."
                yield _found(
                    where,
                    side,
                    one,
                    message,
                    f"Import what came after {known.days.last} (`leadline listen import FILE`).",
                )


@rule("LIN007", "warning", "A metric does not fit what the line is worth", "S1.13", "S1.9")
def unfit_metric(view: View) -> Iterator[Found]:
    for where, one in view.lines:
        for side in ("business_metric", "social_metric"):
            metric = view.metric(getattr(one, side))
            if metric is not None and not metric.vanity and not view.shows(metric, one.value):
                yield _found(where, side, one, _misfit(one, metric), _fitting(one, metric, view))


@rule("LIN008", "warning", "A line rests on attention alone", "S0.3", "S1.13")
def vanity_line(view: View) -> Iterator[Found]:
    for where, one in view.lines:
        metric = view.metric(one.social_metric)
        if metric is not None and metric.vanity:
            message = f"The line {quoted(one.id)} rests on “{metric.name}”, which tells nothing of what people do then."
            advice = (
                f"Name in `social_metric:` what they do (referral_traffic, advocates, turn_rate); keep {metric.id} as "
                "a target with `what_for:`."
            )
            yield _found(where, "social_metric", one, message, advice)


@rule("LIN009", "warning", "A line is chosen from an opportunity that nobody found", "S3.14", "S3.21")
def unknown_opportunity(view: View) -> Iterator[Found]:
    if view.facts.opportunities is None:
        return
    for where, one in view.lines:
        if one.opportunity and one.opportunity not in view.facts.opportunities:
            message = f"The line {quoted(one.id)} is chosen from {quoted(one.opportunity)}, which no assessment holds."
            advice = "Take the id from the assessment's list of opportunities, or leave `opportunity:` out."
            yield _found(where, "opportunity", one, message, advice)


@rule("LIN010", "note", "Too little of the past to judge a line by", "S1.8", "S1.16")
def short_history(view: View) -> Iterator[Found]:
    """The days of the business metric before the program starts, or before today where it has not started."""
    for where, one in view.lines:
        known = (view.facts.metrics or {}).get(one.business_metric or "")
        method = view.method_by_program.get(one.program or "")
        if known is None or method is None:
            continue
        start = min(method.start or view.facts.today, view.facts.today)
        days, least = (start - known.days.first).days, view.limits.days_before_objective
        if days < least:
            message = (
                f"Only {max(days, 0)} days of {one.business_metric} are known before {quoted(method.name)} starts."
            )
            advice = f"Import values back to {start - dt.timedelta(days=least)}, {least} days before, or start later."
            yield _found(where, "business_metric", one, message, advice)


@rule("LIN011", "note", "A line has been assumed for too long", "S1.8", "S1.4")
def assumed_too_long(view: View) -> Iterator[Found]:
    for where, one in view.lines:
        method = view.method_by_program.get(one.program or "")
        if method is None or method.start is None or view.facts.grades.get(one.id) is not Grade.ASSUMED:
            continue
        days = (view.facts.today - method.start).days
        if days > view.limits.days_assumed:
            message = (
                f"{quoted(method.name)} has run for {days} days, and the line {quoted(one.id)} is still only assumed."
            )
            advice = "See on the line's page what would settle it, or stop counting on it."
            yield _found(where, "mechanism", one, message, advice)


@rule("LIN012", "warning", "A line of sales claims to close", "S4.14", "S1.6")
def claims_closing(view: View) -> Iterator[Found]:
    """Credit is kept to influence: what social activity contributes to sales, unless evidence shows more."""
    for where, one in view.lines:
        method = view.method_by_program.get(one.program or "")
        sells = method is not None and (method.kind is MethodKind.SALES or method.department is Department.SALES)
        shown = view.facts.grades.get(one.id, Grade.ASSUMED) >= Grade.SUPPORTED
        if sells and one.value is ValueType.REVENUE and not shown:
            message = (
                f"The line {quoted(one.id)} takes revenue itself for its own: hearing of a thing is not buying it."
            )
            advice = "Write `value: sales contribution`, until evidence shows that it closes sales by itself."
            yield _found(where, "value", one, message, advice)


def _found(where: str, field: str, one: Line, message: str, advice: str) -> Found:
    return Found(f"{where}.{field}", f"line {quoted(one.id)}", message, advice)


def _claim(one: Line) -> str:
    return f"{quoted(one.program or 'something')} moves {one.social_metric or one.business_metric or 'the business'}"


def _misfit(one: Line, metric: Metric) -> str:
    if not metric.fits:
        return f"“{metric.name}” shows no kind of value by itself, and the line {quoted(one.id)} rests on it."
    shown = listed([str(value.value) for value in metric.fits])
    return f"The line {quoted(one.id)} is worth {one.value.value}, but “{metric.name}” shows {shown}."


def _fitting(one: Line, metric: Metric, view: View) -> str:
    every = metrics_for(one.value, view.metrics.values())
    fitting = sorted(
        (other for other in every if other.business == metric.business),
        key=lambda other: other.id not in view.own_metrics,
    )
    if not fitting:
        return "Name a metric of your own that shows it, or correct `value:`."
    return f"Choose one that shows it ({listed([other.id for other in fitting[:4]])}), or correct `value:`."
