"""The messages behind a number: the bottom of the line, reached from any share or finding.

In: which party, theme, reading and days. Out: the messages themselves with how they were read, or one whole
conversation. Keys come from the narrow signals; texts are read by key only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Literal

import narwhals as nw
import pyarrow as pa

from leadline.assess.cubes import last_versions
from leadline.assess.landscape import AspectName, aspect_of
from leadline.assess.reader import MODEL_VERSION
from leadline.assess.tables import SIGNALS
from leadline.engine import Lake, matching, rows, scan
from leadline.engine.memory import remembered
from leadline.listen import MESSAGES, VERSIONS, with_versions
from leadline.words import Period, SpeakerRole

ReadingName = Literal[
    "voice", "read", "negative", "neutral", "positive", "hurting", "frustration", "excitement", "need", "spam", "unread"
]
"""`voice`: all but spam; `read`: those that could be read; `hurting`: negative or frustrated."""


_WORDS = ("kind", "text", "edited_at", "deleted_at")
_IDENTITY = ("source", "message_id", "thread_id", "channel", "about_party", "speaker_role", "author", "posted_at")


@dataclass(frozen=True)
class Which:
    """Which messages; None means all of them.

    `speaker` is one role, `aspect` all roles of one side of the x-ray, `market` everybody but the company itself.
    """

    party: str | None = None
    aspect: AspectName | None = None
    speaker: str | None = None
    theme: str | None = None
    department: str | None = None
    channel: str | None = None
    reading: ReadingName | None = None
    period: Period | None = None
    market: bool = False


@dataclass(frozen=True)
class ReadMessage:
    """One message as it stands now and how it was read; the reading is None where no model read it.

    What is deleted where it was said is counted as said, and its text is nobody's to read any more.
    """

    source: str
    message_id: str
    thread_id: str
    channel: str
    about_party: str
    speaker_role: str
    author: str
    posted_at: dt.datetime
    kind: str
    text: str
    sentiment: str | None
    frustration: bool | None
    excitement: bool | None
    need: bool | None
    theme: str | None
    edited_at: dt.datetime | None = None
    deleted_at: dt.datetime | None = None


@dataclass(frozen=True)
class Tally:
    """How many messages, by how many people (pseudonyms: who speaks on two channels counts twice)."""

    messages: int
    people: int


def tally(lake: Lake, which: Which) -> Tally:
    """What a list of these messages will hold; remembered until messages are read or erased."""
    return remembered(lake, [SIGNALS], ("tally", which), lambda: _tally(lake, which))


def _tally(lake: Lake, which: Which) -> Tally:
    [row] = rows(_chosen(lake, which).select(messages=nw.len(), people=nw.col("author").n_unique()))
    return Tally(row["messages"], row["people"] or 0)


def count_messages(lake: Lake, which: Which) -> int:
    [row] = rows(_chosen(lake, which).select(n=nw.len()))
    return int(row["n"])


def newest_messages(lake: Lake, which: Which, limit: int) -> tuple[ReadMessage, ...]:
    """The newest that fit, remembered until messages come in, are read or are erased."""
    name = ("newest messages", which, limit)
    return remembered(lake, [MESSAGES, VERSIONS, SIGNALS], name, lambda: find_messages(lake, which, limit=limit))


def find_messages(lake: Lake, which: Which, *, limit: int = 50, offset: int = 0) -> tuple[ReadMessage, ...]:
    """The newest of them first."""
    chosen = _chosen(lake, which).sort("posted_at", "message_id", descending=True).head(offset + limit)
    keys = rows(chosen)[offset:]
    if not keys:
        return ()
    texts = _texts(lake, keys)
    return tuple(
        _read(key, texts[key["source"], key["message_id"]])
        for key in keys
        if (key["source"], key["message_id"]) in texts
    )


def conversation(lake: Lake, source: str, thread_id: str) -> tuple[ReadMessage, ...]:
    """All messages of one conversation, oldest first."""
    mine = pa.table({"source": [source], "thread_id": [thread_id]})
    said = rows(with_versions(lake, matching(lake, MESSAGES, mine)).sort("posted_at", "message_id"))
    present = matching(lake, SIGNALS, mine).filter(nw.col("model") == MODEL_VERSION)
    read = {row["message_id"]: row for row in rows(last_versions(lake, present))}
    return tuple(_read(read.get(row["message_id"], {}) | _identity(row), row) for row in said)


def _chosen(lake: Lake, which: Which) -> nw.LazyFrame[Any]:
    """The present model's signals that fit. One condition, since each step of a query opens the files again."""
    return last_versions(lake, scan(lake, SIGNALS).filter(reduce(and_, _conditions(which))))


def _conditions(which: Which) -> Iterator[nw.Expr]:
    yield nw.col("model") == MODEL_VERSION
    equal = {
        "about_party": which.party,
        "theme": which.theme,
        "department": which.department,
        "channel": which.channel,
        "speaker_role": which.speaker,
    }
    yield from (nw.col(column) == value for column, value in equal.items() if value is not None)
    if which.aspect is not None:
        yield nw.col("speaker_role").is_in([role for role in SpeakerRole if aspect_of(role) == which.aspect])
    if which.market:
        yield nw.col("speaker_role") != SpeakerRole.BRAND.value
    if which.period is not None:
        yield nw.col("posted_day").is_between(which.period.first, which.period.last)
    if which.reading is not None:
        yield _fits(which.reading)


def _fits(reading: ReadingName) -> nw.Expr:
    heard = nw.col("sentiment").is_in(["negative", "neutral", "positive"])
    if reading == "voice":
        return nw.col("sentiment") != "spam"
    if reading == "read":
        return heard
    if reading == "hurting":
        return ((nw.col("sentiment") == "negative") | nw.col("frustration")) & heard
    if reading in ("frustration", "excitement", "need"):
        return nw.col(reading) & heard
    return nw.col("sentiment") == reading


def _texts(lake: Lake, keys: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    wanted = pa.table({name: [key[name] for key in keys] for name in MESSAGES.key})
    found = rows(with_versions(lake, matching(lake, MESSAGES, wanted)).select(*_IDENTITY, *_WORDS))
    return {(row["source"], row["message_id"]): row for row in found}


def _identity(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _IDENTITY}


def _read(signal: dict[str, Any], message: dict[str, Any]) -> ReadMessage:
    return ReadMessage(
        **_identity(message),
        kind=message["kind"],
        text="" if message["deleted_at"] else message["text"],
        edited_at=message["edited_at"],
        deleted_at=message["deleted_at"],
        sentiment=signal.get("sentiment"),
        frustration=signal.get("frustration"),
        excitement=signal.get("excitement"),
        need=signal.get("need"),
        theme=signal.get("theme") or None,
    )
