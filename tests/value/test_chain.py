"""The chain of a target: the numbers of the book, intervals, and what new data change."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from leadline.errors import LeadlineError
from leadline.value.chain import Derived, Reading, derive, seen_rate
from leadline.value.stated import StatedTarget
from leadline.words import Month
from tests.value.test_stated import DATED

SHARE, VISITS, FANS = "market_share", "traffic", "fans"
SINCE = dt.date(2026, 1, 31)
MONTHS = [Month(2026, n) for n in range(1, 13)]


def target(
    first: dict[str, object] | None = None, second: dict[str, object] | None = None, **more: object
) -> StatedTarget:
    """Half a percent of the market for one of traffic; 0.526 % of traffic for one of fans."""
    steps = [
        {"metric": VISITS, "percent_for_percent": {"amount": "0.5", **(first or {}), **DATED}},
        {"metric": FANS, "percent_for_percent": {"amount": "0.526", **(second or {}), **DATED}},
    ]
    told = {"id": "share", "text": "A fifth more of the market", "metric": SHARE, "change_percent": 20, "since": SINCE}
    return StatedTarget.model_validate({**told, "steps": steps, **more})


def reading(start: float, now: float | None = None, months: list[float] | None = None) -> Reading:
    by_month = dict(zip(MONTHS, months or [], strict=False))
    return Reading(start, start if now is None else now, by_month, "people")


def at_start() -> dict[str, Reading]:
    return {SHARE: reading(10), VISITS: reading(2000), FANS: reading(500)}


def test_twenty_percent_of_the_market_ask_for_a_thousand_fans_instead_of_five_hundred() -> None:
    """S1.12: market share 10 to 12, so traffic 2,000 to 2,880, so fans 500 to 1,000."""
    found = derive(target(), at_start())
    share, visits, fans = found.steps
    assert share.planned.value == pytest.approx(12)
    assert visits.planned.value == pytest.approx(2880)
    assert fans.planned.value == pytest.approx(1000, rel=0.001)
    assert fans.needed.value == pytest.approx(fans.planned.value)
    assert "fans: from 500 to 1,000 [1,000, 1,000] as planned" in found.sentence
    assert Derived.from_dict(found.as_dict()) == found


def test_the_interval_of_what_is_needed_is_that_of_the_rates() -> None:
    found = derive(target({"low": "0.4", "high": "0.6"}, {"low": "0.426", "high": "0.626"}), at_start())
    visits, fans = found.steps[1:]
    assert visits.planned.low == pytest.approx(2000 * 1.2 ** (1 / 0.6), rel=0.01)
    assert visits.planned.high == pytest.approx(2000 * 1.2 ** (1 / 0.4), rel=0.01)
    assert fans.planned.low < 900
    assert fans.planned.high > 1200


def test_when_data_come_it_is_calculated_again_from_where_things_stand() -> None:
    """S1.12: fans are 800 and the market share 11: a ninth is still to come, so fewer fans are needed than planned."""
    found = derive(target(), {SHARE: reading(10, 11), VISITS: reading(2000, 2420), FANS: reading(500, 800)})
    assert found.steps[1].needed.value == pytest.approx(2420 * (12 / 11) ** 2)
    assert found.steps[2].needed.value == pytest.approx(800 * (12 / 11) ** (2 / 0.526))
    assert found.steps[2].now == 800


def test_a_goal_tells_what_it_brings_and_whether_that_is_enough() -> None:
    found = derive(target({"low": "0.3", "high": "0.7"}, goal=1000), at_start())
    assert found.brings is not None
    assert found.brings.value == pytest.approx(10 * 2 ** (0.5 * 0.526))
    assert found.chance == pytest.approx(0.5, abs=0.02)
    assert "With 1,000 people it comes to 12 [" in found.sentence


def test_the_rate_that_was_planted_is_seen_again() -> None:
    """Fans double in a year, traffic follows by 0.4 percent for one, with a scatter of 2 %."""
    rng = np.random.default_rng(11)
    fans = np.geomspace(500, 1000, 12)
    hits = 0
    for _ in range(300):
        visits = 2000 * (fans / 500) ** 0.4 * np.exp(rng.normal(0, 0.02, 12))
        seen = seen_rate(reading(2000, months=list(visits)), reading(500, months=list(fans)))
        assert seen is not None
        hits += seen.low <= 0.4 <= seen.high
    assert 0.90 <= hits / 300 <= 0.99
    assert seen_rate(reading(2000, months=list(visits[:5])), reading(500, months=list(fans[:5]))) is None
    assert seen_rate(reading(2000, months=list(visits)), reading(500, months=[500.0] * 12)) is None


def test_what_was_seen_moves_the_rate_and_a_contradiction_is_said() -> None:
    """Fans doubled and traffic hardly moved: the stated 0.526 does not hold, and far more fans would be needed."""
    rng = np.random.default_rng(2)
    fans = list(np.geomspace(500, 1000, 12))
    visits = list(2000 * (np.array(fans) / 500) ** 0.1 * np.exp(rng.normal(0, 0.01, 12)))
    read = {SHARE: reading(10), VISITS: reading(2000, visits[-1], visits), FANS: reading(500, 1000, fans)}
    found = derive(target({"low": "0.4", "high": "0.6"}, {"low": "0.426", "high": "0.626"}), read)
    step = found.steps[2]
    assert step.seen is not None
    assert step.used is not None
    assert step.seen.value == pytest.approx(0.1, abs=0.03)
    assert 0.1 < step.used.value < 0.2
    assert step.contradicts
    assert "What was seen since contradicts what was stated of fans" in found.sentence
    assert step.needed.value > 5 * step.planned.value


def test_a_metric_that_is_not_there_or_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(LeadlineError, match="has no value in the month before"):
        derive(target(), {SHARE: reading(10)})
    with pytest.raises(LeadlineError, match="not above zero"):
        derive(target(), {**at_start(), FANS: reading(0)})
    with pytest.raises(LeadlineError, match="so it carries nothing"):
        derive(target({"amount": 0}), at_start())
    with pytest.raises(ValueError, match="not stated"):
        target({"amount": None, "mean_of": "fans"})


def test_a_step_that_would_need_a_hundredfold_is_out_of_reach() -> None:
    found = derive(target({"amount": "0.03"}), at_start())
    assert found.steps[1].out_of_reach
    assert "more than 200,000 needed" in found.steps[1].words
