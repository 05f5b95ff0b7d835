"""One opportunity: the numbers of its formula, own customers against the competitors', and typical words.

In: the lake, an x-ray, an opportunity's id. Out: one frozen value for the template. The surprise: quotes are chosen
for being like the others, and shown only where enough different people said it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from leadline import assess
from leadline.assess import Opportunity, ThemeMonth, ThemeReading, Which, XRay, share_of
from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.web.assess.addresses import messages_address
from leadline.web.assess.listing import Line, is_quotable, quotes_of
from leadline.web.assess.sentences import METHODS, SAID
from leadline.web.grammar.charts import Chart, bars, lines
from leadline.web.grammar.numbers import number
from leadline.words import Estimate, Finding, PartyKind

if TYPE_CHECKING:
    from leadline.engine import Lake

LOOKED_AT = 150
"""How many of the newest messages the quotes are chosen from."""

_BEGINNINGS = ("fix-", "answer-", "build-on-", "frustration-", "need-", "excitement-")
_COUNTS = {"frustration": "frustrated", "need": "needing", "excitement": "excited"}


@dataclass(frozen=True)
class OpportunityPage:
    title: str
    opportunity: Opportunity
    rank: int
    of: int
    theme: ThemeReading
    findings: tuple[Finding, ...]
    weight: float
    ranking: assess.Ranking
    method: str
    compared: Chart | None
    months: Chart | None
    messages: int
    href: str
    quotes: tuple[Line, ...]
    quotable: bool
    looked_at: int
    small_group: int


def opportunity_page(
    lake: Lake,
    x_ray: XRay,
    wanted: str,
    history: Mapping[str, Sequence[ThemeMonth]],
    *,
    may_read: bool,
    themes: assess.Themes,
    ranking: assess.Ranking = assess.RANKING,
) -> OpportunityPage:
    """Everything about one opportunity. Raises LeadlineError where these days show none of this name."""
    ranked = assess.opportunities(x_ray, ranking)
    rank = next((place for place, one in enumerate(ranked) if one.id == wanted), None)
    if rank is None:
        raise LeadlineError(
            _("These days show no opportunity “%(name)s”.") % {"name": wanted.replace("-", " ")},
            _("It rests on fewer than 30 messages here: choose a longer period, or one from the list on Assess."),
        )
    one = ranked[rank]
    theme = next(told for told in x_ray.own.aspects["customers"].themes if told.theme == one.theme)
    asked = Which(
        party=x_ray.own.party.id, aspect="customers", theme=one.theme, reading=one.reading, period=x_ray.period
    )
    which = assess.with_merged(asked, themes)
    at_least = setting("LEADLINE_SMALL_GROUP")
    looked_at = assess.newest_messages(lake, which, LOOKED_AT) if may_read else ()
    return OpportunityPage(
        title=f"{SAID[one.reading] % {'n': number(one.a_month.value, 0), 'theme': theme.name}}{_against(one)}",
        opportunity=one,
        rank=rank + 1,
        of=len(ranked),
        theme=theme,
        findings=tuple(found for found in assess.findings(x_ray) if found.id in one.findings),
        weight=ranking.weight(one.reading),
        ranking=ranking,
        method=str(METHODS[one.method]),
        compared=_against_rivals(x_ray, one),
        months=_by_month(history.get(one.theme, ()), one),
        messages=_shown(theme, one),
        href=messages_address(which) if may_read else "",
        quotes=quotes_of(looked_at, themes),
        quotable=is_quotable(looked_at),
        looked_at=len(looked_at),
        small_group=at_least,
    )


def _against(one: Opportunity) -> str:
    """The lead in words; where the two intervals meet, no more is claimed than that."""
    if one.rival_share is None:
        return ""
    if one.own_share.low <= one.rival_share.high and one.rival_share.low <= one.own_share.high:
        return _(", about as often as at competitors")
    if one.lead >= 2:
        return _(", at least twice as often as at competitors")
    if one.lead > 1:
        return _(", %(lead)s times as often as at competitors") % {"lead": number(one.lead, 1)}
    return _(", less often than at competitors")


def is_finding(wanted: str) -> bool:
    """Whether this could be a finding's id, as in `frustration-billing`."""
    reading, dash, theme = wanted.partition("-")
    return bool(dash and theme) and reading in _COUNTS


def renewed(wanted: str, themes: assess.Themes) -> str:
    """An opportunity's or finding's id as it is called since its theme was merged; else the same."""
    for beginning in _BEGINNINGS:
        if wanted.startswith(beginning):
            return f"{beginning}{themes.standing(wanted.removeprefix(beginning))}"
    return wanted


def _shown(theme: ThemeReading | ThemeMonth, one: Opportunity) -> int:
    return int(getattr(theme, _COUNTS[one.reading]))


def _against_rivals(x_ray: XRay, one: Opportunity) -> Chart | None:
    """How often customers show the reading when they speak of this theme, party by party."""
    shares: list[tuple[str, Estimate]] = []
    for party in (one_.party for one_ in x_ray.parties if one_.party.kind is not PartyKind.PARTNER):
        told = next((it for it in x_ray.of(party.id).aspects["customers"].themes if it.theme == one.theme), None)
        share = share_of(_shown(told, one), told.messages) if told else None
        if told and share and told.messages >= setting("LEADLINE_SMALL_GROUP"):
            shares.append((f"{party.name} ({number(told.messages)})", share))
    if len(shares) < 2:
        return None
    points = [
        {"name": name, "value": 100 * share.value, "low": 100 * share.low, "high": 100 * share.high}
        for name, share in shares
    ]
    return bars(
        "rivals",
        points,
        label=_("Share of the customers' messages about this theme that show it, by party"),
        unit="%",
        source=_("Customers' messages about this theme (how many, in brackets); 95 % intervals of sampling"),
        interval=True,
    )


def _by_month(history: Sequence[ThemeMonth], one: Opportunity) -> Chart | None:
    whole = [month for month in history if month.whole]
    if len(whole) < 3:
        return None
    points = [{"day": month.month.first_day.isoformat(), "value": float(_shown(month, one))} for month in whole]
    return lines(
        "months",
        points,
        label=_("Messages a month that show it"),
        unit=_("messages a month"),
        source=_("Messages by own customers; months that have only begun are left out"),
        zero=True,
    )
