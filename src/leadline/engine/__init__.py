"""Where data live and how they are asked: declared tables, the lake, the query engine, the ledger.

lake = Lake(home.lake)
lake.append(MESSAGES, MESSAGES.of_rows([...]))
answer = rows(scan(lake, MESSAGES).group_by("channel").agg(n=nw.len()))
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.engine.backend import DuckDB, among, beside, collect, engine_for, in_batches, rows, without
from leadline.engine.store import Appended, Lake
from leadline.engine.table import Column, Table

_MANY_GROUPS = 64
"""Groups of rows that are read by themselves; where there are more, their files are read as a whole."""

__all__ = [
    "Appended",
    "Column",
    "DuckDB",
    "Lake",
    "Table",
    "among",
    "beside",
    "collect",
    "frame",
    "in_batches",
    "matching",
    "rows",
    "scan",
    "without",
]


def scan(lake: Lake, table: Table) -> nw.LazyFrame[Any]:
    """All rows of a table, as a lazy frame of Narwhals expressions."""
    return engine_for(table).scan(table, lake.files(table))


def frame(rows: pa.Table) -> nw.LazyFrame[Any]:
    """Rows in memory, as a lazy frame."""
    return DuckDB.here().of_arrow(rows)


def matching(lake: Lake, table: Table, wanted: pa.Table) -> nw.LazyFrame[Any]:
    """The rows of a table that say what a row of `wanted` says. By a lookup of these columns, where the table has one:
    then the cost is that of what is found, however large the table is, and no cluster is asked.
    """
    columns = tuple(wanted.column_names)
    if columns not in table.lookups:
        return among(scan(lake, table), wanted, list(columns))
    engine, files = DuckDB.here(), lake.files(table)
    found = lake.lookup(table, columns).find(engine.hashes(wanted, columns), files)
    if sum(map(len, found.groups.values())) > _MANY_GROUPS:
        return among(engine.scan(table, [*found.groups, *found.uncovered]), wanted, list(columns))
    here = engine.groups(table, found.groups, wanted)
    if not found.uncovered:
        return here
    return nw.concat([here, among(engine.scan(table, list(found.uncovered)), wanted, list(columns))])
