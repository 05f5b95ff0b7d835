"""What does each message mean? Every version of a message that the present model has not read is read once.

In: MESSAGES, as they stand now, without a signal of this model's version. Out: SIGNALS, then the cubes of the months
they touch (of all months, where an earlier run died before its cubes, or a cube was damaged).
The surprise: spam and languages the model cannot read stay in, marked as such, and out of every share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadline.assess.cubes import mend_cubes, refresh_cubes, signals
from leadline.assess.reader import MODEL_VERSION, Reader, Reading
from leadline.assess.tables import SIGNALS
from leadline.engine import Lake, collect, matching, rows, scan
from leadline.listen import MESSAGES, current, heard, messages, with_versions
from leadline.words import Month

_BATCH = 20_000
_TOUCHED = ["source", "thread_id", "posted_day"]
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
    "version",
)


@dataclass(frozen=True)
class Labelled:
    """How many messages were read now, by which model; `spam` and `unread` of them stay out of shares."""

    model: str
    messages: int
    spam: int
    unread: int


def label(lake: Lake, reader: Reader, *, progress: Callable[[int], None] = lambda _: None) -> Labelled:
    """Read what is new or edited and bring the cubes up to date. A second run reads nothing and changes nothing."""
    read = spam = unread = 0
    touched = list[pa.Table]()
    since, mine = lake.version(SIGNALS), lake.newest(SIGNALS)
    for waiting in _unread(lake):
        for batch in waiting.to_batches(max_chunksize=_BATCH):
            found = signals_of(pa.Table.from_batches([batch]), reader)
            mine += lake.append(SIGNALS, found).new > 0
            told = found["sentiment"].to_pylist()
            read, spam, unread = read + len(told), spam + told.count("spam"), unread + told.count("unread")
            progress(read)
        touched.append(waiting.select(_TOUCHED))
    if not read or lake.version(SIGNALS) == mine:
        refresh_cubes(lake, pa.concat_tables(touched) if touched else SIGNALS.of_rows([]), since=since)
    else:  # another one reads at the same time
        mend_cubes(lake)
    lake.compact(SIGNALS)
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


def _unread(lake: Lake) -> Iterator[pa.Table]:
    """Messages that the present model has not read as they stand now: month by month, then those that were edited."""
    for month in _unread_months(lake):
        within = nw.col("posted_day").is_between(month.first_day, month.last_day)
        asked = messages(lake).filter(within, nw.col("kind") == "message")
        read = scan(lake, SIGNALS).filter(within, nw.col("model") == MODEL_VERSION).select(*MESSAGES.key)
        yield _in_order(asked.join(read, on=list(MESSAGES.key), how="anti"))
    edited = current(lake)
    edited = edited.filter(pc.is_valid(edited["version"]))
    if edited.num_rows:
        asked = with_versions(lake, matching(lake, MESSAGES, edited.select(MESSAGES.key)))
        told = matching(lake, SIGNALS, edited.select(MESSAGES.key)).filter(nw.col("model") == MODEL_VERSION)
        read = told.select(*MESSAGES.key, "version")
        waiting = asked.filter(nw.col("kind") == "message").join(read, on=[*MESSAGES.key, "version"], how="anti")
        yield _in_order(waiting)


def _unread_months(lake: Lake) -> list[Month]:
    """The months of which not as many messages were read as came in."""
    came_in, read = Counter[Month](), Counter[Month]()
    for one in heard(lake):
        if one.kind == "message":
            came_in[one.month] += one.messages
    year, month = nw.col("posted_day").dt.year(), nw.col("posted_day").dt.month()
    for row in rows(signals(lake).with_columns(y=year, m=month).group_by("y", "m").agg(n=nw.len())):
        read[Month(row["y"], row["m"])] += row["n"]
    return sorted(month for month in came_in if came_in[month] != read[month])


def _in_order(waiting: nw.LazyFrame[Any]) -> pa.Table:
    return collect(waiting.select(*_COPIED, "text").sort("posted_at", "message_id"))
