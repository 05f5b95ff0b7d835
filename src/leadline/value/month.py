"""A month's money, from what was judged and back into the lake: a return a program, and one of all together.

In: judged effects, the cost sheet, champions' results, the strategy. Out: a `Roi` a program and one of all together,
kept as answers. `pricing` says what can be priced, `kept` keeps and reads it, `joining` tells it line by line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from leadline.engine import Lake
from leadline.measure.month import Judged
from leadline.programs.champions import Result
from leadline.programs.plan import Program
from leadline.strategy import Document
from leadline.value.case import Case
from leadline.value.cost_file import check_programs_known
from leadline.value.costs import CostSheet
from leadline.value.kept import Priced, keep_nothing, keep_priced
from leadline.value.pricing import priceable
from leadline.value.roi import roi
from leadline.value.ways import ways_of
from leadline.words import Month, Period


def measure_value(
    lake: Lake,
    sheet: CostSheet,
    *,
    judged: Sequence[Judged],
    document: Document,
    programs: Sequence[Program],
    results: Sequence[Result],
    month: Month,
    until: dt.date,
    now: dt.datetime,
) -> Priced | None:
    """Price what the programs did from the first one's start to `until`, the month's last day or an earlier one; None
    before any has started. A day that has not come costs nothing yet."""
    starts, running = _running(programs, until)
    if not running:
        keep_nothing(lake, month, now)
        return None
    period = Period(min(starts[one.id] for one in running), until)
    found = priceable(lake, sheet, judged, document, running, results, period, month)
    begun = sheet.starting(starts)
    whole = roi(found.benefits, begun, period, from_start=True, starts=starts)
    each = tuple(
        roi(found.benefits, begun, Period(starts[one.id], until), program=one.id, from_start=True) for one in running
    )
    unplanned = tuple(
        f"{one.message} {one.advice}" for one in check_programs_known(sheet, {one.id for one in programs})
    )
    ways = ways_of(found.benefits, found.beside, period)
    priced = Priced(period, whole, each, found.missing, (*found.notes, *unplanned), ways)
    keep_priced(lake, priced, month, now)
    return priced


def month_case(
    lake: Lake,
    sheet: CostSheet,
    *,
    judged: Sequence[Judged],
    document: Document,
    programs: Sequence[Program],
    results: Sequence[Result],
    month: Month,
    until: dt.date,
) -> Case | None:
    """What the return of all programs is worked out from; None before any has started."""
    starts, running = _running(programs, until)
    if not running:
        return None
    period = Period(min(starts[one.id] for one in running), until)
    found = priceable(lake, sheet, judged, document, running, results, period, month)
    return Case(found.benefits, sheet.starting(starts), period, starts=starts)


def _running(programs: Sequence[Program], until: dt.date) -> tuple[dict[str, dt.date], list[Program]]:
    """The first day of every program, of one to come as well, whose costs begin then; and those that have started."""
    starts = {one.id: one.period.start for one in programs if one.period}
    return starts, [one for one in programs if one.id in starts and starts[one.id] <= until]
