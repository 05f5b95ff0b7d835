"""Is the lake whole? What each table holds, and whether a key stands twice."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import narwhals as nw

from leadline.engine.backend import DuckDB, rows
from leadline.engine.store import Lake
from leadline.engine.table import Table
from leadline.errors import LeadlineError


@dataclass(frozen=True)
class TableState:
    """`doubled` keys are keys that stand more than once: always 0 unless something is broken."""

    table: str
    files: int
    rows: int
    bytes: int
    doubled: int
    version: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def check_table(lake: Lake, table: Table) -> TableState:
    """Count a table's rows and keys. Raises LeadlineError with the table's name for a file that cannot be read."""
    try:
        return _state(lake, table)
    except LeadlineError as error:
        raise LeadlineError(f"{table.name}: {error.sentence}", "Restore the table's folder from a backup.") from error


def _state(lake: Lake, table: Table) -> TableState:
    files = lake.files(table)
    frame = DuckDB.here().scan(table, files)
    [counted] = rows(frame.select(n=nw.len()))
    keys = frame.group_by(*table.key).agg(n=nw.len()).filter(nw.col("n") > 1)
    [doubled] = rows(keys.select(n=nw.len()))
    size = sum(Path(file.removeprefix("file://")).stat().st_size for file in files)
    return TableState(table.name, len(files), counted["n"], size, doubled["n"], lake.version(table))
