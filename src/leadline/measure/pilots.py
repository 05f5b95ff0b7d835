"""Pilots drawn by lot, and the lines that they test: a plan is kept before its start, and judged once, after its end.

In: the lake, a link that is asked about, the plan as `evidence.plan_experiment` made it, the units' days. Out: a
`Judged` whose role begins with `pilot-`. The surprise: only a plan that this home kept before its first day tests a
line. A file may say of itself when it was drawn; the home's own clock cannot be asked to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from leadline.engine import Lake
from leadline.engine.answers import Answer, keep, newest, newest_of_each
from leadline.errors import LeadlineError
from leadline.measure.evidence import Effect, Plan, analyse_experiment
from leadline.measure.evidence.designs.units import Units
from leadline.measure.month import Judged, Question
from leadline.words import Grade

PLANS, PILOTS = "measure pilot plan", "measure pilot"
PILOT = "pilot-"
"""What the role of a pilot's judgement begins with, before that of the link (`pilot-business`)."""


def keep_plan(lake: Lake, question: Question, plan: Plan, *, zone: str, now: dt.datetime) -> None:
    """Keep the plan for the link. Raises LeadlineError once the pilot has begun, and for another plan of those days."""
    if now.astimezone(ZoneInfo(zone)).date() >= plan.start:
        raise LeadlineError(
            f"The pilot began on {plan.start}, and its plan was not kept here before.",
            "Plan anew with a later start, and keep the plan before it: lots drawn afterwards prove nothing.",
        )
    content = _linked(question) | {"plan": plan.as_dict()}
    held = newest(lake, PLANS, _about(question, plan.start))
    if held is not None and held.content != content:
        raise LeadlineError(
            f"Another plan is kept for a pilot of this line from {plan.start}.",
            "Two lots would let one choose: keep the first, or plan for other days.",
        )
    keep(lake, PLANS, _about(question, plan.start), content, now=now)


def kept_plan(lake: Lake, question: Question) -> Plan:
    """The plan of the link's last pilot. Raises LeadlineError where none was kept, or for other ends of the link than
    the line names now."""
    held = max(_of(lake, PLANS, question), key=lambda one: one.about, default=None)
    if held is None or not _is_asked(held, question):
        raise LeadlineError(
            f"No plan of a pilot was kept for the line “{question.line.id}” as it stands.",
            "Before a pilot begins: leadline measure experiment record PLAN.json --line LINE",
        )
    return Plan.from_dict(held.content["plan"])


def judge_pilot(lake: Lake, question: Question, results: Units, *, now: dt.datetime) -> Judged:
    """Judge the link's last pilot by its lots, and keep the answer. Raises LeadlineError as `kept_plan` does, where it
    cannot be judged yet, and where it was judged before from other values."""
    plan = kept_plan(lake, question)
    effect = analyse_experiment(plan, results, expected=question.expected)
    if effect.refused:
        raise LeadlineError(effect.refused, effect.settle())
    content = _linked(question) | {"grade": effect.grade().grade.value, "effect": effect.as_dict()}
    before = newest(lake, PILOTS, _about(question, plan.start))
    if before is not None and before.content != content:
        raise LeadlineError(
            f"This pilot was judged on {before.found_at:%Y-%m-%d}, from other values.",
            "A pilot answers once: plan another one to ask again.",
        )
    return _judged(keep(lake, PILOTS, _about(question, plan.start), content, now=now), question)


def kept_pilots(lake: Lake, asked: Sequence[Question], *, until: dt.date | None = None) -> tuple[Judged, ...]:
    """The last pilot of each link that is asked about, of those that ended by `until`."""
    found = []
    for question in asked:
        judged = [_judged(one, question) for one in _of(lake, PILOTS, question) if _is_asked(one, question)]
        judged = [one for one in judged if until is None or one.effect.end <= until]
        found += sorted(judged, key=lambda one: (one.effect.end, one.found_at))[-1:]
    return tuple(found)


def with_pilots(judged: Sequence[Judged], pilots: Sequence[Judged]) -> tuple[Judged, ...]:
    """Both; a pilot that tells something stands after what was judged without lots, and counts in its place."""
    return (*judged, *(one for one in pilots if one.effect.verdict != "cannot tell"))


def _linked(question: Question) -> dict[str, Any]:
    return {"metric": str(question.which), "program": question.program.id}


def _about(question: Question, start: dt.date) -> str:
    return f"{question.about}@{start}"


def _of(lake: Lake, stage: str, question: Question) -> list[Answer]:
    """The newest answers about the link, one a pilot."""
    return [one for about, one in newest_of_each(lake, stage).items() if about.rpartition("@")[0] == question.about]


def _is_asked(answer: Answer, question: Question) -> bool:
    return _linked(question).items() <= answer.content.items()


def _judged(answer: Answer, question: Question) -> Judged:
    content = answer.content
    effect, grade = Effect.from_dict(content["effect"]), Grade(content["grade"])
    role = f"{PILOT}{question.role}"
    return Judged(
        question.about,
        question.line.id,
        role,
        content["metric"],
        content["program"],
        effect,
        grade,
        answer.found_at,
    )
