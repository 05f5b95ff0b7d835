"""Read a sheet of messages by columns: what most rows of an export look like needs no row of its own in Python.

In: a sheet's cells under the contract's names, and the readers, keepers and speakers that a single row goes through.
Out: columns of MESSAGES, and the places of rows that must go one by one. The surprise: nothing is decided here that a
row's own way would decide otherwise. A cell is taken as it stands only where a check that is stricter than its reader
lets it pass; each distinct word is read by its reader, once; and a row with a cell that is refused, or that nobody
foresaw, is left to its own way (`message_rows`), which says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from leadline.config import setting
from leadline.listen.codes import Coded, coded, together
from leadline.listen.fields import LONGEST_TEXT, an_id, an_instant
from leadline.listen.keepable import NO_CHANNEL
from leadline.listen.message_rows import Ways
from leadline.listen.privacy import LONGEST_PLAIN_ID, OF_PHONES, PLAIN_ID, hide_mentions
from leadline.listen.profiles.base import Cells
from leadline.listen.profiles.messages import CHANGES, WORDS
from leadline.listen.redaction import steps
from leadline.listen.sheets import Bools
from leadline.listen.signs import plain_signs_of
from leadline.listen.threads import Declared, Link, Links, Threads

_DAY_OF_A_YEAR = r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_INSTANT = (
    rf"^[12]\d{{3}}-{_DAY_OF_A_YEAR}[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{{3}}|\.\d{{6}})?"
    r"(?:[zZ]|[+-](?:0\d|1[0-4]):[0-5]\d)$"
)
"""The most common forms of an instant, all of them on days that there are."""
_UTC = pa.timestamp("us", tz="UTC")


class Bulk:
    """The sheets of one import."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._speaks_for = lru_cache(100_000)(ways.speakers.speaks_for)
        self._role = lru_cache(100_000)(ways.speakers.role)
        self._id = lru_cache(10_000)(lambda said, channel: ways.keepable.id(an_id(said, "id") or "", channel))

    def links(self, cells: Cells, readable: Bools) -> tuple[Links, Bools]:
        """What threading needs of the rows that are marked; the others must be asked one by one."""
        good, told = self._sound(cells, readable)
        spoken = together(told["author"], told["about_party"], told["speaker_role"]).read(
            lambda one: self._speaks_for(*one)
        )
        declared = told["about_party"].where(self._ways.speakers.is_about_somebody)
        final = declared & _is_there(told["thread_id"]) & spoken.where(lambda party: not party)
        return Links(list(_final(told, final)), list(_open(told, spoken, declared, np.flatnonzero(~final)))), good

    def messages(self, cells: Cells, readable: Bools, threads: Threads) -> tuple[dict[str, pa.Array], Bools]:
        """Columns of MESSAGES for the rows that are marked; the others must go one by one."""
        good, told = self._sound(cells, readable)
        days = days_of(told["posted_at"], self._ways.company_zone)
        columns = told | self._placed(told, threads) | {"posted_day": days}
        columns["public"] = told["public"].array(pa.bool_())
        return {name: one.array() if isinstance(one, Coded) else one for name, one in columns.items()}, good

    def _sound(self, cells: Cells, readable: Bools) -> tuple[Bools, dict[str, Any]]:
        """The rows of which everything can be read: which those are, and what they say (instants in UTC)."""
        sheet = _Sheet(cells, readable.copy())
        for name in CHANGES:
            sheet.refuse(coded(sheet.cells(name)).where(lambda cell: cell not in (None, "")))
        columns = self._who(sheet) | {
            "kind": sheet.read("kind"),
            "public": sheet.read("public"),
            "language": sheet.read("language", self._word("language")),
            "area": sheet.read("area", self._word("area")),
            "text": sheet.texts(),
            "posted_at": self._instants(sheet),
        }
        return sheet.good, {name: _those(column, sheet.good) for name, column in columns.items()}

    def _who(self, sheet: _Sheet) -> dict[str, Any]:
        """Who says something where, in answer to what."""
        channel = sheet.read("channel", self._word("channel")).read(lambda said: said or NO_CHANNEL)
        said = sheet.read("source", self._word("source"))
        source = together(said, channel).read(lambda one: self._ways.source or one[0] or one[1])
        ids = {name: self._ids(sheet, name, channel) for name in ("message_id", "thread_id", "reply_to")}
        sheet.refuse(~_is_there(ids["message_id"]))
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

    def _ids(self, sheet: _Sheet, name: str, channel: Coded) -> pa.Array:
        """Plain ids of machines as they are where no number may be a phone's; else each as a row's own way keeps it."""
        cells = sheet.strings(name)
        of_phones = channel.where(lambda one: one in OF_PHONES)
        plain = _holds(pc.match_substring_regex(cells, PLAIN_ID)) & ~of_phones
        plain &= _holds(pc.less_equal(pc.binary_length(cells), LONGEST_PLAIN_ID))
        asked = _holds(pc.is_valid(cells)) & ~plain

        def kept(one: tuple[str, str]) -> Any:
            return _quietly(lambda: self._id(*one)) if one[0].strip() else None

        told = together(coded(cells.filter(pa.array(asked))), channel.of(asked)).read(kept)
        return _put(cells, asked, sheet.without_refused(told, asked).array())

    def _instants(self, sheet: _Sheet) -> pa.Array:
        """Instants in UTC; those that are not written in the most common form, one by one."""
        cells, zone = sheet.strings("posted_at"), self._ways.zone
        common = _holds(pc.match_substring_regex(cells, _INSTANT))
        nothing = pa.scalar(None, pa.string())
        found = pc.cast(pc.ascii_upper(pc.if_else(pa.array(common), cells, nothing)), _UTC)
        asked = _holds(pc.is_valid(cells)) & ~common
        told = [
            _quietly(partial(an_instant, cell, "posted_at", zone)) for cell in cells.filter(pa.array(asked)).to_pylist()
        ]
        found = _put(found, asked, pa.array([None if one is _REFUSED else one for one in told], _UTC))
        first = dt.datetime(setting("LEADLINE_FIRST_YEAR"), 1, 1, tzinfo=dt.UTC)
        last = self._ways.now + dt.timedelta(days=1)
        within = pc.and_(pc.greater_equal(found, pa.scalar(first, _UTC)), pc.less_equal(found, pa.scalar(last, _UTC)))
        sheet.refuse(~_holds(within))
        return found

    def _placed(self, told: dict[str, Any], threads: Threads) -> dict[str, Any]:
        """Good rows with their conversation, role, party and pseudonym, and the text that may be kept."""
        written, of_text = _distinct(told["text"])
        written = _where(r"[^\x00-\x7f]|&", written, plain_signs_of)
        thread = self._conversations(told, threads)
        party = self._parties(told | {"thread_id": thread}, written.take(of_text), threads)
        role = together(told["author"], told["speaker_role"]).read(lambda one: self._role(*one))
        name = self._ways.name
        return {
            "thread_id": thread,
            "about_party": party.read(lambda one: one[0]),
            "party_basis": party.read(lambda one: str(one[1])),
            "speaker_role": role.read(lambda one: str(one[0])),
            "role_basis": role.read(lambda one: str(one[1])),
            "author": together(told["channel"], told["author"]).read(lambda one: name(*one)),
            "text": self._kept(written, of_text, told["channel"]),
        }

    def _conversations(self, told: dict[str, Any], threads: Threads) -> pa.Array:
        """Those that are declared, and else those that the links tell."""
        asked = ~_is_there(told["thread_id"])
        ids = told["message_id"].filter(pa.array(asked)).to_pylist()
        found = [threads.of(*one) for one in zip(told["source"].of(asked).cells(), ids, strict=True)]
        return _put(told["thread_id"], asked, pa.array(found, pa.string()))

    def _parties(self, told: dict[str, Any], written: pa.Array, threads: Threads) -> Coded:
        """Whom each message is about and how that is known. Only rows that do not declare it are asked."""
        speakers = self._ways.speakers
        about: Coded = told["about_party"]
        asked = np.flatnonzero(~about.where(speakers.is_about_somebody))
        declared = about.read(lambda one: speakers.party(one, "", None))
        if not len(asked):
            return declared
        thread = zip(told["source"].of(asked).cells(), told["thread_id"].take(pa.array(asked)).to_pylist(), strict=True)
        texts = written.take(pa.array(asked)).to_pylist()
        found = [speakers.party(None, text, threads.party_of(*one)) for text, one in zip(texts, thread, strict=True)]
        numbers = {one: place for place, one in enumerate(dict.fromkeys([*declared.told, *found]))}
        codes = np.array([numbers[one] for one in declared.told], np.int64)[declared.codes]
        codes[asked] = [numbers[one] for one in found]
        return Coded(codes, list(numbers))

    def _kept(self, written: pa.Array, of_text: pa.Array, channel: Coded) -> pa.Array:
        """Texts in which nothing identifies anybody; what could not hold any of it is kept as it stands. Each distinct
        one is asked once; of those that mention somebody, once on each channel.
        """
        ways, known = self._ways, self._ways.speakers.handles
        texts = of_text.to_numpy().copy()
        rows = np.flatnonzero(_holds(pc.match_substring(written, "@"))[texts])
        mentions = together(coded(written.take(of_text.take(pa.array(rows)))), channel.of(rows))
        hidden = mentions.read(lambda one: hide_mentions(one[0], known=known, name=partial(ways.name, one[1])))
        texts[rows] = len(written) + hidden.codes
        written = pa.concat_arrays([written, pa.array(hidden.told, pa.string())])
        for looks_like, blank in steps(region=ways.region, known=ways.parties_words):
            written = _where(looks_like, written, blank)
        return written.take(pa.array(texts))


def _final(told: dict[str, Any], final: Bools) -> Iterator[Declared]:
    """Messages of which thread and party are declared, by source."""
    source = told["source"]
    for code, name in enumerate(source.told):
        mine = pa.array(final & (source.codes == code))
        yield Declared(name, told["message_id"].filter(mine), told["thread_id"].filter(mine))


def _open(told: dict[str, Any], spoken: Coded, declared: Bools, rows: NDArray[np.int64]) -> Iterator[Link]:
    """The other rows."""
    if not len(rows):
        return iter(())
    ids = [told[name].take(pa.array(rows)).to_pylist() for name in ("message_id", "reply_to", "thread_id")]
    columns = (told["source"].of(rows).cells(), *ids, spoken.of(rows).cells(), declared[rows].tolist())
    return (Link(*one) for one in zip(*columns, strict=True))


def _distinct(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The distinct texts, and which of them each row says."""
    found = texts.dictionary_encode()
    return found.dictionary, pc.cast(found.indices, pa.int64())


def _where(looks_like: str, texts: pa.Array, make: Callable[[list[str]], list[str]]) -> pa.Array:
    """The texts, put through `make` where they look like it (RE2)."""
    found = pc.match_substring_regex(texts, looks_like)
    return _put(texts, _holds(found), pa.array(make(texts.filter(found).to_pylist()), pa.string()))


def _put(column: pa.Array, rows: Bools, instead: pa.Array) -> pa.Array:
    """The column with other cells in some rows."""
    return pc.replace_with_mask(column, pa.array(rows), instead) if len(instead) else column


def _holds(found: pa.Array) -> Bools:
    """Where something is so; nothing is so of an empty cell."""
    answer: Bools = pc.fill_null(found, False).to_numpy(zero_copy_only=False)
    return answer


def _is_there(column: pa.Array) -> Bools:
    return _holds(pc.greater(pc.binary_length(column), 0))


def _those(column: Coded | pa.Array, rows: Bools) -> Coded | pa.Array:
    return column.of(rows) if isinstance(column, Coded) else column.filter(pa.array(rows))


_REFUSED = object()
"""Stands for a cell that its reader refused."""


@dataclass
class _Sheet:
    """Cells of a sheet, and which rows are good so far."""

    cells: Cells
    good: Bools

    def read(self, name: str, also: Callable[[Any], Any] = lambda said: said) -> Coded:
        """A column of few distinct cells, read and then put through `also`; None where a cell is refused."""
        told = coded(self.cells(name)).read(lambda cell: _quietly(lambda: also(WORDS[name](cell))))
        return self.without_refused(told, np.ones(len(told), bool))

    def without_refused(self, told: Coded, rows: Bools) -> Coded:
        """What was told of some rows, with None where it was refused; those rows are not good."""
        self.good[np.flatnonzero(rows)[told.where(lambda one: one is _REFUSED)]] = False
        return told.read(lambda one: None if one is _REFUSED else one)

    def strings(self, name: str) -> pa.Array:
        """A column of texts; a row with true or false in it is not good."""
        cells = self.cells(name)
        if not isinstance(cells, list):
            return cells
        self.refuse(np.array([isinstance(cell, bool) for cell in cells], bool))
        return pa.array([None if isinstance(cell, bool) else cell for cell in cells], pa.string())

    def texts(self) -> pa.Array:
        told = self.strings("text")
        self.refuse(~_holds(pc.less_equal(pc.utf8_length(told), LONGEST_TEXT)))
        return told

    def refuse(self, rows: Bools) -> None:
        self.good &= ~rows


def _quietly(make: Callable[[], Any]) -> Any:
    """What is made, or that it is refused: the row's own way says why, whatever it was."""
    try:
        return make()
    except Exception:
        return _REFUSED


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
