"""What can be put into a draft for a person: a method from an opportunity, an objective and a target from a fan count.

In: what the assessment found, or what the person answered. Out: parts as plain values, in the words of the file.
"""

from __future__ import annotations

import datetime as dt
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
    target: str = ""
    by: dt.date | None = None
    owner: str = ""


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


def objective_from(count: Objective | CompanyObjective, answers: Answers, today: dt.date) -> dict[str, Any]:
    """The objective that a count was meant for: who does what, shown by a number that is not attention. It keeps the
    count's id, so that whatever serves it still does."""
    part: dict[str, Any] = {"id": count.id, "text": first_upper(f"{answers.whom} {answers.what}")}
    if isinstance(count, Objective) and answers.serves:
        part["serves"] = answers.serves
    if owner := answers.owner or count.owner:
        part["owner"] = owner
    part["metric"] = answers.metric
    if answers.baseline:
        part["baseline"] = {"value": answers.baseline}
    if answers.target:
        part["target"] = {"value": answers.target, "stated_as": "level"}
    if isinstance(count, Objective):
        return part | _until(count, answers, today) | {"state": "draft"}
    return part | _by(count, answers)


def _until(count: Objective, answers: Answers, today: dt.date) -> dict[str, Any]:
    """From the count's first day, or today, to the day that was answered."""
    first = count.period.first if count.period else today
    last = answers.by or (count.period.last if count.period else None)
    return {"period": f"{first} to {last}"} if last and last >= first else {}


def _by(count: CompanyObjective, answers: Answers) -> dict[str, Any]:
    return {"by": by} if (by := answers.by or count.by) else {}


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
