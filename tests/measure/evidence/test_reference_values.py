"""Data that R's CausalImpact has answered: where we agree, within stated tolerances, and where we differ on purpose.

The figures of R are the stored outputs beside the data (tests/measure/data/*/R_CausalImpact_summary.txt). Our point
estimates lie near R's; our intervals are wider, because R's level may hardly wander (its prior on the level's step is
0.01 standard deviations) and that is what makes it claim 38 % of effects that are not there on ordinary daily noise.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from leadline.measure import evidence
from leadline.words import Estimate

DATA = Path(__file__).parents[1] / "data"


def load(name: str, outcome: str, day: str, *controls: str, separator: str = ",") -> list[evidence.Series]:
    """The outcome first, then the controls. A file without days counts them from 2020-01-01."""
    lines = [line for line in (DATA / name / "data.csv").read_text().splitlines() if line.strip()]
    rows = list(csv.DictReader(lines, delimiter=separator))
    first = dt.date(2020, 1, 1)
    days = tuple(dt.date.fromisoformat(row[day]) if day else first + dt.timedelta(days=i) for i, row in enumerate(rows))
    return [
        evidence.Series(column, days, np.array([float(row[column] or "nan") for row in rows]), "points")
        for column in (outcome, *controls)
    ]


def analyse(series: list[evidence.Series], start: dt.date, end: dt.date | None = None) -> evidence.Effect:
    return evidence.analyse(series[0], start, controls=series[1:], end=end)


def figures(effect: evidence.Effect) -> Estimate:
    assert effect.refused is None
    assert effect.mean is not None
    return effect.mean


def test_volkswagen_fell_and_r_agrees_on_the_direction_but_not_on_the_width() -> None:
    """R: -44 [-55, -33]. Ours, weekly: -37 [-64, -4]; 79 weeks ahead a share price may wander far."""
    series = load("causalimpact_volkswagen", "VolksWagen", "Date", "BMW", "Allianz", separator=" ")
    effect = analyse(series, dt.date(2015, 9, 20), dt.date(2017, 3, 19))
    mean = figures(effect)
    assert effect.verdict == "effect"
    assert mean.low <= -44 <= mean.high
    assert mean.value == pytest.approx(-44, abs=11)
    assert mean.value == pytest.approx(-37.1, abs=0.5)
    assert (mean.low, mean.high) == pytest.approx((-64.5, -3.6), abs=0.5)
    assert (effect.days_before, effect.days_after) == (246, 79)


def test_google_trends_rose_and_r_agrees() -> None:
    """R: 27 [18, 36]. Ours: 25 [4, 45]; 61 days before the start are few, so we say less surely what R says."""
    effect = analyse(load("causalimpact_google_gh", "y", "date", "x1", "x2"), dt.date(2020, 3, 2), dt.date(2020, 3, 31))
    mean = figures(effect)
    assert effect.verdict == "effect"
    assert mean.value == pytest.approx(27, abs=2)
    assert mean.low <= 18
    assert mean.high >= 36
    assert effect.grade().grade == "correlated", "no placebo could be tried on so few days"


def test_the_comparison_shows_no_effect_and_r_agrees() -> None:
    """R: -657 [-2076, 832], p .20. Ours: -971 [-2388, 238], p .09; bsts-causalimpact claims an effect here (p .046)."""
    names = ("NOT_CHANGED_1", "NOT_CHANGED_2", "NOT_CHANGED_3")
    series = load("causalimpact_comparison", "CHANGED", "DATE", *names)
    effect = analyse(series, dt.date(2019, 7, 15), dt.date(2019, 8, 1))
    mean = figures(effect)
    assert effect.verdict == "no effect seen"
    assert mean.value == pytest.approx(-657, abs=400)
    assert (mean.low, mean.high) == pytest.approx((-2076, 832), abs=700)
    assert effect.p_value == pytest.approx(0.20, abs=0.15)


def test_the_simulated_arma_gets_the_same_estimate_but_not_the_same_claim() -> None:
    """R: .89 [.27, 1.5]. Ours: .95 [-.4, 1.7], p .11: 70 days of an autocorrelated series do not carry R's claim."""
    effect = analyse(load("causalimpact_arma", "y", "", "X"), dt.date(2020, 1, 1) + dt.timedelta(days=70))
    mean = figures(effect)
    assert mean.value == pytest.approx(0.89, abs=0.15)
    assert mean.low < 0 < mean.high
    assert mean.low <= 0.27
    assert mean.high >= 1.5
    assert effect.verdict == "no effect seen", "the whole interval lies within five percent of 120"
