"""Write the whole world into a folder: raw exports, the company's documents, and the truth beside them.

In: a folder, a seed, a size. Out: files as a company would have them, and a `World` that says what is in
them. The surprise: nothing goes into the lake from here; the world comes in by the same doors as a company.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from leadline.demo.book import read_book
from leadline.demo.champions import champions_of, reach_outs
from leadline.demo.company import SIZES, Size, SizeName
from leadline.demo.conversations import Conversations
from leadline.demo.documents import write_documents
from leadline.demo.employees import write_employees
from leadline.demo.exports import FILES, TWICE, MessageFiles, write_metrics
from leadline.demo.message import Message, local_midnight
from leadline.demo.metrics import simulate_metrics
from leadline.demo.planted import PLANTED, SEED, WORLD, Planted
from leadline.demo.scene import Scene
from leadline.demo.traffic import Stream, openings, streams
from leadline.demo.truth import truth_of
from leadline.demo.weather import Weather
from leadline.words import Month

Progress = Callable[[str, int, int], None]
"""Called with what is being written, how many steps are done, and how many there are."""

_END = local_midnight(WORLD.last + dt.timedelta(days=1))


@dataclass(frozen=True)
class World:
    """What was written. `files` are the exports to import, `documents` what people wrote, by file name."""

    folder: Path
    seed: int
    size: Size
    messages: int
    metrics: int
    files: tuple[Path, ...]
    documents: dict[str, Path]
    truth: dict[str, Any]


def write_world(
    folder: Path, *, seed: int = SEED, size: SizeName = "default", progress: Progress | None = None
) -> World:
    """Write the world of `seed` into `folder`, which is made if needed; files of an earlier run are replaced.

    Memory holds one month of messages. Equal seeds and sizes give equal bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tell = progress or (lambda *_: None)
    writer = WorldWriter(seed, SIZES[size], PLANTED)
    with MessageFiles(
        folder, twice_from=_END - 10 * 86_400, label_every=max(1, round(8 * writer.size.volume))
    ) as files:
        months = list(_months())
        for done, month in enumerate(months):
            tell(month.name, done, len(months) + 1)
            files.add(writer.month(month))
    tell("records and documents", len(months), len(months) + 1)
    metrics = simulate_metrics(seed)
    rows = write_metrics(folder / "metrics.csv", metrics, reach_outs(champions_of(seed)[1]))
    documents = write_documents(folder, seed=seed)
    write_employees(folder / "people.csv", writer.size)
    truth = truth_of(writer.size, PLANTED, metrics, writer.streams, writer.scene.drawn, files)
    (folder / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    tell("done", len(months) + 1, len(months) + 1)
    return World(
        folder=folder,
        seed=seed,
        size=writer.size,
        messages=sum(files.counts.values()),
        metrics=rows,
        files=tuple(folder / name for name in (*FILES.values(), TWICE, "metrics.csv")),
        documents={path.name: path for path in documents},
        truth=truth,
    )


class WorldWriter:
    """Makes the messages of one month after the other."""

    def __init__(self, seed: int, size: Size, planted: Planted) -> None:
        self.seed, self.size, self.planted = seed, size, planted
        self.streams: list[Stream] = streams(planted, Weather(seed, planted.metrics), size)
        comments = 2.2 * min(max(size.volume, 0.3), 12)
        self.scene = Scene(read_book(), planted, Random(f"{seed} messages"))  # noqa: S311 - a world, no secret
        self.talks = Conversations(self.scene, employees=size.employees, comments=comments)

    def month(self, month: Month) -> list[Message]:
        """All messages of the conversations that begin in `month`, in order of time, up to the world's end."""
        begun = openings(self.streams, month, self.size, self.seed, self.planted.incidents)
        rows = [row for opening in begun for row in self.talks.write(opening).rows if row.at < _END]
        rows.sort(key=lambda row: row.at)
        return rows


def _months() -> Iterator[Month]:
    month = Month.of(WORLD.first)
    while month <= Month.of(WORLD.last):
        yield month
        month = month.next()
