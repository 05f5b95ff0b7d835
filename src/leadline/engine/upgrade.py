"""Rows of files of any version, as their table is declared now.

In: rows as they stand in their files. Out: the table's columns, for every engine. The surprise: DuckDB has a shorter
way for the common case (`backend.DuckDB._upgraded`), which tests/engine/test_schema.py holds to this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from leadline.engine.table import Column, Kind, Table

_NARWHALS: dict[Kind, Any] = {
    "text": nw.String(),
    "int": nw.Int64(),
    "float": nw.Float64(),
    "bool": nw.Boolean(),
    "day": nw.Date(),
    "instant": nw.Datetime("us", "UTC"),
    "json": nw.String(),
    "bytes": nw.Binary(),
}


def upgraded(table: Table, found: nw.LazyFrame[Any], names: Sequence[str] | None = None) -> nw.LazyFrame[Any]:
    """The columns `names`, or all: what a file does not hold says its default, or what stands under its former name."""
    names = table.names if names is None else names
    there = set(found.collect_schema().names())
    later = [_of_any_version(column, there) for column in table.later if column.name in names]
    return found.with_columns(*later).select(*names) if later else found.select(*names)


def _of_any_version(column: Column, there: set[str]) -> nw.Expr:
    said = [nw.col(name) for name in (column.name, column.was) if name in there]
    default = nw.lit(column.default, dtype=_NARWHALS[column.kind])
    return (nw.coalesce(*said, default) if said else default).alias(column.name)
