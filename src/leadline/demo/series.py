"""One metric over the days of the world, and all of them together: what a company sees, and what nobody sees.

In: values, and their true means. Out: rows of `metrics.csv`, and the true effect over any period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leadline.demo import noise
from leadline.demo.days import Days, Floats, month_ends
from leadline.demo.planted import SERVICE_OPENS, WORLD, PlantedMetrics
from leadline.demo.weather import Weather
from leadline.words import Period

COLUMNS = ("metric", "day", "value", "unit", "area", "segment")
_COUNTED = {"calls", "chats", "orders", "people", "visits", "views", "answers"}


@dataclass(frozen=True, eq=False)
class Series:
    """One metric of one segment. `values` are what a company would see; the two means nobody sees.

    `mean` is the expectation of the day given its noise, `mean_without` the same had nothing been planted.
    """

    metric: str
    unit: str
    days: Days
    values: Floats
    mean: Floats
    mean_without: Floats
    area: str = ""
    segment: str = ""

    def true_effect_share(self, period: Period) -> float:
        """By which share the mean over `period` differs from what would have been; −0.11 is a fall of 11 %."""
        inside = self._inside(period)
        return float(self.mean[inside].sum() / self.mean_without[inside].sum() - 1)

    def true_effect(self, period: Period) -> float:
        """The mean difference a day over `period`, in the metric's unit."""
        inside = self._inside(period)
        return float((self.mean[inside] - self.mean_without[inside]).mean())

    def rows(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Its rows in the order of COLUMNS."""
        digits = 0 if self.unit in _COUNTED else 2
        for day, value in zip(self.days.astype(str), self.values.tolist(), strict=True):
            yield self.metric, day, f"{value:.{digits}f}", self.unit, self.area, self.segment

    def _inside(self, period: Period) -> np.ndarray:
        return (self.days >= np.datetime64(period.first)) & (self.days <= np.datetime64(period.last))


@dataclass(frozen=True)
class Metrics:
    """Every series of one world, and the planted numbers that made it."""

    seed: int
    planted: PlantedMetrics
    series: tuple[Series, ...]

    def get(self, metric: str, *, segment: str = "", area: str = "") -> Series:
        """The one series of that metric, segment and area. Raises KeyError where there is none."""
        for one in self.series:
            if (one.metric, one.segment, one.area) == (metric, segment, area):
                return one
        raise KeyError((metric, segment, area))

    def rows(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """The rows of `metrics.csv`, in the order of COLUMNS; counts without a decimal point."""
        for one in self.series:
            yield from one.rows()


def counted(
    weather: Weather,
    metric: str,
    unit: str,
    without: Floats,
    factor: Floats | float,
    *,
    dispersion: float,
    area: str = "",
    segment: str = "",
) -> Series:
    """A series of counts around `without` times `factor`; a factor of 1 means that nothing was planted."""
    mean = without * factor
    values = noise.counts(weather.rng(f"count {metric} {area} {segment}"), mean, dispersion=dispersion)
    return Series(metric, unit, weather.table.days, values, mean, without, area=area, segment=segment)


def monthly(
    weather: Weather,
    name: str,
    unit: str,
    level: float,
    change: float,
    *,
    wait_months: int,
    sd: float,
    strain: float,
    area: str = "",
    segment: str = "",
) -> Series:
    """A figure on each month's last day; what is planted arrives after `wait_months`, over three months."""
    ends = month_ends(WORLD)
    months = ends.astype("datetime64[M]").astype(int)
    opened = np.datetime64(SERVICE_OPENS, "M").astype(int)
    day_month = weather.table.days.astype("datetime64[M]")
    mood = np.array([weather.strain[day_month == month].mean() for month in np.unique(day_month)])
    without = level + strain * mood
    mean = without + change * np.clip((months - opened - wait_months + 1) / 3, 0, 1)
    values = mean + sd * weather.rng(name).standard_normal(len(ends))
    return Series(name, unit, ends, values, mean, without, area=area, segment=segment)
