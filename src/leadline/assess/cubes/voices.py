"""Who speaks well of us again and again, and who is hurt again and again: word of mouth both ways (S4.11).

In: customers' signals of three months. Out: rows of VOICE_MONTHS and VOICES; and answers from both. An advocate was
happy (positive, and not frustrated) on at least two days and more often than hurt; a detractor was hurt on at least two
days and at least as often as happy. The surprise: days count, not messages: five angry messages are one mood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw
import pyarrow as pa

from leadline.assess.aspects import roles_of
from leadline.assess.cubes.readings import is_heard, is_hurting
from leadline.assess.shares import share_of
from leadline.assess.tables import VOICE_MONTHS, VOICES
from leadline.engine import Lake, collect, frame, rows, scan
from leadline.words import Estimate, Month, PartyId, Period

Stance = Literal["advocate", "detractor", "other"]
STANCES: tuple[Stance, ...] = ("advocate", "detractor", "other")
MONTHS = 3
"""How many months are looked at together: one alone is too short to hear somebody twice."""
NAMED = 20
"""How many of each stance are kept by pseudonym."""
_OFTEN = 2


@dataclass(frozen=True)
class Voices:
    """The customers of one stance in three months: `messages` of theirs that could be read, and what those show."""

    people: int
    messages: int
    happy: int
    hurting: int


@dataclass(frozen=True)
class Heard:
    """Who spoke about a party in the three months up to `month`, by stance."""

    month: Month
    of: dict[Stance, Voices]

    @property
    def people(self) -> int:
        return sum(one.people for one in self.of.values())

    @property
    def messages(self) -> int:
        return sum(one.messages for one in self.of.values())

    def share(self, stance: Stance) -> Estimate | None:
        """Of all customers who spoke."""
        return share_of(self.of[stance].people, self.people)

    def part(self, stance: Stance) -> Estimate | None:
        """Their part of all messages that could be read."""
        return share_of(self.of[stance].messages, self.messages)


@dataclass(frozen=True)
class Voice:
    """One customer who spoke up often, by pseudonym."""

    author: str
    happy_days: int
    hurt_days: int
    messages: int


def voices(lake: Lake, party: PartyId) -> tuple[Heard, ...]:
    """A party's customers by stance, month by month, oldest first."""
    found: dict[str, dict[Stance, Voices]] = {}
    for row in rows(scan(lake, VOICE_MONTHS).filter(nw.col("about_party") == party).sort("month")):
        counts = Voices(row["people"], row["messages"], row["happy"], row["hurting"])
        found.setdefault(row["month"], dict.fromkeys(STANCES, Voices(0, 0, 0, 0)))[row["stance"]] = counts
    return tuple(Heard(Month.parse(month), of) for month, of in found.items())


def named_voices(lake: Lake, party: PartyId, month: Month, stance: Stance) -> tuple[Voice, ...]:
    """Those of one stance who spoke up on most days, most first."""
    mine = (nw.col("about_party") == party) & (nw.col("month") == str(month)) & (nw.col("stance") == stance)
    told = [Voice(**row) for row in rows(scan(lake, VOICES).filter(mine).select(*Voice.__dataclass_fields__))]
    return tuple(sorted(told, key=lambda one: (-max(one.happy_days, one.hurt_days), -one.messages, one.author)))


def window_of(month: Month) -> Period:
    """The days of the months that are looked at together, `month` the last of them."""
    first = month
    for _ in range(MONTHS - 1):
        first = first.previous()
    return Period(first.first_day, month.last_day)


def touched_by(month: Month) -> list[Month]:
    """The months whose rows change where something was said in this one."""
    found = [month]
    for _ in range(MONTHS - 1):
        found.append(found[-1].next())
    return found


def people_of_window(told: nw.LazyFrame[Any]) -> pa.Table:
    """Customers by party with their days and messages, from signals of one window (see `window_of`)."""
    happy = (nw.col("sentiment") == "positive") & ~nw.col("frustration")
    said = told.filter(nw.col("speaker_role").is_in(roles_of("customers")), is_heard())
    daily = (
        said.with_columns(happy=happy.cast(nw.Int64), hurting=is_hurting().cast(nw.Int64))
        .group_by("about_party", "author", "posted_day")
        .agg(
            n=nw.len().cast(nw.Int64),
            happy=nw.col("happy").sum(),
            hurting=nw.col("hurting").sum(),
            happy_day=nw.col("happy").max(),
            hurt_day=nw.col("hurting").max(),
        )
    )
    whole = daily.group_by("about_party", "author").agg(
        messages=nw.col("n").sum().cast(nw.Int64),
        happy=nw.col("happy").sum().cast(nw.Int64),
        hurting=nw.col("hurting").sum().cast(nw.Int64),
        happy_days=nw.col("happy_day").sum().cast(nw.Int64),
        hurt_days=nw.col("hurt_day").sum().cast(nw.Int64),
    )
    return collect(whole.with_columns(stance=_stance()))


def voice_months(people: pa.Table, month: Month) -> pa.Table:
    """VOICE_MONTHS of one month from the people of its window."""
    counts = (
        frame(people)
        .group_by("about_party", "stance")
        .agg(people=nw.len(), **{name: nw.col(name).sum() for name in ("messages", "happy", "hurting")})
    )
    told = [{"month": str(month), **row} for row in rows(counts)]
    return VOICE_MONTHS.of_rows(sorted(told, key=lambda row: tuple(row[name] for name in VOICE_MONTHS.key)))


def most_heard(people: pa.Table, month: Month) -> pa.Table:
    """VOICES of one month from the people of its window."""
    often = rows(frame(people).filter(nw.col("stance") != "other").select("about_party", *VOICES.names[2:]))
    told: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sorted(
        often, key=lambda one: (-max(one["happy_days"], one["hurt_days"]), -one["messages"], one["author"])
    ):
        told.setdefault((row["about_party"], row["stance"]), []).append({"month": str(month), **row})
    kept = [row for group in told.values() for row in group[:NAMED]]
    return VOICES.of_rows(sorted(kept, key=lambda row: tuple(row[name] for name in VOICES.key)))


def _stance() -> nw.Expr:
    happier = nw.col("happy_days") > nw.col("hurt_days")
    is_advocate = (nw.col("happy_days") >= _OFTEN) & happier
    is_detractor = (nw.col("hurt_days") >= _OFTEN) & ~happier
    return nw.when(is_advocate).then(nw.lit("advocate")).otherwise(
        nw.when(is_detractor).then(nw.lit("detractor")).otherwise(nw.lit("other"))
    )  # fmt: skip
