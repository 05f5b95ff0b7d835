"""What does each message mean? Every message that the present model has not read is read once.

In: MESSAGES without a signal of this model's version. Out: SIGNALS, then the cubes of the months they touch (of
all months, where an earlier run died before its cubes, or a cube was damaged).
The surprise: spam and languages the model cannot read stay in, marked as such, and out of every share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from leadline.assess.cubes import mend_cubes, refresh_cubes
from leadline.assess.reader import MODEL_VERSION, Reader, Reading
from leadline.assess.tables import SIGNALS
from leadline.engine import Lake, collect, rows, scan
from leadline.listen import messages
from leadline.words import Month

_BATCH = 20_000
_COPIED = (
    "source",
    "message_id",
    "thread_id",
    "channel",
    "about_party",
    "speaker_role",
    "author",
    "posted_at",
    "posted_day",
)


@dataclass(frozen=True)
class Labelled:
    """How many messages were read now, by which model; `spam` and `unread` of them stay out of shares."""

    model: str
    messages: int
    spam: int
    unread: int


def label(lake: Lake, reader: Reader, *, progress: Callable[[int], None] = lambda _: None) -> Labelled:
    """Read what is new and bring the cubes up to date. A second run reads nothing and changes nothing."""
    read = spam = unread = 0
    touched: list[Month] = []
    since = version = lake.version(SIGNALS)
    for month in _unread_months(lake):
        waiting = _waiting(lake, month)
        for batch in waiting.to_batches(max_chunksize=_BATCH):
            signals = signals_of(pa.Table.from_batches([batch]), reader)
            version += lake.append(SIGNALS, signals).new > 0
            told = signals["sentiment"].to_pylist()
            read, spam, unread = read + len(told), spam + told.count("spam"), unread + told.count("unread")
            progress(read)
        touched.append(month)
    if lake.version(SIGNALS) == version:
        refresh_cubes(lake, touched, since=since)
    else:  # another one reads at the same time
        mend_cubes(lake)
    return Labelled(MODEL_VERSION, read, spam, unread)


def signals_of(batch: pa.Table, reader: Reader) -> pa.Table:
    """Messages in, one signal each out, in the same order."""
    reading = reader.read(batch["text"].to_pylist())
    kept = {name: batch[name] for name in _COPIED}
    return SIGNALS.of_columns(
        kept
        | {
            "model": [MODEL_VERSION] * batch.num_rows,
            "sentiment": _told(reading),
            "p_negative": reading.p_negative.astype(np.float64),
            "p_positive": reading.p_positive.astype(np.float64),
            "frustration": reading.frustration,
            "excitement": reading.excitement,
            "need": reading.need,
            "language": reading.language,
            "theme": reading.theme,
            "department": reading.department,
        }
    )


def _told(reading: Reading) -> list[str]:
    words = np.where(reading.spam, "spam", np.where(reading.read, np.asarray(reading.sentiment), "unread"))
    told: list[str] = words.tolist()
    return told


def _unread(lake: Lake) -> nw.LazyFrame[Any]:
    done = scan(lake, SIGNALS).filter(nw.col("model") == MODEL_VERSION).select("source", "message_id")
    return messages(lake).filter(nw.col("kind") == "message").join(done, on=["source", "message_id"], how="anti")


def _unread_months(lake: Lake) -> list[Month]:
    days = _unread(lake).select(year=nw.col("posted_day").dt.year(), month=nw.col("posted_day").dt.month()).unique()
    return sorted(Month(row["year"], row["month"]) for row in rows(days))


def _waiting(lake: Lake, month: Month) -> pa.Table:
    within = nw.col("posted_day").is_between(month.first_day, month.last_day)
    return collect(_unread(lake).filter(within).select(*_COPIED, "text").sort("posted_at", "message_id"))
