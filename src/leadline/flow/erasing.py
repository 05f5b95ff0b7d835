"""A person asks to be erased: every stage forgets them, in the order that lets a run that died be finished.

In: the home, the lake, `Documents`, a pseudonym, and what deletes people's rows about messages. Out: how much went. The
surprise: what is left is found again from what is left. Whose messages are gone is known by their signals, and that
somebody is to go at all by ERASED; so the same command, run again, ends what was begun, and changes nothing after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from leadline.config import PSEUDONYMS, Home
from leadline.engine import Lake
from leadline.flow.documents import Documents
from leadline.flow.stages import refresh_desk

EraseRows = Callable[[str, Mapping[tuple[str, str], str]], int]
"""Deletes what people wrote about a person (pseudonym) and about messages (source, id), each with what stands for
its id where others answered it; says how many rows went."""


@dataclass(frozen=True)
class Erased:
    """What an erasure took away now. `rows` are corrections, and marks of the desk; `months` kept versions of months in
    which a quote was emptied; `refused_files` files of refused rows that named the person, `unread_files` those that
    waited to be taken in; `damaged_files` were set aside by a repair, may name them still, and are left.
    """

    person: str
    messages: int
    versions: int
    mentions: int
    signals: int
    rows: int
    months: int
    refused_files: int
    damaged_files: int
    unread_files: int = 0
    unpurged: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """`u7gq… is erased: 12 messages, 1 later version, …. Everything that is counted … of what is left.`"""
        counts = [
            _count(self.messages, "message"),
            _count(self.versions, "later version"),
            _count(self.signals, "reading"),
            _count(self.mentions, "mention by others", "mentions by others"),
            _count(self.rows, "correction or mark", "corrections and marks"),
            _count(self.months, "frozen month with a quote", "frozen months with quotes"),
            _count(self.refused_files, "file of refused rows", "files of refused rows"),
            _count(self.unread_files, "file that waited", "files that waited"),
        ]
        told = f"{self.person} is erased: {', '.join(counts[:-1])} and {counts[-1]}. "
        told += "Everything that is counted, and the search, are made of what is left."
        if self.damaged_files:
            told += (
                f" {_count(self.damaged_files, 'damaged file')} that a repair set aside may hold their words still: "
                "delete the folders _damaged in the lake when you need them no more."
            )
        if self.unpurged:
            told += (
                f" The logs of {', '.join(self.unpurged)} have lost files, so the bytes of what went are there still: "
                "run leadline engine repair, then erase once more."
            )
        return told

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def erase_person(
    home: Home, lake: Lake, documents: Documents, author: str, *, erase_rows: EraseRows, now: dt.datetime
) -> Erased:
    """Erase whoever wrote under this pseudonym, everywhere; a second run finds nothing and changes no row."""
    from leadline import assess, listen, report
    from leadline.listen.handles import forget_handle
    from leadline.listen.unread import forget_unread
    from leadline.programs.waiting import forget_customer

    listen.ask_to_erase(lake, author, now=now)
    refused = listen.refused_with(home, lake, author)
    unread = forget_unread(home, lake, author)
    keys = listen.said_by(lake, author) | assess.read_of(lake, author)
    stones = listen.tombs(home.key(PSEUDONYMS), keys)
    rows = erase_rows(author, stones)
    months = report.erase_quotes(lake, keys)
    said = listen.forget(lake, author, keys, stones)
    signals = assess.forget_readings(lake, author, documents.parties.own.id, stones)
    listen.refresh_heard(lake)
    forget_customer(lake, author)
    forget_handle(home, author)
    refresh_desk(lake, documents)
    for path in refused:
        path.unlink(missing_ok=True)
    unpurged = _purge(lake)
    return Erased(
        author,
        messages=said.messages,
        versions=said.versions,
        mentions=said.mentions,
        signals=signals,
        rows=rows,
        months=months,
        refused_files=len(refused),
        damaged_files=sum(1 for path in lake.root.glob("*/_damaged/*") if path.is_file()),
        unread_files=unread,
        unpurged=unpurged,
    )


def _purge(lake: Lake) -> tuple[str, ...]:
    """The bytes, too; the names of tables where they have to stay for now."""
    from leadline.flow.tables import TABLES

    for table in TABLES:
        lake.purge(table)
    return tuple(table.name for table in TABLES if lake.strays(table))


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
