"""How does the lake bear a hundred million messages? Imports, bytes, pages and conversations as it grows.

    python -m benchmarks.scale [SHARDS] [ROWS]     (default: one of a million)

A shard is a month of so many messages: those of the demo company, told again under new ids and by other people. The
first, the tenth, the hundredth and the last are written as CSV, one row in a thousand short, and imported and read as
by anybody; the peer only reads the file: it checks nothing, blanks nothing, doubles everything. The shards between are
columns of the first one under other ids, people and days, appended by the same `Lake.append` that compares keys, and
put into the cubes and the index by the same `refresh_cubes` and `refresh_search`: they stand for what was imported
earlier. Files that compaction left are removed at once, as an hour later they would be. Times are CPU seconds and
milliseconds of all threads; pages are medians of ten, with nothing remembered.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from leadline import assess
from leadline.assess import SIGNALS, Which, load_themes
from leadline.config import Home, create_home
from leadline.demo import write_world
from leadline.engine import Lake, Table, collect, scan
from leadline.engine.memory import _kept
from leadline.flow.tables import TABLES
from leadline.listen import MESSAGES, Options, heard, import_file, own_brand_only
from leadline.listen.heard import Added, refresh_heard
from leadline.words import Month, Party, PartyId, PartyKind, Period

SHARD = 1_000_000
FIRST = Month(2016, 1)
COLUMNS = ("message_id", "posted_at", "author", "text", "thread_id", "channel", "about_party", "speaker_role", "source")
DAYS = 28
HEAD = (
    "messages", "import s", "rows/s", "peer s", "ratio", "again s", "label s", "B/message", "heard", "x-ray",
    "list 90d", "list all", "thread", "peak MB", "disk GB",
)  # fmt: skip


def main(shards: int) -> None:
    print("".join(f"{name:>11}" for name in HEAD))
    with tempfile.TemporaryDirectory() as folder:
        world = _world(Path(folder) / "world")
        home = create_home(Path(folder) / "home", company="Halden Telecom", zone="UTC", currency="EUR")
        run = Run(Path(folder), home, Lake(home.lake))
        for number in range(shards):
            if number + 1 in (1, 10, 100, shards):
                _write(run.shard, world, number)
                print(run.take(number), flush=True)
            else:
                run.fill(number)
                print(f"{(number + 1) * SHARD:>11,} (appended)", file=sys.stderr, flush=True)


@dataclass
class Run:
    """A lake that grows, and the most that it and the shard took of the disk, in gigabytes."""

    folder: Path
    home: Home
    lake: Lake
    disk: float = 0.0
    first: dict[Table, pa.Table] = field(default_factory=dict)

    @property
    def shard(self) -> Path:
        return self.folder / "shard.csv"

    def take(self, number: int) -> str:
        """Import and read the shard, and say what it and the pages then cost."""
        peer = _cpu(lambda: duckdb.connect().read_csv(str(self.shard), ignore_errors=True).to_arrow_table())
        taken, again = _cpu(self._import), _cpu(self._import)
        self._look_at_the_disk()
        self.shard.unlink()
        read = _cpu(lambda: assess.label(self.lake, assess.load_reader()))
        self._look_at_the_disk()
        if not number:
            self.first = {table: collect(scan(self.lake, table)) for table in (MESSAGES, SIGNALS)}
        return _line(self.lake, number, taken, peer, again, read, self.disk)

    def fill(self, number: int) -> None:
        _fill(self.lake, self.first, number)
        self._look_at_the_disk()

    def _import(self) -> None:
        book, now = own_brand_only(self.home.company), dt.datetime.now(dt.UTC)
        import_file(self.home, self.lake, self.shard, parties=book, options=Options(), now=now)

    def _look_at_the_disk(self) -> None:
        self.disk = max(self.disk, _gigabytes(self.folder))
        for table in TABLES:
            self.lake.tidy(table, unread_for=dt.timedelta(0))


def _world(folder: Path) -> list[dict[str, str]]:
    """The demo's messages, as plain rows."""
    world = write_world(folder, size="default")
    told = []
    for file in sorted(world.folder.glob("messages-*.ndjson")):
        with file.open() as lines:
            told += [row for line in lines if (row := _row(line))]
    return told


def _row(line: str) -> dict[str, str] | None:
    """None for the rows that the demo breaks on purpose."""
    try:
        row: dict[str, str] = json.loads(line)
    except ValueError:
        return None
    return row if {"message_id", "posted_at", "thread_id", "author", "text"} <= row.keys() else None


def _month(number: int) -> Month:
    months = FIRST.year * 12 + FIRST.month - 1 + number
    return Month(months // 12, months % 12 + 1)


def _write(shard: Path, world: list[dict[str, str]], number: int) -> None:
    """A month; whoever speaks twice within a telling of the world does so in each."""
    with shard.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for place, row in enumerate(_again(world, number)):
            writer.writerow(row[:4] if place % 1000 == 999 else row)


def _again(world: list[dict[str, str]], number: int) -> Iterator[tuple[str, ...]]:
    begins = _month(number).first_day
    for place in range(SHARD):
        telling, which = divmod(place, len(world))
        row, name = world[which], f"{number:03}{telling:03}"
        day = begins + dt.timedelta(days=(sum(map(ord, row["thread_id"])) + 5 * telling) % DAYS)
        yield (
            f"{name}{row['message_id']}",
            f"{day}{row['posted_at'][10:19]}Z",
            f"{row['author']}{name}",
            row["text"],
            f"{name}{row['thread_id']}",
            row.get("channel", ""),
            row.get("about_party") or "halden",
            row.get("speaker_role", ""),
            row.get("source", ""),
        )


def _fill(lake: Lake, first: dict[Table, pa.Table], number: int) -> None:
    """The first shard as another month's: other ids, other people, the same days of that month."""
    before, newest, since = lake.version(MESSAGES), lake.newest(MESSAGES), lake.version(SIGNALS)
    messages = _moved(first[MESSAGES], number)
    commits = 0
    for start in range(0, messages.num_rows, 250_000):
        commits += lake.append(MESSAGES, messages.slice(start, 250_000)).new > 0
    days = _month(number).period()
    refresh_heard(lake, Added(days, before, newest + commits))
    signals = _moved(first[SIGNALS], number)
    for start in range(0, signals.num_rows, 250_000):
        lake.append(SIGNALS, signals.slice(start, 250_000))
    assess.refresh_cubes(lake, signals.select(["source", "thread_id", "posted_day"]), since=since)
    lake.compact(MESSAGES)
    lake.compact(SIGNALS)
    assess.refresh_search(lake, since=since, touched=set(signals["posted_day"].unique().to_pylist()))


def _moved(told: pa.Table, number: int) -> pa.Table:
    later = (_month(number).first_day - FIRST.first_day).days
    moved = {
        "posted_at": pc.add(told["posted_at"], pa.scalar(dt.timedelta(days=later), pa.duration("us"))),
        "posted_day": pc.cast(
            pc.add(pc.cast(told["posted_day"], pa.int32()), pa.scalar(later, pa.int32())), pa.date32()
        ),
        **{
            name: pc.binary_join_element_wise(f"{number:03}", pc.utf8_slice_codeunits(told[name], 3), "")
            for name in ("message_id", "thread_id")
        },
        "author": pc.binary_join_element_wise(pc.utf8_slice_codeunits(told["author"], 0, 15), f"{number:06}", ""),
    }
    for name, column in moved.items():
        told = told.set_column(told.schema.get_field_index(name), told.schema.field(name), column)
    return told


def _gigabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e9


def _line(lake: Lake, number: int, taken: float, peer: float, again: float, read: float, disk: float) -> str:
    held = sum(file.rows for file in lake.held(MESSAGES))
    size = sum(path.stat().st_size for path in lake.root.rglob("*") if path.is_file())
    draw = random.Random(1)  # noqa: S311 - a benchmark
    days = Period(_month(max(0, number - 2)).first_day, _month(number).last_day)
    own = [Party(PartyId("halden"), "Halden Telecom", PartyKind.OWN)]
    themes = load_themes()
    spoken = assess.x_ray(lake, own, days, themes=themes).own.aspects["customers"].themes
    theme = max(spoken, key=lambda one: one.messages).theme
    lately, ever = Which(party="halden", theme=theme, period=days), Which(party="halden", theme=theme)
    pages = (
        _page(lambda: heard(lake)),
        _page(lambda: assess.x_ray(lake, own, days, themes=themes)),
        _page(lambda: _list(lake, lately)),
        _page(lambda: _list(lake, ever)),
    )
    asked = []
    for _ in range(10):
        some = Which(party="halden", period=_month(draw.randrange(number + 1)).period())
        one = assess.find_messages(lake, some, limit=1, offset=draw.randrange(1000))[0]
        asked.append(_cpu(lambda one=one: _fresh(lambda: assess.conversation(lake, one.source, one.thread_id))))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cells = (
        f"{held:,}", f"{taken:.1f}", f"{SHARD / taken:,.0f}", f"{peer:.2f}", f"{taken / peer:.1f}", f"{again:.1f}",
        f"{read:.1f}", f"{size / held:.0f}", *(f"{1e3 * one:.0f}" for one in pages),
        f"{1e3 * statistics.median(asked):.0f}", f"{peak:,.0f}", f"{disk:.1f}",
    )  # fmt: skip
    return "".join(f"{cell:>11}" for cell in cells)


def _list(lake: Lake, which: Which) -> None:
    """The page of a theme's messages: how many by how many people, and the newest of them."""
    assess.tally(lake, which)
    assess.find_messages(lake, which, limit=25)


def _page(work: Callable[[], object]) -> float:
    return statistics.median(_cpu(lambda: _fresh(work)) for _ in range(10))


def _fresh(work: Callable[[], object]) -> None:
    """As the first page after an import finds it: nothing remembered."""
    _kept.clear()
    work()


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    SHARD = int(sys.argv[2]) if len(sys.argv) > 2 else SHARD
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
