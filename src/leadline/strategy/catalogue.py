"""Which metric shows what a company wants, and how is it gamed? The metrics Leadline knows, in packs per objective.

In comes a metric's id or a value type, out go frozen descriptions. Companies add their own metrics by merely recording
them; the catalogue is what Leadline can say about a metric without being told. The surprise: vanity metrics stand here
too (S0.3), for one can only warn of what one knows.
"""

from __future__ import annotations

from collections.abc import Iterable

from leadline.strategy.metrics import METRICS, PACKS, Direction, Metric, Pack
from leadline.words import ValueType

__all__ = [
    "METRICS",
    "PACKS",
    "Direction",
    "Metric",
    "Pack",
    "find_metric",
    "is_counted",
    "is_vanity",
    "metrics_for",
    "pack_of",
]

_BY_ID = {metric.id: metric for metric in METRICS}
_COUNTED = {word for metric in METRICS if metric.counted for word in (metric.id, metric.unit, metric.name.lower())}


def find_metric(metric_id: str | None) -> Metric | None:
    """The catalogue's description of a metric, or None for one it does not know."""
    return _BY_ID.get(metric_id or "")


def is_vanity(metric_id: str | None) -> bool:
    """Whether the metric counts attention only: tracked at will, never an objective, never alone in a report (S0.3).
    What own posts reached (`post_reach`) is what its account reached (`reach`), told otherwise.
    """
    metric = find_metric((metric_id or "").removeprefix("post_"))
    return metric is not None and metric.vanity


def is_counted(word: object) -> bool:
    """Whether a metric or a unit comes in whole pieces, so that `1.500` of them are 1,500."""
    return isinstance(word, str) and word.strip().lower() in _COUNTED


def metrics_for(value: ValueType, metrics: Iterable[Metric] = METRICS) -> tuple[Metric, ...]:
    """Those that fit an objective of this kind (S1.13), business metrics first, vanity left out."""
    fitting = [metric for metric in metrics if value in metric.fits and not metric.vanity]
    return tuple(sorted(fitting, key=lambda metric: not metric.business))


def pack_of(pack_id: str) -> Pack | None:
    """One of the packs: `service`, `awareness`, `cost`, `loyalty`, `innovation`, `revenue`, `hiring`, `attention`."""
    return next((pack for pack in PACKS if pack.id == pack_id), None)
