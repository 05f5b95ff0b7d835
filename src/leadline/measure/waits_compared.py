"""Is it easier than picking up the phone? The wait for a first reply on the page beside that in the queue (S0.10).

In: the kept service levels and the call centre's own figure of waiting. Out: a `MonthOfWaits` a month. The surprise:
the two are unlike. On the phone the figure is a mean of minutes with the receiver at the ear; on the page it is a
median of open time in which a customer does something else. They stand beside each other, and are never divided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leadline.engine import Lake
from leadline.measure.known import Which, known_metrics, series_of
from leadline.measure.month import kept_service_levels
from leadline.measure.service_levels import ServiceLevel
from leadline.words import Month, PartyId

PHONE = "wait"
"""The catalogue's metric: minutes from the menu's end to a person."""


@dataclass(frozen=True)
class MonthOfWaits:
    """One month, in minutes; None where nobody measured. `page` is the median of first replies, in open time, and
    `page_is_at_least` says that half were not answered yet, so that it is longer; `phone` is the mean of the days."""

    month: Month
    page: float | None
    page_is_at_least: bool
    phone: float | None


@dataclass(frozen=True)
class WaitsCompared:
    """The months in which either was measured, in their order; `phone` is the series that is compared with."""

    phone: Which
    months: tuple[MonthOfWaits, ...]

    def of(self, month: Month) -> MonthOfWaits | None:
        """The month where both sides are known."""
        found = next((one for one in self.months if one.month == month), None)
        return found if found and None not in (found.page, found.phone) else None


def waits_compared(lake: Lake, own: PartyId, *, until: dt.date) -> WaitsCompared | None:
    """None where no wait on the phone was ever recorded. The first of several parts of the market is taken, by name."""
    which = next((one.which for one in known_metrics(lake) if one.which.metric == PHONE), None)
    series = series_of(lake, which, own, until=until) if which else None
    if which is None or series is None:
        return None
    phone: dict[Month, list[float]] = {}
    for day, value in zip(series.days, series.values.tolist(), strict=True):
        if not np.isnan(value):
            phone.setdefault(Month.of(day), []).append(value)
    levels = {month: level for month, level in kept_service_levels(lake).items() if month.first_day <= until}
    return WaitsCompared(which, tuple(_month(one, levels, phone) for one in sorted({*levels, *phone})))


def _month(month: Month, levels: Mapping[Month, ServiceLevel], phone: Mapping[Month, list[float]]) -> MonthOfWaits:
    wait = levels[month].first.median_business if month in levels else None
    mean = float(np.mean(phone[month])) if month in phone else None
    return MonthOfWaits(month, wait.seconds / 60 if wait else None, bool(wait and wait.is_at_least), mean)
