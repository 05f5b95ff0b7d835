"""The landscape on one page: own brand and competitors, each by brand, customers and partners (S3.12, S3.15).

In: the x-ray and how many messages came a day. Out: a `GridRow` a party. The surprise: a cell's top theme of a reading
is told with its part of all messages there that show the reading, so that "top" says how much it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from leadline.assess import (
    ASPECTS,
    WHOLE,
    Aspect,
    AspectName,
    DailyCounts,
    PartyXRay,
    ReadingName,
    ThemeReading,
    change_of,
    is_chance,
    is_enough_before,
    share_of,
)
from leadline.config import setting
from leadline.web.assess.looking import Looker, Reading, Readings, readings_of_aspect
from leadline.web.grammar.numbers import percent
from leadline.web.listen.pages import what_is
from leadline.words import Estimate, Party, PartyId

_TOPS: tuple[tuple[ReadingName, str], ...] = (
    ("frustration", "frustrated"),
    ("need", "needing"),
    ("excitement", "excited"),
)


@dataclass(frozen=True)
class Top:
    """The theme that shows a reading most, and its part of all messages that show it."""

    reading: str
    theme: str
    part: Reading


@dataclass(frozen=True)
class Cell:
    """What one side says about a party. `change` is against the days before, `few_before` how many those held
    where that is too few for one; `where` names channels, most first.
    """

    side: AspectName
    messages: int
    href: str
    change: Estimate | None
    few_before: int | None
    readings: Readings | None
    tops: tuple[Top, ...]
    where: str

    @property
    def changed(self) -> bool:
        """Whether the change is more than chance explains."""
        return self.change is not None and not is_chance(self.change)


@dataclass(frozen=True)
class GridRow:
    party: Party
    what: str
    voice: Reading
    cells: tuple[Cell, ...]


def grid_row(one: PartyXRay, topics: PartyXRay, look: Looker, now: DailyCounts, before: DailyCounts | None) -> GridRow:
    """A party with its three sides, the brand's own words first; `topics` is the same party with themes."""
    return GridRow(
        party=one.party,
        what=what_is(one.party),
        voice=Reading(one.voice, look.at(party=one.party.id, aspect="customers", reading="voice")),
        cells=tuple(_cell(one.party, one.aspects[name], topics.aspects[name], look, now, before) for name in ASPECTS),
    )


def where_of(channels: dict[str, int]) -> str:
    """`facebook 52 %, x 31 %, forum 17 %`: where it is said, most first; nothing where too little is."""
    whole = sum(channels.values())
    if whole < setting("LEADLINE_SMALL_GROUP"):
        return ""
    ranked = sorted(channels.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(_("%(channel)s %(share)s") % {"channel": c, "share": percent(n / whole, 0)} for c, n in ranked)


def _cell(
    party: Party, aspect: Aspect, topics: Aspect, look: Looker, now: DailyCounts, before: DailyCounts | None
) -> Cell:
    key = (PartyId(party.id), aspect.name)
    told_before = sum(before.get(key, ())) if before is not None else 0
    change = change_of(now.get(key, ()), before.get(key, ())) if before is not None else None
    return Cell(
        side=aspect.name,
        messages=aspect.messages,
        href=look.at(party=party.id, aspect=aspect.name, reading="voice"),
        change=change if aspect.messages >= setting("LEADLINE_SMALL_GROUP") else None,
        few_before=told_before if before is not None and not is_enough_before(told_before) else None,
        readings=readings_of_aspect(aspect, look, party=party.id),
        tops=tuple(_tops(party, topics, replace(look, focus=WHOLE))),
        where=where_of(aspect.channels),
    )


def _tops(party: Party, aspect: Aspect, look: Looker) -> Sequence[Top]:
    names = {"frustration": _("frustration"), "need": _("need"), "excitement": _("excitement")}
    shares = {"frustration": aspect.frustrated, "need": aspect.needing, "excitement": aspect.excited}
    found = []
    for reading, count in _TOPS:
        share, theme = shares[reading], _most(aspect.themes, count)
        if share is None or theme is None:
            continue
        whole, shown = round(share.value * aspect.read), getattr(theme, count)
        href = look.at(party=party.id, aspect=aspect.name, theme=theme.theme, reading=reading)
        found.append(Top(names[reading], theme.name, Reading(share_of(shown, whole), href)))
    return found


def _most(themes: Sequence[ThemeReading], count: str) -> ThemeReading | None:
    """The theme that shows it most often, where often enough to be shown."""
    loud = [theme for theme in themes if getattr(theme, count) >= setting("LEADLINE_SMALL_GROUP")]
    return max(loud, key=lambda theme: (getattr(theme, count), theme.theme), default=None)
