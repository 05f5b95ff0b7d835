"""How do a page's forms write into a strategy? A part or some fields in, the text and the line to show out.

The surprise: a form that says what stands there already changes nothing, so that `50.000` stays as a person wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.strategy.edits import Add, Edit, Instead, Put, Take, edited
from leadline.strategy.edits.hand import written
from leadline.strategy.spans import spans_of

Part = Mapping[str, Any]


def with_part(text: str, element: str, part: Part) -> tuple[str, int]:
    """The part at the end of a list of the document. Raises LeadlineError where the text cannot be read or changed."""
    _held(text, element)
    after = _made(text, element, Add(element, part))
    return after, _line_of(after, element, len(_held(after, element)) - 1)


def with_part_instead(text: str, element: str, index: int, part: Part) -> tuple[str, int]:
    """The same in the place of one that stands there, comments inside it and all."""
    _part(text, element, index)
    after = _made(text, element, Instead(f"{element}[{index}]", part))
    return after, _line_of(after, element, index)


def without_part(text: str, element: str, index: int) -> tuple[str, int]:
    """The list without that part; comments before the next part stay."""
    held, line = _held(text, element), _line_of(text, element, index)
    _part(text, element, index)
    edit = Put(element, []) if len(held) == 1 else Take(f"{element}[{index}]")
    after = _made(text, element, edit)
    return after, min(line, len(after.splitlines()))


def with_fields(text: str, where: str, wanted: Mapping[str, Any]) -> tuple[str, int]:
    """Fields of one place set (`methods[0]`, or nothing for the document itself). A name may lead further
    (`baseline.value`); an empty value leaves nothing behind the name. Raises LeadlineError."""
    element = where.partition("[")[0] or next(iter(wanted), "").partition(".")[0]
    values, _places = plain_values(text)
    edits = list(_field_edits(_at(values, where), where, grouped(wanted)))
    after = _made(text, element, *edits) if edits else text
    return after, first_difference(text, after)


def with_comment(text: str, element: str, index: int, comment: str) -> str:
    """The text with a comment in the line above one part of a list; what the text says stays the same."""
    _part(text, element, index)
    spans = spans_of(text)
    if spans.parts[(element,)].style != "block":
        raise refused(element)
    said = " ".join("".join(sign if sign.isprintable() else " " for sign in comment).split())
    at = spans.line_start(spans.parts[(element, index)].name)
    indent = " " * spans.parts[(element,)].column
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:at]}{indent}# {said}{end}{text[at:]}"


def first_difference(before: str, after: str) -> int:
    """The first line, from 1, in which two texts differ; the first of all where they do not."""
    pairs = enumerate(zip_longest(before.splitlines(), after.splitlines()), 1)
    return next((number for number, (one, other) in pairs if one != other), 1)


def refused(element: str) -> LeadlineError:
    return LeadlineError(
        f"“{element}:” cannot be changed for you, the way it is written.",
        "Change it in the text of the draft, or write one part under the other, each beginning with a hyphen.",
    )


def grouped(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """`baseline.value` and `baseline.unit` as one `baseline`."""
    grouped: dict[str, Any] = {}
    for name, value in wanted.items():
        head, _dot, rest = name.partition(".")
        if rest:
            grouped.setdefault(head, {})[rest] = value
        else:
            grouped[head] = value
    return grouped


def _field_edits(held: Any, where: str, wanted: Mapping[str, Any]) -> Iterator[Edit]:
    held = held if isinstance(held, Mapping) else {}
    for name, value in wanted.items():
        place = f"{where}.{name}" if where else name
        now = held.get(name)
        if isinstance(value, Mapping) and isinstance(now, Mapping) and now:
            yield from _field_edits(now, place, value)
            continue
        value = _without_nothing(value)
        if value != now and written(value) != written(now) and (value is not None or now is not None):
            yield Put(place, value)


def _without_nothing(value: Any) -> Any:
    """None for what says nothing."""
    if isinstance(value, Mapping):
        return {name: one for name, one in value.items() if one not in (None, "", [])} or None
    return None if value in (None, "", []) else value


def _made(text: str, element: str, *edits: Edit) -> str:
    text = text if not text or text.endswith("\n") else f"{text}\n"
    after = edited(text, edits)
    if after is None:
        raise refused(element)
    return after


def _held(text: str, element: str) -> list[Any]:
    values, _places = plain_values(text)
    values = {} if values is None else values
    if not isinstance(values, dict) or not isinstance(values.get(element) or [], list):
        raise refused(element)
    return values.get(element) or []


def _part(text: str, element: str, index: int) -> None:
    if not 0 <= index < len(_held(text, element)):
        raise refused(element)


def _at(values: Any, where: str) -> Any:
    element, _bracket, index = where.partition("[")
    if not element:
        return values
    held = values.get(element) if isinstance(values, dict) else None
    if not index:
        return held
    place = int(index.rstrip("]"))
    if not isinstance(held, list) or not 0 <= place < len(held) or not isinstance(held[place], dict):
        raise refused(element)
    return held[place]


def _line_of(text: str, element: str, index: int) -> int:
    return plain_values(text)[1].line((element, index)) or 1
