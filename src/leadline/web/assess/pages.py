"""The x-ray as a page: its finding, where everybody stands, the themes, the opportunities, and how sure all that is.

In: the stage's x-ray and who looks. Out: one frozen value for the template. The surprise: a group of fewer messages
than LEADLINE_SMALL_GROUP is fewer people than that for sure, and shows no reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from leadline import assess
from leadline.assess import Aspect, DailyCounts, Focus, Ranking, ThemeMonth, ThemeReading, XRay, share_of
from leadline.config import setting
from leadline.web.assess.departments import hurt_by_department
from leadline.web.assess.filters import lacking, told_of
from leadline.web.assess.grid import GridRow, grid_row, where_of
from leadline.web.assess.looking import Looker, Reading, Readings, readings_of_aspect, readings_of_theme
from leadline.web.assess.periods import Chosen
from leadline.web.assess.ranking import ranking_query
from leadline.web.assess.sentences import Told, finding_of, focused_finding
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
    word: str
    hurting: Reading
    messages: int


@dataclass(frozen=True)
class Pictures:
    """The x-ray as far as counts of messages follow the filters, and the one that follows none."""

    messages: XRay
    whole: XRay


@dataclass(frozen=True)
class XRayPage:
    """`messages_lack`, `themes_lack` and `whole_lacks` name the filters that the counts of messages, those of themes,
    and what is told of everything do not follow: empty where they follow all.
    """

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
    no_theme: Reading | None
    chances: tuple[Chance, ...]
    kept_out: tuple[tuple[str, int, str], ...]
    unread: Reading | None
    unread_messages: int
    quality: tuple[assess.Quality, ...]
    ranking: Ranking
    small_group: int
    where: str
    messages_where: str
    messages_lack: str
    themes_lack: str
    whole_lacks: str
    of_everybody: tuple[ThemeRow, ...]

    @property
    def loudest(self) -> tuple[ThemeRow, ...]:
        return self.themes[:FIRST]

    @property
    def foremost(self) -> tuple[Chance, ...]:
        return self.chances[:FIRST]


def x_ray_page(
    pictures: Pictures,
    chosen: Chosen,
    history: Mapping[str, Sequence[ThemeMonth]],
    daily: tuple[DailyCounts, DailyCounts | None],
    *,
    may_read: bool,
    ranking: Ranking = assess.RANKING,
    of_everybody: Sequence[ThemeReading] = (),
) -> XRayPage:
    """Everything that the x-ray's page shows; `daily` are the messages of each day, now and in the days before.

    `of_everybody` are themes that follow all filters, whoever speaks about whomever.
    """
    x_ray, whole, focus = pictures.messages, pictures.whole, chosen.focus
    look = Looker(chosen.period, may_read, chosen.noise, focus.messages)
    look_at_all = replace(look, focus=assess.WHOLE)
    own, at_least = x_ray.own.aspects["customers"], setting("LEADLINE_SMALL_GROUP")
    mine, query = x_ray.own.party.id, f"{replace(chosen, focus=assess.WHOLE).every_day}{ranking_query(ranking)}"
    own_href = look.at(party=mine, aspect="customers", reading="voice")
    hurting = share_of(own.hurting, own.read) if own.read >= at_least else None
    told = _of_department(whole.own.aspects["customers"].themes, focus.department)
    shown = [theme for theme in told if theme.messages >= at_least]
    return XRayPage(
        chosen=chosen,
        told=finding_of(x_ray, chosen.name) if focus == assess.WHOLE else _focused(pictures, chosen),
        x_ray=x_ray,
        own=own,
        own_href=own_href,
        voice=Reading(x_ray.own.voice, own_href),
        hurting=Reading(hurting, look.at(party=mine, aspect="customers", reading="hurting")),
        readings=readings_of_aspect(own, look, party=mine),
        departments=_departments(whole, look_at_all),
        grid=tuple(
            grid_row(one, _topics(one, whole.of(one.party.id), focus), look, *daily)
            for one in _ranked(x_ray, PartyKind.OWN, PartyKind.COMPETITOR)
        ),
        partners=_partners(x_ray, look),
        themes=tuple(_theme_row(theme, history.get(theme.theme, ()), look_at_all, mine) for theme in shown),
        small_themes=len(told) - len(shown),
        no_theme=None if focus.department else _no_theme(whole.own.aspects["customers"], look_at_all, mine),
        chances=tuple(
            chance(one, query)
            for one in assess.opportunities(whole, ranking)
            if focus.department in (None, one.department.value)
        ),
        kept_out=_kept_out(x_ray, look),
        unread=_unread(own, look, mine),
        unread_messages=own.messages - own.read,
        quality=quality_in_order(),
        ranking=ranking,
        small_group=at_least,
        where=told_of(focus),
        messages_where=told_of(focus.messages),
        messages_lack=lacking(focus.messages.lacks(focus)),
        themes_lack=lacking(focus.themes.lacks(focus)),
        whole_lacks=lacking(focus.asked),
        of_everybody=tuple(
            _theme_row(theme, (), replace(look, focus=replace(focus, department=None)), "")
            for theme in of_everybody
            if theme.messages >= at_least
        ),
    )


def _focused(pictures: Pictures, chosen: Chosen) -> Told:
    """The finding where the page is filtered: of a department what hurts most there, else how it reads."""
    focus = chosen.focus.messages
    return focused_finding(pictures.messages, pictures.whole, chosen.name, told_of(focus))


def _of_department(themes: Sequence[ThemeReading], department: str | None) -> tuple[ThemeReading, ...]:
    return tuple(theme for theme in themes if department in (None, theme.department))


def _topics(one: assess.PartyXRay, whole: assess.PartyXRay, focus: Focus) -> assess.PartyXRay:
    """The same party with themes: its own, or where counts of themes cannot follow the filters, those of the whole."""
    if focus.messages == focus.themes:
        return one
    told = {
        name: replace(side, themes=_of_department(side.themes, focus.department))
        for name, side in whole.aspects.items()
    }
    return replace(whole, aspects=told)


def _no_theme(own: Aspect, look: Looker, party: str) -> Reading | None:
    """How many of what could be read have no theme, and which."""
    share = share_of(own.read - own.themed, own.read)
    there = look.without_theme(party=party, aspect="customers", reading="read")
    return Reading(share, there) if share else None


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
            one.department.value,
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
    """A theme of a party's customers; without a party, of everybody."""
    whose = {"party": party, "aspect": "customers"} if party else {}
    return ThemeRow(
        theme=theme,
        href=look.at(theme=theme.theme, reading="read", **whose),
        months=tuple(one.messages for one in months if one.whole)[-SPARK_MONTHS:],
        readings=readings_of_theme(theme, look, party),
    )


def _unread(own: Aspect, look: Looker, party: str) -> Reading | None:
    """How many of the own customers' messages are in a language that is not read, and so in no share beside this."""
    share = share_of(own.messages - own.read, own.messages) if own.messages > own.read else None
    return Reading(share, look.at(party=party, aspect="customers", reading="unread")) if share else None


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
