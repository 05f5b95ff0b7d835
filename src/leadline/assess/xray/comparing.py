"""Two periods or two parties side by side: what differs, by how much, and may chance explain it?

In: two `Group`s (what one side says about a party in some days). Out: a `Comparison`. The surprise: themes are many, so
that one of them would pass for different by luck alone; their intervals are as much wider (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Literal

import narwhals as nw

from leadline.assess.aspects import AspectName, aspect_of
from leadline.assess.cubes.readings import KEPT_OUT, as_read
from leadline.assess.reader.themes import Themes
from leadline.assess.shares import share_of
from leadline.assess.xray.differences import change_of, difference_of, is_chance
from leadline.assess.xray.focus import WHOLE, Focus
from leadline.assess.xray.landscape import Aspect, ThemeReading
from leadline.engine import Lake, rows, scan
from leadline.words import Estimate, Party, PartyId, Period

ReadingOf = Literal["hurting", "negative", "positive", "frustration", "excitement", "need"]
READINGS_COMPARED: tuple[ReadingOf, ...] = ("hurting", "negative", "positive", "frustration", "excitement", "need")
DailyCounts = dict[tuple[PartyId, AspectName], tuple[int, ...]]


@dataclass(frozen=True)
class Group:
    """What one side says about a party in some days; `daily` are the messages of each day, spam left out."""

    party: Party
    aspect: Aspect
    period: Period
    daily: tuple[int, ...]


@dataclass(frozen=True)
class Difference:
    """One share in both groups, and the first less the second; shares are of the messages that could be read."""

    id: str
    name: str
    first: Estimate
    second: Estimate
    difference: Estimate

    @property
    def is_chance(self) -> bool:
        return is_chance(self.difference)


@dataclass(frozen=True)
class Comparison:
    """`volume` is how many more messages a day the first has than the second, as a share of the second.

    `spoken` compares how often a theme is spoken of, `hurting` how often it hurts.
    """

    first: Group
    second: Group
    volume: Estimate | None
    readings: tuple[Difference, ...]
    spoken: tuple[Difference, ...]
    hurting: tuple[Difference, ...]


def compare(first: Group, second: Group, *, at_least: int) -> Comparison:
    """Everything that two groups have in common; what rests on fewer messages than `at_least` is left out."""
    pairs = _pairs(first.aspect.themes, second.aspect.themes, at_least)
    enough = min(first.aspect.read, second.aspect.read) >= at_least
    return Comparison(
        first=first,
        second=second,
        volume=change_of(first.daily, second.daily),
        readings=_readings(first.aspect, second.aspect) if enough else (),
        spoken=_themes(first.aspect, second.aspect, pairs, "messages") if enough else (),
        hurting=_themes(first.aspect, second.aspect, pairs, "hurting") if enough else (),
    )


def daily_messages(
    lake: Lake, period: Period, *, focus: Focus = WHOLE, themes: Themes | None = None, noise: bool = False
) -> DailyCounts:
    """How many messages each side says about each party on each day, without what is kept out; a day without any
    is a 0. `focus` and `noise` as in an x-ray; with `themes`, merged ones count for the
    department that they count for today."""
    cube = focus.messages_cube
    kept = ~(as_read() if noise else nw.col("sentiment")).is_in(KEPT_OUT)
    within = nw.col("day").is_between(period.first, period.last) & kept
    only = focus.within(cube, themes)
    told = scan(lake, cube).filter(reduce(and_, only, within)).group_by("day", "about_party", "speaker_role")
    counts: dict[tuple[PartyId, AspectName], list[int]] = {}
    for row in rows(told.agg(n=nw.col("messages").sum().cast(nw.Int64))):
        key = (PartyId(row["about_party"]), aspect_of(row["speaker_role"]))
        counts.setdefault(key, [0] * period.days)[(row["day"] - period.first).days] += row["n"]
    return {key: tuple(days) for key, days in counts.items()}


def _readings(first: Aspect, second: Aspect) -> tuple[Difference, ...]:
    """All intervals hold together: six readings are looked at, and one of them makes the headline."""
    among = len(READINGS_COMPARED)
    told = (_difference(one, one, (_shown(first, one), first.read), (_shown(second, one), second.read), among)
            for one in READINGS_COMPARED)  # fmt: skip
    return tuple(one for one in told if one)


def _themes(
    first: Aspect, second: Aspect, pairs: Sequence[tuple[ThemeReading, ThemeReading]], count: str
) -> tuple[Difference, ...]:
    """Largest difference first."""
    found = (
        _difference(
            one.theme,
            one.name,
            (getattr(one, count), first.read),
            (getattr(other, count), second.read),
            len(pairs),
        )
        for one, other in pairs
    )
    return tuple(sorted((one for one in found if one), key=lambda one: (-abs(one.difference.value), one.id)))


def _difference(id_: str, name: str, first: tuple[int, int], second: tuple[int, int], among: int) -> Difference | None:
    one, other, difference = share_of(*first), share_of(*second), difference_of(first, second, among=among)
    return Difference(id_, name, one, other, difference) if one and other and difference else None


def _pairs(
    first: Sequence[ThemeReading], second: Sequence[ThemeReading], at_least: int
) -> list[tuple[ThemeReading, ThemeReading]]:
    others = {theme.theme: theme for theme in second if theme.messages >= at_least}
    return [(one, others[one.theme]) for one in first if one.messages >= at_least and one.theme in others]


def _shown(aspect: Aspect, reading: ReadingOf) -> int:
    if reading == "hurting":
        return aspect.hurting
    shares: dict[str, Any] = {
        "negative": aspect.negative,
        "positive": aspect.positive,
        "frustration": aspect.frustrated,
        "excitement": aspect.excited,
        "need": aspect.needing,
    }
    share = shares[reading]
    return round(share.value * aspect.read) if share else 0
