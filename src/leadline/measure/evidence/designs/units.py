"""Several units over the same days, some of which a program reached: regions, stores, teams, pages.

In: a matrix of values and the day on which each treated unit began. Out: `Units`, which the designs beside this file
compare, or the reason why they cannot.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leadline.errors import LeadlineError
from leadline.measure.evidence.refusals import too_large_or_small
from leadline.measure.evidence.series import Cadence, Flags, Floats, Series, cadence_of

Ints = NDArray[np.int_]


@dataclass(frozen=True, eq=False)
class Units:
    """One outcome of N units over T days.

    `values` (N, T), NaN where missing, in `unit`; `names` (N,) are distinct; `days` (T,) rise strictly (a week or month
    is named by its first day, a year by any of its days); `starts` gives each treated unit's first day with the
    program; whoever is not in it was never treated. Raises LeadlineError where these do not fit together.
    """

    outcome: str
    unit: str
    names: tuple[str, ...]
    days: tuple[dt.date, ...]
    values: Floats
    starts: Mapping[str, dt.date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", np.asarray(self.values, dtype=np.float64))
        if self.values.shape != (len(self.names), len(self.days)):
            raise LeadlineError(
                f"“{self.outcome}” has {len(self.names)} units, {len(self.days)} days and values of shape "
                f"{self.values.shape}.",
                "Give a row a unit and a column a day, NaN where a value is missing.",
            )
        known = set(self.names)
        if len(known) < len(self.names):
            raise LeadlineError(f"A unit of “{self.outcome}” comes twice.", "Give each unit one row.")
        if any(later <= earlier for earlier, later in pairwise(self.days)):
            raise LeadlineError(f"The days of “{self.outcome}” do not rise.", "Sort them, one column a day.")
        if np.isinf(self.values).any():
            raise LeadlineError(f"“{self.outcome}” holds an infinite value.", "Mend the source, or leave it out.")
        if unknown := [name for name in self.starts if name not in known]:
            raise LeadlineError(f"“{unknown[0]}” began, but has no values.", "Name the units as the values do.")

    @classmethod
    def of(cls, series: Sequence[Series], starts: Mapping[str, dt.date], outcome: str) -> Units:
        """From one series a unit; days that a series lacks are missing values."""
        days = tuple(sorted({day for one in series for day in one.days}))
        place = {day: i for i, day in enumerate(days)}
        values = np.full((len(series), len(days)), np.nan)
        for row, one in zip(values, series, strict=True):
            row[[place[day] for day in one.days]] = one.values
        return cls(outcome, series[0].unit if series else "", tuple(one.name for one in series), days, values, starts)

    @property
    def treated(self) -> Flags:
        """(N,): which units were treated at all."""
        return np.array([name in self.starts for name in self.names], dtype=bool)

    @property
    def firsts(self) -> Ints:
        """(N,): the index of each unit's first treated day; T where it never was."""
        return np.array([bisect_left(self.days, self._start(name)) for name in self.names], dtype=np.int_)

    @property
    def start(self) -> dt.date:
        """The first day on which any unit began."""
        return min(self.starts.values())

    @property
    def cadence(self) -> Cadence:
        return cadence_of(self.days)

    @property
    def step(self) -> str:
        """The word for one column: day, week, month or year."""
        gaps = [(later - earlier).days for earlier, later in pairwise(self.days)]
        return "year" if gaps and min(gaps) >= DAYS_OF_A_YEAR else str(self.cadence)

    def _start(self, name: str) -> dt.date:
        return self.starts.get(name, dt.date.max)

    def before(self, stop: int) -> Units:
        """The same units, with the first `stop` days only."""
        return Units(self.outcome, self.unit, self.names, self.days[:stop], self.values[:, :stop], self.starts)

    def beginning(self, starts: Mapping[str, dt.date]) -> Units:
        """The same values, treated otherwise: a placebo."""
        return Units(self.outcome, self.unit, self.names, self.days, self.values, starts)


DAYS_OF_A_YEAR = 365
LEAST_CONTROLS = 3
LEAST_BEFORE = 4


def why_not(units: Units, *, one_start: bool = False, complete: bool = False) -> tuple[str, str] | None:
    """Why these units cannot be compared, and what would mend it; None where they can."""
    treated, firsts = units.treated, units.firsts
    controls = int((~treated).sum())
    if not treated.any():
        return "No unit was treated.", "Say which units began, and when."
    if controls < LEAST_CONTROLS:
        least = f"a comparison needs {LEAST_CONTROLS}"
        were = "unit was" if controls == 1 else "units were"
        return f"{controls} {were} never treated; {least}.", "Add units that the program did not reach."
    if size := too_large_or_small(units.values):
        return f"The values of {units.outcome} are too {size} to compute with.", "Choose another unit for them."
    if one_start and len(set(firsts[treated])) > 1:
        reason = "The treated units began on different days, and this design compares before and after one start."
        return reason, "Use the difference-in-differences design, or one start at a time."
    before, after = int(firsts[treated].min()), len(units.days) - int(firsts[treated].max())
    if before < LEAST_BEFORE or after < 1:
        reason = f"{before} {units.step}s lie before the first start and {max(after, 0)} after the last."
        return reason, f"At least {LEAST_BEFORE} before and one after are needed."
    if complete and np.isnan(units.values).any():
        row, column = np.argwhere(np.isnan(units.values))[0]
        reason = f"{units.names[row]} has no value on {units.days[column]}, and this design needs every value."
        return reason, "Leave that unit or that day out, or use difference-in-differences."
    return None
