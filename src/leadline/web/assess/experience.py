"""Do angry customers end happy? The turn rate month by month (S0.12), and the conversations behind it.

In: the lake and a party. Out: frozen values for the templates. The surprise: three whole months are compared with
the same three a year before (or, in a younger lake, with the three before them), because one month against another
is mostly noise; where the intervals meet, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from leadline import assess
from leadline.assess import Outcome, Turn, share_of
from leadline.config import setting
from leadline.web.assess.paging import paged
from leadline.web.assess.sentences import Told
from leadline.web.grammar.charts import Chart, lines
from leadline.web.grammar.numbers import interval, number, percent
from leadline.words import Estimate, Month, Party, Period

if TYPE_CHECKING:
    from leadline.engine import Lake

TOGETHER = 3
"""How many whole months stand together when they are compared."""

A_PAGE = 50


@dataclass(frozen=True)
class MonthLine:
    """A month of conversations; the rate is left out where fewer began angry than a small group."""

    turn: Turn
    rate: Estimate | None
    rate_heard_again: Estimate | None
    too_few: bool
    hrefs: dict[Outcome, str]


@dataclass(frozen=True)
class ExperiencePage:
    party: Party
    told: Told
    months: tuple[MonthLine, ...]
    drawing: Chart | None
    small_group: int


@dataclass(frozen=True)
class TalksPage:
    party: Party
    month: Month
    outcome: Outcome
    count: int
    talks: tuple[assess.Talk, ...]
    number: int
    pages: int


def experience_page(lake: Lake, party: Party, heard: Period, *, may_read: bool) -> ExperiencePage:
    """The turn rate of a party's customers, newest month first."""
    told = assess.turns(lake, party.id)
    at_least = setting("LEADLINE_SMALL_GROUP")
    months = tuple(_line(turn, party, at_least, may_read) for turn in told)
    whole = [line for line in months if _is_whole(line.turn.month, heard) and not line.too_few]
    return ExperiencePage(
        party=party,
        told=_told([line.turn for line in whole], party),
        months=months[::-1],
        drawing=_drawing(whole, party) if len(whole) > 1 else None,
        small_group=at_least,
    )


def talks_page(lake: Lake, party: Party, month: Month, outcome: Outcome, number_: int) -> TalksPage:
    """The conversations behind one of the numbers."""
    count = assess.count_talks(lake, party.id, month, outcome)
    place = paged(number_, lines=count, a_page=A_PAGE)
    found = assess.find_talks(lake, party.id, month, outcome, limit=A_PAGE, offset=place.offset)
    return TalksPage(party, month, outcome, count, found, place.number, place.pages)


def _line(turn: Turn, party: Party, at_least: int, may_read: bool) -> MonthLine:
    too_few = turn.angry_first < at_least
    outcomes: tuple[Outcome, ...] = ("all", "angry", "again", "turned")
    return MonthLine(
        turn=turn,
        rate=None if too_few else turn.rate,
        rate_heard_again=None if turn.heard_again < at_least else turn.rate_heard_again,
        too_few=too_few,
        hrefs={outcome: _address(party, turn.month, outcome) for outcome in outcomes} if may_read else {},
    )


def _address(party: Party, month: Month, outcome: Outcome) -> str:
    asked = urlencode({"party": party.id, "month": str(month), "outcome": outcome})
    return f"{reverse('assess:conversations')}?{asked}"


def _is_whole(month: Month, heard: Period) -> bool:
    return heard.first <= month.first_day and month.last_day <= heard.last


@dataclass(frozen=True)
class _Compared:
    """Some months together, their rate, and what to call them beside the present ones."""

    turns: Sequence[Turn]
    rate: Estimate
    name: str


def _told(whole: Sequence[Turn], party: Party) -> Told:
    recent = whole[-TOGETHER:]
    now, before = _together(recent), _earlier(whole)
    if now is None:
        title = _("Too few conversations began angry to say how many ended happy")
        return Told(title, _("A rate stands here when a whole month holds enough of them."))
    return Told(_title(recent, now, before), _lede(recent, now, before, party))


def _earlier(whole: Sequence[Turn]) -> _Compared | None:
    """The same months a year before where all are known, else the ones just before."""
    recent = whole[-TOGETHER:]
    year_ago = {Month(turn.month.year - 1, turn.month.month) for turn in recent}
    same = [turn for turn in whole if turn.month in year_ago]
    if recent and len(same) == len(recent) and (rate := _together(same)):
        return _Compared(same, rate, _("a year before"))
    last = whole[-2 * TOGETHER : -TOGETHER]
    rate = _together(last)
    return _Compared(last, rate, _("in the months before")) if rate else None


def _title(recent: Sequence[Turn], now: Estimate, before: _Compared | None) -> str:
    """The same words as in the reports, with the months: another window has another rate."""
    told = {"rate": percent(now.value), "when": _span(recent)}
    if before is None:
        return _("%(rate)s of customers who began angry in %(when)s ended happy") % told
    told |= {"before": percent(before.rate.value), "then": before.name}
    if now.low > before.rate.high:
        return _("%(rate)s of customers who began angry in %(when)s ended happy, up from %(before)s %(then)s") % told
    if now.high < before.rate.low:
        return _("%(rate)s of customers who began angry in %(when)s ended happy, down from %(before)s %(then)s") % told
    return _("%(rate)s of customers who began angry in %(when)s ended happy, about as many as %(then)s") % told


def _lede(recent: Sequence[Turn], now: Estimate, before: _Compared | None, party: Party) -> str:
    told = {
        "turned": number(sum(turn.turned for turn in recent)),
        "angry": number(sum(turn.angry_first for turn in recent)),
        "party": party.name,
        "months": _span(recent),
        "interval": interval(now),
    }
    words = _(
        "%(turned)s of %(angry)s conversations with customers of %(party)s, begun %(months)s; "
        "95 %% interval %(interval)s %%."
    )
    if before is None:
        return words % told
    compared = {"months": _span(before.turns), "rate": percent(before.rate.value), "interval": interval(before.rate)}
    return f"{words % told} {_('In %(months)s it was %(rate)s %(interval)s.') % compared}"


def _span(turns: Sequence[Turn]) -> str:
    first, last = turns[0].month, turns[-1].month
    return first.name if first == last else _("%(first)s to %(last)s") % {"first": first.name, "last": last.name}


def _together(turns: Sequence[Turn]) -> Estimate | None:
    return share_of(sum(turn.turned for turn in turns), sum(turn.angry_first for turn in turns))


def _drawing(whole: Sequence[MonthLine], party: Party) -> Chart:
    points = [
        {
            "day": line.turn.month.first_day.isoformat(),
            "value": 100 * line.rate.value,
            "low": 100 * line.rate.low,
            "high": 100 * line.rate.high,
        }
        for line in whole
        if line.rate
    ]
    return lines(
        "turns",
        points,
        label=_("Turn rate of %(party)s, month by month") % {"party": party.name},
        unit=_("% of those who began angry"),
        source=_("Conversations by the month in which they began; band: 95 % interval of sampling"),
        band=True,
        zero=True,
        height=260,
    )
