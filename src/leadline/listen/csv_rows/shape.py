"""Which rows of a block of bytes are plain, and where each of them begins and ends?

In: bytes of whole lines, and the delimiter. Out: the shape of the rows before the first odd one. The surprise: no byte
is looked at in Python: quotes, delimiters and line feeds are counted as arrays. A row is plain where every quote opens
or closes a whole cell, every line ends with a line feed, and it is not too long.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadline.listen.csv_rows.by_csv import LONGEST_ROW
from leadline.listen.sheets import Bools

_QUOTE, _FEED, _RETURN = b'"'[0], b"\n"[0], b"\r"[0]


class Shape(NamedTuple):
    """Rows of a block, all plain in their quotes: where each begins and ends (at its line feed), on which line of the
    block it ends, and how many cells it has.
    """

    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    lines: NDArray[np.int64]
    widths: NDArray[np.int64]


def shape_of(block: bytes, delimiter: str) -> tuple[Shape, bool]:
    """The rows at the beginning of a block (whole lines) that are plain; and whether one that is not follows them."""
    signs, between = np.frombuffer(block, np.uint8), delimiter.encode()[0]
    places = np.flatnonzero((signs == _QUOTE) | (signs == between) | (signs == _FEED))
    kinds = signs[places]
    is_quote = kinds == _QUOTE
    inside = np.cumsum(is_quote) & 1 == 1
    feeds = kinds == _FEED
    of_rows = np.flatnonzero(feeds & ~inside)
    ends = places[of_rows]
    begins = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1]) if len(ends) else ends
    too_long = begins[ends - begins > LONGEST_ROW]
    odd = np.concatenate([_odd_quotes(signs, places[is_quote], between), _lone_returns(signs), too_long])
    plain = int(np.searchsorted(ends, odd.min())) if len(odd) else len(ends)
    of_rows = of_rows[:plain]
    cells = np.cumsum((kinds == between) & ~inside)[of_rows]
    lines = np.cumsum(feeds)[of_rows]
    return Shape(begins[:plain], ends[:plain], lines, np.diff(cells, prepend=0) + 1), len(odd) > 0


def is_blank(block: bytes, shape: Shape) -> Bools:
    """Rows of no sign, as between two line ends."""
    sizes, signs = shape.ends - shape.begins, np.frombuffer(block, np.uint8)
    blank: Bools = (sizes == 0) | ((sizes == 1) & (signs[shape.begins] == _RETURN))
    return blank


def holds(wanted: bytes, block: bytes, shape: Shape) -> Bools:
    """Rows in which these bytes stand."""
    end = int(shape.ends[-1])
    places, at = list[int](), block.find(wanted, 0, end)
    while at >= 0:
        places.append(at)
        at = block.find(wanted, at + len(wanted), end)
    rows = np.zeros(len(shape.ends), bool)
    rows[np.searchsorted(shape.ends, places)] = True
    return rows


def bytes_of(block: bytes, shape: Shape, rows: Bools) -> bytes:
    """The bytes of some rows, with their line ends."""
    if rows.all():
        return block[: shape.ends[-1] + 1]
    edges = np.flatnonzero(np.diff(rows, prepend=False, append=False))
    runs = zip(shape.begins[edges[::2]].tolist(), shape.ends[edges[1::2] - 1].tolist(), strict=True)
    return b"".join([block[begin : end + 1] for begin, end in runs])


def _odd_quotes(signs: NDArray[np.uint8], quotes: NDArray[np.int64], delimiter: int) -> NDArray[np.int64]:
    """Quotes that neither open nor close a whole cell, nor are one of two that stand for one within it."""
    edges = [delimiter, _FEED, _QUOTE]
    opening, closing = quotes[::2], quotes[1::2]
    before, after = signs[opening - 1], signs[closing + 1]  # a block ends with a line feed
    opens = np.isin(before, edges) | (opening == 0)
    closes = np.isin(after, [*edges, _RETURN])  # each return has its line feed, or is odd itself
    return np.concatenate([opening[~opens], closing[~closes]])


def _lone_returns(signs: NDArray[np.uint8]) -> NDArray[np.int64]:
    returns = np.flatnonzero(signs == _RETURN)
    return returns[signs[returns + 1] != _FEED] if len(returns) else returns
