"""Calls, chats, waiting and satisfaction: what the service on the page is meant to move, and what it leaves alone.

In: the world's weather. Out: series by segment. Consumer calls, satisfaction and loyalty feel the service;
business calls and chats share its weather and do not.
"""

from __future__ import annotations

import numpy as np

from leadline.demo import noise
from leadline.demo.days import Floats
from leadline.demo.planted import SERVICE_OPENS, WORLD
from leadline.demo.series import Series, counted, monthly
from leadline.demo.weather import Weather

_CONSUMER_WEEK = (1.30, 1.13, 1.07, 1.04, 1.06, 0.62, 0.40)
_CONSUMER_CALLS = 5250


def contacts(weather: Weather) -> list[Series]:
    """Calls of consumers (the service lowers them), calls of businesses and chats (nothing does)."""
    planted, table, n = weather.planted, weather.table, weather.n
    holiday = table.is_holiday + 0.35 * table.is_feast
    shared = weather.demand + weather.strain + 0.02 * table.since(WORLD.first) / 365
    consumer = (
        np.log(_CONSUMER_CALLS * table.weekly(_CONSUMER_WEEK))
        + shared
        + weather.outages
        + weather.storms
        + noise.arma(weather.rng("calls consumer"), n, sd=0.035)
        - 0.75 * holiday
        + 0.14 * table.after_holiday
        + np.log1p(planted.price_calls_rise_share) * weather.window(planted.price_change, planted.price_calls_days)
    )
    fall = planted.calls_fall_share * weather.ramp(SERVICE_OPENS, planted.calls_ramp_days)
    business = (
        np.log(1180 * table.weekly((1.34, 1.24, 1.20, 1.16, 1.10, 0.22, 0.10)))
        + 0.9 * shared
        + 0.7 * weather.outages
        + 0.3 * weather.storms
        + noise.threshold(weather.rng("calls business"), n, sd=0.035)
        - 1.35 * holiday
        + 0.10 * table.after_holiday
    )
    chats = (
        np.log(890 * table.weekly((1.18, 1.10, 1.06, 1.04, 1.02, 0.86, 0.74)))
        + 0.9 * shared
        + 0.8 * weather.outages
        + 0.6 * weather.storms
        + noise.arma(weather.rng("chats"), n, sd=0.04)
        - 0.45 * holiday
    )
    calls = counted(weather, "calls", "calls", np.exp(consumer), 1 - fall, dispersion=900, segment="consumer")
    return [
        calls,
        counted(weather, "calls", "calls", np.exp(business), 1.0, dispersion=700, segment="business"),
        counted(weather, "chats", "chats", np.exp(chats), 1.0, dispersion=500, segment="consumer"),
        _wait(weather, calls),
    ]


def _wait(weather: Weather, calls: Series) -> Series:
    """The mean wait on the consumer line: the fuller the day for its weekday, the longer (a queue's convexity)."""
    usual = _CONSUMER_CALLS * weather.table.weekly(_CONSUMER_WEEK)

    def minutes(load: Floats) -> Floats:
        return 2.0 + 7.5 * np.clip(load, 0.2, 2.5) ** 2.5

    mean, without = minutes(calls.mean / usual), minutes(calls.mean_without / usual)
    values = minutes(calls.values / usual) * np.exp(0.10 * weather.rng("wait").standard_normal(weather.n))
    return Series("wait", "minutes", calls.days, values, mean, without, segment="consumer")


def satisfaction(weather: Weather) -> list[Series]:
    """Surveys: a daily mean of 0-100 points with its number of answers, NPS and churn by month."""
    planted, n = weather.planted, weather.n
    answers = (
        noise.counts(weather.rng("csat_n"), 58 * np.exp(weather.demand + 0.5 * weather.outages), dispersion=30) + 5
    )
    without = 68.5 + 100 * noise.arma(weather.rng("csat"), n, sd=0.008) - 22 * weather.strain - 9 * weather.outages
    mean = without + planted.csat_rise_points * weather.ramp(SERVICE_OPENS, planted.csat_ramp_days)
    values = np.clip(mean + 27 / np.sqrt(answers) * weather.rng("csat mean").standard_normal(n), 0, 100)
    days = weather.table.days
    return [
        Series("csat", "points", days, values, mean, without, segment="consumer"),
        Series("csat_n", "answers", days, answers, answers, answers, segment="consumer"),
        monthly(
            weather,
            "nps",
            "points",
            4.0,
            planted.nps_rise_points,
            wait_months=1,
            sd=1.4,
            strain=-20,
            segment="consumer",
        ),
        monthly(
            weather,
            "churn",
            "percent",
            2.0,
            -planted.churn_fall_points,
            wait_months=3,
            sd=0.06,
            strain=0.8,
            segment="consumer",
        ),
    ]
