"""What the pages of value show: what the programs are worth by how sure we are, what they cost, what they return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.flow import Documents, Lake
from leadline.value import CostItem, CostLine, CostSheet, Price, Roi, Worth
from leadline.value.month import value_as_of
from leadline.web.grammar.charts import Chart, lines
from leadline.web.grammar.numbers import number, percent, short_money
from leadline.words import Estimate, Grade, Month


@dataclass(frozen=True)
class Program:
    """One program's return, with its name for people."""

    id: str
    name: str
    roi: Roi

    @property
    def words(self) -> str:
        return returned(self.roi)


@dataclass(frozen=True)
class ValuePage:
    """`parts` are (grade, size, words) of the bar, surest first."""

    finding: str
    lede: str
    whole: Roi
    programs: tuple[Program, ...]
    parts: tuple[tuple[str, float, str], ...]
    company: tuple[Worth, ...]
    customers: tuple[Worth, ...]
    missing: tuple[str, ...]
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
        chart=running(whole, "running"),
    )


def program_page(lake: Lake, documents: Documents, month: Month, program: str) -> Program | None:
    """One program's return."""
    priced = value_as_of(lake, month)
    found = next((one for one in priced.programs if one.program == program), None) if priced else None
    if found is None:
        return None
    name = next((one.name for one in documents.programs if one.id == program), program)
    return Program(program, name, found)


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
    points = [
        {
            "day": row.month.first_day.isoformat(),
            "value": row.net_so_far.value,
            "low": row.net_so_far.low,
            "high": row.net_so_far.high,
        }
        for row in roi.months
    ]
    if len(points) < 2:
        return None
    label = _("Benefits minus costs, added up month by month")
    return lines(id, points, label=label, unit=roi.currency, source=roi.method, band=True, height=240)


def returned(roi: Roi) -> str:
    """`+7 % [−41, 64]`, or the net benefit where nothing was spent, or that nothing is counted."""
    if not any(one.counted for one in roi.worth):
        return _("nothing is counted yet")
    if roi.percent is None:
        return _("net %(net)s, at no cost") % {"net": money(roi.net)}
    sign = "+" if roi.percent.value > 0 else ""
    interval = f"[{number(roi.percent.low, 0)}, {number(roi.percent.high, 0)}]"
    return f"{sign}{number(roi.percent.value, 0)} % {interval}"


def money(amount: Estimate) -> str:
    return short_money(amount.value, amount.unit)


def cost_lines_of(roi: Roi) -> Sequence[CostLine]:
    return roi.cost_lines


def _finding(whole: Roi) -> str:
    sure = [one for one in whole.by_grade if one.grade in whole.counting]
    if not sure:
        return _("Nothing is proven yet: what was spent is %(spent)s") % {"spent": money(whole.costs)}
    best = sure[0]
    words = _("Worth %(money)s a month, %(grade)s; it costs %(cost)s a month")
    months = sum(1 for _row in whole.months) or 1
    cost = short_money(whole.costs.value / months, whole.currency)
    return words % {"money": money(best.a_month), "grade": best.grade.value, "cost": cost}


def _lede(whole: Roi) -> str:
    gain = percent(whole.chance_of_gain, 0)
    words = _(
        "Return %(return)s since the first program began, counting only what is %(counting)s. "
        "The chance that benefits exceed costs is %(gain)s."
    )
    counting = _(" or ").join(grade.value for grade in whole.counting)
    return words % {"return": returned(whole), "counting": counting, "gain": gain}


def _parts(whole: Roi) -> tuple[tuple[str, float, str], ...]:
    return tuple(
        (one.grade.value, one.a_month.value, f"{Grade(one.grade).value} {money(one.a_month)}") for one in whole.by_grade
    )
