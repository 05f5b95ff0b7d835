"""Small series for the tests of evidence: a call centre with a weekday pattern, and what begins in it."""

from __future__ import annotations

import datetime as dt

import numpy as np

from leadline.measure import evidence
from leadline.measure.evidence.grid import GRID
from leadline.measure.evidence.series import Floats

FIRST_DAY = dt.date(2025, 1, 1)


def days(number: int, first: dt.date = FIRST_DAY) -> tuple[dt.date, ...]:
    return tuple(first + dt.timedelta(days=i) for i in range(number))


def calls(
    before: int,
    after: int,
    *,
    change: float = 0.0,
    noise: float = 20.0,
    seed: int = 1,
    name: str = "calls",
    level: float = 1000.0,
) -> evidence.Series:
    """About `level` calls a day, fewer at weekends; from the start on they change by the share `change`."""
    rng = np.random.default_rng(seed)
    number = before + after
    values = level * (1 - 0.2 * (np.arange(number) % 7 >= 5)) + noise * rng.standard_normal(number)
    values[before:] *= 1 + change
    return evidence.Series(name, days(number), values, "calls")


def year_ago(series: evidence.Series, seed: int = 5) -> evidence.Series:
    """A control of the same calendar that shares nothing but the weekdays."""
    return calls(len(series.days), 0, seed=seed, name="chats", level=300.0, noise=10.0)


def covariance(g: int, number: int) -> Floats:
    """Of the noise at a grid point, over `number` days, written out."""
    day = np.arange(number)
    gap = np.abs(np.subtract.outer(day, day))
    level = GRID.step[g] * np.minimum.outer(day, day)
    swing = GRID.swing[g] * (GRID.phi[g] ** gap if GRID.phi[g] else np.eye(number))
    whole: Floats = level + swing + GRID.noise[g] * np.eye(number)
    return whole
