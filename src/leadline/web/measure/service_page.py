"""A month's service levels as a page: how well the promise of a reply was kept, in figures and pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.flow import Lake
from leadline.measure.month import kept_service_levels
from leadline.measure.service_levels import ServiceLevel
from leadline.measure.service_tally import Tally, WaitTime
from leadline.measure.waits_compared import WaitsCompared, waits_compared
from leadline.web.grammar.charts import Chart, lines
from leadline.web.grammar.numbers import minutes, number
from leadline.web.grammar.tables import Column, Row, Table
from leadline.words import EVERYWHERE, Month, PartyId

LONGEST_DRAWN = 480
"""Minutes: beside a wait of days, before anybody answered, the months that can be compared would be a flat line."""


@dataclass(frozen=True)
class ServicePage:
    month: Month
    level: ServiceLevel | None
    months: Chart | None
    days: Chart | None
    tallies: Table | None
    waits: Waits | None = None


@dataclass(frozen=True)
class Waits:
    """The wait on the page beside the wait on the phone (S0.10): of the month, and month by month."""

    page: str
    phone: str
    who: str
    href: str
    chart: Chart | None


def service_page(lake: Lake, month: Month, own: PartyId) -> ServicePage:
    kept = kept_service_levels(lake)
    level = kept.get(month)
    compared = waits_compared(lake, own, until=month.last_day)
    return ServicePage(
        month, level, _service_months(kept), _service_days(level), _tallies(level), _waits(compared, month)
    )


def _waits(compared: WaitsCompared | None, month: Month) -> Waits | None:
    now = compared.of(month) if compared else None
    if compared is None or now is None or now.page is None:
        return None
    page = minutes(now.page)
    return Waits(
        page=_("over %(wait)s") % {"wait": page} if now.page_is_at_least else page,
        phone=minutes(now.phone),
        who="" if compared.phone.segment == EVERYWHERE else compared.phone.segment,
        href=reverse("measure:kpi", args=[str(compared.phone)]),
        chart=_wait_months(compared),
    )


def _wait_months(compared: WaitsCompared) -> Chart | None:
    names = {"page": _("on the page, half within"), "phone": _("on the phone, mean")}
    points = [
        {"day": one.month.first_day.isoformat(), "value": value, "where": names[where]}
        for one in compared.months
        for where, value in (("page", one.page), ("phone", one.phone))
        if value is not None and value <= LONGEST_DRAWN
    ]
    if len({point["day"] for point in points}) < 2:
        return None
    label = _("The wait on the page and on the phone, by month")
    source = _("episodes of the desk; the call centre's own figure")
    chart = lines("waits", points, label=label, unit=_("minutes"), source=source, by="where", zero=True)
    longer = sum(1 for one in compared.months if one.page is not None and one.page > LONGEST_DRAWN)
    left_out = ngettext(
        "left out: %(n)s month in which half waited longer than %(most)s on the page",
        "left out: %(n)s months in which half waited longer than %(most)s on the page",
        longer,
    )
    return replace(chart, notes=(left_out % {"n": longer, "most": minutes(LONGEST_DRAWN)},)) if longer else chart


def _service_months(kept: dict[Month, ServiceLevel]) -> Chart | None:
    points = [
        {"day": month.first_day.isoformat(), "value": 100 * level.share}
        for month, level in sorted(kept.items())
        if level.share is not None
    ]
    if len(points) < 2:
        return None
    label = _("Answered within the promise, by month")
    return lines("months", points, label=label, unit="%", source=_("episodes of the desk, by the month they began"))


def _service_days(level: ServiceLevel | None) -> Chart | None:
    if level is None:
        return None
    points = [
        {"day": on.isoformat(), "value": 100 * tally.share}
        for on, tally in sorted(level.by_day.items())
        if tally.share is not None
    ]
    label = _("Answered within the promise, by day")
    return lines("days", points, label=label, unit="%", source=_("episodes of the desk, by the day they began"))


def _columns(level: ServiceLevel) -> tuple[Column, ...]:
    answered = ngettext("answered in %(n)s day", "answered in %(n)s days", 1 if level.horizon_days == 1 else 2)
    return (
        Column("name", "", sorts=False),
        Column("n", _("waits"), "number", sorts=False),
        Column("share", _("kept"), "percent", sorts=False),
        Column("rate", answered % {"n": f"{level.horizon_days:g}"}, "percent", sorts=False),
        Column("median", _("median, open time"), "number", sorts=False),
        Column("p90", _("90th percentile"), "number", sorts=False),
        Column("elapsed", _("median, by the clock"), "number", sorts=False),
        Column("overdue", _("overdue"), "number", sorts=False),
        Column("closed", _("closed late"), "number", sorts=False),
        Column("aside", _("set aside late"), "number", sorts=False),
    )


def _tallies(level: ServiceLevel | None) -> Table | None:
    if level is None:
        return None
    named: list[tuple[str, Tally]] = [
        (_("All replies"), level.total),
        (_("First replies"), level.first),
        (_("Next replies"), level.next),
        *((channel, tally) for channel, tally in sorted(level.by_channel.items())),
    ]
    rows = tuple(
        Row(
            (
                name,
                tally.n,
                tally.share,
                tally.response_rate,
                _wait(tally.median_business),
                _wait(tally.p90_business),
                _wait(tally.median_elapsed),
                tally.overdue,
                tally.dismissed_as_late,
                tally.dismissed_late,
            )
        )
        for name, tally in named
    )
    return Table(_columns(level), rows, _caption(level))


def _caption(level: ServiceLevel) -> str:
    """The rule, and why a share is of fewer waits than began."""
    rule = _("Waits that began in the month; the rule: %(rule)s") % {"rule": level.promise}
    decided = level.total.met + level.total.breached
    if decided == level.total.n:
        return rule
    words = _("%(decided)s of the %(all)s are decided, and “kept” is of these; %(left)s are in no share: %(why)s")
    counts = {
        "decided": number(decided, 0),
        "all": number(level.total.n, 0),
        "left": number(level.total.n - decided, 0),
    }
    return f"{rule}. {words % {**counts, 'why': _in_no_share(level.total)}}."


def _in_no_share(tally: Tally) -> str:
    """`11 not due yet, 2 withdrawn`."""
    told = (
        (tally.pending, _("not due yet")),
        (tally.dismissed, _("needed no reply")),
        (tally.withdrawn, _("withdrawn")),
        (tally.quarantined, _("of clocks that disagree")),
    )
    return ", ".join(f"{number(many, 0)} {why}" for many, why in told if many)


def _wait(found: WaitTime | None) -> str | None:
    if found is None:
        return None
    told = minutes(found.seconds / 60)
    return _("over %(wait)s") % {"wait": told} if found.is_at_least else told
