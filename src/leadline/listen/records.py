"""A file as sheets of rows: whatever its encoding, delimiter or form, what a row says under each name.

In: a path. Out: the header's names, and sheets of some thousand rows, which give a whole column or a single row with
its line and its raw text. The surprise: short and long rows are refused one by one, and a file is read as often as
somebody iterates.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TextIO

from leadline.errors import LeadlineError
from leadline.listen.csv_rows import LONGEST_ROW, LOST, NOT_TEXT, Under, csv_sheets, too_long
from leadline.listen.fields import Unreadable
from leadline.listen.sheets import NoRow, Record, Sheet

_HEADER_ROWS = 100
"""Rows of an NDJSON file whose names stand for its columns: the first one may be broken, or leave some out."""

_PLAIN = frozenset({str, bool, type(None)})
_AT_ONCE = 1000
HALF = re.compile("[\ud800-\udfff]")
"""Half a sign of UTF-16, which no text can hold."""
AsRow = Callable[[dict[str, Any]], dict[str, Any]]
WESTERN = "cp1252"
"""One byte a letter, as spreadsheets in Western Europe and America write CSV."""
_WESTERN_LETTERS = "äöüÄÖÜßéèêëÉÈÊàâáãåæÀÂÁÃÅÆçÇñÑíîïÍÎóòôõøœÓÔÕØúùûÚ"
_WESTERN_SIGNS = frozenset(f"{_WESTERN_LETTERS}’‘“”„–—…€«»¡¿ºª°´·•™®©§£\xa0".encode(WESTERN))
_LOOKED_AT, _MOST, _FEW = 1 << 20, 0.98, 0.2
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class RecordFile:
    """A file whose form is known. Iterating over `sheets()` or `records()` reads it from the start."""

    path: Path
    form: Literal["csv", "ndjson"]
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    skip: int | None = None
    """Lines before the first row, where the names in `header` do not stand on the first line that says anything."""

    def sheets(self, rows: int) -> Iterator[Sheet]:
        """Sheets of so many rows, the last one of fewer."""
        return (
            csv_sheets(self.path, self.encoding, self.delimiter, rows, under=self._under())
            if self.form == "csv"
            else _json_sheets(self, rows)
        )

    def records(self) -> Iterator[Record]:
        sheets = (sheet.as_lists() for sheet in self.sheets(_AT_ONCE))
        return (sheet.record(place) for sheet in sheets for place in range(len(sheet)))

    def _under(self) -> Under | None:
        return None if self.skip is None else Under(self.skip, self.header)


def open_records(path: Path) -> RecordFile:
    """Find out the form of the file. Raises LeadlineError where it cannot be read as text."""
    if not path.is_file():
        raise LeadlineError(f"There is no file {path}.", "Check the name and the folder.")
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = next((line for line, _ in _lines(file) if line.strip()), "")
    if not first:
        raise LeadlineError(f"{path.name} is empty.", "Export it again.")
    if first.lstrip().startswith("{") or path.suffix.lower() in (".ndjson", ".jsonl"):
        return RecordFile(path, "ndjson", encoding, "", _json_header(path, encoding))
    if LOST in first:
        raise LeadlineError(f"{path.name} is not text in UTF-8.", "Export it again as UTF-8.")
    delimiter = max(",;\t", key=first.count)
    try:
        header = next(csv.reader([first], delimiter=delimiter))
    except csv.Error as error:
        raise LeadlineError(
            f"The first line of {path.name} is no row of names: {error}.", "Export it again."
        ) from error
    return RecordFile(path, "csv", encoding, delimiter, tuple(name.strip() for name in header))


def encoding_of(path: Path) -> str:
    """By the file's mark, or by where its zeros stand: some services write UTF-16 without one. Else UTF-8, but where
    what is none of it can only be Western letters of one byte, as Excel still writes them."""
    with path.open("rb") as file:
        begin = file.read(_LOOKED_AT)
    start = begin[:2048]
    if marked := next((name for mark, name in _BOMS if start.startswith(mark)), None):
        return marked
    first, second = start[::2].count(0), start[1::2].count(0)
    some = max(4, len(start) * 0.3)
    if max(first, second) < some:
        return WESTERN if _is_western(begin) else "utf-8"
    return "utf-16-le" if second > 3 * first else "utf-16-be" if first > 3 * second else "utf-8"


def _is_western(begin: bytes) -> bool:
    """Whether no sign of it is UTF-8 beyond ASCII, and nearly all others are letters and signs of the West."""
    high = [one for one in begin if one >= 0x80]
    if not high or any(sign >= "\x80" and sign != LOST for sign in begin[:-4].decode("utf-8", errors="replace")):
        return False
    letters = sum(chr(one).isalpha() for one in begin if one < 0x80)
    are_western = sum(one in _WESTERN_SIGNS for one in high) >= _MOST * len(high)
    return are_western and len(high) <= _FEW * letters


def _json_header(path: Path, encoding: str) -> tuple[str, ...]:
    """Every name in the first rows that can be read."""
    found = RecordFile(path, "ndjson", encoding, "", ()).records()
    objects = (row.content for row in islice(found, _HEADER_ROWS) if isinstance(row.content, dict))
    return tuple(dict.fromkeys(name for content in objects for name in content))


def _lines(file: TextIO) -> Iterator[tuple[str, bool]]:
    """The lines of a file, and whether each is whole: of one that is too long only the beginning is kept."""
    while line := file.readline(LONGEST_ROW):
        whole = len(line) < LONGEST_ROW or line.endswith("\n")
        if not whole:
            while (rest := file.readline(LONGEST_ROW)) and not rest.endswith("\n"):
                pass
        yield line, whole


def _fill(add: Callable[..., None], part: list[Any], rows: Iterator[Any], size: int) -> None:
    """Add what the first part and further ones of `rows` hold, up to `size` rows."""
    left = size
    while part:
        add(*map(list, zip(*part, strict=True)))
        left -= len(part)
        part = list(islice(rows, min(left, _AT_ONCE)))


def _json_sheets(file: RecordFile, size: int) -> Iterator[Sheet]:
    with file.path.open(encoding=file.encoding, errors="replace") as text:
        rows = objects(text)
        while part := list(islice(rows, min(size, _AT_ONCE))):
            sheet = Sheet("")
            _fill(sheet.add_objects, part, rows, size)
            yield sheet


def objects(text: TextIO, as_row: AsRow | None = None) -> Iterator[tuple[int, dict[str, Any] | NoRow, str]]:
    """The objects of NDJSON with their lines and raw text; what is no plain value is refused, unless `as_row` says
    what an object is.
    """
    for number, (line, whole) in enumerate(_lines(text), 1):
        if line.strip():
            raw = line.rstrip("\n")
            yield number, _of_json(raw, as_row) if whole else NoRow(too_long(), raw), raw


def _of_json(line: str, as_row: AsRow | None) -> dict[str, Any] | NoRow:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return NoRow(Unreadable("the line is not JSON", "Write one JSON object a line."), line)
    if not isinstance(content, dict):
        return NoRow(Unreadable("the line is not a JSON object", "Write one JSON object a line, as in {...}."), line)
    if LOST in line or ("\\u" in line and HALF.search(json.dumps(content, ensure_ascii=False))):
        return NoRow(NOT_TEXT, line)
    return as_row(content) if as_row else _plain(content, line)


def _plain(content: dict[str, Any], line: str) -> dict[str, Any] | NoRow:
    """Numbers as text; what is no plain value is refused."""
    if _PLAIN.issuperset(map(type, content.values())):
        return content
    for name, value in content.items():
        if type(value) in _PLAIN:
            continue
        if isinstance(value, (dict, list)):
            why = Unreadable(f"“{name}” is not a plain value", "Write text, a number, true or false.")
            return NoRow(why, line)
        content[name] = str(value)
    return content
