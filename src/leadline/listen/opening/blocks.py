"""A report of Google Analytics as its page exports it: several tables in one file, between lines that begin with #.

In: a path. Out: the rows of all its tables, each under its own names, with the dates that the lines before it state.
The surprise: a table that counts days from the start (`Nth day`) says which day only together with `# Start date`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from leadline.listen.fields import Unreadable
from leadline.listen.opening.forms import Line, RowsFile
from leadline.listen.sheets import NoRow

_STATED = re.compile(r"#\s*(Start date|End date|Startdatum|Enddatum|Begindatum|Einddatum)\s*:\s*(\d{8})", re.I)
_STARTS = ("start date", "startdatum", "begindatum")
START, TABLE = "# start date", "# table"
"""Names under which each row says when its table begins, and which table of the file it stands in."""
LONGEST = 1 << 20


def is_report(first_lines: list[str]) -> bool:
    """Whether a text begins as such a report does."""
    return bool(first_lines) and first_lines[0].startswith("#") and any(_STATED.match(line) for line in first_lines)


def report_file(path: Path, encoding: str) -> RowsFile:
    def rows() -> Iterator[Line]:
        with path.open(encoding=encoding, errors="replace", newline="") as text:
            yield from _rows(text)

    header: dict[str, None] = {}
    for _, content, _ in rows():
        if isinstance(content, dict):
            header |= dict.fromkeys(content)
    return RowsFile(path, tuple(header), rows)


def _rows(text: TextIO) -> Iterator[Line]:
    start, table, names = "", 0, list[str]()
    for number, line in enumerate(iter(lambda: text.readline(LONGEST), ""), 1):
        said = line.strip("\r\n\ufeff")
        if found := _STATED.match(said):
            start = found[2] if found[1].casefold() in _STARTS else start
        if not said.strip(" ,;\t") or said.startswith("#"):
            names = []  # a table ends here
            continue
        cells = _cells(said)
        if cells is not None and not names:
            names, table = [name.strip() for name in cells], table + 1
        elif cells is None or len(cells) != len(names):
            why = Unreadable("the row does not have as many cells as its table", "Export the report again.")
            yield number, NoRow(why, said), said
        else:
            yield number, {START: start, TABLE: str(table)} | dict(zip(names, cells, strict=True)), said


def _cells(line: str) -> list[str] | None:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return None
