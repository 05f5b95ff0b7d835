"""Can a company objective be led and checked? Owner, metric, baseline, target, date, and a line that leads to it."""

from __future__ import annotations

from collections.abc import Iterator

from leadline.strategy.catalogue import Direction, metrics_for
from leadline.strategy.document import CompanyObjective
from leadline.strategy.fields import StatedAs
from leadline.strategy.numerals import for_people
from leadline.strategy.parts import part_unknown
from leadline.strategy.rules.rule import Found, View, quoted, rule
from leadline.words import listed

_CHANGES = (StatedAs.RELATIVE, StatedAs.POINTS)


@rule("COM001", "error", "A company objective has no owner", "S0.1", "S1.7")
def no_owner(view: View) -> Iterator[Found]:
    for where, one in view.company_objectives:
        if not one.owner:
            message = f"Nobody owns the company objective {quoted(one.text)}."
            yield _found(where, "owner", one, message, "Add `owner:` with the name of the person who answers for it.")


@rule("COM002", "error", "A company objective has no metric", "S1.7", "S1.22")
def no_metric(view: View) -> Iterator[Found]:
    for where, one in view.company_objectives:
        if not one.metric:
            message = f"No metric says whether {quoted(one.text)} is reached."
            advice = "Add `metric:` with a number from the company's own books, such as calls, csat, churn or revenue."
            yield _found(where, "metric", one, message, advice)


@rule("COM003", "error", "A company objective has no baseline", "S0.5", "S1.16")
def no_baseline(view: View) -> Iterator[Found]:
    for where, one in view.company_objectives:
        if one.baseline is None:
            message = f"{quoted(one.text)} does not say where {one.metric or 'its metric'} stands today."
            advice = "Add `baseline: {value: NUMBER, unit: UNIT, date: YYYY-MM-DD}`, measured before anything begins."
            yield _found(where, "baseline", one, message, advice)


@rule("COM004", "error", "A company objective has no target or no date", "S1.10")
def no_target(view: View) -> Iterator[Found]:
    for where, one in view.company_objectives:
        if one.target is None:
            message = f"{quoted(one.text)} does not say how far it shall go."
            advice = "Add `target: {value: NUMBER, stated_as: level, direction: up or down}`."
            yield _found(where, "target", one, message, advice)
        if one.by is None:
            message = f"{quoted(one.text)} does not say by when."
            yield _found(where, "by", one, message, "Add `by:` with the day, as in 2027-03-31.")


@rule("COM005", "error", "A target does not say whether it is relative or in points", "S1.10")
def size_not_stated(view: View) -> Iterator[Found]:
    """A target in percent, or one without a stated meaning, can be read in two or three ways."""
    for where, one in view.company_objectives:
        if one.target is not None and one.target.stated_as is None:
            direction = "" if one.target.direction else ", and `direction:` up or down"
            advice = f"Add `stated_as:` to the target (level, relative percent or points){direction}."
            yield _found(where, "target", one, _readings(one), advice)


@rule("COM006", "error", "A target does not say its direction", "S1.10")
def direction_not_stated(view: View) -> Iterator[Found]:
    for where, one in view.company_objectives:
        if one.target is not None and one.target.stated_as in _CHANGES and one.target.direction is None:
            message = f"{quoted(one.text)} shall change by {for_people(abs(one.target.value))}, but up or down?"
            advice = (
                "Add `direction: up` or `direction: down` to the target; fewer calls is as good an aim as more sales."
            )
            yield _found(where, "target", one, message, advice)


@rule("COM007", "warning", "A target points away from what is better", "S1.10", "S1.13")
def wrong_way(view: View) -> Iterator[Found]:
    for where, one in view.company_objectives:
        metric, better, heading = view.metric(one.metric), view.better(one.metric), _heading(one)
        if metric and better and heading and heading is not better:
            less_or_more = "less" if heading is Direction.DOWN else "more"
            message = f"{quoted(one.text)} wants {less_or_more} of “{metric.name}”, and that is worse, not better."
            advice = "Exchange baseline and target if they were mixed up, or correct `direction:`."
            yield _found(where, "target", one, message, advice)


@rule("COM008", "warning", "No line leads to a company objective", "S0.18", "S1.2")
def no_line(view: View) -> Iterator[Found]:
    reached = {line.objective for _, line in view.lines}
    for where, one in view.company_objectives:
        if one.id not in reached:
            message = f"Nothing in this strategy works towards {quoted(one.text)}: no line leads to it."
            advice = f"Add a line with `objective: {one.id}`, a metric, a program and its mechanism, or drop it here."
            yield _found(where, "id", one, message, advice)


@rule("COM009", "warning", "A company objective does not say what it is worth", "S0.4", "S1.6")
def no_kind(view: View) -> Iterator[Found]:
    for where, one in view.company_objectives:
        if one.kind is None:
            message = f"{quoted(one.text)} does not say which kind of value it brings."
            advice = "Add `kind:` with satisfaction, loyalty, innovation, revenue, cost, or another value type."
            yield _found(where, "kind", one, message, advice)


@rule("COM010", "warning", "A company objective is of a part that is not recorded", "S1.7", "S1.10")
def part_not_recorded(view: View) -> Iterator[Found]:
    """Consumers' calls are not the company's calls: where only a segment is recorded, the objective names it."""
    for where, one in view.company_objectives:
        known = (view.facts.metrics or {}).get(one.metric or "")
        message = part_unknown(one, known.parts) if known else ""
        if message:
            advice = "Add `segment:` and `area:` as the metric's rows name them, or import the values of this part."
            yield _found(where, "segment", one, message, advice)


@rule("COM011", "warning", "A target's direction contradicts its level", "S1.10")
def direction_contradicts(view: View) -> Iterator[Found]:
    """Where the numbers lead to the worse side, COM007 speaks."""
    for where, one in view.company_objectives:
        if one.target is None or one.baseline is None or one.target.stated_as is not StatedAs.LEVEL:
            continue
        heading, better = _heading(one), view.better(one.metric)
        worse = better is not None and heading is not better
        if one.target.direction not in (None, heading) and one.target.value != one.baseline.value and not worse:
            levels = f"{for_people(one.baseline.value)} to {for_people(one.target.value)}"
            message = f"{quoted(one.text)} shall go from {levels}, and says `direction: {one.target.direction.value}`."
            yield _found(where, "target", one, message, "Correct the direction, or exchange the two numbers.")


@rule("COM012", "warning", "The metric cannot show what the objective is worth", "S0.4", "S1.13")
def kind_without_metric(view: View) -> Iterator[Found]:
    """An attention metric is left to OBJ001."""
    for where, one in view.company_objectives:
        metric = view.metric(one.metric)
        if metric is not None and one.kind is not None and not metric.vanity and not view.shows(metric, one.kind):
            shown = listed([kind.value for kind in metric.fits])
            message = f"{quoted(one.text)} is worth {one.kind.value}, but “{metric.name}” shows {shown}."
            fitting = [other.id for other in metrics_for(one.kind, view.metrics.values()) if other.business][:4]
            advice = f"Measure it by one that shows it ({listed(fitting)}) or by one of your own, or correct `kind:`."
            yield _found(where, "kind", one, message, advice)


def _found(where: str, field: str, one: CompanyObjective, message: str, advice: str) -> Found:
    return Found(f"{where}.{field}", f"company objective {quoted(one.text)}", message, advice)


def _readings(one: CompanyObjective) -> str:
    """What the target could mean, worked out where the baseline allows it."""
    assert one.target is not None  # noqa: S101 - the rule asked before
    size = for_people(abs(one.target.value))
    text = (
        f"The target of {quoted(one.text)}, {size}{' %' if one.target.unit == '%' else ''}, can be read in several ways"
    )
    if one.baseline is None:
        return f"{text}: as the level to reach, as a share of today's value, or as points."
    return f"{text}: {'; '.join(_worked_out(one))}."


def _worked_out(one: CompanyObjective) -> Iterator[str]:
    assert one.target is not None  # noqa: S101
    assert one.baseline is not None  # noqa: S101
    direction = one.target.direction or Direction.UP
    for stated_as in StatedAs:
        level = one.target.model_copy(update={"stated_as": stated_as, "direction": direction}).level(one.baseline.value)
        if level is not None:
            yield f"{stated_as.value} leads to {for_people(abs(level) if stated_as is StatedAs.LEVEL else level)}"


def _heading(one: CompanyObjective) -> Direction | None:
    """Where the target leads from the baseline; what the numbers say counts before what is stated."""
    level = one.target_level
    if one.baseline is not None and level is not None and level != one.baseline.value:
        return Direction.UP if level > one.baseline.value else Direction.DOWN
    return one.target.direction if one.target else None
