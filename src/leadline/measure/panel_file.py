"""A panel of many series in one CSV file: what each line says, and which series cannot be asked about.

    series,date,outcome,control_1,...,control_k,intervention        and, where a file has them: until, panel

In: the file in long form, rows in any order. Out: a `PanelSeries` each, in the order of their first lines: a case, or
the reason why there is none, with its line and column. The surprise: a wrong cell costs its own series only, and a
control column that is empty all through a series is no control of it.

Series that name the same `panel` are units of one thing, of which each began on its own day or never: those that never
did, and none that began earlier or later, are what the others are compared with (`panel_units.py`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence import Cadence, Case, Series, Units
from leadline.measure.panel_rows import Ints, Layout, Lines, Rows, read_rows
from leadline.measure.panel_units import Panel, never_treated

LONGEST_DAYS = 14_610
"""Days from a series' first to its last: forty years. Beyond them a date is a slip of the pen."""

PANEL, UNITS, SERIES = Layout("series", "intervention", "until", "panel"), Layout("unit"), Layout("series")


@dataclass(frozen=True)
class PanelSeries:
    """One series of the file: its name, and either its case or why there is none. `is_control`: it was never treated,
    and the others of its panel are compared with it."""

    name: str
    case: Case | None
    refused: str = ""
    is_control: bool = False


@dataclass(frozen=True)
class PanelFile:
    """The file's series in the order of their first lines, and the columns that nobody knows."""

    series: Sequence[str]
    unknown: tuple[str, ...]
    rows: Rows

    def cases(self) -> Iterator[PanelSeries]:
        """Each series, built as it is asked for."""
        for code, name in enumerate(self.series):
            yield _one(name, self.rows.of(code), self._panels)

    def panels(self) -> tuple[Panel, ...]:
        """Those that the file names, in the order of their first lines, with every series that can be read."""
        return tuple(self._panels.values())

    @cached_property
    def _panels(self) -> Mapping[str, Panel]:
        if len(self.rows.groups) == 1:
            return {}
        found = defaultdict[str, _Members](_Members)
        for code, name in enumerate(self.series):
            read = _read_one(name, self.rows.of(code))
            if read.panel and not read.fault:
                found[read.panel].add(read)
        return {name: Panel(name, tuple(one.series), one.starts, one.lasts) for name, one in found.items()}


def read_panel(path: Path) -> PanelFile:
    """Read the file. Raises LeadlineError where it is none, has no rows, or lacks a column; whatever is wrong in a row
    refuses its series alone."""
    rows = read_rows(path, PANEL)
    return PanelFile(rows.names, rows.unknown, rows)


def read_units(path: Path, outcome: str, unit: str) -> Units:
    """Read a file with the columns `unit,date,outcome`, a row a unit and day; an empty outcome is a missing day.

    Raises LeadlineError, with line and column, for whatever is wrong in any row: units are compared, so none can be
    left out in silence.
    """
    rows = read_rows(path, UNITS)
    series = []
    for code, name in enumerate(rows.names):
        one, fault = _series(name, rows.of(code), unit)
        if fault:
            raise LeadlineError(f"{path.name}: {fault}", "Mend that row, or leave the unit out.")
        series.append(one)
    return Units.of(series, {}, outcome)


@dataclass(frozen=True)
class ManySeries:
    """The series of a file that can be read, why others cannot, by name, and the columns that nobody knows."""

    series: tuple[Series, ...]
    faults: Mapping[str, str]
    unknown: tuple[str, ...]


def read_series(path: Path) -> ManySeries:
    """Read a file with the columns `series,date,outcome`. Raises LeadlineError where it is none, has no rows, or lacks
    a column; whatever is wrong in a row costs its series alone."""
    rows = read_rows(path, SERIES)
    read = [(name, *_series(name, rows.of(code), "units")) for code, name in enumerate(rows.names)]
    faults = {name: fault for name, _, fault in read if fault}
    return ManySeries(tuple(one for _, one, fault in read if not fault), faults, rows.unknown)


@dataclass
class _Members:
    """The series of one panel as they are found, with the first and last day of each one's program."""

    series: list[Series] = field(default_factory=list)
    starts: dict[str, dt.date] = field(default_factory=dict)
    lasts: dict[str, dt.date] = field(default_factory=dict)

    def add(self, read: _Read) -> None:
        self.series.append(read.outcome)
        if read.start:
            self.starts[read.outcome.name] = read.start
            if read.last:
                self.lasts[read.outcome.name] = read.last


@dataclass(frozen=True)
class _Read:
    """What the lines of one series say; `fault` is the first thing wrong."""

    outcome: Series
    controls: tuple[Series, ...] = ()
    start: dt.date | None = None
    last: dt.date | None = None
    panel: str = ""
    fault: str = ""


def _one(name: str, lines: Lines, panels: Mapping[str, Panel]) -> PanelSeries:
    read = _read_one(name, lines, panels)
    if read.fault:
        return PanelSeries(name, None, read.fault)
    if read.start is None:
        return PanelSeries(name, None, _no_start(read.panel, len(panels[read.panel].starts)), True)
    never = never_treated(panels[read.panel]) if read.panel else None
    if never is not None and (apart := _apart(read, never)):
        return PanelSeries(name, None, apart)
    controls = read.controls if never is None else (*read.controls, never)
    end = min(read.last, read.outcome.days[-1]) if read.last else None
    return PanelSeries(name, Case(read.outcome, read.start, controls, end=end))


def _no_start(panel: str, others: int) -> str:
    if not others:
        return f"It has no start, and neither has another series of the panel {panel}: there is nothing to compare."
    return f"It has no start: {others} series of the panel {panel} {'is' if others == 1 else 'are'} compared with it."


_SHARED_DAYS = 0.8
"""Of the days of a series, the least share on which those that never began must have a value, too."""


def _apart(read: _Read, never: Series) -> str:
    """Why a series cannot be compared with those that never began; empty where it can."""
    cadence = read.outcome.cadence
    if never.cadence is not cadence:
        return f"It comes by the {cadence}, and the series of {read.panel} that never began by the {never.cadence}."
    theirs = {day for day, value in zip(never.days, never.values, strict=True) if not np.isnan(value)}
    if not theirs:
        return f"The series of {read.panel} that never began have no values, or always the same: they show nothing."
    mine = [day for day, value in zip(read.outcome.days, read.outcome.values, strict=True) if not np.isnan(value)]
    shared = sum(day in theirs for day in mine)
    if cadence is Cadence.DAY and shared < _SHARED_DAYS * len(mine):
        return f"The series of {read.panel} that never began have a value on {shared} of its {len(mine)} days."
    return ""


def _read_one(name: str, lines: Lines, panels: Mapping[str, Panel] | None = None) -> _Read:
    outcome, fault = _series(name, lines, "units")
    panel = lines.groups[int(lines.group.max())]
    fault = fault or _faulty_panel(lines) or _faulty_start(lines, alone=not panel) or _faulty_last(lines)
    if fault:
        return _Read(outcome, fault=fault)
    order = np.argsort(lines.day, kind="stable")
    controls = tuple(
        Series(control, outcome.days, row, "units")
        for control, row in zip(lines.controls, lines.values[1:, order], strict=True)
        if not np.isnan(row).all()
    )
    start, last = (dt.date.fromordinal(int(one.max())) if one.any() else None for one in (lines.start, lines.last))
    return _Read(outcome, controls, start, last, panel)


def _series(name: str, lines: Lines, unit: str) -> tuple[Series, str]:
    """The outcome, and the first thing wrong with it."""
    order = np.argsort(lines.day, kind="stable")
    if fault := lines.fault or _faulty_days(lines, order):
        return Series(name, (), np.zeros(0), unit), fault
    return Series(name, _dates(lines.day[order].tobytes()), lines.values[0, order], unit), ""


def _faulty_start(lines: Lines, *, alone: bool) -> str:
    """What is wrong with the start of the series as a whole, named by the line and column where it shows; a series that
    stands alone needs one."""
    if not lines.start.any():
        return f"Line {lines.line[0]}: column intervention is empty all through the series." if alone else ""
    return _changing("intervention", lines, lines.start)


def _faulty_last(lines: Lines) -> str:
    if not lines.last.any():
        return ""
    at, start, last = int(np.argmax(lines.last > 0)), int(lines.start.max()), int(lines.last.max())
    said = f"Line {lines.line[at]}: column until says {dt.date.fromordinal(int(lines.last[at]))}"
    if not start:
        return f"{said}, and column intervention is empty all through the series."
    if last < start:
        return f"{said}, before the start on {dt.date.fromordinal(start)}."
    return _changing("until", lines, lines.last)


def _faulty_panel(lines: Lines) -> str:
    named = lines.group[lines.group > 0]
    if not len(named) or (named == named[0]).all():
        return ""
    other = int(np.argmax((lines.group > 0) & (lines.group != named[0])))
    said, first = lines.groups[int(lines.group[other])], lines.groups[int(named[0])]
    return f"Line {lines.line[other]}: column panel says {said}, earlier lines of the series {first}."


def _changing(column: str, lines: Lines, days: Ints) -> str:
    """What is wrong with a day that must be the same all through the series."""
    given = days[days > 0]
    if (given == given[0]).all():
        return ""
    other = int(np.argmax((days > 0) & (days != given[0])))
    said, first = (dt.date.fromordinal(int(one)) for one in (days[other], given[0]))
    return f"Line {lines.line[other]}: column {column} says {said}, earlier lines of the series {first}."


def _faulty_days(lines: Lines, order: Ints) -> str:
    day = lines.day[order]
    twice = np.flatnonzero(np.diff(day) == 0)
    if len(twice):
        again = int(lines.line[order][twice[0] + 1])
        return f"Line {again}: column date says {dt.date.fromordinal(int(day[twice[0]]))} a second time."
    if day[-1] - day[0] >= LONGEST_DAYS:
        first, last = (dt.date.fromordinal(int(one)) for one in (day[0], day[-1]))
        apart = f"{(last - first).days:,} days after the first: more than forty years"
        return f"Line {lines.line[order][-1]}: column date says {last}, {apart}."
    return ""


@lru_cache(maxsize=64)
def _dates(ordinals: bytes) -> tuple[dt.date, ...]:
    """Series of one panel mostly share their days."""
    return tuple(dt.date.fromordinal(day) for day in np.frombuffer(ordinals, dtype=np.int64).tolist())
