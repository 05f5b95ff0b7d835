"""The share answered within the promise as a series: met of met and breached, as known at the day's end (S0.9)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from leadline.engine import Lake
from leadline.engine.ledger import record
from leadline.listen import MESSAGES, METRICS
from leadline.measure.known import Which, mean_a_day, series_of
from leadline.measure.month import measure_service_levels
from leadline.programs import Mark, Promise, always
from leadline.programs.episodes import Episode
from leadline.programs.waiting import EPISODES, _row
from leadline.words import Month, PartyId, Period

DAY = dt.date(2026, 3, 2)
MORNING = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DUE = MORNING + dt.timedelta(hours=1)
NEXT_DAY = MORNING + dt.timedelta(days=1)
OWN = PartyId("halden")


def episode(name: str, *, opened: dt.datetime = MORNING, due: dt.datetime = DUE, **more: object) -> Episode:
    return Episode(
        source="s", thread_id=name, customer=name, number=1, is_first_response=True, party="halden", channel="x",
        day=opened.date(), opened_at=opened, opened_by=f"{name}-1", messages=1, due_at=due, late_after=due, **more,
    )  # fmt: skip


def imported(lake: Lake, kind: str, at: dt.datetime) -> None:
    counts = {"read": 1, "new": 1, "known": 0, "refused": 0, "reasons": {}, "refused_file": None}
    told = {"file": f"{kind}.csv", "profile": "ours", "kind": kind, **counts}
    record(lake, "listen import", f"{kind}.csv", str(at), now=at, detail=told)


def share(
    tmp_path, *found: Episode, until: dt.date | None = DAY, zone: str = "UTC", heard: dt.datetime | None = None
) -> list[float] | None:
    """The series of a lake whose messages were imported last at `heard`."""
    lake = Lake(tmp_path)
    if heard:
        imported(lake, "messages", heard)
    lake.replace(EPISODES, EPISODES.of_rows([_row(one) for one in found]), note=f"digest {zone}")
    series = series_of(lake, Which("answered_within_promise"), OWN, until=until)
    return None if series is None else [round(float(value), 3) for value in series.values]


MET = episode("met", closed_at=DUE)
LATE = episode("late", closed_at=DUE + dt.timedelta(minutes=1))
SILENT = episode("silent")


def message(name: str, author: str, role: str, posted_at: dt.datetime, reply_to: str) -> dict[str, object]:
    return {
        "source": "s", "message_id": name, "thread_id": reply_to or name, "reply_to": reply_to or None, "channel": "x",
        "about_party": "halden", "party_basis": "declared", "speaker_role": role, "role_basis": "declared",
        "author": author, "kind": "message", "public": True, "text": "A question.", "posted_at": posted_at,
        "posted_day": posted_at.date(), "seen_at": posted_at, "import_id": "i",
    }  # fmt: skip


def test_met_is_divided_by_met_and_breached(tmp_path) -> None:
    assert share(tmp_path, MET, episode("met too", closed_at=MORNING), LATE, SILENT) == [50]


def test_what_may_still_be_answered_in_time_counts_on_neither_side(tmp_path) -> None:
    """A question of the evening, due tomorrow, is no breach of today's."""
    evening = episode("evening", opened=MORNING.replace(hour=19), due=NEXT_DAY)
    after = episode("after", opened=NEXT_DAY + dt.timedelta(hours=1), due=NEXT_DAY + dt.timedelta(hours=2))
    assert share(tmp_path, MET, LATE, evening, after) == [50]
    heard = NEXT_DAY + dt.timedelta(hours=1)
    assert share(tmp_path, MET, LATE, evening, after, until=DAY + dt.timedelta(days=1), heard=heard) == [33.333]
    assert share(tmp_path, evening) is None


def test_a_day_that_still_runs_has_not_broken_what_is_due_tonight(tmp_path) -> None:
    """Nothing is judged later than the last import of messages."""
    tonight = episode("tonight", opened=DUE, due=DUE + dt.timedelta(hours=8))
    assert share(tmp_path, MET, LATE, tonight, heard=DUE + dt.timedelta(minutes=1)) == [50]


def test_a_file_of_calls_or_a_mark_in_the_evening_tells_of_no_reply(tmp_path) -> None:
    """Messages until eleven, a file of calls at five and a thread dismissed at six: nobody knows who was answered."""
    heard, promise = MORNING + dt.timedelta(hours=2), Promise(target_minutes=180, calendar=always("UTC"))
    lake, evening = Lake(tmp_path), MORNING.replace(hour=18)
    told = [("1", "a", "customer", MORNING - dt.timedelta(hours=2), ""), ("2", "b", "customer", MORNING, "")]
    told += [("3", "own", "brand", MORNING, "1"), ("4", "c", "customer", MORNING, "")]
    lake.append(MESSAGES, MESSAGES.of_rows([message(*one) for one in told]))
    imported(lake, "messages", heard)
    imported(lake, "metrics", evening)
    marks = [Mark("dismissed", "s", "4", evening, reason="praise")]
    level = measure_service_levels(lake, promise, Month(2026, 3), marks=marks, now=evening)
    assert (level.as_of, level.total.met, level.total.breached, level.total.pending) == (heard, 1, 0, 2)
    series = series_of(lake, Which("answered_within_promise"), OWN, until=DAY)
    assert series is not None
    assert list(series.values) == [100]


def test_what_was_set_aside_dismissed_withdrawn_or_superseded_counts_on_neither_side(tmp_path) -> None:
    aside = [
        episode("odd", closed_at=DUE, flags=frozenset({"quarantined"})),
        episode("dismissed", dismissed_at=DUE),
        episode("withdrawn", withdrawn_at=DUE),
        episode("superseded", superseded_at=DUE),
    ]
    assert share(tmp_path, MET, LATE, *aside) == [50]


def test_the_day_is_judged_by_what_was_known_then(tmp_path) -> None:
    """A late answer, a dismissal and a merge of the next day do not change what this day says."""
    later = episode("later", due=NEXT_DAY, closed_at=NEXT_DAY - dt.timedelta(minutes=1))
    dismissed = episode("dismissed", dismissed_at=NEXT_DAY)
    assert share(tmp_path, MET, later, dismissed) == [50]
    assert share(tmp_path, MET, later, dismissed, until=DAY + dt.timedelta(days=1)) == [100]


def test_without_a_day_the_last_thing_known_is_the_measure(tmp_path) -> None:
    assert share(tmp_path, MET, SILENT, episode("new", opened=NEXT_DAY, due=NEXT_DAY), until=None, heard=NEXT_DAY) == [
        50
    ]


def test_what_was_dismissed_late_without_a_reason_counts_as_late(tmp_path) -> None:
    flags = frozenset({"dismissed_late", "counts_as_late"})
    late = episode("dismissed", dismissed_at=DUE + dt.timedelta(minutes=1), flags=flags)
    excused = episode("praise", dismissed_at=DUE + dt.timedelta(minutes=1), flags=frozenset({"dismissed_late"}))
    assert share(tmp_path, MET, late, excused) == [50]


def recorded(lake: Lake, values: dict[dt.date, float]) -> Lake:
    same = {"metric": "calls", "segment": "all", "area": "all", "unit": "calls", "source": "s"}
    read = {"import_id": "i", "seen_at": MORNING}
    told = [
        {**same, **read, "day": day, "time": dt.datetime.combine(day, dt.time(), dt.UTC), "value": value}
        for day, value in values.items()
    ]
    lake.append(METRICS, METRICS.of_rows(told))
    return lake


def test_a_mean_a_day_is_of_the_calendars_days_however_often_it_is_recorded(tmp_path) -> None:
    """Five days of 700 a week are 500 a day; 15,500 in March are 500 a day too, whatever its row's day."""
    march, whole = Period(dt.date(2026, 3, 2), dt.date(2026, 3, 29)), Which("calls")
    days = [march.first + dt.timedelta(days=i) for i in range(28)]
    weekdays = recorded(Lake(tmp_path / "open"), {day: 700.0 for day in days if day.weekday() < 5})
    weekly = recorded(Lake(tmp_path / "weekly"), {day: 3500.0 for day in days if day.weekday() == 0})
    months = {dt.date(2026, 2, 28): 14_000.0, dt.date(2026, 3, 31): 15_500.0}
    monthly = recorded(Lake(tmp_path / "monthly"), months)
    assert mean_a_day(weekdays, whole, march) == pytest.approx(500)
    assert mean_a_day(weekly, whole, march) == pytest.approx(500)
    assert mean_a_day(monthly, whole, march) == pytest.approx(500)


def test_of_a_single_value_nobody_can_tell_how_many_days_it_is_of(tmp_path) -> None:
    lake = recorded(Lake(tmp_path), {DAY: 15_500.0})
    assert mean_a_day(lake, Which("calls"), Period(DAY, DAY)) is None


@pytest.mark.parametrize("part", ["answered_within_promise@consumer", "answered_within_promise@all@north"])
def test_what_everybody_was_answered_is_not_told_for_a_segment_or_an_area(tmp_path, part: str) -> None:
    assert share(tmp_path, MET, LATE) == [50]
    assert series_of(Lake(tmp_path), Which.parse(part), OWN, until=DAY) is None


def test_a_day_ends_where_the_promise_is_kept(tmp_path) -> None:
    """At seven in the evening of Los Angeles it is three in the morning of the next day in UTC."""
    asked = dt.datetime(2026, 3, 2, 18, tzinfo=ZoneInfo("America/Los_Angeles"))
    due, next_day = asked + dt.timedelta(hours=1), asked + dt.timedelta(days=1)
    evening = [
        episode("met", opened=asked, due=due, closed_at=due),
        episode("silent", opened=asked, due=due),
        episode("tomorrow", opened=next_day, due=next_day + dt.timedelta(hours=1)),
    ]
    assert share(tmp_path, *evening, zone="America/Los_Angeles") == [50]
    assert share(tmp_path, *evening, zone="UTC") is None


def test_the_series_and_the_service_level_of_an_evening_in_los_angeles_agree(tmp_path) -> None:
    promise = Promise(target_minutes=60, calendar=always("America/Los_Angeles"))
    lake, now = Lake(tmp_path), dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
    evening = dt.datetime(2026, 2, 28, 18, tzinfo=ZoneInfo("America/Los_Angeles"))
    told = [
        ("1", "a", "customer", evening, ""),
        ("2", "own", "brand", evening + dt.timedelta(minutes=30), "1"),
        ("3", "b", "customer", evening + dt.timedelta(minutes=5), ""),
        ("4", "c", "customer", evening + dt.timedelta(days=2), ""),
    ]
    lake.append(MESSAGES, MESSAGES.of_rows([message(*one) for one in told]))
    level = measure_service_levels(lake, promise, Month(2026, 2), now=now)
    series = series_of(lake, Which("answered_within_promise"), OWN, until=dt.date(2026, 2, 28))
    assert (level.total.met, level.total.breached) == (1, 1)
    assert series is not None
    assert list(series.values) == [100 * (level.share or 0)]
