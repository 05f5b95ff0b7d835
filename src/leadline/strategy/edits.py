"""How does a change get into a text that a person wrote, with their comments, their order and their hand kept?

In: a text and edits, each of a path in the document (`methods[0].serves`). Out: the text with exactly that changed, or
None. The surprise: what comes out is read again and compared with what was wanted; where a text is written in a way
that an edit does not understand, nothing is changed at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from leadline.errors import LeadlineError
from leadline.plain import Where, parse_path, plain_values
from leadline.strategy.spans import Span, Spans, spans_of

Plain = str | Sequence[Any] | Mapping[str, Any]

_SHORT = {"target": "value", "baseline": "value", "goal": "text", "success": "measure", "override": "reason"}
_SENTENCES = ("company_objectives", "objectives", "targets")
_BARE = re.compile(r"[\w(][\w .%()/+-]*", re.ASCII)
_NOT_BARE = re.compile(r"(?i:null|~)|.*\s$|.* #.*")
_WIDEST = 110


@dataclass(frozen=True)
class Put:
    """A field set to a value, whether it stands there or not."""

    where: str
    value: Plain


@dataclass(frozen=True)
class Add:
    """One more at the end of a list."""

    where: str
    value: Plain


@dataclass(frozen=True)
class Take:
    """One part taken out of a list."""

    where: str


@dataclass(frozen=True)
class Name:
    """A field given another name."""

    where: str
    name: str


Edit = Put | Add | Take | Name


@dataclass(frozen=True, order=True)
class Replacement:
    """Signs `start` to `end` of a text, and what stands there instead."""

    start: int
    end: int
    text: str

    def overlaps(self, other: Replacement) -> bool:
        """Two insertions at one place do not: both are written, one after the other."""
        if self.start == self.end == other.start == other.end:
            return False
        return (self.start < other.end and other.start < self.end) or self.start == other.start


def edited(text: str, edits: Iterable[Edit]) -> str | None:
    """The text with all edits in it; None where one of them cannot be made. Raises UnreadableTextError for no YAML."""
    values, _places = plain_values(text)
    wanted = list(edits)
    made = replacements(spans_of(text), wanted)
    if made is None or any(a.overlaps(b) for i, a in enumerate(made) for b in made[:i]):
        return None
    after = replaced(text, made)
    return after if _says(after, values_with(values, wanted)) else None


def replacements(spans: Spans, edits: Iterable[Edit]) -> list[Replacement] | None:
    """What each edit replaces, or None where one of them cannot be made."""
    made = [_replacement(spans, edit) for edit in edits]
    return [one for one in made if one is not None] if None not in made else None


def replaced(text: str, made: Iterable[Replacement]) -> str:
    """The text with replacements that do not overlap; what is inserted at one place keeps its order."""
    parts, at = [], 0
    for one in sorted(made, key=lambda one: (one.start, one.end)):
        parts += [text[at : one.start], one.text]
        at = one.end
    return "".join([*parts, text[at:]])


def values_with(values: Any, edits: Iterable[Edit]) -> Any:
    """The plain values as they shall be after the edits; what is taken out goes last, so that indices hold."""
    after = deepcopy(values)
    ordered = sorted(edits, key=lambda edit: (isinstance(edit, Take), [-n for n in _indices(edit)]))
    for edit in ordered:
        after = _with(after, edit)
    return after


def _indices(edit: Edit) -> list[int]:
    return [part for part in parse_path(edit.where) if isinstance(part, int)] if isinstance(edit, Take) else []


def _says(text: str, wanted: Any) -> bool:
    try:
        values, _places = plain_values(text)
    except LeadlineError:
        return False
    return bool(_bare(values) == _bare(wanted))


def _bare(value: Any) -> Any:
    """Empty lists and nothing are the same."""
    if isinstance(value, Mapping):
        return {key: _bare(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_bare(part) for part in value] or None
    return None if value is None else str(value)


def _with(values: Any, edit: Edit) -> Any:
    """One edit on plain values, which it may change in place."""
    *path, last = parse_path(edit.where)
    around, above = values, None
    for depth, part in enumerate(path):
        inner = around.get(part) if isinstance(around, dict) else around[int(part)]
        if not isinstance(inner, dict | list):
            inner = _long(tuple(path[: depth + 1]), inner, last if depth == len(path) - 1 else path[depth + 1])
            around[part] = inner
        above, around = around, inner
    match edit:
        case Put(value=value):
            around[last] = deepcopy(value)
        case Add(value=value):
            held = around.get(last)
            around[last] = [*([] if held is None else held if isinstance(held, list) else [held]), deepcopy(value)]
        case Take():
            if isinstance(around, list):
                del around[int(last)]
        case Name(name=name):
            fields = {name if key == last else key: value for key, value in around.items()}
            if above is None:
                return fields
            above[path[-1]] = fields
    return values


def _long(path: Where, short: Any, inner: str | int) -> Any:
    """The long form of what a person wrote short, so that something can stand in it."""
    if isinstance(inner, int):
        return [short]
    return {} if short is None else {_short(path): short}


def _short(path: Where) -> str:
    """The field that a bare value stands for."""
    return "text" if isinstance(path[-1], int) else _SHORT.get(path[-1], "")


def _replacement(spans: Spans, edit: Edit) -> Replacement | None:
    path = parse_path(edit.where)
    match edit:
        case Put(value=value):
            return _put(spans, path, value)
        case Add(value=value):
            return _add(spans, path, value)
        case Take():
            return _take(spans, path)
        case Name(name=name):
            found = spans.parts.get(path)
            return Replacement(found.name, found.name + len(str(path[-1])), name) if found else None


def _put(spans: Spans, path: Where, value: Plain) -> Replacement | None:
    found = spans.parts.get(path)
    if found is not None:
        return _instead(spans, found, value) if path else None
    around, last = spans.parts.get(path[:-1]), path[-1]
    if around is None or around.style == "nothing":
        return _put(spans, path[:-1], {str(last): value}) if len(path) > 1 and isinstance(last, str) else None
    if around.style == "text":
        return _unfold(spans, path[:-1], around, last, value)
    if isinstance(last, int):
        return None
    if around.style == "flow":
        return _before_bracket(spans, around, f"{last}: {written(value)}")
    indent = " " * around.column
    return _below(spans, around, f"{indent}{last}:{_after_colon(value, indent)}")


def _instead(spans: Spans, found: Span, value: Plain) -> Replacement | None:
    if found.style == "block":
        return None
    if found.style == "nothing" and found.start == found.end:
        indent = " " * (found.name - spans.line_start(found.name))
        return Replacement(found.start, found.end, _after_colon(value, indent))
    return Replacement(found.start, found.end, written(value))


def _unfold(spans: Spans, path: Where, around: Span, last: str | int, value: Plain) -> Replacement | None:
    """`target: 20 %` becomes `target: {value: 20 %, stated_as: points}`, and `serves: a` a list."""
    held = plain_values(spans.text[around.start : around.end])[0]
    if not isinstance(held, str):
        return None
    if isinstance(last, int):
        return Replacement(around.start, around.end, written([value])) if last == 0 else None
    if not _short(path):
        return None
    return Replacement(around.start, around.end, written({_short(path): held, last: value}))


def _add(spans: Spans, path: Where, value: Plain) -> Replacement | None:
    found = spans.parts.get(path)
    if found is None or found.style == "nothing":
        return _put(spans, path, [value])
    if found.style == "text":
        held = plain_values(spans.text[found.start : found.end])[0]
        return Replacement(found.start, found.end, written([held, value])) if path[-1] not in _SENTENCES else None
    if found.style == "flow":
        return _before_bracket(spans, found, written(value))
    return _below(spans, found, _item(value, " " * found.column))


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
    at, end = spans.line_end(found.end), "\r\n" if "\r\n" in spans.text else "\n"
    return Replacement(at, at, end + lines.replace("\n", end))


def _after_colon(value: Plain, indent: str) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(one, Mapping) for one in value):
        return "".join(f"\n{_item(one, indent + '  ')}" for one in value)
    return f" {written(value)}"


def _item(value: Plain, indent: str) -> str:
    """`- {to: champions, metrics: [csat]}`, or one field under the other where that is too wide."""
    line = f"{indent}- {written(value)}"
    if len(line) <= _WIDEST or not isinstance(value, Mapping):
        return line
    fields = [f"{name}: {written(one)}" for name, one in value.items()]
    return "\n".join(f"{indent}{'- ' if n == 0 else '  '}{field}" for n, field in enumerate(fields))


def written(value: Any) -> str:
    """A value in one line of YAML, as it may stand in brackets too."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {written(one)}" for name, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(written(one) for one in value) + "]"
    text = str(value)
    return text if _BARE.fullmatch(text) and not _NOT_BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)
