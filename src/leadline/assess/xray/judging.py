"""Which month can be judged? The newest one in which enough was heard, not the one that happened to begin last.

In: the cubes. Out: a month. The surprise: a month of three messages has no finding, while the full one before it has;
Home, the x-ray and what is new ask here, so that they never speak of different months.
"""

from __future__ import annotations

from collections import Counter

import narwhals as nw

from leadline.assess.aspects import roles_of
from leadline.assess.cubes.readings import HEARD
from leadline.assess.tables import MESSAGE_DAYS
from leadline.engine import Lake, rows, scan
from leadline.engine.memory import remembered
from leadline.words import Month, PartyId

FEWEST = 30
"""Messages of own customers that could be read, without which a month is not judged; as many as a finding rests on."""


def month_to_judge(lake: Lake, own: PartyId, until: Month) -> Month:
    """The newest month up to this one in which customers said enough; this one itself where none has."""
    enough = (month for month, read in reversed(_months_read(lake, own)) if month <= until and read >= FEWEST)
    return next(enough, until)


def months_with_messages(lake: Lake) -> tuple[Month, ...]:
    """Months in which anything was said about anybody, newest first."""
    return remembered(lake, [MESSAGE_DAYS], "months with messages", lambda: _months_with_messages(lake))


def _months_with_messages(lake: Lake) -> tuple[Month, ...]:
    days = rows(scan(lake, MESSAGE_DAYS).select("day").unique())
    return tuple(sorted({Month.of(row["day"]) for row in days}, reverse=True))


def _months_read(lake: Lake, own: PartyId) -> tuple[tuple[Month, int], ...]:
    """How many messages of own customers could be read, oldest month first."""
    return remembered(lake, [MESSAGE_DAYS], ("months read", own), lambda: _counted(lake, own))


def _counted(lake: Lake, own: PartyId) -> tuple[tuple[Month, int], ...]:
    said = (nw.col("about_party") == own) & nw.col("speaker_role").is_in(roles_of("customers"))
    mine = scan(lake, MESSAGE_DAYS).filter(said & nw.col("sentiment").is_in(list(HEARD)))
    read = Counter[Month]()
    for row in rows(mine.group_by("day").agg(n=nw.col("messages").sum())):
        read[Month.of(row["day"])] += row["n"]
    return tuple(sorted(read.items()))
