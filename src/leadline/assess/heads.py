"""What do the weights say about a batch of features? One column of scores per label.

The model's table holds a small whole number for each row and label, two labels packed into one 64-bit word, so
that one look-up and one running sum serve both. Sums are whole numbers: a text gets the same score,
bit for bit, alone or among a million others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadline.assess.features import Rows

Scores = NDArray[np.float64]

_LANE_BITS = np.uint64(32)
_LOW_LANE = np.uint64(0xFFFFFFFF)
LARGEST_WEIGHT = 2047
"""The table's numbers lie between plus and minus this: a lane holds the sum of a million of them."""
_MIDDLE = LARGEST_WEIGHT + 1


@dataclass(frozen=True)
class Heads:
    """Linear heads over rows. `lanes[j]` packs the columns 2j and 2j + 1 of the table.

    A table with fewer rows than features have is entered by the low bits of a row number, `row & mask`.
    """

    labels: tuple[str, ...]
    lanes: tuple[NDArray[np.uint64], ...]
    mask: np.uint32
    scales: Scores
    bias: Scores

    @classmethod
    def packed(
        cls, labels: Sequence[str], table: NDArray[np.int16], scales: Scores, bias: Scores, *, mask: int = 0xFFFFFFFF
    ) -> Heads:
        """From a table (rows, labels), an even number of labels; `scales` and `bias` have one value per label."""
        columns = (table.astype(np.int64) + _MIDDLE).astype(np.uint64)
        lanes = (columns[:, 0::2] | (columns[:, 1::2] << _LANE_BITS)).T
        packed = tuple(np.ascontiguousarray(lane) for lane in lanes)
        return cls(tuple(labels), packed, np.uint32(mask), scales, bias)

    def scores(self, *blocks: Sequence[Rows]) -> Mapping[str, Scores]:
        """For each label one score per text. Each block of rows counts as a mean: its sum over the root of its size."""
        total = np.broadcast_to(self.bias, (len(blocks[0][0].counts), len(self.labels)))
        for block in blocks:
            size = np.maximum(sum(rows.counts for rows in block), 1)
            total = total + self._sums(block) * self.scales / np.sqrt(size)[:, None]
        return {label: total[:, j] for j, label in enumerate(self.labels)}

    def _sums(self, block: Sequence[Rows]) -> NDArray[np.int64]:
        return np.concatenate([self._lane_sums(block, lane) for lane in self.lanes], axis=1)

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
