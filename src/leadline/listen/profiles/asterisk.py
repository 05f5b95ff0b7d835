"""Calls of Asterisk (Master.csv): one row a leg, counted as calls.

The surprises: the file has no header, its last two columns are optional, times are local without a zone, and one call
to three phones is three rows. Legs are joined by their id, and without one by caller, channel and start. Whose number
called is never kept. A call counts for all, and in the segment of its dialplan's context, since only the company knows
which contexts are customers'.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from leadline.listen.profiles.base import Count
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import RecordExport
from leadline.listen.profiles.tickets import segment_of
from leadline.words import EVERYWHERE

NAMES_OF_CDR = (
    *("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start"),
    *("answer", "end", "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield"),
)
_FEWEST = 16
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_ENDS = frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"})


def is_cdr(cells: tuple[str, ...]) -> bool:
    """Whether a first row is a leg of a call."""
    if not _FEWEST <= len(cells) <= len(NAMES_OF_CDR):
        return False
    said = dict(zip(NAMES_OF_CDR, cells, strict=False))
    return bool(_INSTANT.fullmatch(said["start"]) and said["disposition"] in _ENDS and said["duration"].isdecimal())


def _call(row: Row) -> str:
    """The name of the call that a leg belongs to."""
    if row.word("uniqueid"):
        return row.id("uniqueid")
    said = "\0".join(row.text(name) for name in ("src", "channel", "start"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _count(row: Row) -> Iterator[Count]:
    day = row.needed_day("start")
    segments = dict.fromkeys((EVERYWHERE, segment_of(row.word("dcontext"))))
    yield from (Count("calls", day, 1.0, "calls", segment) for segment in segments)
    began, answered = row.moment("start"), row.moment("answer")
    if began and answered and row.word("disposition") == "ANSWERED":
        seconds = max(0.0, (answered - began).total_seconds())
        for segment in segments:
            yield Count("calls_answered", day, 1.0, "calls", segment)
            yield Count("seconds_to_answer", day, seconds, "seconds", segment, how="mean")


ASTERISK = RecordExport(
    name="asterisk",
    source="asterisk",
    what="call",
    columns={name: (name,) for name in NAMES_OF_CDR},
    needs=("src", "dst", "dcontext", "start", "duration", "disposition"),
    days=("start",),
    record=_call,
    count=_count,
    joins=True,
)
