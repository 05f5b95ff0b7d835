"""The share answered within the promise as a series: met of met and breached, as known at the day's end (S0.9)."""

from __future__ import annotations

import datetime as dt

from leadline.engine import Lake
from leadline.measure.known import Which, series_of
from leadline.programs.episodes import Episode
from leadline.programs.waiting import EPISODES, _row
from leadline.words import PartyId

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


def share(tmp_path, *found: Episode, until: dt.date | None = DAY) -> list[float] | None:
    lake = Lake(tmp_path)
    lake.replace(EPISODES, EPISODES.of_rows([_row(one) for one in found]))
    series = series_of(lake, Which("answered_within_promise"), OWN, until=until)
    return None if series is None else [round(float(value), 3) for value in series.values]


MET = episode("met", closed_at=DUE)
LATE = episode("late", closed_at=DUE + dt.timedelta(minutes=1))
SILENT = episode("silent")


def test_met_is_divided_by_met_and_breached(tmp_path) -> None:
    assert share(tmp_path, MET, episode("met too", closed_at=MORNING), LATE, SILENT) == [50]


def test_what_may_still_be_answered_in_time_counts_on_neither_side(tmp_path) -> None:
    """A question of the evening, due tomorrow, is no breach of today's."""
    evening = episode("evening", opened=MORNING.replace(hour=19), due=NEXT_DAY)
    after = episode("after", opened=NEXT_DAY + dt.timedelta(hours=1), due=NEXT_DAY + dt.timedelta(hours=2))
    assert share(tmp_path, MET, LATE, evening, after) == [50]
    assert share(tmp_path, MET, LATE, evening, after, until=DAY + dt.timedelta(days=1)) == [33.333]
    assert share(tmp_path, evening) is None


def test_a_day_that_still_runs_has_not_broken_what_is_due_tonight(tmp_path) -> None:
    """Nothing is judged later than the last thing that is known."""
    tonight = episode("tonight", opened=DUE, due=DUE + dt.timedelta(hours=8))
    assert share(tmp_path, MET, LATE, tonight) == [50]


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
    assert share(tmp_path, MET, SILENT, episode("new", opened=NEXT_DAY, due=NEXT_DAY), until=None) == [50]


def test_what_was_dismissed_late_without_a_reason_counts_as_late(tmp_path) -> None:
    flags = frozenset({"dismissed_late", "counts_as_late"})
    late = episode("dismissed", dismissed_at=DUE + dt.timedelta(minutes=1), flags=flags)
    excused = episode("praise", dismissed_at=DUE + dt.timedelta(minutes=1), flags=frozenset({"dismissed_late"}))
    assert share(tmp_path, MET, late, excused) == [50]
