"""Every metric as a series: what the business recorded, and what the conversations themselves show.

In: the lake and a metric's id (with segment and area). Out: an evidence `Series`, or None where there is no such
metric. The surprise: social metrics are counted anew from episodes and cubes, so that a business metric and a
social one are asked for in the same way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from leadline.assess import CONVERSATIONS, MESSAGE_DAYS
from leadline.engine import Lake, Table, rows, scan
from leadline.engine.ledger import LEDGER
from leadline.engine.memory import remembered
from leadline.listen import METRICS, messages_known_until, metrics
from leadline.measure.evidence import Cadence, Series, cadence_of, share_with_value, step_period
from leadline.programs.waiting import EPISODES, known_at, status_at, zone_of_episodes
from leadline.strategy.parts import Part
from leadline.words import EVERYWHERE, PartyId, Period

Values = tuple[dict[dt.date, float], str]
"""A value a day, and the unit."""

_READ = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class Which:
    """A metric, and the part of the market it is of; written `calls`, `calls@consumer` or `calls@consumer@north`."""

    metric: str
    segment: str = EVERYWHERE
    area: str = EVERYWHERE

    @classmethod
    def parse(cls, text: str) -> Which:
        parts = [part.strip() or EVERYWHERE for part in text.split("@")]
        return cls(parts[0], *parts[1:3])

    def __str__(self) -> str:
        parts = [self.metric, self.segment, self.area]
        while parts[-1] == EVERYWHERE:
            parts.pop()
        return "@".join(parts)

    def holds(self, part: Which) -> bool:
        """Whether all that the part counts is in it: the same series, or a wider one."""
        pairs = ((self.segment, part.segment), (self.area, part.area))
        return self.metric == part.metric and all(outer in (EVERYWHERE, inner) for outer, inner in pairs)

    def meets(self, other: Which) -> bool:
        """Whether both count something in common: the same series, or a part of it."""
        pairs = ((self.segment, other.segment), (self.area, other.area))
        return self.metric == other.metric and all(one == two or EVERYWHERE in (one, two) for one, two in pairs)


@dataclass(frozen=True)
class Known:
    """What the lake holds of a metric."""

    which: Which
    unit: str
    days: Period
    values: int


def known_metrics(lake: Lake) -> tuple[Known, ...]:
    """Every recorded metric with its segments and areas, by name."""
    return remembered(lake, [METRICS], "known metrics", lambda: _known_metrics(lake))


def _known_metrics(lake: Lake) -> tuple[Known, ...]:
    told = (
        metrics(lake)
        .group_by("metric", "segment", "area", "unit")
        .agg(first=nw.col("day").min(), last=nw.col("day").max(), n=nw.len())
    )
    return tuple(
        Known(
            Which(row["metric"], row["segment"], row["area"]), row["unit"], Period(row["first"], row["last"]), row["n"]
        )
        for row in rows(told.sort("metric", "segment", "area", "unit"))
    )


def recorded_parts(metrics: Iterable[Known], metric: str) -> frozenset[Part]:
    """The parts of the market that hold values of a metric; what Leadline counts itself is the whole's."""
    if metric in SOCIAL:
        return frozenset({Part()})
    return frozenset(Part(one.which.segment, one.which.area) for one in metrics if one.which.metric == metric)


def series_of(lake: Lake, which: Which, own: PartyId, *, until: dt.date | None = None) -> Series | None:
    """The metric's values a day, up to and with `until`; None where nothing is known of it, as of a segment of what
    Leadline counts itself."""
    values, unit = _values_of(lake, which, own, until)
    values = {day: value for day, value in values.items() if until is None or day <= until}
    return Series.of(str(which), values, unit) if values else None


def mean_a_day(lake: Lake, which: Which, days: Period) -> float | None:
    """How much of a recorded metric fell on each of the calendar's days, however often it has a value.

    A closed day counts as a day with nothing; a week's or month's value is spread over its days. None where it has no
    value in these days, or a single one in all, of which nobody can tell how many days it is of.
    """
    values, _unit = remembered(lake, [METRICS], which, lambda: _recorded(lake, which))
    cadence = cadence_of(tuple(values))
    found = {day: value for day, value in values.items() if _shared(step_period(day, cadence), days)}
    if not found or len(values) == 1:
        return None
    if cadence is Cadence.DAY:
        return sum(found.values()) / len(found) * share_with_value(tuple(found), days.first)
    steps = [(step_period(day, cadence), value) for day, value in found.items()]
    fell = sum(value * _shared(step, days) / step.days for step, value in steps)
    return fell / sum(_shared(step, days) for step, _value in steps)


def _shared(one: Period, other: Period) -> int:
    """How many days two periods have in common."""
    return max(0, (min(one.last, other.last) - max(one.first, other.first)).days + 1)


def _values_of(lake: Lake, which: Which, own: PartyId, until: dt.date | None) -> Values:
    count, tables = SOCIAL.get(which.metric, (None, ()))
    if count is None:
        return remembered(lake, [METRICS], which, lambda: _recorded(lake, which))
    if which != Which(which.metric):  # conversations tell no segment and no area: everybody's is not theirs
        return {}, "%"
    return remembered(lake, tables, (which, own, until), lambda: count(lake, own, until))


def end_of_day(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """The instant at which a day of a zone is over: nothing later was known on it."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)


def _recorded(lake: Lake, which: Which) -> Values:
    mine = (nw.col("metric") == which.metric) & (nw.col("segment") == which.segment) & (nw.col("area") == which.area)
    told = rows(metrics(lake).filter(mine).select("day", "value", "unit").sort("day"))
    return {row["day"]: row["value"] for row in told}, (told[-1]["unit"] if told else "")


def _answered_within_promise(lake: Lake, own: PartyId, until: dt.date | None) -> Values:
    """Of the waits that began on a day and are judged, met or breached, the percent that were met.

    Judged by what was known at the end of a day in the promise's zone (docs/words/programs.md, rule 9), and never later
    than the last import of messages: a day that still runs has not broken what is due tonight. A wait that may
    still be answered in time counts on neither side, nor does one whose clocks disagree, that was dismissed, withdrawn
    or superseded. What was dismissed late without a reason that excuses counts as late.
    """
    mine = scan(lake, EPISODES).filter(nw.col("party") == own)
    zone = zone_of_episodes(lake) or dt.UTC
    ends = [end_of_day(until, zone) if until else None, messages_known_until(lake)]
    as_of = min((at for at in ends if at is not None), default=None)
    if as_of is None:
        return {}, "%"
    judged = mine.filter(known_at(as_of)).with_columns(status=status_at(as_of))
    judged = judged.filter(nw.col("status").is_in(["met", "breached"]))
    return _percent(judged.with_columns(hit=nw.col("status") == "met"), "day")


def _turn_rate(lake: Lake, own: PartyId, until: dt.date | None) -> Values:
    """Of the conversations that began angry on a day, the percent that ended happy."""
    angry = scan(lake, CONVERSATIONS).filter((nw.col("about_party") == own) & nw.col("angry_first"))
    return _percent(angry.with_columns(hit=nw.col("turned")), "first_day")


def _frustration_share(lake: Lake, own: PartyId, until: dt.date | None) -> Values:
    """Of the customers' messages of a day, the percent that show frustration."""
    mine = (nw.col("about_party") == own) & (nw.col("speaker_role") == "customer")
    said = scan(lake, MESSAGE_DAYS).filter(mine & nw.col("sentiment").is_in(list(_READ)))
    told = rows(
        said.group_by("day").agg(
            hit=nw.col("frustrated").sum().cast(nw.Int64), n=nw.col("messages").sum().cast(nw.Int64)
        )
    )
    return {row["day"]: 100 * row["hit"] / row["n"] for row in told}, "%"


def _percent(frame: nw.LazyFrame[Any], day: str) -> Values:
    told = rows(frame.group_by(day).agg(hit=nw.col("hit").cast(nw.Int64).sum().cast(nw.Int64), n=nw.len()))
    return {row[day]: 100 * row["hit"] / row["n"] for row in told}, "%"


SOCIAL: dict[str, tuple[Callable[[Lake, PartyId, dt.date | None], Values], tuple[Table, ...]]] = {
    "answered_within_promise": (_answered_within_promise, (EPISODES, LEDGER)),
    "turn_rate": (_turn_rate, (CONVERSATIONS,)),
    "frustration_share": (_frustration_share, (MESSAGE_DAYS,)),
}
"""The social metrics that Leadline counts itself, by their id in the catalogue, and the tables that they rest on."""
