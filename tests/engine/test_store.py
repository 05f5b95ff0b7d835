"""The lake keeps every row exactly once, whoever else writes and whatever dies (design section 6)."""

import datetime as dt
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from leadline.config import locked
from leadline.engine import Appended, Column, Lake, Table, rows, scan
from leadline.engine.check import check_table
from leadline.engine.ledger import entries, record
from leadline.errors import LeadlineError
from leadline.words import Period
from tests.engine.things import THINGS, ids, things


def test_a_table_that_was_never_written_has_no_rows_and_its_columns(tmp_path: Path):
    assert rows(scan(Lake(tmp_path), THINGS)) == []
    assert scan(Lake(tmp_path), THINGS).collect_schema().names() == ["source", "id", "note"]


def test_a_row_whose_key_is_known_is_counted_and_not_kept_again(tmp_path: Path):
    lake = Lake(tmp_path)
    assert lake.append(THINGS, things(0, 3)) == Appended(new=3, known=0)
    assert lake.append(THINGS, things(2, 5, note="b")) == Appended(new=2, known=1)
    assert {row["id"]: row["note"] for row in rows(scan(lake, THINGS))} == {0: "a", 1: "a", 2: "a", 3: "b", 4: "b"}


def test_a_key_that_stands_twice_in_one_batch_is_kept_once(tmp_path: Path):
    lake = Lake(tmp_path)
    twice = THINGS.of_rows([{"source": "s", "id": 1, "note": "first"}, {"source": "s", "id": 1, "note": "second"}])
    assert lake.append(THINGS, twice) == Appended(new=1, known=1)
    assert rows(scan(lake, THINGS)) == [{"source": "s", "id": 1, "note": "first"}]


def test_replacing_some_rows_leaves_the_others(tmp_path: Path):
    lake = Lake(tmp_path)
    lake.append(THINGS, things(0, 6))
    lake.replace(THINGS, things(2, 4, note="new"), where="id >= 2 AND id < 4")
    assert {row["id"]: row["note"] for row in rows(scan(lake, THINGS))} == {
        0: "a",
        1: "a",
        2: "new",
        3: "new",
        4: "a",
        5: "a",
    }


SAID = Table(
    name="said",
    sentence="What was said, and on which day.",
    columns=(Column("id", "int", "Which."), Column("on", "day", "When.")),
    key=("id",),
    order=("id",),
    day="on",
)


def said(*days: int):
    return SAID.of_rows([{"id": day, "on": dt.date(2026, 3, day)} for day in days])


def test_of_some_days_only_the_files_are_opened_that_may_hold_them(tmp_path: Path):
    lake = Lake(tmp_path)
    for days in ((1, 2, 9), (3, 4), (10, 11)):
        lake.append(SAID, said(*days))
    days = Period(dt.date(2026, 3, 4), dt.date(2026, 3, 9))
    assert len(lake.files(SAID, days=days)) == 2
    assert sorted(row["id"] for row in rows(scan(lake, SAID, days=days))) == [4, 9]
    lake.append(SAID, said(5))
    assert sorted(row["id"] for row in rows(scan(lake, SAID, days=days))) == [4, 5, 9]


def test_files_of_which_the_log_tells_no_days_are_opened_always(tmp_path: Path):
    lake = Lake(tmp_path)
    lake.append(replace(SAID, day=None), said(1, 5))
    assert lake.bounds(SAID, "on")[0][1:] == (None, None)
    days = Period(dt.date(2026, 3, 4), dt.date(2026, 3, 9))
    assert [row["id"] for row in rows(scan(lake, SAID, days=days))] == [5]


def _append_all(root: Path, times: int) -> None:
    for start in range(times):
        Lake(root).append(THINGS, things(start * 50, start * 50 + 100))


def test_two_processes_that_append_the_same_rows_at_once_double_nothing(tmp_path: Path):
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_append_all, args=(tmp_path, 8)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert ids(Lake(tmp_path)) == list(range(450))


def test_threads_that_share_one_lake_double_nothing(tmp_path: Path):
    """One reads and moves the table on between another's comparing and writing."""
    lake = Lake(tmp_path)
    lake.append(THINGS, things(0, 1))

    def append_some(_: int) -> None:
        for start in range(0, 80, 10):
            lake.append(THINGS, things(start, start + 20))
            lake.files(THINGS)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(append_some, range(4)))
    assert ids(lake) == list(range(90))


def test_two_that_put_the_same_files_together_at_once_double_nothing(tmp_path: Path):
    lake = Lake(tmp_path)
    with ThreadPoolExecutor(4) as threads:
        for first in range(0, 40, 8):
            for one in range(first, first + 8):
                lake.append(THINGS, things(one, one + 1))
            together = threading.Barrier(4)
            list(threads.map(partial(_compact_with_others, together), [Lake(tmp_path) for _ in range(4)]))
            assert ids(lake) == list(range(first + 8))
    assert len(lake.files(THINGS)) < 5


def test_nothing_is_put_together_while_somebody_else_takes_files_off(tmp_path: Path):
    lake = Lake(tmp_path)
    for one in range(6):
        lake.append(THINGS, things(one, one + 1))
    with locked(tmp_path / THINGS.name):
        lake.compact(THINGS, most_files=4)
        assert len(lake.files(THINGS)) == 6
    lake.compact(THINGS, most_files=4)
    assert len(lake.files(THINGS)) == 1


def test_a_correction_by_one_thread_loses_nothing_that_another_adds_to_the_same_lake(tmp_path: Path):
    lake = Lake(tmp_path)
    lake.append(THINGS, things(0, 2))
    added = []

    def corrected():
        found = rows(scan(lake, THINGS))
        if not added:
            added.append(threading.Thread(target=lake.append, args=(THINGS, things(2, 4))))
            added[0].start()
            added[0].join()
        return THINGS.of_rows([row | {"note": "new"} for row in found])

    lake.rewrite(THINGS, where="source = 's'", make=corrected)
    assert {row["id"]: row["note"] for row in rows(scan(lake, THINGS))} == dict.fromkeys(range(4), "new")


@pytest.mark.parametrize("milliseconds", [250, 420, 600, 900])
def test_a_writer_killed_at_any_moment_loses_and_doubles_nothing_when_it_runs_again(tmp_path: Path, milliseconds: int):
    spawn = multiprocessing.get_context("spawn")
    writer = spawn.Process(target=_append_all, args=(tmp_path, 40))
    writer.start()
    time.sleep(milliseconds / 1000)
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    _append_all(tmp_path, 40)
    assert ids(Lake(tmp_path)) == list(range(2050))


def test_the_ledger_says_what_is_done_once_and_for_which_input(tmp_path: Path):
    lake = Lake(tmp_path)
    now = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    for _ in range(2):
        record(lake, "assess", "2026-02", "digest", now=now, detail={"messages": 3})
    [entry] = entries(lake, "assess")
    assert (entry.scope, entry.input, entry.detail) == ("2026-02", "digest", {"messages": 3})


def test_what_replacing_leaves_is_removed_once_it_is_much_and_nobody_can_be_reading_it(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("leadline.engine.store._MOST_LEFT", 3)
    lake = Lake(tmp_path)

    def files_after(times: int) -> int:
        for number in range(times):
            lake.replace(THINGS, things(0, 5, note=str(number)))
        return len(list((tmp_path / "things").glob("*.parquet")))

    assert files_after(6) == 6, "somebody may be reading them"
    monkeypatch.setattr("leadline.engine.store.UNREAD_FOR", dt.timedelta(0))
    assert files_after(2) < 5
    assert ids(lake) == list(range(5))


def test_small_files_are_put_together_and_large_ones_left(tmp_path: Path):
    lake = Lake(tmp_path)
    for first in range(40):
        lake.append(THINGS, things(first * 5, first * 5 + 5))
    lake.compact(THINGS)
    assert len(lake.files(THINGS)) == 1
    before = lake.newest(THINGS)
    lake.compact(THINGS)
    assert lake.newest(THINGS) == before
    assert ids(lake) == list(range(200))
    assert lake.version(THINGS) == 39, "no row changed since"


def _compact_with_others(together: threading.Barrier, lake: Lake) -> None:
    together.wait()
    lake.compact(THINGS, most_files=4)


@pytest.mark.parametrize("name", ["my home", "100%", "{x}", "what?", "Übung", "a#b"])
def test_a_lake_may_lie_in_a_folder_of_any_name(tmp_path: Path, name: str):
    lake = Lake(tmp_path / name)
    lake.append(THINGS, things(0, 5))
    assert lake.append(THINGS, things(3, 8)) == Appended(new=3, known=2)
    lake.compact(THINGS, most_files=1)
    lake.tidy(THINGS)
    assert ids(lake) == list(range(8))
    assert check_table(lake, THINGS).is_whole


@pytest.mark.parametrize("name", ["[b]", "a*", "a%20b"])
def test_a_folder_whose_name_is_a_pattern_is_refused_in_words(tmp_path: Path, name: str):
    with pytest.raises(LeadlineError, match="cannot hold a lake"):
        Lake(tmp_path / name)
