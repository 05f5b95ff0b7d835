"""How does the lake bear millions of messages? Import beside DuckDB's own read, bytes, cubes, a conversation by its id.

    python -m benchmarks.scale [SHARDS] [ROWS]     (default: one of a million: a minute and 0.4 GB of disk)

The messages are those of the demo company, told again under new ids, on other days and by other people, in shards of
so many rows of CSV that are removed when they were taken in. One in a thousand rows is short, and refused. The peer
only reads: it checks nothing, blanks nothing, doubles everything.
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
from pathlib import Path

import duckdb

from leadline import assess
from leadline.config import create_home
from leadline.demo import write_world
from leadline.engine import Lake, rows, scan
from leadline.engine.memory import _kept
from leadline.listen import MESSAGES, Options, heard, import_file, own_brand_only

SHARD = 1_000_000
COLUMNS = ("message_id", "posted_at", "author", "text", "thread_id", "channel", "about_party", "speaker_role", "source")


def main(shards: int) -> None:
    head = (
        "messages",
        "import CPU s",
        "rows/s",
        "DuckDB CPU s",
        "ratio",
        "bytes/row",
        "heard ms",
        "thread ms",
        "peak MB",
    )
    print("".join(f"{name:>14}" for name in head))
    with tempfile.TemporaryDirectory() as folder:
        world = _world(Path(folder) / "world")
        home = create_home(Path(folder) / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
        lake = Lake(home.lake)
        for number in range(shards):
            shard = Path(folder) / f"shard-{number}.csv"
            _write(shard, world, number)
            peer = _cpu(lambda shard=shard: duckdb.connect().read_csv(str(shard), ignore_errors=True).to_arrow_table())
            now = dt.datetime.now(dt.UTC)
            book = own_brand_only(home.company)
            taken = _cpu(
                lambda shard=shard: import_file(home, lake, shard, parties=book, options=Options(), now=now)  # noqa: B023
            )
            shard.unlink()
            print(_line((number + 1) * SHARD, taken, peer, lake), flush=True)


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


def _write(shard: Path, world: list[dict[str, str]], number: int) -> None:
    """A million rows; whoever speaks twice within a telling of the world does so in each."""
    with shard.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for place, row in enumerate(_again(world, number)):
            writer.writerow(row[:4] if place % 1000 == 999 else row)


def _again(world: list[dict[str, str]], number: int) -> Iterator[tuple[str, ...]]:
    for place in range(SHARD):
        telling, which = divmod(number * SHARD + place, len(world))
        row = world[which]
        day = str(dt.date(2015, 1, 1) + dt.timedelta(days=(hash(row["thread_id"]) + 37 * telling) % 3650))
        yield (
            f"{telling}{row['message_id']}",
            day + row["posted_at"][10:19] + "Z",
            f"{row['author']}{telling}",
            row["text"],
            f"{telling}{row['thread_id']}",
            row.get("channel", ""),
            row.get("about_party") or "halden",
            row.get("speaker_role", ""),
            row.get("source", ""),
        )


def _line(total: int, taken: float, peer: float, lake: Lake) -> str:
    size = sum(path.stat().st_size for path in (lake.root / MESSAGES.name).glob("*.parquet"))
    threads = rows(scan(lake, MESSAGES).select("source", "thread_id").head(4000))
    draw = random.Random(1).sample(threads, 20)  # noqa: S311 - a benchmark
    asked = [_cpu(lambda one=one: assess.conversation(lake, one["source"], one["thread_id"])) for one in draw]
    pages = [_cpu(lambda: _fresh(lambda: heard(lake))) for _ in range(20)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cells = (f"{total:,}", f"{taken:.1f}", f"{SHARD / taken:,.0f}", f"{peer:.2f}", f"{taken / peer:.1f}",
             f"{size / total:.0f}", f"{1e3 * statistics.median(pages):.0f}", f"{1e3 * statistics.median(asked):.0f}",
             f"{peak:,.0f}")  # fmt: skip
    return "".join(f"{cell:>14}" for cell in cells)


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
