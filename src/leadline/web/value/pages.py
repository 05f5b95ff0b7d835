"""What the pages of value show: what the programs are worth by how sure we are, what they cost, what they return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from leadline import flow
from leadline.flow import Documents, Lake
from leadline.flow.memory import remembered
from leadline.value import (
    CostItem,
    CostSheet,
    Price,
    Roi,
    Sides,
    Worth,
    by_side,
    chance_words,
    is_open,
    may_cost,
)
from leadline.value.chain import Derived
from leadline.value.kept import Priced, kept_value, value_as_of
from leadline.value.price_words import price_words
from leadline.value.ways import Ways
from leadline.web.grammar.charts import Chart, lines
from leadline.web.grammar.numbers import SPACE, UNKNOWN, day, number, short_money, signed, worth_words
from leadline.words import Estimate, Month, Period, Remark, spoken


@dataclass(frozen=True)
class Fact:
    """A figure with what it is."""

    figure: str
    words: str


@dataclass(frozen=True)
class ReturnFacts:
    """The return as figures side by side; `lasting` is what the days bring that nobody observed, `floor` what it comes
    to if nothing lasts, with its name."""

    figures: tuple[Fact, ...]
    lasting: str = ""
    floor: str = ""


@dataclass(frozen=True)
class Program:
    """One program's return, with its name for people."""

    id: str
    name: str
    roi: Roi
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return returned(self.roi)

    @property
    def chance(self) -> str:
        """Of a gain, on the days that the return leads with."""
        return chance(self.roi.headline_chance) if self.roi.counts else UNKNOWN

    @property
    def spent(self) -> str:
        """What was spent so far, exactly; its interval where it is stated as nothing and may be something."""
        return spent(self.roi) if may_cost(self.roi.costs) else short_money(self.roi.spent.amount, self.roi.currency)

    @property
    def facts(self) -> ReturnFacts:
        return return_facts(self.roi)

    @property
    def shared(self) -> str:
        """The programs that claim the same saving, for people."""
        return ", ".join(sorted({spoken(name) for one in self.roi.worth for name in one.facts.shared_with}))


@dataclass(frozen=True)
class ValuePage:
    """`parts` are (grade, size, words) of the bar, surest first; `overlap` says what of them is told twice; `notes`
    what a reader must know of the sums."""

    finding: str
    lede: str
    whole: Roi
    facts: ReturnFacts
    programs: tuple[Program, ...]
    parts: tuple[tuple[str, float, str], ...]
    overlap: str
    company: tuple[Worth, ...]
    customers: tuple[Worth, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    chart: Chart | None
    ways: tuple[Ways, ...] = ()
    targets: tuple[Derived, ...] = ()

    untold: tuple[Remark, ...] = ()
    """Targets whose chain cannot be worked out, and why."""


@dataclass(frozen=True)
class CostsPage:
    sheet: CostSheet
    by_program: tuple[tuple[str, tuple[CostItem, ...]], ...]
    prices: tuple[tuple[Price, str], ...]
    """Each with its amount in its own unit, for people."""
    sides: tuple[Sides, ...] = ()
    """What was spent so far in-house and outsourced, as the last month that was priced has it (S3.3)."""


def value_page(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> ValuePage | None:
    """The month's money, or the newest month's before it; None before anything was priced."""
    priced = value_as_of(lake, month)
    if priced is None:
        return None
    names = {one.id: one.name for one in documents.programs}
    whole = priced.whole
    derived = _targets(lake, documents, month, now)
    return ValuePage(
        finding=_finding(whole),
        lede=_lede(whole),
        whole=whole,
        facts=return_facts(whole),
        programs=tuple(Program(one.program, names.get(one.program, one.program), one) for one in priced.programs),
        parts=_parts(whole),
        overlap=overlap_words(whole),
        company=tuple(one for one in whole.worth if one.facts.side == "company"),
        customers=tuple(one for one in whole.worth if one.facts.side != "company"),
        missing=priced.missing,
        notes=(*priced.notes, *_changed(priced, documents)),
        chart=running(whole, "running"),
        ways=priced.ways,
        targets=tuple(one for one in derived if isinstance(one, Derived)),
        untold=tuple(one for one in derived if isinstance(one, Remark)),
    )


def _targets(lake: Lake, documents: Documents, month: Month, now: dt.datetime) -> tuple[Derived | Remark, ...]:
    """The chains of the cost sheet, remembered until the lake changes."""
    name = ("derived targets", month)
    return remembered(lake, documents, name, lambda: flow.targets_of(lake, documents, month, now=now), day=now.date())


def program_page(lake: Lake, documents: Documents, month: Month, program: str) -> Program | None:
    """One program's return."""
    priced = value_as_of(lake, month)
    found = next((one for one in priced.programs if one.program == program), None) if priced else None
    if found is None:
        return None
    name = next((one.name for one in documents.programs if one.id == program), program)
    return Program(program, name, found, priced.missing if priced else ())


def costs_page(lake: Lake, documents: Documents) -> CostsPage | None:
    """The sheet in force, and who does the work."""
    sheet = documents.costs
    if sheet is None:
        return None
    names = {one.id: one.name for one in documents.programs}
    grouped: dict[str, list[CostItem]] = {}
    for item in sheet.items:
        grouped.setdefault(names.get(item.program, item.program), []).append(item)
    prices = tuple((one, price_words(one, sheet.currency)) for one in sheet.prices)
    priced = kept_value(lake)
    sides = by_side(priced.whole.cost_lines, priced.whole.currency) if priced else ()
    named = tuple(replace(one, program=names.get(one.program, one.program)) for one in sides)
    return CostsPage(sheet, tuple((name, tuple(items)) for name, items in grouped.items()), prices, named)


def running(roi: Roi, id: str) -> Chart | None:  # noqa: A002
    """The net so far, month by month, with its interval."""
    if len(roi.months) < 2:
        return None
    only = _("observed") if roi.lasting is None else _("if nothing lasts")
    points = [_point(row.month, row.net_so_far, only) for row in roi.months]
    by = None
    if roi.lasting is not None:
        points, by = [*points, *(_point(row.month, row.net_if_lasting, _("if it lasts")) for row in roi.months)], "as"
    label = _("Benefits minus costs, added up month by month")
    return lines(id, points, label=label, unit=roi.currency, source=roi.method, by=by, band=True, height=240)


def _point(month: Month, net: Estimate, words: str) -> dict[str, str | float]:
    return {"day": month.first_day.isoformat(), "value": net.value, "low": net.low, "high": net.high, "as": words}


def return_facts(roi: Roi) -> ReturnFacts:
    """The observed days first, then all days if what was seen lasts; each against the costs of the same days."""
    if not roi.counts:
        return ReturnFacts(())
    seen, lasting = roi.while_observed, roi.lasting
    if lasting is None:
        return ReturnFacts(
            _figures(roi.percent, roi.net, roi.costs, roi.chance_of_gain, roi.period, _("over all days"))
        )
    found: tuple[Fact, ...] = ()
    if seen:
        found = _figures(seen.percent, seen.net, seen.costs, seen.chance_of_gain, seen.period, _("while observed"))
    words = _("if it lasts, which is assumed")
    found += _figures(lasting.percent, lasting.net, roi.costs, lasting.chance_of_gain, roi.period, words)
    return ReturnFacts(found, lasting_words(roi), _floor(roi))


def _figures(
    ratio: Estimate | None, net: Estimate, costs: Estimate, gain: float, period: Period, words: str
) -> tuple[Fact, ...]:
    """The return and the net benefit of some days, with their chance of a gain."""
    days = f"{words}, {day(period.first)} – {day(period.last)}"
    told = {"days": days, "spent": money(costs), "chance": chance(gain)}
    beside = _("net %(days)s; chance of a gain %(chance)s") % told
    second = Fact(signed(net.value, 0), f"{net.unit} [{number(net.low, 0)}, {number(net.high, 0)}] {beside}")
    if ratio is None:
        return (second,)
    interval = f"[{number(ratio.low, 0)}, {number(ratio.high, 0)}]"
    first = Fact(f"{signed(ratio.value, 0)}{SPACE}%", f"{interval} " + _("return %(days)s, on %(spent)s") % told)
    return first, second


def _floor(roi: Roi) -> str:
    """`If nothing lasts: −78 % [..]`: some days' benefits against all days' costs, never without its name."""
    if roi.percent is None:
        return ""
    told = {"return": _ratio(roi.percent), "chance": chance(roi.chance_of_gain)}
    return (
        _(
            "If nothing lasts, so that the observed benefits meet the costs of all days: return %(return)s, "
            "chance of a gain %(chance)s."
        )
        % told
    )


def returned(roi: Roi) -> str:
    """`+19 % [−10, 52] while observed, −15 % [−53, 31] if it lasts`; the net benefit where nothing was spent."""
    if not roi.counts:
        return _("nothing is counted yet")
    seen, lasting = roi.while_observed, roi.lasting
    if roi.percent is None:
        net = _both(money(seen.net if seen else roi.net), money(lasting.net) if lasting else "")
        if may_cost(roi.costs):
            return _("net %(net)s, at a cost of %(spent)s") % {"net": net, "spent": spent(roi)}
        return _("net %s, at no cost") % net
    if roi.headline is None:
        return _("nothing was observed in this time")
    return _both(_ratio(roi.headline), _ratio(lasting.percent) if lasting and lasting.percent else "")


def chance(share: float) -> str:
    """A chance as the sentences say it: simulation shows no certainty."""
    return chance_words(share).replace(" %", f"{SPACE}%")


def _both(seen: str, lasting: str) -> str:
    """What the observed days returned, and what all days do if that lasts: never one without the other."""
    if not lasting:
        return seen
    return _("%(seen)s while observed, %(lasting)s if it lasts") % {"seen": seen, "lasting": lasting}


def _ratio(amount: Estimate) -> str:
    interval = f"[{number(amount.low, 0)}, {number(amount.high, 0)}]"
    return f"{signed(amount.value, 0)}{SPACE}% {interval}"


def money(amount: Estimate) -> str:
    return short_money(amount.value, amount.unit)


def spent(roi: Roi) -> str:
    """What it costs; with its interval where it is stated as nothing and may be something."""
    costs = roi.costs
    interval = f" [{short_money(costs.low, costs.unit)}, {short_money(costs.high, costs.unit)}]"
    return money(costs) + (interval if may_cost(costs) else "")


def lasting_words(roi: Roi) -> str:
    """What the days bring that nobody observed; a harm that lasts is not said to bring anything."""
    if roi.lasting is None:
        return ""
    more = roi.lasting.more
    told = {"days": roi.lasting.days, "more": number(abs(more.value), 0), "currency": roi.currency}
    if more.value < 0:
        return (
            _("If it lasts, the last %(days)s days, not observed, cost %(currency)s %(more)s more, which is assumed.")
            % told
        )
    return (
        _("If it lasts, the last %(days)s days, not observed, bring %(currency)s %(more)s more, which is assumed.")
        % told
    )


def overlap_words(roi: Roi) -> str:
    """That a part of what is assumed is what was observed, taken to last: nobody shall add the two."""
    lasting = [one.lasting_a_month.value for one in roi.worth if one.facts.side == "company"]
    if not any(lasting):
        return ""
    return _(
        "Do not add them: %s a month of what is assumed is what was observed, taken to last in the months after it."
    ) % short_money(sum(lasting), roi.currency)


def _finding(whole: Roi) -> str:
    told = {"spent": spent(whole)}
    if not any(one.facts.side == "company" for one in whole.worth):
        return _("No benefit could be priced yet: what was spent is %(spent)s") % told
    if not whole.counts:
        return _("Nothing is proven yet: what was spent is %(spent)s") % told
    if whole.headline is None:
        return returned(whole)
    return _("The programs return %s") % returned(whole)


def _lede(whole: Roi) -> str:
    """What it rests on; that an open figure is neither a gain nor a loss."""
    if not whole.counts:
        return whole.sentence
    counting = {"counting": _(" or ").join(grade.value for grade in whole.counting)}
    if whole.lasting is None:
        words = _(
            "Since the first program began, counting only what is %(counting)s. The chance of a gain is %(gain)s."
        )
        return words % {"gain": chance(whole.chance_of_gain), **counting} + _open(whole)
    words = _(
        "Each figure sets benefits against the costs of the same days, counting only what is %(counting)s. "
        "The chance of a gain is %(gain)s in the days that were observed; if that lasts, %(lasting)s over all days."
    )
    told = {"gain": chance(whole.headline_chance), "lasting": chance(whole.lasting.chance_of_gain), **counting}
    return words % told + _open(whole)


def _open(whole: Roi) -> str:
    """An interval that holds zero is told as neither a gain nor a loss."""
    headline = whole.headline or (whole.while_observed.net if whole.while_observed else whole.net)
    return " " + _("Its interval holds zero: this may be a gain or a loss.") if is_open(headline) else ""


def _changed(priced: Priced, documents: Documents) -> tuple[str, ...]:
    """That other programs run now than were priced, so that the sums are not told as current."""
    last = priced.period.last
    running = {one.id for one in documents.programs if one.period and one.period.start <= last}
    if running == {one.program for one in priced.programs}:
        return ()
    return (_("The programs have changed since this was priced: run the month again."),)


def _parts(whole: Roi) -> tuple[tuple[str, float, str], ...]:
    return tuple(
        (one.grade.value, one.a_month.value, worth_words(one.grade.value, one.a_month.value, one.a_month.unit))
        for one in whole.by_grade
    )
