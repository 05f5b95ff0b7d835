"""A draft as the lint sees it while a person types: what stands in the way of adoption, what else there is to decide.

In: a person's draft, or any text, and what is known. Out: remarks with the line of each, for the page. The surprise:
of very many remarks the first are shown and the rest counted, so that no text makes the page heavy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.plain import is_yaml
from leadline.strategy import (
    CompanyObjective,
    Document,
    Facts,
    Objective,
    Reading,
    Rewrite,
    State,
    can_adopt,
    find_rule,
    lint,
    parse_document,
    rewrite,
    template,
)
from leadline.strategy.fixing import fixable
from leadline.strategy.spans import Spans, spans_of
from leadline.web.accounts.models import Person
from leadline.web.accounts.versions import newest
from leadline.web.strategy import sentences
from leadline.web.strategy.known import Known
from leadline.web.strategy.models import Draft, StrategyVersion
from leadline.web.strategy.steps import step_of
from leadline.words import Remark

SHOWN = 60
LONGEST_TRIED = 100_000
"""In characters: of a longer text, what could be written is not tried on every key."""
OPPORTUNITIES_SHOWN = 8


@dataclass(frozen=True)
class Shown:
    """A remark where it stands: its line and, on that line, its first sign and the one after its last, from 0.

    `fix` is what the button sends that writes what can be computed; empty where nothing can.
    """

    remark: Remark
    line: int | None
    first: int = 0
    last: int = 0
    fix: str = ""


@dataclass(frozen=True)
class FanCount:
    """An objective that counts attention, and the questions that lead from it to an objective (S0.2, S0.20)."""

    element: str
    index: int
    objective: Objective | CompanyObjective
    way: Rewrite

    @property
    def where(self) -> str:
        return f"{self.element}.{self.index}"


@dataclass(frozen=True)
class Undecided:
    """A social objective that is still a draft although the assessment is closed (S3.16)."""

    index: int
    objective: Objective


@dataclass(frozen=True)
class Blocking:
    """A rule that stands in the way of the adoption, `n` times, first in a line of the text and a step of the guide."""

    code: str
    title: str
    n: int
    line: int | None
    step: str


@dataclass(frozen=True)
class Checked:
    """`document` is None where the text cannot be read. `in_the_way` are the errors of the day of adoption."""

    document: Document | None
    finding: str
    in_the_way: tuple[Shown, ...]
    others: tuple[Shown, ...]
    hidden: int
    fixes: int
    """How many of all remarks can be settled by writing what can be computed."""
    fan_counts: tuple[FanCount, ...]
    undecided: tuple[Undecided, ...]
    same_as: int | None

    @property
    def blocking(self) -> tuple[Blocking, ...]:
        """What stands in the way, a line a rule: what is missing, how often, and where first."""
        codes = dict.fromkeys(one.remark.code for one in self.in_the_way)
        return tuple(_blocking(code, [one for one in self.in_the_way if one.remark.code == code]) for code in codes)

    @property
    def can_be_adopted(self) -> bool:
        return self.document is not None and not self.in_the_way and self.same_as is None


@dataclass(frozen=True)
class DraftPage:
    """`draft` is None until the person has written something; then the text is what one would begin with."""

    text: str
    draft: Draft | None
    checked: Checked
    number: int | None
    opportunities: tuple[Mapping[str, Any], ...]

    @property
    def lines(self) -> int:
        return self.text.count("\n") + 1


def draft_page(person: Person, known: Known) -> DraftPage:
    """The person's draft, else the strategy in force, else the template."""
    draft = draft_of(person)
    text = draft.text if draft else first_text()
    documents = known.documents
    checked = check(text, known.facts, in_force=documents.strategy, number=documents.strategy_version)
    return DraftPage(text, draft, checked, documents.strategy_version, _untaken(known, checked.document))


def draft_of(person: Person) -> Draft | None:
    return Draft.objects.filter(person=person).first()


def first_text() -> str:
    """What a person begins with who has no draft."""
    version = newest(StrategyVersion)
    return version.text if version else template()


def check(text: str, facts: Facts, *, in_force: Document | None, number: int | None) -> Checked:
    """The remarks on a text. `in_force` is the strategy in force, with its version's number."""
    reading = parse_document(text)
    obstacles, others = _remarks(reading, facts)
    fixes = _fixes(text, facts)
    spans = spans_of(text) if is_yaml(text) else None
    same = in_force is not None and reading.document is not None and reading.document.digest() == in_force.digest()
    return Checked(
        document=reading.document,
        finding=_finding(reading, obstacles, others, number if same else None),
        in_the_way=_shown(obstacles[:SHOWN], reading, spans, fixes),
        others=_shown(others[:SHOWN], reading, spans, fixes),
        hidden=len(obstacles[SHOWN:]) + len(others[SHOWN:]),
        fixes=len(fixes),
        fan_counts=fan_counts(reading.document, facts) if reading.document and _told("OBJ001", obstacles) else (),
        undecided=_undecided(reading.document) if reading.document and _told("OBJ008", obstacles) else (),
        same_as=number if same else None,
    )


def fan_counts(document: Document, facts: Facts) -> tuple[FanCount, ...]:
    """The objectives that the lint refuses because they count attention."""
    found = []
    counted = (one for one in lint(document, facts) if one.code == "OBJ001" and "[" in one.where)
    for element, index in (_part(one.where) for one in counted):
        objective = getattr(document, element)[index]
        way = rewrite(objective.text, document) or rewrite(f"more {objective.text}", document)
        if way is not None:
            found.append(FanCount(element, index, objective, way))
    return tuple(found)


def _untaken(known: Known, document: Document | None) -> tuple[Mapping[str, Any], ...]:
    """The assessment's best opportunities that no method was chosen from yet."""
    methods = document.methods if document else ()
    taken = {method.opportunity for method in methods} | {method.id for method in methods}
    return tuple(one for one in known.opportunities() if one["id"] not in taken)[:OPPORTUNITIES_SHOWN]


def _remarks(reading: Reading, facts: Facts) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """What stands in the way, and the rest: no remark is told twice."""
    if reading.document is None:
        return reading.remarks, ()
    obstacles = can_adopt(reading.document, facts)
    told = {(one.code, one.where) for one in obstacles}
    others = tuple(one for one in lint(reading.document, facts) if (one.code, one.where) not in told)
    return obstacles, others


def _fixes(text: str, facts: Facts) -> frozenset[str]:
    """What the buttons send, of every remark that something can be written for."""
    if len(text) > LONGEST_TRIED:
        return frozenset()
    return frozenset(f"{one.remark.code} {one.remark.where}" for one in fixable(text, facts))


def _shown(
    remarks: tuple[Remark, ...], reading: Reading, spans: Spans | None, fixes: frozenset[str]
) -> tuple[Shown, ...]:
    return tuple(_one_shown(one, reading, spans, fixes) for one in remarks)


def _one_shown(remark: Remark, reading: Reading, spans: Spans | None, fixes: frozenset[str]) -> Shown:
    """With its signs, where the text is YAML; a part of several lines is marked in its first."""
    sent = f"{remark.code} {remark.where}"
    fix = sent if sent in fixes else ""
    if spans is None:
        return Shown(remark, reading.places.line(remark.where), fix=fix)
    line, first, last_line, last = spans.region(remark.where)
    end = last if last_line == line else len(spans.text.splitlines()[line - 1]) + 1
    return Shown(remark, line, first - 1, end - 1, fix)


def _finding(reading: Reading, obstacles: tuple[Remark, ...], others: tuple[Remark, ...], same_as: int | None) -> str:
    n = len(obstacles)
    if reading.document is None:
        line = reading.places.line(obstacles[0].where)
        told = ngettext("%(n)s thing in it is not understood", "%(n)s things in it are not understood", n)
        where = _(", the first in line %(line)s") % {"line": line} if line else ""
        return _("Your draft cannot be read yet: %(told)s") % {"told": told % {"n": sentences.in_words(n)}} + where
    if same_as is not None:
        return _("Your draft says the same as version %(number)s, which is in force") % {"number": same_as}
    if n:
        told = ngettext("%(n)s thing stands", "%(n)s things stand", n) % {"n": sentences.in_words(n)}
        return _("Your draft cannot be adopted yet: %(told)s in the way") % {"told": told}
    return _("Your draft can be adopted; %(remarks)s") % {"remarks": sentences.remarked(others)}


def _undecided(document: Document) -> tuple[Undecided, ...]:
    drafts = ((index, one) for index, one in enumerate(document.objectives) if one.state is State.DRAFT)
    return tuple(Undecided(*one) for one in drafts)


def _blocking(code: str, found: list[Shown]) -> Blocking:
    rule = find_rule(code)
    return Blocking(
        code, rule.title if rule else found[0].remark.message, len(found), found[0].line, step_of(found[0].remark)
    )


def _told(code: str, remarks: tuple[Remark, ...]) -> bool:
    return any(one.code == code for one in remarks)


def _part(where: str) -> tuple[str, int]:
    """`objectives[2].text` is the third objective."""
    element, rest = where.split("[", 1)
    return element, int(rest.split("]", 1)[0])
