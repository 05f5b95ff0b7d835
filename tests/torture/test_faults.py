"""A short run of the fault test; `make torture` does five hundred kills."""

import re
import subprocess
import sys
import time
from pathlib import Path

from tests.torture.faults import ONCE, SOME, run

ROOT = Path(__file__).parents[2]


def test_after_every_fault_the_same_work_ends_with_every_message_once_and_every_cube_right():
    """In a process of its own: what it forks must have opened nothing yet."""
    command = [sys.executable, "-m", "tests.torture.faults", "6"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    tally = {what.strip(): int(times) for what, times in re.findall(r"^(\S.*?) {2,}(\d+)$", done.stdout, flags=re.M)}
    assert (done.returncode, tally.pop("broken", None)) == (0, 0), done.stdout + done.stderr
    killed = sum(times for what, times in tally.items() if what.endswith(": killed"))
    over = sum(times for what, times in tally.items() if what.endswith(": over before"))
    assert killed + over == 5
    assert killed >= 2
    assert sum(tally.values()) == 5 + SOME + len(ONCE)


def test_a_work_that_ends_before_its_kill_is_no_fault_and_says_what_went_wrong_in_it():
    def fail() -> None:
        raise ValueError("so")

    assert run(lambda: None, kill_after=30) == ""
    assert run(fail, kill_after=30).startswith("ValueError: so")
    assert run(lambda: time.sleep(30), kill_after=0.01) == "killed"
