"""Orders, applicants, and what the page itself counts: followers, visits to the site, views of answered threads.

In: the world's weather. Out: series. Most of them feel nothing of the service; a reader who finds an effect
there has found chance.
"""

from __future__ import annotations

import numpy as np

from leadline.demo import noise
from leadline.demo.days import month_ends
from leadline.demo.planted import SERVICE_OPENS, WORLD
from leadline.demo.series import Series, counted, monthly
from leadline.demo.weather import Weather

AREAS: dict[str, float] = {"north": 0.18, "east": 0.24, "south": 0.25, "west": 0.33}
"""Areas and their share of the customers."""


def trade(weather: Weather) -> list[Series]:
    """Orders and revenue a day: a rival's campaign takes some, the service on the page (planted: nothing) none."""
    planted, table = weather.planted, weather.table
    since_friday = table.since("2025-11-28")
    gifts = 0.25 * ((since_friday >= 0) & (since_friday < 4)) + 0.12 * np.isin(
        table.days.astype("datetime64[M]"), (np.datetime64("2025-12"),)
    )
    rival = np.log1p(-planted.rival_orders_fall_share) * weather.window(
        planted.rival_campaign.first, planted.rival_campaign.days
    )
    log_mean = (
        np.log(236 * table.weekly((1.02, 0.98, 0.99, 1.06, 1.15, 1.22, 0.58)))
        + noise.arma(weather.rng("orders"), weather.n, sd=0.06)
        + gifts
        + rival
        - 0.5 * table.is_holiday
    )
    lift = 1 + planted.orders_rise_share * weather.ramp(SERVICE_OPENS, 60)
    orders = counted(weather, "sales", "orders", np.exp(log_mean), lift, dispersion=120, segment="consumer")
    basket = 61.5 * np.exp(0.05 * weather.rng("basket").standard_normal(weather.n))
    revenue = Series(
        "revenue",
        "EUR",
        orders.days,
        orders.values * basket,
        orders.mean * 61.5,
        orders.mean_without * 61.5,
        segment="consumer",
    )
    return [orders, revenue]


def people(weather: Weather) -> list[Series]:
    """Applicants a day; champions who tell about their work bring more of them."""
    planted, table = weather.planted, weather.table
    base = (
        3.4
        * table.weekly((1.3, 1.25, 1.15, 1.05, 0.85, 0.5, 0.9))
        * np.exp(noise.threshold(weather.rng("applicants"), weather.n, sd=0.18) - 0.8 * table.is_holiday)
    )
    lift = 1 + planted.applicants_rise_share * weather.ramp(planted.champions_start, 30)
    return [counted(weather, "applicants", "people", base, lift, dispersion=12), _hires(weather)]


def _hires(weather: Weather) -> Series:
    """Field engineers hired a month: those whom champions brought are planted one by one, others come by chance."""
    ends = month_ends(WORLD)
    others = weather.rng("hires").poisson(1.2, len(ends)).astype(float)
    champions = np.array([float(weather.planted.champion_hires.get(str(day)[:7], 0)) for day in ends])
    usual = np.full(len(ends), 1.2)
    return Series("hires", "people", ends, others + champions, usual + champions, usual)


def page(weather: Weather) -> list[Series]:
    """What the page itself shows, by area: followers, visits to the site, views of answered threads."""
    market_share = monthly(
        weather, "market_share", "percent", 11.3, 0.0, wait_months=6, sd=0.14, strain=0.0, area="north"
    )
    return [market_share, *(series for area, share in AREAS.items() for series in _page_of(weather, area, share))]


def _page_of(weather: Weather, area: str, share: float) -> list[Series]:
    planted, table = weather.planted, weather.table
    in_north = 1.0 if area == "north" else 0.0
    steps = noise.counts(weather.rng(f"followers {area}"), np.full(weather.n, 60 * share), dispersion=2)
    joined = steps * (
        1 + 0.4 * weather.ramp(SERVICE_OPENS, 1) + 1.2 * in_north * weather.window(planted.north_campaign, 120)
    )
    followers = np.round(
        46_500 * share * (0.06 if in_north else 1.0) + np.cumsum(joined * (0.055 if in_north else 1.0))
    )
    visits = (
        1450
        * share
        * (0.54 if in_north else 1.0)
        * table.weekly((1.05, 1.02, 1.0, 1.0, 0.98, 0.95, 1.0))
        * np.exp(noise.arma(weather.rng(f"visits {area}"), weather.n, sd=0.12) + 0.4 * weather.outages)
    )
    lift = 1 + in_north * planted.north_referral_rise_share * weather.ramp(planted.north_campaign, 28)
    views = (
        5200
        * share
        * weather.ramp(SERVICE_OPENS, 120)
        * np.exp(noise.arma(weather.rng(f"views {area}"), weather.n, sd=0.15) + 0.6 * weather.outages)
    )
    return [
        Series("followers", "people", table.days, followers, followers, followers, area=area),
        counted(weather, "referral_traffic", "visits", visits, lift, dispersion=60, area=area),
        counted(weather, "thread_views", "views", views + 1e-9, 1.0, dispersion=40, area=area),
    ]
