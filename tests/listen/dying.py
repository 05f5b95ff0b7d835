"""A visit that is killed (-9) at a chosen moment, in a process of its own: python -m tests.listen.dying HOME MOMENT."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import signal
import sys
from pathlib import Path

from leadline.config import Home, open_home
from leadline.engine import Lake
from leadline.listen.doors import DOORS, Batch, Word
from leadline.listen.live import State, find_source, visit
from tests.listen.conftest import BOOK

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
MOMENTS = ("before the commit", "after the commit", "after the cursor")


class Counting:
    """A door that gives five batches of twenty, and lets its test act between them; its cursor says how many."""

    name, secret = "counting", ""
    words: dict[str, Word] = {}  # noqa: RUF012

    def __init__(self) -> None:
        self.between = lambda _given: None

    def fetch(self, visit):
        for given in range(int(visit.cursor.get("given", 0)), 5):
            self.between(given)
            yield Batch([self.row(given * 20 + place) for place in range(20)], {"given": given + 1})
        self.between(5)

    def row(self, number: int) -> dict[str, object]:
        at = (NOW - dt.timedelta(minutes=number)).isoformat()
        return {"message_id": str(number), "posted_at": at, "author": f"ann{number}", "text": "hello"}


def come(home: Home, name: str = "forum", now: dt.datetime = NOW) -> State:
    """Visit a source once; waits are as long as they may be."""
    source = find_source(home, name)
    return visit(home, Lake(home.lake), source, parties=BOOK, now=now, spread=lambda low, high: high)


def die(*_args: object, **_words: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(root: str, when: str) -> None:
    door = DOORS["counting"] = Counting()
    module = importlib.import_module("leadline.listen.live.running")
    take = module.take_in
    if when == "before the commit":
        module.take_in = die
    if when == "after the commit":
        module.take_in = lambda *args, **words: (take(*args, **words), die())
    if when == "after the cursor":
        door.between = lambda given: die() if given == 2 else None
    come(open_home(Path(root)))


if __name__ == "__main__":
    main(*sys.argv[1:])
