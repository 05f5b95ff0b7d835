"""Is a social objective an objective, and does it serve the company? And is a target honest about what it is for?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leadline.strategy.catalogue import find_metric, is_vanity
from leadline.strategy.document import CompanyObjective, Objective
from leadline.strategy.fields import State
from leadline.strategy.rewrite import MAY_BE_BUSINESS, attention_in_name, find_attention_count, rewrite
from leadline.strategy.rules.rule import Found, View, quoted, rule

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|hundred|thousand|half|third|quarter|"
    r"fifth|tenth|twice|double|every|each)\b",
    re.IGNORECASE,
)


@rule("OBJ001", "error", "A fan count stands as an objective", "S0.2", "S0.20", "S3.7", binding=True)
def fan_count(view: View) -> Iterator[Found]:
    """Of either kind of objective, and of the goal: a count of attention is a target, whoever set it."""
    goal = view.document.goal.text
    count = find_attention_count(goal)
    if count is not None and count.number is not None:
        message = f"The goal {quoted(goal)} counts {count.words}: that is a target on the way, and leads nowhere."
        yield Found("goal.text", "goal", message, _way_up(goal, count.words, view))
    named: list[tuple[str, str, Objective | CompanyObjective]] = [
        *((where, "social objective", one) for where, one in view.objectives),
        *((where, "company objective", one) for where, one in view.company_objectives),
    ]
    for where, kind, one in named:
        if counted := _counted(one):
            message = f"{quoted(one.text)} counts {counted}: that is a target on the way, not an objective."
            yield Found(f"{where}.text", f"{kind} {quoted(one.text)}", message, _way_up(one.text, counted, view))


@rule("OBJ002", "error", "A social objective serves no company objective", "S0.18", "S1.2")
def serves_nothing(view: View) -> Iterator[Found]:
    """Silent where there is no company objective at all: STR002 says that once."""
    if not view.company_objectives:
        return
    for where, one in view.objectives:
        if one.serves not in view.company_objective_by_id:
            said = f"{quoted(one.serves)}, which is no company objective here" if one.serves else "no company objective"
            known = ", ".join(view.company_objective_by_id)
            message = f"{quoted(one.text)} serves {said}."
            yield _found(where, "serves", one, message, f"Add `serves:` with the id of a company objective ({known}).")


@rule("OBJ003", "error", "A social objective has no owner", "S0.1", "S1.7")
def no_owner(view: View) -> Iterator[Found]:
    for where, one in view.objectives:
        if not one.owner:
            message = f"Nobody owns {quoted(one.text)}."
            yield _found(where, "owner", one, message, "Add `owner:` with the name of the person who answers for it.")


@rule("OBJ004", "error", "A social objective has no metric or no baseline", "S0.5", "S1.16", "S1.22")
def no_baseline(view: View) -> Iterator[Found]:
    for where, one in view.objectives:
        if _counted(one):
            continue  # OBJ001 asks for another objective; the metric comes after it.
        if not one.metric:
            message = f"No metric shows whether {quoted(one.text)} is reached."
            advice = (
                "Add `metric:`, such as answered_within_promise, turn_rate or referral_traffic, and its `baseline:`."
            )
            yield _found(where, "metric", one, message, advice)
        elif one.baseline is None:
            message = f"{quoted(one.text)} does not say where {one.metric} stands before it begins."
            advice = (
                "Add `baseline: {value: NUMBER, unit: UNIT, date: YYYY-MM-DD}`; later it cannot be measured any more."
            )
            yield _found(where, "baseline", one, message, advice)


@rule("OBJ005", "error", "A social objective has no period", "S1.10")
def no_period(view: View) -> Iterator[Found]:
    for where, one in view.objectives:
        if one.period is None:
            message = f"{quoted(one.text)} does not say from when to when."
            yield _found(
                where, "period", one, message, "Add `period: 2026-04-01 to 2026-09-30` with its first and last day."
            )


@rule("OBJ006", "error", "A social objective is decided before the assessment is closed", "S3.16", "S4.2", binding=True)
def decided_too_early(view: View) -> Iterator[Found]:
    if view.document.assessment.closed is not None:
        return
    for where, one in view.objectives:
        if one.is_decided:
            message = (
                f"{quoted(one.text)} is {one.state.value}, and the assessment, which may change it, is not closed."
            )
            yield _found(
                where, "state", one, message, "Set `state: draft` until the assessment is closed, then decide."
            )


@rule("OBJ007", "warning", "A social objective was changed or dropped without a reason", "S3.16")
def no_reason(view: View) -> Iterator[Found]:
    for index, one in enumerate(view.document.objectives):
        if one.state in (State.CHANGED, State.DROPPED) and not one.reason:
            message = f"{quoted(one.text)} was {one.state.value}, and nobody can learn why."
            advice = "Add `reason:` with what the assessment showed."
            yield _found(f"objectives[{index}]", "reason", one, message, advice)


@rule("OBJ008", "note", "A social objective is still a draft", "S3.16", at_adoption="error")
def still_a_draft(view: View) -> Iterator[Found]:
    if view.document.assessment.closed is None:
        return
    for where, one in view.objectives:
        if one.state is State.DRAFT:
            message = f"The assessment is closed, and {quoted(one.text)} is still a draft."
            advice = "Decide: `state: confirmed`, or `changed` or `dropped` with a `reason:`."
            yield _found(where, "state", one, message, advice)


@rule("OBJ009", "note", "An objective's time is over", "S4.2", "S3.16")
def time_is_over(view: View) -> Iterator[Found]:
    """Measure, model and tune is the last of the six steps, and the first of the next round."""
    for where, one in view.objectives:
        if one.period is not None and one.period.last < view.facts.today:
            message = f"{quoted(one.text)} was to be reached by {one.period.last}, and that day is past."
            advice = "Write down what came of it: drop it with the `reason:`, or give it a new `period:` and target."
            yield _found(where, "period", one, message, advice)
    for where, above in view.company_objectives:
        if above.by is not None and above.by < view.facts.today:
            message = f"{quoted(above.text)} was to be reached by {above.by}, and that day is past."
            advice = "Ask its owner what came of it, and for the next target and day."
            yield Found(f"{where}.by", f"company objective {quoted(above.text)}", message, advice)


@rule("TAR001", "warning", "A target does not say what it is for", "S0.2", "S1.9", "S1.12")
def aimless_target(view: View) -> Iterator[Found]:
    for index, one in enumerate(view.document.targets):
        name = one.text or one.metric or one.id
        if not one.what_for or one.objective not in view.objective_ids:
            lacks = "what it is for" if not one.what_for else "which objective it brings nearer"
            field = "what_for" if not one.what_for else "objective"
            message = f"The target {quoted(name)} does not say {lacks}; 1,000 can be plenty or nothing."
            advice = (
                "Add `what_for:` with the chain in words (how many of whom then do what) and `objective:` with the id "
                "of the objective it is derived from."
            )
            yield Found(f"targets[{index}].{field}", f"target {quoted(name)}", message, advice)


@rule("TAR002", "warning", "A target counts mutual follows", "S3.7")
def mutual_follows(view: View) -> Iterator[Found]:
    """Who follows 100,000 to be followed by 100,000 has 100,000 who do not listen: no chain leads on from there."""
    for index, one in enumerate(view.document.targets):
        count = find_attention_count(one.text)
        if one.metric == "mutual_follows" or (count is not None and count.metric == "mutual_follows"):
            name = one.text or one.metric or one.id
            message = f"The target {quoted(name)} counts who follows back: nobody of them came for what is said."
            advice = "Take it out, or count those who do something then: referral_traffic, advocates, leads."
            yield Found(f"targets[{index}].metric", f"target {quoted(name)}", message, advice)


@rule("TAR003", "note", "A target's chain has no number", "S1.12", "S1.9")
def chain_without_number(view: View) -> Iterator[Found]:
    """Without one, nobody can say whether 1,000 is plenty or nothing, nor work it out anew when data come."""
    for index, one in enumerate(view.document.targets):
        if one.what_for and not _NUMBER.search(one.what_for):
            name = one.text or one.metric or one.id
            message = f"The chain of the target {quoted(name)} says who does what, and not how many of them."
            advice = "Write in `what_for:` how many in a hundred, even as a guess: data will correct it."
            yield Found(f"targets[{index}].what_for", f"target {quoted(name)}", message, advice)


def _counted(one: Objective | CompanyObjective) -> str:
    """The attention that an objective counts, in words, or nothing; with a real metric the count is not the aim.

    A metric that the catalogue does not know is no way out: its name may say fans, and beside it the words count.
    """
    metric = find_metric(one.metric)
    if metric is not None and is_vanity(metric.id):
        return metric.name.lower()
    found = find_attention_count(one.text)
    if one.metric and metric is None:
        if named := attention_in_name(one.metric):
            return named
        if found is not None and found.metric in MAY_BE_BUSINESS and found.metric != one.metric:
            return ""
    elif metric is not None:
        found = None if found is None or one.metric != found.metric else found
    if found is None:
        return ""
    return found.words if found.number is not None else found.noun


def _way_up(text: str, counted: str, view: View) -> str:
    """The guided rewrite (S0.20): the first question, the sketch of an objective, and where the count goes."""
    way = rewrite(text, view.document) or rewrite(f"more {counted}", view.document)
    if way is None:
        return f"Move it to `targets:` and say in `what_for:` what more {counted} are for."
    asked = f"{way.questions[0]} {way.questions[2]}"
    return f"{asked} Then write the objective: {way.sketch} Keep the count as `{way.target}`."


def _found(where: str, field: str, one: Objective, message: str, advice: str) -> Found:
    return Found(f"{where}.{field}", f"social objective {quoted(one.text)}", message, advice)
