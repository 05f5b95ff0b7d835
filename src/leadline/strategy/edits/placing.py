"""Which signs of a text does an edit replace? Spans and edits in, replacements out, or None where one cannot be made.

The surprise: a list or a part that stands over several lines is written anew only where no comment would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from leadline.plain import Where, parse_path, plain_values
from leadline.strategy.edits.hand import after_colon, fields, item, written
from leadline.strategy.edits.kinds import Add, Edit, Instead, Name, Plain, Put, Replacement, Take
from leadline.strategy.edits.values import short_name
from leadline.strategy.spans import Span, Spans

_SENTENCES = ("company_objectives", "objectives", "targets")
_COMMENT = re.compile(r"(?:^|\s)#")
_IN_QUOTES = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")


def replacements(spans: Spans, edits: Iterable[Edit]) -> list[Replacement] | None:
    """What each edit replaces, or None where one of them cannot be made. Lines end as the text's do."""
    made = [_replacement(spans, edit) for edit in edits]
    if None in made:
        return None
    end = "\r\n" if "\r\n" in spans.text else "\n"
    return [replace(one, text=one.text.replace("\n", end)) for one in made if one is not None]


def replaced(text: str, made: Iterable[Replacement]) -> str:
    """The text with replacements that do not overlap; what is inserted at one place keeps its order."""
    parts, at = [], 0
    for one in sorted(made, key=lambda one: (one.start, one.end)):
        parts += [text[at : one.start], one.text]
        at = one.end
    return "".join([*parts, text[at:]])


def _replacement(spans: Spans, edit: Edit) -> Replacement | None:
    path = parse_path(edit.where)
    match edit:
        case Put(value=value):
            return _put(spans, path, value)
        case Instead(value=value):
            return _anew(spans, path, value)
        case Add(value=value):
            return _add(spans, path, value)
        case Take():
            return _take(spans, path)
        case Name(name=name):
            found = spans.parts.get(path)
            return Replacement(found.name, found.name + len(str(path[-1])), name) if found else None


def _put(spans: Spans, path: Where, value: Plain | None) -> Replacement | None:
    found = spans.parts.get(path)
    if found is not None:
        return _instead(spans, path, found, value) if path else None
    around, last = spans.parts.get(path[:-1]), path[-1]
    if not path[:-1] and (around is None or around.style == "nothing"):
        return _first(spans, str(last), value)
    if around is None or around.style == "nothing":
        return _put(spans, path[:-1], {str(last): value}) if isinstance(last, str) else None
    if around.style == "text":
        return _unfold(spans, path[:-1], around, last, value)
    if isinstance(last, int):
        return None
    if around.style == "flow":
        return _before_bracket(spans, around, f"{last}: {written(value)}") if path[:-1] else None
    indent = " " * around.column
    return _below(spans, around, f"{indent}{last}:{after_colon(value, indent)}")


def _first(spans: Spans, name: str, value: Plain | None) -> Replacement:
    """A field at the end of a text that says nothing yet."""
    end = len(spans.text)
    begin = "" if not spans.text or spans.text.endswith("\n") else "\n"
    return Replacement(end, end, f"{begin}{name}:{after_colon(value, '')}\n")


def _instead(spans: Spans, path: Where, found: Span, value: Plain | None) -> Replacement | None:
    if found.style == "block":
        return _block_instead(spans, path, found, value)
    if found.style == "nothing" and found.start == found.end and isinstance(path[-1], str):
        indent = " " * (found.name - spans.line_start(found.name))
        return Replacement(found.start, found.end, after_colon(value, indent))
    return Replacement(found.start, found.end, written(value))


def _block_instead(spans: Spans, path: Where, found: Span, value: Plain | None) -> Replacement | None:
    """What stands below its name is written behind it, and a part of a list below its hyphen."""
    if isinstance(path[-1], int):
        return None if _commented(spans.text[found.start : found.end]) else _anew(spans, path, value)
    colon = spans.text.find(":", found.name + len(path[-1])) + 1
    if not colon or _commented(spans.text[colon : found.end]):
        return None
    indent = " " * (found.name - spans.line_start(found.name))
    return Replacement(colon, found.end, after_colon(value, indent))


def _anew(spans: Spans, path: Where, value: Plain | None) -> Replacement | None:
    found = spans.parts.get(path)
    if found is None or not isinstance(value, Mapping):
        return None
    text = fields(value, " " * found.column) if found.style == "block" else written(value)
    return Replacement(found.start, found.end, text)


def _commented(text: str) -> bool:
    return any(_COMMENT.search(_IN_QUOTES.sub("", line)) for line in text.split("\n"))


def _unfold(spans: Spans, path: Where, around: Span, last: str | int, value: Plain | None) -> Replacement | None:
    """`target: 20 %` becomes `target: {value: 20 %, stated_as: points}`, and `serves: a` a list."""
    held = plain_values(spans.text[around.start : around.end])[0]
    if not isinstance(held, str):
        return None
    if isinstance(last, int):
        return Replacement(around.start, around.end, written([value])) if last == 0 else None
    if not path or not short_name(path):
        return None
    return Replacement(around.start, around.end, written({short_name(path): held, last: value}))


def _add(spans: Spans, path: Where, value: Plain) -> Replacement | None:
    found = spans.parts.get(path)
    if found is None or found.style == "nothing" or (found.style == "flow" and not found.children):
        return _opened(spans, path, found, value)
    if found.style == "text":
        held = plain_values(spans.text[found.start : found.end])[0]
        return Replacement(found.start, found.end, written([held, value])) if path[-1] not in _SENTENCES else None
    if found.style == "flow":
        return _before_bracket(spans, found, written(value))
    last = spans.parts.get((*path, found.children - 1))
    return _below(spans, found, item(value, " " * found.column, below=last is not None and last.style == "block"))


def _opened(spans: Spans, path: Where, found: Span | None, value: Plain) -> Replacement | None:
    """The first of a list: behind the colon, or, for a part, below the line with its comment."""
    above = spans.parts.get(path[:-1])
    if found is None or not isinstance(value, Mapping) or above is None or above.style != "block":
        return _put(spans, path, [value])
    begins = spans.line_start(found.name)
    end = spans.line_end(found.end)
    rest = spans.text[found.end : end]
    indent = " " * (found.name - begins)
    after = f"{rest.rstrip()}\n{item(value, indent + '  ')}"
    return Replacement(len(spans.text[: found.start].rstrip()), end, after)


def _take(spans: Spans, path: Where) -> Replacement | None:
    found, around = spans.parts.get(path), spans.parts.get(path[:-1])
    if found is None or around is None or not isinstance(path[-1], int):
        return None
    if around.style == "block":
        return Replacement(spans.line_start(found.name), _next_line(spans, found.end), "")
    following, before = spans.parts.get((*path[:-1], path[-1] + 1)), spans.parts.get((*path[:-1], path[-1] - 1))
    if following is not None:
        return Replacement(found.name, following.name, "")
    return Replacement(before.end if before else found.name, found.end, "")


def _next_line(spans: Spans, at: int) -> int:
    end = spans.text.find("\n", at)
    return len(spans.text) if end < 0 else end + 1


def _before_bracket(spans: Spans, found: Span, text: str) -> Replacement:
    held = spans.text[found.start : found.end - 1].rstrip()
    mark = "" if not found.children else " " if held.endswith(",") else ", "
    return Replacement(found.start + len(held), found.start + len(held), mark + text)


def _below(spans: Spans, found: Span, lines: str) -> Replacement:
    """On a line of its own after a block, in front of the comments that follow."""
    at = spans.line_end(found.end)
    return Replacement(at, at, "\n" + lines)
