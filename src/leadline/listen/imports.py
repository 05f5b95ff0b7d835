"""Which files came in, when, and what became of their rows.

In: the ledger. Out: an `Import` a file, newest first. The surprise: a file that was taken in twice stands here once,
with its first count, because the second time changed nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import narwhals as nw

from leadline.engine import Lake, among, collect, matching, rows, scan
from leadline.engine.ledger import Entry, entries
from leadline.engine.memory import remembered
from leadline.listen.again import STAGE
from leadline.listen.tables import MESSAGES, METRICS, VERSIONS
from leadline.listen.visits import visited_until


@dataclass(frozen=True)
class Import:
    """One file: read = new + known + refused + erased. `reasons` counts why rows were refused; `refused_file` is in the
    home's folder of refused rows. `changed` known rows had an id that the lake holds with another content; `corrected`
    new values took the place of earlier ones; `edited` and `deleted` messages came as later versions, `unheard` ones
    were deleted before they came, and `erased` ones are by people who were erased. `remarks` say what
    of the whole file was not taken.
    """

    file: str
    profile: str
    kind: str
    at: dt.datetime
    read: int
    new: int
    known: int
    refused: int
    reasons: tuple[tuple[str, int], ...]
    refused_file: str | None
    changed: int = 0
    corrected: int = 0
    edited: int = 0
    deleted: int = 0
    unheard: int = 0
    erased: int = 0
    remarks: tuple[str, ...] = ()


def imports(lake: Lake) -> tuple[Import, ...]:
    """All files that were taken in, newest first."""
    return tuple(_import(entry) for entry in entries(lake, STAGE))


def imports_until(lake: Lake, day: dt.date) -> frozenset[str]:
    """The digests of the imports that brought a message, or a later version of it, or a value, of a day up to this."""
    return remembered(lake, [MESSAGES, VERSIONS, METRICS], ("imports until", day), lambda: _imports_until(lake, day))


def messages_known_until(lake: Lake) -> dt.datetime | None:
    """When messages were imported last, or a live source was read: what was answered later nobody can know yet. None
    before the first.

    A file of metrics tells of no reply, and what people mark at the desk tells of one conversation only.
    """
    files = [one.at for one in imports(lake) if one.kind == "messages"]
    visited = visited_until(lake)
    return max([*files, visited] if visited else files, default=None)


def _imports_until(lake: Lake, day: dt.date) -> frozenset[str]:
    found: set[str] = set()
    for table, column in ((MESSAGES, "posted_day"), (METRICS, "day")):
        brought = scan(lake, table).filter(nw.col(column) <= day).select("import_id").unique()
        found.update(row["import_id"] for row in rows(brought))
    found.update(row["import_id"] for row in rows(_edits_until(lake, day)))
    return frozenset(found)


def _edits_until(lake: Lake, day: dt.date) -> nw.LazyFrame[Any]:
    """The imports that brought later versions of messages of a day up to this one."""
    told = collect(scan(lake, VERSIONS).select("source", "message_id", "import_id").unique())
    keys = told.select(["source", "message_id"])
    early = matching(lake, MESSAGES, keys).filter(nw.col("posted_day") <= day).select("source", "message_id")
    return among(scan(lake, VERSIONS), collect(early), ["source", "message_id"]).select("import_id").unique()


def _import(entry: Entry) -> Import:
    told = entry.detail
    reasons = sorted(told["reasons"].items(), key=lambda one: (-one[1], one[0]))
    return Import(
        file=told["file"],
        profile=told["profile"],
        kind=told["kind"],
        at=entry.done_at,
        read=told["read"],
        new=told["new"],
        known=told["known"],
        refused=told["refused"],
        reasons=tuple(reasons),
        refused_file=PurePath(told["refused_file"]).name if told["refused_file"] else None,
        changed=told.get("changed", 0),
        corrected=told.get("corrected", 0),
        edited=told.get("edited", 0),
        deleted=told.get("deleted", 0),
        unheard=told.get("unheard", 0),
        erased=told.get("erased", 0),
        remarks=tuple(told.get("remarks", ())),
    )
