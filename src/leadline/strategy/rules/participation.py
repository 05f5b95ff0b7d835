"""Was the strategy made with the market (S3.17-S3.19), and does it stand on a closed assessment (S3.16)?"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.strategy.document import Participant
from leadline.strategy.fields import Role
from leadline.strategy.rules.rule import Found, View, plain_name, quoted, rule
from leadline.strategy.signatures import coverage
from leadline.words import listed


@rule("PAR001", "error", "No market representative took part", "S3.19", "S3.17", binding=True)
def no_representative(view: View) -> Iterator[Found]:
    """Who stands there twice is one."""
    number, least = len({plain_name(one.name) for _, one in _market(view)}), view.limits.market_representatives
    if number < least:
        yield Found(
            "participants",
            "participants",
            f"The strategy was made with {'nobody' if number == 0 else f'only {number}'} from the market; who was not "
            "asked will not work with you on it.",
            "Invite customers or partners and add each under `participants:` as `- {name: NAME, role: customer, "
            "contributions: [WHAT THEY SAID]}`.",
        )


@rule("PAR002", "warning", "Nobody from the market has signed", "S3.19", "S3.17", at_adoption="error", binding=True)
def nobody_signed(view: View) -> Iterator[Found]:
    market = _market(view)
    if market and not any(one.signed and not _fault(one, view) for _, one in market):
        names = listed([one.name for _, one in market][:4])
        yield Found(
            "participants",
            "participants",
            f"{names} took part, and nobody of the market has signed yet.",
            "Ask them to sign, then add `signed: YYYY-MM-DD` to each who did.",
        )


@rule("PAR007", "warning", "The market has signed a part only", "S3.19", "S3.17", at_adoption="error", binding=True)
def signed_in_part(view: View) -> Iterator[Found]:
    """A signature stands for what was signed: some parts are not the strategy."""
    signed = [one for _, one in _market(view) if one.signed and not _fault(one, view)]
    if not signed or not all(one.signed_parts for one in signed):
        return
    found = coverage(view.document, signed)
    if found.percent < view.limits.signed_percent:
        yield Found(
            "participants",
            "participants",
            f"The market has signed {len(found.signed)} of {found.total} parts; a strategy is agreed from "
            f"{view.limits.signed_percent} % on.",
            f"Show them more of it and let them sign anew; nobody has signed {listed(list(found.unsigned[:4]))}.",
        )


@rule("PAR005", "error", "A signature cannot count", "S3.19", "S3.17", binding=True)
def signature_that_cannot_count(view: View) -> Iterator[Found]:
    """Of somebody inside, of a day that has not come, or of one on which there was nothing to sign."""
    for index, one in enumerate(view.document.participants):
        if one.role.is_market and (said := _fault(one, view)):
            yield Found(f"participants[{index}].signed", f"participant {quoted(one.name)}", *said)


@rule("PAR003", "warning", "A market representative was invited and not heard", "S3.17", "S3.18")
def nothing_said(view: View) -> Iterator[Found]:
    for where, one in _market(view):
        if not one.contributions:
            thing = f"participant {quoted(one.name)}"
            message = f"{one.name} is named as a {one.role.value}, and nothing that they said is kept."
            advice = "Add `contributions:` with their words and the part they speak of, or ask them again."
            yield Found(f"{where}.contributions", thing, message, advice)


@rule("PAR004", "note", "No executive took part", "S0.19", "S3.31")
def no_executive(view: View) -> Iterator[Found]:
    people = view.document.participants
    if people and not any(one.role is Role.EXECUTIVE for one in people):
        yield Found(
            "participants",
            "participants",
            "No executive took part; those who pay will first hear of it when it costs something.",
            "Show it to an executive and add `- {name: NAME, role: executive}`.",
        )


@rule("PAR006", "note", "A metric was chosen before anybody discussed it", "S1.20", "S1.22")
def metric_before_discussion(view: View) -> Iterator[Found]:
    """First the objective, then the talk with one's own people about it, then the metric.

    Silent where no contribution names a part, for then nobody knows who spoke of what, and of an objective to which
    nothing leads: COM008 says that.
    """
    spoken_of = {said.to for one in view.document.participants for said in one.contributions if said.to}
    led_to = {line.objective for _, line in view.lines}
    for where, one in view.company_objectives:
        if spoken_of and one.metric and one.id in led_to and not spoken_of & _about(one.id, view):
            message = f"{one.metric} measures {quoted(one.text)}, and nobody is on record with a word about it."
            advice = f"Discuss it with your people; keep who said what under `contributions:` with `to: {one.id}`."
            yield Found(f"{where}.metric", f"company objective {quoted(one.text)}", message, advice)


@rule("ASS001", "note", "The assessment is not closed", "S3.16", "S3.8", at_adoption="error", binding=True)
def assessment_open(view: View) -> Iterator[Found]:
    """Where an objective is decided all the same, OBJ006 says it with more weight."""
    decided = any(one.is_decided for _, one in view.objectives)
    if view.document.assessment.closed is None and not decided:
        yield Found(
            "assessment.closed",
            "assessment",
            "The strategy stands on no closed assessment: what it wants is a draft until the findings are in.",
            "Close the assessment (`leadline assess close`) and add its version and day under `assessment:`.",
        )


@rule("ASS002", "error", "The assessment named here is not a closed one", "S3.16", binding=True)
def assessment_unknown(view: View) -> Iterator[Found]:
    assessment, closed = view.document.assessment, view.facts.closed_assessments
    if closed is not None and assessment.closed is not None and assessment.version not in closed:
        known = listed(sorted(closed)) if closed else "none is closed yet"
        named = f"assessment {quoted(assessment.version)}" if assessment.version else "an assessment without a version"
        yield Found(
            "assessment.version",
            "assessment",
            f"The strategy stands on {named}, and that is no closed assessment.",
            f"Write the version of a closed assessment under `assessment:` ({known}).",
        )


@rule("ASS003", "error", "The assessment was closed on another day", "S3.16", binding=True)
def closed_on_another_day(view: View) -> Iterator[Found]:
    """With an earlier day, signatures and decisions from before the closing would count."""
    assessment, closed = view.document.assessment, view.facts.closed_assessments or {}
    day = closed.get(assessment.version)
    if assessment.closed is not None and day is not None and assessment.closed != day:
        yield Found(
            "assessment.closed",
            "assessment",
            f"The strategy says that assessment {quoted(assessment.version)} was closed on {assessment.closed}; "
            f"it was closed on {day}.",
            f"Write `closed: {day}`, or the version of the assessment that you mean.",
        )


def _about(objective: str, view: View) -> set[str]:
    """The ids of the objective and of what works towards it."""
    social = {one.id for _, one in view.objectives if one.serves == objective}
    wanted = social | {objective}
    methods = {one.id for _, one in view.methods if wanted & set(one.serves)}
    lines = {name for _, one in view.lines if one.objective == objective for name in (one.id, one.program) if name}
    return wanted | methods | lines


def _market(view: View) -> list[tuple[str, Participant]]:
    """Who took part from outside, whatever role is written beside a colleague's name."""
    people = enumerate(view.document.participants)
    return [
        (f"participants[{index}]", one) for index, one in people if one.role.is_market and not _is_inside(one, view)
    ]


def _fault(one: Participant, view: View) -> tuple[str, str] | None:
    """Why somebody's signature, or their place in the market, cannot count: message and advice."""
    if _is_inside(one, view):
        return (
            f"{one.name} works here and is named as a {one.role.value}: nobody signs for the market from the inside.",
            "Write their own role (`colleague` or `executive`), and ask somebody from outside.",
        )
    if one.signed is None:
        return None
    if one.signed > view.facts.today:
        return (
            f"{one.name} signed on {one.signed}, a day that has not come yet.",
            "Write the day on which they signed, or leave `signed:` out until they do.",
        )
    since = max((day for day in (one.invited, view.document.assessment.closed) if day is not None), default=None)
    if since is not None and one.signed < since:
        began = "they were invited" if since == one.invited else "the assessment that the strategy stands on was closed"
        return (
            f"{one.name} signed on {one.signed}, before {began} ({since}): there was nothing to sign.",
            "Ask them to sign this strategy, and write the day on which they do.",
        )
    return None


def _is_inside(one: Participant, view: View) -> bool:
    """Whether the name is that of a colleague, or they speak for the company itself."""
    company = plain_name(view.document.company)
    return plain_name(one.name) in view.insiders or bool(company and plain_name(one.organisation) == company)
