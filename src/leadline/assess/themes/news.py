"""What was new in a month? The groups of phrases that were mined, as pages show them.

In: NEW_PHRASES. Out: `News`: each group with how often it stood in the month and in the one before, as shares with
intervals. The surprise: a group whose phrases a theme of today's list finds is news no more.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import narwhals as nw

from leadline.assess.reader.themes import Themes
from leadline.assess.reader.tokens import read_stream, tokenise
from leadline.assess.shares import share_of
from leadline.assess.tables import NEW_PHRASES
from leadline.engine import Lake, rows, scan
from leadline.engine.memory import remembered
from leadline.words import Estimate, Month, PartyId


@dataclass(frozen=True)
class NewGroup:
    """Phrases that the same messages hold. `share` and `share_before` are of the months' messages without a theme."""

    id: str
    name: str
    since: Month
    phrases: tuple[str, ...]
    messages: int
    people: int
    before: int
    share: Estimate
    share_before: Estimate | None
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class News:
    """What was new in a month; `looked_at` of its messages have no theme."""

    month: Month
    looked_at: int
    looked_at_before: int
    groups: tuple[NewGroup, ...]


def news_of(lake: Lake, own: PartyId, month: Month, *, themes: Themes) -> News | None:
    """The most frequent group first; None where nobody has looked at the month."""
    name = ("news", own, month, themes)
    return remembered(lake, [NEW_PHRASES], name, lambda: _news(lake, own, month, themes))


def _news(lake: Lake, own: PartyId, month: Month, themes: Themes) -> News | None:
    mine = (nw.col("month") == str(month)) & (nw.col("about_party") == own)
    told = {row["id"]: row for row in rows(scan(lake, NEW_PHRASES).filter(mine))}
    whole = told.pop("", None)
    if whole is None:
        return None
    groups = [_group(row, whole) for row in told.values()]
    fresh = [one for one in groups if not _is_covered(one, themes)]
    ranked = sorted(fresh, key=lambda one: (-one.messages, one.id))
    return News(month, whole["messages"], whole["before"], tuple(ranked))


def _group(row: dict[str, object], whole: dict[str, object]) -> NewGroup:
    read = {name: int(str(row[name])) for name in ("messages", "people", "before")}
    looked_at, before = int(str(whole["messages"])), int(str(whole["before"]))
    share = share_of(min(read["messages"], looked_at), looked_at)
    return NewGroup(
        id=str(row["id"]),
        name=str(row["name"]),
        since=Month.parse(str(row["since"])),
        phrases=tuple(json.loads(str(row["phrases"]))),
        share=share or Estimate(0, 0, 1, "share"),
        share_before=share_of(min(read["before"], before), before),
        examples=tuple((source, key) for source, key in json.loads(str(row["examples"]))),
        **read,
    )


def _is_covered(group: NewGroup, themes: Themes) -> bool:
    """Whether a theme finds each of its phrases, standing alone."""
    return bool((themes.places(tokenise(read_stream(group.phrases))) >= 0).all())
