"""Who still waits, as far as was known at an instant: what the desk is made of."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadline.engine import Lake, rows, scan
from leadline.engine.repair import repair_table
from leadline.programs import waiting
from leadline.programs.episodes import RULES_VERSION, Episode, episodes_of, is_known, is_waiting, status
from leadline.programs.waiting import EPISODES, _row, known_at, open_episodes, refresh_episodes, status_at
from tests.programs.conversation import HOUR_IN_C5, SLA_CASES, told

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
BEFORE, AFTER = NOON - dt.timedelta(minutes=5), NOON + dt.timedelta(minutes=5)
INSTANTS = (None, BEFORE, NOON, AFTER)
ENDS = ("closed_at", "dismissed_at", "withdrawn_at", "superseded_at", "counts_from")


def episode(name: str, **more: object) -> Episode:
    opened = NOON - dt.timedelta(hours=1)
    return Episode(
        source="s", thread_id=name, customer=name, number=1, is_first_response=True, party="halden", channel="x",
        day=opened.date(), opened_at=opened, opened_by=f"{name}-1", messages=1, due_at=NOON, late_after=NOON,
        **more,
    )  # fmt: skip


def waiting_at(lake: Lake, as_of: dt.datetime) -> set[str]:
    return {one.thread_id for one in open_episodes(lake, as_of)}


@pytest.mark.parametrize("ending", ["closed_at", "dismissed_at", "withdrawn_at", "superseded_at"])
def test_what_ends_a_wait_ends_it_from_that_instant_on_and_not_before(tmp_path, ending: str) -> None:
    """Rule 9: everything is judged as of an instant; a dismissal of the afternoon does not empty the morning's desk."""
    lake = Lake(tmp_path)
    found = [episode("asks"), episode("ended", **{ending: AFTER})]
    lake.replace(EPISODES, EPISODES.of_rows([_row(one) for one in found]))
    assert waiting_at(lake, NOON) == {"asks", "ended"}
    assert waiting_at(lake, AFTER) == {"asks"}


def test_clocks_that_disagree_and_threads_not_yet_merged_are_on_no_desk(tmp_path) -> None:
    lake = Lake(tmp_path)
    found = [
        episode("asks", flags=frozenset({"clock_skew"})),
        episode("odd", flags=frozenset({"clock_skew", "quarantined"})),
        episode("merged", counts_from=AFTER),
    ]
    lake.replace(EPISODES, EPISODES.of_rows([_row(one) for one in found]))
    assert waiting_at(lake, NOON) == {"asks"}
    assert waiting_at(lake, AFTER) == {"asks", "merged"}


def test_who_has_waited_for_a_year_still_waits(tmp_path) -> None:
    """The worst waits are the oldest; a desk that looks back two weeks would hide them."""
    lake = Lake(tmp_path)
    lake.replace(EPISODES, EPISODES.of_rows([_row(episode("asks"))]))
    assert waiting_at(lake, NOON + dt.timedelta(days=365)) == {"asks"}


@given(
    endings=st.lists(
        st.fixed_dictionaries(
            {
                **{name: st.sampled_from(INSTANTS) for name in ENDS},
                "flags": st.sets(st.sampled_from(["quarantined", "dismissed_late", "counts_as_late"])).map(frozenset),
            }
        ),
        min_size=1,
        max_size=20,
    ),
    as_of=st.sampled_from(INSTANTS[1:]),
)
@settings(max_examples=40, deadline=None)
def test_a_table_of_waits_is_judged_as_each_wait_is(endings: list[dict[str, object]], as_of: dt.datetime) -> None:
    """Rule 9 has one meaning: of one wait in Python, of all of them in a query."""
    found = [episode(str(place), **one) for place, one in enumerate(endings)]
    with TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        lake.replace(EPISODES, EPISODES.of_rows([_row(one) for one in found]))
        told = rows(scan(lake, EPISODES).with_columns(status=status_at(as_of), known=known_at(as_of)))
        waiting = {one.thread_id for one in open_episodes(lake, as_of)}
    assert {row["thread_id"]: (row["status"], row["known"]) for row in told} == {
        one.thread_id: (status(one, as_of), is_known(one, as_of)) for one in found
    }
    assert waiting == {one.thread_id for one in found if is_waiting(one, as_of)}


def test_an_empty_lake_has_nobody_waiting(tmp_path) -> None:
    assert open_episodes(Lake(tmp_path), NOON) == []


RULES = {1: "4d26e550c5d13f38"}
"""What each version of the rules makes of all service-level cases."""


def test_rules_that_lay_out_otherwise_have_another_version() -> None:
    """Else EPISODES would stay as an older release laid them out. Raise RULES_VERSION, and add its digest."""
    cases = [told(case["msgs"]) for case in SLA_CASES if "msgs" in case]
    laid = [_row(one) for messages, marks in cases for one in episodes_of(messages, HOUR_IN_C5, marks=marks)]
    assert laid
    assert hashlib.sha256(repr(laid).encode()).hexdigest()[:16] == RULES[RULES_VERSION]


def test_episodes_that_another_version_laid_out_are_laid_out_anew(tmp_path, monkeypatch) -> None:
    lake = Lake(tmp_path)
    refresh_episodes(lake, HOUR_IN_C5)
    kept = lake.commit(EPISODES)
    refresh_episodes(lake, HOUR_IN_C5)
    assert lake.commit(EPISODES) == kept
    monkeypatch.setattr(waiting, "RULES_VERSION", RULES_VERSION + 1)
    refresh_episodes(lake, HOUR_IN_C5)
    assert lake.commit(EPISODES) != kept


def test_episodes_of_a_table_that_was_repaired_are_laid_out_anew(tmp_path) -> None:
    lake = Lake(tmp_path)
    refresh_episodes(lake, HOUR_IN_C5)
    note = lake.note(EPISODES)
    lake.replace(EPISODES, EPISODES.of_rows([_row(episode("asks"))]), note=note)
    Path(lake.files(EPISODES)[0]).unlink()
    assert repair_table(lake, EPISODES).lost_rows
    assert lake.note(EPISODES) == ""
    refresh_episodes(lake, HOUR_IN_C5)
    assert lake.note(EPISODES) == note
