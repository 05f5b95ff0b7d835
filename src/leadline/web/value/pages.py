"""What the pages of value show: what the programs are worth by how sure we are, what they cost, what they return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.flow import Documents, Lake
from leadline.value import CostItem, CostLine, CostSheet, Price, Roi, Worth
from leadline.value.month import Priced, value_as_of
from leadline.web.grammar.charts import Chart, lines
from leadline.web.grammar.numbers import number, percent, short_money, signed
from leadline.words import Estimate, Grade, Month


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
    def shared(self) -> str:
        """The programs that claim the same saving, for people."""
        return ", ".join(sorted({name for one in self.roi.worth for name in one.facts.shared_with}))


@dataclass(frozen=True)
class ValuePage:
    """`parts` are (grade, size, words) of the bar, surest first; `notes` what a reader must know of the sums."""

    finding: str
    lede: str
    whole: Roi
    programs: tuple[Program, ...]
    parts: tuple[tuple[str, float, str], ...]
    company: tuple[Worth, ...]
    customers: tuple[Worth, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    chart: Chart | None


@dataclass(frozen=True)
class CostsPage:
    sheet: CostSheet
    by_program: tuple[tuple[str, tuple[CostItem, ...]], ...]
    prices: tuple[Price, ...]


def value_page(lake: Lake, documents: Documents, month: Month) -> ValuePage | None:
    """The month's money, or the newest month's before it; None before anything was priced."""
    priced = value_as_of(lake, month)
    if priced is None:
        return None
    names = {one.id: one.name for one in documents.programs}
    whole = priced.whole
    return ValuePage(
        finding=_finding(whole),
        lede=_lede(whole),
        whole=whole,
        programs=tuple(Program(one.program, names.get(one.program, one.program), one) for one in priced.programs),
        parts=_parts(whole),
        company=tuple(one for one in whole.worth if one.facts.side == "company"),
        customers=tuple(one for one in whole.worth if one.facts.side != "company"),
        missing=priced.missing,
        notes=(*priced.notes, *_changed(priced, documents)),
        chart=running(whole, "running"),
    )


def program_page(lake: Lake, documents: Documents, month: Month, program: str) -> Program | None:
    """One program's return."""
    priced = value_as_of(lake, month)
    found = next((one for one in priced.programs if one.program == program), None) if priced else None
    if found is None:
        return None
    name = next((one.name for one in documents.programs if one.id == program), program)
    return Program(program, name, found, priced.missing if priced else ())


def costs_page(documents: Documents) -> CostsPage | None:
    sheet = documents.costs
    if sheet is None:
        return None
    names = {one.id: one.name for one in documents.programs}
    grouped: dict[str, list[CostItem]] = {}
    for item in sheet.items:
        grouped.setdefault(names.get(item.program or "", item.program or _("all programs")), []).append(item)
    return CostsPage(sheet, tuple((name, tuple(items)) for name, items in grouped.items()), sheet.prices)


def running(roi: Roi, id: str) -> Chart | None:  # noqa: A002
    """The net so far, month by month, with its interval."""
    if len(roi.months) < 2:
        return None
    points = [_point(row.month, row.net_so_far, _("observed")) for row in roi.months]
    by = None
    if roi.lasting is not None:
        points, by = [*points, *(_point(row.month, row.net_if_lasting, _("if it lasts")) for row in roi.months)], "as"
    label = _("Benefits minus costs, added up month by month")
    return lines(id, points, label=label, unit=roi.currency, source=roi.method, by=by, band=True, height=240)


def _point(month: Month, net: Estimate, words: str) -> dict[str, str | float]:
    return {"day": month.first_day.isoformat(), "value": net.value, "low": net.low, "high": net.high, "as": words}


def returned(roi: Roi) -> str:
    """`−66 % [−80, −52] by what was observed, +7 % [−41, 64] if it lasts`; the net benefit where nothing was spent."""
    if not roi.counts:
        return _("nothing is counted yet")
    if roi.percent is None:
        return _both(_("net %s, at no cost") % money(roi.net), money(roi.lasting.net) if roi.lasting else "")
    lasting = roi.lasting.percent if roi.lasting else None
    return _both(_ratio(roi.percent), _ratio(lasting) if lasting else "")


def _both(seen: str, lasting: str) -> str:
    """What was observed, and what it comes to if that lasts: never one without the other."""
    if not lasting:
        return seen
    return _("%(seen)s by what was observed, %(lasting)s if it lasts") % {"seen": seen, "lasting": lasting}


def _ratio(amount: Estimate) -> str:
    interval = f"[{number(amount.low, 0)}, {number(amount.high, 0)}]"
    return f"{signed(amount.value, 0)} % {interval}"


def money(amount: Estimate) -> str:
    return short_money(amount.value, amount.unit)


def cost_lines_of(roi: Roi) -> Sequence[CostLine]:
    return roi.cost_lines


def _finding(whole: Roi) -> str:
    spent = {"spent": money(whole.costs)}
    if not any(one.facts.side == "company" for one in whole.worth):
        return _("No benefit could be priced yet: what was spent is %(spent)s") % spent
    if not whole.counts:
        return _("Nothing is proven yet: what was spent is %(spent)s") % spent
    if whole.lasting is None:
        return _("Brought %(seen)s, for %(spent)s spent") % {"seen": money(whole.benefits), **spent}
    words = _("Brought %(seen)s that was observed, for %(spent)s spent; %(more)s more if it lasts")
    return words % {"seen": money(whole.benefits), "more": money(whole.lasting.more), **spent}


def _lede(whole: Roi) -> str:
    if not whole.counts:
        return whole.sentence
    words = _(
        "Since the first program began: return %(return)s, counting only what is %(counting)s. "
        "The chance that what was observed exceeds the costs is %(gain)s%(lasting)s."
    )
    lasting = _("; if it lasts, %s") % percent(whole.lasting.chance_of_gain, 0) if whole.lasting else ""
    told = {"counting": _(" or ").join(grade.value for grade in whole.counting), "lasting": lasting}
    return words % {"return": returned(whole), "gain": percent(whole.chance_of_gain, 0), **told}


def _changed(priced: Priced, documents: Documents) -> tuple[str, ...]:
    """That other programs run now than were priced, so that the sums are not told as current."""
    last = priced.period.last
    running = {one.id for one in documents.programs if one.period and one.period.start <= last}
    if running == {one.program for one in priced.programs}:
        return ()
    return (_("The programs have changed since this was priced: run the month again."),)


def _parts(whole: Roi) -> tuple[tuple[str, float, str], ...]:
    return tuple(
        (one.grade.value, one.a_month.value, f"{Grade(one.grade).value} {money(one.a_month)}") for one in whole.by_grade
    )
