"""What can be put into a draft for a person: a method from an opportunity, an objective and a target from a fan count.

In: what the assessment found, or what the person answered. Out: parts as plain values, in the words of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadline.strategy import CompanyObjective, Document, Objective, rewrite
from leadline.strategy.numerals import for_people
from leadline.web.strategy.sentences import first_upper

MOST = 10**12
"""A count above it is no count of people; it stays in the words."""


@dataclass(frozen=True)
class Answers:
    """What a person answered on the way from a count to an objective (S0.20)."""

    serves: str
    whom: str
    what: str
    how_many: str
    metric: str
    baseline: str = ""


def method_from(opportunity: Mapping[str, Any]) -> dict[str, Any]:
    """A method for an opportunity of the assessment; what only people can know is left as a placeholder."""
    return {
        "id": opportunity["id"],
        "name": opportunity["title"],
        "kind": opportunity["method"],
        "department": opportunity["department"],
        "run_by": "company",
        "serves": [],
        "success": {"measure": "WHAT SUCCESS MEANS", "instrument": "WHAT MEASURES IT"},
        "findings": list(opportunity["findings"]),
        "opportunity": opportunity["id"],
    }


def objective_from(count: Objective | CompanyObjective, answers: Answers) -> dict[str, Any]:
    """The objective that a count was meant for: who does what, shown by a number that is not attention. It keeps the
    count's id, so that whatever serves it still does."""
    part: dict[str, Any] = {"id": count.id, "text": first_upper(f"{answers.whom} {answers.what}")}
    if isinstance(count, Objective) and answers.serves:
        part["serves"] = answers.serves
    if count.owner:
        part["owner"] = count.owner
    part["metric"] = answers.metric
    if answers.baseline:
        part["baseline"] = {"value": answers.baseline}
    if isinstance(count, Objective):
        if count.period:
            part["period"] = f"{count.period.first} to {count.period.last}"
        part["state"] = "draft"
    elif count.by:
        part["by"] = count.by
    return part


def target_from(count: Objective | CompanyObjective, document: Document, answers: Answers) -> dict[str, Any]:
    """The count itself, kept as a target with what it is for (S0.2, S1.12)."""
    way = rewrite(count.text, document) or rewrite(f"more {count.text}", document)
    part: dict[str, Any] = {"id": f"{count.id[:100]}-count", "text": count.text}
    if way is not None:
        number = f"{for_people(way.count.number)} " if way.count.number is not None else ""
        part |= {"text": f"{number}{way.count.noun}", "metric": way.count.metric}
        if way.count.number is not None and way.count.number < MOST:
            part["value"] = int(way.count.number)
    part["what_for"] = f"Of a hundred {answers.whom}, {answers.how_many} {answers.what}."
    return part | {"objective": count.id}
