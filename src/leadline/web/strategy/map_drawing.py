"""Where does each part of the value map stand on the page? Boxes and curves in pixels, wide and narrow.

In: a value map, what is known of its links, and the lint's remarks. Out: frozen pictures for the template. The
surprise: a narrow screen gets a picture of its own, all parts in one column and the joints as arcs beside them, for
four columns on a telephone are nothing to read.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.strategy import LAYERS, Bend, Document, Joint, Line, Link, Node, ValueMap
from leadline.web.strategy.chains import tie_of
from leadline.web.strategy.known import Known
from leadline.words import Grade, Remark

BOX, GAP, COLUMN, TOP, BEND = 204, 16, 318, 44, 26
"""The width of a box, the space below it, the distance of two columns, the space for their titles, room of a bend."""
LINE_HEIGHT, PAD = 17, 11
NARROW_BOX, NARROW_WIDTH = 204, 346
LETTERS, MOST_LINES = 25, 3


@dataclass(frozen=True)
class Box:
    """A part. `loose` is yes where nothing joins it."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    words: tuple[tuple[int, str], ...]
    loose: bool

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Title:
    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Claim:
    """One line's share in a joint."""

    line: Line
    grade: Grade
    whole: Grade
    """The line's own, which may be better: its program can be judged against the business metric directly."""
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Join:
    """A joint as it is told: `grade` is the weakest of its lines', None where it claims no cause."""

    id: str
    joint: Joint
    grade: Grade | None
    claims: tuple[Claim, ...]

    @property
    def word(self) -> str:
        return str(self.grade) if self.grade is not None else _("defined by")

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return tuple(one for claim in self.claims for one in claim.remarks)

    @property
    def sentence(self) -> str:
        """All of it for who cannot see the picture, and for who points at a link."""
        ends = f"{self.joint.upper.text} ← {self.joint.lower.text}: {self.word}."
        return " ".join((ends, *self._why(), *self._remarked()))

    def _why(self) -> Iterator[str]:
        if self.joint.kind == "causal":
            yield from self.joint.mechanisms or (_("Nobody has said why it would work."),)

    def _remarked(self) -> Iterator[str]:
        if n := len(self.remarks):
            yield ngettext("One remark of the lint.", "%(n)s remarks of the lint.", n) % {"n": n}


@dataclass(frozen=True)
class Curve:
    join: Join
    path: str
    x: int
    y: int
    """Where its word stands."""

    @property
    def step(self) -> int:
        """0 to 3, as the grade's colours are numbered."""
        return self.join.grade.step - 1 if self.join.grade is not None else 0


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    titles: tuple[Title, ...]
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def joins(drawn: ValueMap, document: Document, known: Known, remarks: tuple[Remark, ...]) -> tuple[Join, ...]:
    """Every joint with its grade and the remarks on its lines."""
    remarked = {line.id: remarks_on(index, remarks) for index, line in enumerate(document.lines)}
    return tuple(_join(number, one, document, known, remarked) for number, one in enumerate(drawn.joints))


def wide(drawn: ValueMap, told: tuple[Join, ...], loose: frozenset[Node]) -> Picture:
    """Four columns, the objectives at the left."""
    names = layer_names()
    boxes: dict[Node, Box] = {}
    bends: dict[Bend, tuple[int, int]] = {}
    heights = [_column_height(column) for column in drawn.columns]
    for number, column in enumerate(drawn.columns):
        y = TOP + (max(heights) - heights[number]) // 2
        for place in column:
            if isinstance(place, Bend):
                bends[place] = (number * COLUMN, y + BEND // 2)
                y += BEND + GAP
            else:
                boxes[place] = _box(place, number * COLUMN, y, BOX, loose)
                y += boxes[place].height + GAP
    titles = tuple(Title(number * COLUMN, 16, names[layer]) for number, layer in enumerate(LAYERS))
    curves = tuple(_curve(one, boxes, bends) for one in told)
    return Picture(COLUMN * 3 + BOX + 2, TOP + max(heights) + 2, titles, tuple(boxes.values()), curves)


def narrow(drawn: ValueMap, told: tuple[Join, ...], loose: frozenset[Node]) -> Picture:
    """One column, the objectives on top, joints as arcs at the right."""
    names = layer_names()
    boxes: dict[Node, Box] = {}
    titles, y = [], 0
    for layer, column in zip(LAYERS, drawn.columns, strict=True):
        titles.append(Title(0, y + 16, names[layer]))
        y += 28
        for place in column:
            if isinstance(place, Node):
                boxes[place] = _box(place, 1, y, NARROW_BOX, loose)
                y += boxes[place].height + GAP
        y += 10
    furthest = max((abs(_span(one, boxes)) for one in told), default=1)
    curves = tuple(_arc(one, boxes, furthest) for one in told)
    return Picture(NARROW_WIDTH, y, tuple(titles), tuple(boxes.values()), curves)


def layer_names() -> Mapping[str, str]:
    return {
        "objective": _("Company objectives"),
        "business metric": _("Business metrics"),
        "social metric": _("Social metrics"),
        "program": _("Methods and their programs"),
    }


def _join(
    number: int, joint: Joint, document: Document, known: Known, remarked: Mapping[str, tuple[Remark, ...]]
) -> Join:
    link = Link(joint.kind, joint.upper, joint.lower)
    claims = tuple(_claim(line, link, known, remarked[line.id]) for line in joint.lines)
    causal = joint.kind == "causal"
    weakest = min((one.grade for one in claims), default=Grade.ASSUMED) if causal else None
    return Join(f"join-{number + 1}", joint, weakest, claims if causal else ())


def _claim(line: Line, link: Link, known: Known, remarks: tuple[Remark, ...]) -> Claim:
    whole = known.facts.grades.get(line.id, Grade.ASSUMED)
    return Claim(line, tie_of(line, link, known).grade or Grade.ASSUMED, whole, remarks)


def remarks_on(index: int, remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """The remarks on one line of the document, by its place."""
    here = f"lines[{index}]"
    return tuple(one for one in remarks if one.where == here or one.where.startswith(f"{here}."))


def _column_height(column: tuple[Node | Bend, ...]) -> int:
    return sum((BEND if isinstance(one, Bend) else _height(_words(one))) + GAP for one in column) - GAP


def _words(node: Node, letters: int = LETTERS) -> list[str]:
    return textwrap.wrap(node.text, letters, max_lines=MOST_LINES, placeholder="…") or [node.id]


def _height(words: list[str]) -> int:
    return len(words) * LINE_HEIGHT + 2 * PAD


def _box(node: Node, x: int, y: int, width: int, loose: frozenset[Node]) -> Box:
    words = _words(node)
    baselines = tuple((y + PAD + 13 + LINE_HEIGHT * number, one) for number, one in enumerate(words))
    return Box(node, x + (x == 0), y, width, _height(words), baselines, node in loose)


def _curve(join: Join, boxes: Mapping[Node, Box], bends: Mapping[Bend, tuple[int, int]]) -> Curve:
    """From the lower part's left edge to the upper part's right edge, where the arrow's head is."""
    upper, lower = boxes[join.joint.upper], boxes[join.joint.lower]
    bend = bends.get(Bend(upper.node, lower.node))
    start, end = (lower.x, lower.middle), (upper.x + upper.width + 7, upper.middle)
    if bend is None:
        path = f"M{start[0]},{start[1]} {_to(start, end)}"
        return Curve(join, path, (start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
    right, left = (bend[0] + BOX, bend[1]), bend
    path = f"M{start[0]},{start[1]} {_to(start, right)} L{left[0]},{left[1]} {_to(left, end)}"
    return Curve(join, path, bend[0] + BOX // 2, bend[1])


def _to(start: tuple[int, int], end: tuple[int, int]) -> str:
    half = (start[0] + end[0]) // 2
    return f"C{half},{start[1]} {half},{end[1]} {end[0]},{end[1]}"


def _span(join: Join, boxes: Mapping[Node, Box]) -> int:
    return boxes[join.joint.lower].middle - boxes[join.joint.upper].middle


def _arc(join: Join, boxes: Mapping[Node, Box], furthest: int) -> Curve:
    upper, lower = boxes[join.joint.upper], boxes[join.joint.lower]
    edge = upper.x + upper.width
    reach = edge + 30 + round(95 * abs(_span(join, boxes)) / furthest)
    start, end = (edge, lower.middle - 5), (edge + 7, upper.middle + 5)
    path = f"M{start[0]},{start[1]} C{reach},{start[1]} {reach},{end[1]} {end[0]},{end[1]}"
    return Curve(join, path, (edge + 3 * reach) // 4, (start[1] + end[1]) // 2)
