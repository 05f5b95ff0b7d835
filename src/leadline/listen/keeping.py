"""Texts are kept no longer than their source may: what is older says nothing any more.

In: the days that `sources.yaml` allows each source. Out: rows of MESSAGES and VERSIONS with empty texts. The surprises:
the message itself stays, with who, when, where and what was read of it, so no count of a past month changes; and an old
file that comes in again brings no text back, for intake asks here, too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from leadline.config import Home
from leadline.engine import Lake, collect, rows, scan
from leadline.listen.sources import read_sources
from leadline.listen.tables import MESSAGES, VERSIONS
from leadline.listen.versions import Change

Cutoffs = Mapping[str, dt.date]
"""By source, the first day of which texts are kept."""
Key = tuple[str, str]
_KEY = ("source", "message_id")


class Blanked(NamedTuple):
    """Messages (source, id) whose texts went now, and how many later versions of them."""

    messages: set[Key]
    versions: int


def cutoffs(home: Home, now: dt.datetime) -> Cutoffs:
    """What may be kept today, of sources that limit it."""
    today = now.astimezone(home.company.tz).date()
    sources = read_sources(home)
    return {one.name: today - dt.timedelta(days=one.keep_days) for one in sources if one.keep_days is not None}


def is_past(said: pa.Table, until: Cutoffs) -> pa.ChunkedArray | pa.Array:
    """Which rows of MESSAGES are older than their source's texts are kept."""
    past = pa.array([False] * said.num_rows)
    for source, first in until.items():
        mine = pc.and_(pc.equal(said["source"], source), pc.less(said["posted_day"], pa.scalar(first)))
        past = pc.or_(past, pc.fill_null(mine, False))
    return past


def without_old_texts(said: pa.Table, changes: list[Change], until: Cutoffs) -> tuple[pa.Table, list[Change], set[Key]]:
    """Rows of MESSAGES, and changes that they state, as they may come in; and which rows are too old."""
    if not until or not said.num_rows:
        return said, changes, set()
    past = is_past(said, until)
    old = set(zip(*(said.filter(past)[name].to_pylist() for name in _KEY), strict=True))
    if not old:
        return said, changes, set()
    kept = [one for one in changes if one.what == "deleted" or (one.source, one.message_id) not in old]
    return _without_texts(said, past), kept, old


def forget_texts(lake: Lake, source: str, first: dt.date) -> Blanked:
    """Empty the texts of a source's messages that were said before this day. Their files are there until `Lake.purge`.

    Later versions go first, so that a run that died finds what is left by the messages that still have a text.
    """
    mine = (nw.col("source") == source) & (nw.col("posted_day") < first) & (nw.col("text") != "")
    found = rows(scan(lake, MESSAGES).filter(mine).select(*_KEY, "posted_day"))
    keys = {(row["source"], row["message_id"]) for row in found}
    versions = _forget_versions(lake, source, first)
    if found:
        days = [row["posted_day"] for row in found]
        where = f"source = '{source}' AND posted_day >= '{min(days)}' AND posted_day <= '{max(days)}'"
        lake.rewrite(MESSAGES, where=where, make=partial(_blank_messages, lake, source, min(days), max(days)))
    return Blanked(keys, versions)


def _blank_messages(lake: Lake, source: str, first: dt.date, last: dt.date) -> pa.Table:
    days = (nw.col("posted_day") >= first) & (nw.col("posted_day") <= last)
    told = scan(lake, MESSAGES).filter((nw.col("source") == source) & days).select(*MESSAGES.names)
    said = collect(told).cast(MESSAGES.schema())
    return _without_texts(said, pa.array([True] * said.num_rows))


def _forget_versions(lake: Lake, source: str, first: dt.date) -> int:
    """How many later versions of old messages said something until now."""
    if not lake.files(VERSIONS):
        return 0
    mine = (nw.col("source") == source) & (nw.col("posted_day") < first)
    old = collect(scan(lake, MESSAGES).filter(mine).select(*_KEY))
    told = _versions_of(lake, source)
    spoken = told.filter(pc.and_(_among(told, old), pc.fill_null(pc.not_equal(told["text"], ""), False)))
    if spoken.num_rows:

        def blank() -> pa.Table:
            every = _versions_of(lake, source)
            return _without_texts(every, pc.and_(_among(every, old), pc.is_valid(every["text"])))

        lake.rewrite(VERSIONS, where=f"source = '{source}'", make=blank)
    return int(spoken.num_rows)


def _versions_of(lake: Lake, source: str) -> pa.Table:
    told = scan(lake, VERSIONS).filter(nw.col("source") == source).select(*VERSIONS.names)
    return collect(told).cast(VERSIONS.schema())


def _among(told: pa.Table, old: pa.Table) -> pa.Array:
    return pc.is_in(told["message_id"], old["message_id"].combine_chunks())


def _without_texts(said: pa.Table, past: pa.Array | pa.ChunkedArray) -> pa.Table:
    text = pc.if_else(past, pa.scalar("", pa.string()), said["text"])
    return said.set_column(said.column_names.index("text"), said.schema.field("text"), text)
