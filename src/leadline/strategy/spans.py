"""Where exactly does each part of a strategy's text begin and end? A text in, a Span per path out.

`plain.Places` knows lines, which is enough to read; whoever underlines a part or changes it needs its first
and its last sign. The surprise: a block ends with its last value, and not where YAML
notices that it has ended, below the comments that follow.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from leadline.plain import Where, parse_path, was_cut

Style = Literal["block", "flow", "text", "nothing"]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Span:
    """A part: `start` to `end` is its value, in signs from the text's first; `name` is where its field's name begins.

    `style` says how it is written: below its name (`block`), in brackets (`flow`), as a text, or not at all.
    """

    name: int
    start: int
    end: int
    style: Style
    column: int
    """The signs before its first field or hyphen, for a block."""
    children: int = 0


@dataclass
class Spans:
    """The spans of one text, which is plain YAML that `plain_values` has read."""

    text: str
    parts: dict[Where, Span] = field(default_factory=dict)
    _lines: list[int] = field(default_factory=list)

    def region(self, where: str | Where) -> tuple[int, int, int, int]:
        """First line, first column, last line and the column after the last sign, from 1, of a field's name and value.
        Of a part that does not stand there, the first line of the nearest part around it."""
        path = parse_path(where) if isinstance(where, str) else where
        found = self.parts.get(path)
        if found is not None and path:
            return *self.place(found.name), *self.place(max(found.end, found.name + 1))
        while path and path not in self.parts:
            path = path[:-1]
        start = self.parts[path].name if path in self.parts else 0
        return *self.place(start), *self.place(max(self.line_end(start), start + 1))

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a sign, from 1."""
        line = bisect.bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def line_end(self, at: int) -> int:
        """The end of the line in which a sign stands."""
        found = self.text.find("\n", at)
        end = len(self.text) if found < 0 else found
        return end - 1 if end > at and self.text[end - 1] == "\r" else end

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    @property
    def _starts(self) -> list[int]:
        if not self._lines:
            self._lines.append(0)
            self._lines.extend(at + 1 for at, sign in enumerate(self.text) if sign == "\n")
        return self._lines


def spans_of(text: str) -> Spans:
    """The span of every part of a text that `plain_values` can read."""
    walk = _Walk(text)
    walk.read()
    return walk.spans


class _Walk:
    """From events to spans. A mark counts signs, from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self.spans = Spans(text)

    def read(self) -> None:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.value(next(self.events), (), None)

    def value(self, event: yaml.Event, where: Where, name: int | None) -> Span:
        start, end = _mark(event.start_mark).index, _mark(event.end_mark).index
        name = start if name is None else name
        if isinstance(event, yaml.CollectionStartEvent):
            style: Style = "flow" if event.flow_style else "block"
            span = Span(name, start, end, style, _mark(event.start_mark).column)
            self.spans.parts[where] = span
            closing = (self.mapping if isinstance(event, yaml.MappingStartEvent) else self.sequence)(where, span)
            if style == "flow":
                span.end = _mark(closing.end_mark).index
            return span
        text = self.text[start:end]
        says_nothing = isinstance(event, yaml.ScalarEvent) and event.implicit[0] and text.strip() in ("", "~", "null")
        span = Span(name, start, start + len(text.rstrip()), "nothing" if says_nothing else "text", 0)
        self.spans.parts[where] = span
        return span

    def mapping(self, where: Where, around: Span) -> yaml.Event:
        last: tuple[Span, str] | None = None
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - plain_values has refused anything else
            if not around.children:
                around.column = _mark(event.start_mark).column
            span = self.value(next(self.events), (*where, event.value), _mark(event.start_mark).index)
            if span.style == "nothing" and last and was_cut(last[1], event.value):
                del self.spans.parts[(*where, event.value)]
                last[0].end = _mark(event.end_mark).index
                last = (last[0], f"{last[1]},{event.value}")
            else:
                around.children += 1
                last = (span, self.text[span.start : span.end])
            around.end = max(span.end, _mark(event.end_mark).index)
        return event

    def sequence(self, where: Where, around: Span) -> yaml.Event:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            span = self.value(event, (*where, around.children), None)
            around.children += 1
            around.end = max(around.end, span.end)
        return event


def _mark(mark: Any) -> yaml.Mark:
    """Where an event begins or ends, which the reader of a text always knows."""
    if mark is None:
        raise TypeError("An event of YAML stands nowhere.")
    return mark  # type: ignore[no-any-return]
