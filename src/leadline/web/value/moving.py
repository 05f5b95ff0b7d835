"""What the page of what-if shows: sliders, and what the return comes to when one of them is moved.

In: a month's case and what the address asks for (`by:Price of a call=-20`). Out: figures, the distribution, and once
for each state of the lake what the return hangs on. The surprise: an answer to a slider is one run of 10,000 draws from
a case that is remembered, so it takes milliseconds; the run of 100,000 follows by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from leadline import flow
from leadline.errors import LeadlineError
from leadline.flow import Documents, Lake
from leadline.flow.memory import remembered
from leadline.report.collect.evidence import readable
from leadline.value.case import PROVEN, Case
from leadline.value.sensitivity import Bar, Index, Scenario, scenarios, sobol, tornado
from leadline.value.uncertainty import Input
from leadline.value.what_if import FULL, QUICK, WhatIf, movable
from leadline.value.what_if import what_if as moved
from leadline.web.grammar.charts import Chart, columns, ranges
from leadline.web.grammar.numbers import SPACE, UNKNOWN, number, short_money, signed
from leadline.web.value.pages import Fact, chance
from leadline.words import Estimate, Grade, Month

BY, EVERYTHING = "by:", "everything"
LEAST, MOST, STEP = -50, 100, 5
"""Of a slider, in percent."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: changes in percent, which grades count, which program, and whether the full run."""

    changes: Mapping[str, float]
    everything: bool = False
    program: str | None = None
    full: bool = False


@dataclass(frozen=True)
class Slider:
    """One input that can be moved."""

    field: str
    name: str
    stated: str
    percent: float

    @property
    def says(self) -> str:
        return f"{signed(self.percent, 0)}{SPACE}%"


@dataclass(frozen=True)
class Told:
    """What it comes to; `words` say what the change is worth, `next_run` whether the full run is still to come."""

    figures: tuple[Fact, ...]
    words: str
    chart: Chart
    draws: int
    next_run: bool


@dataclass(frozen=True)
class MovingPage:
    """The sliders, the inputs that the net hangs on (each with its bar and its index), and the scenarios."""

    sliders: tuple[Slider, ...]
    hangs_on: tuple[tuple[Bar, Index | None], ...]
    tornado: Chart | None
    scenarios: tuple[Scenario, ...]
    programs: tuple[tuple[str, str, bool], ...]
    everything: bool
    counts: bool
    wrong: str = ""


def asked(given: Mapping[str, str]) -> Asked:
    """What stands in an address; a number that is none moves nothing."""
    changes = {key.removeprefix(BY): _percent(value) for key, value in given.items() if key.startswith(BY)}
    return Asked(
        {name: percent for name, percent in changes.items() if percent},
        given.get("counting") == EVERYTHING,
        given.get("program") or None,
        "full" in given,
    )


def case_of(lake: Lake, documents: Documents, month: Month, asked: Asked, *, now: dt.datetime) -> Case | None:
    """What the month's return is worked out from, remembered; None before anything can be priced."""
    if documents.costs is None or documents.strategy is None:
        return None
    whole = remembered(
        lake,
        documents,
        ("value case", month),
        lambda: flow.case_of(lake, documents, month, now=now),
        day=now.date(),
    )
    if whole is None or (asked.program is not None and asked.program not in whole.starts):
        return None
    counting = tuple(Grade) if asked.everything else PROVEN
    if asked.program is None:
        return replace(whole, counting=counting)
    period = replace(whole.period, first=whole.starts[asked.program])
    return replace(whole, counting=counting, program=asked.program, period=period)


def told(lake: Lake, documents: Documents, month: Month, case: Case, asked: Asked, *, today: dt.date) -> Told:
    """The return with the changes that are asked for; a name that is gone moves nothing."""
    known = {one.name for one in _movable(lake, documents, month, case, asked, today)}
    changes = {name: percent for name, percent in asked.changes.items() if name in known}
    found = moved(case, changes, draws=FULL if asked.full else QUICK)
    return Told(_figures(found), _words(found), _distribution(found), found.draws, not asked.full)


def page(lake: Lake, documents: Documents, month: Month, case: Case, asked: Asked, *, today: dt.date) -> MovingPage:
    """The page around the answer; what the return hangs on does not change with the sliders."""
    key = ("value hangs on", month, asked.everything, asked.program)
    bars, known, told_scenarios, wrong = remembered(lake, documents, key, lambda: _hangs_on(case, documents), day=today)
    names = {one.id: one.name for one in documents.programs}
    sliders = tuple(
        Slider(f"{BY}{one.name}", _name(one.name, names), _stated(one), asked.changes.get(one.name, 0.0))
        for one in _movable(lake, documents, month, case, asked, today)
    )
    return MovingPage(
        sliders,
        tuple((replace(bar, name=_name(bar.name, names)), known.get(bar.name)) for bar in bars),
        _tornado(bars, case, names),
        told_scenarios,
        tuple((one, names.get(one, one), one == asked.program) for one in case.starts),
        asked.everything,
        bool(case.counted),
        wrong,
    )


def _movable(
    lake: Lake, documents: Documents, month: Month, case: Case, asked: Asked, today: dt.date
) -> tuple[Input, ...]:
    """What can be moved, remembered: it does not change with the sliders."""
    key = ("value movable", month, asked.everything, asked.program)
    return remembered(lake, documents, key, lambda: movable(case), day=today)


def _hangs_on(case: Case, documents: Documents) -> tuple[tuple[Bar, ...], dict[str, Index], tuple[Scenario, ...], str]:
    stated = {
        one.name: {n: float(p) for n, p in one.changes.items()} for one in (documents.costs or case.sheet).scenarios
    }
    try:
        found, wrong = scenarios(case, stated), ""
    except LeadlineError as error:
        found, wrong = scenarios(case), f"{error.sentence} {error.advice}"
    return tornado(case), {one.name: one for one in sobol(case)}, found, wrong


def _figures(found: WhatIf) -> tuple[Fact, ...]:
    net, paid = found.net, found.payback
    months = _("%s months") % paid.months if paid.months else _("not within the period")
    figures = [Fact(signed(net.value, 0), f"{net.unit} {_interval(net)} " + _("net benefit"))]
    if found.percent is not None and found.benefit_cost is not None:
        figures.append(Fact(f"{signed(found.percent.value, 0)}{SPACE}%", f"{_interval(found.percent)} " + _("return")))
        ratio = found.benefit_cost
        words = f"[{number(ratio.low, 2)}, {number(ratio.high, 2)}] " + _("benefit for 1 of cost")
        figures.append(Fact(number(ratio.value, 2), words))
    figures.append(Fact(chance(found.chance_of_gain), _("chance of a gain")))
    figures.append(Fact(months, _("until paid back, in %s of the draws") % chance(paid.share_within)))
    return tuple(figures)


def _interval(amount: Estimate) -> str:
    return f"[{number(amount.low, 0)}, {number(amount.high, 0)}]"


def _words(found: WhatIf) -> str:
    if not found.changes:
        return _("Everything as stated.")
    more = short_money(abs(found.difference), found.net.unit)
    told = {"more": more, "stated": short_money(found.stated.value, found.stated.unit)}
    if found.difference < 0:
        return _("%(more)s less than as stated (%(stated)s).") % told
    return _("%(more)s more than as stated (%(stated)s).") % told


def _distribution(found: WhatIf) -> Chart:
    """How the draws lie, losses apart from gains."""
    loss, gain = _("a loss"), _("a gain")
    rows = [
        {"name": number((one.low + one.high) / 2, 0), "part": loss if one.high <= 0 else gain,
         "value": round(100 * one.share, 2)}
        for one in found.bins
    ]  # fmt: skip
    label = _("Net benefit: how the draws lie")
    source = _("%s draws, common to all changes") % number(found.draws, 0)
    return columns("net", rows, parts=(gain, loss), label=label, unit=_("% of draws"), source=source, height=200)


def _tornado(bars: tuple[Bar, ...], case: Case, names: Mapping[str, str]) -> Chart | None:
    if not bars:
        return None
    rows = [
        {"name": _name(one.name, names), "low": min(one.at_low, one.at_high), "high": max(one.at_low, one.at_high)}
        for one in bars[:10]
    ]
    middle = moved(case).net.value
    label = _("Net benefit where one input stands at its low or high end")
    return ranges(
        "tornado", rows, middle=middle, label=label, unit=case.sheet.currency, source=_("one input at a time")
    )


def _name(name: str, names: Mapping[str, str]) -> str:
    """`page-service: Desk` as `Service on the page: Desk`."""
    head, mark, tail = name.partition(": ")
    return readable(f"{names.get(head, head)}{mark}{tail}")


def _stated(one: Input) -> str:
    interval = f" [{number(one.low)}, {number(one.high)}]" if one.low is not None and one.high is not None else ""
    return f"{number(one.value)}{interval} {one.unit}".strip() or UNKNOWN


def _percent(text: str) -> float:
    try:
        return min(MOST, max(LEAST, float(text)))
    except ValueError:
        return 0.0
