"""What do words and filters cost at a million messages, and the cubes of many years?

    python -m benchmarks.search [MESSAGES]     (default: 1,000,000)

The demo's messages are told again under new ids, by other people and on other days, appended as messages and as the
signals that the reader gave, and put into the index by `refresh_search`. Questions are asked twenty times with nothing
remembered: CPU milliseconds of all threads, median and worst. For the filters the day cubes are then told again for
nine more stretches of as many days: a cube grows with days and conditions, and not with the messages of a day.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from leadline import assess
from leadline.assess import SIGNALS, Which, read_words
from leadline.assess.messages.counting import messages_by_day
from leadline.assess.tables import DAY_CUBES
from leadline.config import create_home
from leadline.demo import write_world
from leadline.engine import Lake, collect, scan
from leadline.engine.memory import _kept
from leadline.listen import MESSAGES, Options, import_file, read_parties
from leadline.words import Period

TIMES = 20
WORDS = {
    "a rare word": "walrus OR refunded",
    "two words": "router reboots",
    "a phrase": '"on hold"',
    "a word in three of ten": "you",
    "words but for one": "phone -waiting",
}
CONDITIONS: dict[str, object] = {
    "party": "halden", "aspect": "customers", "channel": "facebook", "theme": "billing",
    "department": "support", "language": "en", "reading": "hurting",
}  # fmt: skip

NARROW = {name: CONDITIONS[name] for name in ("party", "aspect", "channel")}


def main(messages: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lake = _told_again(Path(folder), messages)
        took = _cpu(lambda: assess.refresh_search(lake))
        size = sum(one.stat().st_size for one in (lake.root / "search").rglob("*") if one.is_file())
        print(f"{messages:,} messages: index made in {took:.1f} s of CPU, {size / messages:.0f} bytes a message")
        again = _cpu(lambda: assess.refresh_search(lake))
        print(f"a run that finds nothing new: {1000 * again:.0f} ms")
        for name, words in WORDS.items():
            _list(lake, name, Which(words=read_words(words)))
            _list(lake, f"{name}, three filters", Which(**NARROW, words=read_words(words)))  # type: ignore[arg-type]
        _list(lake, "three filters, no words", Which(aspect="customers", channel="facebook", theme="billing"))
        _filters(lake)


def _list(lake: Lake, name: str, which: Which) -> None:
    def asked() -> None:
        assess.tally(lake, which)
        assess.daily(lake, which)
        assess.find_messages(lake, which, limit=25)

    found = assess.tally(lake, which).messages
    print(f"{name:<40}{found:>10,} found   count, days and a page of 25: {_milliseconds(asked)}")


def _filters(lake: Lake) -> None:
    """Every pair of conditions with a period, out of cubes of ten times as many messages."""
    for cube in DAY_CUBES:
        told = collect(scan(lake, cube))
        lake.replace(cube, pa.concat_tables([_on_other_days(told, "day", shift) for shift in range(10)]),
                     note=lake.note(cube))  # fmt: skip
        print(f"{cube.name}: {10 * told.num_rows:,} rows")
    heard = assess.months_heard(lake)
    assert heard is not None
    days = Period(heard.first + dt.timedelta(100), heard.last - dt.timedelta(100))
    took = []
    for pair in combinations(CONDITIONS, 2):
        which = Which(period=days, **{name: CONDITIONS[name] for name in pair})  # type: ignore[arg-type]
        took.append((_median(lambda which=which: messages_by_day(lake, which)), " and ".join(pair)))  # type: ignore[misc]
    print(f"any two filters and a period, of {heard.days:,} days heard: {min(took)[0]:.0f} to {max(took)[0]:.0f} ms "
          f"(most: {max(took)[1]})")  # fmt: skip


def _told_again(folder: Path, messages: int) -> Lake:
    world = write_world(folder / "world", size="default")
    home = create_home(folder / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    lake, now = Lake(home.lake), dt.datetime.now(dt.UTC)
    book = read_parties(world.folder / "parties.yaml")
    for file in sorted(world.folder.glob("messages-*.ndjson")):
        import_file(home, lake, file, parties=book, options=Options(), now=now)
    assess.label(lake, assess.load_reader())
    once = {table: collect(scan(lake, table)) for table in (MESSAGES, SIGNALS)}
    for telling in range(1, messages // once[SIGNALS].num_rows):
        for table, told in once.items():
            lake.append(table, _under_other_names(told, telling))
    assess.rebuild_cubes(lake)
    return lake


def _under_other_names(told: pa.Table, telling: int) -> pa.Table:
    """The same messages by other people, with other ids."""
    for name in ("message_id", "thread_id", "author"):
        other = pc.binary_join_element_wise(told[name], pa.scalar(f"{telling}"), "~")
        told = told.set_column(told.column_names.index(name), name, other)
    return told


def _on_other_days(told: pa.Table, name: str, shift: int) -> pa.Table:
    days = told[name].cast(pa.int32())
    span = pc.max(days).as_py() - pc.min(days).as_py() + 1
    return told.set_column(
        told.column_names.index(name), name, pc.add(days, pa.scalar(shift * span, pa.int32())).cast(pa.date32())
    )


def _milliseconds(asked: Callable[[], object]) -> str:
    took = _taken(asked)
    return f"{statistics.median(took):.0f} ms (worst {max(took):.0f})"


def _median(asked: Callable[[], object]) -> float:
    return statistics.median(_taken(asked))


def _taken(asked: Callable[[], object]) -> list[float]:
    asked()
    took = []
    for _ in range(TIMES):
        _kept.clear()
        took.append(1000 * _cpu(asked))
    return took


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
