"""What is true in the demo's world: every planted number, in one place, before anything is drawn.

In: nothing. Out: `PLANTED`, which the simulation obeys and `truth.json` repeats. A number stands here or
it is not planted; what the draw made of it is counted and written beside it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from leadline.words import Department, Period

SEED = 20260101
"""The demo's own seed, fixed before the first run. Its result is shown as it falls."""

WORLD = Period(dt.date(2025, 5, 1), dt.date(2026, 10, 31))
"""Eighteen months, in the company's zone."""

SERVICE_OPENS = dt.date(2025, 11, 3)
"""A Monday in month 7: the team answers on the page every day from 8:00 to 20:00 within the hour (S0.8, S0.9)."""


RIVAL_CAMPAIGN = Period(dt.date(2025, 11, 17), dt.date(2025, 12, 7))
"""A competitor advertises just after the service opened: it takes orders and leaves calls alone."""


@dataclass(frozen=True)
class PlantedMetrics:
    """What moves the business's records. Shares are 0 to 1, `points` are of the metric's own scale.

    The service lowers consumer calls: on day d after it opened (the first is 0) by
    `calls_fall_share * min(1, (d + 1) / calls_ramp_days)`. Business calls, chats and orders do not feel it.
    """

    calls_fall_share: float = 0.11
    calls_ramp_days: int = 14
    csat_rise_points: float = 3.0
    csat_ramp_days: int = 45
    nps_rise_points: float = 4.0
    churn_fall_points: float = 0.06
    orders_rise_share: float = 0.0
    champions_start: dt.date = dt.date(2026, 3, 2)
    applicants_rise_share: float = 0.18
    champion_hires: dict[str, int] = field(
        default_factory=lambda: {"2026-04": 1, "2026-06": 1, "2026-07": 2, "2026-08": 1, "2026-09": 1, "2026-10": 1}
    )
    north_referral_rise_share: float = 0.12
    north_campaign: dt.date = dt.date(2026, 5, 4)
    # What else happened: the events that a person would write down.
    outage_day: dt.date = dt.date(2025, 8, 20)
    outage_log_size: float = 0.55
    rival_campaign: Period = RIVAL_CAMPAIGN
    rival_orders_fall_share: float = 0.05
    price_change: dt.date = dt.date(2026, 7, 1)
    price_calls_rise_share: float = 0.06
    price_calls_days: int = 21


@dataclass(frozen=True)
class PlantedService:
    """How the company's own page is served. Shares are of all waiting episodes, thanks and follow-ups included.

    Since the opening, an episode is answered within 60 service minutes (`kept_share`), later (`late_share`), or
    never. `turn_share` is of the page's conversations that begin unhappy (angry or annoyed complaint): they end happy.
    """

    kept_share: float = 0.96
    late_share: float = 0.03
    turn_share_before: float = 0.08
    turn_share_after: float = 0.42
    page_rise_share: float = 0.45
    page_ramp_days: int = 60
    phone_wait_fall_share: float = 0.35
    phone_wait_ramp_days: int = 30
    praise_rise_share: float = 0.5


@dataclass(frozen=True)
class Habit:
    """How a party answers on a channel: the share answered, the median hours, who knows the case (`solid_share`)."""

    answered_share: float
    median_hours: float
    solid_share: float
    turn_share: float


@dataclass(frozen=True)
class Incident:
    """A burst of messages on one theme: `threads` at the default size begin within about `hours` of `starts`."""

    name: str
    theme: str
    case: str
    starts: dt.datetime
    hours: float
    threads: int
    at_least: int
    told: tuple[Department, ...]
    details: dict[str, str]


REBOOTS = Incident(
    name="Router R7 reboots after firmware 4.2",
    theme="router",
    case="reboots",
    starts=dt.datetime(2026, 10, 20, 6, 0),  # noqa: DTZ001 - local time of the company
    hours=40,
    threads=140,
    at_least=14,
    told=(Department.PRODUCT, Department.PROCUREMENT),
    details={"router": "R7", "version": "4.2"},
)
STRIKE = Incident(
    name="Strike at the Rijnveld depot",
    theme="delivery",
    case="depot strike",
    starts=dt.datetime(2026, 10, 7, 8, 0),  # noqa: DTZ001 - local time of the company
    hours=30,
    threads=34,
    at_least=6,
    told=(Department.LOGISTICS,),
    details={"town": "Rijnveld"},
)

Mix = dict[str, float]

THEME_MIX: dict[str, Mix] = {
    "operator": {
        "phone_wait": 0.09,
        "billing": 0.115,
        "question": 0.085,
        "cancellation": 0.05,
        "coverage": 0.08,
        "outage": 0.045,
        "router": 0.09,
        "tv": 0.035,
        "app": 0.045,
        "idea": 0.04,
        "installation": 0.065,
        "delivery": 0.04,
        "moving": 0.03,
        "shop": 0.025,
        "price": 0.06,
        "roaming": 0.025,
        "advert": 0.02,
        "praise": 0.06,
    },
    "dealer": {"shop": 0.42, "delivery": 0.12, "price": 0.12, "advice": 0.12, "praise": 0.12, "question": 0.10},
    "broker": {"advice": 0.64, "price": 0.20, "billing": 0.07, "praise": 0.09},
    "retailer": {"shop": 0.40, "delivery": 0.26, "price": 0.12, "praise": 0.10, "question": 0.07, "advert": 0.05},
    "reseller": {"advice": 0.40, "billing": 0.14, "installation": 0.20, "praise": 0.12, "phone_wait": 0.14},
    "distributor": {"delivery": 0.74, "phone_wait": 0.14, "praise": 0.12},
}
"""Of a party's customer conversations, the share on each theme on an ordinary day (row sums are 1)."""

ONLY_OWN: Mix = {"jobs": 0.02}
"""Themes that are added for the own brand, as a share of its other conversations."""

PARTNER_VOICES: Mix = {"partner_supply": 0.62, "partner_terms": 0.38}
"""What partners themselves say about Halden."""

MOODS: dict[str, tuple[float, float, float]] = {
    "phone_wait": (0.58, 0.32, 0.10),
    "billing": (0.42, 0.36, 0.22),
    "outage": (0.40, 0.34, 0.26),
    "price": (0.30, 0.48, 0.22),
    "tv": (0.26, 0.44, 0.30),
    "partner_supply": (0.18, 0.50, 0.32),
    "partner_terms": (0.30, 0.48, 0.22),
}
"""Of a theme's complaints, the share told angrily, with annoyance, and calmly; ORDINARY_MOODS elsewhere."""

ORDINARY_MOODS = (0.38, 0.37, 0.25)

HABITS: dict[tuple[str, str], Habit] = {
    ("halden", "facebook"): Habit(0.42, 15.0, 0.35, 0.08),
    ("halden", "x"): Habit(0.46, 5.0, 0.45, 0.12),
    ("halden", "mail"): Habit(0.93, 20.0, 0.70, 0.14),
    ("halden", "review"): Habit(0.22, 55.0, 0.50, 0.03),
    ("halden", "forum"): Habit(0.12, 20.0, 0.80, 0.10),
    ("zwaluw", "facebook"): Habit(0.72, 4.0, 0.60, 0.20),
    ("zwaluw", "x"): Habit(0.78, 2.0, 0.60, 0.20),
    ("nettora", "facebook"): Habit(0.30, 30.0, 0.10, 0.04),
    ("nettora", "x"): Habit(0.34, 16.0, 0.15, 0.05),
}
"""How parties answer outside of Halden's served page; ORDINARY_HABIT where nothing is said."""

ORDINARY_HABIT = Habit(0.35, 14.0, 0.55, 0.12)

LANGUAGE_SHARE = 0.02
SPAM_A_DAY = 1.6


@dataclass(frozen=True)
class Planted:
    """The whole truth, by word."""

    metrics: PlantedMetrics = field(default_factory=PlantedMetrics)
    service: PlantedService = field(default_factory=PlantedService)
    incidents: tuple[Incident, ...] = (REBOOTS, STRIKE)


PLANTED = Planted()
