"""Is every method somebody's, for something, with a way to tell that it works?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leadline.strategy.document import Method
from leadline.strategy.numerals import for_people
from leadline.strategy.rules.rule import Found, View, quoted, rule
from leadline.words import Department, MethodKind, RunBy, listed

_CONVERSING = (MethodKind.SERVICE, MethodKind.COMMUNITY, MethodKind.CHAMPIONS, MethodKind.ADVOCACY)
_ATTENTION = re.compile(
    r"\b(?:reach|impressions?|views?|likes?|fans?|followers?|mentions?|engagement)\b", re.IGNORECASE
)
_TIME = re.compile(r"\b(?:minutes?|hours?|days?)\b", re.IGNORECASE)


@rule("MET001", "error", "A method belongs to no department", "S3.27", "S3.2")
def no_department(view: View) -> Iterator[Found]:
    for where, one in view.methods:
        if one.department is None and one.run_by is not RunBy.MARKET:
            message = f"No department runs {quoted(one.name)}."
            choices = ", ".join(department.value for department in Department)
            yield _found(where, "department", one, message, f"Add `department:` ({choices}), or `run_by: market`.")


@rule("MET002", "error", "A method serves no objective", "S3.27", "S3.24")
def serves_nothing(view: View) -> Iterator[Found]:
    for where, one in view.methods:
        unknown = [given for given in one.serves if given not in view.objective_ids]
        if one.serves and not unknown:
            continue
        said = f"serves {listed(unknown)}, which is no objective here" if unknown else "serves no objective"
        known = ", ".join(sorted(view.objective_ids)) or "none yet"
        message = f"{quoted(one.name)} {said}."
        yield _found(
            where,
            "serves",
            one,
            message,
            f"Add `serves:` with the id of an objective ({known}), or leave the method out.",
        )


@rule("MET003", "error", "A method does not say what success means", "S3.26")
def no_success(view: View) -> Iterator[Found]:
    for where, one in view.methods:
        success = one.success
        lacking = [name for name in ("measure", "instrument", "target") if not (success and getattr(success, name))]
        if lacking:
            message = f"{quoted(one.name)} does not say the {listed(lacking)} of its success."
            advice = (
                "Add `success: {measure: WHAT COUNTS, instrument: THE TOOL THAT COUNTS IT, target: HOW MUCH}`, such as "
                "{measure: answered within the hour, instrument: the desk, target: 95 %}."
            )
            yield _found(where, "success", one, message, advice)


@rule("MET004", "warning", "A method does not say when it starts", "S4.7")
def no_start(view: View) -> Iterator[Found]:
    for where, one in view.methods:
        if one.start is None and one.order is None:
            message = f"{quoted(one.name)} has neither a start nor a place in the order."
            yield _found(where, "start", one, message, "Add `start:` with a day, or `order: 1` for what comes first.")


@rule("MET005", "warning", "No line runs through a program", "S0.18", "S3.1")
def no_line(view: View) -> Iterator[Found]:
    """Where there is no line at all, COM008 says so for each company objective."""
    if not view.lines and view.company_objectives:
        return
    run = {line.program for _, line in view.lines}
    for where, one in view.methods:
        if one.kind is MethodKind.BUZZ:
            continue  # MET009 says it with more weight.
        without = [program for program in one.program_ids if program not in run]
        if without:
            message = (
                f"No line says what {quoted(one.name)} changes in the business: {listed(without)} can have no return."
            )
            advice = f"Add a line with `program: {without[0]}`, the metric that it moves, and the mechanism."
            yield _found(where, "programs", one, message, advice)


@rule("MET006", "note", "A method rests on no finding", "S3.14", "S3.21")
def no_evidence(view: View) -> Iterator[Found]:
    """Where there is nothing to cite yet, ASS001 says that the assessment is open."""
    if not view.findings and not view.facts.opportunities and view.document.assessment.closed is None:
        return
    for where, one in view.methods:
        if not one.findings and not one.opportunity:
            message = f"{quoted(one.name)} cites neither a finding nor an opportunity of the assessment."
            yield _found(
                where,
                "findings",
                one,
                message,
                "Add `opportunity:` or `findings:` with what people said that asks for it.",
            )


@rule("MET007", "warning", "A program should have started and was never set up", "S3.27", "S4.2")
def not_set_up(view: View) -> Iterator[Found]:
    if view.facts.programs is None:
        return
    for where, one in view.methods:
        due = one.start is not None and one.start <= view.facts.today
        missing = [program for program in one.program_ids if program not in view.facts.programs]
        if due and missing:
            named = listed([f"`{program}`" for program in missing])
            message = f"{quoted(one.name)} was to start on {one.start}, and nobody has set up {named}."
            advice = "Set the program up with its owner, budget and people, or move `start:`."
            yield _found(where, "programs", one, message, advice)


@rule("MET008", "error", "A community is opened before its baseline is taken", "S1.16", "S1.14")
def community_without_baseline(view: View) -> Iterator[Found]:
    """What customers say before and after can be compared only if somebody asked before. A baseline that is missing
    altogether is told by OBJ004 and COM003."""
    baselines = {one.id: one.baseline for _, one in view.objectives}
    baselines |= {one.id: one.baseline for _, one in view.company_objectives}
    for where, one in view.methods:
        if one.kind is not MethodKind.COMMUNITY or one.start is None:
            continue
        for given in one.serves:
            baseline = baselines.get(given)
            if baseline is not None and (baseline.date is None or baseline.date > one.start):
                when = f"on {baseline.date}, after it" if baseline.date else "on no day that is written down; it"
                message = f"The baseline of {quoted(given)} was taken {when} opens on {one.start}: {quoted(one.name)}."
                advice = "Ask members and others before it opens, write the day under `baseline:`, or move `start:`."
                yield _found(where, "start", one, message, advice)


@rule("MET009", "warning", "A buzz campaign has no value beyond its reach", "S3.33", "S3.1")
def reach_alone(view: View) -> Iterator[Found]:
    """Reach stays a target, whatever its size; what comes of it is a line like any other."""
    run = {line.program for _, line in view.lines}
    for where, one in view.methods:
        if one.kind is not MethodKind.BUZZ:
            continue
        without = [program for program in one.program_ids if program not in run]
        measure = one.success.measure if one.success else ""
        if without:
            message = f"No line says what {quoted(one.name)} is worth: {listed(without)} can have reach, and no return."
            advice = f"Add a line with `program: {without[0]}`, the metric that it moves, and the mechanism."
            yield _found(where, "programs", one, message, advice)
        elif _ATTENTION.search(measure):
            message = f"{quoted(one.name)} has succeeded when it was seen: {quoted(measure)}."
            advice = "Write in `success:` what people then do, such as visits by tagged links, leads or applicants."
            yield _found(where, "success", one, message, advice)


@rule("MET010", "warning", "An agency speaks in the company's place", "S3.3")
def agency_speaks(view: View) -> Iterator[Found]:
    for where, one in view.methods:
        share, most = one.agency_percent, view.limits.agency_percent
        if one.kind in _CONVERSING and share is not None and share > most:
            message = (
                f"An agency says {for_people(share)} % of what {quoted(one.name)} says: love cannot be outsourced."
            )
            advice = f"Answer at least {100 - most} % from inside, and say so in `agency_percent:`."
            yield _found(where, "agency_percent", one, message, advice)


@rule("MET011", "warning", "A service promises no time", "S0.8", "S0.9")
def no_promised_time(view: View) -> Iterator[Found]:
    """Customers of a service need to know by when they are answered, and the desk by when it has to."""
    metrics = {one.id: one.metric for _, one in view.objectives}
    for where, one in view.methods:
        if one.kind is not MethodKind.SERVICE:
            continue
        said = " ".join((one.success.measure, one.success.target)) if one.success else ""
        timed = {metrics.get(given) for given in one.serves} & {"answered_within_promise", "first_response_minutes"}
        if not timed and not _TIME.search(said):
            message = f"{quoted(one.name)} does not say by when people are answered."
            advice = "Serve an objective with the metric answered_within_promise, or write the time under `success:`."
            yield _found(where, "success", one, message, advice)


def _found(where: str, field: str, one: Method, message: str, advice: str) -> Found:
    return Found(f"{where}.{field}", f"method {quoted(one.name)}", message, advice)
