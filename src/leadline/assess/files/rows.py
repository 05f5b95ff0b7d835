"""The rows of a file that somebody wants labelled: CSV with any of the usual delimiters, or one JSON object a line.

In: bytes (UTF-8, with or without its mark). Out: a Table, whose rows come one by one. The surprise: nothing is left out
and nothing is repaired, since each row is to come out again: what is no row ends the reading with its line's number.
"""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import IO, Any, Literal, NamedTuple

from leadline.errors import LeadlineError
from leadline.listen.csv_rows import LONGEST_ROW

Form = Literal["csv", "ndjson"]
ENDINGS: dict[str, Form] = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson"}
_AGAIN = "Export the file again."


class Row(NamedTuple):
    """One row: the line on which it ends; its cells in the order of the columns, or what stands there as JSON."""

    line: int
    cells: list[str]
    raw: str = ""
    content: dict[str, Any] | None = None


@dataclass(frozen=True)
class Table:
    """A file that was opened: `columns` are those of the header, or of the first object."""

    name: str
    form: Form
    delimiter: str
    columns: tuple[str, ...]
    rows: Iterator[Row]

    def texts_of(self, column: str) -> partial[str]:
        """What gives the text of a row. Raises LeadlineError where no column has this name, or two of them have it."""
        if self.columns.count(column) != 1:
            said = "twice" if column in self.columns else "nowhere"
            known = ", ".join(f"“{name}”" for name in self.columns)
            raise LeadlineError(
                f"The column “{column}” stands {said} in {self.name}.", f"Name one of its columns: {known}."
            )
        if self.form == "csv":
            return partial(_cell, self.columns.index(column))
        return partial(_value, self.name, column)


def open_table(file: IO[bytes], name: str) -> Table:
    """Find out the form by the first line that says anything. Raises LeadlineError where it cannot be read."""
    lines = _lines(file, name)
    blank = 0
    for first in lines:
        if first.strip():
            break
        blank += 1
    else:
        raise LeadlineError(f"{name} is empty.", _AGAIN)
    every = chain([first], lines)
    start = first.lstrip()[:1]
    if start == "[":
        raise LeadlineError(f"{name} is one JSON list.", "Write one JSON object a line: jq -c '.[]' does it.")
    return _json_table(every, name, blank) if start == "{" else _csv_table(every, name, first, blank)


def _lines(file: IO[bytes], name: str) -> Iterator[str]:
    number, encoding = 0, "utf-8-sig"
    try:
        while line := file.readline(2 * LONGEST_ROW):
            number += 1
            if len(line) == 2 * LONGEST_ROW:
                raise LeadlineError(f"Line {number:,} of {name} is longer than {2 * LONGEST_ROW:,} bytes.", _AGAIN)
            yield line.decode(encoding)
            encoding = "utf-8"
    except UnicodeDecodeError:
        raise LeadlineError(f"Line {number:,} of {name} is not text in UTF-8.", "Export it again as UTF-8.") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise LeadlineError(f"{name} cannot be unpacked after line {number:,}: {error}.", "Copy it again.") from None


def _csv_table(lines: Iterable[str], name: str, first: str, blank: int) -> Table:
    delimiter = max(",;\t", key=first.count)
    rows = _csv_rows(csv.reader(lines, delimiter=delimiter, strict=True), name, blank)
    return Table(name, "csv", delimiter, tuple(next(rows).cells), rows)


def _csv_rows(reader: Any, name: str, blank: int) -> Iterator[Row]:
    """The header, and rows as wide as it is. A blank line is no row, as the csv module has it."""
    width = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise LeadlineError(
                f"Line {blank + reader.line_num:,} of {name} cannot be read as CSV: {error}.",
                "Its quotes are broken, or the file was cut off: export it again.",
            ) from None
        if width and cells and len(cells) != width:
            raise LeadlineError(
                f"Line {blank + reader.line_num:,} of {name} has {len(cells)} cells, its header {width}.",
                "It was cut, or a text with a delimiter stands without quotes: export the file again.",
            )
        width = width or len(cells)
        if cells:
            yield Row(blank + reader.line_num, cells)


def _json_table(lines: Iterable[str], name: str, blank: int) -> Table:
    rows = _json_rows(lines, name, blank)
    first = next(rows)
    return Table(name, "ndjson", ",", tuple(first.content or ()), chain([first], rows))


def _json_rows(lines: Iterable[str], name: str, blank: int) -> Iterator[Row]:
    for number, line in enumerate(lines, blank + 1):
        if raw := line.strip():
            try:
                content = json.loads(raw)
            except (ValueError, RecursionError):
                content = None
            if not isinstance(content, dict):
                raise LeadlineError(f"Line {number:,} of {name} is no JSON object.", "Write one object a line.")
            yield Row(number, [], raw, content)


def _cell(place: int, row: Row) -> str:
    return row.cells[place]


def _value(name: str, column: str, row: Row) -> str:
    """A number is read as its digits, and nothing as an empty text."""
    value = (row.content or {}).get(column)
    if isinstance(value, dict | list):
        raise LeadlineError(
            f"Line {row.line:,} of {name} has no text in “{column}”, but a {type(value).__name__}.", _AGAIN
        )
    return "" if value is None else str(value)
