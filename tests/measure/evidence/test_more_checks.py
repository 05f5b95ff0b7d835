"""Negative controls, other events, an unobserved cause, and a pre-trend: each names its doubt, or says it has none."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from leadline.measure import evidence
from leadline.measure.evidence import Effect, Event
from leadline.measure.evidence.checks.pre_trend import pre_trend
from leadline.measure.evidence.checks.unobserved_cause import hidden_bias, robustness_value
from tests.measure.evidence.series import calls

START = dt.date(2025, 5, 1)


def effect(change: float = -0.11, seed: int = 1) -> Effect:
    series = calls(120, 60, change=change, seed=seed)
    return evidence.analyse(series, series.days[120])


def test_figures_that_the_program_cannot_have_moved_clear_or_cost_the_analysis() -> None:
    quiet = evidence.negative_controls([effect(0.0, seed) for seed in range(2, 8)])
    assert quiet.passed
    assert quiet.sentence == (
        "Six figures that the program cannot have moved were analysed alike; none claimed an effect."
    )
    assert [row["outcome"] for row in quiet.rows] == ["calls"] * 6
    moved = evidence.negative_controls([effect(-0.1, seed) for seed in range(2, 5)])
    assert moved.passed is False
    assert evidence.negative_controls([]).passed is None


def test_a_p_value_is_corrected_by_what_negative_controls_show() -> None:
    quiet, shaken = [effect(0.0, seed) for seed in range(2, 8)], [effect(0.1 * (-1) ** s, s) for s in range(2, 8)]
    assert evidence.calibrated_p_value(effect(), quiet) == pytest.approx(0, abs=1e-3)
    spoiled = evidence.calibrated_p_value(effect(), shaken)
    assert spoiled is not None
    assert spoiled > 0.05
    assert evidence.calibrated_p_value(effect(), quiet[:3]) is None


def test_other_events_about_the_start_are_named() -> None:
    price = Event("price rise", dt.date(2025, 4, 28))
    holiday = Event("May Day", dt.date(2025, 5, 1), dt.date(2025, 5, 1), shared=True)
    strike = Event("strike", dt.date(2025, 1, 10), dt.date(2025, 5, 10))
    fails = evidence.other_events(START, [price, holiday, strike])
    assert fails.passed is False
    assert fails.sentence == (
        "Something else happened within 14 days of the start: price rise (28 April 2025) and strike (10 January 2025)."
    )
    assert [row["days_away"] for row in fails.rows] == [3, 0, 9]
    passes = evidence.other_events(START, [holiday])
    assert passes.sentence == (
        "None of 1 events listed began or ended within 14 days of the start without controls feeling it, too."
    )
    assert evidence.other_events(START, []).passed
    assert evidence.other_events(START, None).passed is None


def test_a_robustness_value_is_the_published_one() -> None:
    """Cinelli & Hazlett (2020), section 5: t 4.18 with 783 degrees of freedom has a robustness value of 13.9 %."""
    assert robustness_value(4.18, 783) == pytest.approx(0.139, abs=0.001)
    assert robustness_value(4.18 - 1.963, 783) == pytest.approx(0.076, abs=0.001)


def test_a_strong_effect_outlives_a_plain_cause_and_a_weak_one_does_not() -> None:
    strong = evidence.unobserved_cause(effect(-0.2))
    assert strong.passed
    assert [row["value"] for row in strong.rows] == sorted(row["value"] for row in strong.rows), "ever less is left"
    assert "before the interval reached zero" in strong.sentence
    assert evidence.unobserved_cause(effect(-0.2), as_strong_as=0.99).passed is False
    weak = evidence.unobserved_cause(effect(0.0))
    assert weak.passed is False
    refused = evidence.analyse(calls(20, 30), calls(20, 30).days[20])
    assert evidence.unobserved_cause(refused).passed is None


def test_hidden_bias_bounds_the_odds_of_joining() -> None:
    rng = np.random.default_rng(1)
    sure = hidden_bias(0.8 + rng.standard_normal(200))
    assert sure.passed
    assert 2 < sure.numbers["odds"] < 6
    assert hidden_bias(rng.standard_normal(200)).passed is False
    assert hidden_bias(np.zeros(5)).passed is None
    p_values = [float(row["p_value"]) for row in sure.rows]
    assert p_values == sorted(p_values)


def test_a_pre_trend_says_how_large_a_one_it_would_have_missed() -> None:
    rng = np.random.default_rng(1)
    others = 0.1 * rng.standard_normal(30)
    settings = evidence.DEFAULT_SETTINGS
    alike = pre_trend(0.1 * rng.standard_normal(10), others, settings)
    assert alike.passed
    assert 0.05 < alike.numbers["detectable"] < 0.2
    assert pre_trend(0.5 + 0.1 * rng.standard_normal(10), others, settings).passed is False
    assert pre_trend(np.array([0.5]), others, settings).passed is False
    assert pre_trend(np.array([0.05]), others, settings).passed
    assert pre_trend(np.array([]), others, settings).passed is None
