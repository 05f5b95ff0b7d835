"""Runs of rows: what a reader of a table gives at a time.

In: rows as the csv module or Arrow read them. Out: the same rows in runs of one size. The surprise: what cannot be read
as a row keeps its place among the others, empty in every column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from leadline.listen.sheets import NoRow


@dataclass(frozen=True)
class Rows:
    """Rows in their order: the lines on which they end, their columns, and those that are none (None in every cell)."""

    lines: NDArray[np.int64]
    columns: pa.Table
    lost: dict[int, NoRow]

    def __len__(self) -> int:
        return len(self.lines)


def of_size(runs: Iterator[Rows], size: int) -> Iterator[Rows]:
    """The same rows in runs of one size, the last one of fewer."""
    held: list[Rows] = []
    for run in runs:
        held.append(run)
        while sum(map(len, held)) >= size:
            rows = _joined(held)
            held = [_part(rows, size, len(rows))]
            yield _part(rows, 0, size)
    if rest := [run for run in held if len(run)]:
        yield _joined(rest)


def text_table(rows: list[list[str] | NoRow], width: int) -> pa.Table:
    """So many columns of text, named by their places."""
    cells: list[Any] = [[None] * width if isinstance(row, NoRow) else row for row in rows]
    columns: list[Any] = list(zip(*cells, strict=True)) if cells else [()] * width
    return pa.table({str(place): pa.array(column, pa.string()) for place, column in enumerate(columns)})


def _joined(runs: list[Rows]) -> Rows:
    begins = np.cumsum([0, *map(len, runs)]).tolist()
    lost = {begin + place: row for begin, run in zip(begins, runs, strict=False) for place, row in run.lost.items()}
    return Rows(np.concatenate([run.lines for run in runs]), pa.concat_tables([run.columns for run in runs]), lost)


def _part(rows: Rows, begin: int, end: int) -> Rows:
    lost = {place - begin: row for place, row in rows.lost.items() if begin <= place < end}
    return Rows(rows.lines[begin:end], rows.columns.slice(begin, end - begin), lost)
