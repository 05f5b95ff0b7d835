"""Where data live and how they are asked: declared tables, the lake, the query engine, the ledger.

lake = Lake(home.lake)
lake.append(MESSAGES, MESSAGES.of_rows([...]))
answer = rows(scan(lake, MESSAGES).group_by("channel").agg(n=nw.len()))
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.engine.backend import DuckDB, collect, rows
from leadline.engine.store import Appended, Lake
from leadline.engine.table import Column, Table

__all__ = ["Appended", "Column", "DuckDB", "Lake", "Table", "among", "collect", "rows", "scan"]


def scan(lake: Lake, table: Table) -> nw.LazyFrame[Any]:
    """All rows of a table, as a lazy frame of Narwhals expressions."""
    return DuckDB.here().scan(table, lake.files(table))


def among(frame: nw.LazyFrame[Any], rows: pa.Table, on: list[str]) -> nw.LazyFrame[Any]:
    """The rows of a query whose values in the columns `on` stand in `rows` too."""
    return frame.join(DuckDB.here().of_arrow(rows.select(on)), on=on, how="semi")
