"""What was heard, by month, source, channel, party and kind: a small cube, so that pages never scan messages.

In: MESSAGES, as each import ends. Out: HEARD_MONTHS. The surprise: the commit that writes the cube says of which
version of MESSAGES it was made; where that is not the present one (an import died, or is under way), the answer is
counted from the messages, and the next import makes the whole cube anew.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.engine import Column, Lake, Table, collect, rows, scan
from leadline.engine.memory import remembered
from leadline.engine.store import FEW_FILES
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
    computed=True,
)


@dataclass(frozen=True)
class Added:
    """What one import added: messages of these days, to version `before` of MESSAGES; where nobody else committed
    anything meanwhile, its last commit is number `after`.
    """

    days: Period
    before: int
    after: int


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
    return remembered(lake, [MESSAGES, HEARD_MONTHS], "heard", lambda: _heard(lake))


def _heard(lake: Lake) -> tuple[Heard, ...]:
    told = scan(lake, HEARD_MONTHS) if _holds(lake, lake.version(MESSAGES)) else _counted(lake, None)
    found = rows(told.sort(*HEARD_MONTHS.key))
    return tuple(Heard(**{**row, "month": Month.parse(row["month"])}) for row in found)


def refresh_heard(lake: Lake, added: Added | None = None) -> None:
    """Bring the cube up to date; where it is, nothing is written.

    Only the months of what was added are made anew where the cube held all that came before, and nobody else added
    anything meanwhile; else all of them are.
    """
    version = lake.version(MESSAGES)
    if _holds(lake, version):
        return
    if added and version == added.after:
        _make_months(lake, version, added)
    else:
        _make_all(lake, version)
    refresh_heard(lake)  # somebody may have added messages meanwhile, maybe to other months


def rebuild_heard(lake: Lake) -> None:
    """The whole cube from all messages, whatever it says of itself."""
    _make_all(lake, lake.version(MESSAGES))
    refresh_heard(lake)


def heard_is_current(lake: Lake) -> bool:
    """Whether the cube was made of the messages as they stand now."""
    return _holds(lake, lake.version(MESSAGES))


def _holds(lake: Lake, version: int) -> bool:
    return lake.note(HEARD_MONTHS) == _note(version)


def _note(version: int) -> str:
    """What the commit of the cube says of the version of MESSAGES that it was made of."""
    return str(version) if version >= 0 else ""


def _make_all(lake: Lake, version: int) -> None:
    lake.replace(HEARD_MONTHS, _as_rows(_counted(lake, None)), note=_note(version))


def _make_months(lake: Lake, version: int, added: Added) -> None:
    """What others add while it counts is told by the version, which stays behind; what they wrote stays."""
    months = Month.of(added.days.first), Month.of(added.days.last)
    counted = _as_rows(_counted(lake, Period(months[0].first_day, months[1].last_day)))
    where = f"month >= '{months[0]}' AND month <= '{months[1]}'"
    lake.replace(HEARD_MONTHS, counted, where=where, note=_note(version), after=_note(added.before))
    lake.compact(HEARD_MONTHS, most_files=FEW_FILES)


def _counted(lake: Lake, days: Period | None) -> nw.LazyFrame[Any]:
    monthly = scan(lake, MESSAGES, days=days).with_columns(month=nw.col("posted_day").dt.to_string("%Y-%m"))
    return monthly.group_by(*HEARD_MONTHS.key).agg(
        messages=nw.len(), first_at=nw.col("posted_at").min(), last_at=nw.col("posted_at").max()
    )


def _as_rows(counted: nw.LazyFrame[Any]) -> pa.Table:
    return collect(counted.select(*HEARD_MONTHS.names)).cast(HEARD_MONTHS.schema())
