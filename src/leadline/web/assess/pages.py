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
from leadline.assess import Aspect, AspectName, ReadingName, ThemeMonth, ThemeReading, Which, XRay, share_of
from leadline.config import setting
from leadline.web.assess.addresses import messages_address
from leadline.web.assess.departments import hurt_by_department
from leadline.web.assess.periods import Chosen
from leadline.web.assess.sentences import Told, finding_of, side_name
from leadline.web.listen.pages import what_is
from leadline.words import Estimate, Party, PartyKind, Period

SPARK_MONTHS = 13
FIRST = 8
"""How many themes and opportunities stand on the x-ray itself; all of them have pages of their own."""


@dataclass(frozen=True)
class Reading:
    """A share of messages that show something, and where they are; no address for who may not read messages."""

    share: Estimate | None
    href: str


@dataclass(frozen=True)
class Moods:
    """How a group of messages reads: parts of 1."""

    negative: float
    neutral: float
    positive: float

    @property
    def parts(self) -> tuple[tuple[str, str, str], ...]:
        """For the drawing: class, where it begins and how wide it is, in percent."""
        begins = (0.0, self.negative, self.negative + self.neutral)
        sizes = (self.negative, self.neutral, self.positive)
        names = ("negative", "neutral", "positive")
        return tuple(
            (name, f"{100 * x:.1f}%", f"{100 * wide:.1f}%") for name, x, wide in zip(names, begins, sizes, strict=True)
        )


@dataclass(frozen=True)
class Readings:
    """The four readings of a group, apart (S3.10); None where the group is too small to show."""

    moods: Moods
    negative: Reading
    frustration: Reading
    excitement: Reading
    need: Reading


@dataclass(frozen=True)
class Side:
    """One side of a party: what it says, what its customers or partners say of it."""

    name: str
    messages: int
    before: int
    href: str
    readings: Readings | None


@dataclass(frozen=True)
class PartyRows:
    party: Party
    what: str
    voice: Reading
    contact: Reading
    sides: tuple[Side, ...]


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
    rivals: tuple[PartyRows, ...]
    partners: tuple[PartyRows, ...]
    themes: tuple[ThemeRow, ...]
    small_themes: int
    no_theme: Estimate | None
    chances: tuple[Chance, ...]
    kept_out: tuple[tuple[str, int, str], ...]
    quality: tuple[assess.Quality, ...]
    weights: tuple[tuple[str, float], ...]
    small_group: int

    @property
    def loudest(self) -> tuple[ThemeRow, ...]:
        return self.themes[:FIRST]

    @property
    def foremost(self) -> tuple[Chance, ...]:
        return self.chances[:FIRST]


@dataclass(frozen=True)
class Looker:
    """Makes the addresses of the messages behind a number, for those who may read them."""

    period: Period
    may_read: bool

    def at(self, **which: str) -> str:
        return messages_address(Which(period=self.period, **which)) if self.may_read else ""  # type: ignore[arg-type]


def x_ray_page(x_ray: XRay, chosen: Chosen, history: Mapping[str, Sequence[ThemeMonth]], *, may_read: bool) -> XRayPage:
    """Everything that the x-ray's page shows."""
    look = Looker(chosen.period, may_read)
    own, at_least = x_ray.own.aspects["customers"], setting("LEADLINE_SMALL_GROUP")
    mine = x_ray.own.party.id
    own_href = look.at(party=mine, aspect="customers", reading="voice")
    shown = [theme for theme in own.themes if theme.messages >= at_least]
    contact = sum(
        one.aspects["customers"].messages for one in x_ray.parties if one.party.kind is not PartyKind.COMPETITOR
    )
    return XRayPage(
        chosen=chosen,
        told=finding_of(x_ray, chosen.name),
        x_ray=x_ray,
        own=own,
        own_href=own_href,
        voice=Reading(x_ray.own.voice, own_href),
        hurting=Reading(share_of(own.hurting, own.read), look.at(party=mine, aspect="customers", reading="hurting")),
        readings=_of_aspect(own, look, party=mine),
        departments=_departments(x_ray, look),
        rivals=tuple(_party_rows(one, look, None) for one in _ranked(x_ray, PartyKind.OWN, PartyKind.COMPETITOR)),
        partners=tuple(_party_rows(one, look, contact) for one in _ranked(x_ray, PartyKind.PARTNER)),
        themes=tuple(_theme_row(theme, history.get(theme.theme, ()), look, mine) for theme in shown),
        small_themes=len(own.themes) - len(shown),
        no_theme=share_of(own.read - own.themed, own.read),
        chances=tuple(chance(one, chosen.every_day) for one in assess.opportunities(x_ray)),
        kept_out=_kept_out(x_ray, look),
        quality=quality_in_order(),
        weights=tuple(assess.WEIGHTS.items()),
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


def readings_of_theme(theme: ThemeReading, look: Looker, party: str) -> Readings:
    """The four readings of what a party's customers say about a theme."""
    whole, same = theme.messages, {"party": party, "aspect": "customers", "theme": theme.theme}

    def reading(part: int, name: ReadingName) -> Reading:
        return Reading(share_of(part, whole), look.at(reading=name, **same))

    return Readings(
        moods=Moods(theme.negative / whole, (whole - theme.negative - theme.positive) / whole, theme.positive / whole),
        negative=reading(theme.negative, "negative"),
        frustration=reading(theme.frustrated, "frustration"),
        excitement=reading(theme.excited, "excitement"),
        need=reading(theme.needing, "need"),
    )


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


def _of_aspect(aspect: Aspect, look: Looker, *, party: str) -> Readings | None:
    if aspect.read < setting("LEADLINE_SMALL_GROUP"):
        return None

    def reading(share: Estimate | None, name: ReadingName) -> Reading:
        return Reading(share, look.at(party=party, aspect=aspect.name, reading=name))

    parts = [share.value if share else 0.0 for share in (aspect.negative, aspect.neutral, aspect.positive)]
    return Readings(
        moods=Moods(*parts),
        negative=reading(aspect.negative, "negative"),
        frustration=reading(aspect.frustrated, "frustration"),
        excitement=reading(aspect.excited, "excitement"),
        need=reading(aspect.needing, "need"),
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


def _party_rows(one: assess.PartyXRay, look: Looker, contact: int | None) -> PartyRows:
    held = one.aspects["customers"].messages
    there = look.at(party=one.party.id, aspect="customers", reading="voice")
    return PartyRows(
        party=one.party,
        what=one.party.partner_type or what_is(one.party),
        voice=Reading(one.voice, there),
        contact=Reading(share_of(held, contact) if contact is not None else None, there),
        sides=tuple(_side(one.party, one.aspects[name], look) for name in _ORDER),
    )


_ORDER: tuple[AspectName, ...] = ("customers", "brand", "partners")


def _side(party: Party, aspect: Aspect, look: Looker) -> Side:
    return Side(
        name=side_name(aspect.name),
        messages=aspect.messages,
        before=aspect.before,
        href=look.at(party=party.id, aspect=aspect.name, reading="voice"),
        readings=_of_aspect(aspect, look, party=party.id),
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
        (
            _("in a language that is not read"),
            sum(side.messages - side.read for side in sides),
            look.at(reading="unread"),
        ),
    )
