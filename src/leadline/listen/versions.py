"""What a message says now: it may have been edited, or deleted where it was said, since it came in.

In: what an import tells of messages that are known. Out: rows of VERSIONS, and messages as they stand now. The
surprise: nothing is ever written over. The first version stays in MESSAGES, later ones beside it, and what is deleted
upstream is kept and marked: it is counted as said, and quoted nowhere. A text that differs without anybody saying when
never overrules one of which the source says when it was edited.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from leadline.engine import Lake, beside, collect, matching, rows, scan
from leadline.engine.memory import remembered
from leadline.listen.tables import MESSAGES, VERSIONS

FIRST = ""
"""The version of a message that was never edited: what MESSAGES holds."""
_KEY = ("source", "message_id")
_ACCOUNT = re.compile(r"@[\w.-]+")
_BLANKED = re.compile(r"\[(?:mail|phone|card|account|id|profile|address|name)\]")
_MOST_BLANKED, _LONGEST = 5, 2000


class Change(NamedTuple):
    """What a row says of a message beside its first version. `at` is in UTC; None where the source tells no time."""

    source: str
    message_id: str
    what: Literal["edited", "deleted"]
    text: str | None
    at: dt.datetime | None


class Compared(NamedTuple):
    """Known messages that came again: those whose text changed, and the ids of those with another time or author, which
    are other messages under the same id.
    """

    changes: list[Change]
    others: list[tuple[str, str]]


def version_row(change: Change, *, place: int = 0, seen_at: dt.datetime, import_id: str) -> dict[str, Any]:
    """The row of VERSIONS. Versions are named by what they say, and when where the source says it; undated
    ones of one import follow one another as their `place` in it does.
    """
    at = change.at or seen_at + dt.timedelta(microseconds=place)
    named = (change.what, at.isoformat() if change.at else "", change.text)
    digest = hashlib.sha256(repr(named).encode(errors="surrogatepass")).hexdigest()[:20]
    instant = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {
        **change._asdict(),
        "digest": digest,
        "version": f"{'2 dated' if change.at else '1 seen'} {instant} {digest[:6]}",
        "at": at,
        "stated": change.at is not None,
        "seen_at": seen_at,
        "import_id": import_id,
    }


def compare(lake: Lake, told: pa.Table) -> Compared:
    """What rows of MESSAGES, told anew, say otherwise than any version of them that the lake holds, in their order.

    Accounts in texts, and what is blanked in one of them only, make no difference: they follow what parties are
    declared and how well Leadline reads.
    """
    key = told.select(_KEY)
    again = told.select([*_KEY, "posted_at", "author", "text"]).rename_columns(
        {"posted_at": "posted_then", "author": "author_then", "text": "text_then"}
    )
    again = again.append_column("place", pa.array(range(told.num_rows), pa.int64()))
    held = beside(matching(lake, MESSAGES, key).select(*_KEY, "posted_at", "author", "text"), again, list(_KEY))
    same = (
        (nw.col("posted_at") == nw.col("posted_then"))
        & (nw.col("author") == nw.col("author_then"))
        & (nw.col("text") == nw.col("text_then"))
    )
    differ = rows(held.filter(~same).sort("place"))
    texts = _known_texts(lake, differ)
    changes, others = list[Change](), list[tuple[str, str]]()
    for row in differ:
        if (row["posted_at"], row["author"]) != (row["posted_then"], row["author_then"]):
            others.append((row["source"], row["message_id"]))
        elif not any(_says_the_same(row["text_then"], one) for one in texts[row["source"], row["message_id"]]):
            changes.append(Change(row["source"], row["message_id"], "edited", row["text_then"], None))
    return Compared(changes, others)


def sort_out(lake: Lake, changes: list[Change]) -> tuple[list[Change], list[Change], list[Change]]:
    """Edits, deletions of messages that the lake holds, and deletions of others, for when those come."""
    edited = [one for one in changes if one.what == "edited"]
    gone = [one for one in changes if one.what == "deleted"]
    if not gone:
        return edited, [], []
    keys = pa.table({name: [getattr(one, name) for one in gone] for name in _KEY})
    held = {(row["source"], row["message_id"]) for row in rows(matching(lake, MESSAGES, keys).select(*_KEY))}
    known, unheard = list[Change](), list[Change]()
    for one in gone:
        (known if (one.source, one.message_id) in held else unheard).append(one)
    return edited, known, unheard


def _known_texts(lake: Lake, differ: list[dict[str, Any]]) -> dict[tuple[str, str], list[str]]:
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in differ:
        texts[row["source"], row["message_id"]].append(row["text"])
    if texts:
        wanted = pa.table({name: [key[place] for key in texts] for place, name in enumerate(_KEY)})
        for row in rows(matching(lake, VERSIONS, wanted).filter(nw.col("what") == "edited").select(*_KEY, "text")):
            texts[row["source"], row["message_id"]].append(row["text"])
    return texts


def _says_the_same(one: str, other: str) -> bool:
    one, other = _ACCOUNT.sub("@", one), _ACCOUNT.sub("@", other)
    return one == other or _fits(one, other) or _fits(other, one)


def _fits(blanked: str, plain: str) -> bool:
    """Whether a text is the other one with some of it blanked."""
    pieces = _BLANKED.split(blanked)
    if not 1 < len(pieces) <= _MOST_BLANKED + 1 or max(len(blanked), len(plain)) > _LONGEST:
        return False
    return re.fullmatch("[^\n]{1,80}".join(map(re.escape, pieces)), plain) is not None


def with_versions(lake: Lake, said: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Rows of MESSAGES as they stand now: `text` is that of the newest `version`; `edited_at` and `deleted_at` say
    when, in UTC, and are empty where it was not.
    """
    later = current(lake)
    if not later.num_rows:
        never = nw.lit(None, dtype=nw.Datetime("us", "UTC"))
        unsaid = nw.lit(None, dtype=nw.Boolean())
        return said.with_columns(version=nw.lit(FIRST), edited_at=never, edit_stated=unsaid, deleted_at=never)
    now = beside(said, later, list(_KEY))
    text, version = nw.coalesce("text_now", "text"), nw.coalesce("version", nw.lit(FIRST))
    return now.with_columns(text=text, version=version).drop("text_now")


def current(lake: Lake) -> pa.Table:
    """Of each message that has later versions: source, message_id, version and text_now of the last edit, edited_at,
    deleted_at.
    """
    return remembered(lake, [VERSIONS], "current versions", lambda: _current(lake))


def _current(lake: Lake) -> pa.Table:
    if not lake.files(VERSIONS):
        return _NONE
    told = collect(scan(lake, VERSIONS).select(*_KEY, "version", "what", "text", "at", "stated"))
    edited = _last(told.filter(pc.equal(told["what"], "edited"))).rename_columns(
        {"text": "text_now", "at": "edited_at", "stated": "edit_stated"}
    )
    deleted = _last(told.filter(pc.equal(told["what"], "deleted"))).select([*_KEY, "at"])
    both = edited.join(deleted.rename_columns({"at": "deleted_at"}), list(_KEY), join_type="full outer")
    is_back = pc.and_kleene(both["edit_stated"], pc.greater(both["edited_at"], both["deleted_at"]))
    gone = pc.if_else(pc.fill_null(is_back, False), pa.scalar(None, both["deleted_at"].type), both["deleted_at"])
    return both.select([*_KEY, "version", "text_now", "edited_at", "edit_stated"]).append_column("deleted_at", gone)


def _last(told: pa.Table) -> pa.Table:
    """The last version of each message."""
    told = told.sort_by([(name, "ascending") for name in (*_KEY, "version")])
    if not told.num_rows:
        return told
    same = [pc.equal(told[name][1:].combine_chunks(), told[name][:-1].combine_chunks()) for name in _KEY]
    is_last = pa.concat_arrays([pc.invert(pc.and_(*same)), pa.array([True])])
    return told.filter(is_last)


_NONE = pa.table(
    {
        **dict.fromkeys((*_KEY, "version", "text_now"), pa.array([], pa.string())),
        **dict.fromkeys(("edited_at", "deleted_at"), pa.array([], pa.timestamp("us", tz="UTC"))),
        "edit_stated": pa.array([], pa.bool_()),
    }
)
"""What `current` is where no message has a later version."""


def deletions(lake: Lake) -> Iterable[tuple[str, str, dt.datetime]]:
    """(source, message id, when) of every message that is deleted where it was said."""
    found = current(lake)
    gone = found.filter(pc.is_valid(found["deleted_at"])).select([*_KEY, "deleted_at"]).to_pylist()
    return [(row["source"], row["message_id"], row["deleted_at"]) for row in gone]
