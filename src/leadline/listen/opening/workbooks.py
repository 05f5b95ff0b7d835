"""Sheets of Excel and of OpenDocument (xlsx, xls, ods), each with a header somewhere in its first rows.

In: a path. Out: the sheets with their rows, and the rows of one under its header. The surprises: a workbook is read in
a process of its own (`apart`), whose memory and time are limited, since a small file may ask for any amount of both;
and a spreadsheet keeps numbers as floats of 15 digits, so an id of more digits is lost before anybody reads it: such a
row is refused.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.listen.fields import Unreadable
from leadline.listen.opening.apart import TOO_MUCH
from leadline.listen.opening.forms import Line, RowsFile
from leadline.listen.sheets import NoRow

FIRST_ROWS = 20
MOST_CELLS = 30_000_000
"""Of a workbook, up to its last cell."""
_MEGABYTE = 1_000_000
_SECONDS = 300
_PIECE = 1 << 20
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_BOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_APART = Path(__file__).with_name("apart.py")
_ROUNDED = Unreadable(
    "a cell holds a number of more digits than a spreadsheet keeps",
    "The file was saved by Excel, which cuts long ids: export again, as CSV if there is a choice.",
)

Table = list[list[Any]]
"""Rows of cells as text; a number that was rounded is a number."""


def tables_of(path: Path) -> dict[str, Table]:
    """The cells of each sheet, from its first row. Raises LeadlineError where it is no workbook, or asks for more than
    one may."""
    _must_be_modest(path)
    most, memory = setting("LEADLINE_WORKBOOK_MB"), setting("LEADLINE_WORKBOOK_MEMORY_MB")
    command = [sys.executable, "-I", str(_APART), str(path), str(memory), str(_SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:  # noqa: S603
        try:
            tables = _tables(reader, path, most)
        finally:
            reader.kill()
    if reader.returncode < 0 or reader.returncode == TOO_MUCH:
        raise LeadlineError(
            f"{path.name} asks for more than {memory:,} MB of memory, or for minutes, to be read.",
            "Export it as CSV, or in parts.",
        )
    if reader.returncode:
        raise _unreadable(path)
    return tables


def _tables(reader: subprocess.Popen[bytes], path: Path, most: int) -> dict[str, Table]:
    """What the reader says, no further than it may."""
    tables: dict[str, Table] = {}
    left, table, said = most * _MEGABYTE, Table(), reader.stdout
    while said and (line := said.readline(left + 1)):
        left -= len(line)
        if left < 0:
            raise _too_much(path, most)
        told = json.loads(line)
        if isinstance(told, str):
            table = tables.setdefault(told, [])
        else:
            table.append(told)
    reader.wait()
    return tables


def _must_be_modest(path: Path) -> None:
    """Raises LeadlineError for a workbook that says little and takes up much: the reader makes room for every cell up
    to the last one."""
    if not zipfile.is_zipfile(path):
        return
    most = setting("LEADLINE_WORKBOOK_MB")
    try:
        with zipfile.ZipFile(path) as book:
            if not set(_BOOKS) & set(book.namelist()):
                raise LeadlineError(f"{path.name} is an archive.", "Unpack it, and give the files in it.")
            if sum(one.file_size for one in book.infolist()) > most * _MEGABYTE:
                raise _too_much(path, most)
            cells = sum(_last_cell(book, one) for one in book.infolist() if "worksheets/" in one.filename)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _unreadable(path) from error
    if cells > MOST_CELLS:
        said = f"{path.name} is laid out over {cells:,} cells."
        raise LeadlineError(said, "Export it as CSV, or delete what stands far from the rest.")


def _too_much(path: Path, most: int) -> LeadlineError:
    return LeadlineError(f"{path.name} holds more than {most:,} MB when it is unpacked.", "Export it as CSV, in parts.")


def _unreadable(path: Path) -> LeadlineError:
    return LeadlineError(f"{path.name} cannot be read as a workbook.", "Export it again, as CSV or xlsx.")


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
            if any(cells):
                yield number, _content(header, cells), "\t".join(map(str, cells))

    numbers = {name: str(number) for number, name in enumerate(tables, 1)}
    others = tuple(numbers[name] for name, cells in tables.items() if name != sheet and len(cells) > 1)
    return RowsFile(path, header, rows, others, numbers[sheet])


def _content(header: tuple[str, ...], cells: list[Any]) -> dict[str, Any] | NoRow:
    if not all(isinstance(cell, str) for cell in cells):
        return NoRow(_ROUNDED, "\t".join(map(str, cells)))
    said = [*cells, *[""] * (len(header) - len(cells))]
    return {name: cell for name, cell in zip(header, said, strict=False) if name}
