"""Pilots drawn by lot: the plan comes first, the test is exact, and a planted effect earns the grade *tested*."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from leadline.cli import app
from leadline.errors import LeadlineError
from leadline.measure import evidence
from leadline.measure.evidence import Plan, Units
from leadline.measure.evidence.experiments.lot import flips, randomisation_test
from leadline.words import Grade

FIRST_DAY, NOW = dt.date(2026, 1, 1), dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
BEFORE, DAYS = 125, 21


def regions(number: int = 16, seed: int = 1, first: dt.date = FIRST_DAY) -> Units:
    """Regions of very different size that share a swing, each with one of its own."""
    rng = np.random.default_rng(seed)
    total = BEFORE + DAYS
    shared, own = np.zeros(total), np.zeros((number, total))
    for t in range(1, total):
        shared[t] = 0.8 * shared[t - 1] + 0.02 * rng.standard_normal()
        own[:, t] = 0.7 * own[:, t - 1] + 0.04 * rng.standard_normal(number)
    level = np.exp(rng.normal(6, 1, number))[:, None] * (1 - 0.2 * (np.arange(total) % 7 >= 5))
    values = level * (1 + shared + own + 0.05 * rng.standard_normal((number, total)))
    days = tuple(first + dt.timedelta(days=i) for i in range(total))
    return Units("sales", "EUR", tuple(f"region {i:02d}" for i in range(number)), days, values)


def planned(units: Units, seed: int = 7) -> Plan:
    return evidence.plan_experiment(units.before(BEFORE - 4), units.days[BEFORE], days=DAYS, seed=seed, now=NOW)


def lifted(units: Units, plan: Plan, change: float) -> Units:
    values = units.values.copy()
    for pair in plan.pairs:
        values[units.names.index(pair.treated), BEFORE:] *= 1 + change
    return replace(units, values=values)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned(regions())


def test_a_plan_pairs_everybody_draws_by_its_seed_and_says_what_it_would_show(plan: Plan) -> None:
    units = regions()
    taking_part = [name for pair in plan.pairs for name in (pair.treated, pair.control)]
    assert sorted(taking_part) == sorted(units.names)
    assert planned(units) == plan
    assert planned(units, seed=8).pairs != plan.pairs
    assert Plan.from_dict(json.loads(json.dumps(plan.as_dict()))) == plan
    shares = [one.detectable_share for one in plan.by_days]
    assert all(share is not None for share in shares)
    assert shares[0] > shares[-1], "more days show smaller effects"
    assert plan.days_needed in {one.days for one in plan.by_days}
    quiet = plan.power.false_positives
    assert quiet.low <= 0.05 <= quiet.high
    assert "four times in five" in plan.sentence()


def test_the_detectable_effect_is_detected_about_four_times_in_five() -> None:
    seen = wanted = 0.0
    for seed in range(12):
        units = regions(seed=seed)
        one = planned(units, seed)
        assert one.power.detectable_share is not None
        effect = evidence.analyse_experiment(one, lifted(units, one, one.power.detectable_share))
        seen += effect.p_value is not None and effect.p_value <= 0.05
        wanted += 1
    assert 6 <= seen <= wanted


def test_a_planted_effect_is_covered_and_tested(plan: Plan) -> None:
    effect = evidence.analyse_experiment(plan, lifted(regions(), plan, 0.08), expected="up")
    assert effect.verdict == "effect"
    assert effect.relative is not None
    assert effect.relative.low <= 8 <= effect.relative.high
    assert effect.grade().grade == Grade.TESTED
    assert effect.sentence().startswith("tested: sales rose")
    assert evidence.Effect.from_dict(effect.as_dict()) == effect
    [a_a] = [check for check in effect.checks if check.name == "placebo in time"]
    assert len(a_a.rows) == 4
    nothing = evidence.analyse_experiment(plan, regions())
    assert nothing.grade().grade in (Grade.ASSUMED, Grade.CORRELATED)


def test_an_experiment_answers_once_and_only_to_its_plan(plan: Plan) -> None:
    units = regions()
    early = evidence.analyse_experiment(plan, units.before(BEFORE + 10))
    assert early.refused == f"The experiment ends on {plan.end}; 11 days are still to come."
    late = replace(plan, recorded_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    assert "was recorded on" in str(evidence.analyse_experiment(late, units).refused)
    first = plan.pairs[0]
    chosen = replace(plan, pairs=(replace(first, treated=first.control, control=first.treated), *plan.pairs[1:]))
    told = evidence.analyse_experiment(chosen, units).refused
    assert told == "The plan's units are not those that its seed draws."
    gone = replace(units, values=np.where(np.arange(16)[:, None] < 6, np.nan, units.values))
    assert "pairs have values before and during" in str(evidence.analyse_experiment(plan, gone).refused)


def test_a_plan_that_comes_too_late_or_has_too_few_units_is_refused() -> None:
    units = regions()
    history = units.before(BEFORE)
    with pytest.raises(LeadlineError, match="not after today"):
        evidence.plan_experiment(history, NOW.date(), days=28, seed=1, now=NOW)
    with pytest.raises(LeadlineError, match="beyond the start"):
        evidence.plan_experiment(units, units.days[BEFORE], days=28, seed=1, now=NOW)
    with pytest.raises(LeadlineError, match="5 pairs, and 6 are needed"):
        evidence.plan_experiment(regions(10).before(BEFORE), units.days[BEFORE], days=28, seed=1, now=NOW)
    with pytest.raises(LeadlineError, match="a window of 128 is needed"):
        evidence.plan_experiment(history, units.days[BEFORE], days=100, seed=1, now=NOW)


def test_the_randomisation_test_is_exact_and_its_interval_is_its_own_inversion() -> None:
    rng = np.random.default_rng(3)
    for pairs in (6, 8, 11):
        differences = 0.3 + rng.standard_normal(pairs)
        found = randomisation_test(differences, 0.95)
        ways = flips(pairs)
        assert len(ways) == 2**pairs
        assert found.p_value == pytest.approx(np.mean(np.abs(ways @ differences) >= abs(differences.sum()) - 1e-9))
        for end, outward in ((found.low, -1e-6), (found.high, 1e-6)):
            assert randomisation_test(differences - end - outward, 0.95).p_value <= 0.05
            assert randomisation_test(differences - end + outward, 0.95).p_value > 0.05
    five = randomisation_test(np.ones(5) + 0.1 * rng.standard_normal(5), 0.95)
    assert (five.low, five.high) == (-np.inf, np.inf)


def test_five_in_a_hundred_lots_claim_what_is_not_there_and_95_cover() -> None:
    rng = np.random.default_rng(5)
    claimed = covered = 0
    for _ in range(400):
        apart = rng.standard_t(3, 12)
        lot = rng.choice((1.0, -1.0), 12)
        claimed += randomisation_test(lot * apart, 0.95).p_value <= 0.05
        found = randomisation_test(lot * apart + 2.0, 0.95)
        covered += found.low <= 2.0 <= found.high
    assert 10 <= claimed <= 30
    assert 370 <= covered <= 390


def test_the_commands_plan_and_judge_a_pilot(tmp_path: Path) -> None:
    today = dt.datetime.now(dt.UTC).date()
    units = regions(first=today - dt.timedelta(days=BEFORE - 2))
    start = units.days[BEFORE]
    history, out = write(tmp_path / "history.csv", units.before(BEFORE - 1)), tmp_path / "plan.json"
    run = CliRunner().invoke
    design = ["measure", "experiment", "design", str(history), "--start", str(start), "--out", str(out)]
    told = run(app, [*design, "--days", str(DAYS), "--seed", "7", "--outcome", "sales", "--unit", "EUR"])
    assert told.exit_code == 0, told.stderr
    plan = Plan.from_dict(json.loads(out.read_text()))
    assert (plan.seed, plan.start, len(plan.pairs)) == (7, start, 8)
    again = run(app, design)
    assert again.exit_code == 1
    assert "recorded once" in again.stderr
    results = write(tmp_path / "results.csv", lifted(units, plan, 0.1))
    judged = run(app, ["measure", "experiment", "analyse", str(out), str(results), "--json"])
    assert judged.exit_code == 0, judged.stderr
    answer = json.loads(judged.stdout)
    assert (answer["verdict"], answer["grade"]) == ("effect", "tested")
    wrong = run(app, ["measure", "experiment", "analyse", str(history), str(results)])
    assert "holds no plan" in wrong.stderr


def write(file: Path, units: Units) -> Path:
    rows = [
        f"{name},{day},{value:.3f}"
        for name, row in zip(units.names, units.values, strict=True)
        for day, value in zip(units.days, row, strict=True)
    ]
    file.write_text("\n".join(["unit,date,outcome", *rows]) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("goal", [float("nan"), -0.05, 0.0, float("inf"), 5.0])
def test_a_goal_that_nothing_could_show_is_refused(goal: float) -> None:
    units = regions()
    with pytest.raises(LeadlineError, match="cannot be planned for"):
        evidence.plan_experiment(
            units.before(BEFORE - 4), units.days[BEFORE], days=DAYS, seed=7, now=NOW, goal_share=goal
        )
