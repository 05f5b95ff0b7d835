"""Where data live and how they are asked: declared tables, the lake, the query engine, the ledger.

lake = Lake(home.lake)
lake.append(MESSAGES, MESSAGES.of_rows([...]))
answer = rows(scan(lake, MESSAGES).group_by("channel").agg(n=nw.len()))
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.engine.backend import DuckDB, among, beside, collect, engine_for, in_batches, rows, without
from leadline.engine.store import Appended, Lake
from leadline.engine.table import Column, Table
from leadline.words import Period

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
    "engine_for",
    "frame",
    "in_batches",
    "matching",
    "rows",
    "scan",
    "without",
]


def scan(lake: Lake, table: Table, *, days: Period | None = None) -> nw.LazyFrame[Any]:
    """All rows of a table, or those of some days of a table that is asked for by days, as a lazy frame of Narwhals
    expressions. Files that hold none of these days are not opened.
    """
    found = engine_for(table).scan(table, lake.files(table, days=days))
    return found.filter(nw.col(table.day).is_between(days.first, days.last)) if days and table.day else found


def frame(rows: pa.Table) -> nw.LazyFrame[Any]:
    """Rows in memory, as a lazy frame."""
    return DuckDB.here().of_arrow(rows)


def matching(lake: Lake, table: Table, wanted: pa.Table, *, names: Sequence[str] | None = None) -> nw.LazyFrame[Any]:
    """The rows of a table that say what a row of `wanted` says, with the columns `names` (all of them without). By a
    lookup of these columns, where the table has one: then the cost is that of what is found, however large the table
    is, and no cluster is asked.
    """
    columns, names = tuple(wanted.column_names), list(names or table.names)
    if columns not in table.lookups:
        return among(scan(lake, table), wanted, list(columns)).select(*names)
    engine, files = DuckDB.here(), lake.files(table)
    found = lake.lookup(table, columns).find(engine.hashes(wanted, columns), files)
    if sum(map(len, found.groups.values())) > _MANY_GROUPS:
        return among(engine.scan(table, [*found.groups, *found.uncovered]), wanted, list(columns)).select(*names)
    here = engine.groups(table, found.groups, wanted, names)
    if not found.uncovered:
        return here
    there = among(engine.scan(table, list(found.uncovered)), wanted, list(columns))
    return nw.concat([here, there.select(*names)])
