"""The messages behind a number: the bottom of the line, reached from any share or finding.

In: which of them. Out: the messages themselves with how they were read, or one whole conversation. Keys come from the
narrow signals, or from the full-text index where words are sought; texts are read by key only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.assess.cubes.present import is_by, present_model
from leadline.assess.cubes.readings import is_heard
from leadline.assess.messages.choosing import Which, chosen
from leadline.assess.messages.counting import messages_by_day
from leadline.assess.messages.search import search_is_current, sought
from leadline.assess.tables import NOISE, SIGNALS
from leadline.engine import Lake, matching, rows
from leadline.engine.memory import remembered
from leadline.listen import MESSAGES, VERSIONS, with_versions
from leadline.words import Period

_IDENTITY = ("source", "message_id", "thread_id", "channel", "about_party", "speaker_role", "author", "posted_at")
_KEPT = (*_IDENTITY, "kind", "public", "text")
_TOLD = ("model", "message_id", "version", "sentiment", "frustration", "excitement", "need", "theme")


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
    edit_stated: bool | None = None
    deleted_at: dt.datetime | None = None
    public: bool | None = None
    version: str = ""
    """Of its text, as it stands now; empty for the first."""
    model: str = ""
    """The version of the model that read it."""


def newest_messages(lake: Lake, which: Which, limit: int) -> tuple[ReadMessage, ...]:
    """The newest that fit, remembered until messages come in, are read or are erased."""
    name = ("newest messages", which, limit)
    return remembered(lake, [MESSAGES, VERSIONS, SIGNALS, NOISE], name, lambda: find_messages(lake, which, limit=limit))


def find_messages(lake: Lake, which: Which, *, limit: int = 50, offset: int = 0) -> tuple[ReadMessage, ...]:
    """The newest of them first. Only the days on which they were said are opened, where the cubes know them.

    Raises LeadlineError where words are sought and there is no index.
    """
    days = messages_by_day(lake, which)
    if days == {}:
        return ()
    if days is None and (which.words or search_is_current(lake)):
        keys = _sought(lake, which, limit, offset)
    else:
        keys = _newest(lake, which, days, limit, offset)
    texts = _texts(lake, keys) if keys else {}
    return tuple(
        _read(key, texts[key["source"], key["message_id"]])
        for key in keys
        if (key["source"], key["message_id"]) in texts
    )


def _newest(lake: Lake, which: Which, days: dict[dt.date, int] | None, limit: int, offset: int) -> list[dict[str, Any]]:
    if days is not None:
        which, offset = _on_their_days(which, days, limit, offset)
    return rows(chosen(lake, which).sort("posted_at", "message_id", descending=True).head(offset + limit))[offset:]


def _sought(lake: Lake, which: Which, limit: int, offset: int) -> list[dict[str, Any]]:
    """How each that the index finds was read, in its order; what was erased meanwhile is left out."""
    keys = sought(lake, which, limit=limit, offset=offset)
    read = _signals(lake, keys) if keys else {}
    return [read[key] for key in keys if key in read]


def _on_their_days(which: Which, days: dict[dt.date, int], limit: int, offset: int) -> tuple[Which, int]:
    """The same question of the days on which the wanted messages were said, and how many newer ones those days hold.

    Beyond the last one there are none: the same question of all their days says so.
    """
    if offset >= sum(days.values()):
        return which, offset
    skipped = taken = 0
    last = first = max(days)
    for day in sorted(days, reverse=True):
        if skipped + days[day] <= offset and not taken:
            skipped, last = skipped + days[day], day - dt.timedelta(days=1)
            continue
        taken, first = taken + days[day], day
        if skipped + taken >= offset + limit:
            break
    return replace(which, period=Period(min(first, last), last)), offset - skipped


def conversation(lake: Lake, source: str, thread_id: str) -> tuple[ReadMessage, ...]:
    """All messages of one conversation, oldest first."""
    mine = pa.table({"source": [source], "thread_id": [thread_id]})
    said = rows(with_versions(lake, matching(lake, MESSAGES, mine, names=_KEPT)).sort("posted_at", "message_id"))
    told = rows(matching(lake, SIGNALS, mine, names=_TOLD).filter(is_by(present_model(lake))))
    read = {row["message_id"]: row for row in sorted(told, key=lambda row: row["version"])}  # the last version stays
    return tuple(_read(read.get(row["message_id"], {}) | _identity(row), row) for row in said)


def read_messages(lake: Lake, keys: Sequence[tuple[str, str]]) -> tuple[ReadMessage, ...]:
    """Messages by (source, message_id), in this order; what was erased since is left out."""
    if not keys:
        return ()
    texts = _texts(lake, [{"source": source, "message_id": message_id} for source, message_id in keys])
    told = _signals(lake, keys)
    return tuple(_read(told.get(key, {}), texts[key]) for key in keys if key in texts)


def first_questions(lake: Lake, talks: Sequence[tuple[str, str]]) -> dict[tuple[str, str], ReadMessage]:
    """What a customer asked first in each conversation (source, thread_id); what was erased since is missing."""
    if not talks:
        return {}
    wanted = pa.table({"source": [source for source, _ in talks], "thread_id": [thread for _, thread in talks]})
    names = (*_TOLD, "source", "thread_id", "speaker_role", "posted_at")
    asks = is_by(present_model(lake)) & (nw.col("speaker_role") == "customer") & nw.col("need") & is_heard()
    told = rows(matching(lake, SIGNALS, wanted, names=names).filter(asks))
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for row in sorted(told, key=lambda row: (row["posted_at"], row["message_id"])):
        first.setdefault((row["source"], row["thread_id"]), (row["source"], row["message_id"]))
    return {(one.source, one.thread_id): one for one in read_messages(lake, tuple(first.values()))}


def _signals(lake: Lake, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """How the present model read these messages; of several versions of a message the last."""
    wanted = pa.table({name: [key[place] for key in keys] for place, name in enumerate(MESSAGES.key)})
    told = matching(lake, SIGNALS, wanted, names=("source", *_TOLD))
    ordered = sorted(rows(told.filter(is_by(present_model(lake)))), key=lambda row: row["version"])
    return {(row["source"], row["message_id"]): row for row in ordered}


def _texts(lake: Lake, keys: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    wanted = pa.table({name: [key[name] for key in keys] for name in MESSAGES.key})
    found = rows(with_versions(lake, matching(lake, MESSAGES, wanted, names=_KEPT)))
    return {(row["source"], row["message_id"]): row for row in found}


def _identity(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _IDENTITY}


def _read(signal: dict[str, Any], message: dict[str, Any]) -> ReadMessage:
    return ReadMessage(
        **_identity(message),
        kind=message["kind"],
        public=message["public"],
        text="" if message["deleted_at"] else message["text"],
        edited_at=message["edited_at"],
        edit_stated=message["edit_stated"],
        deleted_at=message["deleted_at"],
        sentiment=signal.get("sentiment"),
        frustration=signal.get("frustration"),
        excitement=signal.get("excitement"),
        need=signal.get("need"),
        theme=signal.get("theme") or None,
        version=message["version"] or "",
        model=signal.get("model", ""),
    )
