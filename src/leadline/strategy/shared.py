"""Which parts of a strategy can be shown to somebody from outside, and what becomes of what they propose (S3.17)?

In: a document, and the keys of the parts that were chosen. Out: the parts in words; or a new document. The surprise:
what was not named is not shown, and a part whose words tell an amount of money is not shown whoever named it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.strategy.document import Benefits, Document, Participant
from leadline.strategy.fields import State
from leadline.strategy.reading import UnreadableDocumentError, document_from, free_id, slug
from leadline.strategy.writing import write_document
from leadline.words import RunBy

NEW_KINDS: Mapping[str, str] = {
    "customer benefit": "benefits-customer",
    "company benefit": "benefits-company",
    "method": "methods",
    "objective": "objectives",
}
"""What somebody may propose anew, and the element that it would join."""

RANKED = ("methods", "opportunities")
LONGEST_WORDS = 2_000
"""In characters, of the words of one part."""

_RUN_BY = {
    RunBy.COMPANY: "run by the company",
    RunBy.MARKET: "run by the market",
    RunBy.JOINT: "run together with the market",
}
_CURRENCY = re.compile(
    r"[€$£¥₹₽₺₩₪₫₴₦฿]|\b(?:[a-z]?kr|zł|euros?|dollars?|pounds?|kron(?:er|a|or)|francs?|zloty(?:ch)?|yen|rupees?|reais)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_NEAR = 24
"""Signs between a number and its currency, at most: `250 thousand euros`."""


@dataclass(frozen=True)
class Part:
    """A part of a strategy that can be shown. `key` names it: `goal`, `methods:page-service`."""

    key: str
    kind: str
    words: str
    notes: tuple[str, ...] = ()
    rewordable: bool = True

    @property
    def element(self) -> str:
        return self.key.partition(":")[0]

    @property
    def id(self) -> str:
        """The part's own name inside the document, as a contribution's `to` says it."""
        return self.key.partition(":")[2] or self.key

    @property
    def title(self) -> str:
        """One line to call it by."""
        first = self.words.partition("\n")[0]
        return first if len(first) <= 80 else f"{first[:79].rstrip()}…"


@dataclass(frozen=True)
class Outside:
    """How much of a strategy came from outside (S3.17): of `total` parts those in `keys`."""

    total: int
    keys: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        return len(self.keys) / self.total if self.total else None


def parts(document: Document) -> tuple[Part, ...]:
    """Every part that could be shown, in the document's order: never resources, targets, people or remarks."""
    return tuple(one for one in _parts(document) if one.words)


def find_part(document: Document, key: str) -> Part | None:
    return next((one for one in _parts(document) if one.key == key), None)


def shown(document: Document, keys: Collection[str]) -> tuple[Part, ...]:
    """What somebody sees who was given these keys; what is not there or tells money is left out."""
    return tuple(one for one in parts(document) if one.key in keys and not names_money(one))


def names_money(part: Part) -> bool:
    """Whether the part's own words tell an amount."""
    return any(tells_money(words) for words in (part.words, *part.notes))


def tells_money(words: str) -> bool:
    """Whether a number stands near a currency: its sign, its code as ISO 4217 has it, or its name."""
    codes = (found for found in _CODE.finditer(words) if found[0] in _codes())
    named = (*_CURRENCY.finditer(words), *codes)
    return any(any(sign.isdigit() for sign in words[max(0, one.start() - _NEAR) : one.end() + _NEAR]) for one in named)


@cache
def _codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def digest_of(seen: Iterable[Part]) -> str:
    """The name of exactly what was seen: SHA-256 in hex. A signature carries it."""
    plain = [[one.key, one.words, list(one.notes)] for one in seen]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def with_words(document: Document, key: str, words: str) -> Document:
    """The document with other words in one part. Raises LeadlineError where the part is gone or takes none."""
    part, words = find_part(document, key), _checked(words)
    if part is None or not part.rewordable:
        raise LeadlineError("That part is not in the strategy any more.", "Open the page anew and choose another.")
    if key == "goal":
        return document.model_copy(update={"goal": document.goal.model_copy(update={"text": words})})
    if key == "mission":
        return document.model_copy(update={"mission": words})
    if part.element.startswith("benefits-"):
        return _with_benefits(document, part.element, _lines(words))
    name = {"methods": "name", "lines": "mechanism"}.get(part.element, "text")
    held = getattr(document, part.element)
    changed = tuple(one.model_copy(update={name: words}) if one.id == part.id else one for one in held)
    return document.model_copy(update={part.element: changed})


def with_new(document: Document, kind: str, words: str) -> tuple[Document, str]:
    """The document with a new part at its element's end, and the part's key. Raises LeadlineError for an odd kind."""
    element, words = NEW_KINDS.get(kind), _checked(words)
    if element is None:
        raise LeadlineError(f"“{kind}” cannot be proposed anew.", f"Propose one of: {', '.join(NEW_KINDS)}.")
    if element.startswith("benefits-"):
        held = getattr(document.benefits, element.removeprefix("benefits-"))
        return _with_benefits(document, element, (*held, *_lines(words))), element
    values, _places = plain_values(write_document(document))
    held = values.get(element) or []
    new = {"name" if element == "methods" else "text": words}
    if not slug(words):  # of another alphabet, or of no letters at all
        new["id"] = free_id(kind, {one.id for one in getattr(document, element)})
    values[element] = [*held, new]
    reading = document_from(values)
    if reading.document is None:
        raise UnreadableDocumentError(reading.remarks)
    return reading.document, f"{element}:{getattr(reading.document, element)[-1].id}"


def with_people(document: Document, people: Iterable[Participant]) -> Document:
    """The document with these people among who took part; one of the same name is replaced."""
    new = tuple(people)
    names = {_plain(one.name) for one in new}
    kept = tuple(one for one in document.participants if _plain(one.name) not in names)
    return document.model_copy(update={"participants": (*kept, *new)})


def without_people(document: Document, names: Collection[str]) -> Document:
    """The document without the people of these names."""
    gone = {_plain(name) for name in names}
    kept = tuple(one for one in document.participants if _plain(one.name) not in gone)
    return document.model_copy(update={"participants": kept})


def unsigned(document: Document) -> Document:
    """The document with everybody who took part and no signature: what was signed before was another text."""
    people = tuple(one.model_copy(update={"signed": None}) for one in document.participants)
    return document.model_copy(update={"participants": people})


def from_outside(document: Document, origins: Collection[str]) -> Outside:
    """The share of the document's parts whose words came from the market; `origins` are the keys of those."""
    found = parts(document)
    return Outside(len(found), tuple(one.key for one in found if one.key in origins))


def _parts(document: Document) -> Iterator[Part]:
    for objective in document.company_objectives:
        yield Part(f"company_objectives:{objective.id}", "Company objective", objective.text)
    yield Part("goal", "Goal", document.goal.text)
    yield Part("mission", "Mission", document.mission)
    yield Part("benefits-customer", "Benefits for customers", "\n".join(document.benefits.customer))
    yield Part("benefits-company", "Benefits for the company", "\n".join(document.benefits.company))
    for one in document.objectives:
        if one.state is not State.DROPPED:
            yield Part(f"objectives:{one.id}", "Social objective", one.text)
    for method in document.methods:
        notes = [_RUN_BY[method.run_by]]
        notes += [f"by {method.department}"] if method.department else []
        notes += [f"success: {method.success.measure}"] if method.success and method.success.measure else []
        yield Part(f"methods:{method.id}", "Method", method.name, tuple(notes))
    for line in document.lines:
        yield Part(f"lines:{line.id}", "Why it would work", line.mechanism)
    told = "\n".join(f"To {one.to}, {one.rhythm}" for one in document.reporting)
    yield Part("reporting", "Reporting", told, rewordable=False)


def _with_benefits(document: Document, element: str, held: tuple[str, ...]) -> Document:
    told = {"customer": document.benefits.customer, "company": document.benefits.company}
    return document.model_copy(update={"benefits": Benefits(**(told | {element.removeprefix("benefits-"): held}))})


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())


def _checked(words: str) -> str:
    words = "\n".join(line.rstrip() for line in words.strip().splitlines())
    if not words:
        raise LeadlineError("There are no words in it.", "Write what it should say.")
    if len(words) > LONGEST_WORDS:
        raise LeadlineError(f"It is longer than {LONGEST_WORDS:,} characters.", "Say it shorter.")
    return words


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
