"""A table is declared once, a sentence per column; everything else asks the declaration.

In: nothing. Out: Arrow schemas, column names, the key that makes a row the same row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Kind = Literal["text", "int", "float", "bool", "day", "instant", "json"]

_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "day": pa.date32(),
    "instant": pa.timestamp("us", tz="UTC"),
    "json": pa.string(),
}


@dataclass(frozen=True)
class Column:
    """One column. An `instant` is in UTC, a `day` in the company's zone; `required` ones are never empty."""

    name: str
    kind: Kind
    sentence: str
    required: bool = True


@dataclass(frozen=True)
class Table:
    """One table of the lake. Two rows with the same `key` are the same row; the first one stays.

    `order` names the columns by which a batch is sorted before it is written, so that readers skip files.
    """

    name: str
    sentence: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def schema(self) -> pa.Schema:
        return pa.schema(
            [pa.field(column.name, _ARROW[column.kind], nullable=not column.required) for column in self.columns]
        )

    def of_rows(self, rows: list[dict[str, object]]) -> pa.Table:
        """Rows as an Arrow table of this shape; a missing optional column is empty."""
        return pa.Table.from_pylist(rows, schema=self.schema())

    def of_columns(self, columns: dict[str, object]) -> pa.Table:
        """Columns (lists or arrays of one length) as an Arrow table of this shape."""
        return pa.table({name: columns[name] for name in self.names}, schema=self.schema())
