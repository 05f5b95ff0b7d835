"""How does a part get into a text that a person wrote, with their comments and their order kept?

In: the text, the name of a list and the part as plain values. Out: the text with that part in it, and the line where
it stands. The surprise: the result is read again, and refused unless exactly the wanted thing has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

from leadline.errors import LeadlineError
from leadline.plain import Places, plain_values

Part = Mapping[str, Any]


def with_part(text: str, element: str, part: Part) -> tuple[str, int]:
    """The part at the end of a list of the document. Raises LeadlineError where the text cannot be read or changed."""
    values, places = plain_values(text)
    held = _held(values, element)
    lines = text.rstrip("\n").split("\n")
    if held:
        at = _end(lines, places, element)
        new = [*lines[:at], *_written(part, _indent(lines, places, element)), *lines[at:]]
    elif element in values:
        at = places.lines[(element,)]
        new = [*lines[: at - 1], _without_value(lines[at - 1]), *_written(part, "  "), *lines[at:]]
    else:
        new, at = [*lines, f"{element}:", *_written(part, "  ")], len(lines) + 1
    return _checked(new, element, [*held, part]), at + 1


def with_part_instead(text: str, element: str, index: int, part: Part) -> tuple[str, int]:
    """The same in the place of one that stands there."""
    values, places = plain_values(text)
    held = _held(values, element)
    if not 0 <= index < len(held):
        raise _refused(element)
    lines = text.rstrip("\n").split("\n")
    indent, (first, last) = _indent(lines, places, element), _span(text, places, element, index)
    new = [*lines[: first - 1], *_written(part, indent), *lines[last:]]
    return _checked(new, element, [*held[:index], part, *held[index + 1 :]]), first


def without_part(text: str, element: str, index: int) -> tuple[str, int]:
    """The list without that part; comments before the next part stay."""
    values, places = plain_values(text)
    held = _held(values, element)
    if not 0 <= index < len(held):
        raise _refused(element)
    lines, (first, last) = text.rstrip("\n").split("\n"), _span(text, places, element, index)
    _indent(lines, places, element)
    rest = [*lines[: first - 1], *lines[last:]]
    if len(held) == 1:
        at = places.lines[(element,)]
        rest[at - 1] = re.sub(rf"^({element}:)", r"\1 []", rest[at - 1], count=1)
    return _checked(rest, element, [*held[:index], *held[index + 1 :]]), min(first, len(rest))


def with_comment(text: str, element: str, index: int, comment: str) -> str:
    """The text with a comment in the line above one part of a list; what the text says stays the same."""
    values, places = plain_values(text)
    held = _held(values, element)
    if not 0 <= index < len(held):
        raise _refused(element)
    lines, first = text.rstrip("\n").split("\n"), places.lines[(element, index)]
    said = " ".join("".join(sign if sign.isprintable() else " " for sign in comment).split())
    lines.insert(first - 1, f"{_indent(lines, places, element)}# {said}")
    return _checked(lines, element, held)


def with_field(text: str, element: str, index: int, name: str, value: str) -> tuple[str, int]:
    """One field of a part set to a text: in its line where it stands, else below the part's first line."""
    values, places = plain_values(text)
    held = _held(values, element)
    if not 0 <= index < len(held) or not isinstance(held[index], dict):
        raise _refused(element)
    lines, said = text.rstrip("\n").split("\n"), json.dumps(value, ensure_ascii=False) if " " in value else value
    at = places.lines.get((element, index, name))
    if at is not None:
        lines[at - 1] = re.sub(
            rf"(\b{name}:)[^#]*?(\s+#.*)?$", lambda was: f"{was[1]} {said}{was[2] or ''}", lines[at - 1]
        )
    else:
        at = places.lines[(element, index)] + 1
        lines.insert(at - 1, f"{_indent(lines, places, element)}  {name}: {said}")
    return _checked(lines, element, [*held[:index], held[index] | {name: value}, *held[index + 1 :]]), at


def _held(values: Any, element: str) -> list[Any]:
    if not isinstance(values, dict) or not isinstance(values.get(element) or [], list):
        raise _refused(element)
    return values.get(element) or []


def _span(text: str, places: Places, element: str, index: int) -> tuple[int, int]:
    """The first and the last line of one part."""
    lines, first = text.rstrip("\n").split("\n"), places.lines[(element, index)]
    following = places.lines.get((element, index + 1))
    return first, _last_word(lines, first, following - 1) if following else _end(lines, places, element)


def _end(lines: list[str], places: Places, element: str) -> int:
    """How many lines stand before the end of the list."""
    begins = places.lines[(element,)]
    tops = [line for where, line in places.lines.items() if len(where) == 1 and line > begins]
    return _last_word(lines, begins, min(tops, default=len(lines) + 1) - 1)


def _last_word(lines: list[str], begins: int, end: int) -> int:
    """The last line up to `end` that says something: blank lines and comments after it belong to what follows."""
    while end > begins and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _indent(lines: list[str], places: Places, element: str) -> str:
    """The spaces before the hyphen of the list's first part."""
    found = re.match(r"( *)- ", lines[places.lines[(element, 0)] - 1])
    if found is None:
        raise _refused(element)
    return found[1]


def _written(part: Part, indent: str) -> list[str]:
    text = yaml.safe_dump(dict(part), sort_keys=False, allow_unicode=True, width=100)
    return [f"{indent}{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(text.splitlines())]


def _without_value(line: str) -> str:
    """`methods: []   # comment` as `methods:   # comment`."""
    return re.sub(r":\s*(\[\s*\]|~|null)", ":", line, count=1)


def _checked(lines: list[str], element: str, wanted: list[Any]) -> str:
    text = "\n".join(lines) + "\n"
    try:
        values, _places = plain_values(text)
    except LeadlineError as error:
        raise _refused(element) from error
    if values.get(element) != [_as_text(part) for part in wanted]:
        raise _refused(element)
    return text


def _as_text(value: Any) -> Any:
    """Plain values as they are read back: every scalar is the text that stands in the file."""
    if isinstance(value, Mapping):
        return {key: _as_text(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(part) for part in value]
    return None if value is None else str(value)


def _refused(element: str) -> LeadlineError:
    return LeadlineError(
        _("The part cannot be put into “%(element)s:” for you.") % {"element": element},
        _("Write that list with one part under the other, each beginning with a hyphen, and try again."),
    )
