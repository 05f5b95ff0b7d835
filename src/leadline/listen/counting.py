"""What came in as records, counted by the day: sums and means, as values of METRICS.

In: COUNTED, and which metrics and days to count. Out: rows of METRICS where a day's value is another one now. The
surprise: what a file of metrics says of a day stays; it is not mixed with a count, and the difference is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import narwhals as nw

from leadline.engine import Lake, rows, scan
from leadline.listen.recorded import SAME, present_values, recorded_units
from leadline.listen.tables import COUNTED, METRICS

COUNTED_FROM = "counted from "
"""How the source of a value begins that was counted here."""
_STATE = ("seen_at", "import_id", "line")


class Told(NamedTuple):
    """A metric of a day, of a part of the market."""

    metric: str
    day: dt.date
    area: str
    unit: str
    segment: str


@dataclass(frozen=True)
class CountedDays:
    """How many values are new, and what stands against others."""

    new: int
    remarks: tuple[str, ...]


def records(lake: Lake) -> nw.LazyFrame[Any]:
    """All records as they stand now, a row each metric that one adds to (COUNTED)."""
    told = scan(lake, COUNTED)
    for column in _STATE:  # of what was said of a record, all that the last import said of it
        told = told.filter(nw.col(column) == nw.col(column).max().over("source", "record"))
    return told


def count_days(
    lake: Lake, touched: Collection[Told], seen_at: dt.datetime, import_id: str, zone: ZoneInfo
) -> CountedDays:
    """Bring METRICS up to date with COUNTED for these metrics and days."""
    if not touched:
        return CountedDays(0, ())
    values, means = _values(lake, touched), _means(lake)
    told = [
        _row(one, *values.get(one, (0.0, "")), seen_at, import_id, zone)
        for one in sorted(touched)
        if one in values or one.metric not in means
    ]
    table = METRICS.of_rows(told)
    present, units = present_values(lake, table), recorded_units(lake)
    new, kept = [], dict[str, int]()
    for row in told:
        before = present.get(tuple(row[name] for name in SAME))
        known = units.get((row["metric"], row["area"], row["segment"]), {row["unit"]})
        if row["unit"] not in known or (before and not before.source.startswith(COUNTED_FROM)):
            if not before or before.value != row["value"]:
                kept[row["metric"]] = kept.get(row["metric"], 0) + 1
        elif before is None or before.value != row["value"]:
            new.append(row)
    if new:
        lake.append(METRICS, METRICS.of_rows(new))
        lake.compact(METRICS)
    return CountedDays(len(new), tuple(_remark(metric, days) for metric, days in sorted(kept.items())))


def _values(lake: Lake, touched: Collection[Told]) -> dict[Told, tuple[float, str]]:
    """The value of each, and the systems whose records it was counted from."""
    first, last = min(one.day for one in touched), max(one.day for one in touched)
    metrics = sorted({one.metric for one in touched})
    found = rows(
        records(lake)
        .filter(nw.col("metric").is_in(metrics) & (nw.col("day") >= first) & (nw.col("day") <= last))
        .group_by("metric", "day", "area", "unit", "segment", "how", "source")
        .agg(total=nw.col("value").sum(), n=nw.len())
    )
    parts: dict[Told, list[dict[str, Any]]] = {}
    for row in found:
        parts.setdefault(Told(*(row[name] for name in Told._fields)), []).append(row)
    return {one: _value(of_one) for one, of_one in parts.items()}


def _value(parts: list[dict[str, Any]]) -> tuple[float, str]:
    total = sum(part["total"] for part in parts)
    is_mean = any(part["how"] == "mean" for part in parts)
    sources = ", ".join(sorted({part["source"] for part in parts}))
    return (total / sum(part["n"] for part in parts) if is_mean else total), sources


def _means(lake: Lake) -> frozenset[str]:
    """Metrics that are means: without a record no value can be said of a day, so the last one stays."""
    told = rows(scan(lake, COUNTED).filter(nw.col("how") == "mean").select("metric").unique())
    return frozenset(row["metric"] for row in told)


def _row(
    told: Told, value: float, sources: str, seen_at: dt.datetime, import_id: str, zone: ZoneInfo
) -> dict[str, Any]:
    begins = dt.datetime.combine(told.day, dt.time(), zone).astimezone(dt.UTC)
    source = f"{COUNTED_FROM}{sources or 'records'}"
    row = told._asdict() | {"value": round(value, 6), "time": begins, "source": source}
    return row | {"seen_at": seen_at, "import_id": import_id}


def _remark(metric: str, days: int) -> str:
    on = "day" if days == 1 else "days"
    return (
        f"{metric} was recorded before on {days:,} {on} with another value or unit; that stays, and what was counted "
        "here changes nothing. If the count is right, correct the values by a file of metrics."
    )
