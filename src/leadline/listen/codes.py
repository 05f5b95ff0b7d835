"""A column of few distinct cells, or pairs of such columns: each distinct one is read once.

In: a column of cells, or columns that were read. Out: `Coded`, a number a row and what each number stands for. The
surprise: what stands behind a number may be refused; its rows are then told by a mask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from leadline.listen.sheets import Bools, Column

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Coded:
    """Row by row a number (from 0), and what the numbers stand for."""

    codes: Numbers
    told: Sequence[Any]

    def __len__(self) -> int:
        return len(self.codes)

    def read(self, make: Callable[[Any], Any]) -> Coded:
        """What is made of each distinct one."""
        return Coded(self.codes, [make(one) for one in self.told])

    def of(self, rows: Bools | Numbers) -> Coded:
        """Some of the rows, and what stands behind them only."""
        return _of_codes(self.codes[rows], self.told)

    def where(self, holds: Callable[[Any], bool]) -> Bools:
        """Rows of which something holds."""
        return np.array([holds(one) for one in self.told], bool)[self.codes]

    def array(self, kind: pa.DataType | None = None) -> pa.Array:
        """As a column."""
        return pa.array(self.told, kind or pa.string()).take(pa.array(self.codes))

    def cells(self) -> list[Any]:
        return [self.told[code] for code in self.codes.tolist()]


def coded(column: Column) -> Coded:
    """The distinct cells of a column."""
    if isinstance(column, list):
        try:
            column = pa.array(column, pa.string())
        except (pa.ArrowTypeError, pa.ArrowInvalid):  # true or false stands among the texts
            return _of_cells(column)
    found = column.dictionary_encode(null_encoding="encode")
    return Coded(found.indices.to_numpy().astype(np.int64), found.dictionary.to_pylist())


def same(cell: Any, rows: int) -> Coded:
    """A column that says the same in every row."""
    return Coded(np.zeros(rows, np.int64), [cell])


def together(*columns: Coded) -> Coded:
    """The distinct rows of some columns, as tuples."""
    codes = columns[0].codes
    for column in columns[1:]:
        codes = codes * len(column.told) + column.codes
    found = _of_codes(codes, None)
    told, left = [], np.array(found.told, np.int64)
    for column in reversed(columns):
        left, here = np.divmod(left, max(len(column.told), 1))
        told.append([column.told[code] for code in here.tolist()])
    return Coded(found.codes, list(zip(*reversed(told), strict=True)))


def _of_codes(codes: Numbers, told: Sequence[Any] | None) -> Coded:
    found = pa.array(codes).dictionary_encode()
    numbers = found.dictionary.to_pylist()
    return Coded(found.indices.to_numpy().astype(np.int64), numbers if told is None else [told[one] for one in numbers])


def _of_cells(cells: list[Any]) -> Coded:
    numbers: dict[Any, int] = {}
    codes = [numbers.setdefault(cell, len(numbers)) for cell in cells]
    return Coded(np.array(codes, np.int64), list(numbers))
