"""Members of a community against people like them: the baseline predates the launch, and a planted effect is
covered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from leadline.errors import LeadlineError
from leadline.measure import evidence
from leadline.measure.evidence import Person
from leadline.words import Grade

LAUNCH = dt.date(2026, 3, 1)


def people(
    members: int = 60, others: int = 240, *, change: float = 0.0, apart: float = 0.2, seed: int = 1
) -> list[Person]:
    """Satisfaction around 7: members a little happier beforehand, both measured with noise."""
    rng = np.random.default_rng(seed)
    made = []
    for i in range(members + others):
        member = i < members
        years, truth = rng.gamma(2.0, 2.0), 7 + apart * member + rng.standard_normal()
        before, after = truth + 0.4 * rng.standard_normal(2)
        after += 0.3 + 0.05 * years + change * member
        day = dt.date(2026, 2, 1) + dt.timedelta(days=int(rng.integers(20)))
        made.append(Person(f"p{i}", member, before, day, after, dt.date(2026, 6, 1), (years,)))
    return made


def test_a_planted_change_is_found_against_matched_others() -> None:
    effect = evidence.members_against_others(people(change=0.8), LAUNCH, expected="up")
    assert effect.verdict == "effect"
    assert effect.mean is not None
    assert effect.mean.low <= 0.8 <= effect.mean.high
    assert [check.name for check in effect.checks] == [
        "matched people are alike",
        "no return to the mean",
        "an unobserved cause",
    ]
    assert all(check.passed for check in effect.checks)
    assert effect.grade().grade == Grade.CORRELATED, "no placebo could be tried before the launch"
    assert effect.sentence().startswith("correlated: satisfaction rose")
    assert evidence.Effect.from_dict(effect.as_dict()) == effect


def test_a_baseline_from_the_launch_day_on_refuses_the_analysis() -> None:
    late = people()
    late[3] = replace(late[3], before_day=LAUNCH)
    effect = evidence.members_against_others(late, LAUNCH)
    assert effect.mean is None
    assert effect.refused == (
        "1 of 300 baselines were taken on 2026-03-01 or later, and the launch was on 2026-03-01: "
        "they may hold the effect already."
    )
    early = people()
    early[3] = replace(early[3], after_day=dt.date(2026, 2, 20))
    assert "outcomes were taken before" in str(evidence.members_against_others(early, LAUNCH).refused)


def test_few_people_and_people_measured_once_are_refused() -> None:
    few = evidence.members_against_others(people(8, 50), LAUNCH)
    assert few.refused == "8 members and 50 others make 8 pairs; 10 are needed."
    once = people()
    once[0] = replace(once[0], after=float("nan"))
    assert "no value" in str(evidence.members_against_others(once, LAUNCH).refused)
    with pytest.raises(LeadlineError, match="different numbers of traits"):
        evidence.members_against_others([*people(), Person("x", False, 7, LAUNCH - dt.timedelta(1), 7, LAUNCH)], LAUNCH)


def test_groups_that_stood_far_apart_are_not_called_alike() -> None:
    """Matching then picks untypical people on both sides, who return to their own mean: a false effect, and said so."""
    effect = evidence.members_against_others(people(apart=2.0), LAUNCH)
    [check] = [one for one in effect.checks if one.name == "no return to the mean"]
    assert check.passed is False
    assert "once more before the launch" in check.settle


def test_an_earlier_outcome_is_what_people_are_matched_on_and_gives_the_placebo() -> None:
    rng = np.random.default_rng(9)
    twice = [replace(one, earlier=one.before + 0.4 * rng.standard_normal()) for one in people(change=0.8)]
    effect = evidence.members_against_others(twice, LAUNCH)
    assert [check.name for check in effect.checks][1] == "placebo in time"
    assert effect.grade().grade == Grade.SUPPORTED
    with pytest.raises(LeadlineError, match="earlier outcome"):
        evidence.members_against_others([replace(twice[0], earlier=None), *twice[1:]], LAUNCH)


def test_five_in_a_hundred_nothings_are_claimed_and_the_interval_covers() -> None:
    claimed = covered = 0
    for seed in range(200):
        effect = evidence.members_against_others(people(40, 120, apart=0.0, change=0.5, seed=seed), LAUNCH)
        assert effect.mean is not None
        covered += effect.mean.low <= 0.5 <= effect.mean.high
        nothing = evidence.members_against_others(people(40, 120, apart=0.0, seed=seed), LAUNCH)
        claimed += nothing.p_value is not None and nothing.p_value <= 0.05
    assert 3 <= claimed <= 19
    assert 181 <= covered <= 198


def test_pairs_that_all_differ_by_the_same_are_refused_instead_of_given_a_p_value_of_zero() -> None:
    alike = [replace(one, after=one.before + 0.5 * one.member) for one in people()]
    effect = evidence.members_against_others(alike, LAUNCH)
    assert str(effect.refused).startswith("All pairs differ by the same")
    assert effect.p_value is None
