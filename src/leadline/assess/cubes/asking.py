"""Who answers customers' questions: the company, its partners, other customers, or nobody (S4.24)?

In: signals. Out: rows of ASKED, and of ASKED_DAYS from them; and answers from both. A question is the first message
of a customer in a conversation that states a need. The first message after it that somebody else wrote answers it.
The surprise: another customer who complains or asks as well answers nothing ("same here!").
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from leadline.assess.aspects import AspectName, roles_of
from leadline.assess.cubes.groups import bounds, first_where
from leadline.assess.cubes.readings import is_heard, is_hurting
from leadline.assess.shares import share_of
from leadline.assess.tables import ASKED, ASKED_DAYS
from leadline.engine import Lake, collect, frame, rows, scan
from leadline.listen import by_conversation
from leadline.words import Estimate, PartyId, Period

ANSWERED_BY: tuple[AspectName, ...] = ("brand", "partners", "customers")
_SAID = ("source", "thread_id", "message_id", "author", "about_party", "channel", "theme", "posted_at", "posted_day")
_FLAGS = ("asks", "by_company", "by_partner", "helps")


@dataclass(frozen=True)
class Answered:
    """A party's questions in some days: how many, and how many of them were answered by whom and how soon."""

    questions: int
    by: dict[AspectName, int]
    within_hour: int
    within_day: int

    @property
    def unanswered(self) -> int:
        return self.questions - sum(self.by.values())

    def share(self, who: AspectName | None) -> Estimate | None:
        """Of all questions, those answered by one side; by nobody where none is named."""
        return share_of(self.unanswered if who is None else self.by.get(who, 0), self.questions)

    @property
    def soon(self) -> Estimate | None:
        """Answered within an hour, of all questions."""
        return share_of(self.within_hour, self.questions)


@dataclass(frozen=True)
class Question:
    """A conversation in which a customer asked."""

    source: str
    thread_id: str
    channel: str
    theme: str
    asked_day: dt.date


def answered(lake: Lake, period: Period) -> dict[PartyId, Answered]:
    """Every party's questions in these days, from the cube alone."""
    within = scan(lake, ASKED_DAYS).filter(nw.col("day").is_between(period.first, period.last))
    sums = {name: nw.col(name).sum().cast(nw.Int64) for name in ("questions", "within_hour", "within_day")}
    told: dict[PartyId, list[dict[str, Any]]] = {}
    for row in rows(within.group_by("about_party", "answered_by").agg(**sums)):
        told.setdefault(PartyId(row["about_party"]), []).append(row)
    return {party: _answered(mine) for party, mine in told.items()}


def unanswered(lake: Lake, party: PartyId, period: Period, *, limit: int = 50, offset: int = 0) -> tuple[Question, ...]:
    """The questions that nobody answered, newest first."""
    within = nw.col("asked_day").is_between(period.first, period.last)
    fits = (nw.col("about_party") == party) & (nw.col("answered_by") == "") & within
    names = list(Question.__dataclass_fields__)
    told = scan(lake, ASKED).filter(fits).select(*names).sort("asked_day", "source", "thread_id", descending=True)
    return tuple(Question(**row) for row in rows(told.head(offset + limit))[offset:])


def asked_of(told: nw.LazyFrame[Any]) -> pa.Table:
    """ASKED of all conversations among these signals; each must be there as a whole."""
    said = told.filter(nw.col("sentiment") != "spam").with_columns(
        asks=(nw.col("speaker_role") == "customer") & is_heard() & nw.col("need"),
        by_company=nw.col("speaker_role").is_in(roles_of("brand")),
        by_partner=nw.col("speaker_role").is_in(roles_of("partners")),
        helps=~is_hurting() & ~nw.col("need"),
    )
    parts = by_conversation(said.select(*_SAID, *_FLAGS))
    return pa.concat_tables(questions(collect(part)) for part in parts)


def questions(said: pa.Table) -> pa.Table:
    """ASKED from whole conversations: the columns of `_SAID` and `_FLAGS`."""
    columns = {name: said[name].to_numpy(zero_copy_only=False) for name in said.column_names}
    order = np.lexsort((columns["message_id"], columns["posted_at"], columns["thread_id"], columns["source"]))
    columns = {name: values[order] for name, values in columns.items()}
    begins = bounds(columns["source"], columns["thread_id"])
    talks = len(begins) - 1
    group = np.repeat(np.arange(talks), np.diff(begins))
    asks = columns["asks"].astype(bool)
    asked = first_where(asks, group, talks)
    counts = columns["by_company"] | columns["by_partner"] | columns["helps"]
    later = np.arange(len(group)) > asked[group]
    answers = later & counts.astype(bool) & (columns["author"] != columns["author"][asked][group])
    kept = np.bincount(group, weights=asks, minlength=talks) > 0
    found = np.bincount(group, weights=answers, minlength=talks) > 0
    return _rows(columns, asked[kept], first_where(answers, group, talks)[kept], found[kept])


def asked_days(told: pa.Table) -> pa.Table:
    """ASKED_DAYS from ASKED of whole days."""
    minutes = nw.col("minutes_to_answer").fill_null(float("inf"))
    counted = (
        frame(told)
        .with_columns(day=nw.col("asked_day"), hour=minutes <= 60, days=minutes <= 24 * 60)
        .group_by("day", "about_party", "channel", "answered_by")
        .agg(
            questions=nw.len().cast(nw.Int64),
            within_hour=nw.col("hour").cast(nw.Int64).sum(),
            within_day=nw.col("days").cast(nw.Int64).sum(),
        )
    )
    return collect(counted.select(*ASKED_DAYS.names).sort(*ASKED_DAYS.key)).cast(ASKED_DAYS.schema())


def _rows(columns: dict[str, Any], asked: Any, answer: Any, found: Any) -> pa.Table:
    who = np.where(
        columns["by_company"][answer], "brand", np.where(columns["by_partner"][answer], "partners", "customers")
    )
    minutes = (columns["posted_at"][answer] - columns["posted_at"][asked]) / np.timedelta64(60, "s")
    kept = {name: columns[name][asked] for name in ("source", "thread_id", "about_party", "channel", "theme")}
    return ASKED.of_columns(
        kept
        | {
            "asked_day": pa.array(columns["posted_day"][asked], pa.date32()),
            "answered_by": np.where(found, who, ""),
            "minutes_to_answer": pa.array(minutes.astype(float), mask=~found),
        }
    )


def _answered(mine: list[dict[str, Any]]) -> Answered:
    by = {who: sum(row["questions"] for row in mine if row["answered_by"] == who) for who in ANSWERED_BY}
    whole = {name: sum(row[name] for row in mine) for name in ("questions", "within_hour", "within_day")}
    return Answered(whole["questions"], by, whole["within_hour"], whole["within_day"])
