"""How did the strategy become what it is? Versions, what changed between two of them, and objectives before and after
each assessment (S3.16).

In: rows and closed assessments. Out: frozen values for the templates. The surprise: a strategy cannot be adopted before
its assessment is closed, so what was wanted before lives in the drafts of that day, which are kept for this page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.assess import Assessment
from leadline.errors import LeadlineError
from leadline.strategy import Difference, Document, Objective, compare
from leadline.web.accounts.models import Person
from leadline.web.strategy import sentences
from leadline.web.strategy.answering import numbered
from leadline.web.strategy.convert import document_in, document_of
from leadline.web.strategy.models import Draft, EarlierDraft, StrategyVersion
from leadline.words import listed

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class VersionRow:
    version: StrategyVersion
    document: Document
    changes: int | None
    """How many differences from the version before; None for the first."""
    before: int | None
    """The number of the version before."""


@dataclass(frozen=True)
class Decided:
    """A social objective after an assessment, beside how it read before, where that is known."""

    after: Objective
    before: str
    """Its earlier text where that was another one."""


@dataclass(frozen=True)
class BeforeAfter:
    """What an assessment did to the objectives. `before` is the place to compare with, empty where nothing was kept."""

    assessment: Assessment
    before: str
    before_named: str
    after: StrategyVersion | None
    sentence: str
    objectives: tuple[Decided, ...]


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: what a link calls it, its name in words, its content."""

    place: str
    name: str
    document: Document

    @property
    def title(self) -> str:
        return sentences.first_upper(self.name)


@dataclass(frozen=True)
class Shown:
    """One difference as a row: the thing, its field in words, both values as people read them."""

    thing: str
    label: str
    change: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    before: Side
    after: Side
    finding: str
    elements: tuple[tuple[str, tuple[Shown, ...]], ...]


def versions() -> tuple[VersionRow, ...]:
    """Every adopted version, newest first."""
    rows = list(StrategyVersion.objects.select_related("written_by").order_by("number"))
    documents = [document_of(row) for row in rows]
    first = [VersionRow(rows[0], documents[0], None, None)] if rows else []
    pairs = pairwise(zip(rows, documents, strict=True))
    later = [VersionRow(row, new, len(compare(old, new)), was.number) for (was, old), (row, new) in pairs]
    return (*first, *later)[::-1]


def versions_finding(rows: Sequence[VersionRow]) -> str:
    """`Two versions were adopted; version 2 changed nine things`."""
    if not rows:
        return _("No version was adopted yet")
    n = len(rows)
    told = ngettext("%(n)s version was adopted", "%(n)s versions were adopted", n) % {"n": sentences.in_words(n)}
    changed = _("; %(what)s") % {"what": _changed(rows[0].version.number, rows[0].changes)} if rows[0].changes else ""
    return sentences.first_upper(told + changed)


def assessments_before_and_after(closed: Iterable[Assessment], rows: Sequence[VersionRow]) -> tuple[BeforeAfter, ...]:
    """One entry a closed assessment, newest first."""
    earlier: dict[int, EarlierDraft] = {}
    for draft in EarlierDraft.objects.select_related("person"):
        earlier.setdefault(draft.assessment, draft)
    oldest_first = rows[::-1]
    return tuple(_before_after(one, oldest_first, earlier.get(one.version)) for one in closed)[::-1]


def compared(before: str, after: str, *, person: Person, money: bool) -> Compared:
    """Two of the strategy's texts, element by element. Raises LeadlineError where one of them is not there."""
    one, two = side(before, person), side(after, person)
    found = tuple(each for each in compare(one.document, two.document) if money or "money" not in each.field)
    told = ngettext("%(n)s thing differs", "%(n)s things differ", len(found)) % {"n": sentences.in_words(len(found))}
    between = _("%(told)s between %(one)s and %(two)s") % {"told": told, "one": one.name, "two": two.name}
    same = _("%(one)s and %(two)s say the same") % {"one": one.name, "two": two.name}
    grouped = groupby(found, key=lambda each: each.element)
    return Compared(
        one,
        two,
        sentences.first_upper(between if found else same),
        tuple((_element_name(name), tuple(_shown(one) for one in group)) for name, group in grouped),
    )


def side(place: str, person: Person) -> Side:
    """The document at a place: a version's `2`, an earlier draft's `before-1`, or one's own `draft`."""
    if place == "draft" and person.may("edit_strategy"):
        text = Draft.objects.filter(person=person).values_list("text", flat=True).first()
        if text:
            return Side(place, _("your draft"), document_in(text))
    if place.startswith("before-") and (row := _numbered(EarlierDraft, "pk", place.removeprefix("before-"))):
        return Side(place, _earlier_name(row), document_in(row.text))
    if version := _numbered(StrategyVersion, "number", place):
        return Side(place, _("version %(number)s") % {"number": version.number}, document_of(version))
    raise LeadlineError(
        _("There is no such version to compare with."), _("Choose two of those on the page of versions.")
    )


def _element_name(name: str) -> str:
    return _("Social objectives") if name == "objectives" else name.replace("_", " ").capitalize()


def _shown(difference: Difference) -> Shown:
    """The part by its own name alone; a field of an element that has no parts by the field's name."""
    label = difference.field.replace("_", " ").replace(".", ", ")
    part = re.fullmatch(r"[^“]*“(.*)”", difference.thing, re.DOTALL)
    thing, label = (part[1], label) if part else (sentences.first_upper(label or difference.thing), "")
    return Shown(thing, label, difference.change, difference.before, difference.after)


def _numbered(model: type[Row], field: str, number: str) -> Row | None:
    return model._default_manager.filter(**{field: numbered(number)}).first()


def _changed(number: int, changes: int | None) -> str:
    told = ngettext("%(n)s thing", "%(n)s things", changes or 0) % {"n": sentences.in_words(changes or 0)}
    return _("version %(number)s changed %(told)s") % {"number": number, "told": told}


def _earlier_name(row: EarlierDraft) -> str:
    told = {"number": row.assessment, "who": row.person or _("somebody who left")}
    return _("the draft of %(who)s before assessment %(number)s") % told


def _before_after(assessment: Assessment, rows: Sequence[VersionRow], earlier: EarlierDraft | None) -> BeforeAfter:
    """Before: the version in force when the assessment was closed, else a draft of that day. After: the next one."""
    older = [row for row in rows if row.version.written_at < assessment.closed_at]
    after = next((row for row in rows if row.version.written_at >= assessment.closed_at), None)
    before, place, name = _before(older, earlier)
    return BeforeAfter(
        assessment=assessment,
        before=place,
        before_named=name,
        after=after.version if after else None,
        sentence=_decided(after.document.objectives) if after else _("Nothing was adopted since."),
        objectives=_side_by_side(before, after.document) if after else (),
    )


def _before(older: Sequence[VersionRow], earlier: EarlierDraft | None) -> tuple[Document | None, str, str]:
    if older:
        version = older[-1].version
        return older[-1].document, str(version.number), _("version %(number)s") % {"number": version.number}
    if earlier is None:
        return None, "", ""
    try:
        return document_in(earlier.text), f"before-{earlier.pk}", _earlier_name(earlier)
    except LeadlineError:
        return None, "", ""


def _side_by_side(before: Document | None, after: Document) -> tuple[Decided, ...]:
    texts = {one.id: one.text for one in before.objectives} if before else {}
    return tuple(Decided(one, was if (was := texts.get(one.id, "")) != one.text else "") for one in after.objectives)


def _decided(objectives: Iterable[Objective]) -> str:
    """`Of five social objectives three were confirmed, one changed and one dropped.`"""
    n = Counter(one.state.value for one in objectives)
    every = sum(n.values())
    if not every:
        return _("It holds no social objective.")
    told = listed([f"{sentences.in_words(count)} {_(state)}" for state, count in n.most_common()])
    return _("Of %(all)s social objectives: %(told)s.") % {"all": sentences.in_words(every), "told": told}
