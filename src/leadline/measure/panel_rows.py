"""The rows of a CSV file in long form, a row a series and day: by columns, and the first fault of each series.

In: a file and its `Layout`. Out: `Rows`, sorted by series. The surprise: a row that cannot be read is no row of anybody
else; it is kept as the fault of the series that it names.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from leadline.errors import LeadlineError
from leadline.listen.csv_rows import csv_sheets
from leadline.listen.sheets import Sheet

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
    """Which column names whose row it is, and which its start, if any; `last` and `group` are columns that a file may
    have: the program's last day, and the panel whose series are compared with one another."""

    name: str
    start: str | None = None
    last: str | None = None
    group: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name, "date", "outcome", *([self.start] if self.start else []))

    @property
    def header(self) -> str:
        return f"{self.name},date,outcome" + (f",control_1,...,control_k,{self.start}" if self.start else "")


def read_rows(path: Path, layout: Layout) -> Rows:
    """Read the file. Raises LeadlineError where it is none, has no rows, or lacks a column."""
    reading: Reading | None = None
    for sheet in _sheets(path):
        reading = reading or Reading(_header(sheet, path, layout), layout)
        reading.add(sheet)
    if reading is None or not reading.names:
        columns = ", ".join(layout.columns)
        raise LeadlineError(f"{path.name} holds no rows.", f"Give it columns {columns}, and a row a day.")
    return reading.together()


@dataclass(frozen=True)
class Header:
    """Names as they stand in the file, without what surrounds them."""

    controls: tuple[str, ...]
    optional: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of one series: `day`, `start` and `last` are ordinals, 0 where empty; `group` is a place in
    `groups`, 0 for none; `values` (1 + K, rows), the outcome first; `fault` is the first thing wrong."""

    line: Ints
    day: Ints
    start: Ints
    last: Ints
    group: Ints
    groups: tuple[str, ...]
    values: Floats
    controls: tuple[str, ...]
    fault: str


@dataclass(frozen=True, eq=False)
class Rows:
    """All rows, sorted by series; those of the series `code` are `edges[code]` to `edges[code + 1]`. `names` are in the
    order of their first lines, `unknown` are columns that nobody reads."""

    names: tuple[str, ...]
    groups: tuple[str, ...]
    unknown: tuple[str, ...]
    edges: Ints
    line: Ints
    day: Ints
    start: Ints
    last: Ints
    group: Ints
    values: Floats
    controls: tuple[str, ...]
    faults: dict[int, tuple[int, str]]

    def of(self, code: int) -> Lines:
        mine = slice(self.edges[code], self.edges[code + 1])
        fault = self.faults.get(code, (0, ""))[1]
        line, day, start, last, group = (one[mine] for one in (self.line, self.day, self.start, self.last, self.group))
        return Lines(line, day, start, last, group, self.groups, self.values[:, mine], self.controls, fault)


class Reading:
    """The rows read so far, by columns, and the first fault of each series."""

    def __init__(self, header: Header, layout: Layout) -> None:
        self.header = header
        self._layout = layout
        self.names: dict[str, int] = {}
        self._groups: dict[str, int] = {"": 0}
        self._parts: list[tuple[Ints, ...]] = []
        self._values: list[Floats] = []
        self._faults: dict[int, tuple[int, str]] = {}

    def add(self, sheet: Sheet) -> None:
        lines = np.array(sheet.lines, dtype=np.int64)
        code, lost = _coded(_names(sheet, self._layout.name), self.names), ~sheet.is_readable()
        for place, no_row in sheet.lost.items():
            self._blame(code, lines, place, no_row.why.reason)
        day = self._days(sheet, "date", code, lines, lost, needed=True)
        start, last = (
            self._days(sheet, column, code, lines, lost, needed=False) if column else np.zeros_like(day)
            for column in (self._layout.start, self._there(self._layout.last))
        )
        named = self._there(self._layout.group)
        group = _coded(_text(sheet, named), self._groups) if named else np.zeros_like(day)
        columns = ("outcome", *self.header.controls)
        values = np.array([self._numbers(sheet, name, code, lines, lost) for name in columns])
        for nameless in np.flatnonzero((code == self.names.get("", -1)) & ~lost):
            self._blame(
                code, lines, int(nameless), f"column {self._layout.name} is empty: nobody knows whose row it is"
            )
        self._parts.append((code, lines, day, start, last, group))
        self._values.append(values)

    def together(self) -> Rows:
        code, line, day, start, last, group = (np.concatenate(one) for one in zip(*self._parts, strict=True))
        order = np.argsort(code, kind="stable")
        return Rows(
            names=tuple(self.names),
            groups=tuple(self._groups),
            unknown=self.header.unknown,
            edges=np.searchsorted(code[order], np.arange(len(self.names) + 1)),
            line=line[order],
            day=day[order],
            start=start[order],
            last=last[order],
            group=group[order],
            values=np.concatenate(self._values, axis=1)[:, order],
            controls=self.header.controls,
            faults=self._faults,
        )

    def _there(self, column: str | None) -> str | None:
        return column if column in self.header.optional else None

    def _days(self, sheet: Sheet, column: str, code: Ints, lines: Ints, lost: Flags, *, needed: bool) -> Ints:
        """Ordinals, 0 where empty or no day; few days are many rows, so each is read once."""
        encoded = _text(sheet, column).dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        read = np.array([_ordinal(text) for text in texts], dtype=np.int64)
        at = encoded.indices.to_numpy(zero_copy_only=False)
        found: Ints = read[at]
        for place in np.flatnonzero((found < 0) | ((found == 0) & needed)):
            if not lost[place]:
                self._blame(code, lines, int(place), _no_day(column, texts[at[place]]))
        return np.maximum(found, 0)

    def _numbers(self, sheet: Sheet, column: str, code: Ints, lines: Ints, lost: Flags) -> Floats:
        """(rows,): NaN where nothing stands."""
        texts = _text(sheet, column)
        plain = pc.match_substring_regex(texts, _NUMBER)
        numbers = pc.cast(pc.if_else(plain, texts, None), pa.float64()).to_numpy(zero_copy_only=False)
        empty = pc.is_in(texts, pa.array(_MISSING)).to_numpy(zero_copy_only=False)
        for place in np.flatnonzero(~(np.isfinite(numbers) | empty)):
            if not lost[place]:
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


def _header(sheet: Sheet, path: Path, layout: Layout) -> Header:
    sheet_names = [name.removeprefix("\ufeff") for name in sheet.names]
    if missing := [name for name in layout.columns if name not in sheet_names]:
        raise LeadlineError(
            f"{path.name} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)} on line 1.",
            f"The columns are {layout.header}, separated by commas.",
        )
    named = set(sheet.names.values())
    if "" not in sheet_names and (twice := [place for place in range(len(sheet.columns)) if place not in named]):
        raise LeadlineError(
            f"Column {twice[0] + 1} of {path.name} has the same name as a later one on line 1.",
            "Give each column a name of its own, or remove one of the two.",
        )
    controls = tuple(name for name in sheet_names if layout.start and _CONTROL.fullmatch(name))
    optional = tuple(name for name in sheet_names if name in (layout.last, layout.group))
    known = (*layout.columns, *controls, *optional)
    return Header(controls, optional, tuple(name for name in sheet_names if name not in known))


def _text(sheet: Sheet, column: str) -> pa.Array:
    """The cells of a column without what surrounds them; empty where there is no row."""
    name = column if column in sheet.names else f"\ufeff{column}"
    return pc.fill_null(pc.utf8_trim_whitespace(pa.array(sheet.column(name), pa.string())), "")


def _coded(texts: pa.Array, codes: dict[str, int]) -> Ints:
    """The place of each text in `codes`, which new ones join."""
    encoded = texts.dictionary_encode()
    found = np.array([codes.setdefault(text, len(codes)) for text in encoded.dictionary.to_pylist()], dtype=np.int64)
    return found[encoded.indices.to_numpy(zero_copy_only=False)] if len(found) else np.zeros(0, dtype=np.int64)


def _names(sheet: Sheet, column: str) -> pa.Array:
    """Whose row each is, also of rows that are broken, as far as they tell."""
    names = _text(sheet, column)
    if not sheet.lost:
        return names
    texts = names.to_pylist()
    at = [name.removeprefix("\ufeff") for name in sheet.names].index(column)
    for place, no_row in sheet.lost.items():
        texts[place] = (no_row.raw.split(",") + [""] * (at + 1))[at].strip()
    return pa.array(texts, pa.string())


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
