"""What stands in a YAML text that a person hands in? Dictionaries, lists and text out, with the line of every part;
nothing is interpreted.

Every scalar stays the text that a person wrote, so that `50.000` does not become fifty and `no` stays a word; an empty
one is None. Parties, strategy, programs and costs are all read here. The surprise: the values are made from YAML's
events, because its composer calls itself once per level and a hostile file of brackets brings the process down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from leadline.errors import LeadlineError

Where = tuple[str | int, ...]
LARGEST_FILE_BYTES = 2_000_000
DEEPEST_LEVEL = 40

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBERS_BEGIN = re.compile(r"[+−-]?\d[\d.,]*")
_NUMBERS_END = re.compile(r"\d[\d.]*\s?(%|[kKmM]|million)?")
_THOUSANDS_BEGIN = re.compile(r"(?:^|\s)\d{1,3}$")
_THOUSANDS_END = re.compile(r"\d{3}\s+\S")
_NOTHING = {"", "~", "null", "Null", "NULL"}
_ADVICE = (
    "Look at this line and the one before: each level is indented by two more spaces, never by a tab, "
    "and a text with “: ” or “#” in it stands in quotes."
)


class UnreadableTextError(LeadlineError):
    """The text is not plain YAML; `line`, with which the sentence begins, counts from 1."""

    def __init__(self, sentence: str, advice: str, line: int | None = None) -> None:
        super().__init__(f"Line {line}: {sentence}" if line else sentence, advice)
        self.line = line


@dataclass
class Places:
    """The line of every part of one text, counted from 1."""

    lines: dict[Where, int] = field(default_factory=dict)

    def line(self, where: str | Where) -> int | None:
        """The line of a path, or of the nearest part around it that stands in the text."""
        path = parse_path(where) if isinstance(where, str) else where
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def path_text(path: Where) -> str:
    """`("methods", 0, "success")` as `methods[0].success`, the way remarks carry it."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def parse_path(text: str) -> Where:
    """The other way round."""
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", text))


def read_text(path: Path) -> str:
    """The text of a file. Raises LeadlineError where there is none that can be read as UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise LeadlineError(f"There is no file {path}.", "Look at the name, or begin with the template.") from error
    except UnicodeDecodeError as error:
        raise LeadlineError(f"{path} cannot be read: it is not UTF-8 text.", "Save it as UTF-8 text.") from error
    except OSError as error:
        raise LeadlineError(f"{path} cannot be read: {error.strerror}.", "Name a readable file.") from error


def plain_values(text: str) -> tuple[Any, Places]:
    """The values in a text, and where they stand. Raises UnreadableTextError."""
    if len(text.encode(errors="replace")) > LARGEST_FILE_BYTES:
        raise UnreadableTextError("The file is larger than 2 MB.", "Keep what belongs in it; link to what is long.")
    walk = _Walk(yaml.parse(text, Loader=_LOADER))
    try:
        return walk.document(), walk.places
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is not YAML"
        raise UnreadableTextError(
            f"The file cannot be read: {problem}.", _ADVICE, mark.line + 1 if mark else None
        ) from error


def is_yaml(text: str) -> bool:
    """Whether `plain_values` can read it."""
    try:
        plain_values(text)
    except UnreadableTextError:
        return False
    return True


class _Walk:
    """From events to values, remembering the line of every part."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.events = events
        self.places = Places()

    def document(self) -> Any:
        """The one document of the stream; an empty stream is an empty document."""
        values: Any = {}
        started = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if started:
                    raise self.refused(event, "A second document begins here.", "Keep one in a file.")
                started = True
                values = self.value(next(self.events), ())
        return {} if values is None else values

    def value(self, event: yaml.Event, where: Where) -> Any:
        self.places.lines.setdefault(where, _line(event))
        if isinstance(event, yaml.AliasEvent):
            raise self.refused(event, "An alias (“*name”) stands here.", "Write the part out in full.")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            raise self.refused(event, f"A type (“{event.tag}”) stands here.", "Write plain text, without types.")
        if isinstance(event, yaml.ScalarEvent) and "\0" in event.value:
            raise self.refused(event, "A sign that no text has (“\\0”) stands here.", "Remove it.")
        if len(where) > DEEPEST_LEVEL:
            raise self.refused(event, "The file nests deeper than any does.", "Remove the brackets that open it.")
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(where)
        return _scalar(event)

    def mapping(self, where: Where) -> dict[str, Any]:
        """The fields of a part. Inside braces YAML cuts `{value: 50,000}` in two at the comma; it is joined again."""
        values: dict[str, Any] = {}
        last = ""
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refused(
                    event, "A field's name must be a word.", "Write the name, a colon, and what belongs to it."
                )
            key = event.value
            if "\0" in key:
                raise self.refused(event, "A sign that no text has (“\\0”) stands here.", "Remove it.")
            self.places.lines.setdefault((*where, key), _line(event))
            if key in values:
                first = self.places.lines[(*where, key)]
                sentence = f"“{key}” stands twice, here and in line {first}."
                raise self.refused(event, sentence, "Keep one of the two, or put both into one list.")
            value = self.value(next(self.events), (*where, key))
            if value is None and was_cut(str(values.get(last)), key):
                values[last] += f",{key}"
                continue
            values[key], last = value, key
        return values

    def sequence(self, where: Where) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self.value(event, (*where, len(values))))
        return values

    def refused(self, event: yaml.Event, sentence: str, advice: str) -> UnreadableTextError:
        return UnreadableTextError(sentence, advice, _line(event))


def was_cut(before: str, after: str) -> bool:
    """Whether a comma between the two belongs to a number, alone or in a sentence: `Get 50` and `000 fans`."""
    alone = _NUMBERS_END.fullmatch(after) and _NUMBERS_BEGIN.fullmatch(before)
    return bool(alone or (_THOUSANDS_END.match(after) and _THOUSANDS_BEGIN.search(before)))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: yaml.Event) -> str | None:
    assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - no other event is left
    is_plain = event.implicit[0]
    return None if is_plain and event.value in _NOTHING else str(event.value)
