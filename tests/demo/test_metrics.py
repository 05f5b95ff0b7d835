"""The demo's records: what was planted is there, what was not is not, and nothing else is smuggled in."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from leadline.demo import PLANTED, SERVICE_OPENS, WORLD, simulate_metrics
from leadline.demo.days import day_table
from leadline.words import Period

AFTER_THE_RAMP = Period(SERVICE_OPENS + dt.timedelta(days=14), WORLD.last)
FIRST_QUARTER = Period(SERVICE_OPENS, dt.date(2026, 1, 31))
BEFORE = Period(WORLD.first, SERVICE_OPENS - dt.timedelta(days=1))


def test_consumer_calls_fall_by_exactly_the_planted_share_in_expectation() -> None:
    """S0.14: the truth that the estimator is held to; the mean over a window that holds the ramp is smaller."""
    calls = simulate_metrics(7).get("calls", segment="consumer")
    assert calls.true_effect_share(AFTER_THE_RAMP) == pytest.approx(-0.11)
    assert -0.11 < calls.true_effect_share(FIRST_QUARTER) < -0.095
    assert calls.true_effect_share(BEFORE) == pytest.approx(0.0)


def test_counts_lie_around_their_mean_with_more_spread_than_poisson() -> None:
    calls = [simulate_metrics(seed).get("calls", segment="consumer") for seed in range(20)]
    ratio = np.concatenate([one.values / one.mean for one in calls])
    excess = np.concatenate([(one.values - one.mean) ** 2 / one.mean for one in calls])
    assert ratio.mean() == pytest.approx(1.0, abs=0.002)
    assert excess.mean() > 3


def test_a_planted_zero_changes_nothing_and_leaves_the_noise_alone() -> None:
    planted, zero = simulate_metrics(3), simulate_metrics(3, effect=0.0)
    calls, calls_zero = planted.get("calls", segment="consumer"), zero.get("calls", segment="consumer")
    assert calls_zero.true_effect_share(FIRST_QUARTER) == 0.0
    assert np.array_equal(calls.mean_without, calls_zero.mean_without)
    before = calls.days < np.datetime64(SERVICE_OPENS)
    assert np.array_equal(calls.values[before], calls_zero.values[before])


@pytest.mark.parametrize("control", [("calls", "business"), ("chats", "consumer"), ("sales", "consumer")])
def test_a_control_is_untouched_and_shares_the_weather(control: tuple[str, str]) -> None:
    metrics = simulate_metrics(5)
    series = metrics.get(control[0], segment=control[1])
    assert np.array_equal(series.mean, series.mean_without)
    if control[0] != "sales":
        calls = metrics.get("calls", segment="consumer")
        weekday = day_table(WORLD).weekday
        one, other = (_without_weekday(np.log(x.mean_without), weekday) for x in (calls, series))
        assert np.corrcoef(one, other)[0, 1] > 0.6


def test_the_noise_is_persistent_heavy_tailed_and_differs_by_seed() -> None:
    """The world must not oblige an estimator: day-to-day memory and days far out in the tail."""
    weekday = day_table(WORLD).weekday
    memories, tails = [], []
    for seed in range(30):
        rest = _without_weekday(np.log(simulate_metrics(seed).get("calls", segment="consumer").mean_without), weekday)
        rest = rest[day_table(WORLD).is_holiday == 0]
        memories.append(np.corrcoef(rest[1:], rest[:-1])[0, 1])
        tails.append(((rest - rest.mean()) ** 4).mean() / rest.var() ** 2)
    assert np.median(memories) > 0.4
    assert np.median(tails) > 5
    assert not np.array_equal(_consumer_calls(1), _consumer_calls(2))


def test_equal_seeds_give_equal_numbers() -> None:
    assert list(simulate_metrics(11).rows()) == list(simulate_metrics(11).rows())


def test_what_else_happened_is_planted_too() -> None:
    """S0.23: a rival's campaign takes orders in the very weeks after the service opened, and leaves calls alone."""
    planted = PLANTED.metrics
    during = [_orders_share(seed, planted.rival_campaign) for seed in range(40)]
    assert np.mean(during) == pytest.approx(1 - planted.rival_orders_fall_share, abs=0.02)


def test_each_row_is_one_value_of_the_metric_contract() -> None:
    rows = list(simulate_metrics(2).rows())
    assert {len(row) for row in rows} == {6}
    assert len({(metric, day, area, segment) for metric, day, _, _, area, segment in rows}) == len(rows)
    days = {row[1] for row in rows if row[0] == "calls" and row[5] == "consumer"}
    assert (min(days), max(days), len(days)) == ("2025-05-01", "2026-10-31", 549)
    assert all(float(value) >= 0 for metric, _, value, *_ in rows if metric != "nps")
    assert {area for metric, _, _, _, area, _ in rows if metric == "followers"} == {"north", "east", "south", "west"}


def test_the_north_starts_near_five_hundred_followers_and_heads_for_a_thousand() -> None:
    """S1.12: the area of the worked example."""
    followers = simulate_metrics(2).get("followers", area="north").values
    assert 480 < followers[0] < 540
    assert 800 < followers[-1] < 1200


def _without_weekday(values: np.ndarray, weekday: np.ndarray) -> np.ndarray:
    return values - np.array([values[weekday == day].mean() for day in range(7)])[weekday]


def _consumer_calls(seed: int) -> np.ndarray:
    return simulate_metrics(seed).get("calls", segment="consumer").values


def _orders_share(seed: int, period: Period) -> float:
    """Orders in `period` against the three weeks on each side of a calm stretch, as means of many seeds even out."""
    orders = simulate_metrics(seed).get("sales", segment="consumer")
    inside = orders._inside(period)
    gifts = (orders.days >= np.datetime64("2025-11-28")) & (orders.days < np.datetime64("2026-01-01"))
    around = orders._inside(Period(dt.date(2025, 9, 1), dt.date(2025, 11, 16)))
    weekday = day_table(WORLD).weekday
    usual = np.array([orders.values[around & (weekday == day)].mean() for day in range(7)])[weekday]
    calm = inside & ~gifts
    return float(orders.values[calm].sum() / usual[calm].sum())
