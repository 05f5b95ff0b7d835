"""Plain rows, as Arrow's reader reads them: many at once.

In: the bytes of a file, the delimiter, and how many columns the header has. Out: the next rows, as many as are plain;
none where the very next one is odd. The surprise: a row that is odd only in its width or its letters goes to the csv
module alone, and where what Arrow makes of a block differs in any way, the whole block is left to the csv module.
"""

from __future__ import annotations

import codecs

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from leadline.listen.csv_rows.by_csv import LONGEST_ROW, LOST, row_alone
from leadline.listen.csv_rows.runs import Rows, text_table
from leadline.listen.csv_rows.shape import Shape, bytes_of, holds, is_blank, shape_of
from leadline.listen.csv_rows.source import BLOCK, Source
from leadline.listen.sheets import Bools, NoRow


def plain_rows(source: Source, delimiter: str, width: int) -> tuple[Rows, int] | None:
    """The next rows, as many as are plain, their lines counted from here, and how many lines they take of the source.
    None where the very next one is not plain; then nothing is taken.
    """
    size = BLOCK
    while True:
        held = source.rest(size)
        if source.has_ended and held and not held.endswith((b"\n", b"\r")):
            held += b"\n"  # the last line is one without it, too
        block = held[: held.rfind(b"\n") + 1]
        shape, is_odd = shape_of(block, delimiter)
        if len(shape.ends):
            return _rows_of(source, block, shape, delimiter, width)
        if is_odd or source.has_ended or len(held) > LONGEST_ROW:
            return None
        size = 2 * len(held)


def _rows_of(source: Source, block: bytes, shape: Shape, delimiter: str, width: int) -> tuple[Rows, int] | None:
    """The rows of a shape. None where they are other rows to Arrow than to the csv module."""
    blank = is_blank(block, shape)
    odd = ((shape.widths != width) & ~blank) | holds(LOST.encode(), block, shape)
    plain = ~odd & ~blank
    try:
        table = _read(bytes_of(block, shape, plain), delimiter, width)
    except pa.ArrowInvalid:  # bytes that are no letters
        source.mark_lost_letters(len(block))
        return plain_rows(source, delimiter, width)
    rows = {place: _alone(block, shape, place, delimiter, width) for place in np.flatnonzero(odd).tolist()}
    lost = {place: row for place, row in rows.items() if isinstance(row, NoRow)}
    if table.num_rows != plain.sum() or any(isinstance(row, list) for row in rows.values()):
        return None
    source.take(int(shape.ends[-1]) + 1)
    return _together(table, np.flatnonzero(plain), lost, shape), int(shape.lines[-1])


def _alone(block: bytes, shape: Shape, place: int, delimiter: str, width: int) -> list[str] | NoRow | None:
    """An odd row, as the csv module reads it; None where none of its cells says anything."""
    return next(row_alone(block[shape.begins[place] : shape.ends[place] + 1], delimiter, width), None)


def _together(table: pa.Table, plain: NDArray[np.int64], lost: dict[int, NoRow], shape: Shape) -> Rows:
    """Plain rows that say something and those that are none, in their order."""
    said = _says_something(table, (shape.ends - shape.begins)[plain])
    places = np.concatenate([plain[said], np.array(list(lost), np.int64)])
    order = np.argsort(places, kind="stable")
    if len(order) != table.num_rows or lost:
        of_table = np.concatenate([np.flatnonzero(said), np.zeros(len(lost), np.int64)])
        table = table.take(pa.array(of_table[order], mask=order >= said.sum()))
    places = places[order]
    now_at = np.searchsorted(places, list(lost)).tolist()
    return Rows(shape.lines[places], table, dict(zip(now_at, lost.values(), strict=True)))


def _read(rows: bytes, delimiter: str, width: int) -> pa.Table:
    """Every cell as the text that it is."""
    names = [str(place) for place in range(width)]
    if not rows:
        return text_table([], width)
    if rows.startswith(codecs.BOM_UTF8):  # Arrow takes one for a mark, wherever the bytes come from
        rows = codecs.BOM_UTF8 + rows
    return arrow_csv.read_csv(
        pa.py_buffer(rows),
        read_options=arrow_csv.ReadOptions(use_threads=False, block_size=len(rows) + 1, column_names=names),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, double_quote=True, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), null_values=[], strings_can_be_null=False
        ),
    )


def _says_something(table: pa.Table, sizes: NDArray[np.int64]) -> Bools:
    """Rows of which any cell does; only a row of few signs can be one of empty cells."""
    said = np.ones(table.num_rows, bool)
    short = np.flatnonzero(sizes <= 3 * table.num_columns + 2)
    if len(short):
        few = table.take(pa.array(short))
        said[short] = np.sum([pc.binary_length(column).to_numpy() for column in few.columns], axis=0) > 0
    return said
