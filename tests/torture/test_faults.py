"""A short run of the fault test; `make torture` does five hundred kills."""

import time
from pathlib import Path

from tests.torture.faults import ONCE, SOME, run, torture


def test_after_every_fault_the_same_work_ends_with_every_message_once_and_every_cube_right(tmp_path: Path):
    tally = torture(tmp_path, kills=10)
    assert tally.broken == []
    killed = sum(times for what, times in tally.done.items() if what.endswith(": killed"))
    over = sum(times for what, times in tally.done.items() if what.endswith(": over before"))
    assert killed + over == 9
    assert killed >= 5
    assert sum(tally.done.values()) == 9 + SOME + len(ONCE)


def test_a_work_that_ends_before_its_kill_is_no_fault_and_says_what_went_wrong_in_it():
    def fail() -> None:
        raise ValueError("so")

    assert run(lambda: None, kill_after=30) == ""
    assert run(fail, kill_after=30).startswith("ValueError: so")
    assert run(lambda: time.sleep(30), kill_after=0.01) == "killed"
