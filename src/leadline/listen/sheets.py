"""A sheet: some thousand rows of a file by columns, so that a row costs no object of its own.

In: columns of cells, and rows that are none. Out: a whole column, or a single row with its line and its raw text. The
surprise: the columns of a table are Arrow arrays of text; those of NDJSON are lists, for JSON says true and false too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from leadline.listen.fields import Unreadable

Bools = NDArray[np.bool_]
Column: TypeAlias = list[Any] | pa.Array
"""The cells of a column: an Arrow array of text, or a list that may hold true and false."""


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
    """Some rows of a file by columns. `raws` are the lines of NDJSON; the raw text of a table's row is its cells. Rows
    that are none (`lost`) say None in every column.
    """

    delimiter: str
    lines: list[int] = field(default_factory=list)
    columns: dict[int | str, Column] = field(default_factory=dict)
    names: dict[str, int | str] = field(default_factory=dict)
    raws: list[str] = field(default_factory=list)
    lost: dict[int, NoRow] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def is_readable(self) -> Bools:
        readable = np.ones(len(self), bool)
        readable[list(self.lost)] = False
        return readable

    def column(self, name: str) -> Column:
        """What each row says under a name; None where it says nothing, or cannot be read."""
        return self.columns[self.names[name]] if name in self.names else nothing(len(self))

    def record(self, place: int) -> Record:
        if lost := self.lost.get(place):
            return Record(self.lines[place], lost.why, lost.raw)
        content = {name: _cell(self.columns[key], place) for name, key in self.names.items()}
        raw = self.raws[place] if self.raws else self.delimiter.join(_cell(one, place) for one in self.columns.values())
        return Record(self.lines[place], content, raw)

    def add_objects(self, lines: list[int], rows: list[dict[str, Any] | NoRow], raws: list[str]) -> None:
        """Rows of NDJSON, whose names may come and go."""
        self.lost.update(lost_among(rows, first=len(self)))
        objects: list[dict[str, Any]] = [{} if isinstance(row, NoRow) else row for row in rows]
        for name in dict.fromkeys(name for row in objects for name in row):
            self.names[name] = name
            column = self.columns.setdefault(name, [])
            column.extend([None] * (len(self) - len(column)))
            column.extend([row.get(name) for row in objects])
        self.lines.extend(lines)
        self.raws.extend(raws)
        for column in self.columns.values():
            column.extend([None] * (len(self) - len(column)))

    def as_lists(self) -> Sheet:
        """The same, to be asked for each of its rows."""
        listed: dict[int | str, Column] = {key: cells_of(one) for key, one in self.columns.items()}
        return Sheet(self.delimiter, self.lines, listed, self.names, self.raws, self.lost)


def nothing(rows: int) -> pa.Array:
    """A column that says nothing."""
    return pa.nulls(rows, pa.string())


def cells_of(column: Column) -> list[Any]:
    """The cells of a column as a list."""
    return column if isinstance(column, list) else column.to_pylist()


def lost_among(rows: Sequence[object], *, first: int = 0) -> dict[int, NoRow]:
    """Those that are no rows, by their places from `first` on."""
    return {first + place: row for place, row in enumerate(rows) if isinstance(row, NoRow)}


def _cell(column: Column, place: int) -> Any:
    return column[place] if isinstance(column, list) else column[place].as_py()
