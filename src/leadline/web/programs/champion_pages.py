"""What the champions bring, as pages: for everybody in totals that give nobody away, for each champion their own.

In: champions, results, a month. Out: frozen values. The surprise: a level of evidence is hidden together with another
one, because the month's report tells the confirmed levels in one number, and the difference would give the small one
away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.programs.champions import (
    COUNTS,
    Champion,
    EvidenceLevel,
    Pilot,
    Result,
    levels_told,
    outcomes,
)
from leadline.programs.records import once
from leadline.programs.small_groups import K_INTERNAL, Band, bands, shown_groups
from leadline.programs.totals import totals
from leadline.web.grammar.numbers import number
from leadline.words import Money, Month

BANDS: tuple[Band, ...] = ("leading", "steady", "building")


@dataclass(frozen=True)
class LevelRow:
    """One level of evidence, or a part of it."""

    level: EvidenceLevel
    name: str
    people: int
    counts: tuple[int, ...]
    money: Money | None
    hours: Decimal
    is_part: bool = False


@dataclass(frozen=True)
class Block:
    """A table of one pilot: over a month or since it began, sourced or influenced. `hidden` are the levels of few."""

    title: str
    rows: tuple[LevelRow, ...]
    hidden: tuple[EvidenceLevel, ...]


@dataclass(frozen=True)
class PilotPage:
    """One of the two pilots (S2.12). `blocks` is empty where so few take part that it would be about somebody."""

    pilot: Pilot
    title: str
    champions: int
    names: tuple[str, ...]
    money: str
    blocks: tuple[Block, ...]
    proven: str
    """`7 hires`: the last thing it counts, as far as a record names the champion; nothing where that is hidden."""


@dataclass(frozen=True)
class ChampionsPage:
    finding: str
    lede: str
    month: Month
    taking_part: int
    pilots: tuple[PilotPage, ...]
    bands: tuple[tuple[Band, int | None], ...]
    own_band: Band | None
    smallest: int = K_INTERNAL


@dataclass(frozen=True)
class MyMonth:
    """A champion's own lines of one month, and the band they stand in."""

    month: Month
    results: tuple[Result, ...]
    band: Band | None


@dataclass(frozen=True)
class MyPage:
    finding: str
    champion: Champion
    names: tuple[str, ...]
    money: str
    months: tuple[MyMonth, ...]


def champions_page(
    members: Sequence[Champion], results: Sequence[Result], month: Month, *, me: str | None = None
) -> ChampionsPage:
    """The pilots together; `me` is the champion who looks.

    What stands there since a pilot began does not follow the month that is chosen: two of such sums, one taken from
    the other, would tell a month that is hidden.
    """
    here = [one for one in members if one.takes_part(month)]
    sizes = {pilot: sum(one.pilot is pilot for one in here) for pilot in Pilot}
    shown = shown_groups({pilot.value: size for pilot, size in sizes.items()}).shown
    results = once(results)
    pilots = tuple(
        _pilot(pilot, sizes[pilot], results if pilot.value in shown else (), month) for pilot in Pilot if sizes[pilot]
    )
    found = _bands(here, [one for one in results if one.month == month])
    many = shown_groups({band: Counter(found.values())[band] for band in BANDS}).shown
    return ChampionsPage(
        finding=_finding(pilots, len(here)),
        lede=_("Joining is a choice and leaving is one too. What is known is told by how well it is known."),
        month=month,
        taking_part=len(here),
        pilots=pilots,
        bands=tuple((band, many.get(band)) for band in BANDS),
        own_band=found.get(me or ""),
    )


def my_page(champion: Champion, members: Sequence[Champion], results: Sequence[Result]) -> MyPage:
    """What one champion brought, newest month first; of the others only what a band needs."""
    own = [one for one in results if one.champion == champion.id]
    months = sorted({one.month for one in own}, reverse=True)
    return MyPage(
        finding=_my_finding(champion, own),
        champion=champion,
        names=count_names(champion.pilot),
        money=money_name(champion.pilot),
        months=tuple(_my_month(champion, members, results, month) for month in months),
    )


def count_names(pilot: Pilot) -> tuple[str, ...]:
    """What the pilot counts, for people."""
    words = {
        "leads": _("leads"),
        "meetings": _("meetings"),
        "proposals": _("proposals"),
        "deals": _("deals"),
        "reach_outs": _("reach-outs"),
        "applicants": _("applicants"),
        "interviews": _("interviews"),
        "hires": _("hires"),
    }
    return tuple(words[name] for name in COUNTS[pilot])


def counted(name: str, n: int) -> str:
    """`1 hire`, `7 interviews`."""
    words = {
        "leads": ngettext("%(n)s lead", "%(n)s leads", n),
        "meetings": ngettext("%(n)s meeting", "%(n)s meetings", n),
        "proposals": ngettext("%(n)s proposal", "%(n)s proposals", n),
        "deals": ngettext("%(n)s deal", "%(n)s deals", n),
        "reach_outs": ngettext("%(n)s reach-out", "%(n)s reach-outs", n),
        "applicants": ngettext("%(n)s applicant", "%(n)s applicants", n),
        "interviews": ngettext("%(n)s interview", "%(n)s interviews", n),
        "hires": ngettext("%(n)s hire", "%(n)s hires", n),
    }
    return words[name] % {"n": number(n, 0)}


def money_name(pilot: Pilot) -> str:
    return _("won") if pilot is Pilot.NEW_BUSINESS else _("fees saved")


def pilot_title(pilot: Pilot) -> str:
    return _("New business") if pilot is Pilot.NEW_BUSINESS else _("New colleagues")


def _pilot(pilot: Pilot, size: int, results: Sequence[Result], month: Month) -> PilotPage:
    of_pilot = [one for one in results if one.pilot is pilot]
    sourced = [one for one in of_pilot if one.credit == "sourced"]
    influenced = [one for one in of_pilot if one.credit == "influenced"]
    this_month = [one for one in sourced if one.month == month]
    since = _block(_("Since the pilot began: it began with a champion"), sourced)
    blocks = (
        since,
        _block(_("Since the pilot began: a champion helped it on"), influenced),
        _block(_("In %(month)s: it began with a champion") % {"month": month.name}, this_month, parts=False),
    )
    return PilotPage(
        pilot=pilot,
        title=pilot_title(pilot),
        champions=size,
        names=count_names(pilot),
        money=money_name(pilot),
        blocks=tuple(block for block in blocks if block.rows or block.hidden),
        proven=_proven(pilot, since),
    )


def _block(title: str, results: Sequence[Result], *, parts: bool = True) -> Block:
    """A row a level, each with its kinds of client where both may be shown."""
    by_level = {level: [one for one in results if one.evidence is level] for level in EvidenceLevel}
    shown = levels_told(results)
    rows: list[LevelRow] = []
    for level, found in by_level.items():
        if found and level in shown:
            rows.append(_row(level, _level_name(level), found))
            rows += _parts(level, found) if parts else ()
    return Block(title, tuple(rows), tuple(level for level in EvidenceLevel if by_level[level] and level not in shown))


def _level_name(level: EvidenceLevel) -> str:
    """Short; the page says beside it what each means in full."""
    return {
        EvidenceLevel.A: _("a record names them"),
        EvidenceLevel.B: _("a tracked link"),
        EvidenceLevel.C: _("confirmed by the owner"),
        EvidenceLevel.D: _("not confirmed yet"),
    }[level]


def _parts(level: EvidenceLevel, results: Sequence[Result]) -> list[LevelRow]:
    """Existing and new clients apart, where neither is few people."""
    kinds = {kind: [one for one in results if one.client == kind] for kind in ("existing", "new")}
    people = {kind: _people(found) for kind, found in kinds.items()}
    if not all(people.values()) or shown_groups(people).hidden:
        return []
    names = {"existing": _("clients we have"), "new": _("new clients")}
    return [_row(level, names[kind], found, is_part=True) for kind, found in kinds.items() if found]


def _row(level: EvidenceLevel, name: str, results: Sequence[Result], *, is_part: bool = False) -> LevelRow:
    found = totals(results)
    money = [one.money for one in found if one.money is not None]
    return LevelRow(
        level=level,
        name=name,
        people=_people(results),
        counts=tuple(sum(one.counts[count] for one in found) for count in COUNTS[results[0].pilot]),
        money=sum(money[1:], money[0]) if money else None,
        hours=sum((one.hours for one in found), Decimal(0)),
        is_part=is_part,
    )


def _people(results: Sequence[Result]) -> int:
    return len({one.champion for one in results})


def _bands(here: Sequence[Champion], results: Sequence[Result]) -> dict[str, Band]:
    """The band of each champion of a month, by outcomes that somebody confirmed (S2.17)."""
    return bands({one.id: outcomes(result for result in results if result.champion == one.id) for one in here})


def _my_month(champion: Champion, members: Sequence[Champion], results: Sequence[Result], month: Month) -> MyMonth:
    of_month = [one for one in results if one.month == month]
    here = [one for one in members if one.takes_part(month)]
    own = tuple(sorted((one for one in of_month if one.champion == champion.id), key=lambda one: one.evidence))
    return MyMonth(month, own, _bands(here, of_month).get(champion.id))


def _finding(pilots: Sequence[PilotPage], taking_part: int) -> str:
    """`7 hires and 2 deals came through champions, each with a record`: level A only, the rest stands below."""
    if not taking_part:
        return _("No champion takes part yet")
    proven = [pilot.proven for pilot in pilots if pilot.proven]
    if not proven:
        return _("%(n)s colleagues take part as champions; no result can be told yet") % {"n": number(taking_part, 0)}
    return _("%(what)s came through champions, as the records show") % {"what": _(" and ").join(proven)}


def _proven(pilot: Pilot, since: Block) -> str:
    row = next((row for row in since.rows if row.level is EvidenceLevel.A), None)
    return counted(COUNTS[pilot][-1], row.counts[-1]) if row is not None and row.counts[-1] else ""


def _my_finding(champion: Champion, own: Sequence[Result]) -> str:
    """What I brought, as far as somebody confirmed it."""
    if not own:
        return _("You take part; your results will stand here")
    sure = [one for one in own if one.evidence is not EvidenceLevel.D]
    counts = Counter[str]()
    for one in sure:
        counts.update(one.counts)
    told = [counted(name, counts[name]) for name in reversed(COUNTS[champion.pilot]) if counts[name]][:2]
    if not told:
        return _("You handed in %(n)s lines; nobody has confirmed them yet") % {"n": number(len(own), 0)}
    return _("You brought %(what)s that somebody confirmed") % {"what": _(" and ").join(told)}
