"""The experience map: where customers meet us, where it hurts, what we spend there, and where to start (S4.3-S4.6).

In: the x-ray, and what programs cost by department, where somebody may see money. Out: one frozen value for the
template. The surprise: the map stands in the house's order, support first; the order to start in is another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.assess import TouchPoint, XRay, share_of, touch_points
from leadline.config import setting
from leadline.value import Mismatch, mismatches
from leadline.web.assess.looking import Looker, Reading
from leadline.web.assess.sentences import Told
from leadline.web.grammar.charts import Chart, bars
from leadline.web.grammar.numbers import interval, percent
from leadline.words import Department, Estimate, Money

THEMES = 3


@dataclass(frozen=True)
class ThemeHurt:
    """A theme of a touch point and its part of what hurts there."""

    name: str
    part: Reading


@dataclass(frozen=True)
class Point:
    """A touch point; what rests on fewer messages than a small group shows no share."""

    name: str
    told: TouchPoint
    href: str
    pain: Reading
    hurt_rate: Estimate | None
    themes: tuple[ThemeHurt, ...]
    spend: Money | None
    spend_share: float | None
    too_few: bool


@dataclass(frozen=True)
class Step:
    """One place to start, and why, in words."""

    name: str
    why: str


@dataclass(frozen=True)
class MapPage:
    told: Told
    points: tuple[Point, ...]
    steps: tuple[Step, ...]
    drawing: Chart | None
    has_spend: bool
    no_theme: Estimate | None
    small_group: int


def map_page(x_ray: XRay, days: str, spend: Mapping[Department, Money], look: Looker) -> MapPage:
    """The touch points of the own customers; `spend` is empty where none was handed in, or may not be seen."""
    own, at_least = x_ray.own.aspects["customers"], setting("LEADLINE_SMALL_GROUP")
    found = touch_points(x_ray)
    ranked = mismatches([one for one in found if one.hurting >= at_least], spend)
    by = {one.department: one for one in mismatches(found, spend)}
    shown = [_point(one, by.get(one.department), look, x_ray.own.party.id, at_least) for one in found]
    return MapPage(
        told=Told(_title(ranked), _lede(ranked, days)),
        points=tuple(shown),
        steps=tuple(Step(_name(one.department), _why(one)) for one in ranked),
        drawing=_drawing(shown) if len(ranked) > 1 else None,
        has_spend=bool(spend),
        no_theme=share_of(own.hurting - sum(theme.hurting for theme in own.themes), own.hurting),
        small_group=at_least,
    )


def _name(department: Department) -> str:
    return department.value.capitalize()


def _point(one: TouchPoint, known: Mismatch | None, look: Looker, party: str, at_least: int) -> Point:
    too_few = one.messages < at_least
    mine: dict[str, str] = {"party": party, "aspect": "customers", "department": one.department.value}
    hurting = look.at(reading="hurting", **mine)
    loud = [theme for theme in one.themes if theme.hurting >= at_least][:THEMES]
    return Point(
        name=_name(one.department),
        told=one,
        href=look.at(reading="read", **mine),
        pain=Reading(None if too_few else one.pain, hurting),
        hurt_rate=None if too_few else one.hurt_rate,
        themes=tuple(
            ThemeHurt(
                theme.name,
                Reading(
                    share_of(theme.hurting, one.hurting),
                    look.at(party=party, aspect="customers", theme=theme.theme, reading="hurting"),
                ),
            )
            for theme in loud
        ),
        spend=known.spend if known else None,
        spend_share=known.spend_share if known else None,
        too_few=too_few,
    )


def _title(ranked: Sequence[Mismatch]) -> str:
    if not ranked:
        return _("Nothing hurts often enough to say where")
    first = ranked[0]
    told = {"name": _name(first.department), "pain": percent(first.pain.value, 0)}
    if first.spend_share is None:
        if len(ranked) > 1 and ranked[1].pain.value >= first.pain.low:  # chance may have put them in this order
            told |= {"second": _name(ranked[1].department), "second_pain": percent(ranked[1].pain.value, 0)}
            return _("%(name)s and %(second)s hurt most: they hold %(pain)s and %(second_pain)s of the pain") % told
        return _("%(name)s hurts most: it holds %(pain)s of the pain") % told
    told |= {"spend": percent(first.spend_share, 0)}
    if first.stance == "under":
        return _("Start with %(name)s: it holds %(pain)s of the pain and %(spend)s of the spend") % told
    return _("Money goes about where it hurts: %(name)s holds %(pain)s of the pain and %(spend)s of the spend") % told


def _lede(ranked: Sequence[Mismatch], days: str) -> str:
    told = {"days": days, "interval": interval(ranked[0].pain) if ranked else ""}
    if not ranked:
        return _("%(days)s.") % told
    return _(
        "%(days)s; 95 %% interval of the pain %(interval)s %%. Pain is a part of the negative or frustrated messages "
        "by own customers in which a theme was found."
    ) % told  # fmt: skip


def _why(one: Mismatch) -> str:
    told = {"pain": percent(one.pain.value), "interval": interval(one.pain), "spend": percent(one.spend_share)}
    if one.stance == "unknown":
        return _("%(pain)s %(interval)s of the pain") % told
    words = {
        "under": _("%(pain)s %(interval)s of the pain, %(spend)s of the spend: more pain than money"),
        "even": _("%(pain)s %(interval)s of the pain, %(spend)s of the spend: chance allows no more than “in step”"),
        "over": _("%(pain)s %(interval)s of the pain, %(spend)s of the spend: more money than pain"),
    }
    return words[one.stance] % told


def _drawing(points: Sequence[Point]) -> Chart:
    rows = [
        {"name": one.name, "value": 100 * pain.value, "low": 100 * pain.low, "high": 100 * pain.high}
        for one in points
        if (pain := one.pain.share)
    ]
    return bars(
        "pain",
        rows,
        label=_("Each department's part of what hurts customers"),
        unit="%",
        source=_("Negative or frustrated messages by own customers in which a theme was found; 95 % intervals"),
        interval=True,
    )
