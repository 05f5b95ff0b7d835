"""Leadline's own contract for what the business records, as CSV or NDJSON: one value a row.

Required: metric, day, value, unit. area and segment are `all` where they are left out.
"""

from __future__ import annotations

from typing import Any, Literal
from zoneinfo import ZoneInfo

from leadline.listen.fields import Unreadable, a_day, a_number
from leadline.listen.profiles.base import RawMetric

REQUIRED = ("metric", "day", "value", "unit")


class Metrics:
    name = "metrics"
    kind: Literal["messages", "metrics"] = "metrics"

    def fits(self, header: tuple[str, ...]) -> bool:
        return set(header) >= set(REQUIRED)

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> RawMetric:
        return RawMetric(
            metric=_a_word(record.get("metric"), "metric").lower(),
            day=a_day(record.get("day"), "day"),
            value=a_number(record.get("value"), "value"),
            unit=_a_word(record.get("unit"), "unit"),
            area=(record.get("area") or "").strip() or "all",
            segment=(record.get("segment") or "").strip() or "all",
            source=(record.get("source") or "").strip() or None,
        )


def _a_word(text: str | None, column: str) -> str:
    if not (text or "").strip():
        raise Unreadable(f"{column} is empty", f"Every value needs its {column}.")
    return str(text).strip()
