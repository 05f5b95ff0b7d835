"""The stage from what a company really does (S1.1, S1.3), and value beside it, tested and not assumed (S1.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadline.measure.maturity import Limits, Practice, Stage, Worthy, maturity, value_by_stage
from leadline.words import Department, Grade, Month

JANUARY = Month(2026, 1)
FIVE = (Department.SUPPORT, Department.PRODUCT, Department.LOGISTICS, Department.SALES, Department.MARKETING)
BEST = Practice(
    JANUARY,
    programs=5,
    departments=FIVE,
    grades=(Grade.SUPPORTED, Grade.ASSUMED),
    decided=2,
    kept=0.95,
    told=6,
    signed=1,
)


def test_without_a_program_it_is_an_experiment():
    found = maturity(Practice(JANUARY))
    assert found.stage is Stage.EXPERIMENTING
    assert {one.stage for one in found.missing} == {Stage.TACTICAL}


def test_everything_on_record_is_a_social_business():
    found = maturity(BEST)
    assert found.stage is Stage.SOCIAL
    assert found.missing == ()
    assert all(one.met for one in found.criteria)


@pytest.mark.parametrize(
    ("change", "stage"),
    [
        ({"unmeasured": 1}, Stage.EXPERIMENTING),
        ({"loose": 1}, Stage.TACTICAL),
        ({"departments": FIVE[:4]}, Stage.INTEGRATED),
        ({"kept": 0.89}, Stage.INTEGRATED),
        ({"told": 5}, Stage.INTEGRATED),
        ({"grades": (Grade.CORRELATED, Grade.ASSUMED)}, Stage.INTEGRATED),
        ({"decided": 1}, Stage.INTEGRATED),
        ({"signed": 0}, Stage.INTEGRATED),
    ],
    ids=str,
)
def test_s1_1_each_criterion_holds_the_stage_back_by_itself_and_says_what_is_missing(change, stage):
    found = maturity(replace(BEST, **change))
    assert found.stage is stage
    [missing] = found.missing
    assert missing.missing


@pytest.mark.parametrize("change", [{"departments": FIVE[:2]}, {"kept": None}, {"kept": 0.79}, {"told": 2}], ids=str)
def test_less_than_the_integrated_stage_asks_for_is_tactical(change):
    assert maturity(replace(BEST, **change)).stage is Stage.TACTICAL


def test_s1_3_breadth_counts_by_limits_that_a_company_may_set():
    two = replace(BEST, departments=FIVE[:2])
    assert maturity(two, Limits(departments=(2, 2))).stage is Stage.SOCIAL


def history(*months: tuple[Stage, float | None]) -> list[Worthy]:
    return [Worthy(Month(2020 + place // 12, place % 12 + 1), *one) for place, one in enumerate(months)]


def test_s1_4_one_step_up_with_a_higher_value_tells_nothing():
    found = value_by_stage(history((Stage.TACTICAL, 1.0), (Stage.INTEGRATED, 9.0)))
    assert (found.steps, found.rose, found.p, found.verdict) == (1, 1, 0.5, "cannot tell")
    assert "Cannot tell" in found.sentence


def test_five_steps_that_all_rose_are_more_than_chance_and_a_fall_among_them_is_not():
    up = [(Stage.TACTICAL, float(n)) if n % 2 else (Stage.INTEGRATED, n + 10.0) for n in range(1, 11)]
    assert value_by_stage(history(*up)).verdict == "rises"
    assert value_by_stage(history(*up)).p == pytest.approx(1 / 32)
    assert value_by_stage(history(*up[:-1], (Stage.INTEGRATED, -99.0))).verdict == "cannot tell"


def test_months_without_a_value_are_no_case():
    found = value_by_stage(history((Stage.TACTICAL, None), (Stage.INTEGRATED, 5.0)))
    assert (found.steps, found.verdict) == (0, "cannot tell")
    assert value_by_stage([]).verdict == "cannot tell"
