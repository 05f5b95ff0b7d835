"""Can this metric show what an objective wants (S1.13), and why or why not? A metric and a kind of value in.

Out comes a verdict with its sentence. The surprise: the same metric is judged differently by objective (S1.9); only
attention fits none.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadline.strategy.document import Document, OwnMetric
from leadline.strategy.metrics import METRICS, Metric
from leadline.words import ValueType, listed


@dataclass(frozen=True)
class Fit:
    fits: bool
    why: str


def fit(metric: Metric, value: ValueType) -> Fit:
    """Whether the metric can show this kind of value, in a sentence."""
    if metric.vanity:
        return Fit(False, "It counts attention, and says nothing of what people do then: at most a target on the way.")
    if value in metric.fits:
        side = "the company's own books record it" if metric.business else "social activity is read for it"
        return Fit(True, f"It can show {value}: {side}.")
    shown = listed([str(one) for one in metric.fits]) or "no kind of value that it names"
    return Fit(False, f"It shows {shown}; it can get better while {value} does not.")


def metrics_of(document: Document | None) -> tuple[Metric, ...]:
    """The catalogue's metrics and the company's own after them; an own one with a known id takes its place."""
    own = {one.id: as_metric(one) for one in (document.metrics if document else ())}
    known = tuple(own.pop(one.id, one) for one in METRICS)
    return (*known, *own.values())


def as_metric(own: OwnMetric) -> Metric:
    """A company's own metric as the catalogue has its own."""
    return Metric(
        own.id,
        own.name or own.id.replace("_", " "),
        own.definition,
        own.unit,
        own.good,
        own.source,
        own.gamed,
        own.fits,
        business=own.business,
    )
