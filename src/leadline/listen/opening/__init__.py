"""What is this file? Its form by its bytes, its format by the names of its columns, wherever they stand.

file, profile = open_file(path, profiles=PROFILES, name=None, mapping=None)

In: a path, and what a person said of it. Out: the file as sheets of rows, and the profile that reads them. The
surprise: the row with the names is looked for among the first twenty, under each delimiter and on each sheet of a
workbook; where no profile knows one, the file is a plain table whose first row names its columns.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from leadline.errors import LeadlineError
from leadline.listen.opening.blocks import is_report, report_file
from leadline.listen.opening.car import car_file, is_car
from leadline.listen.opening.forms import AnyFile, Line, RowsFile, flat
from leadline.listen.opening.json_files import ARCHIVE, LISTS, json_file
from leadline.listen.opening.parquet import parquet_file
from leadline.listen.opening.text import FirstRow, first_rows, first_text, likely_header
from leadline.listen.opening.workbooks import FIRST_ROWS, Table, names_of, tables_of, workbook_file
from leadline.listen.profiles import Export, Profile, choose_profile
from leadline.listen.profiles.asterisk import NAMES_OF_CDR, is_cdr
from leadline.listen.profiles.surveys import two_rows
from leadline.listen.records import RecordFile, encoding_of, objects, open_records
from leadline.listen.sheets import NoRow

__all__ = [
    "AnyFile",
    "RowsFile",
    "SheetLook",
    "every_row",
    "first_header",
    "is_packed",
    "open_file",
    "repeated_names",
    "sheets_of",
]

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
"""gzip, bzip2, xz, 7z, rar, zstd."""
_HEADER_ROWS = 100

Choose = Callable[[tuple[str, ...]], Profile | None]
"""The profile that names of columns belong to, if any."""


def open_file(
    path: Path,
    *,
    profiles: Sequence[Profile],
    name: str | None,
    mapping: dict[str, str] | None,
    is_known: bool = False,
    sheet: str | None = None,
) -> tuple[AnyFile, Profile]:
    """Raises LeadlineError where it cannot be read, and where no profile knows its columns. Where the profile that is
    named `is_known`, as of a door, the columns are not asked: a row that does not fit is refused by itself. `sheet` is
    a workbook's, by its number or name."""
    file = _of_a_known_form(path, _chooser(profiles, name, mapping), sheet)
    if is_known:
        return file, next(one for one in profiles if one.name == name)
    profile = choose_profile(file.header, name=name, mapping=mapping, file=path.name, profiles=profiles)
    return file, profile


def first_header(path: Path, profiles: Sequence[Profile], sheet: str | None = None) -> AnyFile:
    """The file under the names of its columns, whether a profile knows them or not: for who maps them."""
    chosen = _chooser(profiles, None, None)
    file = _of_a_known_form(path, chosen, sheet)
    if not isinstance(file, RecordFile) or chosen(file.header):
        return file
    if file.form == "ndjson":
        return _flat_objects(path, file.encoding)
    row = likely_header(first_text(path, file.encoding))
    return _under(path, file.encoding, row.cells, row) if row else file


def is_packed(path: Path) -> bool:
    """Whether a file is none of text: a workbook, Parquet, a repository, an archive."""
    with path.open("rb") as file:
        start = file.read(1024)
    return start.startswith((b"PK", _OLD_WORKBOOK, b"PAR1", *_PACKED)) or is_car(start)


def every_row(path: Path, profiles: Sequence[Profile]) -> Iterator[str]:
    """All rows of a packed file, of all its sheets, as text. Raises LeadlineError where it cannot be opened."""
    if _is_workbook(path):
        for table in tables_of(path).values():
            yield from ("\t".join(map(str, row)) for row in table)
    else:
        yield from (record.raw for record in first_header(path, profiles).records())


def repeated_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """Names that several columns have: of each only the last column is read."""
    return tuple(name for name, times in Counter(header).items() if name and times > 1)


def _chooser(profiles: Sequence[Profile], name: str | None, mapping: dict[str, str] | None) -> Choose:
    if mapping:
        columns = set(mapping.values())
        return lambda header: profiles[0] if columns <= set(header) else None
    asked = [one for one in profiles if name in (None, one.name)]
    return lambda header: next((one for one in asked if one.fits(header)), None)


@dataclass(frozen=True)
class SheetLook:
    """A sheet of a workbook: its place from 1 on, its name, how many rows it has, and the profile that knows it."""

    number: int
    name: str
    rows: int
    profile: str | None


def sheets_of(path: Path, profiles: Sequence[Profile]) -> tuple[SheetLook, ...]:
    """The sheets of a workbook that say anything; none of another file. Raises LeadlineError as `open_file` does."""
    if not path.is_file() or not _is_workbook(path):
        return ()
    chosen, found = _chooser(profiles, None, None), list[SheetLook]()
    for number, (name, table) in enumerate(tables_of(path).items(), 1):
        known = (chosen(names_of(row)) for row in table[:FIRST_ROWS])
        if table:
            profile = next((one.name for one in known if one), None)
            found.append(SheetLook(number, name, sum(map(bool, table)), profile))
    return tuple(found)


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(len(_OLD_WORKBOOK))
    return start.startswith(_OLD_WORKBOOK) or (start.startswith(b"PK") and zipfile.is_zipfile(path))


def _of_a_known_form(path: Path, chosen: Choose, sheet: str | None) -> AnyFile:
    if not path.is_file():
        raise LeadlineError(f"There is no file {path}.", "Check the name and the folder.")
    with path.open("rb") as file:
        start = file.read(1024)
    if _is_workbook(path):
        return _workbook(path, chosen, sheet)
    if sheet:
        raise LeadlineError(f"{path.name} has no sheets.", "Leave --sheet out.")
    if start.startswith(b"PAR1"):
        return parquet_file(path)
    if start.startswith(_PACKED):
        raise LeadlineError(f"{path.name} is packed.", "Unpack it, and give the file in it.")
    if is_car(start):
        return car_file(path)
    return _text(path, chosen)


def _workbook(path: Path, chosen: Choose, asked: str | None) -> AnyFile:
    """The sheet that was asked for; else the first that a profile knows, or that says anything, under its first full
    row."""
    tables = tables_of(path)
    those = _asked_for(path, tables, asked) if asked else tuple(tables)
    for sheet in those:
        for place, row in enumerate(tables[sheet][:FIRST_ROWS]):
            if chosen(names_of(row)):
                return workbook_file(path, tables, sheet, place)
    full = [name for name in those if tables[name]]
    if not full:
        raise LeadlineError(f"{path.name} is empty.", "Export it again.")
    return workbook_file(path, tables, full[0], _fullest(tables[full[0]]))


def _asked_for(path: Path, tables: dict[str, Table], asked: str) -> tuple[str, ...]:
    names = list(tables)
    if asked in names:
        return (asked,)
    if asked.isascii() and asked.isdecimal() and 0 < int(asked[:6]) <= len(names):
        return (names[int(asked) - 1],)
    raise LeadlineError(f"{path.name} has no sheet “{asked}”.", f"It has {len(names)}: say which by number or name.")


def _fullest(table: Table) -> int:
    """The first of the rows with the most cells: titles above a table have fewer."""
    cells = [sum(str(cell).strip() != "" for cell in row) for row in table[:FIRST_ROWS]]
    return cells.index(max(cells))


def _text(path: Path, chosen: Choose) -> AnyFile:
    encoding = encoding_of(path)
    text = first_text(path, encoding)
    begins = text.lstrip("\ufeff \t\r\n")
    if (
        ARCHIVE.match(begins)
        or begins.startswith("[{")
        or begins.replace("\n", "").startswith("[ ")
        or _is_a_list(begins)
    ):
        return json_file(path, encoding)
    if begins.startswith("{"):
        return _objects(path, encoding, chosen) or open_records(path)
    if is_report(begins.splitlines()[:FIRST_ROWS]):
        return report_file(path, encoding)
    return _table(path, encoding, text, chosen) or open_records(path)


def _is_a_list(text: str) -> bool:
    """`{"orderedItems": [...]}`, over one line or many: the list's name stands before its first object."""
    before = text[: text.find("[{")] if "[{" in text else text
    return text.startswith("{") and any(re.search(rf'"{name}"\s*:\s*\[', text) for name in LISTS if name in before)


def _objects(path: Path, encoding: str, chosen: Choose) -> RowsFile | None:
    """Objects within objects, a line each, where a profile knows what they hold."""
    file = _flat_objects(path, encoding)
    return file if isinstance(chosen(file.header), Export) else None


def _flat_objects(path: Path, encoding: str) -> RowsFile:
    def rows() -> Iterator[Line]:
        with path.open(encoding=encoding, errors="replace") as text:
            yield from objects(text, flat)

    contents = [content for _, content, _ in islice(rows(), _HEADER_ROWS) if not isinstance(content, NoRow)]
    header = tuple(dict.fromkeys(name for content in contents for name in content))
    return RowsFile(path, header, rows)


def _table(path: Path, encoding: str, text: str, chosen: Choose) -> RecordFile | None:
    """The table under the row with its names; None where no profile knows one."""
    found = first_rows(text)
    for place, row in enumerate(found):
        profile = chosen(row.cells)
        if profile is not None:
            after = found[place + 1 : place + 2]
            if isinstance(profile, Export) and profile.two_rows and after and after[0].delimiter == row.delimiter:
                names = two_rows(row.cells, after[0].cells)
                return _under(path, encoding, names, after[0])
            return _under(path, encoding, row.cells, row)
    if found and is_cdr(found[0].cells) and chosen(NAMES_OF_CDR):
        names = NAMES_OF_CDR[: len(found[0].cells)]
        return RecordFile(path, "csv", encoding, found[0].delimiter, names, skip=0)
    return None


def _under(path: Path, encoding: str, names: tuple[str, ...], row: FirstRow) -> RecordFile:
    return RecordFile(path, "csv", encoding, row.delimiter, names, skip=row.lines)
