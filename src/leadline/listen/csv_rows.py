"""The rows of a table of text (CSV) by columns: what is plain is read at once, what is odd row by row.

In: a file, its encoding and delimiter. Out: runs of rows with the lines on which they end, as columns of Arrow text.
The surprise: Python's csv module says what a row is, and nothing here may differ from it. Bytes are handed to Arrow's
reader only where every quote opens or closes a whole cell, every line ends with a line feed and no letter was lost; a
row that is odd in another way (its width, its letters) goes to the csv module alone, and after a quote that is not
plain the csv module reads on for a while.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from leadline.listen.fields import Unreadable
from leadline.listen.sheets import Bools, Column, NoRow, Sheet, lost_among

LONGEST_ROW = 5_000_000
"""Signs of a row, or of a cell of a table; a longer one is refused alone, and what follows it is read."""
csv.field_size_limit(LONGEST_ROW)

LOST = "\ufffd"
"""Stands for bytes that are no letters."""
NOT_TEXT = Unreadable("the row holds bytes that are no letters", "Letters were lost: export the file again as UTF-8.")

_BLOCK = 1 << 20
"""Bytes that are looked through at once: they stay in the processor's memory."""
_ROWS_AT_LEAST = 200
"""Rows that the csv module reads once it began, twice as many each time that little between was plain."""
_ROWS_AT_MOST = 50_000
_QUOTE, _FEED, _RETURN = b'"'[0], b"\n"[0], b"\r"[0]


class Rows(NamedTuple):
    """Rows in their order: the lines on which they end, their columns, and those that are none (None in every cell)."""

    lines: NDArray[np.int64]
    columns: pa.Table
    lost: dict[int, NoRow]

    def __len__(self) -> int:
        return len(self.lines)


class _Shape(NamedTuple):
    """Rows of a block, all plain in their quotes: where each begins and ends (at its line feed), on which line of the
    block it ends, and how many cells it has.
    """

    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    lines: NDArray[np.int64]
    widths: NDArray[np.int64]


def csv_sheets(path: Path, encoding: str, delimiter: str, size: int) -> Iterator[Sheet]:
    """Sheets of so many rows, the last one of fewer."""
    with path.open("rb") as file:
        reading = _Reading(_Source(file, encoding), delimiter)
        names: dict[str, int | str] = {name.strip(): place for place, name in enumerate(reading.header())}
        for rows in _of_size(reading.runs(), size):
            columns: dict[int | str, Column] = dict(enumerate(one.combine_chunks() for one in rows.columns.columns))
            yield Sheet(delimiter, rows.lines.tolist(), columns, names, lost=rows.lost)


def _of_size(runs: Iterator[Rows], size: int) -> Iterator[Rows]:
    """The same rows in runs of one size."""
    held: list[Rows] = []
    for run in runs:
        held.append(run)
        while sum(map(len, held)) >= size:
            rows = _joined(held)
            held = [_part(rows, size, len(rows))]
            yield _part(rows, 0, size)
    if rest := [one for one in held if len(one)]:
        yield _joined(rest)


def _joined(runs: list[Rows]) -> Rows:
    begins = np.cumsum([0, *map(len, runs)]).tolist()
    lost = {begin + place: row for begin, run in zip(begins, runs, strict=False) for place, row in run.lost.items()}
    return Rows(np.concatenate([run.lines for run in runs]), pa.concat_tables([run.columns for run in runs]), lost)


def _part(rows: Rows, begin: int, end: int) -> Rows:
    lost = {place - begin: row for place, row in rows.lost.items() if begin <= place < end}
    return Rows(rows.lines[begin:end], rows.columns.slice(begin, end - begin), lost)


class _Source:
    """The bytes of a file in UTF-8, without its mark; `rest` are those that nobody has taken yet."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)(errors="replace")
        self._held, self._at, self.has_ended = b"", 0, False

    def rest(self, size: int) -> bytes:
        """So many bytes or more, or all that are left."""
        if len(self._held) - self._at < size and not self.has_ended:
            parts = [self._held[self._at :]]
            while sum(map(len, parts)) < size and not self.has_ended:
                told = self._file.read(size)
                self.has_ended = not told
                parts.append(self._decoder.decode(told, final=not told).encode() if self._decoder else told)
            self._held, self._at = b"".join(parts), 0
        return self._held[self._at :]

    def take(self, size: int) -> None:
        self._at = min(self._at + size, len(self._held))

    def put(self, instead: bytes) -> None:
        """Put other bytes in the place of all that are held."""
        self._held, self._at = instead, 0

    def lines(self) -> Iterator[str]:
        """The lines as Python reads them from a file; each is taken when it is asked for."""
        while size := self._line_size():
            line = self._held[self._at : self._at + size]
            self._at = min(self._at + size, len(self._held))
            yield line.decode(errors="replace")

    def _line_size(self) -> int:
        """Of the next line, with its end: a line feed, a return, or both."""
        size = _BLOCK
        while True:
            if len(self._held) - self._at < 2:
                self.rest(size)
            feed = self._held.find(b"\n", self._at)
            back = self._held.find(b"\r", self._at, feed if feed >= 0 else len(self._held))
            if back >= 0 and (back + 1 < len(self._held) or self.has_ended):
                return back - self._at + (2 if back + 1 == feed else 1)
            if feed >= 0 and back < 0:
                return feed - self._at + 1
            if self.has_ended:
                return len(self._held) - self._at
            size = 2 * (len(self._held) - self._at) + _BLOCK
            self.rest(size)


class _Reading:
    """One reading of a table from its start."""

    def __init__(self, source: _Source, delimiter: str) -> None:
        self._source, self._delimiter = source, delimiter
        self._line, self._width, self._stint = 0, 0, _ROWS_AT_LEAST

    def header(self) -> list[str]:
        reader = csv.reader(self._source.lines(), delimiter=self._delimiter)
        head = next((cells for cells in reader if any(cells)), [])
        self._line, self._width = reader.line_num, len(head)
        return head

    def runs(self) -> Iterator[Rows]:
        """The rows after the header, in runs of any length."""
        while self._source.rest(1):
            plain = self._plain_rows()
            if plain is not None:
                self._stint = _ROWS_AT_LEAST if len(plain) > 2 * self._stint else self._stint
                yield plain
            else:
                yield self._odd_rows(self._stint)
                self._stint = min(2 * self._stint, _ROWS_AT_MOST)

    def _odd_rows(self, most: int) -> Rows:
        """So many rows as the csv module reads them."""
        lost: list[int] = []
        reader = csv.reader(_watched(self._source.lines(), lost), delimiter=self._delimiter)
        found = list(islice(_cells(reader, self._width, self._delimiter, lost), most))
        lines = np.array([line for line, _ in found], np.int64) + self._line
        self._line += reader.line_num
        rows = [cells for _, cells in found]
        return Rows(lines, self._table(rows), lost_among(rows))

    def _table(self, rows: list[list[str] | NoRow]) -> pa.Table:
        told: list[Any] = [[None] * self._width if isinstance(row, NoRow) else row for row in rows]
        columns: list[Any] = list(zip(*told, strict=True)) if told else [()] * self._width
        return pa.table({str(place): pa.array(cells, pa.string()) for place, cells in enumerate(columns)})

    def _plain_rows(self) -> Rows | None:
        """The next rows, as many as are plain; None where the very next one is not."""
        size = _BLOCK
        while True:
            held = self._source.rest(size)
            if self._source.has_ended and held and held[-1] not in (_FEED, _RETURN):
                held += b"\n"  # the last line is one without it, too
            block = held[: held.rfind(b"\n") + 1]
            shape, is_odd = _shape_of(np.frombuffer(block, np.uint8), self._delimiter.encode()[0])
            if len(shape.ends):
                return self._by_arrow(block, shape)
            if is_odd or self._source.has_ended or len(held) > LONGEST_ROW:
                return None
            size = 2 * len(held)

    def _by_arrow(self, block: bytes, shape: _Shape) -> Rows | None:
        """The rows of a shape. None where they are other rows to Arrow than to the csv module."""
        blank = _is_blank(block, shape)
        odd = (shape.widths != self._width) & ~blank
        odd[np.searchsorted(shape.ends, _places_of(LOST.encode(), block[: shape.ends[-1]]))] = True
        plain = np.flatnonzero(~odd & ~blank)
        try:
            told = self._cells_of(_bytes_of(block, shape, ~odd & ~blank))
        except pa.ArrowInvalid:  # bytes that are no letters
            return self._without_them(len(block))
        lost = {place: row for place in np.flatnonzero(odd).tolist() for row in self._alone(block, shape, place)}
        if told.num_rows != len(plain) or not all(isinstance(row, NoRow) for row in lost.values()):
            return None
        said = _says_something(told, (shape.ends - shape.begins)[plain])
        places = np.concatenate([plain[said], np.array(list(lost), np.int64)])
        order = np.argsort(places, kind="stable")
        if len(order) != told.num_rows or lost:
            of_told = np.concatenate([np.flatnonzero(said), np.zeros(len(lost), np.int64)])
            told = told.take(pa.array(of_told[order], mask=order >= said.sum()))
        lines = shape.lines[places[order]] + self._line
        self._line += int(shape.lines[-1])
        self._source.take(int(shape.ends[-1]) + 1)
        now_at = dict(zip(places[order].tolist(), range(len(order)), strict=True))
        return Rows(lines, told, {now_at[place]: row for place, row in lost.items() if isinstance(row, NoRow)})

    def _cells_of(self, rows: bytes) -> pa.Table:
        """Every cell as the text that it is."""
        names = [str(place) for place in range(self._width)]
        if not rows:
            return self._table([])
        if rows.startswith(codecs.BOM_UTF8):  # Arrow takes one for a mark, wherever the bytes come from
            rows = codecs.BOM_UTF8 + rows
        return arrow_csv.read_csv(
            pa.py_buffer(rows),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=len(rows) + 1, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self._delimiter, double_quote=True, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[], strings_can_be_null=False
            ),
        )

    def _alone(self, block: bytes, shape: _Shape, place: int) -> Iterator[list[str] | NoRow]:
        """What the csv module makes of one row: nothing where none of its cells says anything."""
        text = block[shape.begins[place] : shape.ends[place] + 1].decode(errors="replace")
        reader = csv.reader(StringIO(text, newline=""), delimiter=self._delimiter)
        return (row for _, row in _cells(reader, self._width, self._delimiter, [0]))

    def _without_them(self, size: int) -> Rows | None:
        """The same with the sign for a lost letter in the place of each byte that is none."""
        held = self._source.rest(0)
        self._source.put(held[:size].decode(errors="replace").encode() + held[size:])
        return self._plain_rows()


def _shape_of(block: NDArray[np.uint8], delimiter: int) -> tuple[_Shape, bool]:
    """The rows at the beginning of a block (whole lines) that are plain; and whether one that is not follows them."""
    places = np.flatnonzero((block == _QUOTE) | (block == delimiter) | (block == _FEED))
    kinds = block[places]
    is_quote = kinds == _QUOTE
    inside = np.cumsum(is_quote) & 1 == 1
    feeds = kinds == _FEED
    of_rows = np.flatnonzero(feeds & ~inside)
    ends = places[of_rows]
    begins = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1]) if len(ends) else ends
    too_long = begins[ends - begins > LONGEST_ROW]
    odd = np.concatenate([_odd_quotes(block, places[is_quote], delimiter), _lone_returns(block), too_long])
    plain = int(np.searchsorted(ends, odd.min())) if len(odd) else len(ends)
    of_rows = of_rows[:plain]
    cells = np.cumsum((kinds == delimiter) & ~inside)[of_rows]
    lines = np.cumsum(feeds)[of_rows]
    return _Shape(begins[:plain], ends[:plain], lines, np.diff(cells, prepend=0) + 1), len(odd) > 0


def _odd_quotes(block: NDArray[np.uint8], quotes: NDArray[np.int64], delimiter: int) -> NDArray[np.int64]:
    """Quotes that neither open nor close a whole cell, nor are one of two that stand for one within it."""
    edges = [delimiter, _FEED, _QUOTE]
    opening, closing = quotes[::2], quotes[1::2]
    before, after = block[opening - 1], block[closing + 1]  # a block ends with a line feed
    opens = np.isin(before, edges) | (opening == 0)
    closes = np.isin(after, [*edges, _RETURN])  # each return has its line feed, or is odd itself
    return np.concatenate([opening[~opens], closing[~closes]])


def _lone_returns(block: NDArray[np.uint8]) -> NDArray[np.int64]:
    returns = np.flatnonzero(block == _RETURN)
    return returns[block[returns + 1] != _FEED] if len(returns) else returns


def _is_blank(block: bytes, shape: _Shape) -> Bools:
    """Rows of no sign, as between two line ends."""
    sizes, signs = shape.ends - shape.begins, np.frombuffer(block, np.uint8)
    blank: Bools = (sizes == 0) | ((sizes == 1) & (signs[shape.begins] == _RETURN))
    return blank


def _places_of(wanted: bytes, block: bytes) -> list[int]:
    found, at = [], block.find(wanted)
    while at >= 0:
        found.append(at)
        at = block.find(wanted, at + len(wanted))
    return found


def _bytes_of(block: bytes, shape: _Shape, rows: Bools) -> bytes:
    """The bytes of some rows, with their line ends."""
    if rows.all():
        return block[: shape.ends[-1] + 1]
    edges = np.flatnonzero(np.diff(rows, prepend=False, append=False))
    runs = zip(shape.begins[edges[::2]].tolist(), shape.ends[edges[1::2] - 1].tolist(), strict=True)
    return b"".join([block[begin : end + 1] for begin, end in runs])


def _says_something(told: pa.Table, sizes: NDArray[np.int64]) -> Bools:
    """Rows of which any cell does; only a row of few signs can be one of empty cells."""
    said = np.ones(told.num_rows, bool)
    short = np.flatnonzero(sizes <= 3 * told.num_columns + 2)
    if len(short):
        few = told.take(pa.array(short))
        said[short] = np.sum([pc.binary_length(column).to_numpy() for column in few.columns], axis=0) > 0
    return said


def _watched(text: Iterator[str], lost: list[int]) -> Iterator[str]:
    """The lines of a file; the numbers of those that lost letters are added to `lost`."""
    for number, line in enumerate(text, 1):
        if LOST in line:
            lost.append(number)
        yield line


def _cells(reader: Any, width: int, delimiter: str, lost: list[int]) -> Iterator[tuple[int, list[str] | NoRow]]:
    """The rows of a table with the lines on which they end; a line that lost letters is one of the row just read."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, NoRow(too_long(), "")
            continue
        if any(cells):
            fine = len(cells) == width and not lost
            yield reader.line_num, cells if fine else _no_row(cells, width, delimiter, lost)


def too_long() -> Unreadable:
    return Unreadable(
        f"the row is longer than {LONGEST_ROW:,} signs", "Its quotes are broken, or it holds a file: export it again."
    )


def _no_row(cells: list[str], width: int, delimiter: str, lost: list[int]) -> list[str] | NoRow:
    """A row of another width than its header, or one that lost letters."""
    lost.clear()
    raw = delimiter.join(cells)
    if len(cells) == width:
        return NoRow(NOT_TEXT, raw) if LOST in raw else cells
    shape = "ends after" if len(cells) < width else "holds more than its header:"
    advice = "It was cut or its quotes are broken: export the file again."
    return NoRow(Unreadable(f"the row {shape} {len(cells)} of {width} columns", advice), raw)
