"""The rows of a table of text (CSV) by columns: what is plain is read at once, what is odd row by row.

csv_sheets(path, "utf-8", ",", 50_000)   the rows of a file, in sheets of so many

In: a file, its encoding and delimiter. Out: sheets, columns of Arrow text with the lines on which rows end. The
surprise: Python's csv module (`by_csv`) says what a row is, and nothing here may differ from it. Bytes are handed to
Arrow's reader (`by_arrow`) only where they are plain (`shape`); a row that is odd in its width or letters goes to the
csv module alone, and after a quote that is not plain the csv module reads on for a while.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from leadline.listen.csv_rows.by_arrow import plain_rows
from leadline.listen.csv_rows.by_csv import LONGEST_ROW, LOST, NOT_TEXT, header_row, odd_rows, too_long
from leadline.listen.csv_rows.runs import Rows, of_size
from leadline.listen.csv_rows.source import Source
from leadline.listen.sheets import Column, Sheet

__all__ = ["LONGEST_ROW", "LOST", "NOT_TEXT", "Under", "csv_sheets", "too_long"]

_ROWS_AT_LEAST = 200
"""Rows that the csv module reads once it began, twice as many each time that little between was plain."""
_ROWS_AT_MOST = 50_000


class Under(NamedTuple):
    """Where the rows of a table begin, and what its columns are called, where its first line does not say so."""

    lines: int
    names: tuple[str, ...]


def csv_sheets(path: Path, encoding: str, delimiter: str, size: int, *, under: Under | None = None) -> Iterator[Sheet]:
    """Sheets of so many rows, the last one of fewer."""
    with path.open("rb") as file:
        reading = _Reading(Source(file, encoding), delimiter)
        called = reading.header() if under is None else reading.begin(under)
        names: dict[str, int | str] = {name.strip(): place for place, name in enumerate(called)}
        for rows in of_size(reading.runs(), size):
            arrays = [column.combine_chunks() for column in rows.columns.columns]
            columns: dict[int | str, Column] = dict(enumerate(arrays))
            yield Sheet(delimiter, rows.lines.tolist(), columns, names, lost=rows.lost)


class _Reading:
    """One reading of a table from its start: how far it is, and who reads next."""

    def __init__(self, source: Source, delimiter: str) -> None:
        self._source, self._delimiter = source, delimiter
        self._line, self._width, self._stint = 0, 0, _ROWS_AT_LEAST

    def header(self) -> list[str]:
        names, self._line = header_row(self._source.lines(), self._delimiter)
        self._width = len(names)
        return names

    def begin(self, under: Under) -> tuple[str, ...]:
        """Pass over the lines before the first row."""
        self._line, self._width = sum(1 for _ in islice(self._source.lines(), under.lines)), len(under.names)
        return under.names

    def runs(self) -> Iterator[Rows]:
        """The rows after the header, in runs of any length."""
        while self._source.rest(1):
            plain = plain_rows(self._source, self._delimiter, self._width)
            if plain is not None:
                self._stint = _ROWS_AT_LEAST if len(plain[0]) > 2 * self._stint else self._stint
                yield self._placed(*plain)
            else:
                yield self._placed(*odd_rows(self._source.lines(), self._stint, self._delimiter, self._width))
                self._stint = min(2 * self._stint, _ROWS_AT_MOST)

    def _placed(self, rows: Rows, lines: int) -> Rows:
        """A run with its lines counted from the start of the file; it takes so many of them."""
        placed = replace(rows, lines=rows.lines + self._line)
        self._line += lines
        return placed
