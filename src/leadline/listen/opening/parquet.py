"""A Parquet file by its columns, as a warehouse writes it.

In: a path. Out: its rows; times keep their zone, where the column has one. The surprise: it is read a group at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from leadline.errors import LeadlineError
from leadline.listen.opening.forms import Line, RowsFile, as_cell

_ROWS = 10_000


def parquet_file(path: Path) -> RowsFile:
    """Raises LeadlineError where it is none."""
    try:
        header = tuple(parquet.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        raise LeadlineError(f"{path.name} cannot be read as Parquet.", "Export it again.") from error

    def rows() -> Iterator[Line]:
        number = 0
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    cells = {name: _said(value) for name, value in row.items()}
                    yield number, cells, ",".join("" if cell is None else str(cell) for cell in cells.values())

    return RowsFile(path, header, rows)


def _said(value: Any) -> str | bool | None:
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, float):
        return None if value != value else repr(value)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    try:
        return as_cell(value)
    except TypeError:
        return str(value)
