"""The seven stops of the line: each word's one number or word of the month, and whether it waits for somebody."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.report import phrases
from leadline.report.facts import Return
from leadline.report.passages import best_effect
from leadline.web.grammar import numbers
from leadline.web.home.page import State, Stop
from leadline.web.home.standing import Standing
from leadline.words import Grade, Money


def seven_stops(standing: Standing) -> tuple[Stop, ...]:
    """In the order of the flow."""
    told = (_listen, _assess, _strategy, _programs, _measure, _value, _report)
    return tuple(one(standing) for one in told)


def _listen(standing: Standing) -> Stop:
    heard = standing.facts.assessment
    if heard is None or not heard.messages.value:
        return _stop(
            _("Listen"), "listen", "blank", _("Nothing yet"), _("messages and records come in here, from files")
        )
    words = _("messages in %s") % standing.month.name
    words += _(", last on %s") % phrases.short_day(standing.last_heard) if standing.last_heard else ""
    return _stop(_("Listen"), "listen", "done", numbers.number(heard.messages.value, 0), words)


def _assess(standing: Standing) -> Stop:
    if not standing.hurt:
        return _stop(_("Assess"), "assess", "blank", _("Not read"), _("shows who hurts where, once messages are read"))
    worst = standing.hurt[0]
    words = _("holds %s of what hurts customers") % numbers.percent(worst.share.value)
    words += "" if standing.closed_on else _("; not closed yet")
    state: State = "done" if standing.closed_on else "wait"
    there = f"{reverse('assess:home')}?period={standing.month}#departments"
    return Stop(_("Assess"), there, state, worst.department.value.capitalize(), words)


def _strategy(standing: Standing) -> Stop:
    if standing.strategy is None:
        return _stop(_("Strategy"), "strategy", "blank", _("None"), _("six elements, written with the market"))
    market, missing = len(standing.market), len(standing.unsigned)
    words = _("signed by %(signed)d of %(all)d from the market") % {"signed": market - missing, "all": market}
    name = _("Version %d") % (standing.version or 1)
    return _stop(_("Strategy"), "strategy", "wait" if missing else "done", name, words)


def _programs(standing: Standing) -> Stop:
    service = standing.facts.service
    if service is not None:
        promise = service.promise.partition(" (")[0]
        words = _("%(promise)s; the longest %(worst)s, in open time") % {"promise": promise, "worst": service.worst}
        return _stop(_("Programs"), "programs", "done", phrases.amount(service.kept), words)
    many = len(standing.running)
    if many:
        words = ngettext("program runs this month", "programs run this month", many)
        return _stop(_("Programs"), "programs", "done", str(many), words)
    return _stop(_("Programs"), "programs", "blank", _("None"), _("who does what, when, with what"))


def _measure(standing: Standing) -> Stop:
    effect = best_effect(standing.facts.effects)
    if effect is not None and (figure := effect.relative or effect.mean) is not None:
        words = f"{effect.outcome} {phrases.bracket(figure)}{phrases.wrong_way(effect)}, {effect.grade}"
        return _stop(_("Measure"), "measure", "done", phrases.amount(figure), words)
    many = len(standing.facts.effects)
    if many:
        words = ngettext("of %(n)d link can be told yet", "of %(n)d links can be told yet", many) % {"n": many}
        return _stop(_("Measure"), "measure", "wait", _("None"), words)
    return _stop(_("Measure"), "measure", "blank", _("Not yet"), _("whether it happened, and because of us"))


def _value(standing: Standing) -> Stop:
    worth = {one.grade: Money(one.money.amount, one.money.currency) for one in standing.facts.worth}
    returned = _returned(standing.facts.all_programs)
    if not worth:
        words = returned or _("what it is worth, and how sure we are")
        return Stop(_("Value"), reverse("value:home"), "blank", _("Not priced"), words, is_money=bool(returned))
    surest = max((grade for grade in worth if grade >= Grade.SUPPORTED), default=max(worth))
    others = [f"{numbers.money(worth[grade])} {grade}" for grade in sorted(worth) if Grade.SUPPORTED <= grade < surest]
    words = "; ".join(part for part in (_("a month %s") % surest, ", ".join(others), returned) if part)
    return Stop(_("Value"), reverse("value:home"), "done", numbers.money(worth[surest]), words, is_money=True)


def _returned(whole: Return | None) -> str:
    """What all programs together return, in words beside their worth: a loss must not have to be looked for."""
    if whole is None:
        return ""
    if whole.roi is not None:
        return _("return %s") % phrases.returned_so_far(whole)
    if whole.net is not None or whole.spent is None or not whole.spent.amount:
        return ""
    return _("nothing is counted yet against %s spent") % phrases.money(whole.spent)


def _report(standing: Standing) -> Stop:
    if standing.reported:
        words = _("%s, told three ways") % standing.month.name
        return _stop(_("Report"), "report", "done", _("Frozen"), words)
    if standing.facts.effects or standing.facts.service:
        return _stop(_("Report"), "report", "wait", _("Not made"), _("%s is not told yet") % standing.month.name)
    return _stop(_("Report"), "report", "blank", _("None"), _("the month, told to three groups"))


def _stop(word: str, place: str, state: State, figure: str, words: str) -> Stop:
    return Stop(word, reverse(f"{place}:home"), state, figure, words)
