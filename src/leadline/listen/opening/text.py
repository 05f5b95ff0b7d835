"""Which row of a text names its columns, and what stands between its cells?

In: how a text begins. Out: its first rows as each delimiter would cut them. The surprise: a row of names may take
several lines, for a question of a survey is a column's name.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

FIRST_ROWS = 20
"""Rows among which the one with the names is looked for."""
DELIMITERS = (",", ";", "\t", "|")
_BYTES = 1 << 17


@dataclass(frozen=True)
class FirstRow:
    """A row that may name columns: its cells, and how many lines of the file end with it."""

    cells: tuple[str, ...]
    lines: int
    delimiter: str


def first_text(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return file.read(_BYTES)


def first_rows(text: str) -> list[FirstRow]:
    """The first rows as each delimiter would cut them; those of the likelier delimiter first."""
    found: list[FirstRow] = []
    ranked = sorted(DELIMITERS, key=lambda sign: -text[:20_000].count(sign))
    for delimiter in ranked:
        found += _rows(text, delimiter)
    return found


def likely_header(text: str) -> FirstRow | None:
    """The first row that is as wide as most, under the delimiter by which most rows are equally wide; titles above a
    table are narrower. None where nothing is a table.
    """
    best: tuple[int, int, FirstRow] | None = None
    for delimiter in DELIMITERS:
        rows = _rows(text, delimiter)
        widths = Counter(len(row.cells) for row in rows if sum(map(bool, row.cells)) > 1)
        for width, times in widths.items():
            if width > 1 and (best is None or (times, width) > best[:2]):
                fitting = [row for row in rows if len(row.cells) == width and sum(map(bool, row.cells)) > 1]
                best = (times, width, _lower(fitting[:2]))
    return best[2] if best else None


def _lower(rows: list[FirstRow]) -> FirstRow:
    """The second of two rows of names: the first one, with gaps, stands above groups of columns."""
    first, second = rows[0], rows[-1]
    is_names = all(cell and not any(sign.isdigit() for sign in cell) for cell in second.cells)
    return second if is_names and not all(first.cells) else first


def _rows(text: str, delimiter: str) -> list[FirstRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[FirstRow] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(FirstRow(tuple(cell.strip() for cell in cells), reader.line_num, delimiter))
            if len(rows) >= FIRST_ROWS:
                break
    except csv.Error:
        pass  # a cell that no header has; the rows before it are enough
    return rows
