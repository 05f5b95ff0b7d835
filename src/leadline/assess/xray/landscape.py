"""The x-ray: own brand, competitors and partners, each by what it says and what is said to it (S3.8-S3.15).

In: the cubes, the parties, a period. Out: an `XRay`: per party the aspects brand, customers and partners, with
share of voice, the four readings apart (S3.10) and the themes behind them. The surprise: a share of voice
counts customers' messages about the own brand and its competitors only; what a brand says itself is no voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import narwhals as nw

from leadline.assess.aspects import ASPECTS, AspectName, aspect_of
from leadline.assess.cubes.readings import HEARD, KEPT_OUT, READ_AS, as_read
from leadline.assess.reader.themes import Themes
from leadline.assess.shares import share_of
from leadline.assess.tables import COUNTED, MESSAGE_DAYS
from leadline.assess.xray.differences import is_enough_before
from leadline.assess.xray.focus import EVERYBODY, WHOLE, Focus
from leadline.engine import Lake, Table, rows, scan
from leadline.engine.memory import remembered
from leadline.words import Estimate, Party, PartyId, PartyKind, Period


@dataclass(frozen=True)
class ThemeReading:
    """One theme of one aspect: how many messages, and the four readings as shares of them."""

    theme: str
    name: str
    department: str
    messages: int
    share: Estimate | None
    negative: int
    positive: int
    hurting: int
    frustrated: int
    excited: int
    needing: int
    before: int

    @property
    def trend(self) -> float | None:
        """Change of messages against the period before, as a share; None where there were too few before."""
        return self.messages / self.before - 1 if is_enough_before(self.before) else None


@dataclass(frozen=True)
class Aspect:
    """What one side says about a party.

    `messages` are all but `spam`, `repeats` and those of `bots`; `read` of them could be read; `hurting` of those are
    negative or frustrated.
    """

    name: AspectName
    messages: int
    read: int
    spam: int
    hurting: int
    negative: Estimate | None
    neutral: Estimate | None
    positive: Estimate | None
    frustrated: Estimate | None
    excited: Estimate | None
    needing: Estimate | None
    before: int
    channels: dict[str, int]
    themes: tuple[ThemeReading, ...]
    repeats: int = 0
    bots: int = 0

    @property
    def trend(self) -> float | None:
        """Change of messages against the period before, as a share; None where there were too few before."""
        return self.messages / self.before - 1 if is_enough_before(self.before) else None

    @property
    def themed(self) -> int:
        """How many of the read messages speak of a known theme."""
        return sum(theme.messages for theme in self.themes)


@dataclass(frozen=True)
class PartyXRay:
    party: Party
    voice: Estimate | None
    aspects: dict[AspectName, Aspect]


@dataclass(frozen=True)
class XRay:
    """Where everybody stands in a period. `undeclared` are names heard that no declared party has.

    `compared` is the period of equal length before, or None where messages do not reach back that far: a trend
    against half a period would be none.
    """

    period: Period
    compared: Period | None
    parties: tuple[PartyXRay, ...]
    undeclared: tuple[tuple[PartyId, int], ...]
    messages: int

    def of(self, party: PartyId) -> PartyXRay:
        return next(one for one in self.parties if one.party.id == party)

    @property
    def own(self) -> PartyXRay:
        return next(one for one in self.parties if one.party.kind is PartyKind.OWN)

    @property
    def partner_contact(self) -> Estimate | None:
        """The share of customer contact that partners hold (S3.11)."""
        held = sum(one.aspects["customers"].messages for one in self.parties if one.party.kind is PartyKind.PARTNER)
        return share_of(held, held + self.own.aspects["customers"].messages)


def x_ray(
    lake: Lake,
    parties: Iterable[Party],
    period: Period,
    *,
    themes: Themes,
    noise: bool = False,
    focus: Focus = WHOLE,
) -> XRay:
    """The x-ray of a period (days in the company's zone), from the cubes alone; `noise` counts repeats and bots in.

    With a `focus` it is of those messages alone: of a channel or language no themes are told, of a department no
    channels. Raises LeadlineError for a department together with one of the others.
    """
    declared = tuple(parties)
    earlier = period.before
    cube, of_themes = focus.messages_cube, focus.themes_cube
    now, before = _by_aspect(lake, cube, period, earlier, noise, [*focus.within(cube, themes)])
    told, told_before = now, before
    if of_themes is not cube:
        told, told_before = _by_aspect(lake, of_themes, period, earlier, noise) if of_themes else ({}, {})
    compared = earlier if _reaches_back(lake, earlier) else None
    if compared is None:
        before, told_before = {}, {}
    voices = {party.id: _voice(now, party.id) for party in declared if party.kind is not PartyKind.PARTNER}

    def aspect(party: PartyId, name: AspectName) -> Aspect:
        key = (party, name)
        spoken = _themes(told.get(key, []), told_before.get(key, []), themes)
        return _aspect(name, now.get(key, []), before.get(key, []), spoken)

    return XRay(
        period=period,
        compared=compared,
        parties=tuple(
            PartyXRay(
                party=party,
                voice=share_of(voices[party.id], sum(voices.values())) if party.id in voices else None,
                aspects={name: aspect(party.id, name) for name in ASPECTS},
            )
            for party in declared
        ),
        undeclared=_undeclared(now, {party.id for party in declared}),
        messages=sum(row["messages"] for group in now.values() for row in group),
    )


def themes_of_everybody(
    lake: Lake, period: Period, focus: Focus, *, themes: Themes, noise: bool = False
) -> tuple[ThemeReading, ...]:
    """The themes of a channel, language or department, whoever speaks about whomever, most first.

    `before` is 0 throughout where messages do not reach back far enough to compare.
    """
    earlier = period.before
    now, before = _summed(lake, EVERYBODY, period, earlier, noise, [*focus.within(EVERYBODY, themes)])
    return _themes(now, before if _reaches_back(lake, earlier) else [], themes)


def months_heard(lake: Lake) -> Period | None:
    """From the first to the last day that the cubes hold."""
    return remembered(lake, [MESSAGE_DAYS], "months heard", lambda: _months_heard(lake))


def _months_heard(lake: Lake) -> Period | None:
    [row] = rows(scan(lake, MESSAGE_DAYS).select(first=nw.col("day").min(), last=nw.col("day").max()))
    return Period(row["first"], row["last"]) if row["first"] else None


def _reaches_back(lake: Lake, earlier: Period) -> bool:
    heard = months_heard(lake)
    return heard is not None and heard.first <= earlier.first


_Rows = dict[tuple[PartyId, AspectName], list[dict[str, Any]]]


def _by_aspect(
    lake: Lake, cube: Table, now: Period, before: Period, noise: bool, only: Sequence[nw.Expr] = ()
) -> tuple[_Rows, _Rows]:
    """The cube's counts of two adjoining periods, by party and aspect."""
    told: list[_Rows] = []
    for counted in _summed(lake, cube, now, before, noise, only):
        told.append({})
        for row in counted:
            key = (PartyId(row["about_party"]), aspect_of(row["speaker_role"]))
            told[-1].setdefault(key, []).append(row)
    return told[0], told[1]


def _summed(
    lake: Lake, cube: Table, now: Period, before: Period, noise: bool, only: Sequence[nw.Expr]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The cube's counts of two adjoining periods, summed over days."""
    dimensions = [column.name for column in cube.columns if column.kind == "text" and column.name != "otherwise"]
    within = scan(lake, cube).filter(reduce(and_, only, nw.col("day").is_between(before.first, now.last)))
    read = as_read() if noise else nw.col("sentiment")
    counted = rows(
        within.with_columns(now=nw.col("day") >= now.first, sentiment=read)
        .group_by("now", *dimensions)
        .agg(*(nw.col(name).sum().cast(nw.Int64) for name in COUNTED))
        .sort("now", *dimensions)
    )
    return [row for row in counted if row["now"]], [row for row in counted if not row["now"]]


def _voice(counts: _Rows, party: PartyId) -> int:
    return sum(row["messages"] for row in counts.get((party, "customers"), []) if row["sentiment"] not in KEPT_OUT)


def _aspect(
    name: AspectName, now: list[dict[str, Any]], before: list[dict[str, Any]], themes: tuple[ThemeReading, ...]
) -> Aspect:
    by_sentiment = {word: _sum(now, "messages", sentiment=word) for word in READ_AS}
    read = sum(by_sentiment[word] for word in HEARD)
    heard = [row for row in now if row["sentiment"] in HEARD]
    channels: dict[str, int] = {}
    for row in now:
        if row["sentiment"] not in KEPT_OUT and "channel" in row:
            channels[row["channel"]] = channels.get(row["channel"], 0) + row["messages"]
    return Aspect(
        name=name,
        messages=read + by_sentiment["unread"],
        read=read,
        spam=by_sentiment["spam"],
        hurting=_sum(heard, "hurting"),
        negative=share_of(by_sentiment["negative"], read),
        neutral=share_of(by_sentiment["neutral"], read),
        positive=share_of(by_sentiment["positive"], read),
        frustrated=share_of(_sum(heard, "frustrated"), read),
        excited=share_of(_sum(heard, "excited"), read),
        needing=share_of(_sum(heard, "needing"), read),
        before=_sum([row for row in before if row["sentiment"] not in KEPT_OUT], "messages"),
        channels=channels,
        themes=themes,
        repeats=by_sentiment["repeat"],
        bots=by_sentiment["bot"],
    )


def _themes(now: list[dict[str, Any]], before: list[dict[str, Any]], themes: Themes) -> tuple[ThemeReading, ...]:
    heard = _as_counted_today(now, themes)
    whole = _sum(heard, "messages")
    earlier = _as_counted_today(before, themes)
    told = []
    for theme in sorted({row["theme"] for row in heard}):
        mine = [row for row in heard if row["theme"] == theme]
        told.append(
            ThemeReading(
                theme=theme,
                name=themes.name_of(theme),
                department=mine[0]["department"] if mine[0]["was"] == theme else themes.department_of(theme),
                messages=_sum(mine, "messages"),
                share=share_of(_sum(mine, "messages"), whole),
                negative=_sum(mine, "messages", sentiment="negative"),
                positive=_sum(mine, "messages", sentiment="positive"),
                hurting=_sum(mine, "hurting"),
                frustrated=_sum(mine, "frustrated"),
                excited=_sum(mine, "excited"),
                needing=_sum(mine, "needing"),
                before=_sum([row for row in earlier if row["theme"] == theme], "messages"),
            )
        )
    return tuple(sorted(told, key=lambda one: (-one.messages, one.theme)))


def _as_counted_today(counts: list[dict[str, Any]], themes: Themes) -> list[dict[str, Any]]:
    """What could be read, under the theme that it counts as: merged ones under the other's, its own counts first."""
    heard = [row for row in counts if row["sentiment"] in HEARD and themes.is_counted(row["theme"])]
    standing = [row | {"theme": themes.standing(row["theme"]), "was": row["theme"]} for row in heard]
    return sorted(standing, key=lambda row: bool(row["was"] != row["theme"]))


def _undeclared(counts: _Rows, declared: set[PartyId]) -> tuple[tuple[PartyId, int], ...]:
    found: dict[PartyId, int] = {}
    for (party, _), group in counts.items():
        if party not in declared:
            found[party] = found.get(party, 0) + sum(row["messages"] for row in group)
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _sum(counts: list[dict[str, Any]], name: str, *, sentiment: str | None = None) -> int:
    return sum(row[name] for row in counts if sentiment is None or row["sentiment"] == sentiment)
