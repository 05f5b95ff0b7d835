"""Values that a repair took off METRICS come in again with the same files, and never over what came in later."""

import datetime as dt
from pathlib import Path

import pytest

from leadline.config import Home
from leadline.engine import Lake, rows, scan
from leadline.engine.repair import repair_table
from leadline.listen import METRICS, metrics
from tests.listen.conftest import HEADER, NOW

FIRST = HEADER + "calls,2026-10-01,5,calls,consumer\ncalls,2026-10-02,8,calls,consumer\n"
AGREES = HEADER + "calls,2026-10-01,5,calls,consumer\n"
CORRECTS = HEADER + "calls,2026-10-01,7,calls,consumer\n"
FILES = {"first.csv": FIRST, "agrees.csv": AGREES, "corrects.csv": CORRECTS}


@pytest.fixture(params=["on", "back", "still"])
def values(request: pytest.FixtureRequest, bring, halden: Home) -> Lake:
    """Two values, one said again by another file, and one corrected; the clock goes on, back or not at all."""
    step = {"on": 1, "back": -1, "still": 0}[request.param]
    for place, (name, text) in enumerate(FILES.items()):
        bring(text, name, now=NOW + step * place * dt.timedelta(hours=1), source="site")
    return Lake(halden.lake)


def told(lake: Lake) -> list[tuple[int, float]]:
    return sorted((row["day"].day, row["value"]) for row in rows(metrics(lake)))


def everything(lake: Lake) -> list[dict]:
    return sorted(rows(scan(lake, METRICS)), key=lambda row: (row["seen_at"], row["day"]))


def again(bring, *names: str) -> list[int]:
    later = NOW + dt.timedelta(days=1)
    return [bring(FILES[name], name, now=later, source="site").new for name in names]


def test_nothing_is_new_in_files_of_which_nothing_was_lost(values: Lake, bring):
    before = everything(values)
    assert again(bring, *FILES) == [0, 0, 0]
    assert everything(values) == before


@pytest.mark.parametrize("order", [tuple(FILES), tuple(reversed(FILES))])
@pytest.mark.parametrize("hurt", [(0,), (1,), (0, 1)])
def test_what_was_lost_comes_back_as_it_was_whatever_file_comes_first(values: Lake, bring, hurt, order):
    before = everything(values)
    files = sorted(map(Path, values.files(METRICS)), key=lambda path: path.stat().st_mtime_ns)
    for place in hurt:
        files[place].write_bytes(b"")
    assert repair_table(values, METRICS).lost_rows
    assert everything(values) != before
    again(bring, *order)
    assert told(values) == [(1, 7.0), (2, 8.0)]
    if order == tuple(FILES):
        assert everything(values) == before


def test_a_value_of_the_first_file_does_not_come_back_over_its_correction(values: Lake, bring):
    first = min(map(Path, values.files(METRICS)), key=lambda path: path.stat().st_mtime_ns)
    first.unlink()
    repair_table(values, METRICS)
    assert again(bring, "first.csv") == [2]
    assert told(values) == [(1, 7.0), (2, 8.0)]
