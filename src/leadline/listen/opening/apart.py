"""Read a workbook in a process of its own, which ends by itself where a file asks for too much.

In: a path and limits, as arguments. Out, on the standard output: a line of JSON with a sheet's name, then one for each
of its rows, without the empty cells at its end; a number that a spreadsheet has rounded stays a number, all else is
text. The surprise: this file imports nothing of Leadline's, since it is run as a program; whoever made the workbook
chooses how much memory its reader wants, so the limit is the operating system's, and nobody else has to die of it.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from typing import Any

NO_WORKBOOK, TOO_MUCH = 3, 4
"""How the process ends where it cannot read the file; or a signal of the operating system ends it."""
EXACT = 10**15
"""Whole numbers from here on have more digits than a cell of a spreadsheet keeps."""


def main() -> None:
    path, megabytes, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError

    try:
        _read(path)
    except (CalamineError, ValueError):
        sys.exit(NO_WORKBOOK)
    except BaseException:  # the reader panics where it makes no room, which is no exception of Python's
        sys.exit(TOO_MUCH)


def _read(path: str) -> None:
    from python_calamine import CalamineWorkbook

    with open(path, "rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            print(json.dumps(name))
            for row in book.get_sheet_by_name(name).iter_rows():
                print(json.dumps(_row(row)))


def _row(cells: list[Any]) -> list[str | float]:
    said = [_said(cell) for cell in cells]
    while said and said[-1] == "":
        said.pop()
    return said


def _said(cell: Any) -> str | float:
    """A cell as an export in text would write it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, (int, float)) and abs(cell) >= EXACT:
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        is_day = cell.time() == dt.time()
        return cell.date().isoformat() if is_day else cell.isoformat(sep=" ", timespec="seconds")
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    main()
