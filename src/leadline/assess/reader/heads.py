"""What do the weights say about a batch of features? One column of scores per label.

The model's table holds a small whole number for each row and label; a row is one piece of memory, so that the compiled
kernel reads it at once. Sums are whole numbers: a text gets the same score, bit for bit, alone or among a million
others, and from the kernel as from NumPy, which packs two labels into one 64-bit word to add up both at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.features import Rows

Scores = NDArray[np.float64]
Table = NDArray[np.int16] | NDArray[np.int8]

_LANE_BITS = np.uint64(32)
_LOW_LANE = np.uint64(0xFFFFFFFF)
LARGEST_WEIGHT = 2047
"""What training keeps the table's numbers below."""
_MIDDLE = 1 << 15
"""Added to each number, so that none is negative: a lane holds the sum of 65,536 of them, more than a text has."""
ROW_BYTES = 16
"""Rows are padded with zeros to a multiple of this."""


@dataclass(frozen=True)
class Block:
    """What one block of rows adds up to: `sums` of shape (texts, labels), and `sizes`, how many rows each text has."""

    sums: NDArray[Any]
    sizes: NDArray[Any]


@dataclass(frozen=True)
class Heads:
    """Linear heads over rows: `table` has a column per label, in their order, and columns of zeros behind them.

    A table with fewer rows than features have is entered by the low bits of a row number, `row & mask`.
    """

    labels: tuple[str, ...]
    table: Table
    mask: np.uint32
    scales: Scores
    bias: Scores

    @classmethod
    def packed(
        cls, labels: Sequence[str], table: Table, scales: Scores, bias: Scores, *, mask: int = 0xFFFFFFFF
    ) -> Heads:
        """From a table (rows, labels) of 8 or 16 bits; `scales` and `bias` have one value per label.

        Raises ValueError where the table holds other numbers or has not one column per label.
        """
        if table.dtype not in (np.int8, np.int16) or table.shape != (len(table), len(labels)):
            raise ValueError(
                f"A table has a column of 8 or 16 bits for each of {len(labels)} labels, not {table.dtype}."
            )
        lanes = ROW_BYTES // table.itemsize
        padded = np.zeros((len(table), -(-len(labels) // lanes) * lanes), dtype=table.dtype)
        padded[:, : len(labels)] = table
        return cls(tuple(labels), padded, np.uint32(mask), scales, bias)

    def scores(self, *blocks: Sequence[Rows]) -> Mapping[str, Scores]:
        """For each label one score per text."""
        return self.weighed([self.summed(block) for block in blocks])

    def weighed(self, blocks: Sequence[Block]) -> Mapping[str, Scores]:
        """The scores of sums. Each block of rows counts as a mean: its sum over the root of its size."""
        total = np.broadcast_to(self.bias, blocks[0].sums.shape)
        for block in blocks:
            size = np.maximum(block.sizes, 1).astype(np.int64)
            total = total + block.sums * self.scales / np.sqrt(size)[:, None]
        return {label: total[:, j] for j, label in enumerate(self.labels)}

    def summed(self, block: Sequence[Rows]) -> Block:
        sums = np.concatenate([self._lane_sums(block, lane) for lane in self._lanes], axis=1)
        return Block(sums[:, : len(self.labels)], np.sum([rows.counts for rows in block], axis=0))

    @cached_property
    def _lanes(self) -> tuple[NDArray[np.uint64], ...]:
        """The columns 2j and 2j + 1 of the table in one; made where NumPy reads, and not by the kernel."""
        used = self.table[:, : len(self.labels) + len(self.labels) % 2]
        columns = (used.astype(np.int64) + _MIDDLE).astype(np.uint64)
        lanes = (columns[:, 0::2] | (columns[:, 1::2] << _LANE_BITS)).T
        return tuple(np.ascontiguousarray(lane) for lane in lanes)

    def _lane_sums(self, block: Sequence[Rows], lane: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Shape (texts, 2): differences of running sums; what overflows 64 bits on the way cancels out."""
        sums = np.zeros((len(block[0].counts), 2), dtype=np.int64)
        for rows in block:
            running = np.zeros(len(rows.rows) + 1, dtype=np.uint64)
            np.cumsum(lane[rows.rows & self.mask], out=running[1:])
            packed = running[rows.starts[1:]] - running[rows.starts[:-1]]
            sums[:, 0] += (packed & _LOW_LANE).astype(np.int64)
            sums[:, 1] += (packed >> _LANE_BITS).astype(np.int64)
            sums -= _MIDDLE * rows.counts[:, None]
        return sums
