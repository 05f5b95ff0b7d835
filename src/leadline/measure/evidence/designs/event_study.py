"""How did the difference between treated units and others run, step by step around the start?

In: `Units`, one start or several. Out: an `EventStudy`: a row a block of days around each unit's own start, against the
block just before it, and the average after it as an `Effect`. The surprise: rows before the start should be zero, and
one joint test says whether they are.

Long differences against never-treated units: Callaway & Sant'Anna (2021), Journal of Econometrics 225: 200-230, without
covariates. Errors by unit, as in `two_way`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import fdtrc

from leadline.measure.evidence.designs.difference_in_differences import FEW, difference_in_differences
from leadline.measure.evidence.designs.two_way import covariance_of, is_rounding, spread_of
from leadline.measure.evidence.designs.units import Units
from leadline.measure.evidence.effect import Effect
from leadline.measure.evidence.grade import Check, Direction
from leadline.measure.evidence.series import Cadence, Floats
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings
from leadline.measure.record import Recorded

NAME = "no effect before the start"
MOST_BLOCKS = 12
"""Blocks on either side: enough for a picture, few enough to estimate."""


@dataclass(frozen=True)
class EventRow(Recorded):
    """Steps `first` to `last` from a unit's own start (0 is its first treated day): how much further the treated units
    stand from the others than in the block before the start, in the outcome's unit; None where errors cannot be had."""

    first: int
    last: int
    value: float
    low: float | None
    high: float | None
    units: int


@dataclass(frozen=True)
class EventStudy(Recorded):
    """`rows` in time's order, the block before the start left out (it is zero by definition); `effect` after it."""

    effect: Effect
    rows: tuple[EventRow, ...]

    def sentence(self) -> str:
        return self.effect.sentence()


def event_study(
    units: Units, *, block: int | None = None, expected: Direction | None = None, settings: Settings = DEFAULT_SETTINGS
) -> EventStudy:
    """`block` is how many steps a row holds: 7 for days, else 1, if not given."""
    effect = difference_in_differences(units, expected=expected, settings=settings)
    if effect.refused is not None:
        return EventStudy(effect, ())
    size = block or (7 if units.cadence is Cadence.DAY else 1)
    blocks = _blocks(units, size)
    cohorts = _cohorts(units, blocks, size)
    values = _differences(units, cohorts, None)
    some = ~np.isnan(values)
    left_out = np.array([_differences(units, cohorts, i) for i in range(len(units.names))])
    rows = tuple(
        _row(units, block, size, value, left_out[:, h], settings)
        for h, (block, value) in enumerate(zip(blocks, values.tolist(), strict=True))
        if some[h]
    )
    leads = [h for h, block in enumerate(blocks) if block < -1 and some[h]]
    check = _joint(units, values[leads], left_out[:, leads], settings)
    return EventStudy(replace(effect, checks=(*effect.checks, check)), rows)


@dataclass(frozen=True, eq=False)
class Cohort:
    """Units that began on the same day, (n, H) block means less the base block, and the same of the never-treated."""

    members: Sequence[int]
    theirs: Floats
    others: Floats


def _blocks(units: Units, size: int) -> list[int]:
    """Block -1 ends on the last day before the start, block 0 begins with it."""
    firsts = units.firsts[units.treated]
    before, after = int(firsts.max()) // size, (len(units.days) - int(firsts.min())) // size
    wanted = range(-min(before, MOST_BLOCKS), min(after, MOST_BLOCKS))
    return [block for block in wanted if block != -1]


def _cohorts(units: Units, blocks: Sequence[int], size: int) -> list[Cohort]:
    firsts, never = units.firsts, np.flatnonzero(~units.treated)
    found = []
    for first in sorted(set(firsts[units.treated].tolist())):
        members = np.flatnonzero(firsts == first)
        base = _means(units.values, first - size, size)
        moved = np.array([_means(units.values, first + block * size, size) - base for block in blocks]).T
        found.append(Cohort(members.tolist(), moved[members], moved[never]))
    return found


def _means(values: Floats, first: int, size: int) -> Floats:
    """(N,): NaN where the block reaches beyond the data, or holds no value."""
    part = values[:, first : first + size] if first >= 0 else values[:, :0]
    known = ~np.isnan(part)
    number = known.sum(axis=1)
    if part.shape[1] < size:
        return np.full(len(values), np.nan)
    means: Floats = np.where(number > 0, np.where(known, part, 0).sum(axis=1) / np.maximum(number, 1), np.nan)
    return means


def _differences(units: Units, cohorts: Sequence[Cohort], without: int | None) -> Floats:
    """(H,): the treated units' mean move beyond the others', over all starts; `without` leaves out one unit."""
    never = np.flatnonzero(~units.treated).tolist()
    total, number = 0.0, 0.0
    for cohort in cohorts:
        theirs = cohort.theirs[[i != without for i in cohort.members]]
        others = cohort.others[[i != without for i in never]]
        moved = theirs - _nanmean(others)
        known = ~np.isnan(moved)
        total = total + np.where(known, moved, 0).sum(axis=0)
        number = number + known.sum(axis=0)
    found: Floats = np.where(np.asarray(number) > 0, total / np.maximum(number, 1), np.nan)
    return found


def _nanmean(rows: Floats) -> Floats:
    known = ~np.isnan(rows)
    number = known.sum(axis=0)
    found: Floats = np.where(number > 0, np.where(known, rows, 0).sum(axis=0) / np.maximum(number, 1), np.nan)
    return found


def _row(units: Units, block: int, size: int, value: float, left_out: Floats, settings: Settings) -> EventRow:
    first = block * size
    treated = units.treated
    counted = int((~np.isnan(left_out) & treated).sum())
    if min(counted, len(treated) - int(treated.sum())) < FEW:
        return EventRow(first, first + size - 1, value, None, None, counted)
    spread = spread_of(left_out, treated)
    if spread.is_nothing(units.values):
        return EventRow(first, first + size - 1, value, None, None, counted)
    low, high = spread.interval(value, settings.level)
    return EventRow(first, first + size - 1, value, low, high, counted)


def _joint(units: Units, leads: Floats, left_out: Floats, settings: Settings) -> Check:
    """Hotelling's test that all rows before the start are zero; degrees of freedom by the smaller group."""
    tested = len(leads)
    treated = units.treated
    df = min(int(treated.sum()), int((~treated).sum())) - 1
    numbers = {"rows": float(tested), "df": float(df)}
    if tested == 0 or df - tested + 1 < FEW or np.isnan(left_out).any():
        sentence = f"{tested} rows before the start are too many for {df + 1} units to test together, or none."
        return Check(NAME, None, sentence, numbers, "More units, or longer blocks.")
    covariance = covariance_of(left_out, treated)
    if any(is_rounding(error, units.values) for error in np.sqrt(np.diag(covariance)).tolist()):
        sentence = "In a row before the start the units do not differ at all, so no error can be had from them."
        return Check(NAME, None, sentence, numbers, "Units with figures of their own, not copies or a constant.")
    distance = float(leads @ np.linalg.pinv(covariance) @ leads)
    p_value = float(fdtrc(tested, df - tested + 1, distance * (df - tested + 1) / (df * tested)))
    numbers |= {"p_value": p_value}
    if p_value >= settings.check_level:
        return Check(NAME, True, f"The {tested} rows before the start are zero together (p {p_value:.2g}).", numbers)
    sentence = f"The rows before the start are not zero together (p {p_value:.2g}): something moved the units earlier."
    return Check(NAME, False, sentence, numbers, "Others that moved as the treated units did before.")
