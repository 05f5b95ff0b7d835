"""Did it change against what would have been? Before and after one start, with controls if there are any.

In: a `Case` (outcome, start, controls) or many. Out: an `Effect` each. The method forecasts the days after the start
from the days before it (`structural`), tries itself at earlier dates where nothing began, widens its interval by
what it missed there, and refuses where it claimed what was not. No draws, so no seed: the same data, the same answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from leadline.measure.evidence.cases import Case, Prepared, prepare
from leadline.measure.evidence.checks import (
    CONTROL,
    PLACEBO,
    control_decides,
    control_untouched,
    fortnights,
    may_have_moved,
    placebo_in_time,
    placebo_windows,
    season_seen,
    swing_shared,
    widening,
)
from leadline.measure.evidence.doubts import batch_of, few_days, other_starts
from leadline.measure.evidence.effect import DayRow, Effect, Settlement
from leadline.measure.evidence.figures import moved
from leadline.measure.evidence.grade import Check, Direction, Verdict
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.picture import day_rows, reaching
from leadline.measure.evidence.reading import change_of, read, share_of, times, verdict_of
from leadline.measure.evidence.series import Floats, Series
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings
from leadline.measure.evidence.settle import settlement
from leadline.measure.evidence.structural import Batch, Window, forecast, likeliest, surprises_of
from leadline.measure.evidence.unrest import unrest
from leadline.words import Estimate

TOGETHER = 256
"""Series forecast in one pass: enough to share the work, few enough for the memory of a small machine."""

SURELY = 1e-12

Move = tuple[str, Estimate, float]
"""A control's name, its change at the start, in its unit, and how often chance alone would show as much."""


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
    controls = len(one.case.controls)
    batch = batch_of(prepared)
    forecasts = forecast(batch, [*placebos.windows, real], by_day=detail, apart=controls or None)
    z = np.array([_standardised(each.mean) for each in forecasts[:-1]]).reshape(len(placebos.windows), len(prepared))
    grown = widening(z) * unrest(batch, one.first, likeliest(batch, one.first, forecasts[-1].mean))
    laws = forecasts[-1].mean.widened(grown)
    alone = _alone(prepared, batch, forecasts[-1].apart, grown, settings)
    seasons = _seasons(prepared, batch, settings)
    effects = []
    for i, (each, law) in enumerate(zip(prepared, read(laws.concentrated(), settings.level), strict=True)):
        checks = [placebo_in_time(placebos, z[:, i], one.frame.cadence, settings)]
        checks.append(seasons[i])
        if each.case.controls:
            checks.append(control_untouched(alone[i].moves, settings))
        widened = float(grown[i])
        rows = day_rows(each, [*placebos.windows, real], forecasts, widened, settings) if detail else ()
        effect = replace(_effect(each, law, checks, rows, settings), widened=widened)
        if each.case.controls:
            effect = _beside_controls(each, effect, alone[i], settings)
        effects.append(effect)
    doubted = _doubted(prepared, effects, laws, settings)
    return [_settled(*each, holidays, settings) if detail else each[0] for each in zip(doubted, prepared, strict=True)]


def _doubted(
    prepared: Sequence[Prepared], effects: Sequence[Effect], laws: Mixture, settings: Settings
) -> list[Effect]:
    """The effects with the checks that doubt a verdict; a figure that a few days decide is refused."""
    doubted = list(effects)
    for i, check in few_days(prepared, laws, _with(doubted, "effect", "no effect seen"), settings).items():
        doubted[i] = _with_days(prepared[i], doubted[i], check, settings)
    for i, check in other_starts(prepared, _with(doubted, "effect"), settings).items():
        doubted[i] = _with_beginning(prepared[i], doubted[i], check, settings)
    return doubted


def _with(effects: Sequence[Effect], *verdicts: Verdict) -> list[int]:
    return [i for i, effect in enumerate(effects) if effect.verdict in verdicts]


def _with_days(prepared: Prepared, effect: Effect, check: Check, settings: Settings) -> Effect:
    checks = (*effect.checks, check)
    if check.passed:
        return replace(effect, checks=checks)
    refused = _refused(prepared, check.sentence, Settlement(check.settle), settings)
    return replace(refused, checks=checks, days=effect.days, widened=effect.widened)


def _with_beginning(prepared: Prepared, effect: Effect, check: Check, settings: Settings) -> Effect:
    """A change that was under way before the start spoils the forecast itself, not only its reading."""
    checks = (*effect.checks, check)
    if check.passed or check.numbers["days_from_start"] >= 0:
        return replace(effect, checks=checks)
    refused = _refused(prepared, check.sentence, Settlement(check.settle), settings)
    return replace(refused, checks=checks, days=effect.days, widened=effect.widened)


def _beside_controls(prepared: Prepared, effect: Effect, alone: Alone, settings: Settings) -> Effect:
    """What is left of an effect once its controls were looked at."""
    if effect.verdict == "effect":
        effect = _unless_control_decides(prepared, effect, alone, settings)
    if effect.verdict == "no effect seen":
        effect = _unless_control_hides(prepared, effect, settings)
    return effect if effect.refused else _both_readings(prepared, effect, alone, settings)


def _both_readings(prepared: Prepared, effect: Effect, alone: Alone, settings: Settings) -> Effect:
    """A control that may have moved at the start shares a shock with the outcome, or the program touched it: the
    interval then reaches from the reading with the controls to the reading without them."""
    if alone.change is None or effect.mean is None or effect.p_value is None:
        return effect
    check = next(check for check in effect.checks if check.name == CONTROL)
    without = change_of(prepared, alone.change).mean
    mean = replace(effect.mean, low=min(effect.mean.low, without.low), high=max(effect.mean.high, without.high))
    told = check.sentence.replace("No control moved", "No control surely moved")
    told += f" With the controls the outcome {moved(effect.mean)}, without them it {moved(without)}: "
    told += "the interval reaches over both."
    change = replace(change_of(prepared, alone.change), mean=mean)
    change = replace(change, share=share_of(mean, change.observed))
    return replace(
        effect,
        verdict=verdict_of(change, settings),
        mean=mean,
        relative=change.relative,
        cumulative=times(mean, change.days, prepared.case.outcome.unit),
        p_value=max(effect.p_value, alone.p_value),
        checks=tuple(replace(one, sentence=told) if one is check else one for one in effect.checks),
        days=reaching(effect.days, effect.start, mean.low - effect.mean.low, mean.high - effect.mean.high),
    )


def _unless_control_decides(prepared: Prepared, effect: Effect, alone: Alone, settings: Settings) -> Effect:
    """Where the effect is the control's move and not the outcome's, nobody can tell which of the two was touched."""
    check = control_decides(prepared.case.outcome.name, alone.p_value, alone.moves, alone.jumps, settings)
    if check is None:
        return effect
    refused = _refused(prepared, check.sentence, Settlement(check.settle), settings)
    kept = [each for each in effect.checks if each.name != check.name]
    return replace(refused, checks=(*kept, check), days=effect.days)


def _unless_control_hides(prepared: Prepared, effect: Effect, settings: Settings) -> Effect:
    """A control that moved on the day takes an effect of the same size away: that is no proof that there was none."""
    check = next((check for check in effect.checks if check.name == CONTROL and check.passed is False), None)
    if check is None:
        return effect
    reason = f"{check.sentence} Beside such a control nothing is seen, whether or not something happened."
    refused = _refused(prepared, reason, Settlement(check.settle), settings)
    return replace(refused, checks=effect.checks, days=effect.days)


def _seasons(prepared: Sequence[Prepared], batch: Batch, settings: Settings) -> list[Check]:
    """One a case."""
    frame, first = prepared[0].frame, prepared[0].first
    ours, theirs = (
        fortnights(rows[..., :first], batch.known[:first], frame.cadence) for rows in (batch.outcomes, batch.controls)
    )
    checks = []
    for i, each in enumerate(prepared):
        named = zip(each.case.controls, theirs[i], strict=False)  # the controls, then their slow halves
        shared = [swing_shared(control.name, ours[i], row) for control, row in named]
        checks.append(season_seen(frame.days[0], each.case.start, shared, settings))
    return checks


def _standardised(miss: Mixture) -> Floats:
    """(S,): how many standard deviations the forecast missed by."""
    z: Floats = -ndtri(np.clip(miss.concentrated().below(0.0), SURELY, 1 - SURELY))
    return z


@dataclass(frozen=True)
class Alone:
    """What a case shows without its controls: the outcome's p-value, how each control moved as if it were the outcome,
    and by how many standard errors each jumped at the start; where a control may have moved, the outcome's change (in
    spreads, widened as the effect is)."""

    p_value: float
    moves: list[Move]
    jumps: list[float]
    change: Estimate | None = None


def _alone(
    prepared: Sequence[Prepared], batch: Batch, law: Mixture | None, grown: Floats, settings: Settings
) -> list[Alone]:
    """One a case; empty where there are no controls."""
    if law is None:
        return []
    cases, first, number = len(prepared), prepared[0].first, len(prepared[0].case.controls)
    rows = read(law.concentrated(), settings.level)
    own = np.concatenate([batch.outcomes, *batch.controls.transpose(1, 0, 2)[:number]])
    apart = replace(batch, outcomes=own, controls=np.zeros((len(own), 0, own.shape[1])))
    steps = surprises_of(apart, first, likeliest(apart, first, law))[1]
    found = []
    for i, each in enumerate(prepared):
        moves = []
        for j, control in enumerate(each.case.controls):
            change, p_value = rows[(1 + j) * cases + i]
            moves.append((control.name, times(change, float(each.control_spreads[j]), control.unit), p_value))
        found.append(Alone(rows[i][1], moves, [float(step) for step in steps[i::cases]]))
    doubtful = np.array([i for i, each in enumerate(found) if may_have_moved(each.moves, settings)], np.int_)
    own_laws = law.one(doubtful).widened(grown[doubtful]).concentrated()
    for i, (change, _p_value) in zip(doubtful, read(own_laws, settings.level), strict=True):
        found[i] = replace(found[i], change=change)
    return found


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
    change = change_of(prepared, law[0])
    return replace(
        _refused(prepared, None, None, settings),
        verdict=verdict_of(change, settings),
        mean=change.mean,
        relative=change.relative,
        cumulative=times(change.mean, change.days, prepared.case.outcome.unit),
        observed=change.observed,
        p_value=law[1],
        checks=tuple(checks),
        days=rows,
    )


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
        smallest_effect=settings.smallest_effect,
        level=settings.level,
        tried=settings.tried,
        verdict="cannot tell",
        refused=reason,
        settlement=settle,
    )
