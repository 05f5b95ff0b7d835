"""One wrong record after the start moves an average; it must not make an effect, nor the size of one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from leadline.measure import evidence
from leadline.measure.evidence import Effect, Series
from leadline.measure.evidence.checks import standing_out
from leadline.measure.evidence.series import Floats
from leadline.words import Grade
from tests.measure.evidence.series import calls, days

BEFORE, AFTER, SEEDS = 400, 90, range(40)
START = days(BEFORE + 1)[BEFORE]
Mend = Callable[[Floats], None]


def analyse(spoil: Mend, *, change: float = 0.0, noise: float = 50.0) -> list[Effect]:
    cases = []
    for seed in SEEDS:
        series = calls(BEFORE, AFTER, change=change, noise=noise, seed=seed)
        values = series.values.copy()
        spoil(values)
        cases.append(evidence.Case(Series("calls", series.days, values, "calls"), START))
    return evidence.analyse_many(cases)


def day(value: float, at: int = 20) -> Mend:
    def spoil(values: Floats) -> None:
        values[BEFORE + at] = value

    return spoil


def outage(length: int, at: int = 30) -> Mend:
    """Some days at a fifth of the usual."""

    def spoil(values: Floats) -> None:
        values[BEFORE + at : BEFORE + at + length] *= 0.2

    return spoil


def nothing(values: Floats) -> None:
    """Leave the values as they are."""


def supported(effects: list[Effect]) -> int:
    return sum(effect.verdict == "effect" and effect.grade().grade >= Grade.SUPPORTED for effect in effects)


@pytest.mark.parametrize("spoil", [day(-20_000.0), day(0.0), day(20_000.0), day(0.0, at=89), outage(3), outage(7)])
@pytest.mark.parametrize("noise", [20.0, 50.0])
def test_noise_with_a_few_wrong_days_is_never_a_supported_effect(spoil: Mend, noise: float) -> None:
    """Without the check, one day at -20,000 was supported in 80 of 80 seeds, one day at zero in 77 of 80."""
    assert supported(analyse(spoil, noise=noise)) == 0


def test_the_day_is_named_and_the_figure_refused() -> None:
    effect = analyse(day(-20_000.0))[1]
    assert (effect.verdict, effect.mean, effect.p_value) == ("cannot tell", None, None)
    assert effect.refused is not None
    assert effect.refused.startswith("25 February 2026 alone decides: without, calls ")
    assert effect.settle() == (
        "Look at 25 February 2026: mend the record if it is wrong, or leave it empty if something else happened."
    )
    assert [check.name for check in effect.checks if check.passed is False] == ["days agree"]


def test_a_real_fall_whose_size_one_wrong_day_decides_is_refused_too() -> None:
    """A fall of 8 % reads as one of 30 %: nobody should price that."""
    effects = analyse(day(-20_000.0), change=-0.08)
    assert {effect.verdict for effect in effects} == {"cannot tell"}


def test_a_real_fall_stays_supported_where_a_wrong_day_changes_little() -> None:
    """A closed day moves a fall of 11 % to 12 %: it is named, and the effect stands."""
    effects = analyse(day(0.0), change=-0.11)
    check = next(check for check in effects[1].checks if check.name == "days agree")
    assert check.passed
    assert check.sentence.startswith("25 February 2026 stands out from the others; without, calls fell ")
    assert all(effect.verdict == "effect" for effect in effects)


@pytest.mark.parametrize("change", [-0.08, -0.11, 0.11])
def test_a_real_effect_on_sound_days_is_hardly_ever_doubted(change: float) -> None:
    effects = analyse(nothing, change=change)
    assert sum(check.name == "days agree" and check.passed is False for e in effects for check in e.checks) <= 1


def test_an_effect_that_comes_a_week_late_is_not_blamed_on_its_first_days() -> None:
    """The seven days without it stand out on quiet data, and nothing is wrong with them."""

    def late(values: Floats) -> None:
        values[BEFORE + 7 :] *= 0.89

    effects = analyse(late, noise=20.0)
    assert sum(effect.verdict == "effect" for effect in effects) >= 39


def test_days_stand_out_from_their_middle_and_a_quiet_spell_does_not_make_all_others_stand_out() -> None:
    misses = np.array([-5.0, -5.2, -4.9, -5.1, 9.0, -5.0])
    assert standing_out(misses, 0.1).tolist() == [False] * 4 + [True, False]
    assert not standing_out(misses, 4.0).any(), "a single day's forecast is that unsure"
    assert not standing_out(np.zeros(5), 1.0).any()
