"""An `Effect` from a comparison of units: figures in, the one result of all designs out.

In: the units, an average effect with its interval and p-value, checks, and the picture's lines. Out: an `Effect`, with
the verdict that every design shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from leadline.measure.evidence.designs.units import Units
from leadline.measure.evidence.effect import DayRow, Effect, Settlement
from leadline.measure.evidence.grade import Check, Direction
from leadline.measure.evidence.reading import POINTS, share_of, times, verdict_on
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import Settings
from leadline.words import Estimate


@dataclass(frozen=True, eq=False)
class Found:
    """What a design found: the average effect a treated unit and day with `low`, `high` and `p_value`; `observed` and
    `expected` (T,) are the treated units' mean and what it would have been, NaN where not known; `half` the width of
    half a band around `expected` on a single day (0 for none); `weights` who the comparison rests on, by name."""

    value: float
    low: float
    high: float
    p_value: float
    observed: Floats
    expected: Floats
    half: float = 0.0
    weights: tuple[tuple[str, float], ...] = ()


def effect_of(
    units: Units,
    design: str,
    method: str,
    found: Found,
    checks: Sequence[Check],
    settings: Settings,
    *,
    expected: Direction | None = None,
    notes: Sequence[str] = (),
) -> Effect:
    """The effect, with verdict, share of what would have been, sum, and a `DayRow` a day."""
    first = int(units.firsts[units.treated].min())
    seen = found.observed[first:][~np.isnan(found.observed[first:])]
    unit = POINTS if units.unit == "%" else f"{units.unit} a {units.step}"
    mean = Estimate(found.value, found.low, found.high, unit, settings.level)
    observed = float(seen.mean())
    share = share_of(mean, observed)
    cells = int((_treated_cells(units) & ~np.isnan(units.values)).sum())
    blank = refused(units, design, method, "", "", settings, expected=expected)
    return replace(
        blank,
        refused=None,
        settlement=None,
        notes=tuple(notes),
        controls=tuple(name for name, _ in found.weights),
        verdict=verdict_on(mean, share, settings),
        mean=mean,
        relative=None if mean.unit == POINTS else share,
        cumulative=times(mean, cells, units.unit),
        observed=observed,
        p_value=found.p_value,
        checks=tuple(checks),
        days=_rows(units, found, first),
        days_after=len(seen),
    )


def refused(
    units: Units,
    design: str,
    method: str,
    reason: str,
    mend: str,
    settings: Settings,
    *,
    expected: Direction | None = None,
) -> Effect:
    """An effect without figures, for the reason given."""
    treated = units.treated
    first = int(units.firsts[treated].min()) if treated.any() else len(units.days)
    return Effect(
        outcome=units.outcome,
        unit=units.unit,
        cadence=units.cadence,
        start=units.start if treated.any() else units.days[-1],
        end=units.days[-1],
        first_day=units.days[0],
        days_before=first,
        days_after=len(units.days) - first,
        controls=(),
        expected_direction=expected,
        notes=(),
        smallest_effect_share=settings.smallest_effect_share,
        smallest_effect=settings.smallest_effect,
        level=settings.level,
        tried=settings.tried,
        verdict="cannot tell",
        refused=reason,
        settlement=Settlement(mend),
        design=design,
        method=method,
    )


def _treated_cells(units: Units) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    cells: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = np.arange(len(units.days)) >= units.firsts[:, None]
    return cells


def _rows(units: Units, found: Found, first: int) -> tuple[DayRow, ...]:
    gaps = np.where(np.arange(len(units.days)) >= first, found.observed - found.expected, 0.0)
    sums = np.nancumsum(gaps)
    rows = []
    for i, day in enumerate(units.days):
        observed, expected = _known(found.observed[i]), _known(found.expected[i])
        band = expected if found.half else None
        low, high = (None, None) if band is None else (band - found.half, band + found.half)
        cumulative = float(sums[i]) if i >= first and None not in (observed, expected) else None
        rows.append(DayRow(day, observed, expected, low, high, cumulative))
    return tuple(rows)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
