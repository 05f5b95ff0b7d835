"""A table is declared once, a sentence per column; everything else asks the declaration.

In: nothing. Out: Arrow schemas, column names, the key that makes a row the same row. The surprise: files are never
rewritten for a new column. A file that was written before the column says its default, or what it said under its
former name, whenever it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Kind = Literal["text", "int", "float", "bool", "day", "instant", "json", "bytes"]

_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "day": pa.date32(),
    "instant": pa.timestamp("us", tz="UTC"),
    "json": pa.string(),
    "bytes": pa.binary(),
}


@dataclass(frozen=True)
class Column:
    """One column. An `instant` is in UTC, a `day` in the company's zone; `required` ones are never empty.

    A column that came later says `since` which version of its table, and what rows of earlier ones are taken to say:
    what stands under its former name (`was`), or else its `default`.
    """

    name: str
    kind: Kind
    sentence: str
    required: bool = True
    since: int = 1
    was: str | None = None
    default: str | float | bool | None = None

    @property
    def type(self) -> pa.DataType:
        return _ARROW[self.kind]


@dataclass(frozen=True)
class Table:
    """One table of the lake. Two rows with the same `key` are the same row; the first one stays.

    `order` names the columns by which a batch is sorted before it is written, so that readers skip files. The rows of a
    `computed` table are made from others and replaced; those of every other one are only added to. `lookups` names
    the columns by whose values rows are looked for in a table that may grow very large. A `large` one grows with every
    message: what reads all of it is asked of the cluster, where there is one. `day` names the column by which such a
    table is asked for some days: its log tells of each file which days it may hold.
    """

    name: str
    sentence: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...] = ()
    computed: bool = False
    lookups: tuple[tuple[str, ...], ...] = ()
    large: bool = False
    day: str | None = None

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def version(self) -> int:
        """Counts the times that columns were added or renamed; 1 for a table that stands as it was first declared."""
        return max(column.since for column in self.columns)

    @property
    def later(self) -> list[Column]:
        """Columns that files of earlier versions do not have."""
        return [column for column in self.columns if column.since > 1]

    def schema(self) -> pa.Schema:
        return pa.schema(
            [pa.field(one.name, one.type, nullable=not one.required or one.since > 1) for one in self.columns]
        )

    def of_rows(self, rows: list[dict[str, object]]) -> pa.Table:
        """Rows as an Arrow table of this shape; a missing optional column is empty, a later one says its default."""
        defaults: dict[str, object] = {column.name: column.default for column in self.later}
        return pa.Table.from_pylist([defaults | row for row in rows] if defaults else rows, schema=self.schema())

    def of_columns(self, columns: dict[str, object]) -> pa.Table:
        """Columns (lists or arrays of one length) as an Arrow table of this shape."""
        return pa.table({name: columns[name] for name in self.names}, schema=self.schema())
