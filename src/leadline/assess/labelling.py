"""What does each message mean? Every version of a message that this reader has not read is read once.

In: MESSAGES, as they stand now, without a signal of this reader's version. Out: SIGNALS, then the cubes of the months
they touch (of all months, where an earlier run died before its cubes, or a cube was damaged), and the full-text index.
The surprise: spam and languages the model cannot read stay in, marked as such, and out of every share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadline.assess.cubes.making import all_signals, cubes_are_current, mend_cubes, refresh_cubes
from leadline.assess.cubes.present import is_by
from leadline.assess.messages.search import refresh_search
from leadline.assess.reader.fast import Reading
from leadline.assess.reader.loading import AnyReader
from leadline.assess.tables import MESSAGE_DAYS, SIGNALS
from leadline.engine import Lake, in_batches, matching, rows, scan
from leadline.listen import MESSAGES, current, heard, messages, with_versions
from leadline.words import Month, Period

_TOUCHED = ["source", "thread_id", "posted_day"]
AT_ONCE = 1_000_000
"""How many messages one query reads, at most: what this process holds of their labels."""
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


def label(lake: Lake, reader: AnyReader, *, progress: Callable[[int], None] = lambda _: None) -> Labelled:
    """Read what is new or edited and bring the cubes up to date. A second run reads nothing and changes nothing."""
    read = spam = unread = 0
    touched = list[pa.Table]()
    since, mine = lake.version(SIGNALS), lake.newest(SIGNALS)
    for waiting in _unread(lake, reader.version):
        for found in in_batches(waiting, partial(signals_of, reader), SIGNALS.schema()):
            mine += lake.append(SIGNALS, found).new > 0
            told = found["sentiment"].to_pylist()
            read, spam, unread = read + len(told), spam + told.count("spam"), unread + told.count("unread")
            progress(read)
            touched.append(found.select(_TOUCHED))
    new = pa.concat_tables(touched) if touched else SIGNALS.of_rows([])
    is_alone = not read or lake.version(SIGNALS) == mine
    if is_alone:
        refresh_cubes(lake, new, since=since, model=reader.version)
    else:  # another one reads at the same time
        mend_cubes(lake, model=reader.version)
    lake.compact(SIGNALS)
    refresh_search(lake, since=since if is_alone else -1, touched=set(new["posted_day"].unique().to_pylist()))
    return Labelled(reader.version, read, spam, unread)


def signals_of(reader: AnyReader, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Messages in, one signal each out, in the same order."""
    reading = reader.read_column(batch["text"])
    kept = {name: batch[name] for name in _COPIED}
    return pa.RecordBatch.from_pydict(
        kept
        | {
            "model": [reader.version] * batch.num_rows,
            "sentiment": _told(reading),
            "p_negative": reading.p_negative.astype(np.float64),
            "p_positive": reading.p_positive.astype(np.float64),
            "frustration": reading.frustration,
            "excitement": reading.excitement,
            "need": reading.need,
            "language": reading.language,
            "theme": reading.theme,
            "department": _departments(reader, reading),
            "fingerprint": reading.fingerprint,
        },
        SIGNALS.schema(),
    )


def _departments(reader: AnyReader, reading: Reading) -> list[str]:
    """The theme's alone: what is counted by department adds up from themes."""
    of_theme = {theme.id: theme.department.value for theme in reader.themes}
    return [of_theme.get(theme, "") for theme in reading.theme]


def _told(reading: Reading) -> list[str]:
    words = np.where(reading.spam, "spam", np.where(reading.read, np.asarray(reading.sentiment), "unread"))
    told: list[str] = words.tolist()
    return told


def _unread(lake: Lake, model: str) -> Iterator[nw.LazyFrame[Any]]:
    """Messages that this model has not read as they stand now: span by span, then those that were edited."""
    for span in _unread_spans(lake, model):
        asked = messages(lake, days=span).filter(nw.col("kind") == "message")
        read = scan(lake, SIGNALS, days=span).filter(is_by(model)).select(*MESSAGES.key)
        yield _in_order(asked.join(read, on=list(MESSAGES.key), how="anti"))
    edited = current(lake)
    edited = edited.filter(pc.is_valid(edited["version"]))
    if edited.num_rows:
        asked = with_versions(lake, matching(lake, MESSAGES, edited.select(MESSAGES.key)))
        told = matching(lake, SIGNALS, edited.select(MESSAGES.key)).filter(is_by(model))
        read = told.select(*MESSAGES.key, "version")
        waiting = asked.filter(nw.col("kind") == "message").join(read, on=[*MESSAGES.key, "version"], how="anti")
        yield _in_order(waiting)


def _unread_spans(lake: Lake, model: str) -> list[Period]:
    """Months of which not as many messages were read as came in, put together or parted: about AT_ONCE of them each."""
    spans: list[Period] = []
    held = 0
    for month, waiting in sorted(_unread_months(lake, model).items()):
        held += waiting
        if spans and held <= AT_ONCE:
            spans[-1] = Period(spans[-1].first, month.last_day)
        else:
            spans += month.period().parted(waiting, AT_ONCE)
            held = waiting
    return spans


def _unread_months(lake: Lake, model: str) -> dict[Month, int]:
    """How many of a month are not read."""
    came_in, read = Counter[Month](), Counter[Month]()
    for one in heard(lake):
        if one.kind == "message":
            came_in[one.month] += one.messages
    for row in rows(_read_days(lake, model)):
        read[Month.of(row["day"])] += row["n"]
    return {month: came_in[month] - read[month] for month in came_in if came_in[month] != read[month]}


def _read_days(lake: Lake, model: str) -> nw.LazyFrame[Any]:
    """How many messages of a day are read (day, n): as the cubes say, or where they are behind, the signals."""
    if cubes_are_current(lake, model=model):
        return scan(lake, MESSAGE_DAYS).group_by("day").agg(n=nw.col("messages").sum())
    return all_signals(lake, model=model).with_columns(day=nw.col("posted_day")).group_by("day").agg(n=nw.len())


def _in_order(waiting: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    return waiting.select(*_COPIED, "text").sort("posted_at", "message_id")
