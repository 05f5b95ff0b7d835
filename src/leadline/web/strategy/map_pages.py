"""The value map as a page: two pictures, the same in words, what hangs loose, and how the three layers join.

In: a document and what is known of it. Out: one frozen value for the template.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.strategy import (
    CommunicationsObjective,
    CompanyObjective,
    Document,
    Layers,
    Line,
    Node,
    Objective,
    State,
    layers,
    lint,
    value_map,
)
from leadline.web.strategy import sentences
from leadline.web.strategy.known import Known
from leadline.web.strategy.map_drawing import Join, Picture, joins, narrow, remarks_on, wide
from leadline.words import Remark


@dataclass(frozen=True)
class Loose:
    """A part that no line joins, and what that means for it."""

    node: Node
    told: str


@dataclass(frozen=True)
class Way:
    """A way through the three layers (S1.19): what the company wants, what is communicated, what social activity does.
    A part that is not there is None; `astray` where the social objective is for another company objective."""

    company: CompanyObjective | None
    communications: CommunicationsObjective | None
    social: Objective | None
    astray: bool = False


@dataclass(frozen=True)
class MapPage:
    document: Document
    finding: str
    wide: Picture
    narrow: Picture
    causal: tuple[Join, ...]
    loose: tuple[Loose, ...]
    layers: Layers
    ways: tuple[Way, ...]
    remarks: tuple[Remark, ...] = ()

    def remarks_on(self, line: Line) -> tuple[Remark, ...]:
        """What the lint says of one line."""
        return remarks_on(self.document.lines.index(line), self.remarks)

    @property
    def pictures(self) -> tuple[tuple[str, Picture], ...]:
        return ("wide", self.wide), ("narrow", self.narrow)


def map_page(document: Document, known: Known) -> MapPage:
    drawn = value_map(document)
    remarks = lint(document, known.facts)
    told = joins(drawn, document, known, remarks)
    causal = tuple(one for one in told if one.grade is not None)
    loose = (*_unreached(document), *_unused(document))
    hanging = frozenset(one.node for one in loose)
    return MapPage(
        document=document,
        finding=_finding(document, causal),
        wide=wide(drawn, told, hanging),
        narrow=narrow(drawn, told, hanging),
        causal=causal,
        loose=loose,
        layers=layers(document),
        ways=tuple(_ways(document)),
        remarks=remarks,
    )


def _finding(document: Document, causal: tuple[Join, ...]) -> str:
    if not document.lines:
        return _("No line joins what is done to what is wanted yet")
    shown = sum(1 for one in causal if one.grade is not None and one.grade.step > 1)
    told = ngettext("%(n)s claim", "%(n)s claims", len(causal)) % {"n": sentences.in_words(len(causal))}
    sentence = _("The strategy makes %(told)s of cause and effect; data speak for %(shown)s")
    return sentence % {"told": told, "shown": sentences.in_words(shown)}


def _ways(document: Document) -> Iterator[Way]:
    """Every social objective with what is above it, then what nothing stands below."""
    wanted = {one.id: one for one in document.company_objectives}
    between = {one.id: one for one in document.communications}
    found = layers(document)
    astray = {one.id for one, _above in found.astray}
    for one in document.objectives:
        if one.state is not State.DROPPED:
            above = between.get(one.carries or "")
            serves = (above.serves if above else None) or one.serves or ""
            yield Way(wanted.get(serves), above, one, one.id in astray)
    yield from (Way(wanted.get(one.serves or ""), one, None) for one in found.downward)
    yield from (Way(one, None, None) for one in found.company)


def _unreached(document: Document) -> tuple[Loose, ...]:
    reached = {line.objective for line in document.lines}
    return tuple(
        Loose(Node("objective", one.id, one.text), _("A company objective that no line leads to."))
        for one in document.company_objectives
        if one.id not in reached
    )


def _unused(document: Document) -> tuple[Loose, ...]:
    run = {line.program for line in document.lines}
    return tuple(
        Loose(Node("program", program, method.name), _("A method that no line runs through."))
        for method in document.methods
        for program in method.program_ids
        if program not in run
    )
