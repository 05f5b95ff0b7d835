"""What need nobody type? Where a metric stands today, from the data, and what the methods take together.

In: a metric as a form names it (`calls@consumer`), the lake. Out: plain values for the text, or nothing.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from leadline.flow import Lake
from leadline.measure.known import Which, series_of
from leadline.measure.kpi import recent
from leadline.strategy import Document, needed
from leadline.strategy.edits.parts import with_fields
from leadline.strategy.numerals import written
from leadline.strategy.resources import KINDS
from leadline.web.strategy.convert import document_in
from leadline.words import EVERYWHERE, PartyId


def baseline(lake: Lake, metric: str, own: PartyId, today: dt.date) -> dict[str, str]:
    """Where the metric stands, as a baseline is written; nothing where no value is known."""
    series = series_of(lake, Which.parse(metric), own, until=today) if metric else None
    if series is None:
        return {}
    as_of = max(day for day in series.days)
    level, days = recent(series, as_of)
    if level is None:
        return {}
    value = written(Decimal(f"{level:.{_places(level)}f}"))
    return {"value": value, "unit": series.unit, "date": days.last.isoformat()}


def measured(metric: str) -> dict[str, str]:
    """A metric of a form as the fields of an objective."""
    which = Which.parse(metric) if metric else Which("")
    parts = {"segment": which.segment, "area": which.area}
    return {"metric": which.metric} | {name: one for name, one in parts.items() if one != EVERYWHERE}


def with_resources(before: str, after: str) -> str:
    """The text after a method was changed, with the strategy's resources following their sum, unless somebody had
    written others."""
    was, now = document_in(before), document_in(after)
    if was.resources.stated and not _is_sum(was):
        return after
    needs = needed(now)
    wanted = {f"resources.{kind}": _told(getattr(needs, kind)) for kind in KINDS}
    return with_fields(after, "", wanted)[0] if needs.stated else after


def _is_sum(document: Document) -> bool:
    needs = needed(document)
    return all((getattr(document.resources, kind) or 0) == (getattr(needs, kind) or 0) for kind in KINDS)


def _told(amount: Decimal | None) -> str:
    return "" if amount is None else written(amount)


def _places(level: float) -> int:
    """Three figures are enough to begin with."""
    return 0 if abs(level) >= 100 else 1 if abs(level) >= 10 else 2
