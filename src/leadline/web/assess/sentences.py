"""What the pages of assess say in words: the x-ray's finding, names of readings, sides and methods.

In: numbers. Out: sentences that somebody can repeat. The surprise: where two themes hurt alike within what chance
allows, both are named, because the order of the two is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leadline.assess import AspectName, ReadingName, ThemeReading, XRay, share_of
from leadline.config import setting
from leadline.web.grammar.numbers import interval, number, percent
from leadline.words import Estimate, MethodKind

READINGS: dict[ReadingName, Promise] = {
    "hurting": lazy("negative or frustrated"),
    "negative": lazy("negative"),
    "neutral": lazy("neutral"),
    "positive": lazy("positive"),
    "frustration": lazy("frustration"),
    "excitement": lazy("excitement"),
    "need": lazy("need"),
    "read": lazy("all that could be read"),
    "voice": lazy("all but spam, repeats and bots"),
    "unread": lazy("in a language that is not read"),
    "spam": lazy("spam"),
    "repeat": lazy("repeats of what was said before"),
    "bot": lazy("by automatic authors"),
}

LANGUAGES: dict[str, Promise] = {
    "en": lazy("English"),
    "nl": lazy("Dutch"),
    "de": lazy("German"),
    "fr": lazy("French"),
    "es": lazy("Spanish"),
    "pt": lazy("Portuguese"),
    "it": lazy("Italian"),
    "und": lazy("a language that was not told"),
}

SAID: dict[str, Promise] = {
    "frustration": lazy("%(n)s messages a month show frustration about “%(theme)s”"),
    "need": lazy("%(n)s messages a month ask or wish for something about “%(theme)s”"),
    "excitement": lazy("%(n)s messages a month show excitement about “%(theme)s”"),
}

METHODS: dict[MethodKind, Promise] = {
    MethodKind.SERVICE: lazy("A service team that answers where customers ask, within a promised time."),
    MethodKind.COMMUNITY: lazy("A community in which customers help each other."),
    MethodKind.INSIGHT: lazy(
        "Bring what customers say to those who design the product, and tell customers what came of it."
    ),
    MethodKind.LAUNCH: lazy("Stand by customers when something new is launched, and hear at once what does not work."),
    MethodKind.EARLY_WARNING: lazy(
        "Watch this theme day by day and warn the department on the day on which it begins to rise."
    ),
    MethodKind.PROCESS_CHANGE: lazy("Change the process that customers complain about."),
    MethodKind.CHAMPIONS: lazy("Let employees who know about it speak and answer, of their own will."),
    MethodKind.ADVOCACY: lazy("Give those who are happy a reason and a place to say so."),
    MethodKind.BUZZ: lazy("Something that people like to pass on."),
    MethodKind.SALES: lazy("Answer people who are about to decide, with somebody who may decide too."),
    MethodKind.OTHER: lazy("A method of your own."),
}


@dataclass(frozen=True)
class Told:
    """A page's title and what stands under it."""

    title: str
    lede: str


def finding_of(x_ray: XRay, days: str) -> Told:
    """What hurts the own customers most, how sure that is, and against what."""
    own = x_ray.own.aspects["customers"]
    worst = _worst(own.themes, own.hurting)
    if not worst:
        return Told(_heard_only(x_ray), _days_only(x_ray, days))
    return Told(_hurts_most(worst), " ".join((_how_sure(x_ray, worst, days), _before(x_ray, worst))))


def focused_finding(x_ray: XRay, whole: XRay, days: str, where: str) -> Told:
    """What a filtered page finds: which theme hurts most there, or, where themes are not told, how it reads."""
    own, all_ = x_ray.own.aspects["customers"], whole.own.aspects["customers"]
    told = {"where": where[:1].upper() + where[1:], "company": x_ray.own.party.name, "days": days}
    hurting, in_all = share_of(own.hurting, own.read), share_of(all_.hurting, all_.read)
    if hurting is None or in_all is None or own.read < setting("LEADLINE_SMALL_GROUP"):
        told |= {"messages": number(own.messages)}
        title = _("%(where)s customers of %(company)s were heard %(messages)s times: too few to say more") % told
        return Told(title, _("%(days)s.") % told)
    told |= {
        "share": percent(hurting.value),
        "interval": interval(hurting),
        "n": number(own.hurting),
        "read": number(own.read),
        "whole": percent(in_all.value),
        "all": interval(in_all),
    }
    title = _("%(where)s, %(share)s %(interval)s of what customers of %(company)s say is negative or frustrated") % told
    if worst := _worst(own.themes, own.hurting):
        named = {"finding": _hurts_most(worst), "where": told["where"]}
        title = _("%(where)s: %(finding)s") % named
    lede = _(
        "%(n)s of %(read)s messages that could be read are negative or frustrated, %(days)s: %(share)s %(interval)s. "
        "Without a filter it is %(whole)s %(all)s."
    )
    return Told(title, lede % told)


def language_name(code: str) -> str:
    """A language as people call it; a code that nobody named stays as it is."""
    return str(LANGUAGES.get(code, code))


def side_name(name: AspectName) -> str:
    """Who speaks on a side of the x-ray."""
    return {"customers": _("customers"), "brand": _("the company itself"), "partners": _("its partners")}[name]


def _hurts_most(worst: Sequence[tuple[ThemeReading, Estimate]]) -> str:
    names = {"first": worst[0][0].name, "first_share": percent(worst[0][1].value)}
    if len(worst) == 1:
        return _("“%(first)s” hurts most: %(first_share)s of what customers complain about") % names
    names |= {"second": worst[1][0].name, "second_share": percent(worst[1][1].value)}
    return (
        _(
            "“%(first)s” and “%(second)s” hurt most: "
            "%(first_share)s and %(second_share)s of what customers complain about"
        )
        % names
    )


def _worst(themes: Sequence[ThemeReading], hurting: int) -> list[tuple[ThemeReading, Estimate]]:
    """The theme with the most hurt, and the next one where chance may have put them in this order."""
    loud = [theme for theme in themes if theme.hurting >= setting("LEADLINE_SMALL_GROUP")]
    shares = [(theme, share) for theme in loud if (share := share_of(theme.hurting, hurting))]
    ranked = sorted(shares, key=lambda one: (-one[0].hurting, one[0].theme))
    return [one for one in ranked[:2] if one[1].value >= ranked[0][1].low]


def _how_sure(x_ray: XRay, worst: Sequence[tuple[ThemeReading, Estimate]], days: str) -> str:
    own = x_ray.own.aspects["customers"]
    told = {
        "counts": _(" and ").join(number(theme.hurting) for theme, _share in worst),
        "intervals": _(" and ").join(interval(share) for _theme, share in worst),
        "whole": number(own.hurting),
        "company": x_ray.own.party.name,
        "days": days,
        "unknown": percent(1 - sum(theme.hurting for theme in own.themes) / own.hurting),
    }
    return (
        _(
            "%(counts)s of the %(whole)s messages by customers of %(company)s that are negative or frustrated, "
            "%(days)s; 95 %% interval %(intervals)s %%. In %(unknown)s of them no theme was found."
        )
        % told
    )


def _before(x_ray: XRay, worst: Sequence[tuple[ThemeReading, Estimate]]) -> str:
    if x_ray.compared is None:
        return _("Messages do not reach back far enough for a comparison with the days before.")
    told = {
        "days": number(x_ray.compared.days),
        "before": _(" and ").join(number(theme.before) for theme, _share in worst),
        "now": _(" and ").join(number(theme.messages) for theme, _share in worst),
    }
    return _("Spoken of %(now)s times in all, against %(before)s in the %(days)s days before.") % told


def _heard_only(x_ray: XRay) -> str:
    own = x_ray.own
    told = {"company": own.party.name, "messages": number(own.aspects["customers"].messages)}
    if not own.aspects["customers"].messages:
        return _("No customer of %(company)s was heard") % told
    return _("Customers of %(company)s were heard %(messages)s times, and no theme stands out") % told


def _days_only(x_ray: XRay, days: str) -> str:
    told = {"days": days, "messages": number(x_ray.messages)}
    return _("%(days)s, %(messages)s messages about all parties.") % told
