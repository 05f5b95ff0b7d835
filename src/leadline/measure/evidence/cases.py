"""What is asked, and whether the data are enough to ask it.

In: a `Case`: an outcome, the day something began, and controls. Out: a `Prepared` case: one calendar, every series in
units of its own spread, and either what a forecast needs or a refusal with the reason and what would mend it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence.effect import Settlement
from leadline.measure.evidence.figures import count
from leadline.measure.evidence.grade import Direction
from leadline.measure.evidence.regressors import Regressors, regressors
from leadline.measure.evidence.series import Cadence, Flags, Floats, Frame, Series, align
from leadline.measure.evidence.settings import Settings

DAYS_PER_CONTROL = 10
SLOW_DAYS = 15
SAME = 1e-6
"""What two figures may lack of a perfect correlation and still be one: a thousandth of their spread is rounding."""

MOST_APART, LEAST_ALIKE, LIKELY_SAME = 7, 10, 0.8
"""A copy is found up to so many steps early or late, on at least so many days that both know; where a quick look finds
less than such a correlation there is none."""


@dataclass(frozen=True, eq=False)
class Case:
    """Did `outcome` change at `start` (until `end`, or its last day), measured against `controls`?

    `expected` is the direction that the line promises, where it promises one.
    """

    outcome: Series
    start: dt.date
    controls: tuple[Series, ...] = ()
    end: dt.date | None = None
    expected: Direction | None = None


@dataclass(frozen=True)
class Refusal:
    """Why nothing was analysed, and what would mend it."""

    reason: str
    settlement: Settlement


@dataclass(frozen=True, eq=False)
class Prepared:
    """A case on its calendar. `first` is the index of the first day after the start, `known` (T,) the days that count;
    `outcome` (T,) and `controls` are in spreads around their mean before the start, 0 where unknown, `control_spreads`
    (K,) in the controls' units; `controls` (2K, T) are the controls and then their slow halves, or (K, T) where the
    series is not daily."""

    case: Case
    frame: Frame
    first: int
    known: Flags
    end: dt.date
    refusal: Refusal | None
    regressors: Regressors | None = None
    outcome: Floats = field(default_factory=lambda: np.zeros(0))
    controls: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    control_spreads: Floats = field(default_factory=lambda: np.zeros(0))
    centre: float = 0.0
    spread: float = 1.0
    notes: tuple[str, ...] = ()

    @property
    def days_before(self) -> int:
        return int(self.known[: self.first].sum())

    @property
    def days_after(self) -> int:
        return int(self.known[self.first :].sum())

    @property
    def likeness(self) -> tuple[object, ...]:
        """Cases of the same likeness share a calendar and can be forecast in one pass."""
        shape = (self.frame.days[0], self.frame.cadence, len(self.frame.days), self.first, len(self.frame.controls))
        return (*shape, self.known.tobytes())


def prepare(case: Case, holidays: Collection[dt.date], settings: Settings) -> Prepared:
    """Align, count, scale. Raises LeadlineError for an outcome without days or with a control of another cadence."""
    _must_be_comparable(case)
    end = case.end or case.outcome.days[-1]
    frame = align(case.outcome, case.controls, max(end, case.outcome.days[0]))
    first = bisect_left(frame.days, case.start)
    known = frame.complete & ~_half_treated(frame, case.start, first)
    shared = regressors(frame.days, frame.cadence, holidays, known, first) if first else None
    notes = _notes(frame, known, shared)
    if shared is not None:
        known = known & ~shared.left_out
    refusal = _refusal(case, frame, known, first, settings)
    if refusal or shared is None:
        return Prepared(case, frame, first, known, end, refusal, notes=notes)
    rows, centre, spread = _scaled(np.vstack([frame.outcome, frame.controls]), known, first)
    controls = rows[1:]
    if frame.cadence is Cadence.DAY:
        controls = np.concatenate([controls, _slow(controls, known, first)])
    scale = spread[1:, 0], float(centre[0, 0]), float(spread[0, 0])
    return Prepared(case, frame, first, known, end, None, shared, rows[0], controls, *scale, notes)


def _must_be_comparable(case: Case) -> None:
    if not case.outcome.days:
        raise LeadlineError(f"“{case.outcome.name}” has no days.", "Import the metric first.")
    for control in case.controls:
        if control.cadence is not case.outcome.cadence:
            raise LeadlineError(
                f"The control “{control.name}” comes by the {control.cadence}, “{case.outcome.name}” by the "
                f"{case.outcome.cadence}.",
                "Bring both to the same step first.",
            )


def _half_treated(frame: Frame, start: dt.date, first: int) -> Flags:
    """A week or month in which the program began is neither before nor after."""
    half = np.zeros(len(frame.days), dtype=bool)
    if frame.cadence is not Cadence.DAY and first > 0 and (first == len(frame.days) or frame.days[first] > start):
        half[first - 1] = True
    return half


def _notes(frame: Frame, known: Flags, shared: Regressors | None) -> tuple[str, ...]:
    missing = int((~frame.complete).sum())
    left_out = int((shared.left_out & known).sum()) if shared is not None else 0
    notes = []
    if missing:
        notes.append(f"{missing} of {len(frame.days)} {frame.cadence}s have no value and are left open.")
    if left_out:
        notes.append(f"{left_out} holidays are left out: too few lie before the start to learn what they do.")
    return tuple(notes)


def _refusal(case: Case, frame: Frame, known: Flags, first: int, settings: Settings) -> Refusal | None:
    before, after = int(known[:first].sum()), int(known[first:].sum())
    least_before, least_after = settings.least_before(frame.cadence), settings.least_after(frame.cadence)
    name, step = case.outcome.name, frame.cadence
    if before < least_before:
        more = least_before - before
        reason = f"{name} has {before} {step}s with a value before the start; a forecast needs {least_before}."
        return Refusal(reason, Settlement(f"{more} earlier {step}s of {name}, or a later start, would do."))
    if after < least_after:
        more = least_after - after
        reason = f"{name} has {after} {step}s with a value after the start; an effect needs {least_after}."
        return Refusal(reason, Settlement(f"{more} more {step}s would do.", more_steps=more))
    if len(case.controls) > before // DAYS_PER_CONTROL:
        reason = f"{len(case.controls)} controls are too many for {before} {step}s before the start."
        return Refusal(reason, Settlement(f"Keep at most {before // DAYS_PER_CONTROL}, the ones closest to {name}."))
    for series, row in ((case.outcome, frame.outcome), *zip(case.controls, frame.controls, strict=True)):
        values = row[:first][known[:first]]
        if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
            reason = f"{series.name} did not vary before the start, so nothing can be learned from it."
            return Refusal(reason, Settlement(f"Look at the source of {series.name}, or leave it out."))
    for series, row in zip(case.controls, frame.controls, strict=True):
        apart = _steps_apart(frame.outcome[:first], row[:first], known[:first])
        if apart is not None:
            when = f", {count(abs(apart))} {step}{'s' * (abs(apart) > 1)} {'earlier' if apart < 0 else 'later'}"
            reason = f"The control {series.name} moves exactly as {name} does{when * bool(apart)} before the start: "
            reason += f"it is {name} itself, and would take away whatever happened."
            return Refusal(reason, Settlement("Take a control that is another figure than the outcome."))
    later = frame.outcome[first:][known[first:]]
    if later[0] != 0 and np.ptp(later) == 0:
        reason = f"{name} says {later[0]:g} on every {step} after the start: its source may have stood still."
        return Refusal(reason, Settlement(f"Look at the source of {name}."))
    return None


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


def _slow(controls: Floats, known: Flags, first: int) -> Floats:
    """Each control again, as a centred moving average: what it shares with the outcome over weeks.

    A control's own daily noise pulls its coefficient towards zero, and then it takes too little of a shared season
    away. Its slow half gets a coefficient of its own (Engle 1974, Band spectrum regression).
    """
    if not len(controls):
        return controls
    window = np.ones(SLOW_DAYS)
    weight = np.maximum(np.convolve(known, window, mode="same"), 1)
    rows = [np.convolve(row * known, window, mode="same") / weight for row in controls]
    return _scaled(np.array(rows).reshape(controls.shape), known, first)[0]


def _scaled(rows: Floats, known: Flags, first: int) -> tuple[Floats, Floats, Floats]:
    before = rows[:, :first][:, known[:first]]
    centre = before.mean(axis=1, keepdims=True)
    spread = np.maximum(before.std(axis=1, keepdims=True), np.finfo(np.float64).tiny)
    return np.nan_to_num((rows - centre) / spread), centre, spread
