"""What was heard, by month, source, channel, party and kind: a small cube, so that pages never scan messages.

In: MESSAGES, as each import ends. Out: HEARD_MONTHS. The surprise: the cube says of which version of MESSAGES it was
made; where that is not the present one (an import died, or is under way), the answer is counted from the messages.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.engine import Column, Lake, Table, collect, rows, scan
from leadline.engine.memory import remembered
from leadline.listen.tables import MESSAGES
from leadline.words import Month, Period

HEARD_MONTHS = Table(
    name="heard_by_kind",
    sentence="A cube: messages a month by source, channel, the party they are about, and what they are.",
    columns=(
        Column("month", "text", "The month in the company's zone, as in 2026-03."),
        Column("source", "text", "Where they were taken from."),
        Column("channel", "text", "Where they were said."),
        Column("about_party", "text", "Whom they are about."),
        Column("kind", "text", "message, auto, note, action or system."),
        Column("messages", "int", "How many."),
        Column("first_at", "instant", "When the first of them was said."),
        Column("last_at", "instant", "When the last of them was said."),
    ),
    key=("month", "source", "channel", "about_party", "kind"),
    order=("month",),
)

_MADE_OF = Table(
    name="heard_by_kind_of",
    sentence="One row: of which messages the cube was made.",
    columns=(Column("messages_version", "int", "The version of MESSAGES that it holds."),),
    key=("messages_version",),
)


@dataclass(frozen=True)
class Heard:
    """How many messages came in of one month, source, channel, party and kind; instants in UTC."""

    month: Month
    source: str
    channel: str
    about_party: str
    kind: str
    messages: int
    first_at: dt.datetime
    last_at: dt.datetime


def heard(lake: Lake) -> tuple[Heard, ...]:
    """Everything that was heard, oldest month first."""
    return remembered(lake, [MESSAGES, HEARD_MONTHS, _MADE_OF], "heard", lambda: _heard(lake))


def _heard(lake: Lake) -> tuple[Heard, ...]:
    told = scan(lake, HEARD_MONTHS) if _is_current(lake) else _counted(lake, None)
    found = rows(told.sort(*HEARD_MONTHS.key))
    return tuple(Heard(**{**row, "month": Month.parse(row["month"])}) for row in found)


def refresh_heard(lake: Lake, days: Period | None) -> None:
    """Bring the cube up to date for the months of these days, or for all of them; where it is, nothing is written."""
    if days and _is_current(lake):
        return
    while not _make(lake, days):
        days = None  # somebody added messages meanwhile, maybe to other months


def _is_current(lake: Lake) -> bool:
    return rows(scan(lake, _MADE_OF)) == [{"messages_version": lake.version(MESSAGES)}]


def _make(lake: Lake, days: Period | None) -> bool:
    version = lake.version(MESSAGES)
    if version >= 0:
        whole = days and Period(Month.of(days.first).first_day, Month.of(days.last).last_day)
        where = f"month >= '{Month.of(whole.first)}' AND month <= '{Month.of(whole.last)}'" if whole else None
        lake.replace(HEARD_MONTHS, _as_rows(_counted(lake, whole)), where=where)
        lake.replace(_MADE_OF, _MADE_OF.of_rows([{"messages_version": version}]))
    return lake.version(MESSAGES) == version


def _counted(lake: Lake, days: Period | None) -> nw.LazyFrame[Any]:
    said = scan(lake, MESSAGES)
    if days:
        said = said.filter(nw.col("posted_day").is_between(days.first, days.last))
    monthly = said.with_columns(month=nw.col("posted_day").dt.to_string("%Y-%m"))
    return monthly.group_by(*HEARD_MONTHS.key).agg(
        messages=nw.len(), first_at=nw.col("posted_at").min(), last_at=nw.col("posted_at").max()
    )


def _as_rows(counted: nw.LazyFrame[Any]) -> pa.Table:
    return collect(counted.select(*HEARD_MONTHS.names)).cast(HEARD_MONTHS.schema())
