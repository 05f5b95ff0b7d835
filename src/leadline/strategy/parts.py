"""Of which parts of the market is a metric recorded, and does a company objective name one of them?

In: an objective, and the parts that hold values of its metric. Out: a sentence, or nothing where its own part is among
them. The surprise: one segment is never taken for the whole, even where no other is recorded.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from leadline.strategy.catalogue import find_metric
from leadline.strategy.document import CompanyObjective
from leadline.words import EVERYWHERE, listed

SHOWN = 6
"""As many parts are named in a sentence; the rest are counted."""


@dataclass(frozen=True, order=True)
class Part:
    """A segment of the market and an area, `all` each where it is the whole."""

    segment: str = EVERYWHERE
    area: str = EVERYWHERE

    def __str__(self) -> str:
        """`segment consumer in area north`."""
        segment = "" if self.segment == EVERYWHERE else f"segment {self.segment}"
        area = "" if self.area == EVERYWHERE else f"area {self.area}"
        return " in ".join(one for one in (segment, area) if one) or "the whole"


def part_of(one: CompanyObjective) -> Part:
    """The part that the objective holds for."""
    return Part(one.segment or EVERYWHERE, one.area or EVERYWHERE)


def metric_name(one: CompanyObjective) -> str:
    metric = find_metric(one.metric)
    return metric.name if metric else one.metric or ""


def not_recorded(name: str) -> str:
    """That there is no value of the metric with this name."""
    return f"“{name}” is not recorded."


def part_unknown(one: CompanyObjective, recorded: Collection[Part]) -> str:
    """Why the objective's metric says nothing of the objective's part; empty where that part is recorded."""
    asked, name = part_of(one), metric_name(one)
    if asked in recorded:
        return ""
    if not recorded:
        return not_recorded(name)
    only = f"only for {_several(recorded)}"
    if asked != Part():
        return f"Cannot tell: “{name}” is not recorded for {asked}, {only}."
    it = "it" if len(recorded) == 1 else "one of them"
    return f"Cannot tell: “{name}” is recorded {only}; name {it} in the objective."


def _several(parts: Collection[Part]) -> str:
    told = [str(one) for one in sorted(parts)]
    more = [f"{len(told) - SHOWN} others"] if len(told) > SHOWN else []
    return listed([*told[:SHOWN], *more])
