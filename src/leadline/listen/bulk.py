"""Read a sheet of messages by columns: what most rows of an export look like needs no row of its own in Python.

In: a sheet's cells under the contract's names, and the readers, keepers and speakers that a single row goes through.
Out: columns of MESSAGES, and the places of rows that must go one by one. The surprise: nothing is decided here that a
row's own way would decide otherwise. A cell is taken as it stands only where a check that is stricter than its reader
lets it pass; each distinct word is read by its reader, once; and a row with a cell that is refused, or that nobody
foresaw, is left to its own way, which says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import compress
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from leadline.config import setting
from leadline.listen.fields import LONGEST_ID, LONGEST_TEXT, an_id, an_instant, distinct
from leadline.listen.keepable import NO_CHANNEL, Keepable
from leadline.listen.privacy import OF_PHONES, hide_mentions
from leadline.listen.profiles.base import Cells
from leadline.listen.profiles.messages import CHANGES, WORDS
from leadline.listen.redaction import plain_signs, steps
from leadline.listen.speakers import Speakers
from leadline.listen.threads import Link, Threads

Bools = NDArray[np.bool_]

_INSTANT = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[zZ]|[+-]\d\d:\d\d)$"
_UTC = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True)
class Ways:
    """What a single row goes through."""

    keepable: Keepable
    speakers: Speakers
    name: Callable[[str, str], str]
    parties_words: Container[str]
    region: str | None
    zone: ZoneInfo | None
    company_zone: ZoneInfo
    source: str | None
    now: dt.datetime


class Bulk:
    """The sheets of one import."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._speaks_for = lru_cache(100_000)(ways.speakers.speaks_for)
        self._role = lru_cache(100_000)(ways.speakers.role)
        self._id = lru_cache(10_000)(lambda said, channel: ways.keepable.id(an_id(said, "id") or "", channel))

    def links(self, cells: Cells, readable: Sequence[bool]) -> tuple[list[Link], Bools]:
        """What threading needs of the rows that are marked; the others must be asked one by one."""
        sheet, told, _ = self._sound(cells, readable)
        declared = self._ways.speakers.is_about_somebody
        names = ("source", "message_id", "reply_to", "thread_id", "author", "about_party", "speaker_role")
        links = [
            Link(source, message_id, reply_to, thread_id, self._speaks_for(author, about, role), declared(about))
            for source, message_id, reply_to, thread_id, author, about, role in zip(
                *(told[name] for name in names), strict=True
            )
        ]
        return links, sheet.good

    def messages(self, cells: Cells, readable: Sequence[bool], threads: Threads) -> tuple[dict[str, pa.Array], Bools]:
        """Columns of MESSAGES for the rows that are marked; the others must go one by one."""
        sheet, told, instants = self._sound(cells, readable)
        told = {name: pa.array(column) for name, column in self._placed(told, threads).items()}
        return told | {"posted_at": instants, "posted_day": days_of(instants, self._ways.company_zone)}, sheet.good

    def _sound(self, cells: Cells, readable: Sequence[bool]) -> tuple[_Sheet, dict[str, list[Any]], pa.Array]:
        """The rows of which everything can be read: which those are, what they say, and when (UTC)."""
        sheet = _Sheet(cells, np.array(readable, dtype=bool))
        for name in CHANGES:
            sheet.refuse(place for place, cell in enumerate(sheet.cells(name)) if cell)
        columns = self._who(sheet) | {
            "kind": sheet.read("kind"),
            "public": sheet.read("public"),
            "language": sheet.read("language", self._word("language")),
            "area": sheet.read("area", self._word("area")),
            "text": sheet.texts(),
        }
        instants = self._instants(sheet)
        return sheet, sheet.good_rows_of(columns), instants.filter(pa.array(sheet.good))

    def _who(self, sheet: _Sheet) -> dict[str, list[Any]]:
        """Who says something where, in answer to what."""
        channel = [said or NO_CHANNEL for said in sheet.read("channel", self._word("channel"))]
        said = sheet.read("source", self._word("source"))
        source = [self._ways.source or one or where for one, where in zip(said, channel, strict=True)]
        ids = {name: self._ids(sheet, name, channel) for name in ("message_id", "thread_id", "reply_to")}
        sheet.refuse(place for place, one in enumerate(ids["message_id"]) if not one)
        party = self._ways.keepable.party_word
        return ids | {
            "channel": channel,
            "source": source,
            "author": sheet.read("author"),
            "about_party": sheet.read("about_party", lambda said: party(said) if said else None),
            "speaker_role": sheet.read("speaker_role"),
        }

    def _word(self, column: str) -> Callable[[str | None], str | None]:
        word = self._ways.keepable.word
        return lambda said: word(said, column) if said else None

    def _ids(self, sheet: _Sheet, name: str, channel: list[str]) -> list[Any]:
        """Plain numbers as they are where no number may be a phone's; else each as a row's own way keeps it."""
        cells = sheet.cells(name)
        if not any(cells):
            return [None] * len(cells)
        any_phones = not OF_PHONES.isdisjoint(channel)

        def kept(cell: Any, where: str) -> str | None:
            return self._id(cell, where) if cell and cell.strip() else None

        return sheet.each(
            [cell if not any_phones and _is_number(cell) else _ASK for cell in cells],
            lambda place: kept(cells[place], channel[place]),
        )

    def _instants(self, sheet: _Sheet) -> pa.Array:
        """Instants in UTC; those that are not written in the most common form, one by one."""
        cells, zone = sheet.cells("posted_at"), self._ways.zone
        try:
            written = pa.array(cells, pa.string())
            if not pc.all(pc.match_substring_regex(written, _INSTANT), skip_nulls=False).as_py():
                raise pa.ArrowInvalid
            found = pc.cast(pc.ascii_upper(written), _UTC)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            asked = [_ASK] * len(cells)
            found = pa.array(sheet.each(asked, lambda place: an_instant(cells[place], "posted_at", zone)), _UTC)
        first = dt.datetime(setting("LEADLINE_FIRST_YEAR"), 1, 1, tzinfo=dt.UTC)
        last = self._ways.now + dt.timedelta(days=1)
        within = pc.and_(pc.greater_equal(found, pa.scalar(first, _UTC)), pc.less_equal(found, pa.scalar(last, _UTC)))
        sheet.good &= pc.fill_null(within, False).to_numpy(zero_copy_only=False)
        return found

    def _placed(self, told: dict[str, list[Any]], threads: Threads) -> dict[str, list[Any]]:
        """Good rows with their conversation, role, party and pseudonym, and the text that may be kept."""
        written = _where(r"[^\x00-\x7f]|&", told["text"], plain_signs)
        source, about = told["source"], told.pop("about_party")
        thread = [
            declared or threads.of(where, one)
            for declared, where, one in zip(told.pop("thread_id"), source, told["message_id"], strict=True)
        ]
        speaks = [
            None if one else threads.party_of(where, of) for one, where, of in zip(about, source, thread, strict=True)
        ]
        parties = list(map(self._ways.speakers.party, about, written, speaks))
        roles = list(map(self._role, told["author"], told.pop("speaker_role")))
        return told | {
            "thread_id": thread,
            "about_party": [party for party, _ in parties],
            "party_basis": [str(basis) for _, basis in parties],
            "speaker_role": [str(role) for role, _ in roles],
            "role_basis": [str(basis) for _, basis in roles],
            "author": list(map(self._ways.name, told["channel"], told["author"])),
            "text": self._kept(written, told["channel"]),
        }

    def _kept(self, written: list[str], channel: list[str]) -> list[str]:
        """Texts in which nothing identifies anybody; what could not hold any of it is kept as it stands."""
        ways, known = self._ways, self._ways.speakers.handles
        texts = [
            hide_mentions(text, known=known, name=partial(ways.name, where)) if "@" in text else text
            for text, where in zip(written, channel, strict=True)
        ]
        for looks_like, blank in steps(region=ways.region, known=ways.parties_words):
            texts = _where(looks_like, texts, blank)
        return texts


def _where(looks_like: str, texts: list[str], make: Callable[[str], str]) -> list[str]:
    """The texts, put through `make` where they look like it (RE2)."""
    found = pc.match_substring_regex(pa.array(texts, pa.string()), looks_like).to_pylist()
    return [make(text) if look else text for text, look in zip(texts, found, strict=True)]


_ASK = object()
"""Stands for a cell that its reader must be asked about."""
_REFUSED = object()
"""Stands for a cell that its reader refused."""


@dataclass
class _Sheet:
    """Cells of a sheet, and which rows are good so far."""

    cells: Cells
    good: Bools

    def read(self, name: str, also: Callable[[Any], Any] = lambda said: said) -> list[Any]:
        """A column of few distinct cells, read and then put through `also`; None where a cell is refused."""
        told = distinct(self.cells(name), lambda cell: _quietly(lambda: also(WORDS[name](cell))))
        return self._without_refused(told)

    def each(self, cells: list[Any], ask: Callable[[int], Any]) -> list[Any]:
        """The cells, with an answer by place for those that must be asked about."""
        told = list(cells)
        for place in (place for place, cell in enumerate(cells) if cell is _ASK):
            told[place] = _quietly(partial(ask, place))
        return self._without_refused(told)

    def _without_refused(self, told: list[Any]) -> list[Any]:
        """Told cells, with None in the places of those that are refused; their rows are not good."""
        places = [place for place, one in enumerate(told) if one is _REFUSED]
        self.refuse(places)
        for place in places:
            told[place] = None
        return told

    def texts(self) -> list[Any]:
        told = self.cells("text")
        self.refuse(place for place, one in enumerate(told) if not isinstance(one, str) or len(one) > LONGEST_TEXT)
        return told

    def refuse(self, places: Iterable[int]) -> None:
        self.good[list(places)] = False

    def good_rows_of(self, columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
        return {name: list(compress(column, self.good)) for name, column in columns.items()}


def _quietly(make: Callable[[], Any]) -> Any:
    """What is made, or that it is refused: the row's own way says why, whatever it was."""
    try:
        return make()
    except Exception:
        return _REFUSED


def _is_number(cell: Any) -> bool:
    """A number that a machine made and that no phone has: it does not begin with a zero."""
    return isinstance(cell, str) and cell.isdecimal() and cell.isascii() and cell[0] != "0" and len(cell) <= LONGEST_ID


def days_of(instants: pa.Array, zone: ZoneInfo) -> pa.Array:
    """The days of instants in a zone: each lies between two midnights of its clocks."""
    if not len(instants):
        return pa.array([], pa.date32())
    bounds = pc.min_max(instants).as_py()
    first = bounds["min"].astimezone(zone).date()
    days = [first + dt.timedelta(days=one) for one in range((bounds["max"].astimezone(zone).date() - first).days + 1)]
    midnights = np.array([_midnight(day, zone) for day in days], dtype="datetime64[us]")
    places = np.searchsorted(midnights, instants.to_numpy(zero_copy_only=False).astype("datetime64[us]"), side="right")
    return pa.array(days, pa.date32()).take(pa.array(places - 1))


def _midnight(day: dt.date, zone: ZoneInfo) -> np.datetime64:
    """The first instant of a day, in UTC."""
    begins = dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
    return np.datetime64(begins.replace(tzinfo=None), "us")
