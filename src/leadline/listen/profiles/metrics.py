"""Leadline's own contract for what the business records, as CSV or NDJSON: one value a row.

Required: metric, day, value, unit. area and segment are `all` where they are left out.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from leadline.listen.fields import Cell, Unreadable, a_day, a_number, a_word
from leadline.listen.profiles.base import Kind, RawMetric
from leadline.listen.sheets import Sheet
from leadline.words import EVERYWHERE

REQUIRED = ("metric", "day", "value", "unit")


class Metrics:
    name = "metrics"
    kind: Kind = "metrics"

    def fits(self, header: tuple[str, ...]) -> bool:
        return set(header) >= set(REQUIRED)

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> RawMetric:
        return RawMetric(
            metric=_required(record.get("metric"), "metric").lower(),
            day=a_day(record.get("day"), "day"),
            value=a_number(record.get("value"), "value"),
            unit=_required(record.get("unit"), "unit"),
            area=a_word(record.get("area"), "area") or EVERYWHERE,
            segment=a_word(record.get("segment"), "segment") or EVERYWHERE,
            source=a_word(record.get("source"), "source"),
        )

    def cells(self, sheet: Sheet) -> None:
        return None


def _required(cell: Cell, column: str) -> str:
    said = a_word(cell, column)
    if said is None:
        raise Unreadable(f"{column} is empty", f"Every value needs its {column}.")
    return said
