"""What stands in a strategy file? YAML text in, a Document out, or remarks that name every problem of shape in words.

The surprise: an id that was left out is made from the name or the text, and a line that does not say what it is worth
takes its objective's kind, so that a file written by hand needs little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from leadline.plain import Places, UnreadableTextError, Where, path_text, plain_values, read_text
from leadline.strategy.document import Document
from leadline.strategy.places import in_words
from leadline.strategy.rewrite import find_attention_count
from leadline.strategy.shape import remarks_of
from leadline.words import Remark, RemarkedError

_LISTS_WITH_IDS = ("methods", "company_objectives", "communications", "objectives", "targets", "metrics", "lines")
_SAID_IN_A_SENTENCE = ("company_objectives", "communications", "objectives", "targets")
LONGEST_SENTENCE = 500
"""In characters: a whole file that is one sentence may be an objective that counts fans."""

_NAMING_FIELDS = ("name", "text", "metric", "program", "objective")
_LOOKS_LIKE_TEXT = re.compile(r"\n|^\s*$|^\s*\{|^\s*\w+:(\s|$)")


class UnreadableDocumentError(RemarkedError):
    """The file is not a strategy yet."""


@dataclass(frozen=True)
class Reading:
    """What came of reading: a document, or None and the remarks that say why; and the line of each part."""

    document: Document | None
    remarks: tuple[Remark, ...]
    places: Places = field(default_factory=Places)


def read_document(source: str | Path) -> Document:
    """The document in a file, or in a text of YAML or JSON. Raises UnreadableDocumentError with every problem."""
    reading = parse_document(text_of(source))
    if reading.document is None:
        raise UnreadableDocumentError(reading.remarks)
    return reading.document


def parse_document(text: str) -> Reading:
    """The same without raising: for a page that shows the remarks beside what was typed."""
    try:
        plain, places = plain_values(text)
    except UnreadableTextError as error:
        remark = Remark("DOC001", "error", "the file", error.sentence, error.advice)
        return Reading(None, (remark,), Places({(): error.line} if error.line else {}))
    return document_from(plain, places)


def document_from(plain: Any, places: Places | None = None) -> Reading:
    """A document from plain values: a parsed file, a form, an API's JSON."""
    places = places or Places()
    completed = _completed(plain)
    try:
        document = Document.model_validate(completed)
    except ValidationError as error:
        return Reading(None, remarks_of(error, completed, places), places)
    twice = _standing_twice(document, places)
    return Reading(None if twice else document, twice, places)


def _standing_twice(document: Document, places: Places) -> tuple[Remark, ...]:
    """One remark for every id that a list holds a second time: nobody could tell what a reference to it means."""
    remarks: list[Remark] = []
    for name in _LISTS_WITH_IDS:
        seen: set[str] = set()
        for index, item in enumerate(getattr(document, name)):
            if item.id in seen:
                remarks.append(_twice((name, index, "id"), item.id, document, places))
            seen.add(item.id)
    return tuple(remarks)


def _twice(path: Where, given: str, document: Document, places: Places) -> Remark:
    line = places.line(path)
    message = (f"Line {line}: " if line else "") + f"The id “{given}” stands twice among the {path[0]}."
    thing = in_words(path[:-1], document.model_dump())
    return Remark(
        "DOC010", "error", thing, message.replace("_", " "), "Give one of the two another id.", path_text(path)
    )


def text_of(source: str | Path) -> str:
    """The text itself, or the text of a file. Raises LeadlineError where the file cannot be read as UTF-8."""
    if isinstance(source, str) and _LOOKS_LIKE_TEXT.search(source):
        return source
    return read_text(Path(source))


def _completed(plain: Any) -> Any:
    """Empty items of lists left out, missing ids made, lines given their objective's kind."""
    values = _without_empty(plain)
    if isinstance(values, str) and len(values) <= LONGEST_SENTENCE and find_attention_count(values):
        values = {"objectives": values}
    if not isinstance(values, dict):
        return values
    for name in _SAID_IN_A_SENTENCE:
        if name in values:
            values[name] = _from_sentences(values[name])
    for name in _LISTS_WITH_IDS:
        if isinstance(values.get(name), list):
            _make_ids(values[name])
    _fill_values_of_lines(values)
    return values


def _from_sentences(given: Any) -> Any:
    """`objectives: We want 50.000 fans` is an objective with that text, alone or in a list."""
    items = [given] if isinstance(given, str) else given
    if not isinstance(items, list):
        return given
    return [{"text": item} if isinstance(item, str) else item for item in items]


def _without_empty(plain: Any) -> Any:
    if isinstance(plain, Mapping):
        return {key: _without_empty(value) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_without_empty(value) for value in plain if value is not None]
    return plain


def _make_ids(items: list[Any]) -> None:
    taken = {item["id"] for item in items if isinstance(item, dict) and "id" in item}
    for item in items:
        if not isinstance(item, dict) or "id" in item:
            continue
        text = next((str(item[name]) for name in _NAMING_FIELDS if item.get(name)), "")
        if made := slug(text):
            item["id"] = free_id(made, taken)
            taken.add(item["id"])


def slug(text: str) -> str:
    """The id that a name or a text makes; empty where it has no letter or digit of ours."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain)[:6])[:60]


def free_id(wanted: str, taken: set[str]) -> str:
    """The id itself, or with the first number after it that is not taken."""
    number = 2
    name = wanted
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _fill_values_of_lines(values: dict[str, Any]) -> None:
    objectives, lines = values.get("company_objectives"), values.get("lines")
    if not isinstance(objectives, list) or not isinstance(lines, list):
        return
    kinds = {item["id"]: item.get("kind") for item in objectives if isinstance(item, dict) and "id" in item}
    for line in lines:
        if isinstance(line, dict) and "value" not in line and (kind := kinds.get(line.get("objective"))):
            line["value"] = kind
