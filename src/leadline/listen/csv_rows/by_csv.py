"""Rows as Python's csv module reads them, one by one: what a row is, and why something is none.

In: lines, the delimiter, and how many columns the header has. Out: rows with the lines on which they end; a row that
is cut, too wide or too long, or that lost letters, is a `NoRow` with its reason. The surprise: a row that is too long
ends nothing; the csv module reads on after it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Any

import numpy as np

from leadline.listen.csv_rows.runs import Rows, text_table
from leadline.listen.fields import Unreadable
from leadline.listen.sheets import NoRow, lost_among

LONGEST_ROW = 5_000_000
"""Signs of a row, or of a cell of a table; a longer one is refused alone, and what follows it is read."""
csv.field_size_limit(LONGEST_ROW)

LOST = "\ufffd"
"""Stands for bytes that are no letters."""
NOT_TEXT = Unreadable("the row holds bytes that are no letters", "Letters were lost: export the file again as UTF-8.")


def header_row(lines: Iterator[str], delimiter: str) -> tuple[list[str], int]:
    """The first row that says anything, and the line on which it ends."""
    reader = csv.reader(lines, delimiter=delimiter)
    names = next((cells for cells in reader if any(cells)), [])
    return names, reader.line_num


def odd_rows(lines: Iterator[str], most: int, delimiter: str, width: int) -> tuple[Rows, int]:
    """So many rows, their lines counted from here; and how many lines were read for them."""
    lost: list[int] = []
    reader = csv.reader(_watched(lines, lost), delimiter=delimiter)
    numbered = list(islice(_cells(reader, width, delimiter, lost), most))
    rows = [cells for _, cells in numbered]
    ends = np.array([line for line, _ in numbered], np.int64)
    return Rows(ends, text_table(rows, width), lost_among(rows)), reader.line_num


def row_alone(row: bytes, delimiter: str, width: int) -> Iterator[list[str] | NoRow]:
    """What the csv module makes of one row: nothing where none of its cells says anything."""
    reader = csv.reader(StringIO(row.decode(errors="replace"), newline=""), delimiter=delimiter)
    return (cells for _, cells in _cells(reader, width, delimiter, [0]))


def too_long() -> Unreadable:
    return Unreadable(
        f"the row is longer than {LONGEST_ROW:,} signs", "Its quotes are broken, or it holds a file: export it again."
    )


def _watched(lines: Iterator[str], lost: list[int]) -> Iterator[str]:
    """The same lines; the numbers of those that lost letters are added to `lost`."""
    for number, line in enumerate(lines, 1):
        if LOST in line:
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
            yield reader.line_num, NoRow(too_long(), "")
            continue
        if any(cells):
            fine = len(cells) == width and not lost
            yield reader.line_num, cells if fine else _no_row(cells, width, delimiter, lost)


def _no_row(cells: list[str], width: int, delimiter: str, lost: list[int]) -> list[str] | NoRow:
    """A row of another width than its header, or one that lost letters."""
    lost.clear()
    raw = delimiter.join(cells)
    if len(cells) == width:
        return NoRow(NOT_TEXT, raw) if LOST in raw else cells
    shape = "ends after" if len(cells) < width else "holds more than its header:"
    advice = "It was cut or its quotes are broken: export the file again."
    return NoRow(Unreadable(f"the row {shape} {len(cells)} of {width} columns", advice), raw)
