"""Answers are kept once, read from memory, and never older than the lake."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from leadline.engine import Lake
from leadline.engine.answers import ANSWERS, Answer, answers, correct, keep, newest, newest_of_each
from leadline.engine.memory import remembered
from leadline.engine.table import Column, Table

NOW = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
NOTES = Table("notes", "One row a note.", (Column("id", "text", "Its name."),), key=("id",))


def test_an_equal_answer_is_kept_once_and_a_different_one_is_added(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    first = keep(lake, "measure", "calls@2026-10", {"n": 1}, now=NOW)
    assert keep(lake, "measure", "calls@2026-10", {"n": 1}, now=NOW + dt.timedelta(days=1)) == first
    second = keep(lake, "measure", "calls@2026-10", {"n": 2}, now=NOW)
    back = keep(lake, "measure", "calls@2026-10", {"n": 1}, now=NOW)
    other = keep(lake, "measure", "hires@2026-10", {"n": 9}, now=NOW)
    keep(lake, "value", "calls@2026-10", {"n": 7}, now=NOW)
    assert answers(lake, "measure") == (first, second, back, other)
    assert [one.number for one in answers(lake, "measure", "calls@2026-10")] == [1, 2, 3]
    assert newest(lake, "measure", "calls@2026-10") == back
    assert newest(lake, "measure", "sales@2026-10") is None
    assert {about: one.content for about, one in newest_of_each(lake, "measure").items()} == {
        "calls@2026-10": {"n": 1},
        "hires@2026-10": {"n": 9},
    }


def test_two_answers_that_are_kept_at_once_get_two_numbers(tmp_path: Path) -> None:
    homes = [Lake(tmp_path) for _ in range(4)]
    keep(homes[0], "measure", "calls", {"n": -1}, now=NOW)
    together = threading.Barrier(len(homes))

    def keep_some(which: int) -> None:
        for n in range(3):
            together.wait()
            keep(homes[which], "measure", "calls", {"n": 10 * which + n}, now=NOW)

    with ThreadPoolExecutor(len(homes)) as threads:
        list(threads.map(keep_some, range(len(homes))))
    assert [one.number for one in answers(homes[0], "measure")] == list(range(1, 14))


def test_the_same_answer_that_is_kept_at_once_by_two_stands_once(tmp_path: Path) -> None:
    together = threading.Barrier(2)

    def keep_it(_: int) -> int:
        lake = Lake(tmp_path)
        together.wait()
        return keep(lake, "measure", "calls", {"n": 1}, now=NOW).number

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(keep_it, range(2))) == [1, 1]
    assert len(answers(Lake(tmp_path), "measure")) == 1


def test_what_is_remembered_is_made_anew_after_another_process_has_written(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    keep(lake, "measure", "calls", {"n": 1}, now=NOW)
    assert [one.content for one in answers(lake, "measure")] == [{"n": 1}]
    code = (
        "import datetime as dt, pathlib, sys\n"
        "from leadline.engine import Lake\nfrom leadline.engine.answers import keep\n"
        "keep(Lake(pathlib.Path(sys.argv[1])), 'measure', 'calls', {'n': 2}, now=dt.datetime.now(dt.UTC))"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True)
    assert [one.content for one in answers(lake, "measure")] == [{"n": 1}, {"n": 2}]


def test_an_answer_is_made_once_while_its_tables_stand_still(tmp_path: Path) -> None:
    lake, made = Lake(tmp_path), []

    def make() -> int:
        made.append(1)
        return len(made)

    def ask(home: Lake = lake, name: str = "a") -> int:
        return remembered(home, [NOTES], name, make)

    assert (ask(), ask()) == (1, 1)
    assert ask(name="b") == 2, "another name is another answer"
    assert ask(Lake(tmp_path / "other")) == 3, "another lake is another answer"
    lake.append(NOTES, NOTES.of_rows([{"id": "one"}]))
    assert (ask(), ask()) == (4, 4)


def test_a_correction_reaches_earlier_answers_and_loses_none_that_is_kept_meanwhile(tmp_path: Path) -> None:
    lake, rival = Lake(tmp_path), Lake(tmp_path)
    for n in (1, 2):
        keep(lake, "report", "2026-10", {"n": n, "quote": "secret"}, now=NOW)
    keep(lake, "value", "2026-10", {"quote": "secret"}, now=NOW)
    late = {"n": 3, "quote": "secret"}

    def without(kept: Answer) -> Answer:
        if kept.number == 2 and late:
            keep(rival, "report", "2026-11", dict(late), now=NOW)
            late.clear()
        return replace(kept, text=kept.text.replace("secret", ""))

    assert correct(lake, "report", without) == 3
    assert [one.content for one in answers(lake, "report")] == [
        {"n": 1, "quote": ""},
        {"n": 2, "quote": ""},
        {"n": 3, "quote": ""},
    ]
    assert answers(lake, "value")[0].content == {"quote": "secret"}
    assert correct(lake, "report", without) == 0


def test_a_lake_that_was_built_anew_in_its_old_place_is_read_anew(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for n in range(3):
        keep(lake, "measure", "calls", {"n": n}, now=NOW)
    first = lake.commit(ANSWERS)
    assert lake.commit(ANSWERS) == first
    (tmp_path / "lake").rename(tmp_path / "away")
    keep(Lake(tmp_path / "lake"), "measure", "calls", {"n": 9}, now=NOW)
    assert lake.commit(ANSWERS).startswith(f"{0:020}.json")
    for n in range(2):
        keep(Lake(tmp_path / "lake"), "measure", "calls", {"n": n}, now=NOW)
    assert lake.commit(ANSWERS)[:20] == first[:20], "as many commits as before"
    assert lake.commit(ANSWERS) != first
    (tmp_path / "lake").rename(tmp_path / "gone")
    assert lake.commit(ANSWERS) == ""
    assert lake.state() == frozenset()
