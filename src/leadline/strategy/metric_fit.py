"""Can this metric show what an objective wants (S1.13), and why or why not? A metric and a kind of value in.

Out comes a verdict with its sentence. The surprise: the same metric is judged differently by objective (S1.9); only
attention fits none.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadline.strategy.document import Document, OwnMetric
from leadline.strategy.metrics import METRICS, Metric
from leadline.strategy.rewrite import attention_in_name
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
    """The catalogue's metrics and the company's own after them; an own one with a known id takes its place, unless that
    counts attention: no description makes fans a number of the business."""
    own = {one.id: as_metric(one) for one in (document.metrics if document else ())}
    known = tuple(one if one.vanity else own.get(one.id, one) for one in METRICS)
    ids = {one.id for one in known}
    return (*known, *(one for one in own.values() if one.id not in ids))


def described(metric_id: str | None, document: Document | None) -> Metric | None:
    """One metric by the company's own description, else by the catalogue's; None where nobody described it."""
    return next((one for one in metrics_of(document) if one.id == metric_id), None)


def metric_name(metric_id: str | None, document: Document | None) -> str:
    """What people call a metric: by its description, else the id in words; the empty text for none."""
    known = described(metric_id, document)
    return known.name if known else (metric_id or "").replace("_", " ")


def as_metric(own: OwnMetric) -> Metric:
    """A company's own metric as the catalogue has its own; one that is called after attention counts attention."""
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
        vanity=bool(attention_in_name(own.id)),
    )
