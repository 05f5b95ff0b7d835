"""Did it change against what would have been? Before and after one start, with controls if there are any.

In: a `Case` (outcome, start, controls) or many. Out: an `Effect` each. The method forecasts the days after the start
from the days before it (`structural.py`), tries itself at earlier dates where nothing began, widens its interval by
what it missed there, and refuses where it claimed what was not. No draws, so no seed: the same data, the same answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np
from scipy.special import ndtri

from leadline.measure.evidence.cases import Case, Prepared, prepare
from leadline.measure.evidence.checks import (
    PLACEBO,
    control_untouched,
    placebo_in_time,
    placebo_windows,
    season_seen,
    widening,
)
from leadline.measure.evidence.effect import DayRow, Effect, Settlement
from leadline.measure.evidence.grade import Check, Direction, Verdict
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.picture import day_rows
from leadline.measure.evidence.series import Cadence, Floats, Series
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings
from leadline.measure.evidence.settle import settlement
from leadline.measure.evidence.structural import Panel, Window, forecast
from leadline.words import Estimate

TOGETHER = 256
"""Series forecast in one pass: enough to share the work, few enough for the memory of a small machine."""

SURELY = 1e-12


def analyse(
    outcome: Series,
    start: dt.date,
    *,
    controls: Sequence[Series] = (),
    end: dt.date | None = None,
    expected: Direction | None = None,
    holidays: Collection[dt.date] = frozenset(),
    settings: Settings = DEFAULT_SETTINGS,
) -> Effect:
    """One analysis in full: figures, checks, the picture day by day, and what would settle it.

    Missing days are NaN or absent. Raises LeadlineError only for series that cannot be compared; too few data give
    an `Effect` that is refused, with the reason.
    """
    case = Case(outcome, start, tuple(controls), end, expected)
    return analyse_many([case], holidays=holidays, settings=settings, detail=True)[0]


def analyse_many(
    cases: Sequence[Case],
    *,
    holidays: Collection[dt.date] = frozenset(),
    settings: Settings = DEFAULT_SETTINGS,
    detail: bool = False,
) -> list[Effect]:
    """One `Effect` a case, in the cases' order; without `detail` they have no picture and no settlement, and cases that
    share their calendar are forecast together."""
    prepared = [prepare(case, holidays, settings) for case in cases]
    effects: dict[int, Effect] = {}
    for group in _alike(prepared):
        together = [prepared[i] for i in group]
        effects.update(zip(group, _together(together, holidays, settings, detail=detail), strict=True))
    return [effects[i] if i in effects else _refused_early(prepared[i], settings) for i in range(len(cases))]


def _alike(prepared: Sequence[Prepared]) -> Iterator[list[int]]:
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, one in enumerate(prepared):
        if one.refusal is None:
            groups.setdefault(one.likeness, []).append(i)
    for group in groups.values():
        for at in range(0, len(group), TOGETHER):
            yield group[at : at + TOGETHER]


def _together(
    prepared: Sequence[Prepared], holidays: Collection[dt.date], settings: Settings, *, detail: bool
) -> list[Effect]:
    one = prepared[0]
    placebos = placebo_windows(one.known, one.first, one.days_after, one.frame.cadence, settings)
    real = Window(one.first, len(one.frame.days))
    outcomes = np.array([each.outcome for each in prepared])
    controls = np.array([each.controls for each in prepared])
    forecasts = forecast(_panel(one, outcomes, controls), [*placebos.windows, real], by_day=detail)
    z = np.array([_standardised(each.mean) for each in forecasts[:-1]]).reshape(len(placebos.windows), len(prepared))
    grown = widening(z)
    laws = _read(forecasts[-1].mean.widened(grown), settings.level)
    moves = _control_moves(prepared, real, settings)
    effects = []
    for i, each in enumerate(prepared):
        checks = [placebo_in_time(placebos, z[:, i], one.frame.cadence, settings)]
        checks.append(season_seen(one.frame.days[0], each.case.start, len(each.case.controls)))
        if moves[i]:
            checks.append(control_untouched(moves[i], settings))
        widened = float(grown[i])
        rows = day_rows(each, [*placebos.windows, real], forecasts, widened, settings) if detail else ()
        effect = replace(_effect(each, laws[i], checks, rows, settings), widened=widened)
        effects.append(_settled(effect, each, holidays, settings) if detail else effect)
    return effects


def _panel(one: Prepared, outcomes: Floats, controls: Floats) -> Panel:
    if one.regressors is None:
        raise ValueError("only cases that were not refused are forecast")
    return Panel(outcomes, controls, one.regressors.columns, one.regressors.precision, one.known)


def _standardised(miss: Mixture) -> Floats:
    """(S,): how many standard deviations the forecast missed by."""
    z: Floats = -ndtri(np.clip(miss.below(0.0), SURELY, 1 - SURELY))
    return z


def _control_moves(
    prepared: Sequence[Prepared], real: Window, settings: Settings
) -> list[list[tuple[str, Estimate, float]]]:
    """Per case: each control, forecast as if it were the outcome: its change at the start and the p-value."""
    owners = [(each, i) for each in prepared for i in range(len(each.case.controls))]
    moves: dict[int, list[tuple[str, Estimate, float]]] = {id(each): [] for each in prepared}
    if owners:
        rows = np.array([each.controls[i] for each, i in owners])
        panel = _panel(prepared[0], rows, np.zeros((len(rows), 0, rows.shape[1])))
        laws = _read(forecast(panel, [real])[0].mean, settings.level)
        for (each, i), (change, p_value) in zip(owners, laws, strict=True):
            control = each.case.controls[i]
            spread = float(each.frame.controls[i, : each.first][each.known[: each.first]].std())
            moves[id(each)].append((control.name, _times(change, spread, control.unit), p_value))
    return [moves[id(each)] for each in prepared]


def _read(law: Mixture, level: float) -> list[tuple[Estimate, float]]:
    """Per series: the estimate, in spreads, and the two-sided p-value at zero."""
    below = law.below(0.0)
    columns = law.mean, law.quantile((1 - level) / 2), law.quantile((1 + level) / 2)
    p_values = 2 * np.minimum(below, 1 - below)
    rows = zip(*(column.tolist() for column in (*columns, p_values)), strict=True)
    return [(Estimate(mean, low, high, "spreads", level), p_value) for mean, low, high, p_value in rows]


def _effect(
    prepared: Prepared,
    law: tuple[Estimate, float],
    checks: Sequence[Check],
    rows: tuple[DayRow, ...],
    settings: Settings,
) -> Effect:
    failed = next((check for check in checks if check.name == PLACEBO and check.passed is False), None)
    if failed:
        reason = f"The forecasts cannot be trusted here: where nothing began they missed by too much. {failed.sentence}"
        settle = Settlement("Look for what happened at those dates, or add a control that shares it.")
        return replace(_refused(prepared, reason, settle, settings), checks=tuple(checks), days=rows)
    unit = prepared.case.outcome.unit
    mean = _times(law[0], prepared.spread, _rate(unit, prepared.frame.cadence))
    after = prepared.frame.outcome[prepared.first :][prepared.known[prepared.first :]]
    relative = None if unit == "%" else _relative(mean, float(after.mean()))
    return replace(
        _refused(prepared, None, None, settings),
        verdict=_verdict(mean, relative, settings),
        mean=mean,
        relative=relative,
        cumulative=_times(mean, len(after), unit),
        observed=float(after.mean()),
        p_value=law[1],
        checks=tuple(checks),
        days=rows,
    )


def _rate(unit: str, cadence: Cadence) -> str:
    """The unit of a mean change: a share changes by points, and its percent of a percent would mislead."""
    return "percentage points" if unit == "%" else f"{unit} a {cadence}"


def _times(estimate: Estimate, factor: float, unit: str) -> Estimate:
    return Estimate(estimate.value * factor, estimate.low * factor, estimate.high * factor, unit, estimate.level)


def _relative(mean: Estimate, observed: float) -> Estimate | None:
    """Percent of what would have been; the law of the ratio is exact, because it rises with the effect."""
    ends = (mean.value, mean.low, mean.high)
    if any(observed - end <= 0 for end in ends):
        return None
    value, low, high = (100 * end / (observed - end) for end in ends)
    return Estimate(value, low, high, "%", mean.level)


def _verdict(mean: Estimate, relative: Estimate | None, settings: Settings) -> Verdict:
    if mean.low > 0 or mean.high < 0:
        return "effect"
    bound = 100 * settings.smallest_effect_share
    if relative is not None and -bound <= relative.low and relative.high <= bound:
        return "no effect seen"
    return "cannot tell"


def _settled(effect: Effect, prepared: Prepared, holidays: Collection[dt.date], settings: Settings) -> Effect:
    if effect.verdict != "cannot tell" or effect.refused:
        return effect
    return replace(effect, settlement=settlement(prepared, effect, holidays, settings))


def _refused_early(prepared: Prepared, settings: Settings) -> Effect:
    if prepared.refusal is None:
        raise ValueError("only a refused case has no forecast")
    return _refused(prepared, prepared.refusal.reason, prepared.refusal.settlement, settings)


def _refused(prepared: Prepared, reason: str | None, settle: Settlement | None, settings: Settings) -> Effect:
    """What is known of a case before, or without, its figures."""
    return Effect(
        outcome=prepared.case.outcome.name,
        unit=prepared.case.outcome.unit,
        cadence=prepared.frame.cadence,
        start=prepared.case.start,
        end=prepared.end,
        first_day=prepared.frame.days[0],
        days_before=prepared.days_before,
        days_after=prepared.days_after,
        controls=tuple(control.name for control in prepared.case.controls),
        expected_direction=prepared.case.expected,
        notes=prepared.notes,
        smallest_effect_share=settings.smallest_effect_share,
        level=settings.level,
        tried=settings.tried,
        verdict="cannot tell",
        refused=reason,
        settlement=settle,
    )
