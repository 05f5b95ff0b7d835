"""A file as records: whatever its encoding, delimiter or form, one dictionary of text a row.

In: a path. Out: the header's names and an iterator of (line number, record or Unreadable, raw text). The
surprise: short and long rows are refused one by one, and a file is read as often as somebody iterates.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple, TextIO

from leadline.errors import LeadlineError
from leadline.listen.fields import Unreadable

LONGEST_ROW = 5_000_000
"""Signs of a row, or of a cell of a table; a longer one is refused alone, and what follows it is read."""
_HEADER_ROWS = 100
"""Rows of an NDJSON file whose names stand for its columns: the first one may be broken, or leave some out."""
csv.field_size_limit(LONGEST_ROW)

_LOST = "\ufffd"
_HALF = re.compile("[\ud800-\udfff]")
_NOT_TEXT = Unreadable("the row holds bytes that are no letters", "Letters were lost: export the file again as UTF-8.")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Record(NamedTuple):
    """One row: where it stands, what it says, and its raw text for the refusal report."""

    line: int
    content: dict[str, Any] | Unreadable
    raw: str


@dataclass(frozen=True)
class RecordFile:
    """A file whose form is known. Iterating over `records()` reads it from the start, row by row."""

    path: Path
    form: Literal["csv", "ndjson"]
    encoding: str
    delimiter: str
    header: tuple[str, ...]

    def records(self) -> Iterator[Record]:
        return _csv_records(self) if self.form == "csv" else _json_records(self)


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


def _csv_records(file: RecordFile) -> Iterator[Record]:
    with file.path.open(encoding=file.encoding, errors="replace", newline="") as text:
        reader = csv.reader(text, delimiter=file.delimiter)
        while not (head := next(reader)) or not any(head):
            pass
        names = [name.strip() for name in head]
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Record(reader.line_num, _too_long(), "")
                continue
            if cells and any(cells):
                yield Record(reader.line_num, _of_cells(names, cells), file.delimiter.join(cells))


def _too_long() -> Unreadable:
    return Unreadable(
        f"the row is longer than {LONGEST_ROW:,} signs", "Its quotes are broken, or it holds a file: export it again."
    )


def _of_cells(names: list[str], cells: list[str]) -> dict[str, Any] | Unreadable:
    if len(cells) != len(names):
        shape = "ends after" if len(cells) < len(names) else "holds more than its header:"
        return Unreadable(
            f"the row {shape} {len(cells)} of {len(names)} columns",
            "It was cut or its quotes are broken: export the file again.",
        )
    return _NOT_TEXT if any(_LOST in cell for cell in cells) else dict(zip(names, cells, strict=True))


def _json_records(file: RecordFile) -> Iterator[Record]:
    with file.path.open(encoding=file.encoding, errors="replace") as text:
        for number, (line, whole) in enumerate(_lines(text), 1):
            if line.strip():
                yield Record(number, _of_json(line) if whole else _too_long(), line.rstrip("\n"))


def _of_json(line: str) -> dict[str, Any] | Unreadable:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return Unreadable("the line is not JSON", "Write one JSON object a line.")
    if not isinstance(content, dict):
        return Unreadable("the line is not a JSON object", "Write one JSON object a line, as in {...}.")
    if _LOST in line or ("\\u" in line and _HALF.search(json.dumps(content, ensure_ascii=False))):
        return _NOT_TEXT
    return _plain(content)


def _plain(content: dict[str, Any]) -> dict[str, Any] | Unreadable:
    """Numbers as text; what is no plain value is refused."""
    for name, value in content.items():
        if value is None or isinstance(value, (str, bool)):
            continue
        if isinstance(value, (dict, list)):
            return Unreadable(f"“{name}” is not a plain value", "Write text, a number, true or false.")
        content[name] = str(value)
    return content
