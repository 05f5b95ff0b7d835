"""A party was declared after its messages came in: what waits under its name or an account becomes its own.

In: who is who, and messages that intake filed under a word that nobody was declared with. Out: the same messages, about
the party, with the basis `corrected`; ids, texts and everything else stay. The surprise: nothing is remembered beside
the messages. What still waits under a word of somebody declared is found by looking, so a run that died begins again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import partial
from typing import NamedTuple

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from leadline.engine import Lake, Table, collect, rows, scan
from leadline.listen.heard import Added, heard, refresh_heard
from leadline.listen.parties import PartyBook, as_party_id
from leadline.listen.tables import MESSAGES
from leadline.words import Basis, Company, Month, PartyId, Period

Words = Mapping[PartyId, PartyId]
"""Under which word messages wait, and for which party."""
_TOUCHED = ("source", "thread_id", "posted_day")


class Moved(NamedTuple):
    """Rows that changed hands (source, thread_id, posted_day), and how many commits that took."""

    rows: pa.Table
    commits: int


def words_of(book: PartyBook, company: Company) -> dict[PartyId, PartyId]:
    """Each word under which intake may have filed a declared party's messages before it was declared, and that party.

    Its name and its accounts; the own brand's are the company's name, too. A party's id is never another's word.
    """
    words, of_company = dict(book.waiting), as_party_id(company.name)
    if of_company not in {party.id for party in book.parties}:
        words.setdefault(of_company, book.own.id)
    return words


def waiting(lake: Lake, words: Words) -> dict[PartyId, int]:
    """How many messages wait under each of these words; words under which none waits are left out."""
    counts: dict[PartyId, int] = {}
    for one in heard(lake):
        if (word := PartyId(one.about_party)) in words:
            counts[word] = counts.get(word, 0) + one.messages
    return counts


def adopt_messages(lake: Lake, words: Words) -> None:
    """Let the messages that wait under these words be about their parties. A second run finds none."""
    before, newest = lake.version(MESSAGES), lake.newest(MESSAGES)
    moved = hand_over(lake, MESSAGES, words, also={"party_basis": Basis.CORRECTED.value})
    if moved.rows.num_rows:
        days: Collection[dt.date] = moved.rows["posted_day"].unique().to_pylist()
        refresh_heard(lake, Added(Period(min(days), max(days)), before, newest + moved.commits))


def hand_over(lake: Lake, table: Table, words: Words, *, also: Mapping[str, str] | None = None) -> Moved:
    """Put the party in the place of each word in a table of messages, a month at a time, so that memory is bounded."""
    waits = scan(lake, table).filter(nw.col("about_party").is_in(sorted(words)))
    found = collect(waits.select(*_TOUCHED))
    months = sorted({Month.of(day) for day in found["posted_day"].unique().to_pylist()})
    for month in months:
        days = f"posted_day >= '{month.first_day}' AND posted_day <= '{month.last_day}'"
        where = f"{days} AND about_party IN ({_named(words)})"
        lake.rewrite(table, where=where, make=partial(_handed, lake, table, words, month, also or {}))
    return Moved(found, len(months))


def _handed(lake: Lake, table: Table, words: Words, month: Month, also: Mapping[str, str]) -> pa.Table:
    """A month's rows under the words, and their parties' own as they are: what is written must be what is sought."""
    within = scan(lake, table, days=month.period())
    within = within.filter(nw.col("posted_day").is_between(month.first_day, month.last_day))
    told = collect(within.filter(nw.col("about_party").is_in(_both(words))).select(*table.names)).cast(table.schema())
    waited = pc.is_in(told["about_party"], pa.array(sorted(words)))
    parties = [words.get(PartyId(word), word) for word in told["about_party"].to_pylist()]
    for column, said in also.items():
        told = _with(told, column, pc.if_else(waited, said, told[column]))
    return _with(told, "about_party", pa.array(parties, pa.string()))


def _both(words: Words) -> list[str]:
    return sorted({*words, *words.values()})


def _named(words: Words) -> str:
    """Ids are plain letters, so that nothing needs to be quoted."""
    return ", ".join(f"'{word}'" for word in _both(words))


def _with(told: pa.Table, column: str, values: pa.ChunkedArray | pa.Array) -> pa.Table:
    place = told.column_names.index(column)
    return told.set_column(place, told.schema.field(column), values.cast(told.schema.field(column).type))


def is_any(lake: Lake, table: Table, words: Words) -> bool:
    """Whether a row of the table, or of a cube of it, says one of these words."""
    found = scan(lake, table).filter(nw.col("about_party").is_in(sorted(words))).select("about_party")
    return bool(rows(found.head(1)))
