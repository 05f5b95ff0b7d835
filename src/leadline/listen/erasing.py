"""A person asks to be erased: what they said goes, other people's texts name them no more, and none of it comes again.

In: a handle or a pseudonym. Out: MESSAGES and VERSIONS without them, and a row of ERASED, which intake asks. The
surprise: the row is written first and the messages go last, so that a run that died is finished by running it again.
"""

from __future__ import annotations

import csv
import datetime as dt
import hmac
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from pathlib import Path
from typing import Any, NamedTuple

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from leadline.config import PSEUDONYMS, Home
from leadline.engine import Lake, Table, collect, matching, rows, scan
from leadline.engine.memory import remembered
from leadline.errors import LeadlineError
from leadline.listen.heard import heard
from leadline.listen.naming import NOBODY, Named
from leadline.listen.pseudonyms import kept_as
from leadline.listen.tables import ERASED, MESSAGES, VERSIONS
from leadline.words import SpeakerRole

_PSEUDONYM = re.compile(r"u[a-z2-7]{16}")
"""Accounts make no difference when a text comes in again: it is still the same text."""
_AT_ONCE = 500
_KEY = ("source", "message_id")

Keys = Collection[tuple[str, str]]
Tombs = Mapping[tuple[str, str], str]
"""What stands instead of the id of each erased message (source, id)."""


class Forgotten(NamedTuple):
    """How many messages and later versions of them went, and how many texts of others no longer name the person."""

    messages: int
    versions: int
    mentions: int


def whom(home: Home, lake: Lake, said: str, *, channel: str | None = None) -> str:
    """The pseudonym of whom is meant: a handle as it stands at its source, or a pseudonym as pages show it.

    Raises LeadlineError where nobody is, where several may be, and for an account of a brand.
    """
    wrote = {one.pseudonym: one.channel for one in kept_as(home, lake, said) if one.what == "person" and one.messages}
    every = {one.pseudonym: one.channel for one in kept_as(home, lake, said) if one.what == "person"}
    if _PSEUDONYM.fullmatch(said):
        wrote = {said: ""} if _has_said(lake, said) else {}
        every = {said: ""}
    known = wrote or {name: where for name, where in every.items() if name in erased_people(lake)}
    found = {name: where for name, where in known.items() if channel in (None, where) or not where}
    if not found:
        where = f" on {channel}" if channel else ""
        raise LeadlineError(
            f"No message here is by “{said}”{where}.", "leadline listen pseudonym HANDLE says as what a handle is kept."
        )
    if len(found) > 1:
        raise LeadlineError(
            f"“{said}” wrote on {' and '.join(sorted(found.values()))}, and may be as many people.",
            "Name one of them: --channel CHANNEL; then the next.",
        )
    [author] = found
    _must_be_a_person(lake, author, said)
    return author


def ask_to_erase(lake: Lake, author: str, *, now: dt.datetime) -> None:
    """Write down that a person is to be erased: from now on nothing comes in that they said until now."""
    lake.append(ERASED, ERASED.of_rows([{"author": author, "asked_at": now}]))
    lake.compact(ERASED)


def erased_people(lake: Lake) -> dict[str, dt.datetime]:
    """Who was erased, by pseudonym, and when they asked last."""
    return remembered(lake, [ERASED], "erased people", lambda: _erased_people(lake))


def _erased_people(lake: Lake) -> dict[str, dt.datetime]:
    told = rows(scan(lake, ERASED).group_by("author").agg(asked_at=nw.col("asked_at").max()))
    return {row["author"]: row["asked_at"] for row in told}


def not_erased(lake: Lake, said: pa.Table) -> pa.Table:
    """Rows of MESSAGES without what erased people said until they asked."""
    people = erased_people(lake)
    if not people or not said.num_rows:
        return said
    asked = pa.table({"author": list(people), "asked_at": pa.array(people.values(), pa.timestamp("us", tz="UTC"))})
    place = pc.index_in(said["author"], asked["author"])
    until = pc.take(asked["asked_at"], place)
    return said.filter(pc.fill_null(pc.greater(said["posted_at"], until), True))


def said_by(lake: Lake, author: str) -> set[tuple[str, str]]:
    """Source and id of each message of a person."""
    return _keys(scan(lake, MESSAGES).filter(nw.col("author") == author))


def tombs(key: bytes, keys: Keys) -> Tombs:
    """What stands in other people's rows where the id of an erased message stood: the same for the same message, so
    that who answered it stays in one conversation, and nothing from which the id can be read.
    """
    return {
        (source, one): "erased-" + hmac.new(key, f"erased\n{source}\n{one}".encode(), "sha256").hexdigest()[:16]
        for source, one in keys
    }


def forget(lake: Lake, author: str, keys: Keys, stones: Tombs) -> Forgotten:
    """Take a person's messages (source, id) with their later versions, their name in others' texts, and their messages'
    ids in others' conversations, off the lake.

    The messages go last. Their files are there until `Lake.purge`.
    """
    versions = _forget_versions(lake, author, keys)
    mentions = _forget_mentions(lake, author)
    bury(lake, MESSAGES, stones, but_of=author)
    held = len(said_by(lake, author))
    if held:
        lake.rewrite(MESSAGES, where=f"author = '{author}'", make=MESSAGES.schema().empty_table)
    return Forgotten(held, versions, mentions)


def bury(lake: Lake, table: Table, stones: Tombs, *, but_of: str) -> None:
    """Put the tombs in the place of the ids, in the conversations and answers of everybody else."""
    columns = [name for name in ("thread_id", "reply_to") if name in table.names]
    ids = sorted({one for _, one in stones})
    meets = reduce(or_, (nw.col(name).is_in(ids) for name in columns)) & (nw.col("author") != but_of)
    told = rows(scan(lake, table).filter(meets).select(*_KEY, *columns)) if ids else []
    named = sorted({(row["source"], row["message_id"]) for row in told
                    if any((row["source"], row[name]) in stones for name in columns)})  # fmt: skip
    for some, where in _some_at_once(named):
        lake.rewrite(table, where=where, make=partial(_buried, lake, table, some, columns, stones))


def _buried(
    lake: Lake, table: Table, keys: Sequence[tuple[str, str]], columns: Sequence[str], stones: Tombs
) -> pa.Table:
    wanted = pa.table({name: [key[place] for key in keys] for place, name in enumerate(_KEY)})
    told = collect(matching(lake, table, wanted).select(*table.names)).cast(table.schema())
    sources = told["source"].to_pylist()
    for name in columns:
        ids = zip(sources, told[name].to_pylist(), strict=True)
        put = pa.array([stones.get((source, one), one) for source, one in ids], told.schema.field(name).type)
        told = told.set_column(told.column_names.index(name), told.schema.field(name), put)
    return told


def _some_at_once(keys: Sequence[tuple[str, str]]) -> Iterator[tuple[Sequence[tuple[str, str]], str]]:
    """A few keys at a time, and the condition that names them."""
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        yield (
            some,
            " OR ".join(f"(source = {_quoted(source)} AND message_id = {_quoted(one)})" for source, one in some),
        )


def refused_with(home: Home, lake: Lake, author: str) -> tuple[Path, ...]:
    """The files of refused rows in which the person stands, as a cell or as a word of one."""
    named = Named(home.key(PSEUDONYMS), author, {one.channel for one in heard(lake)})
    return tuple(path for path in sorted(home.refused.glob("*.csv")) if any(map(named.stands_in, _refused(path))))


def _refused(path: Path) -> Iterator[str]:
    """The rows as they came."""
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from (row[-1] for row in csv.reader(file) if row)


def _has_said(lake: Lake, author: str) -> bool:
    return bool(rows(scan(lake, MESSAGES).filter(nw.col("author") == author).select("author").head(1)))


def _must_be_a_person(lake: Lake, author: str, said: str) -> None:
    mine = (nw.col("author") == author) & (nw.col("speaker_role") == SpeakerRole.BRAND.value)
    if rows(scan(lake, MESSAGES).filter(mine).select("author").head(1)):
        raise LeadlineError(
            f"“{said}” is the account of a brand, and no person who can ask to be erased.",
            "If a person stands among the accounts by mistake, take the handle out of the parties and import anew.",
        )


def _forget_versions(lake: Lake, author: str, keys: Keys) -> int:
    """Versions of these messages go; those of others no longer name the person. How many went."""
    gone = pa.table({name: pa.array([key[place] for key in keys], pa.string()) for place, name in enumerate(_KEY)})

    def without() -> pa.Table:
        told = collect(scan(lake, VERSIONS).select(*VERSIONS.names)).cast(VERSIONS.schema())
        return _unnamed(told.join(gone, list(_KEY), join_type="left anti").select(VERSIONS.names), author)

    if not lake.files(VERSIONS):
        return 0
    before = collect(scan(lake, VERSIONS).select(*VERSIONS.names)).cast(VERSIONS.schema())
    after = without()
    if after.num_rows != before.num_rows or _named(before, author).num_rows:
        lake.rewrite(VERSIONS, where="source IS NOT NULL", make=without)
    return int(before.num_rows - after.num_rows)


def _forget_mentions(lake: Lake, author: str) -> int:
    """Texts of others that address the person say `@erased` instead; how many those were."""
    others = nw.col("text").str.contains(f"@{author}", literal=True) & (nw.col("author") != author)
    named = sorted(_keys(scan(lake, MESSAGES).filter(others)))
    for some, where in _some_at_once(named):
        lake.rewrite(MESSAGES, where=where, make=partial(_unnamed_messages, lake, some, author))
    return len(named)


def _unnamed_messages(lake: Lake, keys: Sequence[tuple[str, str]], author: str) -> pa.Table:
    wanted = pa.table({name: [key[place] for key in keys] for place, name in enumerate(_KEY)})
    return _unnamed(collect(matching(lake, MESSAGES, wanted).select(*MESSAGES.names)).cast(MESSAGES.schema()), author)


def _named(told: pa.Table, author: str) -> pa.Table:
    return told.filter(pc.fill_null(pc.match_substring(told["text"], f"@{author}"), False))


def _unnamed(told: pa.Table, author: str) -> pa.Table:
    text = pc.replace_substring(told["text"], f"@{author}", NOBODY)
    return told.set_column(told.column_names.index("text"), told.schema.field("text"), text)


def _keys(found: nw.LazyFrame[Any]) -> set[tuple[str, str]]:
    return {(row["source"], row["message_id"]) for row in rows(found.select(*_KEY))}


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
