"""Home, told from where the company stands: its finding, the line, the objectives, the one next thing.

In: a `Standing`. Out: a `HomePage`. What a sentence may claim is bound to its evidence's grade: the words come from
`report.phrases`, as in the month's reports.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline import assess
from leadline.flow import Documents, remembered
from leadline.measure.evidence import checks_passed
from leadline.report import phrases
from leadline.report.facts import Facts, Objective
from leadline.report.facts import Side as FactsSide
from leadline.report.figures import MoneyFigure
from leadline.report.keeping import kept_months
from leadline.report.passages import best_effect, tile
from leadline.web.grammar.months import Months, months_between
from leadline.web.home.next import May, may_everything, next_thing
from leadline.web.home.page import HomePage, ObjectiveLine, Side, Stop, Warned, Worth
from leadline.web.home.standing import Standing, standing
from leadline.web.home.steps import six_steps
from leadline.web.home.stops import seven_stops
from leadline.web.measure.sentences import tone_of
from leadline.web.value.pages import overlap_words
from leadline.words import Grade, Money, Month, Severity

if TYPE_CHECKING:
    from leadline.engine import Lake

SEVERE: dict[str, Severity] = {"high": "error", "medium": "warning", "low": "note"}
MOST_WARNINGS = 4


def home_page(
    lake: Lake, documents: Documents, *, now: dt.datetime, asked: str = "", may: May = may_everything
) -> HomePage:
    """Home of the month that was asked for, or of the last one that can be judged, for somebody who `may` do some
    things. Raises LeadlineError where `asked` is no month.
    """
    today = now.astimezone(documents.company.tz).date()
    months = months_between(assess.months_heard(lake), asked=asked, today=today)
    if not asked and not months.chosen.is_over(today):
        months = replace(months, chosen=_last_told(lake, months.chosen))
    if not asked:
        months = replace(months, chosen=assess.month_to_judge(lake, documents.parties.own.id, months.chosen))
    return tell(standing_of(lake, documents, months.chosen, now=now), months, may=may)


def _last_told(lake: Lake, current: Month) -> Month:
    """The month that runs where it was told already, else the last that was: what just began has little to say."""
    told = [one for one in kept_months(lake) if one <= current]
    return told[0] if told else current


def standing_of(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> Standing:
    """The month's standing, from memory where nothing has changed since."""
    day = now.astimezone(documents.company.tz).date()
    return remembered(lake, documents, ("home", month), lambda: standing(lake, documents, month, now=now), day=day)


def tell(known: Standing, months: Months | None = None, *, may: May = may_everything) -> HomePage:
    """The page of this standing, for somebody who `may` do some things."""
    facts = known.facts
    return HomePage(
        finding=_finding(facts),
        lede=_lede(known),
        steps=six_steps(known),
        stops=tuple(_in_month(stop, months) for stop in seven_stops(known)),
        objectives=tuple(_objective(one) for one in facts.objectives),
        sides=tuple(_side(one) for one in facts.sides) if any(one.figure for one in facts.sides) else (),
        worth={one.grade: Money(one.money.amount, one.money.currency) for one in facts.worth},
        overlap=overlap_words(known.whole) if known.whole else "",
        warnings=_warned(facts, is_good=False),
        good_news=_warned(facts, is_good=True),
        next=next_thing(known, may),
        months=months,
        note=_past(known, months),
    )


def _in_month(stop: Stop, months: Months | None) -> Stop:
    """The stop, leading to the month that Home shows: pages open on the newest one unless their address says more."""
    if months is None or months.chosen == months.every[0] or not stop.href or "?" in stop.href:
        return stop
    return replace(stop, href=f"{stop.href}?month={months.chosen}")


def _past(known: Standing, months: Months | None) -> str:
    """What on the page is not of the month that was asked for."""
    if months is None or known.month >= months.every[0] or known.strategy is None:
        return ""
    return _("The figures are of %s; the strategy and its programs are told as they stand today.") % known.month.name


def _finding(facts: Facts) -> str:
    effect = best_effect(facts.effects)
    if effect is not None:
        return phrases.headline(effect)
    if facts.service is not None:
        kept = phrases.amount(facts.service.kept)
        return _("%(share)s of the waits were answered %(promise)s") % {"share": kept, "promise": facts.service.promise}
    if facts.assessment is not None and facts.assessment.messages.value:
        return facts.assessment.headline.rstrip(".")
    return _("The line begins with what people say")


def _lede(known: Standing) -> str:
    facts = known.facts
    effect = best_effect(facts.effects)
    if effect is None:
        return _unproven(facts)
    figure = effect.relative or effect.mean
    against = (
        _("Against what would have been") if effect.grade >= Grade.SUPPORTED else _("Seen together, not yet shown")
    )
    days = _("seen from %s") % phrases.between(effect.since, effect.until)
    words = [f"{against}: {phrases.span(figure)}, {days}." if figure else f"{against}, {days}."]
    words.append(phrases.sentence(checks_passed(effect.checks)))
    assumed = known.lines.count(Grade.ASSUMED)
    if assumed:
        told = ngettext("%(n)d line is still assumed.", "%(n)d lines are still assumed.", assumed) % {"n": assumed}
        words.append(told)
    return " ".join(words)


def _unproven(facts: Facts) -> str:
    if facts.effects:
        return _("No program's effect can be told yet; each line says what would settle it.")
    if facts.assessment is not None and facts.assessment.messages.value:
        return _("No link of a line has been judged yet.")
    return _("Each word below says what will stand there and how to fill it. The next thing to do is at the right.")


def _side(one: FactsSide) -> Side:
    """As the decision makers' report tells it; a side that nobody measures says what it needs."""
    name = _(one.name.capitalize())
    if one.figure is None:
        return Side(name, "–", "", phrases.sentence(one.missing))
    told, is_money = tile(one.figure, label=one.words), isinstance(one.figure, MoneyFigure)
    tone = tone_of(told.tone)
    return Side(name, told.value, told.label, told.small, f"/{told.link}", tone, is_money)


def _objective(one: Objective) -> ObjectiveLine:
    was = "" if one.baseline is None else _(", was %s") % phrases.number(one.baseline, _digits(one))
    return ObjectiveLine(
        name=one.text,
        href=f"/{one.link}" if one.link else reverse("strategy:home"),
        owner=one.owner,
        due=_("by %s") % f"{one.by:%B %Y}" if one.by else "",
        now=phrases.number(one.now.value, _digits(one)) if one.now else "–",
        aim=phrases.aimed(phrases.number(one.target, _digits(one)) if one.target is not None else "", one.pace),
        words=(one.unit or one.metric) + was if one.now else _("no figure yet"),
        tone=tone_of(one.goes),
        grade=one.grade,
        way=one.line or _("no line serves it yet"),
        worth=_worth(one.worth),
    )


def _digits(one: Objective) -> int:
    """As many decimals as tell now, target and baseline apart."""
    values = [value for value in (one.now.value if one.now else None, one.target, one.baseline) if value is not None]
    return 0 if all(value == int(value) or abs(value) >= 100 for value in values) else 1


def _worth(figure: MoneyFigure | None) -> Worth | None:
    if figure is None:
        return None
    low, high = (None if end is None else Money(end, figure.currency) for end in (figure.low, figure.high))
    return Worth(Money(figure.amount, figure.currency), low, high, "" if low else _("from the books"))


def _warned(facts: Facts, *, is_good: bool) -> tuple[Warned, ...]:
    """The gravest few."""
    found = [one for one in facts.warnings if one.is_good == is_good][:MOST_WARNINGS]
    return tuple(Warned(*_named(one.sentence), f"/{one.link}", SEVERE[one.severity], one.first_day) for one in found)


def _named(sentence: str) -> tuple[str, str]:
    """A warning's name and the rest of its sentence."""
    name, _colon, rest = sentence.partition(": ")
    return name, rest
