"""A short run of the fault test; `make torture` does five hundred kills."""

from pathlib import Path

from tests.torture.faults import ONCE, torture


def test_after_every_fault_the_same_work_ends_with_every_message_once_and_every_cube_right(tmp_path: Path):
    tally = torture(tmp_path, kills=10)
    assert tally.broken == []
    assert sum(times for what, times in tally.done.items() if what.endswith(("killed", "over before"))) == 9
    assert sum(tally.done.values()) == 9 + len(ONCE)
