"""Series of one panel, of which each began on its own day or never: compared with those that never did.

In: a `Panel`. Out: the never-treated ones as one control, for whoever asks about a single series; and one `Effect` of
all treated series together. The surprise: a series that began earlier or later is never compared with. It shows its own
effect on the days that it would have to stand still.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from leadline.measure.evidence import DEFAULT_SETTINGS, Effect, Series, Settings, Units, difference_in_differences

STILL = 1e-12
"""Of its largest value: a series that moves by no more never moved, and that is rounding."""


@dataclass(frozen=True, eq=False)
class Panel:
    """`series` of one panel; `starts` has the first day of the program of each that has one, by name, and `lasts` the
    last day of each whose program stopped."""

    name: str
    series: tuple[Series, ...]
    starts: Mapping[str, dt.date]
    lasts: Mapping[str, dt.date]

    @property
    def never(self) -> tuple[Series, ...]:
        return tuple(one for one in self.series if one.name not in self.starts)


@lru_cache(maxsize=256)
def never_treated(panel: Panel) -> Series | None:
    """The mean of the series that were never treated, each in its own deviations around its own mean, so that a large
    one counts no more than a small one and a day that one lacks changes no level; None where there is none."""
    if not panel.never:
        return None
    units = Units.of(panel.never, {}, panel.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a series or a day without any value has no mean: NaN
        values = units.values / np.nanmax(np.abs(units.values), axis=1, keepdims=True)
        spread = np.nanstd(values, axis=1, keepdims=True)
        around = values - np.nanmean(values, axis=1, keepdims=True)
        mean = np.nanmean(around / np.where(spread > STILL, spread, np.nan), axis=0)
    name = f"{len(panel.never)} never treated in {panel.name}"
    return Series(name, units.days, mean, "deviations")


def together(panel: Panel, settings: Settings = DEFAULT_SETTINGS) -> Effect:
    """What the program did to a treated series on average, over all starts: difference-in-differences by imputation.
    Days after a program stopped are of neither side."""
    values = []
    for one in panel.series:
        row, last = one.values.copy(), panel.lasts.get(one.name)
        if last is not None:
            row[[day > last for day in one.days]] = np.nan
        values.append(Series(one.name, one.days, row, one.unit))
    return difference_in_differences(Units.of(values, panel.starts, panel.name), settings=settings)
