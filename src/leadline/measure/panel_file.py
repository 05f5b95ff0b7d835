"""A panel of many series in one CSV file: what each line says, and which series cannot be asked about.

    series,date,outcome,control_1,...,control_k,intervention

In: the file in long form, rows in any order. Out: a `PanelSeries` each, in the order of their first lines: a case, or
the reason why there is none, with its line and column. The surprise: a wrong cell costs its own series only, and a
control column that is empty all through a series is no control of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from leadline.errors import LeadlineError
from leadline.listen.csv_rows import csv_sheets
from leadline.listen.sheets import Sheet
from leadline.measure.evidence import Case, Series, Units

LONGEST_DAYS = 14_610
"""Days from a series' first to its last: forty years. Beyond them a date is a slip of the pen."""

_CONTROL = re.compile(r"control_[1-9][0-9]*")
_SHEET_ROWS = 50_000
_MISSING = ("", "NA", "nan", "NaN")
_NUMBER = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"
_LONGEST_SHOWN = 30

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Layout:
    """Which column names whose row it is, and which its start, if any."""

    name: str
    start: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name, "date", "outcome", *([self.start] if self.start else []))

    @property
    def told(self) -> str:
        return f"{self.name},date,outcome" + (f",control_1,...,control_k,{self.start}" if self.start else "")


PANEL, UNITS = Layout("series", "intervention"), Layout("unit", None)


@dataclass(frozen=True)
class PanelSeries:
    """One series of the file: its name, and either its case or why there is none."""

    name: str
    case: Case | None
    refused: str = ""


@dataclass(frozen=True)
class PanelFile:
    """The file's series in the order of their first lines, and the columns that nobody knows."""

    series: Sequence[str]
    unknown: tuple[str, ...]
    rows: _Rows

    def cases(self) -> Iterator[PanelSeries]:
        """Each series, built as it is asked for."""
        for code, name in enumerate(self.series):
            yield _one(name, self.rows.of(code))


def read_panel(path: Path) -> PanelFile:
    """Read the file. Raises LeadlineError where it is none, has no rows, or lacks a column; whatever is wrong in a row
    refuses its series alone."""
    reading = _read(path, PANEL)
    return PanelFile(tuple(reading.names), reading.header.unknown, reading.together())


def read_units(path: Path, outcome: str, unit: str) -> Units:
    """Read a file with the columns `unit,date,outcome`, a row a unit and day; an empty outcome is a missing day.

    Raises LeadlineError, with line and column, for whatever is wrong in any row: units are compared, so none can be
    left out in silence.
    """
    reading = _read(path, UNITS)
    rows = reading.together()
    series = []
    for code, name in enumerate(reading.names):
        lines = rows.of(code)
        order = np.argsort(lines.day, kind="stable")
        if fault := lines.fault or _faulty_days(lines, order):
            raise LeadlineError(f"{path.name}: {fault}", "Mend that row, or leave the unit out.")
        series.append(Series(name, _dates(lines.day[order].tobytes()), lines.values[0, order], unit))
    return Units.of(series, {}, outcome)


def _read(path: Path, layout: Layout) -> _Reading:
    reading: _Reading | None = None
    for sheet in _sheets(path):
        reading = reading or _Reading(_header(sheet, path, layout), layout)
        reading.add(sheet)
    if reading is None or not reading.names:
        columns = ", ".join(layout.columns)
        raise LeadlineError(f"{path.name} holds no rows.", f"Give it columns {columns}, and a row a day.")
    return reading


@dataclass(frozen=True)
class _Header:
    """Names as they stand in the file, without what surrounds them."""

    controls: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Lines:
    """The lines of one series: days and start are ordinals, 0 where empty; `values` (1 + K, rows), the outcome first;
    `fault` is the first thing wrong."""

    line: Ints
    day: Ints
    start: Ints
    values: Floats
    controls: tuple[str, ...]
    fault: str


@dataclass(frozen=True, eq=False)
class _Rows:
    """All rows, sorted by series; those of the series `code` are `edges[code]` to `edges[code + 1]`."""

    edges: Ints
    line: Ints
    day: Ints
    start: Ints
    values: Floats
    controls: tuple[str, ...]
    faults: dict[int, tuple[int, str]]

    def of(self, code: int) -> _Lines:
        mine = slice(self.edges[code], self.edges[code + 1])
        fault = self.faults.get(code, (0, ""))[1]
        return _Lines(self.line[mine], self.day[mine], self.start[mine], self.values[:, mine], self.controls, fault)


class _Reading:
    """The rows read so far, by columns, and the first fault of each series."""

    def __init__(self, header: _Header, layout: Layout) -> None:
        self.header = header
        self._layout = layout
        self.names: dict[str, int] = {}
        self._parts: list[tuple[Ints, ...]] = []
        self._values: list[Floats] = []
        self._faults: dict[int, tuple[int, str]] = {}

    def add(self, sheet: Sheet) -> None:
        lines = np.array(sheet.lines, dtype=np.int64)
        code, told = self._coded(_names(sheet, self._layout.name)), ~sheet.is_readable()
        for place, no_row in sheet.lost.items():
            self._blame(code, lines, place, no_row.why.reason)
        day = self._days(sheet, "date", code, lines, told, needed=True)
        start = np.zeros_like(day)
        if self._layout.start:
            start = self._days(sheet, self._layout.start, code, lines, told, needed=False)
        columns = ("outcome", *self.header.controls)
        values = np.array([self._numbers(sheet, name, code, lines, told) for name in columns])
        for nameless in np.flatnonzero((code == self.names.get("", -1)) & ~told):
            self._blame(
                code, lines, int(nameless), f"column {self._layout.name} is empty: nobody knows whose row it is"
            )
        self._parts.append((code, lines, day, start))
        self._values.append(values)

    def together(self) -> _Rows:
        code, line, day, start = (np.concatenate(columns) for columns in zip(*self._parts, strict=True))
        order = np.argsort(code, kind="stable")
        edges = np.searchsorted(code[order], np.arange(len(self.names) + 1))
        values = np.concatenate(self._values, axis=1)[:, order]
        return _Rows(edges, line[order], day[order], start[order], values, self.header.controls, self._faults)

    def _coded(self, names: pa.Array) -> Ints:
        encoded = names.dictionary_encode()
        codes = np.array([self._code(name) for name in encoded.dictionary.to_pylist()], dtype=np.int64)
        return codes[encoded.indices.to_numpy(zero_copy_only=False)] if len(codes) else np.zeros(0, dtype=np.int64)

    def _code(self, name: str) -> int:
        return self.names.setdefault(name, len(self.names))

    def _days(self, sheet: Sheet, column: str, code: Ints, lines: Ints, told: Flags, *, needed: bool) -> Ints:
        """Ordinals, 0 where empty or no day; few days are many rows, so each is read once."""
        encoded = _text(sheet, column).dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        read = np.array([_ordinal(text) for text in texts], dtype=np.int64)
        at = encoded.indices.to_numpy(zero_copy_only=False)
        found: Ints = read[at]
        for place in np.flatnonzero((found < 0) | ((found == 0) & needed)):
            if not told[place]:
                self._blame(code, lines, int(place), _no_day(column, texts[at[place]]))
        return np.maximum(found, 0)

    def _numbers(self, sheet: Sheet, column: str, code: Ints, lines: Ints, told: Flags) -> Floats:
        """(rows,): NaN where nothing stands."""
        texts = _text(sheet, column)
        plain = pc.match_substring_regex(texts, _NUMBER)
        numbers = pc.cast(pc.if_else(plain, texts, None), pa.float64()).to_numpy(zero_copy_only=False)
        empty = pc.is_in(texts, pa.array(_MISSING)).to_numpy(zero_copy_only=False)
        for place in np.flatnonzero(~(np.isfinite(numbers) | empty)):
            if not told[place]:
                self._blame(code, lines, int(place), f"column {column} holds “{_shown(texts[place])}”, no number")
        found: Floats = np.where(np.isfinite(numbers), numbers, np.nan)
        return found

    def _blame(self, code: Ints, lines: Ints, place: int, what: str) -> None:
        """Keep the fault of a series that stands first in the file."""
        line = int(lines[place])
        before = self._faults.get(int(code[place]))
        if before is None or line < before[0]:
            self._faults[int(code[place])] = line, f"Line {line}: {what}."


def _sheets(path: Path) -> Iterator[Sheet]:
    try:
        yield from csv_sheets(path, "utf-8", ",", _SHEET_ROWS)
    except FileNotFoundError:
        raise LeadlineError(f"There is no file {path}.", "Name the panel's CSV file.") from None
    except IsADirectoryError:
        raise LeadlineError(f"{path} is a folder.", "Name the panel's CSV file.") from None


def _header(sheet: Sheet, path: Path, layout: Layout) -> _Header:
    sheet_names = [name.removeprefix("\ufeff") for name in sheet.names]
    if missing := [name for name in layout.columns if name not in sheet_names]:
        raise LeadlineError(
            f"{path.name} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)} on line 1.",
            f"The columns are {layout.told}, separated by commas.",
        )
    controls = tuple(name for name in sheet_names if layout.start and _CONTROL.fullmatch(name))
    return _Header(controls, tuple(name for name in sheet_names if name not in (*layout.columns, *controls)))


def _text(sheet: Sheet, column: str) -> pa.Array:
    """The cells of a column without what surrounds them; empty where there is no row."""
    name = column if column in sheet.names else f"\ufeff{column}"
    return pc.fill_null(pc.utf8_trim_whitespace(pa.array(sheet.column(name), pa.string())), "")


def _names(sheet: Sheet, column: str) -> pa.Array:
    """Whose row each is, also of rows that are broken, as far as they tell."""
    names = _text(sheet, column)
    if not sheet.lost:
        return names
    told = names.to_pylist()
    at = [name.removeprefix("\ufeff") for name in sheet.names].index(column)
    for place, no_row in sheet.lost.items():
        told[place] = (no_row.raw.split(",") + [""] * (at + 1))[at].strip()
    return pa.array(told, pa.string())


def _ordinal(text: str) -> int:
    """0 for nothing, -1 for what is no day."""
    if text in _MISSING:
        return 0
    try:
        return dt.date.fromisoformat(text).toordinal() if len(text) == len("2026-01-31") else -1
    except ValueError:
        return -1


def _no_day(column: str, text: str) -> str:
    if text in _MISSING:
        return f"column {column} is empty"
    return f"column {column} holds “{_shown(text)}”, no day as in 2026-01-31"


def _shown(text: object) -> str:
    shown = str(text)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


def _one(name: str, lines: _Lines) -> PanelSeries:
    order = np.argsort(lines.day, kind="stable")
    fault = lines.fault or _faulty_days(lines, order) or _faulty_start(lines)
    if fault:
        return PanelSeries(name, None, fault)
    days, start = _dates(lines.day[order].tobytes()), dt.date.fromordinal(int(lines.start.max()))
    values = lines.values[:, order]
    controls = tuple(
        Series(control, days, row, "units")
        for control, row in zip(lines.controls, values[1:], strict=True)
        if not np.isnan(row).all()
    )
    return PanelSeries(name, Case(Series(name, days, values[0], "units"), start, controls))


def _faulty_start(lines: _Lines) -> str:
    """What is wrong with the start of the series as a whole, named by the line and column where it shows."""
    starts = lines.start[lines.start > 0]
    if not len(starts):
        return f"Line {lines.line[0]}: column intervention is empty all through the series."
    if (starts != starts[0]).any():
        other = int(np.argmax((lines.start > 0) & (lines.start != starts[0])))
        said, first = (dt.date.fromordinal(int(one)) for one in (lines.start[other], starts[0]))
        return f"Line {lines.line[other]}: column intervention says {said}, earlier lines of the series {first}."
    return ""


def _faulty_days(lines: _Lines, order: Ints) -> str:
    day = lines.day[order]
    twice = np.flatnonzero(np.diff(day) == 0)
    if len(twice):
        again = int(lines.line[order][twice[0] + 1])
        return f"Line {again}: column date says {dt.date.fromordinal(int(day[twice[0]]))} a second time."
    if day[-1] - day[0] >= LONGEST_DAYS:
        first, last = (dt.date.fromordinal(int(one)) for one in (day[0], day[-1]))
        return f"Line {lines.line[order][-1]}: column date says {last}, {(last - first).days:,} days after the first."
    return ""


@lru_cache(maxsize=64)
def _dates(ordinals: bytes) -> tuple[dt.date, ...]:
    """Series of one panel mostly share their days."""
    return tuple(dt.date.fromordinal(day) for day in np.frombuffer(ordinals, dtype=np.int64).tolist())
