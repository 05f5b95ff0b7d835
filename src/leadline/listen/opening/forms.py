"""A file whose form is known, whatever it is: a header, and its rows in sheets.

In: a reader of rows. Out: `RowsFile`, which behaves as a file of text does (`records.RecordFile`). The surprise: rows
are read anew as often as somebody iterates, so nothing of a large file stays in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from leadline.listen.sheets import NoRow, Record, Sheet

Line = tuple[int, "dict[str, Any] | NoRow", str]
"""Where a row stands, what it says, and its raw text."""
_AT_ONCE = 1000


class AnyFile(Protocol):
    """A file that was opened."""

    @property
    def path(self) -> Path: ...

    @property
    def header(self) -> tuple[str, ...]: ...

    def sheets(self, rows: int) -> Iterator[Sheet]:
        """Sheets of so many rows, the last one of fewer."""
        ...

    def records(self) -> Iterator[Record]: ...


@dataclass(frozen=True)
class RowsFile:
    """A file that is read row by row. `left_out` are the numbers of the sheets that nobody reads, `part`
    that of the one that is read."""

    path: Path
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Line]]
    left_out: tuple[str, ...] = ()
    part: str = ""

    def sheets(self, rows: int) -> Iterator[Sheet]:
        lines = self.rows()
        while part := list(islice(lines, min(rows, _AT_ONCE))):
            sheet = Sheet("")
            left = rows
            while part:
                sheet.add_objects(*map(list, zip(*part, strict=True)))
                left -= len(part)
                part = list(islice(lines, min(left, _AT_ONCE)))
            yield sheet

    def records(self) -> Iterator[Record]:
        for sheet in self.sheets(_AT_ONCE):
            yield from (sheet.record(place) for place in range(len(sheet)))


def as_cell(value: Any) -> str | bool | None:
    """A value of JSON as a cell: numbers as text, and what holds others as its JSON."""
    if value is None or isinstance(value, (str, bool)):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def flat(content: dict[str, Any], before: str = "") -> dict[str, str | bool | None]:
    """Objects within objects as columns with points, as in `source.name`; lists as their JSON."""
    cells: dict[str, str | bool | None] = {}
    for name, value in content.items():
        if isinstance(value, dict) and value and len(before) < 100:
            cells |= flat(value, f"{before}{name}.")
        else:
            cells[f"{before}{name}"] = as_cell(value)
    return cells
