"""What is asked, laid out for a forecast.

In: a `Case`: an outcome, the day something began, and controls. Out: a `Prepared` case: one calendar, every series in
units of its own spread, and either what a forecast needs or a refusal (`refusals.py`).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence.grade import Direction
from leadline.measure.evidence.refusals import Refusal, refusal_of
from leadline.measure.evidence.regressors import Regressors, regressors
from leadline.measure.evidence.series import Cadence, Flags, Floats, Frame, Series, align
from leadline.measure.evidence.settings import Settings

SLOW_DAYS = 15


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
    refusal = refusal_of(case.outcome, case.controls, frame, known, first, settings)
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
