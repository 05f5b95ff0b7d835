"""Which texts hold these words? A full-text index (tantivy) in a folder of its own, made from the lake and never asked
to keep anything that the lake does not.

In: entries, each a text with its facts, its day and a fingerprint. Out: keys of what fits, newest first, with counts by
day. The surprise: texts are put in place a day at a time, in one commit, so that whoever died while writing is caught
by comparing fingerprints; and since an index keeps the bytes of what was taken out of it, whatever must be gone is
gone by writing all of it anew into another folder.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import tantivy
from tantivy import FieldType, Occur, Query

from leadline.errors import LeadlineError

SHAPE = 1
"""Counts the times that the index was declared otherwise: one of another shape is made anew."""
_HOLDS = "holds.json"
_HEAP = 64_000_000
_LONGEST_WORD = 60
_EXACT = 20_000
"""Up to this many texts their writers are counted one by one."""
_PRECISION = 0.05
"""Beyond, a sketch of tantivy (HLL, 2,048 buckets) counts them: 95 estimates of 100 lie within this of the number."""
_BLANKS = str.maketrans(dict.fromkeys(" \t\n\r\x0b\x0c", "\u00a0"))


class Entry(NamedTuple):
    """One text. `facts` are what it is filtered by, as in `channel=x`; `print` is below 2 ** 32."""

    key: str
    text: str
    facts: str
    day: dt.date
    at: int
    author: int
    print: int


class Held(NamedTuple):
    """What stands in the index of one day: how many texts, and the sum of their fingerprints."""

    texts: int
    print: int


@dataclass(frozen=True)
class Asked:
    """What is sought. A text fits where it holds one phrase of each group in `words`, none of `without`, one fact of
    each group in `facts`, none of `but`, and was said on these days.
    """

    words: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    but: tuple[str, ...] = ()
    days: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True)
class Writers:
    """How many people wrote what fits; `between` where that is an estimate."""

    count: int
    between: tuple[int, int] | None = None


@dataclass
class Texts:
    """The index in a folder. Cheap to make; what it holds is opened when it is asked, and once for each commit."""

    root: Path
    _local: threading.local = field(default_factory=threading.local)

    @property
    def note(self) -> str:
        """What the last writer said of it; empty where there is none, or one of another shape."""
        held = self._holds()
        return str(held["note"]) if held.get("shape") == SHAPE else ""

    def days(self) -> dict[dt.date, Held]:
        """What it holds, day by day; nothing where it cannot be read."""
        if not self.note:
            return {}
        try:
            told = self._opened().by_day(Asked(), prints=True)
        except (ValueError, OSError):
            return {}
        return {day: Held(count, printed) for day, (count, printed) in told.items()}

    def put(self, entries: Iterable[Entry], *, days: Collection[dt.date], note: str) -> None:
        """Put these texts in the place of those of these days, in one commit."""
        folder = self.root / str(self._holds()["folder"])
        with _in_words():
            index = _declared(folder)
            _write(index, entries, days)
        self._say(folder.name, note)

    def make(self, entries: Iterable[Entry], *, note: str) -> None:
        """Write all texts anew into another folder and remove what was there, its bytes included."""
        folder = self.root / secrets.token_hex(6)
        folder.mkdir(mode=0o700, parents=True)
        with _in_words():
            _write(_declared(folder), entries, ())
        self._say(folder.name, note)
        for path in self.root.iterdir():
            if path.is_dir() and path != folder:
                shutil.rmtree(path, ignore_errors=True)

    def find(self, asked: Asked, *, limit: int, offset: int = 0) -> list[str]:
        """Keys of what fits, newest first."""
        with _in_words():
            return self._opened().find(asked, limit, offset)

    def count(self, asked: Asked) -> int:
        with _in_words():
            return self._opened().count(asked)

    def by_day(self, asked: Asked) -> dict[dt.date, int]:
        """How many fit, on each day on which any does."""
        with _in_words():
            return {day: count for day, (count, _) in self._opened().by_day(asked).items()}

    def writers(self, asked: Asked) -> Writers:
        """By how many people what fits was written."""
        with _in_words():
            return self._opened().writers(asked)

    def _opened(self) -> _Opened:
        """Once for each commit and thread. Raises ValueError or OSError where there is none that can be read."""
        holds = self._holds()
        if getattr(self._local, "holds", None) != holds:
            self._local.opened = _Opened(_declared(self.root / str(holds.get("folder", "none")), write=False))
            self._local.holds = holds
        found: _Opened = self._local.opened
        return found

    def _holds(self) -> dict[str, Any]:
        try:
            held: dict[str, Any] = json.loads((self.root / _HOLDS).read_text())
        except (OSError, ValueError):
            return {}
        return held

    def _say(self, folder: str, note: str) -> None:
        draft = self.root / f".{_HOLDS}.{secrets.token_hex(4)}"
        draft.write_text(json.dumps({"folder": folder, "note": note, "shape": SHAPE, "at": secrets.token_hex(4)}))
        draft.replace(self.root / _HOLDS)


@lru_cache(maxsize=16)
def texts_in(root: Path) -> Texts:
    """The index of a folder, the same one each time."""
    return Texts(root)


def fact(name: str, value: str) -> str:
    """As it stands among an entry's facts, and as it is asked."""
    return f"{name}={value}".translate(_BLANKS)


def marks(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Where in a text one of the phrases stands: from and to which character, in order, none within another."""
    told = _analyzer().pre_tokenize(text).tokens
    words = [token.text for token in told]
    found = list[tuple[int, int]]()
    for sought in filter(None, map(_analyzer().analyze, phrases)):
        for place in range(len(words) - len(sought) + 1):
            if words[place : place + len(sought)] == sought:
                found.append((told[place].char_offset_from, told[place + len(sought) - 1].char_offset_to))
    return _apart(found)


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, and what overlaps as one."""
    apart = list[tuple[int, int]]()
    for begins, ends in sorted(spans):
        if apart and begins < apart[-1][1]:
            apart[-1] = apart[-1][0], max(ends, apart[-1][1])
        else:
            apart.append((begins, ends))
    return apart


def has_words(phrase: str) -> bool:
    """Whether anything in it can be sought: signs alone cannot."""
    return bool(_analyzer().analyze(phrase))


@lru_cache(maxsize=1)
def _analyzer() -> tantivy.TextAnalyzer:
    """Words without case, accents and English endings. Another language loses nothing by it: what is sought and what
    is held are cut alike.
    """
    of, words = tantivy.Filter, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (of.remove_long(_LONGEST_WORD), of.lowercase(), of.ascii_fold(), of.stemmer("english")):
        words = words.filter(step)
    return words.build()


@lru_cache(maxsize=1)
def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("text", tokenizer_name="words", index_option="position")
    made.add_text_field("facts", tokenizer_name="blanks", index_option="basic")
    made.add_integer_field("day", indexed=True, fast=True)
    made.add_integer_field("at", fast=True)
    made.add_unsigned_field("author", fast=True)
    made.add_unsigned_field("print", fast=True)
    made.add_bytes_field("key", stored=True)
    return made.build()


def _declared(folder: Path, *, write: bool = True) -> tantivy.Index:
    if not write and not tantivy.Index.exists(str(folder)):
        raise ValueError("there is no index")
    index = tantivy.Index(_schema(), str(folder))
    index.register_tokenizer("words", _analyzer())
    index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def _write(index: tantivy.Index, entries: Iterable[Entry], days: Collection[dt.date]) -> None:
    writer = index.writer(_HEAP, 1)
    for day in days:
        writer.delete_documents_by_term("day", day.toordinal())
    for one in entries:
        writer.add_document(_document(one))
    writer.commit()
    writer.wait_merging_threads()


def _document(one: Entry) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("text", one.text)
    made.add_text("facts", one.facts)
    made.add_integer("day", one.day.toordinal())
    made.add_integer("at", one.at)
    made.add_unsigned("author", one.author)
    made.add_unsigned("print", one.print)
    made.add_bytes("key", one.key.encode("utf-8", "surrogatepass"))
    return made


class _Opened:
    """An index as one commit left it."""

    def __init__(self, index: tantivy.Index) -> None:
        index.reload()
        self._searcher = index.searcher()

    def find(self, asked: Asked, limit: int, offset: int) -> list[str]:
        found = self._searcher.search(_query(asked), limit, count=False, order_by_field="at", offset=offset)
        return [self._key(address) for _, address in found.hits]

    def count(self, asked: Asked) -> int:
        return int(self._searcher.search(_query(asked), 1).count)  # type: ignore[attr-defined]

    def by_day(self, asked: Asked, *, prints: bool = False) -> dict[dt.date, tuple[int, int]]:
        days: dict[str, Any] = {"histogram": {"field": "day", "interval": 1, "min_doc_count": 1}}
        if prints:
            days["aggs"] = {"print": {"sum": {"field": "print"}}}
        told = self._searcher.aggregate(_query(asked), {"days": days})["days"]["buckets"]
        return {
            dt.date.fromordinal(int(one["key"])): (one["doc_count"], int(one.get("print", {}).get("value") or 0))
            for one in told
        }

    def writers(self, asked: Asked) -> Writers:
        query = _query(asked)
        found = self._searcher.search(query, _EXACT + 1, count=False, order_by_field="at").hits
        if len(found) <= _EXACT:
            return Writers(len(set(self._searcher.fast_field_values("author", [address for _, address in found]))))
        about = self._searcher.cardinality(query, "author")
        return Writers(round(about), (round(about * (1 - _PRECISION)), round(about * (1 + _PRECISION))))

    def _key(self, address: tantivy.DocAddress) -> str:
        stored: bytes = bytes(self._searcher.doc(address).get_first("key") or b"")
        return stored.decode("utf-8", "surrogatepass")


def _query(asked: Asked) -> Query:
    """A query that names nothing is one for everything."""
    must = [_any_of([_phrase(one) for one in group]) for group in asked.words]
    must += [_any_of([_fact(one) for one in group]) for group in asked.facts]
    if asked.days:
        first, last = (day.toordinal() for day in asked.days)
        must.append(Query.range_query(_schema(), "day", FieldType.Integer, first, last))
    never = [*(_phrase(one) for one in asked.without), *(_fact(one) for one in asked.but)]
    parts = [(Occur.Must, one) for one in must or [Query.all_query()]]
    return Query.boolean_query([*parts, *((Occur.MustNot, one) for one in never)])


def _any_of(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, one) for one in queries])


def _phrase(phrase: str) -> Query:
    words = _analyzer().analyze(phrase)
    if not words:
        return Query.empty_query()
    if len(words) == 1:
        return Query.term_query(_schema(), "text", words[0])
    return Query.phrase_query(_schema(), "text", list(words))


def _fact(told: str) -> Query:
    return Query.term_query(_schema(), "facts", told, "basic")


@contextmanager
def _in_words() -> Iterator[None]:
    """What tantivy raises, as a sentence."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise LeadlineError(
            "The full-text index is not there, or cannot be read.", "Make it anew: leadline engine rebuild"
        ) from error
