"""Does what was seen stand once the days after the start are looked at one by one, and all days together?

In: prepared cases of one calendar and the laws of their effects. Out: checks that need a verdict to doubt, which is why
they are not run on every case: whether a few days decide, and whether the change began with the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from leadline.measure.evidence.breaks import beginnings
from leadline.measure.evidence.cases import Prepared
from leadline.measure.evidence.checks import begins_with_program, days_agree, none_stands_out, standing_out
from leadline.measure.evidence.grade import Check
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.reading import change_of, read
from leadline.measure.evidence.regressors import turns
from leadline.measure.evidence.series import Flags, Floats
from leadline.measure.evidence.settings import Settings
from leadline.measure.evidence.structural import Batch, Window, forecast

AT_ONCE = 32
"""Series looked at day by day in one pass: their forecasts take a hundred times the memory of a mean's."""


def few_days(prepared: Sequence[Prepared], laws: Mixture, which: Sequence[int], settings: Settings) -> dict[int, Check]:
    """For each case of `which`: do a few days decide its figure? `laws` are of all cases' effects, in spreads."""
    found = {}
    for part in _parts(which):
        misses, spread = _day_by_day([prepared[i] for i in part])
        for i, mine, least in zip(part, misses, spread, strict=True):
            found[i] = _agree(prepared[i], laws.one(np.array([i])).concentrated(), mine, float(least), settings)
    return found


def other_starts(prepared: Sequence[Prepared], which: Sequence[int], settings: Settings) -> dict[int, Check]:
    """For each case of `which`: when did its change begin?"""
    found = {}
    for part in _parts(which):
        cases = [prepared[i] for i in part]
        one = cases[0]
        seen = beginnings(batch_of(cases), one.first, one.frame.cadence)
        for i, share in zip(part, seen.share.T, strict=True):
            found[i] = begins_with_program(seen, share, one.frame.days, prepared[i].case.start, settings)
    return found


def batch_of(prepared: Sequence[Prepared]) -> Batch:
    """The outcomes and controls of cases that share a calendar."""
    one = prepared[0]
    if one.regressors is None:
        raise ValueError("only cases that were not refused are forecast")
    outcomes, controls = np.array([each.outcome for each in prepared]), np.array([each.controls for each in prepared])
    return Batch(
        outcomes,
        controls,
        one.regressors.columns,
        one.regressors.precision,
        one.known,
        turns(len(one.known), one.first),
    )


def _parts(which: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(which), AT_ONCE):
        yield which[at : at + AT_ONCE]


def _day_by_day(prepared: Sequence[Prepared]) -> tuple[Floats, Floats]:
    """(S, known days after): observed minus forecast; (S,): the spread of the first day's forecast."""
    one = prepared[0]
    after = one.known[one.first :]
    daily = forecast(batch_of(prepared), [Window(one.first, len(one.known))], by_day=True, sums=False)[0].daily
    if daily is None:
        raise ValueError("a forecast by day has its days")
    return daily.mean[:, after], daily.one_day(int(np.argmax(after))).sd


def _agree(prepared: Prepared, law: Mixture, misses: Floats, least: float, settings: Settings) -> Check:
    out = standing_out(misses, least)
    if not out.any():
        return none_stands_out(len(misses), prepared.frame.cadence)
    kept = misses[~out]
    calmed = law.shifted(kept.mean() - misses.mean()).widened(np.sqrt(len(misses) / len(kept)))
    change = change_of(prepared, read(law, settings.level)[0][0])
    without = change_of(prepared, read(calmed, settings.level)[0][0], out)
    after = np.flatnonzero(prepared.known[prepared.first :]) + prepared.first
    farthest = _farthest_first(out, misses)
    days = [prepared.frame.days[after[i]] for i in farthest]
    return days_agree(prepared.case.outcome.name, change, without, days, prepared.frame.cadence, settings)


def _farthest_first(out: Flags, misses: Floats) -> list[int]:
    away = np.abs(misses - np.median(misses))
    return [int(i) for i in np.argsort(-away, kind="stable") if out[i]]
