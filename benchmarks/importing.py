"""How fast do files come in, and how does the cost grow? CPU seconds at 1x, 10x, 100x, beside DuckDB's own read.

    python benchmarks/importing.py

The peer only reads: it checks nothing, names nobody, doubles everything. The goal for later is at most 3 x its time.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from leadline.config import create_home
from leadline.engine import Lake
from leadline.listen import Options, import_file, own_brand_only

SIZES = (2_000, 20_000, 200_000)
WORDS = "the router blinks again and nobody answers since monday please help thanks order great slow price".split()  # noqa: SIM905


def main() -> None:
    head = ("rows", "import CPU s", "rows/s", "again CPU s", "DuckDB CPU s", "ratio", "bytes/row")
    print("".join(f"{name:>14}" for name in head))
    for rows in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            print(_line(Path(folder), rows))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _line(folder: Path, rows: int) -> str:
    file = folder / "messages.ndjson"
    _write(file, rows)
    home = create_home(folder / "home", company="Bench", zone="Europe/Amsterdam", currency="EUR")
    lake, now = Lake(home.lake), dt.datetime.now(dt.UTC)

    def take() -> None:
        import_file(home, lake, file, parties=own_brand_only(home.company), options=Options(), now=now)

    first, again, peer = _cpu(take), _cpu(take), _cpu(lambda: duckdb.connect().read_json(str(file)).to_arrow_table())
    size = sum(path.stat().st_size for path in home.lake.rglob("*.parquet"))
    cells = (f"{rows:,}", f"{first:.2f}", f"{rows / first:,.0f}", f"{again:.2f}", f"{peer:.2f}", f"{first / peer:.1f}")
    return "".join(f"{cell:>14}" for cell in (*cells, f"{size / rows:.0f}"))


def _cpu(work) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _write(file: Path, rows: int) -> None:
    draw = random.Random(1)  # noqa: S311 - a benchmark, no secret
    with file.open("w") as out:
        for number in range(rows):
            text = " ".join(draw.choices(WORDS, k=18)) + (" call 06 12345678" if number % 50 == 0 else "")
            row = {
                "message_id": str(number),
                "posted_at": f"2026-03-{1 + number % 28:02d}T10:{number % 60:02d}:00+01:00",
                "author": f"user{draw.randrange(9000)}",
                "text": text,
                "thread_id": str(number // 3),
                "channel": "x",
                "about_party": "bench",
            }
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    sys.exit(main())
