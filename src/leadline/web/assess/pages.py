"""The x-ray as a page: its finding, where everybody stands, the themes, the opportunities, and how sure all that is.

In: the stage's x-ray and who looks. Out: one frozen value for the template. The surprise: a group of fewer messages
than LEADLINE_SMALL_GROUP is fewer people than that for sure, and shows no reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from leadline import assess
from leadline.assess import Aspect, DailyCounts, Ranking, ThemeMonth, ThemeReading, XRay, share_of
from leadline.config import setting
from leadline.web.assess.departments import hurt_by_department
from leadline.web.assess.grid import GridRow, grid_row, where_of
from leadline.web.assess.looking import Looker, Reading, Readings, readings_of_aspect, readings_of_theme
from leadline.web.assess.periods import Chosen
from leadline.web.assess.ranking import ranking_query
from leadline.web.assess.sentences import Told, finding_of
from leadline.words import Estimate, Party, PartyKind

SPARK_MONTHS = 13
FIRST = 8
"""How many themes and opportunities stand on the x-ray itself; all of them have pages of their own."""


@dataclass(frozen=True)
class PartnerRow:
    """A partner's part of customer contact, where it is present itself, and what its customers say."""

    party: Party
    contact: Reading
    messages: int
    before: int
    href: str
    where: str
    readings: Readings | None


@dataclass(frozen=True)
class PartnerType:
    """All partners of one type, and their part of customer contact together (S3.11)."""

    name: str
    contact: Estimate | None
    rows: tuple[PartnerRow, ...]


@dataclass(frozen=True)
class ThemeRow:
    theme: ThemeReading
    href: str
    months: tuple[int, ...]
    readings: Readings


@dataclass(frozen=True)
class Chance:
    opportunity: assess.Opportunity
    href: str


@dataclass(frozen=True)
class DepartmentShare:
    """A department and its part of what hurts customers."""

    name: str
    hurting: Reading
    messages: int


@dataclass(frozen=True)
class XRayPage:
    chosen: Chosen
    told: Told
    x_ray: XRay
    own: Aspect
    own_href: str
    voice: Reading
    hurting: Reading
    readings: Readings | None
    departments: tuple[DepartmentShare, ...]
    grid: tuple[GridRow, ...]
    partners: tuple[PartnerType, ...]
    themes: tuple[ThemeRow, ...]
    small_themes: int
    no_theme: Estimate | None
    chances: tuple[Chance, ...]
    kept_out: tuple[tuple[str, int, str], ...]
    quality: tuple[assess.Quality, ...]
    ranking: Ranking
    small_group: int

    @property
    def loudest(self) -> tuple[ThemeRow, ...]:
        return self.themes[:FIRST]

    @property
    def foremost(self) -> tuple[Chance, ...]:
        return self.chances[:FIRST]


def x_ray_page(
    x_ray: XRay,
    chosen: Chosen,
    history: Mapping[str, Sequence[ThemeMonth]],
    daily: tuple[DailyCounts, DailyCounts | None],
    *,
    may_read: bool,
    ranking: Ranking = assess.RANKING,
) -> XRayPage:
    """Everything that the x-ray's page shows; `daily` are the messages of each day, now and in the days before."""
    look = Looker(chosen.period, may_read, chosen.noise)
    own, at_least = x_ray.own.aspects["customers"], setting("LEADLINE_SMALL_GROUP")
    mine, query = x_ray.own.party.id, f"{chosen.every_day}{ranking_query(ranking)}"
    own_href = look.at(party=mine, aspect="customers", reading="voice")
    shown = [theme for theme in own.themes if theme.messages >= at_least]
    return XRayPage(
        chosen=chosen,
        told=finding_of(x_ray, chosen.name),
        x_ray=x_ray,
        own=own,
        own_href=own_href,
        voice=Reading(x_ray.own.voice, own_href),
        hurting=Reading(share_of(own.hurting, own.read), look.at(party=mine, aspect="customers", reading="hurting")),
        readings=readings_of_aspect(own, look, party=mine),
        departments=_departments(x_ray, look),
        grid=tuple(grid_row(one, look, *daily) for one in _ranked(x_ray, PartyKind.OWN, PartyKind.COMPETITOR)),
        partners=_partners(x_ray, look),
        themes=tuple(_theme_row(theme, history.get(theme.theme, ()), look, mine) for theme in shown),
        small_themes=len(own.themes) - len(shown),
        no_theme=share_of(own.read - own.themed, own.read),
        chances=tuple(chance(one, query) for one in assess.opportunities(x_ray, ranking)),
        kept_out=_kept_out(x_ray, look),
        quality=quality_in_order(),
        ranking=ranking,
        small_group=at_least,
    )


def quality_in_order() -> tuple[assess.Quality, ...]:
    """How well the model reads: the labels that pages speak of most come first."""
    told = assess.quality()
    first = [label for label in ("sentiment", "frustration", "excitement", "need", "theme") if label in told]
    return tuple(told[label] for label in (*first, *(label for label in told if label not in first)))


def chance(opportunity: assess.Opportunity, query: str) -> Chance:
    """An opportunity and the address of its page, pinned to the days it was found in."""
    return Chance(opportunity, f"{reverse('assess:opportunity', args=[opportunity.id])}?{query}")


def _departments(x_ray: XRay, look: Looker) -> tuple[DepartmentShare, ...]:
    """Those whose messages are enough to show, the most hurting first."""
    whose: dict[str, str] = {"party": x_ray.own.party.id, "aspect": "customers", "reading": "hurting"}
    return tuple(
        DepartmentShare(
            one.department.value.capitalize(),
            Reading(one.share, look.at(department=one.department.value, **whose)),
            one.messages,
        )
        for one in hurt_by_department(x_ray)
        if one.messages >= setting("LEADLINE_SMALL_GROUP")
    )


def _ranked(x_ray: XRay, *kinds: PartyKind) -> list[assess.PartyXRay]:
    """The own brand first, then by kind of partner, the most heard first."""
    found = [one for one in x_ray.parties if one.party.kind in kinds]
    return sorted(
        found,
        key=lambda one: (
            one.party.kind is not PartyKind.OWN,
            one.party.partner_type or "",
            -one.aspects["customers"].messages,
        ),
    )


def _partners(x_ray: XRay, look: Looker) -> tuple[PartnerType, ...]:
    """By type, the one that holds most contact first."""
    heard = _ranked(x_ray, PartyKind.PARTNER)
    whole = sum(one.aspects["customers"].messages for one in (x_ray.own, *heard))
    types = dict.fromkeys(one.party.partner_type or "" for one in heard)
    told = [_partner_type(name, [one for one in heard if (one.party.partner_type or "") == name], whole, look)
            for name in types]  # fmt: skip
    return tuple(sorted(told, key=lambda one: (-(one.contact.value if one.contact else 0.0), one.name)))


def _partner_type(name: str, mine: Sequence[assess.PartyXRay], whole: int, look: Looker) -> PartnerType:
    held = sum(one.aspects["customers"].messages for one in mine)
    rows = tuple(_partner_row(one, whole, look) for one in mine)
    return PartnerType(name or _("of no stated type"), share_of(held, whole), rows)


def _partner_row(one: assess.PartyXRay, whole: int, look: Looker) -> PartnerRow:
    said, there = one.aspects["customers"], look.at(party=one.party.id, aspect="customers", reading="voice")
    own_words = {name: one.aspects["partners"].channels.get(name, 0) + one.aspects["brand"].channels.get(name, 0)
                 for name in {**one.aspects["partners"].channels, **one.aspects["brand"].channels}}  # fmt: skip
    return PartnerRow(
        party=one.party,
        contact=Reading(share_of(said.messages, whole), there),
        messages=said.messages,
        before=said.before,
        href=there,
        where=where_of(own_words),
        readings=readings_of_aspect(said, look, party=one.party.id),
    )


def _theme_row(theme: ThemeReading, months: Sequence[ThemeMonth], look: Looker, party: str) -> ThemeRow:
    return ThemeRow(
        theme=theme,
        href=look.at(party=party, aspect="customers", theme=theme.theme, reading="read"),
        months=tuple(one.messages for one in months if one.whole)[-SPARK_MONTHS:],
        readings=readings_of_theme(theme, look, party),
    )


def _kept_out(x_ray: XRay, look: Looker) -> tuple[tuple[str, int, str], ...]:
    """What is in no share, for the own brand and everybody else together."""
    sides = [aspect for one in x_ray.parties for aspect in one.aspects.values()]
    return (
        (_("spam"), sum(side.spam for side in sides), look.at(reading="spam")),
        (_("repeats of what was said before"), sum(side.repeats for side in sides), look.at(reading="repeat")),
        (_("by automatic authors"), sum(side.bots for side in sides), look.at(reading="bot")),
        (
            _("in a language that is not read"),
            sum(side.messages - side.read for side in sides),
            look.at(reading="unread"),
        ),
    )
