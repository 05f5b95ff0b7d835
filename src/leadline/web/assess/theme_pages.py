"""One theme, what is new and no theme covers, and the list of themes: as pages.

In: the lake, the x-ray, the list, who looks. Out: frozen values for the templates. The surprise: what is told of words
is of the newest messages only, and says of how many; a number beside it is of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline import assess
from leadline.assess import (
    WHOLE,
    Focus,
    NewGroup,
    News,
    Theme,
    ThemeMonth,
    ThemeReading,
    Themes,
    Which,
    XRay,
    share_of,
)
from leadline.assess.themes.phrases import Phrase
from leadline.assess.themes.theme_words import new_words, phrases_met
from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.web.assess.filters import lacking, told_of
from leadline.web.assess.listing import Line, is_quotable, line_of, quotes_of
from leadline.web.assess.looking import Looker, Reading, Readings, readings_of_theme
from leadline.web.assess.models import ThemesVersion
from leadline.web.assess.pages import Chance, chance
from leadline.web.assess.periods import Chosen
from leadline.web.grammar.charts import Chart, lines
from leadline.web.grammar.numbers import interval, number, percent
from leadline.words import Department, Month

if TYPE_CHECKING:
    from leadline.engine import Lake

LOOKED_AT = 300
"""How many of the newest messages of each period the words are told of."""
HISTORY = 30


@dataclass(frozen=True)
class ThemePage:
    title: str
    lede: str
    chosen: Chosen
    theme: Theme
    names: tuple[str, ...]
    origin: Theme | None
    reading: ThemeReading | None
    readings: Readings | None
    hurting: Reading | None
    href: str
    months: Chart | None
    chances: tuple[Chance, ...]
    quotes: tuple[Line, ...]
    new_words: tuple[Phrase, ...]
    phrases: tuple[tuple[str, int], ...]
    looked_at: int
    looked_at_before: int
    quotable: bool
    small_group: int
    where: str
    """What the page is filtered by, in words, as far as a theme has messages of several."""
    lacks: str
    """What the counts of own customers do not follow."""
    other_department: str
    of_everybody: ThemeReading | None
    readings_of_everybody: Readings | None
    href_of_everybody: str

    @property
    def met(self) -> tuple[tuple[str, int], ...]:
        """The phrases that some of the messages looked at meet, with how many."""
        return tuple(one for one in self.phrases if one[1])

    @property
    def not_met(self) -> tuple[str, ...]:
        return tuple(phrase for phrase, count in self.phrases if not count)


@dataclass(frozen=True)
class NewsRow:
    """One group with some of its messages and the address of a theme made of it."""

    group: NewGroup
    quotes: tuple[Line, ...]
    make: str


@dataclass(frozen=True)
class NewsPart:
    """What was new in the last month of the days looked at."""

    news: News
    rows: tuple[NewsRow, ...]


@dataclass(frozen=True)
class ListPage:
    title: str
    departments: tuple[tuple[str, tuple[Theme, ...]], ...]
    former: tuple[tuple[Theme, str], ...]
    history: tuple[ThemesVersion, ...]


def theme_page(
    lake: Lake,
    x_ray: XRay,
    wanted: str,
    chosen: Chosen,
    history: Mapping[str, Sequence[ThemeMonth]],
    *,
    themes: Themes,
    may_read: bool,
    of_everybody: Sequence[ThemeReading] = (),
) -> ThemePage:
    """Everything about one theme. Raises LeadlineError where the list has none of this id.

    `of_everybody` are the themes of the channel and language that the page is filtered by, whoever speaks of whomever.
    """
    theme = known_theme(themes, wanted)
    focus = replace(chosen.focus, department=None)
    own, at_least = x_ray.own, setting("LEADLINE_SMALL_GROUP")
    reading = next((one for one in own.aspects["customers"].themes if one.theme == theme.id), None)
    shown = reading if reading and reading.messages >= at_least else None
    look = Looker(chosen.period, may_read)
    same = {"party": own.party.id, "aspect": "customers", "theme": theme.id}
    now, before = _newest(lake, x_ray, theme, themes, focus)
    everybody = next((one for one in of_everybody if one.theme == theme.id and one.messages >= at_least), None)
    look_there = replace(look, focus=focus)
    return ThemePage(
        title=_title(theme, shown) if focus == WHOLE else _title_there(theme, everybody, told_of(focus)),
        lede=_lede(x_ray, theme, reading, chosen),
        chosen=chosen,
        theme=theme,
        names=tuple(one.name for one in themes if one.into and themes.standing(one.id) == theme.id),
        origin=themes.get(theme.origin) if theme.origin else None,
        reading=shown,
        readings=readings_of_theme(shown, look, own.party.id) if shown else None,
        hurting=Reading(share_of(shown.hurting, shown.messages), look.at(reading="hurting", **same)) if shown else None,
        href=look.at(reading="read", **same),
        months=_by_month(history.get(theme.id, ())),
        chances=tuple(
            chance(one, replace(chosen, focus=WHOLE).every_day)
            for one in assess.opportunities(x_ray)
            if one.theme == theme.id
        ),
        quotes=quotes_of(now if may_read else (), themes),
        new_words=new_words(now, before, least_people=at_least),
        phrases=phrases_met(_all_phrases(theme, themes), [one.text for one in now]),
        looked_at=len(now),
        looked_at_before=len(before),
        quotable=may_read and is_quotable(now),
        small_group=at_least,
        where=told_of(focus),
        lacks=lacking(focus.asked),
        other_department=chosen.focus.department if chosen.focus.department not in (None, theme.department) else "",
        of_everybody=everybody,
        readings_of_everybody=readings_of_theme(everybody, look_there) if everybody else None,
        href_of_everybody=look_there.at(theme=theme.id, reading="read"),
    )


def known_theme(themes: Themes, wanted: str) -> Theme:
    """The theme of this id. Raises LeadlineError where there never was one."""
    theme = themes.get(wanted)
    if theme is None:
        raise LeadlineError(_("There is no theme “%(id)s”.") % {"id": wanted}, _("Choose one from the list."))
    return theme


def news_part(lake: Lake, x_ray: XRay, *, themes: Themes, may_read: bool) -> NewsPart | None:
    """What no theme covers and was new in the last month up to these days that can be judged; None where nobody has
    looked yet.
    """
    own = x_ray.own.party.id
    month = assess.month_to_judge(lake, own, Month.of(x_ray.period.last))
    found = assess.news_of(lake, own, month, themes=themes)
    if found is None:
        return None
    return NewsPart(found, tuple(_news_row(lake, one, themes, may_read=may_read) for one in found.groups))


def list_page(themes: Themes) -> ListPage:
    """All themes by department, those that were merged or retired, and who changed what."""
    order = list(Department)
    current = sorted(themes.current, key=lambda one: (order.index(one.department), one.name.casefold()))
    newest = ThemesVersion.objects.select_related("written_by").order_by("-number")[:HISTORY]
    count = len(current)
    return ListPage(
        title=ngettext("%(n)d theme is looked for", "%(n)d themes are looked for", count) % {"n": count},
        departments=tuple((name.value, tuple(some)) for name, some in groupby(current, key=lambda one: one.department)),
        former=tuple((one, themes.name_of(one.id)) for one in themes if not one.is_current),
        history=tuple(newest),
    )


def _title(theme: Theme, reading: ThemeReading | None) -> str:
    if theme.retired:
        return _("“%(theme)s” is retired: it is counted no more") % {"theme": theme.name}
    if reading is None:
        return _("“%(theme)s”: too few messages in these days to show") % {"theme": theme.name}
    hurting = share_of(reading.hurting, reading.messages)
    told = {"theme": theme.name, "share": percent(hurting.value) if hurting else "", "interval": interval(hurting)}
    return _("“%(theme)s”: %(share)s of what customers say of it is negative or frustrated %(interval)s") % told


def _title_there(theme: Theme, reading: ThemeReading | None, where: str) -> str:
    """The title of a filtered page: of everybody, since counts by channel and theme know no party."""
    told = {"theme": theme.name, "where": where[:1].upper() + where[1:]}
    if reading is None:
        return _("%(where)s, “%(theme)s”: too few messages in these days to show") % told
    hurting = share_of(reading.hurting, reading.messages)
    told |= {"share": percent(hurting.value) if hurting else "", "interval": interval(hurting)}
    return _("%(where)s, %(share)s %(interval)s of what anybody says of “%(theme)s” is negative or frustrated") % told


def _lede(x_ray: XRay, theme: Theme, reading: ThemeReading | None, chosen: Chosen) -> str:
    if reading is None or reading.messages < setting("LEADLINE_SMALL_GROUP"):
        return _("%(days)s. Its past by month stands below.") % {"days": chosen.name}
    told = {
        "days": chosen.name,
        "messages": number(reading.messages),
        "share": percent(reading.share.value) if reading.share else "",
        "between": interval(reading.share),
        "before": number(reading.before),
    }
    said = _("%(messages)s messages by own customers, %(days)s: %(share)s %(between)s of those with a theme.") % told
    if x_ray.compared is None:
        return f"{said} {_('Messages do not reach back far enough for a comparison with the days before.')}"
    return f"{said} {_('In the days before there were %(before)s.') % told}"


def _newest(
    lake: Lake, x_ray: XRay, theme: Theme, themes: Themes, focus: Focus
) -> tuple[tuple[assess.ReadMessage, ...], tuple[assess.ReadMessage, ...]]:
    """The newest messages of these days, and of those before where they compare."""
    asked = Which(x_ray.own.party.id, "customers", theme=theme.id, reading="read", period=x_ray.period)
    asked = replace(asked, channel=focus.channel, language=focus.language)
    which = assess.with_merged(asked, themes)
    now = assess.newest_messages(lake, which, LOOKED_AT)
    earlier = replace(which, period=x_ray.compared) if x_ray.compared else None
    return now, assess.newest_messages(lake, earlier, LOOKED_AT) if earlier else ()


def _all_phrases(theme: Theme, themes: Themes) -> tuple[str, ...]:
    """The theme's own and those of the themes that were merged into it."""
    family = (themes.get(one) for one in themes.family(theme.id))
    return tuple(dict.fromkeys(phrase for one in family if one for phrase in one.phrases))


def _by_month(history: Sequence[ThemeMonth]) -> Chart | None:
    whole = [month for month in history if month.whole]
    if len(whole) < 3:
        return None
    names = {"messages": _("all"), "hurting": _("negative or frustrated")}
    points = [
        {"day": one.month.first_day.isoformat(), "value": float(getattr(one, field)), "which": name}
        for field, name in names.items()
        for one in whole
    ]
    return lines(
        "theme-months",
        points,
        label=_("Messages a month"),
        unit=_("messages a month"),
        source=_("Messages by own customers; months that have only begun are left out"),
        by="which",
        zero=True,
    )


def _news_row(lake: Lake, group: NewGroup, themes: Themes, *, may_read: bool) -> NewsRow:
    found = assess.read_messages(lake, group.examples) if may_read else ()
    asked = {"name": group.name.capitalize(), "phrases": "\n".join(group.phrases)}
    return NewsRow(
        group=group,
        quotes=tuple(line_of(one, themes) for one in assess.typical(found, 2)),
        make=f"{reverse('assess:theme_add')}?{urlencode(asked)}",
    )
