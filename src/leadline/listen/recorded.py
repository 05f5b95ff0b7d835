"""What the business recorded: of several values for the same day, the one that came in last.

In: METRICS. Out: one row a metric, time, area, unit and segment. The surprise: an import never says the present value
again, so a value that was corrected and corrected back is three rows, and the last of them counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

import narwhals as nw
import pyarrow as pa

from leadline.engine import Lake, among, rows, scan
from leadline.engine.ledger import Entry, entries
from leadline.listen.tables import METRICS

SAME = ("metric", "time", "area", "unit", "segment")
"""Rows that agree in these tell the same value."""
_TICK = dt.timedelta(microseconds=1)


class Present(NamedTuple):
    """What a value is now, and where it was taken from."""

    value: float
    source: str


def metrics(lake: Lake) -> nw.LazyFrame[Any]:
    """All metrics, one row each (METRICS)."""
    return _newest(scan(lake, METRICS))


@dataclass(frozen=True)
class Then:
    """How METRICS stood when an import came in: what was seen up to that instant, but not by the `later` imports."""

    seen_at: dt.datetime
    later: tuple[str, ...]


def present_values(lake: Lake, told: pa.Table, *, then: Then | None = None) -> dict[tuple[Any, ...], Present]:
    """The present value of everything that `told` (METRICS) tells, by SAME; or the one that was it then."""
    seen = among(scan(lake, METRICS), told, list(SAME))
    if then:
        seen = seen.filter((nw.col("seen_at") <= then.seen_at) & ~nw.col("import_id").is_in(then.later))
    found = rows(_newest(seen).select(*SAME, "value", "source"))
    return {tuple(row[name] for name in SAME): Present(row["value"], row["source"]) for row in found}


def recorded_units(lake: Lake) -> dict[tuple[str, str, str], set[str]]:
    """The unit of everything recorded, by metric, area and segment; more than one where older imports let them in."""
    units: dict[tuple[str, str, str], set[str]] = {}
    for row in rows(scan(lake, METRICS).select("metric", "area", "segment", "unit").unique()):
        units.setdefault((row["metric"], row["area"], row["segment"]), set()).add(row["unit"])
    return units


def next_seen(lake: Lake, now: dt.datetime) -> dt.datetime:
    """Now, or right after all that was seen before, where the clock stands or was put back."""
    return _after(scan(lake, METRICS), now)


def _after(seen: nw.LazyFrame[Any], now: dt.datetime) -> dt.datetime:
    [row] = rows(seen.select(last=nw.col("seen_at").max()))
    return max(now, row["last"] + _TICK) if row["last"] else now


def when(lake: Lake, done: Entry) -> Then:
    """The place of an import among the others, which a clock that was put back does not change.

    Its instant is that of `next_seen` at the time. An import that said nothing new then has left it to the next one,
    and stands right before that.
    """
    place, others = _place(done), entries(lake, done.stage)
    earlier = [one.input for one in others if _place(one) < place]
    later = tuple(one.input for one in others if _place(one) > place)
    seen = scan(lake, METRICS)
    seen_at = _after(seen.filter(nw.col("import_id").is_in(earlier)), done.done_at)
    [row] = rows(seen.filter(nw.col("import_id").is_in(later)).select(first=nw.col("seen_at").min()))
    return Then(min(seen_at, row["first"] - _TICK) if row["first"] else seen_at, later)


def _place(entry: Entry) -> int:
    place: int = entry.detail.get("place", 0)
    return place


def _newest(seen: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Two imports at the very same instant are told apart by their ids, so that one row stays."""
    last = seen.filter(nw.col("seen_at") == nw.col("seen_at").max().over(*SAME))
    return last.filter(nw.col("import_id") == nw.col("import_id").max().over(*SAME))
