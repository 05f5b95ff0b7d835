"""The days as a picture shows them: observed, what would have been, its band, and the sum since the start.

In: a prepared case and its forecasts day by day. Out: a `DayRow` a day. The surprise: before the start, too, the
picture shows real forecasts, the ones from the pretended earlier starts, and not a line fitted with hindsight.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from leadline.measure.evidence.cases import Prepared
from leadline.measure.evidence.effect import DayRow
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import Settings
from leadline.measure.evidence.structural import Forecast, Window


def day_rows(
    prepared: Prepared, windows: Sequence[Window], forecasts: Sequence[Forecast], widened: float, settings: Settings
) -> tuple[DayRow, ...]:
    """One row a day. The forecasts are of a single series, by day; the last window is the real one."""
    table = np.full((7, len(prepared.frame.days)), np.nan)
    table[0] = prepared.frame.outcome
    for window, law in zip(windows, forecasts, strict=True):
        if law.daily is None or law.running is None:
            continue
        table[1:4, window.first : window.stop] = _expected(prepared, window, law.daily.one(0), widened, settings)
        if window is windows[-1]:
            table[4:, window.first : window.stop] = _sums(prepared, law.running.one(0), widened, settings)
    unexplained = np.isnan(prepared.frame.controls).any(axis=0)
    if prepared.regressors is not None:
        unexplained |= prepared.regressors.left_out
    table[1:, unexplained] = np.nan
    columns = [[None if np.isnan(x) else float(x) for x in row] for row in table]
    return tuple(DayRow(day, *values) for day, *values in zip(prepared.frame.days, *columns, strict=True))


def reaching(rows: Sequence[DayRow], start: dt.date, below: float, above: float) -> tuple[DayRow, ...]:
    """The rows with bands from the start on that reach as much further, a day, as the effect's interval does: `below`
    is 0 or less, `above` 0 or more. What would have been is high where the effect is low."""
    found, counted = [], 0
    for row in rows:
        if row.day < start or row.low is None or row.high is None:
            found.append(row)
            continue
        counted += row.observed is not None
        row = replace(row, low=row.low - above, high=row.high - below)
        if row.cumulative_low is not None and row.cumulative_high is not None:
            sums = row.cumulative_low + counted * below, row.cumulative_high + counted * above
            row = replace(row, cumulative_low=sums[0], cumulative_high=sums[1])
        found.append(row)
    return tuple(found)


def _expected(prepared: Prepared, window: Window, miss: Mixture, widened: float, settings: Settings) -> Floats:
    """(3, days): expected, low, high, in the outcome's unit."""
    value, low, high = _band(miss, widened, settings)
    seen = prepared.outcome[window.first : window.stop]
    return prepared.centre + prepared.spread * np.array([seen - value, seen - high, seen - low])


def _sums(prepared: Prepared, miss: Mixture, widened: float, settings: Settings) -> Floats:
    return prepared.spread * np.array(_band(miss, widened, settings))


def _band(law: Mixture, widened: float, settings: Settings) -> tuple[Floats, Floats, Floats]:
    pruned = law.pruned().widened(widened)
    return pruned.mean, pruned.quantile((1 - settings.level) / 2), pruned.quantile((1 + settings.level) / 2)
