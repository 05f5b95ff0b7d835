"""Does the method claim what is not there, and does its interval hold what is? On noise that companies have.

The nominal rate is 5 %. The bounds are binomial: of 300 series, a true rate of 7 % gives more than 36 claims, and a
true coverage of 93 % fewer than 264 covering intervals, less than once in a thousand runs. `benchmarks/evidence.py`
prints more families, sizes and peers.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from scipy.stats import binom

from benchmarks.evidence_families import APART, LEVEL, TUNED, Floats, draw
from leadline.measure import evidence

SERIES, BEFORE, AFTER = 300, 90, 30
MOST_CLAIMS = int(binom.ppf(0.999, SERIES, 0.07))
LEAST_COVERED = int(binom.ppf(0.001, SERIES, 0.93))
FIRST_DAY = dt.date(2025, 1, 1)
HONEST_ON = ("independent", "AR .5", "AR .8 + weekday", "random-walk level .3 + weekday", "over-dispersed counts")


def analyse(outcomes: Floats, controls: Floats | None, before: int = BEFORE) -> list[evidence.Effect]:
    days = tuple(FIRST_DAY + dt.timedelta(days=i) for i in range(outcomes.shape[1]))
    return evidence.analyse_many(
        [
            evidence.Case(
                evidence.Series("calls", days, outcome, "calls"),
                days[before],
                () if controls is None else (evidence.Series("chats", days, controls[i], "chats"),),
            )
            for i, outcome in enumerate(outcomes)
        ]
    )


@pytest.mark.parametrize("family", HONEST_ON)
def test_where_nothing_began_few_analyses_claim_an_effect(family: str) -> None:
    """S0.14: not just a chart. OLS claims 7 to 75 % of these (benchmarks/evidence.py)."""
    drawn = draw(family, np.random.default_rng(11), SERIES, BEFORE, AFTER)
    effects = analyse(drawn.outcomes, drawn.controls)
    assert sum(effect.verdict == "effect" for effect in effects) <= MOST_CLAIMS
    assert sum(effect.refused is not None for effect in effects) <= 0.1 * SERIES


@pytest.mark.parametrize("family", ["season of the year", "straight trend"])
def test_a_season_or_a_trend_that_half_a_year_hints_at_is_seldom_taken_for_an_effect(family: str) -> None:
    """180 days before and 120 after; a forecast that denies seasons claims 17 % of the seasonal ones."""
    drawn = draw(family, np.random.default_rng(15), SERIES, 180, 120)
    effects = analyse(drawn.outcomes, None, before=180)
    assert sum(effect.verdict == "effect" for effect in effects) <= binom.ppf(0.999, SERIES, 0.05)


@pytest.mark.parametrize("family", [*HONEST_ON[:4], "control shares a swing"])
def test_the_interval_holds_a_planted_fall_of_ten_percent(family: str) -> None:
    drawn = draw(family, np.random.default_rng(12), SERIES, BEFORE, AFTER)
    fallen = drawn.outcomes.copy()
    fallen[:, BEFORE:] -= 0.10 * LEVEL
    answered = [effect.mean for effect in analyse(fallen, drawn.controls) if effect.mean]
    covered = sum(mean.low <= -0.10 * LEVEL <= mean.high for mean in answered)
    assert covered >= LEAST_COVERED - (SERIES - len(answered))


def test_a_fall_of_ten_percent_is_seen_where_the_noise_allows_it() -> None:
    """Honesty is not silence: on independent noise nearly every such fall is claimed, on AR .5 most are."""
    for family, least in (("independent", 0.95), ("AR .5", 0.75), ("control shares a swing", 0.8)):
        drawn = draw(family, np.random.default_rng(13), 100, BEFORE, AFTER)
        fallen = drawn.outcomes.copy()
        fallen[:, BEFORE:] -= 0.10 * LEVEL
        claimed = np.mean([effect.verdict == "effect" for effect in analyse(fallen, drawn.controls)])
        assert claimed >= least, family


def test_a_control_that_shares_the_swings_makes_the_interval_narrower() -> None:
    """Both with the same outcomes: the control pays for its coefficients."""
    drawn = draw("control shares a swing", np.random.default_rng(14), 60, BEFORE, AFTER)
    with_control, without = analyse(drawn.outcomes, drawn.controls), analyse(drawn.outcomes, None)
    width = [np.median([e.mean.high - e.mean.low for e in each if e.mean]) for each in (with_control, without)]
    assert width[0] < 0.6 * width[1]


def test_the_families_that_shaped_the_prior_are_kept_apart_from_the_others() -> None:
    assert not set(TUNED) & set(APART)
