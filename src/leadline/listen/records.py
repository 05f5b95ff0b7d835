"""A file as sheets of rows: whatever its encoding, delimiter or form, what a row says under each name.

In: a path. Out: the header's names, and sheets of some thousand rows, which give a whole column or a single row with
its line and its raw text. The surprise: short and long rows are refused one by one, and a file is read as often as
somebody iterates.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple, TextIO, TypeVar

from leadline.errors import LeadlineError
from leadline.listen.fields import Unreadable

T = TypeVar("T")

LONGEST_ROW = 5_000_000
"""Signs of a row, or of a cell of a table; a longer one is refused alone, and what follows it is read."""
_HEADER_ROWS = 100
"""Rows of an NDJSON file whose names stand for its columns: the first one may be broken, or leave some out."""
csv.field_size_limit(LONGEST_ROW)

_PLAIN = frozenset({str, bool, type(None)})
_AT_ONCE = 1000
_LOST = "\ufffd"
_HALF = re.compile("[\ud800-\udfff]")
_NOT_TEXT = Unreadable("the row holds bytes that are no letters", "Letters were lost: export the file again as UTF-8.")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Record(NamedTuple):
    """One row: where it stands, what it says, and its raw text for the refusal report."""

    line: int
    content: dict[str, Any] | Unreadable
    raw: str


class NoRow(NamedTuple):
    """What cannot be read as a row, and its raw text."""

    why: Unreadable
    raw: str


@dataclass
class Sheet:
    """Some rows of a file by columns, so that a row costs no object of its own. `raws` are the lines of NDJSON; the
    raw text of a table's row is its cells. Rows that are none say None in every column.
    """

    delimiter: str
    lines: list[int] = field(default_factory=list)
    columns: dict[int | str, list[Any]] = field(default_factory=dict)
    names: dict[str, int | str] = field(default_factory=dict)
    raws: list[str] = field(default_factory=list)
    lost: dict[int, NoRow] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def is_readable(self) -> list[bool]:
        return [place not in self.lost for place in range(len(self))] if self.lost else [True] * len(self)

    def column(self, name: str) -> list[Any]:
        """What each row says under a name; None where it says nothing, or cannot be read."""
        return self.columns[self.names[name]] if name in self.names else [None] * len(self)

    def record(self, place: int) -> Record:
        if lost := self.lost.get(place):
            return Record(self.lines[place], lost.why, lost.raw)
        content = {name: self.columns[key][place] for name, key in self.names.items()}
        raw = self.raws[place] if self.raws else self.delimiter.join(one[place] for one in self.columns.values())
        return Record(self.lines[place], content, raw)

    def add_cells(self, lines: list[int], rows: list[list[str] | NoRow]) -> None:
        """Rows of a table. Of two columns with one name the later one counts."""
        self._lose(rows)
        nothing = [None] * len(self.columns)
        for column, cells in zip(self.columns.values(), zip(*self._or(nothing, rows), strict=True), strict=True):
            column.extend(cells)
        self.lines.extend(lines)

    def add_objects(self, lines: list[int], rows: list[dict[str, Any] | NoRow], raws: list[str]) -> None:
        """Rows of NDJSON, whose names may come and go."""
        self._lose(rows)
        objects = self._or({}, rows)
        for name in dict.fromkeys(name for row in objects for name in row):
            self.names[name] = name
            column = self.columns.setdefault(name, [])
            column.extend([None] * (len(self) - len(column)))
            column.extend([row.get(name) for row in objects])
        self.lines.extend(lines)
        self.raws.extend(raws)
        for column in self.columns.values():
            column.extend([None] * (len(self) - len(column)))

    def _lose(self, rows: Sequence[object]) -> None:
        first = len(self)
        self.lost.update({first + place: row for place, row in enumerate(rows) if type(row) is NoRow})

    def _or(self, nothing: T, rows: Sequence[T | NoRow]) -> list[T]:
        """The rows, with nothing in the places of those that are none."""
        return [nothing if type(row) is NoRow else row for row in rows]  # type: ignore[misc]


@dataclass(frozen=True)
class RecordFile:
    """A file whose form is known. Iterating over `sheets()` or `records()` reads it from the start."""

    path: Path
    form: Literal["csv", "ndjson"]
    encoding: str
    delimiter: str
    header: tuple[str, ...]

    def sheets(self, rows: int) -> Iterator[Sheet]:
        """Sheets of so many rows, the last one of fewer."""
        return _csv_sheets(self, rows) if self.form == "csv" else _json_sheets(self, rows)

    def records(self) -> Iterator[Record]:
        return (sheet.record(place) for sheet in self.sheets(_AT_ONCE) for place in range(len(sheet)))


def open_records(path: Path) -> RecordFile:
    """Find out the form of the file. Raises LeadlineError where it cannot be read as text."""
    if not path.is_file():
        raise LeadlineError(f"There is no file {path}.", "Check the name and the folder.")
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = next((line for line, _ in _lines(file) if line.strip()), "")
    if not first:
        raise LeadlineError(f"{path.name} is empty.", "Export it again.")
    if first.lstrip().startswith("{") or path.suffix.lower() in (".ndjson", ".jsonl"):
        return RecordFile(path, "ndjson", encoding, "", _json_header(path, encoding))
    if _LOST in first:
        raise LeadlineError(f"{path.name} is not text in UTF-8.", "Export it again as UTF-8.")
    delimiter = max(",;\t", key=first.count)
    try:
        header = next(csv.reader([first], delimiter=delimiter))
    except csv.Error as error:
        raise LeadlineError(
            f"The first line of {path.name} is no row of names: {error}.", "Export it again."
        ) from error
    return RecordFile(path, "csv", encoding, delimiter, tuple(name.strip() for name in header))


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    return next((name for mark, name in _BOMS if start.startswith(mark)), "utf-8")


def _json_header(path: Path, encoding: str) -> tuple[str, ...]:
    """Every name in the first rows that can be read."""
    found = RecordFile(path, "ndjson", encoding, "", ()).records()
    objects = (row.content for row in islice(found, _HEADER_ROWS) if isinstance(row.content, dict))
    return tuple(dict.fromkeys(name for content in objects for name in content))


def _lines(file: TextIO) -> Iterator[tuple[str, bool]]:
    """The lines of a file, and whether each is whole: of one that is too long only the beginning is kept."""
    while line := file.readline(LONGEST_ROW):
        whole = len(line) < LONGEST_ROW or line.endswith("\n")
        if not whole:
            while (rest := file.readline(LONGEST_ROW)) and not rest.endswith("\n"):
                pass
        yield line, whole


def _csv_sheets(file: RecordFile, size: int) -> Iterator[Sheet]:
    with file.path.open(encoding=file.encoding, errors="replace", newline="") as text:
        lost: list[int] = []
        reader = csv.reader(_watched(text, lost), delimiter=file.delimiter)
        while not (head := next(reader)) or not any(head):
            pass
        rows = _cells(reader, len(head), file.delimiter, lost)
        while part := list(islice(rows, min(size, _AT_ONCE))):
            sheet = Sheet(file.delimiter)
            sheet.names = {name.strip(): place for place, name in enumerate(head)}
            sheet.columns = {place: [] for place in range(len(head))}
            _fill(sheet.add_cells, part, rows, size)
            yield sheet


def _fill(add: Callable[..., None], part: list[Any], rows: Iterator[Any], size: int) -> None:
    """Add what the first part and further ones of `rows` hold, up to `size` rows."""
    left = size
    while part:
        add(*map(list, zip(*part, strict=True)))
        left -= len(part)
        part = list(islice(rows, min(left, _AT_ONCE)))


def _watched(text: TextIO, lost: list[int]) -> Iterator[str]:
    """The lines of a file; the numbers of those that lost letters are added to `lost`."""
    for number, line in enumerate(text, 1):
        if _LOST in line:
            lost.append(number)
        yield line


def _cells(reader: Any, width: int, delimiter: str, lost: list[int]) -> Iterator[tuple[int, list[str] | NoRow]]:
    """The rows of a table with the lines on which they end; a line that lost letters is one of the row just read."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, NoRow(_too_long(), "")
            continue
        if any(cells):
            fine = len(cells) == width and not lost
            yield reader.line_num, cells if fine else _no_row(cells, width, delimiter, lost)


def _too_long() -> Unreadable:
    return Unreadable(
        f"the row is longer than {LONGEST_ROW:,} signs", "Its quotes are broken, or it holds a file: export it again."
    )


def _no_row(cells: list[str], width: int, delimiter: str, lost: list[int]) -> list[str] | NoRow:
    """A row of another width than its header, or one that lost letters."""
    lost.clear()
    raw = delimiter.join(cells)
    if len(cells) == width:
        return NoRow(_NOT_TEXT, raw) if _LOST in raw else cells
    shape = "ends after" if len(cells) < width else "holds more than its header:"
    advice = "It was cut or its quotes are broken: export the file again."
    return NoRow(Unreadable(f"the row {shape} {len(cells)} of {width} columns", advice), raw)


def _json_sheets(file: RecordFile, size: int) -> Iterator[Sheet]:
    with file.path.open(encoding=file.encoding, errors="replace") as text:
        rows = _objects(text)
        while part := list(islice(rows, min(size, _AT_ONCE))):
            sheet = Sheet("")
            _fill(sheet.add_objects, part, rows, size)
            yield sheet


def _objects(text: TextIO) -> Iterator[tuple[int, dict[str, Any] | NoRow, str]]:
    for number, (line, whole) in enumerate(_lines(text), 1):
        if line.strip():
            raw = line.rstrip("\n")
            yield number, _of_json(raw) if whole else NoRow(_too_long(), raw), raw


def _of_json(line: str) -> dict[str, Any] | NoRow:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return NoRow(Unreadable("the line is not JSON", "Write one JSON object a line."), line)
    if not isinstance(content, dict):
        return NoRow(Unreadable("the line is not a JSON object", "Write one JSON object a line, as in {...}."), line)
    if _LOST in line or ("\\u" in line and _HALF.search(json.dumps(content, ensure_ascii=False))):
        return NoRow(_NOT_TEXT, line)
    return _plain(content, line)


def _plain(content: dict[str, Any], line: str) -> dict[str, Any] | NoRow:
    """Numbers as text; what is no plain value is refused."""
    if _PLAIN.issuperset(map(type, content.values())):
        return content
    for name, value in content.items():
        if type(value) in _PLAIN:
            continue
        if isinstance(value, (dict, list)):
            why = Unreadable(f"“{name}” is not a plain value", "Write text, a number, true or false.")
            return NoRow(why, line)
        content[name] = str(value)
    return content
