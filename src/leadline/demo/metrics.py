"""What the business records: calls, satisfaction, orders, applicants, and so on, day by day.

In: a seed, and the share by which the service is to lower consumer calls (None plants the demo's own, 0
plants nothing). Out: `Metrics`, whose every series knows its true mean with and without what was planted.
The surprise: events of the calendar are the same for every seed, outages and storms are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from leadline.demo.contacts import contacts, satisfaction
from leadline.demo.planted import PLANTED
from leadline.demo.series import Metrics, Series
from leadline.demo.trade import page, people, trade
from leadline.demo.weather import Weather


def simulate_metrics(seed: int, *, effect: float | None = None) -> Metrics:
    """The world's numbers for `seed`, with consumer calls lowered by `effect` (0.11 is 11 %; None is the demo's own).

    549 days, about 30 series, some milliseconds; equal seeds give equal numbers.
    """
    planted = PLANTED.metrics if effect is None else replace(PLANTED.metrics, calls_fall_share=effect)
    makers: tuple[Callable[[Weather], list[Series]], ...] = (contacts, satisfaction, trade, people, page)
    weather = Weather(seed, planted)
    return Metrics(seed, planted, tuple(series for make in makers for series in make(weather)))
