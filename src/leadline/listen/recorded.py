"""What the business recorded: of several values for the same day, the one that came in last.

In: METRICS. Out: one row a metric, time, area, unit and segment. The surprise: an import never says the present value
again, so a value that was corrected and corrected back is three rows, and the last of them counts.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import narwhals as nw
import pyarrow as pa

from leadline.engine import Lake, among, rows, scan
from leadline.listen.tables import METRICS

SAME = ("metric", "time", "area", "unit", "segment")
"""Rows that agree in these tell the same value."""


class Present(NamedTuple):
    """What a value is now, and where it was taken from."""

    value: float
    source: str


def metrics(lake: Lake) -> nw.LazyFrame[Any]:
    """All metrics, one row each (METRICS)."""
    return _newest(scan(lake, METRICS))


def present_values(lake: Lake, told: pa.Table) -> dict[tuple[Any, ...], Present]:
    """The present value of everything that `told` (METRICS) tells, by SAME."""
    found = rows(_newest(among(scan(lake, METRICS), told, list(SAME))).select(*SAME, "value", "source"))
    return {tuple(row[name] for name in SAME): Present(row["value"], row["source"]) for row in found}


def recorded_units(lake: Lake) -> dict[tuple[str, str, str], set[str]]:
    """The unit of everything recorded, by metric, area and segment; more than one where older imports let them in."""
    units: dict[tuple[str, str, str], set[str]] = {}
    for row in rows(scan(lake, METRICS).select("metric", "area", "segment", "unit").unique()):
        units.setdefault((row["metric"], row["area"], row["segment"]), set()).add(row["unit"])
    return units


def next_seen(lake: Lake, now: dt.datetime) -> dt.datetime:
    """Now, or right after all that was seen before, where the clock stands or was put back."""
    [row] = rows(scan(lake, METRICS).select(last=nw.col("seen_at").max()))
    return max(now, row["last"] + dt.timedelta(microseconds=1)) if row["last"] else now


def _newest(seen: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Two imports at the very same instant are told apart by their ids, so that one row stays."""
    last = seen.filter(nw.col("seen_at") == nw.col("seen_at").max().over(*SAME))
    return last.filter(nw.col("import_id") == nw.col("import_id").max().over(*SAME))
