"""What the tests of value share: one effect on calls, one cost sheet, one year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from leadline.measure.evidence import Cadence, DayRow, Effect
from leadline.value import CostItem, CostKind, CostSheet, Every, Price
from leadline.words import Estimate, Period

START = dt.date(2026, 1, 1)
YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
SOURCE = {"source": "Contract, schedule B", "source_date": dt.date(2025, 12, 1)}


def effect(mean: float = -540.0, low: float = -730.0, high: float = -350.0, **changes: object) -> Effect:
    """Calls fell by 540 a day [350, 730], of 4,860 that would have come; measured until the end of August."""
    values: dict[str, object] = {
        "outcome": "calls",
        "unit": "calls",
        "cadence": Cadence.DAY,
        "start": START,
        "end": dt.date(2026, 8, 31),
        "first_day": dt.date(2025, 1, 1),
        "days_before": 365,
        "days_after": 243,
        "controls": (),
        "expected_direction": "down",
        "notes": (),
        "smallest_effect_share": 0.05,
        "level": 0.95,
        "tried": 1,
        "verdict": "effect",
        "refused": None,
        "settlement": None,
        "mean": Estimate(mean, low, high, "calls a day"),
        "relative": Estimate(-11.1, -15.0, -7.2, "%"),
        "cumulative": Estimate(mean * 243, low * 243, high * 243, "calls"),
        "observed": 4320.0,
        "p_value": 0.001,
    }
    told = values | changes
    return Effect(**({"days": rows(told["start"], told["end"])} | told))  # type: ignore[arg-type]


def rows(start: dt.date, end: dt.date, open_on: Collection[int] = range(7)) -> tuple[DayRow, ...]:
    """The effect's picture: a value on each day from `start` to `end` that is one of these weekdays (Monday is 0)."""
    days = (start + dt.timedelta(days=i) for i in range((end - start).days + 1))
    return tuple(DayRow(day, 4320.0, 4860.0) for day in days if day.weekday() in open_on)


def call_price(**changes: object) -> Price:
    values: dict[str, object] = {"id": "call", "label": "Price of a call", "per": "call", "amount": Decimal("2.60")}
    return Price.model_validate(values | SOURCE | changes)


def item(amount: str | None, label: str = "Desk software", **changes: object) -> CostItem:
    values: dict[str, object] = {
        "program": "page-service",
        "label": label,
        "kind": CostKind.TOOLS,
        "amount": None if amount is None else Decimal(amount),
        "every": Every.MONTH,
    }
    return CostItem.model_validate(values | SOURCE | changes)


def sheet(*items: CostItem, discount: str = "0", prices: tuple[Price, ...] = ()) -> CostSheet:
    return CostSheet(currency="EUR", discount_percent_a_year=Decimal(discount), items=items, prices=prices)
