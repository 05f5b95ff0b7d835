"""What does the lint know besides the document? Values that the caller hands in: the lint itself asks nobody.

None everywhere means that nobody looked, and the rules that need it keep silent; an empty mapping means that somebody
looked and found nothing. So `lint` gives the same on the page and in the terminal whenever the facts are the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadline.strategy.document import Ignored
from leadline.strategy.parts import Part
from leadline.words import Department, Grade, Month, Period


@dataclass(frozen=True)
class KnownMetric:
    """A metric that the lake holds: its unit, `day` or `month`, the days of its first and last value, and the parts of
    the market that it is recorded for."""

    unit: str
    grain: str
    days: Period
    parts: frozenset[Part] = frozenset({Part()})


@dataclass(frozen=True)
class Limits:
    """The thresholds of the rules, each a company's own to change."""

    mission_words: int = 40
    market_representatives: int = 1
    stale_metric_days: int = 45
    days_before_objective: int = 90
    """A metric needs at least this much past before an objective on it can be judged."""
    days_assumed: int = 180
    """A line whose program has run for longer should no longer be merely assumed."""
    gate_percent: int = 80
    """Sales and marketing wait until so many waits in a hundred are answered within the promise ..."""
    gate_months: int = 2
    """... for so many months."""
    agency_percent: int = 50
    """An agency that does more than this share of a method that answers customers speaks in the company's place."""
    signed_percent: int = 50
    """The market signs at least this share of the parts that outsiders can be shown, before a strategy is agreed."""


@dataclass(frozen=True)
class Facts:
    """The state of the world that a strategy is checked against, on one day."""

    today: dt.date
    metrics: Mapping[str, KnownMetric] | None = None
    closed_assessments: Mapping[str, dt.date] | None = None
    """The day on which each closed assessment was closed, by its version."""
    findings: frozenset[str] | None = None
    opportunities: Mapping[str, Department] | None = None
    programs: frozenset[str] | None = None
    promise_kept: Mapping[Month, float] | None = None
    """How many waits in a hundred were answered within the promise, of each month that was measured."""
    grades: Mapping[str, Grade] = field(default_factory=dict)
    """The grade of each line that has one, by the line's id."""
    insiders: frozenset[str] = frozenset()
    """Names of those who work for the company: none of them signs for the market."""
    limits: Limits = Limits()
    """The company's own thresholds."""
    ignored: tuple[Ignored, ...] = ()
    """The rules that the company switched off for itself, each with who decided it and why."""
