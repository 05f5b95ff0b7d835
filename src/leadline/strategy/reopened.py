"""What does a newer assessment open again? Whatever stands on a finding that it does not hold any more (S3.16).

In: a document and the facts. Out: the goal, the methods and the objectives they serve, each with the findings that
fell. The surprise: nothing falls by age alone, only where an assessment was closed after the strategy's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from leadline.strategy.document import CompanyObjective, Document, Objective
from leadline.strategy.facts import Facts


@dataclass(frozen=True)
class Newer:
    """The last closed assessment, where it is not the one that the strategy stands on."""

    version: str
    closed: dt.date


@dataclass(frozen=True)
class Reopened:
    """One part; `where` is its path, `fallen` are the ids of findings and opportunities that it stood on."""

    element: Literal["goal", "method", "objective"]
    where: str
    text: str
    fallen: tuple[str, ...]
    newer: Newer
    by_way_of: str = ""
    """The method by which an objective stands on them."""

    @property
    def reason(self) -> str:
        ids = ", ".join(f"“{one}”" for one in self.fallen)
        way = f", by way of the method “{self.by_way_of}”" if self.by_way_of else ""
        held = f"Assessment {self.newer.version}, closed on {self.newer.closed}, holds"
        return f"{held} {ids} no more, on which it stands{way}."


def newer_assessment(document: Document, facts: Facts) -> Newer | None:
    """The assessment that was closed last, if that was after the strategy's own."""
    closed, own = facts.closed_assessments or {}, document.assessment.version
    if own not in closed:
        return None
    versions = list(closed)
    last = max(versions, key=lambda one: (closed[one], versions.index(one)))
    return Newer(last, closed[last]) if last != own else None


def reopened(document: Document, facts: Facts) -> tuple[Reopened, ...]:
    """Everything that the newer assessment opens again; nothing where there is none."""
    newer = newer_assessment(document, facts)
    if newer is None or facts.findings is None:
        return ()
    return tuple(_opened(document, facts, newer, facts.findings))


def _opened(document: Document, facts: Facts, newer: Newer, held: frozenset[str]) -> Iterator[Reopened]:
    if fallen := tuple(one for one in document.goal.findings if one not in held):
        yield Reopened("goal", "goal.findings", document.goal.text, fallen, newer)
    served: dict[str, tuple[str, tuple[str, ...]]] = {}
    for index, method in enumerate(document.methods):
        lost = tuple(one for one in method.findings if one not in held)
        if method.opportunity and facts.opportunities is not None and method.opportunity not in facts.opportunities:
            lost = tuple(dict.fromkeys((*lost, method.opportunity)))
        if lost:
            yield Reopened("method", f"methods[{index}]", method.name, lost, newer)
            served |= {one: (method.name, lost) for one in method.serves if one not in served}
    for where, one in _objectives(document):
        if one.id in served:
            name, lost = served[one.id]
            yield Reopened("objective", where, one.text, lost, newer, name)


def _objectives(document: Document) -> Iterator[tuple[str, Objective | CompanyObjective]]:
    """The social objectives; what the company wants was given first, and no finding takes it back."""
    for index, one in enumerate(document.objectives):
        if one.is_decided:
            yield f"objectives[{index}]", one
