"""How does a strategy hang together? The chain of each line, link by link, and what hangs loose at either end.

In comes a Document, out go frozen values for the lint and the pages. The surprise: only some links claim a cause; the
others define (objective and its metric) or tell where something comes from (program and opportunity), and no grade of
evidence belongs on those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leadline.strategy.catalogue import find_metric
from leadline.strategy.document import CompanyObjective, Document, Line, Method, Objective

LinkKind = Literal["defined", "causal", "provenance"]
NodeKind = Literal["objective", "business metric", "social metric", "program", "opportunity"]


@dataclass(frozen=True)
class Node:
    """One end of a link; `text` is what a person calls it."""

    kind: NodeKind
    id: str
    text: str


@dataclass(frozen=True)
class Link:
    """`lower` holds `upper` up: it defines it, causes it, or is where it comes from."""

    kind: LinkKind
    upper: Node
    lower: Node


@dataclass(frozen=True)
class Orphans:
    """What no line joins: company objectives above, programs and social objectives below (S0.18)."""

    company_objectives: tuple[CompanyObjective, ...]
    objectives: tuple[Objective, ...]
    programs: tuple[str, ...]
    lines: tuple[Line, ...]
    """Lines that lead from or to something the document does not hold."""

    @property
    def any(self) -> bool:
        return bool(self.company_objectives or self.objectives or self.programs or self.lines)


def chain(line: Line, document: Document) -> tuple[Link, ...]:
    """The line's links from the company objective down to the opportunity.

    A missing part leaves a gap: its neighbours are not joined past it. Only the social metric may be left out on
    purpose; then the program is joined to the business metric.
    """
    nodes = {node.kind: node for node in _nodes(line, document)}
    effect: NodeKind = "social metric" if line.social_metric else "business metric"
    wanted: tuple[tuple[LinkKind, NodeKind, NodeKind], ...] = (
        ("defined", "objective", "business metric"),
        ("causal", "business metric", "social metric"),
        ("causal", effect, "program"),
        ("provenance", "program", "opportunity"),
    )
    return tuple(Link(kind, nodes[up], nodes[low]) for kind, up, low in wanted if up in nodes and low in nodes)


def lines_for(objective_id: str, document: Document) -> tuple[Line, ...]:
    """The lines that lead to a company objective."""
    return tuple(line for line in document.lines if line.objective == objective_id)


def method_of(program_id: str | None, document: Document) -> Method | None:
    """The method that a program hangs from."""
    return next((method for method in document.methods if program_id in method.program_ids), None)


def orphans(document: Document) -> Orphans:
    """What hangs loose at either end of the lines."""
    wanted = {objective.id for objective in document.company_objectives}
    programs = [program for method in document.methods for program in method.program_ids]
    reached = {line.objective for line in document.lines}
    run = {line.program for line in document.lines}
    return Orphans(
        company_objectives=tuple(one for one in document.company_objectives if one.id not in reached),
        objectives=tuple(one for one in document.objectives if one.serves not in wanted),
        programs=tuple(program for program in programs if program not in run),
        lines=tuple(one for one in document.lines if one.objective not in wanted or one.program not in programs),
    )


def program_nodes(document: Document) -> tuple[Node, ...]:
    """Every program of every method, each under its method's name."""
    return tuple(Node("program", one, method.name) for method in document.methods for one in method.program_ids)


def _nodes(line: Line, document: Document) -> list[Node]:
    objective = next((one for one in document.company_objectives if one.id == line.objective), None)
    method = method_of(line.program, document)
    named: list[tuple[NodeKind, str | None, str | None]] = [
        ("objective", line.objective, objective.text if objective else None),
        ("business metric", line.business_metric, metric_name(line.business_metric or "", document)),
        ("social metric", line.social_metric, metric_name(line.social_metric or "", document)),
        ("program", line.program, method.name if method else None),
        ("opportunity", line.opportunity, line.opportunity),
    ]
    return [Node(kind, given, text or given) for kind, given, text in named if given]


def metric_name(metric_id: str, document: Document) -> str:
    """What the company's own description calls it, or the catalogue; else the id."""
    own = next((one.name for one in document.metrics if one.id == metric_id), "")
    if own:
        return own
    metric = find_metric(metric_id)
    return metric.name if metric else metric_id
