"""What happens to customers in conversations: who began angry, who ended happy, how long it took (S0.12).

In: the cube TURN_MONTHS. Out: a `Turn` a month and party, with the turn rate's interval; and the conversations
behind it. A conversation turns when its customer's first message was negative (or frustrated, and not positive)
and the same customer's last one positive.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw

from leadline.assess.shares import share_of
from leadline.assess.tables import CONVERSATIONS, TURN_MONTHS
from leadline.engine import Lake, rows, scan
from leadline.words import Estimate, Month, PartyId


@dataclass(frozen=True)
class Turn:
    """One month of one party. `rate` is turned conversations of those that began angry."""

    month: Month
    conversations: int
    angry_first: int
    heard_again: int
    turned: int
    median_minutes_to_turn: float | None

    @property
    def rate(self) -> Estimate | None:
        return share_of(self.turned, self.angry_first)

    @property
    def rate_heard_again(self) -> Estimate | None:
        """The same of those angry customers who wrote again: silence says neither yes nor no."""
        return share_of(self.turned, self.heard_again)


def turns(lake: Lake, party: PartyId) -> tuple[Turn, ...]:
    """All months of a party, oldest first."""
    found = rows(scan(lake, TURN_MONTHS).filter(nw.col("about_party") == party).sort("month"))
    return tuple(
        Turn(
            Month.parse(row["month"]),
            row["conversations"],
            row["angry_first"],
            row["heard_again"],
            row["turned"],
            row["median_minutes_to_turn"],
        )
        for row in found
    )


Outcome = Literal["all", "angry", "again", "turned"]
"""Of conversations: all; begun angry; of those, heard from the customer again; of those, ended happy."""


@dataclass(frozen=True)
class Talk:
    """One conversation with a customer, as it began and ended."""

    source: str
    thread_id: str
    first_day: dt.date
    customer_messages: int
    first_sentiment: str
    last_sentiment: str
    angry_first: bool
    heard_again: bool
    turned: bool
    minutes_to_turn: float | None


def find_talks(
    lake: Lake, party: PartyId, month: Month, outcome: Outcome = "all", *, limit: int = 50, offset: int = 0
) -> tuple[Talk, ...]:
    """The conversations behind a month's numbers, newest first."""
    told = _begun(lake, party, month, outcome).sort("first_day", "source", "thread_id", descending=True)
    names = list(Talk.__dataclass_fields__)
    return tuple(Talk(**row) for row in rows(told.select(*names).head(offset + limit))[offset:])


def talk_of(lake: Lake, source: str, thread_id: str) -> Talk | None:
    """One conversation, or None where no customer's message in it was read."""
    mine = (nw.col("source") == source) & (nw.col("thread_id") == thread_id)
    found = rows(scan(lake, CONVERSATIONS).filter(mine).select(*Talk.__dataclass_fields__))
    return Talk(**found[0]) if found else None


def count_talks(lake: Lake, party: PartyId, month: Month, outcome: Outcome = "all") -> int:
    [row] = rows(_begun(lake, party, month, outcome).select(n=nw.len()))
    return int(row["n"])


def _begun(lake: Lake, party: PartyId, month: Month, outcome: Outcome) -> nw.LazyFrame[Any]:
    within = nw.col("first_day").is_between(month.first_day, month.last_day)
    begun = scan(lake, CONVERSATIONS).filter((nw.col("about_party") == party) & within)
    flags = {"all": (), "angry": ("angry_first",), "again": ("angry_first", "heard_again"), "turned": ("turned",)}
    for flag in flags[outcome]:
        begun = begun.filter(nw.col(flag))
    return begun
