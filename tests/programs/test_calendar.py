"""Opening hours: what people write, what is due when, and that no clock change is lost."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadline.errors import LeadlineError
from leadline.programs import ALWAYS, Calendar, always, calendar_as_dict, calendar_from_dict
from tests.programs.conversation import CALENDARS, at

COMPANY_X = calendar_from_dict({"zone": "Europe/Amsterdam", "hours": "every day 08:00-20:00"})
HOUR = 3600
TWO_YEARS_SECONDS = 728 * 24 * HOUR
INSTANTS = st.integers(0, TWO_YEARS_SECONDS * 1_000_000).map(
    lambda micros: dt.datetime(2026, 1, 2, tzinfo=dt.UTC) + dt.timedelta(microseconds=micros)
)


def shop(**changes: Any) -> Calendar:
    return calendar_from_dict({"zone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}, **changes})


def test_a_question_at_half_past_seven_in_the_evening_is_due_at_half_past_eight_next_day() -> None:
    """S0.8, S0.9."""
    assert COMPANY_X.due(at("2026-03-02T19:30:00"), HOUR) == at("2026-03-03T08:30:00")


def test_a_question_at_three_in_the_night_is_due_at_nine() -> None:
    """S0.9."""
    assert COMPANY_X.due(at("2026-03-02T03:00:00"), HOUR) == at("2026-03-02T09:00:00")


def test_a_calendar_that_is_always_open_measures_elapsed_time() -> None:
    opened = at("2026-03-28T20:00:00")
    assert ALWAYS.business_seconds(opened, at("2026-03-29T20:00:00")) == 23 * HOUR
    assert ALWAYS.due(opened, 100 * HOUR) == opened + dt.timedelta(hours=100)


def test_a_day_is_the_calendars_own_day() -> None:
    late = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)
    assert ALWAYS.local_date(late) == dt.date(2026, 12, 31)
    assert always("Europe/Berlin").local_date(late) == dt.date(2027, 1, 1)
    assert always("America/New_York").local_date(late) == dt.date(2026, 12, 31)


def test_an_end_before_the_start_is_no_time_at_all() -> None:
    assert COMPANY_X.business_seconds(at("2026-03-03T10:00:00"), at("2026-03-02T10:00:00")) == 0


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("every day 08:00-20:00", "every day 08:00–20:00"),
        ("08:00-20:00", "every day 08:00–20:00"),
        ("24/7", "24/7"),
        ("mon-fri 09:00-17:00, sat 10:00-14:00", "Mon–Fri 09:00–17:00, Sat 10:00–14:00"),
        ({"mon": ["08:00-20:00"], "Tuesday": "08:00 - 20:00"}, "Mon–Tue 08:00–20:00"),
        ({"mon-fri": ["08:00-12:00", "13:00-17:00"], "sat": "closed"}, "Mon–Fri 08:00–12:00 and 13:00–17:00"),
        ({"sat-mon": "10:00-12:00"}, "Mon 10:00–12:00, Sat–Sun 10:00–12:00"),
        ("every day 22:00-06:00", "every day 22:00–06:00"),
        ("every day 00:00-24:00", "24/7"),
    ],
)
def test_hours_are_read_as_people_write_them_and_said_again(hours: object, words: str) -> None:
    calendar = calendar_from_dict({"zone": "Europe/Berlin", "hours": hours})
    assert str(calendar) == f"{words}, Europe/Berlin"


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"hours": "08:00-20:00"}, "A calendar has no zone."),
        ({"zone": "Europe/Atlantis", "hours": "08:00-20:00"}, "There is no time zone “Europe/Atlantis”."),
        ({"zone": "Europe/Berlin"}, "A calendar has no hours."),
        ({"zone": "Europe/Berlin", "hours": {"mon": "closed"}}, "A calendar is never open."),
        ({"zone": "Europe/Berlin", "hours": "noon to dusk"}, "“noon to dusk” does not say which hours."),
        ({"zone": "Europe/Berlin", "hours": {"moonday": "08:00-20:00"}}, "“moonday” is no day of the week."),
        ({"zone": "Europe/Berlin", "hours": "08:00-25:00"}, "“08:00-25:00” is no window of hours."),
        ({"zone": "Europe/Berlin", "hours": "08:00-08:00"}, "“08:00-08:00” is no window of hours."),
        ({"zone": "Europe/Berlin", "hours": {"mon": 8}}, "“8” is no window of hours."),
        ({"zone": "Europe/Berlin", "hours": "24/7", "holidays": "XX"}, "No public holidays are known for “XX”."),
        ({"zone": "Europe/Berlin", "hours": "24/7", "holidays": "DE-QQ"}, "No public holidays are known for “DE-QQ”."),
        ({"zone": "Europe/Berlin", "hours": "24/7", "overrides": {"Xmas": "closed"}}, "“Xmas” is no date."),
        ({"zone": "Europe/Berlin", "hours": "24/7", "lunch": "12:00"}, "A calendar has no entry “lunch”."),
        ({"zone": "Europe/Berlin", "hours": "24/7", "versions": [{"hours": "24/7"}]}, "has no valid_from"),
    ],
)
def test_hours_that_cannot_be_read_are_said_in_the_persons_own_words(entry: dict[str, Any], complaint: str) -> None:
    with pytest.raises(LeadlineError) as raised:
        calendar_from_dict(entry)
    assert complaint in raised.value.sentence
    assert raised.value.advice


def test_public_holidays_listed_dates_and_exceptions_close_and_open_the_desk() -> None:
    calendar = shop(
        holidays=["DE-BY", "2026-12-24"],
        overrides={dt.date(2026, 12, 31): "09:00-12:00", "2026-01-06": ["10:00-11:00"]},
    )
    expected = {
        "2026-01-06": 1 * HOUR,  # Epiphany, a holiday in Bavaria only; the exception outranks it.
        "2026-06-04": 0,  # Corpus Christi, likewise in Bavaria.
        "2026-06-05": 8 * HOUR,
        "2026-12-24": 0,
        "2026-12-31": 3 * HOUR,
    }
    assert {day: calendar.open_seconds_on(dt.date.fromisoformat(day)) for day in expected} == expected


def test_a_night_that_began_before_a_holiday_runs_to_its_end() -> None:
    calendar = calendar_from_dict(
        {"zone": "Europe/Berlin", "hours": "every day 22:00-06:00", "holidays": [dt.date(2026, 5, 1)]}
    )
    assert calendar.is_open(at("2026-05-01T05:59:59"))
    assert not calendar.is_open(at("2026-05-01T23:00:00"))
    assert not calendar.is_open(at("2026-05-02T01:00:00"))


def test_new_hours_do_not_reach_back_into_the_months_before_them() -> None:
    """Past periods keep the calendar of their time."""
    calendar = shop(versions=[{"valid_from": "2026-07-01", "hours": "every day 08:00-20:00"}])
    assert calendar.open_seconds_on(dt.date(2026, 6, 30)) == 8 * HOUR
    assert calendar.open_seconds_on(dt.date(2026, 7, 1)) == 12 * HOUR
    assert calendar.due(at("2026-06-30T16:30:00"), HOUR) == at("2026-07-01T08:30:00")


def test_a_time_that_the_clock_skips_is_the_instant_of_the_skip() -> None:
    """On 29 March 2026 there is no 02:30 in Berlin."""
    opens = calendar_from_dict({"zone": "Europe/Berlin", "hours": "every day 02:30-05:00"})
    closes = calendar_from_dict({"zone": "Europe/Berlin", "hours": "every day 01:00-02:30"})
    inside = calendar_from_dict({"zone": "Europe/Berlin", "hours": "every day 02:10-02:50"})
    day = dt.date(2026, 3, 29)
    assert [calendar.open_seconds_on(day) for calendar in (opens, closes, inside)] == [2 * HOUR, HOUR, 0]


def test_a_time_that_the_clock_shows_twice_opens_at_the_first_and_closes_at_the_last() -> None:
    """On 25 October 2026 there are two 02:30s in Berlin."""
    opens = calendar_from_dict({"zone": "Europe/Berlin", "hours": "every day 02:30-05:00"})
    closes = calendar_from_dict({"zone": "Europe/Berlin", "hours": "every day 01:00-02:30"})
    day = dt.date(2026, 10, 25)
    assert [calendar.open_seconds_on(day) for calendar in (opens, closes)] == [3.5 * HOUR, 2.5 * HOUR]


def test_windows_that_overlap_are_open_once() -> None:
    calendar = shop(hours={"mon": ["08:00-12:00", "10:00-14:00"], "sun": "22:00-09:00"})
    assert calendar.open_seconds_on(dt.date(2026, 3, 2)) == 6 * HOUR
    assert calendar.business_seconds(at("2026-03-02T00:00:00"), at("2026-03-03T00:00:00")) == 14 * HOUR


@pytest.mark.parametrize(
    "calendar",
    [
        *CALENDARS.values(),
        ALWAYS,
        shop(
            holidays=["NL", "2026-12-24"],
            overrides={"2026-12-31": "09:00-12:00"},
            versions=[{"valid_from": "2026-07-01", "hours": "24/7", "holidays": "DE-BY"}],
        ),
    ],
)
def test_a_calendar_survives_being_written_down(calendar: Calendar) -> None:
    again = calendar_from_dict(calendar_as_dict(calendar))
    assert again == calendar
    assert str(again) == str(calendar)
    assert pickle.loads(pickle.dumps(calendar)) == calendar  # noqa: S301


def test_an_instant_without_a_zone_or_out_of_this_world_is_refused() -> None:
    with pytest.raises(LeadlineError, match="has no time zone"):
        COMPANY_X.due(dt.datetime(2026, 3, 2, 10), HOUR)  # noqa: DTZ001
    with pytest.raises(LeadlineError, match="covers 1970 to 2200"):
        COMPANY_X.due(dt.datetime(9999, 3, 2, 10, tzinfo=dt.UTC), HOUR)


@settings(max_examples=60, deadline=None)
@given(start=INSTANTS, minutes=st.integers(0, 60 * 24 * 12), name=st.sampled_from(["C5", "C7", "N"]))
def test_open_time_is_what_counting_minutes_on_the_wall_clock_gives(
    start: dt.datetime, minutes: int, name: str
) -> None:
    """An oracle that shares no code: look at the clock in Berlin once a minute."""
    start = start.replace(second=0, microsecond=0)
    counted = sum(_is_open_by_the_clock(start + dt.timedelta(minutes=number), name) for number in range(minutes))
    assert CALENDARS[name].business_seconds(start, start + dt.timedelta(minutes=minutes)) == counted * 60


def _is_open_by_the_clock(moment: dt.datetime, name: str) -> bool:
    wall = moment.astimezone(ZoneInfo("Europe/Berlin"))
    if name == "N":
        return wall.hour >= 22 or wall.hour < 6
    german_holidays = {(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)}
    moving = {
        *(dt.date(2026, *day) for day in [(4, 3), (4, 6), (5, 14), (5, 25)]),
        *(dt.date(2027, *day) for day in [(3, 26), (3, 29), (5, 6), (5, 17)]),
    }
    is_holiday = (wall.month, wall.day) in german_holidays or wall.date() in moving
    return 8 <= wall.hour < 20 and (name == "C7" or (wall.weekday() < 5 and not is_holiday))


@settings(max_examples=200, deadline=None)
@given(opened=INSTANTS, seconds=st.integers(0, 400_000), name=st.sampled_from(["C5", "C7", "N"]))
def test_the_due_instant_is_the_earliest_at_which_the_target_has_passed(
    opened: dt.datetime, seconds: int, name: str
) -> None:
    calendar = CALENDARS[name]
    due = calendar.due(opened, seconds)
    assert due >= opened
    assert calendar.business_seconds(opened, due) == seconds
    assert seconds == 0 or calendar.business_seconds(opened, due - dt.timedelta(microseconds=1)) < seconds


@settings(max_examples=200, deadline=None)
@given(instants=st.tuples(INSTANTS, INSTANTS, INSTANTS).map(sorted), name=st.sampled_from(["C5", "C7", "N"]))
def test_open_time_adds_up(instants: list[dt.datetime], name: str) -> None:
    calendar, (first, middle, last) = CALENDARS[name], instants
    parts = calendar.business_seconds(first, middle) + calendar.business_seconds(middle, last)
    assert parts == pytest.approx(calendar.business_seconds(first, last), abs=2e-6)
