"""What does a cluster cost and give? The same stage functions on DuckDB and on Spark, a master and two workers here.

    python -m benchmarks.cluster [MILLIONS]     (default: 1; two minutes and 0.5 GB of disk each)

Wall time, because most of Spark's work is done in other processes: compare the ratios of one run. Both engines may use
two cores. The texts are those of the tests, told again under new ids by other people over three years.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa

from leadline import assess
from leadline.assess import MESSAGE_DAYS, SIGNALS, rebuild_cubes
from leadline.assess.labelling import _COPIED, signals_of
from leadline.engine import Lake, in_batches, rows, scan
from leadline.engine.spark import Spark
from leadline.listen import MESSAGES, messages, rebuild_heard
from tests.cluster.cluster import Cluster, cluster
from tests.october import SAID

T = TypeVar("T")

BATCH = 250_000
DAYS = 1095
FIRST = dt.date(2024, 1, 1)


def main(millions: float) -> None:
    with tempfile.TemporaryDirectory() as folder, cluster() as there:
        os.environ.update(there.environment)
        here = Lake(Path(folder) / "here")
        _unset(lambda: _fill(here, int(1e6 * millions)))
        shutil.copytree(here.root, Path(folder) / "there")
        print(f"session start {_seconds(lambda: Spark.at(there.address)):.1f} s")
        print(f"{'':<44}{'DuckDB s':>10}{'Spark s':>10}{'ratio':>8}")
        _compare(here, Lake(Path(folder) / "there"))
        _small(here, there)


def _compare(here: Lake, there: Lake) -> None:
    reader = assess.load_reader()
    asked: dict[str, Callable[[Lake], object]] = {
        "messages by month, channel, party and kind": rebuild_heard,
        "the labels of every message, kept nowhere": lambda lake: _labels(lake, reader),
        "label every message, and make all cubes": lambda lake: assess.label(lake, reader),
        "all cubes from all signals": rebuild_cubes,
        "label again: nothing is new": lambda lake: assess.label(lake, reader),
    }
    for name, work in asked.items():
        _print(name, _unset(lambda work=work: _seconds(lambda: work(here))), _seconds(lambda work=work: work(there)))
    for table in (MESSAGES, SIGNALS):
        size = sum(one.bytes for one in here.held(table)) / sum(one.rows for one in here.held(table))
        print(f"{table.name}: {size:.0f} bytes a row")


def _labels(lake: Lake, reader: assess.AnyReader) -> None:
    waiting = messages(lake).select(*_COPIED, "text").sort("posted_at", "message_id")
    for _ in in_batches(waiting, partial(signals_of, reader), SIGNALS.schema()):
        pass


def _small(lake: Lake, there: Cluster) -> None:
    """A cube of some thousand rows, which stays in process: what it would cost there."""

    def read() -> None:
        rows(scan(lake, MESSAGE_DAYS).sort("day"))

    def read_there() -> None:
        spark = Spark.at(there.address)
        spark.collect(spark.scan(MESSAGE_DAYS, lake.files(MESSAGE_DAYS)).sort("day"))

    for work in (read, read_there):
        work()
    _print("a cube of some thousand rows, warm", _seconds(read), _seconds(read_there))


def _fill(lake: Lake, count: int) -> None:
    rng = np.random.default_rng(1)
    for start in range(0, count, BATCH):
        lake.append(MESSAGES, _messages(np.arange(start, min(start + BATCH, count)), rng))


def _messages(number: np.ndarray, rng: np.random.Generator) -> pa.Table:  # type: ignore[type-arg]
    size = len(number)
    day = rng.integers(0, DAYS, size)
    at = (
        np.datetime64(FIRST, "us")
        + day * np.timedelta64(86_400_000_000, "us")
        + rng.integers(0, 80_000, size) * 1_000_000
    )
    days = pa.array(np.datetime64(FIRST, "D") + day)
    texts = pa.array(SAID).take(pa.array(number % len(SAID)))
    same = {"source": "halden", "channel": "facebook", "party_basis": "declared", "role_basis": "declared",
            "speaker_role": "customer", "kind": "message", "public": True, "import_id": "i"}  # fmt: skip
    columns = {name: pa.array([value]).take(pa.array(np.zeros(size, int))) for name, value in same.items()} | {
        "message_id": pa.array([f"m{one}" for one in number]),
        "thread_id": pa.array([f"t{one // 3}" for one in number]),
        "author": pa.array([f"p{one % 100_003}" for one in number]),
        "about_party": pa.array(["halden", "brevik", "fjord"]).take(pa.array(number % 3)),
        "text": pa.array([f"{text} {one}" for text, one in zip(texts.to_pylist(), number, strict=True)]),
        "posted_at": pa.array(at).cast(pa.timestamp("us", tz="UTC")),
        "posted_day": days,
        "seen_at": pa.array(at).cast(pa.timestamp("us", tz="UTC")),
    }  # fmt: skip
    empty = {one.name: pa.nulls(size, one.type) for one in MESSAGES.columns if one.name not in columns}
    return MESSAGES.of_columns(columns | empty)


def _unset(work: Callable[[], T]) -> T:
    """With DuckDB for everything."""
    named = os.environ.pop("LEADLINE_ENGINE")
    try:
        return work()
    finally:
        os.environ["LEADLINE_ENGINE"] = named


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _print(name: str, here: float, there: float) -> None:
    print(f"{name:<44}{here:>10.2f}{there:>10.2f}{there / here:>8.1f}", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
