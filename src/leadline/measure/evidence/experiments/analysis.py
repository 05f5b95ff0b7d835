"""An experiment, judged: by the lots that were drawn, and by nothing else.

In: the `Plan` as it was recorded, and the units' days before and during. Out: an `Effect` of grade *tested* where it
shows one. The surprise: it answers once. Before the last planned day it refuses, because whoever looks every day will
one day see what they hope for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
from scipy.special import bdtrc

from leadline.measure.evidence.designs.results import Found, effect_of, refused
from leadline.measure.evidence.designs.units import Units
from leadline.measure.evidence.effect import Effect
from leadline.measure.evidence.experiments.lot import LEAST_PAIRS, randomisation_test
from leadline.measure.evidence.experiments.plan import Pair, Plan, draws_again
from leadline.measure.evidence.experiments.windows import window_means
from leadline.measure.evidence.grade import NEEDED_CHECK, Check, Direction
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings

DESIGN, METHOD = "experiment", "matched pairs, randomisation test, version 1"


def analyse_experiment(
    plan: Plan, results: Units, *, expected: Direction | None = None, settings: Settings = DEFAULT_SETTINGS
) -> Effect:
    """`results` hold the units' days from `plan.before_days` before the start to the plan's last day; more do no harm,
    and earlier ones are tried as A/A runs. Refused where the plan was not recorded before its start or is not the
    seed's, before the last planned day, or with fewer than six whole pairs.
    """
    units = _only(plan, results)
    if problem := _why_not(plan, results):
        return replace(refused(units, DESIGN, METHOD, *problem, settings, expected=expected), experiment=True)
    shares = _shares(plan, units)
    first = (plan.start - units.days[0]).days
    moved = _moved(plan, shares, first)
    whole = [pair for pair in plan.pairs if not np.isnan(_apart(units, moved, pair))]
    if len(whole) < LEAST_PAIRS:
        reason = f"{len(whole)} of {len(plan.pairs)} pairs have values before and during; {LEAST_PAIRS} are needed."
        mend = "Bring the days that are missing."
        return replace(refused(units, DESIGN, METHOD, reason, mend, settings, expected=expected), experiment=True)
    tested = randomisation_test(np.array([_apart(units, moved, pair) for pair in whole]), settings.level)
    level = float(np.mean([plan.levels[pair.treated] for pair in whole]))
    observed, without = (_mean_of(units, shares, whole, side) * level for side in ("treated", "control"))
    interval = (tested.value * level, tested.low * level, tested.high * level)
    found = Found(*interval, tested.p_value, observed, _level_with(observed, without, first))
    starts = {pair.treated: plan.start for pair in whole}
    placed = replace(units, starts=starts)
    checks = [_recorded(plan), _a_a(plan, units, shares, first, settings)]
    notes = [f"{len(whole)} pairs; seed {plan.seed}; recorded on {plan.recorded_at:%Y-%m-%d}."]
    if len(whole) < len(plan.pairs):
        notes.append(f"{len(plan.pairs) - len(whole)} pairs lack values and are left out, both units of each.")
    effect = effect_of(placed, DESIGN, METHOD, found, checks, settings, expected=expected, notes=notes)
    return replace(effect, experiment=True)


def _why_not(plan: Plan, results: Units) -> tuple[str, str] | None:
    if plan.recorded_at.date() >= plan.start:
        reason = f"The plan was recorded on {plan.recorded_at.date()}, and the start was on {plan.start}."
        return reason, "Plan anew, before the start: lots that are drawn afterwards prove nothing."
    if not draws_again(plan):
        return "The plan's units are not those that its seed draws.", "Bring the plan as it was recorded."
    if results.days[-1] < plan.end:
        left = (plan.end - results.days[-1]).days
        reason = f"The experiment ends on {plan.end}; {left} days are still to come."
        return reason, "Wait: an experiment that is looked at every day one day shows what is hoped for."
    if (plan.start - results.days[0]).days < plan.before_days:
        reason = f"The values begin on {results.days[0]}; {plan.before_days} days before the start are needed."
        return reason, "Bring the days before, too."
    return None


def _only(plan: Plan, results: Units) -> Units:
    """The plan's units on an unbroken calendar up to the plan's last day; NaN where nothing is known."""
    names = tuple(name for pair in plan.pairs for name in (pair.treated, pair.control))
    last = max(plan.end, results.days[0])
    days = tuple(results.days[0] + dt.timedelta(days=i) for i in range((last - results.days[0]).days + 1))
    values = np.full((len(names), len(days)), np.nan)
    rows = {name: i for i, name in enumerate(results.names)}
    kept = [i for i, day in enumerate(results.days) if day <= last]
    at = [(results.days[i] - days[0]).days for i in kept]
    for row, name in zip(values, names, strict=True):
        if name in rows:
            row[at] = results.values[rows[name], kept]
    starts = {pair.treated: plan.start for pair in plan.pairs}
    return Units(results.outcome, results.unit, names, days, values, starts)


def _shares(plan: Plan, units: Units) -> Floats:
    levels = np.array([plan.levels[name] for name in units.names])
    shares: Floats = units.values / levels[:, None]
    return shares


def _moved(plan: Plan, shares: Floats, first: int) -> Floats:
    """(N,): the window's mean, less the part of it that the days before foretold."""
    before = window_means(shares, first - plan.before_days, plan.before_days)
    moved: Floats = window_means(shares, first, plan.days) - plan.carry * before
    return moved


def _apart(units: Units, moved: Floats, pair: Pair) -> float:
    return float(moved[units.names.index(pair.treated)] - moved[units.names.index(pair.control)])


def _mean_of(units: Units, shares: Floats, pairs: list[Pair], side: str) -> Floats:
    rows = shares[[units.names.index(getattr(pair, side)) for pair in pairs]]
    known = ~np.isnan(rows)
    number = known.sum(axis=0)
    means: Floats = np.where(number > 0, np.where(known, rows, 0).sum(axis=0) / np.maximum(number, 1), np.nan)
    return means


def _level_with(observed: Floats, without: Floats, first: int) -> Floats:
    """The units without the program, at the level that the others had before the start: what the picture shows."""
    level: Floats = without + np.nanmean(observed[:first] - without[:first])
    return level


def _recorded(plan: Plan) -> Check:
    days = (plan.start - plan.recorded_at.date()).days
    sentence = f"Who has the program was drawn by lot (seed {plan.seed}) {days} days before the start."
    return Check("drawn before the start", True, sentence, {"days_before": float(days), "seed": float(plan.seed)})


def _a_a(plan: Plan, units: Units, shares: Floats, first: int, settings: Settings) -> Check:
    """The same split and test at earlier windows, when nothing had begun: an A/A run, the windows apart from one
    another."""
    rows, claimed = [], 0
    stop = first
    while stop - plan.days - plan.before_days >= 0:
        begin = stop - plan.days
        moved = _moved(plan, shares, begin)
        apart = np.array([_apart(units, moved, pair) for pair in plan.pairs])
        apart = apart[~np.isnan(apart)]
        if len(apart) >= LEAST_PAIRS:
            tested = randomisation_test(apart, settings.level)
            claimed += tested.p_value <= 1 - settings.level
            rows.append(_row(units.days[begin], tested.value, tested.low, tested.high, tested.p_value))
        stop = begin
    quiet = plan.power.false_positives
    numbers = {"tried": float(len(rows)), "claimed": float(claimed), "false_positives": quiet.value}
    in_history = f"Lots drawn anew claimed an effect in {100 * quiet.value:.1f} % of {quiet.unit}."
    if not rows:
        settle = f"{plan.days + plan.before_days} days before the start, to try the same split on."
        return Check(NEEDED_CHECK, None, f"No A/A run of this split could be tried. {in_history}", numbers, settle)
    p_value = float(bdtrc(claimed - 1, len(rows), 1 - settings.level)) if claimed else 1.0
    sentence = (
        f"The same split was tried at {len(rows)} earlier windows (A/A); {claimed} claimed an effect. {in_history}"
    )
    passed = p_value >= settings.check_level
    return Check(NEEDED_CHECK, passed, sentence, numbers, "" if passed else "A new draw, and new days.", tuple(rows))


def _row(day: dt.date, value: float, low: float, high: float, p_value: float) -> dict[str, str | float]:
    return {"start": day.isoformat(), "value": value, "low": low, "high": high, "p_value": p_value}
