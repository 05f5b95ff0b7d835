"""Where a metric stands between its baseline and its target, rises and reductions alike."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from leadline.errors import LeadlineError
from leadline.measure.evidence import Series
from leadline.measure.kpi import Aim, Kpi, kpi
from leadline.measure.totals import is_total
from leadline.words import Period

FIRST = dt.date(2026, 1, 1)
BASELINE = Period(dt.date(2026, 1, 1), dt.date(2026, 1, 28))
AS_OF = dt.date(2026, 10, 31)


def series(value_before: float, value_now: float, name: str = "calls", unit: str = "calls a day") -> Series:
    """One value until the end of June, another from July on."""
    days = tuple(FIRST + dt.timedelta(days=i) for i in range((AS_OF - FIRST).days + 1))
    values = np.where([day < dt.date(2026, 7, 1) for day in days], value_before, value_now)
    return Series(name, days, values.astype(float), unit)


def test_a_reduction_is_progress() -> None:
    """S0.15: fewer calls are the aim; 4,864 to 4,310 of 4,000 is 64 % of the way."""
    aim = Aim("down", baseline_period=BASELINE, target=4000, by=dt.date(2027, 3, 31))
    found = kpi(series(4864, 4310), aim, as_of=AS_OF)
    assert (found.baseline, found.current, found.change) == (4864, 4310, -554)
    assert found.progress_share == pytest.approx(554 / 864)
    assert found.change_percent == pytest.approx(-11.4, abs=0.05)
    assert found.state == "better"
    assert found.time_share == pytest.approx(276 / 427)
    assert found.is_on_pace is False
    assert found.current_period == Period(dt.date(2026, 10, 4), AS_OF)
    assert found.sentence() == "calls: 4,310 calls a day, was 4,864; 64 % of the way to 4,000."


def test_a_rise_is_progress_where_up_is_good_and_a_setback_where_down_is() -> None:
    up = kpi(series(100, 110), Aim("up", baseline=100, target=120), as_of=AS_OF)
    down = kpi(series(100, 110), Aim("down", baseline=100, target=80), as_of=AS_OF)
    assert (up.state, up.progress_share) == ("better", pytest.approx(0.5))
    assert (down.state, down.progress_share) == ("worse", pytest.approx(-0.5))
    assert "−50 % of the way" in down.sentence()


def test_a_target_reached_is_reached_even_without_a_baseline() -> None:
    found = kpi(series(5, 3, "churn", "%"), Aim("down", target=3.2), as_of=AS_OF)
    assert (found.state, found.progress_share, found.change) == ("reached", None, None)
    assert found.sentence() == "churn: 3 %; the target of 3.20 is reached."


def test_a_figure_says_how_old_it_is() -> None:
    values = series(100, 90)
    known = values.values.copy()
    known[-12:] = np.nan
    found = kpi(Series("calls", values.days, known, "calls a day"), Aim("down", baseline=100), as_of=AS_OF)
    assert found.age_days == 12
    assert found.current == 90
    assert found.sentence().endswith("last value 12 days old.")


def test_without_a_value_in_the_window_nothing_is_made_up() -> None:
    found = kpi(series(100, 90), Aim("down", baseline=100, target=80), as_of=dt.date(2027, 6, 1))
    assert (found.current, found.progress_share, found.state) == (None, None, "unknown")
    assert found.age_days == 213
    assert found.sentence() == "calls: no recent value as of 2027-06-01."


def test_the_current_figure_never_sees_a_later_day() -> None:
    found = kpi(series(100, 90), Aim("down", baseline=100), as_of=dt.date(2026, 6, 30))
    assert (found.current, found.state, found.age_days) == (100, "unchanged", 0)


def test_a_monthly_figure_is_as_young_as_its_newest_month() -> None:
    ends = tuple(dt.date(2026, month, 1) - dt.timedelta(days=1) for month in range(2, 11))
    series_ = Series("churn", ends, np.linspace(2.0, 1.6, 9), "%")
    found = kpi(series_, Aim("down", baseline=2.0, target=1.5), as_of=dt.date(2026, 10, 30))
    assert (found.current, found.age_days) == (pytest.approx(1.6), 30)


@pytest.mark.parametrize(
    ("as_of", "age_days"), [(dt.date(2026, 10, 31), 31), (dt.date(2026, 11, 1), 32), (dt.date(2026, 9, 30), 0)]
)
def test_a_month_that_is_named_by_its_first_day_is_as_old_as_its_last(as_of: dt.date, age_days: int) -> None:
    """As docs/words/listen.md has them named: on 1 November the value of September is the newest, and so it stands."""
    firsts = tuple(dt.date(2026, month, 1) for month in range(1, 10))
    series_ = Series("churn", firsts, np.linspace(2.0, 1.6, 9), "%")
    found = kpi(series_, Aim("down", baseline=2.0, target=1.5), as_of=as_of)
    assert (found.current, found.age_days) == (pytest.approx(1.6), age_days)
    assert found.current_period == Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def test_a_month_that_still_runs_is_not_older_than_today() -> None:
    firsts = tuple(dt.date(2026, month, 1) for month in range(1, 11))
    found = kpi(Series("churn", firsts, np.full(10, 2.0), "%"), Aim("down"), as_of=dt.date(2026, 10, 12))
    assert (found.current, found.age_days) == (2.0, 0)


def test_a_monthly_figure_that_nobody_recorded_for_a_quarter_is_no_recent_one() -> None:
    firsts = tuple(dt.date(2026, month, 1) for month in range(1, 7))
    series_ = Series("churn", firsts, np.full(6, 2.0), "%")
    assert kpi(series_, Aim("down"), as_of=dt.date(2026, 9, 30)).current == 2.0
    late = kpi(series_, Aim("down"), as_of=dt.date(2026, 10, 31))
    assert (late.current, late.age_days) == (None, 123)


def test_a_week_that_is_named_by_its_first_day_is_as_old_as_its_last() -> None:
    mondays = tuple(dt.date(2026, 8, 3) + dt.timedelta(weeks=i) for i in range(8))
    found = kpi(Series("visits", mondays, np.full(8, 9.0), "visits"), Aim("up"), as_of=dt.date(2026, 9, 30))
    assert found.age_days == 3


def test_a_target_on_the_wrong_side_is_a_slip_and_said_so() -> None:
    with pytest.raises(LeadlineError, match="should go down, from 100 to 120: that is the other way"):
        kpi(series(100, 90), Aim("down", baseline=100, target=120), as_of=AS_OF)


def test_a_kpi_is_stored_and_read_back_exactly() -> None:
    found = kpi(series(4864, 4310), Aim("down", baseline_period=BASELINE, target=4000), as_of=AS_OF)
    assert Kpi.from_dict(json.loads(json.dumps(found.as_dict()))) == found


def hires(until: dt.date, name: str = "hires") -> Series:
    """Two a month, each row named by its month's first day, from July 2025 on."""
    firsts = [dt.date(2025 + month // 12, month % 12 + 1, 1) for month in range(6, 36)]
    days = tuple(day for day in firsts if day <= until)
    return Series(name, days, np.full(len(days), 2.0), "field engineers")


def test_a_total_adds_up_since_its_first_day_and_says_what_is_expected_by_now() -> None:
    """Hire 40 by January: six months at two each are 12 of 40, never a monthly mean of two."""
    aim = Aim("up", 0, target=40, by=dt.date(2027, 1, 31), total_since=dt.date(2025, 9, 30))
    found = kpi(hires(dt.date(2026, 3, 1)), aim, as_of=dt.date(2026, 3, 31))
    assert (found.current, found.baseline, found.state) == (12, 0, "better")
    assert found.progress_share == pytest.approx(12 / 40)
    assert found.time_share == pytest.approx(182 / 488)
    assert found.expected == pytest.approx(40 * 182 / 488)
    assert found.is_on_pace is False
    assert found.current_period == Period(dt.date(2025, 9, 30), dt.date(2026, 3, 31))
    assert found.sentence() == "hires: 12 of 40 so far, 15 expected by now."
    assert found.goes == "bad", "a total that only grew is behind"
    assert replace(found, progress_share=0.5).goes == "good"


def test_a_total_counts_a_month_by_its_last_day_however_its_row_is_named() -> None:
    """Counted from the first of October: all of October is in, and nothing of September."""
    ends = (dt.date(2025, 9, 30), dt.date(2025, 10, 31), dt.date(2025, 11, 30))
    by_end = Series("hires", ends, np.array([5.0, 2.0, 2.0]), "field engineers")
    by_first = hires(dt.date(2025, 11, 1))
    for series_ in (by_end, by_first):
        aim = Aim("up", target=40, total_since=dt.date(2025, 10, 1))
        assert kpi(series_, aim, as_of=dt.date(2025, 11, 30)).current == 4


def test_a_total_that_is_reached_says_reached() -> None:
    aim = Aim("up", 0, target=12, by=dt.date(2027, 1, 31), total_since=dt.date(2025, 9, 30))
    found = kpi(hires(dt.date(2026, 4, 1)), aim, as_of=dt.date(2026, 4, 1))
    assert (found.state, found.current) == ("reached", 14)
    assert found.sentence() == "hires: reached, 14 of 12."
    assert found.goes == "good", "reached late is reached"


def test_a_total_without_any_value_since_its_first_day_is_not_known() -> None:
    aim = Aim("up", 0, target=40, total_since=dt.date(2026, 3, 31))
    found = kpi(hires(dt.date(2026, 3, 1)), aim, as_of=dt.date(2026, 4, 2))
    assert (found.current, found.state) == (None, "unknown")


@pytest.mark.parametrize(
    ("metric", "unit", "baseline", "was", "expected"),
    [
        ("hires", "field engineers", 0, "field engineers hired since October 2025", True),
        ("hires", "field engineers", None, "", True),
        ("hires", "", None, "", True),
        ("hires", "hires a month", 2, "hires a month", False),
        ("hires", "", 2, "", False),
        ("calls", "calls a day", 4864, "calls a day", False),
        ("visits", "", None, "", False),
        ("fans", "fans", 0, "fans", False),
        ("csat", "points", 68.5, "% of answers", False),
        ("churn", "%", None, "", False),
        ("revenue", "EUR", 0, "EUR since January", True),
        ("of_our_own", "machines", 0, "machines", False),
        ("of_our_own", "machines", 0, "machines since May", True),
    ],
)
def test_a_target_says_by_its_unit_whether_it_adds_up(
    metric: str, unit: str, baseline: float | None, was: str, expected: bool
) -> None:
    assert is_total(metric, unit, dated=True, baseline=baseline, was=was) is expected
