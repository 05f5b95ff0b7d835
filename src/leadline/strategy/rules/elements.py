"""Are the six elements there, and are they what their names say (S3.20)? Goal, mission, benefits, and the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from leadline.plain import Where, path_text
from leadline.strategy.places import in_words
from leadline.strategy.rules.rule import Found, View, quoted, rule
from leadline.words import listed

_PLACEHOLDER = re.compile(r"(?:YOUR|WHO|WHOM|WHAT|WHERE|WHY|HOW)(?: [A-Z,]+)+|WHERE|NAME|NUMBER|UNIT|DATE|THE REASON")
_WHAT_TO_WRITE = {
    "goal": "`goal:` with a sentence that says where this leads, and the findings it follows from",
    "mission": "`mission:` with one short sentence that says how you get there",
    "benefits": "`benefits:` with what customers get and what the company gets",
    "methods": "`methods:` with the first thing you will do; support is a good place to begin",
    "reporting": "`reporting:` with who is told what, how often",
}


@rule("STR001", "error", "An element of the strategy is missing", "S3.20", "S3.5")
def missing_element(view: View) -> Iterator[Found]:
    document = view.document
    empty = {
        "goal": not document.goal.text,
        "mission": not document.mission,
        "benefits": not document.benefits.customer and not document.benefits.company,
        "methods": not document.methods,
        "reporting": not document.reporting,
    }
    for element, is_empty in empty.items():
        if is_empty:
            message = f"The strategy has no {element}; it is one of the six elements a strategy is made of."
            yield Found(element, element, message, f"Write {_WHAT_TO_WRITE[element]}.")


@rule("STR002", "error", "No company objective stands above the strategy", "S0.18", "S4.2")
def no_company_objective(view: View) -> Iterator[Found]:
    if not view.company_objectives:
        yield Found(
            "company_objectives",
            "company objectives",
            "The strategy is tied to nothing that the company wants.",
            "Write `company_objectives:` first, in the words of whoever leads the company: text, owner, metric, "
            "baseline, target, by.",
        )


@rule("STR003", "warning", "The goal cites no finding", "S3.21")
def goal_without_finding(view: View) -> Iterator[Found]:
    goal = view.document.goal
    if goal.text and not goal.findings:
        yield Found(
            "goal.findings",
            "goal",
            f"The goal {quoted(goal.text)} cites no finding: nobody can see whose need it answers.",
            "Add `findings: [...]` under the goal with the ids of the assessment's findings that led to it.",
        )


@rule("STR004", "error", "A finding is cited that the assessment does not hold", "S3.21", "S3.16")
def unknown_finding(view: View) -> Iterator[Found]:
    if view.findings is None:
        return
    cited = [("goal.findings", "goal", view.document.goal.findings)]
    cited += [(f"{where}.findings", f"method {quoted(one.name)}", one.findings) for where, one in view.methods]
    for where, thing, findings in cited:
        unknown = [finding for finding in findings if finding not in view.findings]
        if unknown:
            yield Found(
                where,
                thing,
                f"The {thing} cites {listed(unknown)}, which no assessment found.",
                "Cite a finding by the id that the assessment's page shows, or take it out.",
            )


@rule("STR005", "warning", "The mission is too long", "S3.22")
def long_mission(view: View) -> Iterator[Found]:
    words, most = len(view.document.mission.split()), view.limits.mission_words
    if words > most:
        yield Found(
            "mission",
            "mission",
            f"The mission takes {words} words; it says in very short how to reach the goal, in {most} at most.",
            f"Take out {words - most} words or more: keep who does what for whom, move the rest to the methods.",
        )


@rule("STR006", "error", "A placeholder was not replaced", "S0.24")
def placeholder(view: View) -> Iterator[Found]:
    """Words of the template, or of an advice, that were taken over as they stand."""
    for path, text in _texts(view.document, ()):
        if is_placeholder(text):
            thing = in_words(path, view.plain)
            message = f"“{text}” is a placeholder: nobody has filled in what belongs there."
            yield Found(path_text(path), thing, message, "Replace it with your own words, or take the field out.")


@rule("BEN001", "error", "Benefits for one side only", "S3.23")
def one_sided_benefits(view: View) -> Iterator[Found]:
    benefits = view.document.benefits
    if bool(benefits.customer) == bool(benefits.company):
        return
    missing, other = ("company", "customers") if benefits.customer else ("customer", "the company")
    yield Found(
        f"benefits.{missing}",
        "benefits",
        f"The benefits name only what {other} {'get' if other == 'customers' else 'gets'}.",
        f"Add `{missing}:` under the benefits with at least one thing that the "
        f"{'company gains' if missing == 'company' else 'customers can do, save or feel that they cannot today'}.",
    )


def is_placeholder(text: str) -> bool:
    """Whether these are the template's own words in capitals, which a person is to replace."""
    return bool(_PLACEHOLDER.fullmatch(text))


def _texts(part: Any, path: Where) -> Iterator[tuple[Where, str]]:
    """Every text in a part of the document, with its path."""
    if type(part) is str:
        yield path, part
    elif isinstance(part, BaseModel):
        for name, value in part:
            yield from _texts(value, (*path, name))
    elif isinstance(part, tuple):
        for index, value in enumerate(part):
            yield from _texts(value, (*path, index))
