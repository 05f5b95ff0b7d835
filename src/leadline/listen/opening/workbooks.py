"""Sheets of Excel and of OpenDocument (xlsx, xls, ods), each with a header somewhere in its first rows.

In: a path. Out: the sheets with their first rows, and the rows of one under its header. The surprise: a spreadsheet
keeps numbers as floats of 15 digits, so an id of more digits is lost before anybody reads it: such a row is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leadline.errors import LeadlineError
from leadline.listen.fields import Unreadable
from leadline.listen.opening.forms import Line, RowsFile
from leadline.listen.sheets import NoRow

FIRST_ROWS = 20
MOST_CELLS, MOST_BYTES = 30_000_000, 4 << 30
"""Of a workbook, up to its last cell and unpacked."""
_PIECE = 1 << 20
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_EXACT = 10**15
"""Whole numbers from here on have more digits than a cell of a spreadsheet keeps."""
_ROUNDED = Unreadable(
    "a cell holds a number of more digits than a spreadsheet keeps",
    "The file was saved by Excel, which cuts long ids: export again, as CSV if there is a choice.",
)

Table = list[list[Any]]


def tables_of(path: Path) -> dict[str, Table]:
    """The cells of each sheet, from its first row. Raises LeadlineError where it is no workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    _must_be_modest(path)
    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError, MemoryError) as error:
        raise LeadlineError(f"{path.name} cannot be read as a workbook.", "Export it again, as CSV or xlsx.") from error


def _must_be_modest(path: Path) -> None:
    """Raises LeadlineError for a workbook that says little and takes up much: the reader makes room for every cell up
    to the last one, and a process that asks for too much memory ends at once."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as book:
            sheets = [one for one in book.infolist() if one.filename.endswith(".xml")]
            cells = sum(_last_cell(book, one) for one in sheets if "worksheets/" in one.filename)
            size = sum(one.file_size for one in sheets)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise LeadlineError(f"{path.name} cannot be read as a workbook.", "Export it again, as CSV or xlsx.") from error
    if cells > MOST_CELLS or size > MOST_BYTES:
        said = f"{path.name} is laid out over {cells:,} cells."
        raise LeadlineError(said, "Export it as CSV, or delete what stands far from the rest.")


def _last_cell(book: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> int:
    """How many cells a sheet has up to its last row and its last column."""
    rows = columns = 1
    rest = b""
    with book.open(sheet) as file:
        while piece := file.read(_PIECE):
            for found in _PLACE.finditer(rest + piece):
                rows, columns = max(rows, int(found[2])), max(columns, _column(found[1]))
            rest = piece[-40:]
    return rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def names_of(row: list[Any]) -> tuple[str, ...]:
    """The names that a row of cells would give to columns."""
    return tuple(" ".join(str(cell).split()) for cell in row)


def workbook_file(path: Path, tables: dict[str, Table], sheet: str, header_row: int) -> RowsFile:
    """The rows of one sheet below its header."""
    table = tables[sheet]
    header = names_of(table[header_row])

    def rows() -> Iterator[Line]:
        for number, cells in enumerate(table[header_row + 1 :], header_row + 2):
            if any(cell not in ("", None) for cell in cells):
                yield number, _content(header, cells), "\t".join(map(_said, cells))

    others = tuple(name for name, cells in tables.items() if name != sheet and len(cells) > 1)
    return RowsFile(path, header, rows, others)


def _content(header: tuple[str, ...], cells: list[Any]) -> dict[str, Any] | NoRow:
    if any(isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= _EXACT for cell in cells):
        return NoRow(_ROUNDED, "\t".join(map(_said, cells)))
    return {name: _said(cell) for name, cell in zip(header, cells, strict=False) if name}


def _said(cell: Any) -> str:
    """A cell as an export in text would write it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, dt.datetime):
        is_day = cell.time() == dt.time()
        return cell.date().isoformat() if is_day else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, (dt.date, dt.time, dt.timedelta)):
        return str(cell)
    return "" if cell is None else str(cell)
