"""Who waits for a reply, from everything the lake holds: EPISODES, laid out anew from MESSAGES.

In: messages and a promise with people's marks. Out: one row an episode. The surprise: the table is replaced as
a whole, because a late message, a mark or a new promise can change any episode; a second run writes the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

import narwhals as nw
import pyarrow as pa

from leadline.engine import Column, Lake, Table, collect, matching, rows, scan
from leadline.listen import MESSAGES, VERSIONS, by_conversation, deletions
from leadline.programs.calendar import calendar_as_dict
from leadline.programs.episodes import RULES_VERSION, Episode, episodes_of
from leadline.programs.events import Mark, MessageEvent
from leadline.programs.promise import Promise
from leadline.words import Period

EPISODES = Table(
    name="episodes",
    sentence="One row a time that a customer waited for a reply.",
    columns=(
        Column("source", "text", "The source."),
        Column("thread_id", "text", "The conversation."),
        Column("customer", "text", "The waiting customer's pseudonym."),
        Column("number", "int", "The customer's how-manieth wait in the conversation, from 1."),
        Column("is_first_response", "bool", "Whether it is the wait for the first reply."),
        Column("party", "text", "Whom the conversation is with.", required=False),
        Column("channel", "text", "Where."),
        Column("day", "day", "The day it began, in the calendar's zone."),
        Column("opened_at", "instant", "When it began."),
        Column("opened_by", "text", "The message that began it."),
        Column("messages", "int", "How many messages the customer wrote meanwhile."),
        Column("due_at", "instant", "When the reply is due."),
        Column("late_after", "instant", "The last instant at which a reply keeps the promise."),
        Column("closed_at", "instant", "When it was answered.", required=False),
        Column("answered_by", "text", "The message that answered.", required=False),
        Column("wait_business_seconds", "float", "How long it took, in open time.", required=False),
        Column("elapsed_seconds", "float", "How long it took by the clock.", required=False),
        Column("first_action_business_seconds", "float", "Until anything was done, in open time.", required=False),
        Column("dismissed_at", "instant", "When a person said that no reply is needed.", required=False),
        Column("withdrawn_at", "instant", "When the customer deleted it, or it was found to be spam.", required=False),
        Column("counts_from", "instant", "Since when the conversation is told like this.", required=False),
        Column("superseded_at", "instant", "When a merge or split put others in its place.", required=False),
        Column("flags", "text", "What is odd about it, with commas."),
    ),
    key=("source", "thread_id", "customer", "number", "opened_by"),
    order=("opened_at",),
    computed=True,
    large=True,
)

_EVENT = MessageEvent._fields


def refresh_episodes(lake: Lake, promise: Promise, *, marks: Iterable[Mark] = ()) -> None:
    """Lay EPISODES out anew, unless messages, promise, marks and the rules are those of the last time."""
    marks = tuple(marks)
    digest = _digest(lake, promise, marks)
    if _note(lake) == [digest, promise.calendar.zone]:
        return
    parts = [EPISODES.of_rows([_row(episode) for episode in part]) for part in _laid_out(lake, promise, marks)]
    lake.replace(EPISODES, pa.concat_tables(parts), note=f"{digest} {promise.calendar.zone}")


def forget_customer(lake: Lake, author: str) -> None:
    """Take a person's waits off the table; the next laying out, which the missing note asks for, knows none of them."""
    if rows(scan(lake, EPISODES).filter(nw.col("customer") == author).select("customer").head(1)):
        lake.rewrite(EPISODES, where=f"customer = '{author}'", make=EPISODES.schema().empty_table)


def zone_of_episodes(lake: Lake) -> ZoneInfo | None:
    """The zone in which EPISODES tells its days: that of the promise by which they were laid out; None before."""
    note = _note(lake)
    return ZoneInfo(note[1]) if len(note) == 2 else None


def _note(lake: Lake) -> list[str]:
    return lake.note(EPISODES).split(" ")


def lay_out(lake: Lake, promise: Promise, *, marks: Iterable[Mark] = ()) -> list[Episode]:
    """The episodes of any promise, kept nowhere: to try one that is not in force."""
    return [episode for part in _laid_out(lake, promise, tuple(marks)) for episode in part]


def _laid_out(lake: Lake, promise: Promise, marks: tuple[Mark, ...]) -> Iterator[list[Episode]]:
    covered = scan(lake, MESSAGES)
    if promise.parties:
        covered = covered.filter(nw.col("about_party").is_in(sorted(promise.parties)))
    if promise.channels:
        covered = covered.filter(nw.col("channel").is_in(sorted(promise.channels)))
    marks = (*marks, *_withdrawn(lake))
    for part in by_conversation(covered):
        yield episodes_of(_events(part), promise, marks=marks)


def _withdrawn(lake: Lake) -> list[Mark]:
    """What customers took back by deleting it."""
    gone = {(source, message_id): at for source, message_id, at in deletions(lake)}
    if not gone:
        return []
    wanted = pa.table({name: [key[place] for key in gone] for place, name in enumerate(MESSAGES.key)})
    found = rows(matching(lake, MESSAGES, wanted).select(*MESSAGES.key, "thread_id"))
    return [
        Mark("withdrawn", source, row["thread_id"], gone[source, message_id], message_id=message_id)
        for row in found
        for source, message_id in [(row["source"], row["message_id"])]
    ]


def episodes_between(lake: Lake, period: Period) -> list[Episode]:
    """Episodes that opened on these days (in the calendar's zone)."""
    return _episodes(scan(lake, EPISODES).filter(nw.col("day").is_between(period.first, period.last)))


def open_episodes(lake: Lake, as_of: dt.datetime) -> list[Episode]:
    """Episodes in which, as far as was known at an instant with a zone, somebody still waited, however long."""
    still = [nw.col(name).is_null() | (nw.col(name) > as_of) for name in ("closed_at", "dismissed_at")]
    unended = status_at(as_of).is_in(["pending", "breached"])
    return _episodes(scan(lake, EPISODES).filter(known_at(as_of), *still, unended))


def known_at(as_of: dt.datetime) -> nw.Expr:
    """`episodes.is_known`, asked of a whole table."""
    return (nw.col("opened_at") <= as_of) & (nw.col("counts_from").is_null() | (nw.col("counts_from") <= as_of))


def status_at(as_of: dt.datetime) -> nw.Expr:
    """`episodes.status`, asked of a whole table: the same words in the same order."""
    late = nw.when(nw.col("late_after") < as_of).then(nw.lit("breached")).otherwise(nw.lit("pending"))
    in_time = nw.when(nw.col("closed_at") <= nw.col("late_after")).then(nw.lit("met")).otherwise(nw.lit("breached"))
    set_aside = nw.when(_flagged("counts_as_late")).then(nw.lit("breached")).otherwise(nw.lit("dismissed"))
    found = nw.when(nw.col("closed_at") <= as_of).then(in_time).otherwise(late)
    found = nw.when(nw.col("dismissed_at") <= as_of).then(set_aside).otherwise(found)
    found = nw.when(nw.col("withdrawn_at") <= as_of).then(nw.lit("withdrawn")).otherwise(found)
    found = nw.when(_flagged("quarantined")).then(nw.lit("quarantined")).otherwise(found)
    return nw.when(nw.col("superseded_at") <= as_of).then(nw.lit("superseded")).otherwise(found)


def _flagged(flag: str) -> nw.Expr:
    return nw.col("flags").str.contains(flag, literal=True)


def _digest(lake: Lake, promise: Promise, marks: tuple[Mark, ...]) -> str:
    """Names what the episodes follow from."""
    rule = {field.name: getattr(promise, field.name) for field in fields(promise)}
    rule = {**rule, "calendar": calendar_as_dict(promise.calendar)}
    rule = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in rule.items()}
    said = repr((lake.version(MESSAGES), lake.version(VERSIONS), RULES_VERSION, EPISODES.names, rule, marks))
    return hashlib.sha256(said.encode()).hexdigest()


def _events(covered: nw.LazyFrame[Any]) -> Iterator[MessageEvent]:
    told = collect(covered.select(*_EVENT).sort("source", "thread_id", "posted_at"))
    columns = [told[name].cast("int64") if name == "posted_at" else told[name] for name in _EVENT]
    return map(MessageEvent._make, zip(*(column.to_pylist() for column in columns), strict=True))


def _row(episode: Episode) -> dict[str, object]:
    row = {field.name: getattr(episode, field.name) for field in fields(Episode)}
    return {**row, "flags": ",".join(sorted(episode.flags))}


def _episodes(found: nw.LazyFrame[Any]) -> list[Episode]:
    return [
        Episode(**{**row, "flags": frozenset(filter(None, row["flags"].split(",")))})
        for row in rows(found.sort("opened_at", "source", "thread_id", "number"))
    ]
