"""How do all lines look together? The value map: objectives, business metrics, social metrics and programs in layers.

In comes a Document, out go four columns of places and the joints between them, in an order with few crossings
(Sugiyama, Tagawa and Toda 1981, https://doi.org/10.1109/TSMC.1981.4308636, with barycentres). Nothing here knows of
pixels. The surprise: a joint that leaves the social metric out passes through that column all the same, as a Bend, so
that no other part stands in its way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from leadline.strategy.document import Document, Line
from leadline.strategy.lines import Link, LinkKind, Node, NodeKind, chain, metric_name, program_nodes

LAYERS: tuple[NodeKind, ...] = ("objective", "business metric", "social metric", "program")
SWEEPS = 8
"""So many times each column is ordered by its neighbours; the best order on the way is kept."""


@dataclass(frozen=True)
class Bend:
    """Where a joint passes through a column in which it has no part."""

    upper: Node
    lower: Node


Place = Node | Bend
Columns = tuple[tuple[Place, ...], ...]


@dataclass(frozen=True)
class Joint:
    """What joins two parts, and the lines that claim it; none where only the objective names its metric."""

    kind: LinkKind
    upper: Node
    lower: Node
    lines: tuple[Line, ...]

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """Why it would work, once for each line that says so (S1.2)."""
        return tuple(dict.fromkeys(line.mechanism for line in self.lines if line.mechanism))


@dataclass(frozen=True)
class ValueMap:
    """`columns` are in the order of LAYERS, each from top to bottom."""

    columns: Columns
    joints: tuple[Joint, ...]


def value_map(document: Document) -> ValueMap:
    """Every part of every line once, and what no line joins beside them."""
    joints = _joints(document)
    nodes = dict.fromkeys((*_wanted(document), *(node for one in joints for node in (one.upper, one.lower))))
    columns: Columns = tuple(
        (*(node for node in nodes if node.kind == layer), *_bends(joints, column))
        for column, layer in enumerate(LAYERS)
    )
    return ValueMap(_ordered(columns, _neighbours(joints)), joints)


def crossings(columns: Columns, joints: tuple[Joint, ...]) -> int:
    """How many pairs of joints cross in this order."""
    return _crossings(columns, _neighbours(joints))


def _joints(document: Document) -> tuple[Joint, ...]:
    found: dict[tuple[Node, Node], tuple[Link, list[Line]]] = {}
    for line in document.lines:
        for link in chain(line, document):
            if link.kind != "provenance":
                found.setdefault((link.upper, link.lower), (link, []))[1].append(line)
    for link in _definitions(document):
        found.setdefault((link.upper, link.lower), (link, []))
    return tuple(Joint(link.kind, link.upper, link.lower, tuple(lines)) for link, lines in found.values())


def _definitions(document: Document) -> Iterator[Link]:
    """An objective's own metric defines it, whether or not a line says so."""
    for one in document.company_objectives:
        if one.metric:
            metric = Node("business metric", one.metric, metric_name(one.metric, document))
            yield Link("defined", Node("objective", one.id, one.text), metric)


def _wanted(document: Document) -> Iterator[Node]:
    """Both ends: what the company wants, and what is done."""
    for one in document.company_objectives:
        yield Node("objective", one.id, one.text)
    yield from program_nodes(document)


def _bends(joints: tuple[Joint, ...], column: int) -> tuple[Bend, ...]:
    spans = ((one, LAYERS.index(one.upper.kind), LAYERS.index(one.lower.kind)) for one in joints)
    return tuple(Bend(one.upper, one.lower) for one, high, low in spans if high < column < low)


def _neighbours(joints: tuple[Joint, ...]) -> tuple[tuple[Place, Place, int], ...]:
    """Each joint cut into steps of one column: left, right, and the column of the left."""
    steps: list[tuple[Place, Place, int]] = []
    for one in joints:
        first, last = LAYERS.index(one.upper.kind), LAYERS.index(one.lower.kind)
        way: list[Place] = [one.upper, *[Bend(one.upper, one.lower)] * (last - first - 1), one.lower]
        steps += [(way[step], way[step + 1], first + step) for step in range(last - first)]
    return tuple(steps)


def _ordered(columns: Columns, steps: tuple[tuple[Place, Place, int], ...]) -> Columns:
    best = columns
    for sweep in range(SWEEPS):
        columns = _swept(columns, steps, rightward=sweep % 2 == 0)
        if _crossings(columns, steps) < _crossings(best, steps):
            best = columns
    return best


def _swept(columns: Columns, steps: tuple[tuple[Place, Place, int], ...], *, rightward: bool) -> Columns:
    """Each column in the order of its neighbours' mean place; who has none stays where it is."""
    swept = list(columns)
    for number in range(1, len(columns)) if rightward else range(len(columns) - 2, -1, -1):
        fixed = swept[number - 1 if rightward else number + 1]
        at = {place: index for index, place in enumerate(fixed)}
        known: dict[Place, list[int]] = {}
        for left, right, column in steps:
            near, far = (right, left) if rightward else (left, right)
            if column == (number - 1 if rightward else number):
                known.setdefault(near, []).append(at[far])
        swept[number] = _by_mean(swept[number], known)
    return tuple(swept)


def _by_mean(column: tuple[Place, ...], known: Mapping[Place, list[int]]) -> tuple[Place, ...]:
    weights = {
        place: sum(known[place]) / len(known[place]) if place in known else float(index)
        for index, place in enumerate(column)
    }
    return tuple(sorted(column, key=lambda place: weights[place]))


def _crossings(columns: Columns, steps: tuple[tuple[Place, Place, int], ...]) -> int:
    at = [{place: index for index, place in enumerate(column)} for column in columns]
    found = 0
    for number in range(len(columns) - 1):
        ends = [(at[number][left], at[number + 1][right]) for left, right, column in steps if column == number]
        found += sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ends, 2))
    return found
