"""The demo's world over 200 seeds: its planted fall is held by the interval, and a planted zero is seldom claimed.

The world's noise is not the estimator's own (ARMA(2,1), regimes, thresholds, heavy-tailed outages and storms, counts),
its season is unlearnable from the six months before the start, and its holidays and weekdays act by factors.
"""

from __future__ import annotations

import datetime as dt

import holidays
import numpy as np
from scipy.stats import binom

from leadline.demo import SERVICE_OPENS, Metrics, simulate_metrics
from leadline.measure import evidence

SEEDS = range(1000, 1200)
"""Seeds 0 to 199 were looked at while the season's weight was chosen; these were not."""

END = dt.date(2026, 4, 30)
HOLIDAYS = frozenset(holidays.country_holidays("NL", years=(2025, 2026)))
CONTROLS = (("calls", "business"), ("chats", "consumer"))


def series(world: Metrics, metric: str, segment: str) -> evidence.Series:
    one = world.get(metric, segment=segment)
    return evidence.Series(f"{segment} {metric}", tuple(one.days.astype(object)), one.values, one.unit)


def analyse(effect: float) -> tuple[list[evidence.Effect], list[float]]:
    """The effects of the service on consumer calls, and the true mean change a day."""
    cases, truths = [], []
    for seed in SEEDS:
        world = simulate_metrics(seed, effect=effect)
        controls = tuple(series(world, *name) for name in CONTROLS)
        cases.append(evidence.Case(series(world, "calls", "consumer"), SERVICE_OPENS, controls, END, "down"))
        calls = world.get("calls", segment="consumer")
        inside = (calls.days >= np.datetime64(SERVICE_OPENS)) & (calls.days <= np.datetime64(END))
        truths.append(float((calls.mean - calls.mean_without)[inside].mean()))
    return evidence.analyse_many(cases, holidays=HOLIDAYS), truths


def test_a_planted_zero_is_seldom_claimed() -> None:
    """More claims than 99.9 % of runs would show at a true rate of 5 % fail."""
    effects, _ = analyse(0.0)
    assert sum(effect.verdict == "effect" for effect in effects) <= binom.ppf(0.999, len(SEEDS), 0.05)
    assert sum(effect.refused is not None for effect in effects) <= 0.1 * len(SEEDS)


def test_a_planted_fall_of_eleven_percent_is_covered_and_mostly_seen() -> None:
    """S0.14, S0.15: coverage not below what 99.9 % of runs would show at a true 95 %; power at least three in five."""
    effects, truths = analyse(0.11)
    answered = [(effect.mean, truth) for effect, truth in zip(effects, truths, strict=True) if effect.mean]
    covered = sum(mean.low <= truth <= mean.high for mean, truth in answered)
    assert covered >= binom.ppf(0.001, len(answered), 0.95)
    assert sum(effect.verdict == "effect" for effect in effects) >= 0.6 * len(SEEDS)
