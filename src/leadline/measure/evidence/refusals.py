"""Are the data enough to ask whether something changed?

In: the outcome and its controls on one calendar, the days that count, the start. Out: a `Refusal` with the reason and
what would mend it, or None. The surprise: days count only where the outcome and every control have a value, so the
series that lacks them is named, which may be a control.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from leadline.measure.evidence.effect import Settlement
from leadline.measure.evidence.figures import count, many
from leadline.measure.evidence.series import Flags, Floats, Frame, Series
from leadline.measure.evidence.settings import Settings

DAYS_PER_CONTROL = 10
LARGEST, LEAST_MOVED = 1e100, 1e-12
"""Beyond these, squares of values can no longer be told apart from infinity or from nothing."""

SAME = 1e-6
"""What two figures may lack of a perfect correlation and still be one: a thousandth of their spread is rounding."""

MOST_APART, LEAST_ALIKE, LIKELY_SAME = 7, 10, 0.8
"""A copy is found up to so many steps early or late, on at least so many days that both know; where a quick look finds
less than such a correlation there is none."""


@dataclass(frozen=True)
class Refusal:
    """Why nothing was analysed, and what would mend it."""

    reason: str
    settlement: Settlement


def refusal_of(
    outcome: Series, controls: Sequence[Series], frame: Frame, known: Flags, first: int, settings: Settings
) -> Refusal | None:
    """`known` (T,) are the days that count, `first` is the index of the first day after the start."""
    named = [(outcome, frame.outcome), *zip(controls, frame.controls, strict=True)]
    return (
        _too_few(named, frame, known, first, settings)
        or _too_many_controls(named, known, first)
        or _beyond_computing(named, known)
        or _never_varied(named, known, first)
        or _a_copy(named, frame, known, first)
        or _stood_still(named, frame, known, first)
    )


Named = Sequence[tuple[Series, Floats]]
"""Each series with its values on the calendar (T,), the outcome first."""


def _too_few(named: Named, frame: Frame, known: Flags, first: int, settings: Settings) -> Refusal | None:
    before, after = int(known[:first].sum()), int(known[first:].sum())
    least_before, least_after = settings.least_before(frame.cadence), settings.least_after(frame.cadence)
    name, step = named[0][0].name, frame.cadence
    if before < least_before:
        if lacks := _lacking(named, known, slice(0, first), least_before):
            return _refused_for(lacks, name, f"{many(before, step)} before the start; a forecast needs {least_before}")
        more = least_before - before
        reason = f"{name} has {many(before, step)} with a value before the start; a forecast needs {least_before}."
        return Refusal(reason, Settlement(f"{many(more, f'earlier {step}')} of {name}, or a later start, would do."))
    if after < least_after:
        if lacks := _lacking(named, known, slice(first, None), least_after):
            return _refused_for(lacks, name, f"{many(after, step)} after the start; an effect needs {least_after}")
        more = least_after - after
        reason = f"{name} has {many(after, step)} with a value after the start; an effect needs {least_after}."
        return Refusal(reason, Settlement(f"{many(more, f'more {step}')} would do.", more_steps=more))
    return None


def _lacking(named: Named, known: Flags, part: slice, least: int) -> str | None:
    """The control that has the fewest of the days which the outcome by itself has enough of."""
    (_, ours), *controls = named
    own = ~np.isnan(ours[part])
    theirs = np.isnan([row[part] for _, row in controls]).reshape(len(controls), len(own))
    if int((known[part] | (own & theirs.any(axis=0))).sum()) < least:
        return None
    return controls[int((theirs & own).sum(axis=1).argmax())][0].name


def _refused_for(control: str, name: str, days: str) -> Refusal:
    reason = f"{name} and its control {control} both have a value on {days}."
    return Refusal(reason, Settlement(f"Leave the control {control} out, or bring the values that it lacks."))


def _too_many_controls(named: Named, known: Flags, first: int) -> Refusal | None:
    controls, before = len(named) - 1, int(known[:first].sum())
    most = before // DAYS_PER_CONTROL
    if controls <= most:
        return None
    reason = f"{controls} controls are too many for {before} days before the start."
    return Refusal(reason, Settlement(f"Keep at most {most}, the ones closest to {named[0][0].name}."))


def _beyond_computing(named: Named, known: Flags) -> Refusal | None:
    for series, row in named:
        if size := too_large_or_small(row[known]):
            reason = f"The values of {series.name} are too {size} to compute with."
            return Refusal(reason, Settlement(f"Choose another unit for {series.name}."))
    return None


def too_large_or_small(values: Floats) -> Literal["large", "small", ""]:
    """Of values that may hold NaN."""
    size = float(np.nanmax(np.abs(values), initial=0.0))
    if size > LARGEST:
        return "large"
    return "small" if 0 < size < LEAST_MOVED else ""


def _never_varied(named: Named, known: Flags, first: int) -> Refusal | None:
    for series, row in named:
        values = row[:first][known[:first]]
        if np.ptp(values) <= LEAST_MOVED * max(1.0, float(np.abs(values).max())):
            reason = f"{series.name} did not vary before the start, so nothing can be learned from it."
            return Refusal(reason, Settlement(f"Look at the source of {series.name}, or leave it out."))
    return None


def _a_copy(named: Named, frame: Frame, known: Flags, first: int) -> Refusal | None:
    (outcome, ours), *controls = named
    for series, row in controls:
        apart = _steps_apart(ours[:first], row[:first], known[:first])
        if apart is not None:
            step = frame.cadence if abs(apart) == 1 else f"{frame.cadence}s"
            when = f", {count(abs(apart))} {step} {'earlier' if apart < 0 else 'later'}" if apart else ""
            reason = f"The control {series.name} moves exactly as {outcome.name} does{when} before the "
            reason += f"start: it is {outcome.name} itself, and would take away whatever happened."
            return Refusal(reason, Settlement("Take a control that is another figure than the outcome."))
    return None


def _stood_still(named: Named, frame: Frame, known: Flags, first: int) -> Refusal | None:
    outcome, row = named[0]
    later = row[first:][known[first:]]
    if later[0] == 0 or np.ptp(later) > 0:
        return None
    reason = f"{outcome.name} says {later[0]:g} on every {frame.cadence} after the start: its source may have stood "
    return Refusal(f"{reason}still.", Settlement(f"Look at the source of {outcome.name}."))


def _steps_apart(outcome: Floats, control: Floats, known: Flags) -> int | None:
    """By how many steps the control comes after the outcome whose copy it is, in another unit perhaps; negative where
    it comes first, None where it is no copy."""
    ours, theirs, seen = (*(_standard(row, known) for row in (outcome, control)), known.astype(np.float64))
    for apart in sorted(range(-MOST_APART, MOST_APART + 1), key=abs):
        a, b = _shifted(apart, len(known))
        is_likely = abs(ours[a] @ theirs[b]) > LIKELY_SAME * (seen[a] @ seen[b])
        if is_likely and _are_one(outcome[a], control[b], known[a] & known[b]):
            return apart
    return None


def _shifted(apart: int, length: int) -> tuple[slice, slice]:
    """The days of the one, and those `apart` steps later of the other."""
    early, late = slice(0, max(0, length - abs(apart))), slice(abs(apart), length)
    return (early, late) if apart >= 0 else (late, early)


def _are_one(outcome: Floats, control: Floats, both: Flags) -> bool:
    a, b = outcome[both], control[both]
    if len(a) < LEAST_ALIKE or not np.ptp(a) or not np.ptp(b):
        return False
    return abs(float(np.corrcoef(a, b)[0, 1])) > 1 - SAME


def _standard(row: Floats, known: Flags) -> Floats:
    """Around its mean in units of its spread, nothing where it is not known."""
    values = row[known]
    found: Floats = np.where(known, (row - values.mean()) / values.std(), 0.0)
    return found
