"""The invented company: a simulated world with planted truth, written as a company's own raw exports.

metrics = simulate_metrics(seed)              # the business's records, with and without what was planted
metrics.get("calls", segment="consumer").true_effect_share(period)
"""

from __future__ import annotations

from leadline.demo.champions import read_champions
from leadline.demo.company import COMPANY
from leadline.demo.metrics import simulate_metrics
from leadline.demo.planted import PLANTED, SEED, SERVICE_OPENS, WORLD, Planted, PlantedMetrics
from leadline.demo.series import Metrics, Series
from leadline.demo.world import World, write_world

__all__ = [
    "COMPANY",
    "PLANTED",
    "SEED",
    "SERVICE_OPENS",
    "WORLD",
    "Metrics",
    "Planted",
    "PlantedMetrics",
    "Series",
    "World",
    "read_champions",
    "simulate_metrics",
    "write_world",
]
