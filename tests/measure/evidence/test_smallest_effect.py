"""An effect that would not matter, and the words for chance: what is told to people is neither too small nor zero."""

from __future__ import annotations

import numpy as np
import pytest

from leadline.errors import LeadlineError
from leadline.measure import evidence
from leadline.measure.evidence import Series, Settings
from leadline.measure.evidence.figures import chance
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.reading import read
from leadline.words import Grade
from tests.measure.evidence.series import calls, days

BEFORE, AFTER = 400, 90
START = days(BEFORE + 1)[BEFORE]


def quiet(change: float, seed: int, unit: str = "calls", level: float = 1000.0) -> Series:
    """So little noise that the smallest change differs from zero."""
    series = calls(BEFORE, AFTER, change=change, noise=0.001 * level, level=level, seed=seed)
    return Series("calls", series.days, series.values, unit)


@pytest.mark.parametrize("change", [-0.0005, -0.01, 0.03, -0.045])
def test_an_effect_within_the_smallest_share_that_matters_is_none_however_sure(change: float) -> None:
    """Before, a fall of 0.05 % was supported in 70 of 80 seeds, and priced."""
    effects = evidence.analyse_many([evidence.Case(quiet(change, seed), START) for seed in range(40)])
    assert {effect.verdict for effect in effects} == {"no effect seen"}
    assert {effect.grade(kept=Grade.SUPPORTED).grade for effect in effects} == {Grade.ASSUMED}


def test_the_sentence_does_not_deny_that_it_moved() -> None:
    effect = evidence.analyse(quiet(-0.01, seed=1), START)
    assert effect.sentence().startswith("too small to matter: calls fell 0.97 % [0.95, 1.00] ")
    assert "the interval lies within the 5 % either way that would matter" in effect.sentence()


def test_the_company_says_what_matters() -> None:
    effect = evidence.analyse(quiet(-0.02, seed=1), START, settings=Settings(smallest_effect_share=0.01))
    assert effect.verdict == "effect"
    assert effect.grade().grade is Grade.SUPPORTED


def test_an_effect_whose_interval_reaches_beyond_what_matters_is_an_effect() -> None:
    effects = evidence.analyse_many([evidence.Case(quiet(-0.055, seed), START) for seed in range(40)])
    assert {effect.verdict for effect in effects} == {"effect"}


def test_a_figure_in_percent_is_held_to_the_same_share_of_its_level() -> None:
    """Satisfaction of 80 %: a rise of a tenth of a point does not matter, one of eight points does."""
    small = evidence.analyse(quiet(0.00125, 1, unit="%", level=80.0), START)
    large = evidence.analyse(quiet(0.1, 1, unit="%", level=80.0), START)
    assert (small.verdict, large.verdict) == ("no effect seen", "effect")
    assert small.relative is None
    assert "percentage points" in small.sentence()
    assert "the 5 % of its level either way that would matter" in small.sentence()


def test_a_p_value_is_never_negative_nor_above_one() -> None:
    """Weights that sum to a hair more than one made it negative for an effect far from zero."""
    weight = np.full((3, 4), 1 / 3 + 1e-12)
    centre = np.array([[-50.0, 50.0, 0.0, -900.0]] * 3)
    for _, p_value in read(Mixture(weight, centre, np.ones((3, 4)), 300.0), 0.95):
        assert 0 <= p_value <= 1
    far = evidence.analyse_many([evidence.Case(calls(BEFORE, AFTER, change=-0.5, seed=s), START) for s in range(40)])
    assert all(effect.p_value is not None and 0 <= effect.p_value <= 1 for effect in far)


def test_chance_is_told_in_words_that_do_not_round_it_to_zero() -> None:
    assert [chance(p) for p in (0.0, 0.0009, 0.001, 0.0134, 0.34, 1.0)] == [
        "under 0.001",
        "under 0.001",
        "0.001",
        "0.013",
        "0.34",
        "1",
    ]
    effect = evidence.analyse(calls(BEFORE, AFTER, change=-0.3), START, settings=Settings(tried=3))
    assert effect.chance == "under 0.001"
    assert effect.grade().steps[1].reason == (
        "Before and after differ beyond chance: without an effect, such a difference would be seen in under 0.001 of "
        "cases (p), corrected for the 3 links tried."
    )


def promoters(change: float, seed: int = 1) -> Series:
    """A net promoter score around zero: no share of it can be taken."""
    rng = np.random.default_rng(seed)
    values = 2 * rng.standard_normal(BEFORE + AFTER)
    values[BEFORE:] += change
    return Series("net promoter score", days(BEFORE + AFTER), values, "points")


@pytest.mark.parametrize(("change", "verdict"), [(0.0, "no effect seen"), (6.0, "effect"), (-6.0, "effect")])
def test_of_a_figure_around_zero_the_company_says_in_its_unit_what_matters(change: float, verdict: str) -> None:
    effect = evidence.analyse(promoters(change), START, settings=Settings(smallest_effect=2))
    assert effect.verdict == verdict
    assert effect.relative is None
    if verdict == "no effect seen":
        assert "the interval lies within the 2 points either way that would matter" in effect.sentence()


def test_without_that_such_a_figure_cannot_show_that_nothing_happened_and_says_what_is_missing() -> None:
    effect = evidence.analyse(promoters(0.0, seed=2), START)
    assert effect.verdict == "cannot tell"
    assert "say what would matter in the figure's own unit" in effect.settle()


@pytest.mark.parametrize("size", [0.0, -1.0, float("nan"), float("inf")])
def test_what_would_matter_is_a_size(size: float) -> None:
    with pytest.raises(LeadlineError, match="do not make sense"):
        Settings(smallest_effect=size)
