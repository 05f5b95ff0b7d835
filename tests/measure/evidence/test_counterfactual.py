"""Did it change against what would have been? The verdicts, the refusals, and the calendars that companies have."""

from __future__ import annotations

import datetime as dt
import json
import re

import numpy as np
import pytest

from leadline.errors import LeadlineError
from leadline.measure import evidence
from leadline.measure.evidence import Cadence, Effect, Series, Settings
from leadline.words import Grade
from tests.measure.evidence.series import FIRST_DAY, calls, days, year_ago

BEFORE, AFTER = 400, 60
START = FIRST_DAY + dt.timedelta(days=BEFORE)


def test_a_planted_fall_of_eleven_percent_is_found_with_its_sentence_and_its_picture() -> None:
    """S0.14: the calls drop, with before, after and what would have been."""
    series = calls(BEFORE, AFTER, change=-0.11, noise=100)
    effect = evidence.analyse(series, START, controls=[year_ago(series)], expected="down")
    assert effect.verdict == "effect"
    assert effect.refused is None
    assert effect.mean is not None
    assert effect.relative is not None
    assert effect.cumulative is not None
    assert effect.relative.low <= -11 <= effect.relative.high
    assert effect.relative.unit == "%"
    assert effect.mean.unit == "calls a day"
    assert effect.cumulative.value == pytest.approx(effect.mean.value * AFTER)
    assert effect.p_value is not None
    assert effect.p_value < 0.05
    assert effect.grade().grade == "supported"
    assert re.fullmatch(
        r"supported: calls fell \d+ % \[\d+, \d+\] against what would have been; five of five checks passed",
        effect.sentence(),
    )
    observed = np.array([row.observed for row in effect.days])
    assert np.allclose(observed, series.values)
    after = effect.days[BEFORE:]
    assert all(row.low < row.expected < row.high for row in after if row.expected and row.low and row.high)
    last = after[-1]
    assert last.cumulative == pytest.approx(effect.cumulative.value, rel=1e-6)
    assert last.cumulative_low == pytest.approx(effect.cumulative.low, rel=1e-3)


def test_before_the_start_the_picture_shows_forecasts_made_at_earlier_dates() -> None:
    """Not a line fitted with hindsight: its misses are as large as the band says."""
    effect = evidence.analyse(calls(BEFORE, AFTER, change=-0.11), START)
    before = [row for row in effect.days[:BEFORE] if row.expected is not None]
    assert len(before) >= 4 * AFTER
    inside = [row.low <= row.observed <= row.high for row in before if row.low and row.high and row.observed]
    assert 0.88 <= np.mean(inside) <= 1.0


def test_where_nothing_changed_and_the_data_are_many_no_effect_is_seen() -> None:
    effect = evidence.analyse(calls(BEFORE, AFTER), START)
    assert effect.verdict == "no effect seen"
    assert effect.relative is not None
    assert -5 <= effect.relative.low < 0 < effect.relative.high <= 5
    assert effect.sentence().startswith("no effect seen: calls changed by ")
    assert effect.settle() == ""
    assert effect.grade(kept=Grade.SUPPORTED).grade == "assumed"


def test_where_the_noise_is_loud_the_data_cannot_tell_and_the_link_keeps_its_grade() -> None:
    effect = evidence.analyse(calls(80, 20, noise=200), FIRST_DAY + dt.timedelta(days=80))
    assert effect.verdict == "cannot tell"
    assert effect.refused is None
    assert effect.sentence().startswith("cannot tell: calls changed by ")
    report = effect.grade(kept=Grade.CORRELATED)
    assert (report.grade, report.kept) == ("correlated", True)
    assert effect.settlement is not None
    assert effect.settlement.detectable_share is not None
    assert effect.settlement.detectable_share > 0.05
    assert "What would settle it" in effect.settle() or "would not settle it" in effect.settle()


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (40, 30, "calls has 40 days with a value before the start; a forecast needs 56."),
        (90, 9, "calls has 9 days with a value after the start; an effect needs 14."),
    ],
)
def test_too_few_days_are_refused_in_a_sentence_without_any_figure(before: int, after: int, reason: str) -> None:
    effect = evidence.analyse(calls(before, after), FIRST_DAY + dt.timedelta(days=before))
    assert effect.refused == reason
    assert effect.verdict == "cannot tell"
    assert (effect.mean, effect.relative, effect.cumulative, effect.p_value) == (None, None, None, None)
    assert effect.sentence() == f"cannot tell: {reason[0].lower()}{reason[1:-1]}"
    assert effect.settle()


def test_a_start_outside_the_data_is_refused_and_not_an_exception() -> None:
    series = calls(90, 30)
    for start in (FIRST_DAY - dt.timedelta(days=400), FIRST_DAY + dt.timedelta(days=4000)):
        assert evidence.analyse(series, start).refused


def test_a_figure_that_never_varied_is_refused() -> None:
    flat = Series("calls", days(120), np.full(120, 7.0), "calls")
    refused = evidence.analyse(flat, days(120)[90]).refused
    assert refused == "calls did not vary before the start, so nothing can be learned from it."


def test_a_figure_that_stands_still_after_the_start_is_refused_and_one_that_stops_is_not() -> None:
    """A feed that got stuck says one number for ever; nought after the start may well be what the program wanted."""
    start, before = days(120)[90], np.asarray(calls(90, 30).values, dtype=float)
    stuck, ended = before.copy(), before.copy()
    stuck[90:], ended[90:] = before[90], 0.0
    assert "stood still" in evidence.analyse(Series("calls", days(120), stuck, "calls"), start).refused
    assert not evidence.analyse(Series("calls", days(120), ended, "calls"), start).refused


def test_too_many_controls_are_refused() -> None:
    series = calls(60, 20)
    controls = [calls(60, 20, seed=seed, name=f"control {seed}") for seed in range(7)]
    refused = evidence.analyse(series, days(80)[60], controls=controls).refused
    assert refused == "7 controls are too many for 60 days before the start."


def test_forecasts_that_missed_where_nothing_began_are_refused_with_their_picture() -> None:
    """A campaign nobody told us of lifted two earlier months: no claim can stand on forecasts that missed them."""
    series = calls(BEFORE, AFTER)
    lifted = series.values.copy()
    lifted[165:195] += 200
    lifted[285:315] += 200
    effect = evidence.analyse(Series("calls", series.days, lifted, "calls"), START)
    assert effect.refused == (
        "The forecasts cannot be trusted here: where nothing began they missed by too much. "
        "Five earlier dates were tried, each with 60 days to forecast; one claimed an effect."
    )
    assert effect.mean is None
    assert len(effect.days) == BEFORE + AFTER
    assert effect.settle() == "Look for what happened at those dates, or add a control that shares it."


def test_missing_days_stay_missing_whether_absent_or_nan() -> None:
    series = calls(BEFORE, AFTER, change=-0.11)
    gone = [3, 17, 180, 181, BEFORE + 4]
    holes = series.values.copy()
    holes[gone] = np.nan
    as_nan = evidence.analyse(Series("calls", series.days, holes, "calls"), START)
    absent = {
        day: value for i, (day, value) in enumerate(zip(series.days, series.values, strict=True)) if i not in gone
    }
    as_absent = evidence.analyse(Series.of("calls", absent, "calls"), START)
    assert as_nan == as_absent
    assert (as_nan.days_before, as_nan.days_after) == (BEFORE - 4, AFTER - 1)
    assert as_nan.days[3].observed is None
    assert as_nan.days[BEFORE + 4].expected is not None
    assert as_nan.notes == ("5 of 460 days have no value and are left open.",)
    assert as_nan.relative is not None
    assert as_nan.relative.low <= -11 <= as_nan.relative.high


def test_a_series_of_business_days_only_is_understood() -> None:
    series = calls(BEFORE, AFTER, change=-0.11)
    weekdays = {d: v for d, v in zip(series.days, series.values, strict=True) if d.weekday() < 5}
    effect = evidence.analyse(Series.of("calls", weekdays, "calls"), START)
    assert effect.cadence is Cadence.DAY
    assert effect.days_after == sum(day.weekday() < 5 for day in series.days[BEFORE:])
    assert effect.relative is not None
    assert effect.relative.low <= -11 <= effect.relative.high


def test_holidays_are_learned_where_there_are_enough_and_left_out_where_there_are_not() -> None:
    series = calls(BEFORE, AFTER)
    values = series.values.copy()
    many = [20, 90, 150, 230, BEFORE + 10]
    values[many] *= 0.3
    shut = Series("calls", series.days, values, "calls")
    known = evidence.analyse(shut, START, holidays={series.days[i] for i in many})
    few = evidence.analyse(shut, START, holidays={series.days[i] for i in many[-2:]})
    blind = evidence.analyse(shut, START)
    assert known.mean is not None
    assert few.mean is not None
    assert blind.mean is not None
    assert known.days_after == AFTER
    assert few.days_after == AFTER - 1
    assert few.notes == ("2 holidays are left out: too few lie before the start to learn what they do.",)
    assert known.mean.high - known.mean.low < blind.mean.high - blind.mean.low


def test_weeks_that_are_written_on_another_weekday_since_the_start_are_weeks_still() -> None:
    """A source that changed from Mondays to Thursdays, or to Sundays, with the program."""
    rng = np.random.default_rng(1)
    values = 100 + 5 * rng.standard_normal(60) - 20 * (np.arange(60) >= 40)
    for later in (0, 3, 6):
        weeks = tuple(dt.date(2025, 1, 6) + dt.timedelta(days=7 * i + (later if i >= 40 else 0)) for i in range(60))
        effect = evidence.analyse(Series("churn", weeks, values, "customers"), weeks[40])
        assert (effect.refused, effect.cadence, effect.days_before, effect.days_after) == (None, "week", 40, 20)
        assert effect.mean is not None
        assert effect.mean.low < -20 < effect.mean.high < -10


def test_weekly_and_monthly_series_are_understood_and_say_so() -> None:
    rng = np.random.default_rng(4)
    weeks = tuple(dt.date(2024, 1, 1) + dt.timedelta(weeks=i) for i in range(80))
    weekly = 100 + rng.standard_normal(80)
    weekly[60:] -= 8
    effect = evidence.analyse(Series("churn", weeks, weekly, "customers"), weeks[60])
    assert effect.cadence is Cadence.WEEK
    assert effect.mean is not None
    assert effect.mean.unit == "customers a week"
    assert effect.mean.low <= -8 <= effect.mean.high
    ends = tuple((dt.date(2022, 1, 1) + dt.timedelta(days=31 * i)).replace(day=1) for i in range(40))
    month_ends = tuple(sorted({day - dt.timedelta(days=1) for day in ends}))
    monthly = evidence.analyse(
        Series("nps", month_ends, rng.standard_normal(len(month_ends)), "points"), month_ends[34]
    )
    assert monthly.cadence is Cadence.MONTH
    assert (monthly.days_before, monthly.days_after) == (34, len(month_ends) - 34)


def test_a_week_in_which_the_program_began_is_neither_before_nor_after() -> None:
    rng = np.random.default_rng(4)
    weeks = tuple(dt.date(2024, 1, 1) + dt.timedelta(weeks=i) for i in range(80))
    series = Series("churn", weeks, 100 + rng.standard_normal(80), "customers")
    effect = evidence.analyse(series, weeks[60] + dt.timedelta(days=3))
    assert (effect.days_before, effect.days_after) == (60, 19)


def test_a_program_that_stopped_is_judged_until_its_end() -> None:
    series = calls(BEFORE, 2 * AFTER, change=-0.11)
    end = START + dt.timedelta(days=AFTER - 1)
    values = series.values.copy()
    values[BEFORE + AFTER :] *= 1 / 0.89
    effect = evidence.analyse(Series("calls", series.days, values, "calls"), START, end=end)
    assert effect.end == end
    assert effect.days_after == AFTER
    assert len(effect.days) == BEFORE + AFTER


def test_many_cases_get_the_answers_that_they_get_alone_in_their_order() -> None:
    cases = [
        evidence.Case(calls(120, 30, seed=seed), days(150)[120], (calls(120, 30, seed=seed + 50, name="chats"),))
        for seed in range(3)
    ]
    cases.insert(1, evidence.Case(calls(30, 30), days(60)[30]))
    cases.insert(2, evidence.Case(calls(200, 20, seed=9), days(220)[200]))
    together = evidence.analyse_many(cases)
    alone = [evidence.analyse_many([case])[0] for case in cases]
    for one, other in zip(together, alone, strict=True):
        assert (one.outcome, one.verdict, one.refused) == (other.outcome, other.verdict, other.refused)
        if one.mean and other.mean:
            figures = (one.mean.value, one.mean.low, one.mean.high)
            assert figures == pytest.approx((other.mean.value, other.mean.low, other.mean.high), rel=1e-6)


def test_the_same_data_give_the_same_answer_to_the_last_digit() -> None:
    series = calls(120, 30, change=-0.11)
    assert evidence.analyse(series, days(150)[120]) == evidence.analyse(series, days(150)[120])


def test_the_answer_does_not_depend_on_the_unit() -> None:
    """Tenfold the numbers, or a thousand added: the effect follows exactly."""
    series = calls(120, 30, change=-0.11)
    start = days(150)[120]
    one, ten, shifted = (
        evidence.analyse(Series("calls", series.days, values, "calls"), start).mean
        for values in (series.values, 10 * series.values, series.values + 1000)
    )
    assert one is not None
    assert ten is not None
    assert shifted is not None
    assert ten.low == pytest.approx(10 * one.low)
    assert shifted.low == pytest.approx(one.low)


def test_an_effect_is_stored_and_read_back_exactly_through_json() -> None:
    start = days(150)[120]
    for effect in (
        evidence.analyse(calls(120, 30, change=-0.11), start, controls=[calls(120, 30, seed=3, name="chats")]),
        evidence.analyse(calls(120, 30, noise=300), start, expected="down"),
        evidence.analyse(calls(20, 30), days(50)[20]),
    ):
        assert Effect.from_dict(json.loads(json.dumps(effect.as_dict(), allow_nan=False))) == effect


def test_a_stored_effect_of_another_shape_is_refused_in_a_sentence() -> None:
    with pytest.raises(LeadlineError, match="A stored Effect cannot be read: outcome"):
        Effect.from_dict({})


def test_series_that_cannot_be_compared_raise_a_sentence() -> None:
    weekly = Series("chats", days(200)[::7], np.arange(29.0), "chats")
    with pytest.raises(LeadlineError, match="comes by the week"):
        evidence.analyse(calls(120, 30), days(150)[120], controls=[weekly])
    with pytest.raises(LeadlineError, match="do not rise"):
        Series("calls", days(2)[::-1], np.zeros(2), "calls")
    with pytest.raises(LeadlineError, match="2 days and values of shape"):
        Series("calls", days(2), np.zeros(3), "calls")
    with pytest.raises(LeadlineError, match="infinite"):
        Series("calls", days(1), np.array([np.inf]), "calls")
    with pytest.raises(LeadlineError, match="has no days"):
        evidence.analyse(Series("calls", (), np.zeros(0), "calls"), START)


def test_settings_that_make_no_sense_raise_a_sentence() -> None:
    with pytest.raises(LeadlineError, match="do not make sense"):
        Settings(level=1.5)


def monthly(number: int, day_of: list[int], first: tuple[int, int] = (2022, 2)) -> Series:
    """A figure a month, written down on these days of the month in turn, on its last where it is shorter."""
    rng = np.random.default_rng(4)
    found = []
    for i in range(number):
        year, month = divmod(12 * first[0] + first[1] - 1 + i, 12)
        last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
        found.append(dt.date(year, month + 1, min(day_of[i % len(day_of)], last)))
    return Series("costs", tuple(found), 100 + rng.standard_normal(number), "EUR")


@pytest.mark.parametrize("day_of", [[1], [15], [28], [29], [30], [31], [30, 31, 28], [1, 3, 2, 4]])
def test_a_month_is_read_whichever_day_of_it_names_it(day_of: list[int]) -> None:
    """A figure of the 28th that began in February lost 22 of its 23 rows, and one of the 30th was read as daily."""
    series = monthly(48, day_of)
    effect = evidence.analyse(series, series.days[36])
    assert effect.cadence is Cadence.MONTH
    assert (effect.days_before, effect.days_after) == (36, 12)
    assert [row.observed for row in effect.days] == series.values.tolist()


def test_a_control_is_of_the_same_months_though_it_names_them_by_their_last_day() -> None:
    series, control = monthly(60, [1]), monthly(60, [31])
    other = Series("others", control.days, control.values[::-1], "EUR")
    effect = evidence.analyse(series, series.days[48], controls=[other])
    assert (effect.days_before, effect.days_after, effect.notes) == (48, 12, ())


@pytest.mark.parametrize("slipped", [0, 5, 30])
def test_a_week_that_was_written_down_a_day_late_is_still_a_week(slipped: int) -> None:
    """It was read as daily with six days of seven missing."""
    rng = np.random.default_rng(5)
    found = [dt.date(2024, 1, 1) + dt.timedelta(days=7 * i + (i == slipped)) for i in range(60)]
    series = Series("visits", tuple(found), 100 + rng.standard_normal(60), "visits")
    effect = evidence.analyse(series, found[45])
    assert effect.cadence is Cadence.WEEK
    assert (effect.days_before, effect.days_after) == (45, 15)


def test_days_that_come_irregularly_are_neither_weeks_nor_months() -> None:
    for gaps in ([7, 3, 8, 12, 2], [20, 33, 41, 25]):
        found = np.cumsum(gaps * 3)
        assert evidence.series.cadence_of([FIRST_DAY + dt.timedelta(days=int(day)) for day in found]) is Cadence.DAY
