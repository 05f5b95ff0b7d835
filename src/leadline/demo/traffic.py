"""Who begins a conversation, when, where, and about what.

In: what is planted, the world's weather, a size. Out: streams with one expected number a day (which the
truth repeats), and, month by month, the openings drawn from them. Numbers are drawn as arrays; only texts
are made one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadline.demo.company import OWN, PARTIES, Profile, Size
from leadline.demo.days import Floats
from leadline.demo.message import DAY, local_midnight
from leadline.demo.planted import (
    ONLY_OWN,
    PARTNER_VOICES,
    RIVAL_CAMPAIGN,
    SERVICE_OPENS,
    SPAM_A_DAY,
    THEME_MIX,
    WORLD,
    Incident,
    Planted,
)
from leadline.demo.weather import Weather
from leadline.words import Month, PartyKind

Kind = Literal["customer", "partner", "staff", "news", "spam"]
CHANNELS = ("facebook", "x", "forum", "review", "mail")

_WEEK = (1.12, 1.05, 1.02, 1.00, 0.98, 0.90, 0.93)
_CHANNEL_MIX: dict[str, tuple[float, ...]] = {
    "own": (0.40, 0.20, 0.12, 0.08, 0.20),
    "competitor": (0.43, 0.33, 0.14, 0.10, 0.0),
    "partner": (0.34, 0.14, 0.16, 0.36, 0.0),
    "partner voice": (0.12, 0.14, 0.24, 0.0, 0.50),
    "staff": (0.25, 0.75, 0.0, 0.0, 0.0),
    "news": (1.0, 0.0, 0.0, 0.0, 0.0),
    "spam": (0.06, 0.52, 0.28, 0.14, 0.0),
}
_NOT_REVIEWED = {"question", "jobs", "idea", "outage", "moving", "roaming", "partner_supply", "partner_terms"}


@dataclass(frozen=True, eq=False)
class Stream:
    """One kind of conversation: `expected` openings a day at this size, over the world's days.

    `channels` are shares in the order of CHANNELS, one row a day. `by` speaks where a partner does.
    """

    kind: Kind
    about: Profile
    by: Profile
    theme: str
    expected: Floats
    channels: Floats


class Opening(NamedTuple):
    """The beginning of one conversation. `at` is local seconds since 1970, `who` a person's number."""

    at: int
    stream: Stream
    channel: str
    who: int
    case: str | None = None
    details: dict[str, str] | None = None


def streams(planted: Planted, weather: Weather, size: Size) -> list[Stream]:
    """Every stream of the world; incidents come on top (see openings)."""
    day = _ordinary_day(weather)
    found = [
        _customers(profile, theme, share, planted, weather, size, day)
        for profile in PARTIES
        for theme, share in _mix_of(profile).items()
    ]
    found += [
        _stream(
            "partner", OWN, theme, 0.16 * one.threads_a_day * share * min(size.volume, 4) * day, "partner voice", one
        )
        for one in PARTIES
        if one.party.kind is PartyKind.PARTNER
        for theme, share in PARTNER_VOICES.items()
    ]
    champions = 1 + weather.ramp(planted.metrics.champions_start, 40)
    staff = 0.9 * min(size.volume, size.employees / 400) * champions * np.clip(day, 0, 2)
    return [*found, _stream("staff", OWN, "staff", staff, "staff"), *_news(weather, size), _spam(weather, size)]


def openings(
    all_streams: list[Stream], month: Month, size: Size, seed: int, incidents: tuple[Incident, ...]
) -> list[Opening]:
    """The conversations that begin in `month`, in order of time."""
    rng = np.random.default_rng([seed, month.year, month.month, 11])
    first = (month.first_day - WORLD.first).days
    days = slice(first, first + month.period().days)
    midnight = local_midnight(month.first_day)
    expected = np.array([stream.expected[days] for stream in all_streams])
    drawn = rng.poisson(expected * rng.gamma(14.0, 1 / 14.0, expected.shape))
    stream_at, day_at = (np.repeat(index.ravel(), drawn.ravel()) for index in np.indices(drawn.shape))
    channel = _channels(rng, all_streams, stream_at, day_at + first)
    weekend = ((month.first_day.weekday() + day_at) % 7 >= 5).astype(int)
    at = midnight + day_at * DAY + _second_of_day(rng, channel, weekend)
    who = (size.customers * rng.random(len(at)) ** 1.8).astype(np.int64)
    found = [
        Opening(moment, all_streams[stream], CHANNELS[where], person)
        for moment, stream, where, person in zip(
            at.tolist(), stream_at.tolist(), channel.tolist(), who.tolist(), strict=True
        )
    ]
    for incident in incidents:
        if Month.of(incident.starts.date()) == month:
            found.extend(_burst(rng, incident, all_streams, size))
    return sorted(found, key=lambda opening: opening.at)


def incident_threads(incident: Incident, size: Size) -> int:
    """How many conversations an incident begins at this size."""
    return max(incident.at_least, round(incident.threads * size.volume))


def _mix_of(profile: Profile) -> dict[str, float]:
    mix = THEME_MIX[profile.repertoire]
    return {**mix, **ONLY_OWN} if profile is OWN else mix


def _ordinary_day(weather: Weather) -> Floats:
    """What every stream feels: weekday, strained weeks, and a common wobble."""
    wobble = 0.07 * weather.rng("talk").standard_normal(weather.n)
    level: Floats = weather.table.weekly(_WEEK) * np.exp(wobble + 0.8 * weather.strain + 0.3 * weather.demand)
    return level


def _customers(
    profile: Profile, theme: str, share: float, planted: Planted, weather: Weather, size: Size, day: Floats
) -> Stream:
    expected = profile.threads_a_day * share * size.volume * day * _by_season(theme, weather)
    if profile.repertoire == "operator":
        expected = expected * _by_weather(theme, weather, shared=1.0 if profile is OWN else 0.25)
    mix = "own" if profile is OWN else profile.party.kind.value
    if profile is not OWN:
        if profile is PARTIES[1]:
            expected = expected * (1 + 0.5 * weather.window(RIVAL_CAMPAIGN.first, RIVAL_CAMPAIGN.days))
        return _stream("customer", profile, theme, expected, mix)
    expected = expected * _by_events(theme, planted, weather)
    stream = _stream("customer", profile, theme, expected, mix)
    return _moved_to_the_page(stream, planted, weather)


def _by_season(theme: str, weather: Weather) -> Floats:
    """Removals in summer, roaming in the holidays, parcels before Christmas."""
    peaks = {"moving": (3.9, 0.6), "roaming": (3.7, 1.6), "delivery": (6.0, 0.5), "installation": (4.6, 0.15)}
    top, size = peaks.get(theme, (0.0, 0.0))
    return np.exp(size * (np.cos(weather.table.year_phase - top) - 0.1))


def _by_weather(theme: str, weather: Weather, *, shared: float) -> Floats:
    """Outages and storms fill the themes that they belong to."""
    outage = shared * np.expm1(weather.outages)
    storm = shared * np.expm1(weather.storms)
    gains = {
        "outage": (9.0, 2.0),
        "coverage": (2.0, 1.2),
        "router": (1.0, 0.8),
        "phone_wait": (2.5, 0.3),
        "tv": (1.0, 0.3),
    }
    by_outage, by_storm = gains.get(theme, (0.0, 0.0))
    return 1 + by_outage * outage + by_storm * storm


def _by_events(theme: str, planted: Planted, weather: Weather) -> Floats:
    """What the own service, price and champions change in what people talk about."""
    service, metrics = planted.service, planted.metrics
    level = np.ones(weather.n)
    if theme == "phone_wait":
        level -= service.phone_wait_fall_share * weather.ramp(SERVICE_OPENS, service.phone_wait_ramp_days)
    if theme == "praise":
        level += service.praise_rise_share * weather.ramp(SERVICE_OPENS, service.page_ramp_days)
    if theme == "price":
        level += 2.2 * weather.window(metrics.price_change, metrics.price_calls_days)
    if theme == "jobs":
        level += 0.6 * weather.ramp(metrics.champions_start, 40)
    return level


def _moved_to_the_page(stream: Stream, planted: Planted, weather: Weather) -> Stream:
    """Since the service opened, more of them come to the page, and the page's share grows."""
    rise = planted.service.page_rise_share * weather.ramp(SERVICE_OPENS, planted.service.page_ramp_days)
    weights = stream.channels.copy()
    weights[:, 0] *= 1 + rise
    total = weights.sum(axis=1)
    return Stream(stream.kind, stream.about, stream.by, stream.theme, stream.expected * total, weights / total[:, None])


def _news(weather: Weather, size: Size) -> Iterator[Stream]:
    """Brands' own posts: some a week, however large the company is."""
    weekday = weather.table.weekly((1.2, 1.2, 1.1, 1.1, 1.0, 0.4, 0.2))
    for profile in PARTIES:
        rate = {"own": 0.75, "competitor": 0.5, "partner": 0.16}[profile.party.kind.value]
        yield _stream("news", profile, "news", rate * min(size.volume, 1.0) * weekday, "news")


def _spam(weather: Weather, size: Size) -> Stream:
    waves = np.exp(0.5 * weather.rng("spam").standard_normal(weather.n))
    return _stream("spam", OWN, "spam", SPAM_A_DAY * size.volume * waves, "spam")


def _stream(kind: Kind, about: Profile, theme: str, expected: Floats, mix: str, by: Profile | None = None) -> Stream:
    shares = np.array(_CHANNEL_MIX[mix])
    if theme in _NOT_REVIEWED:
        shares[3] = 0.0
    channels = np.tile(shares / shares.sum(), (len(expected), 1))
    return Stream(kind, about, by or about, theme, expected, channels)


def _channels(
    rng: np.random.Generator, all_streams: list[Stream], stream_at: NDArray[np.int64], day_at: NDArray[np.int64]
) -> NDArray[np.int64]:
    steps = np.cumsum(np.array([stream.channels for stream in all_streams]), axis=2)
    picked: NDArray[np.int64] = (rng.random(len(stream_at))[:, None] > steps[stream_at, day_at]).sum(axis=1)
    return np.minimum(picked, len(CHANNELS) - 1)


def _second_of_day(
    rng: np.random.Generator, channel: NDArray[np.int64], weekend: NDArray[np.int64]
) -> NDArray[np.int64]:
    """By channel and weekday or weekend: the page in the evening, mail from the office, reviews late."""
    steps = np.cumsum(_HOURS, axis=2) / _HOURS.sum(axis=2, keepdims=True)
    hour = (rng.random(len(channel))[:, None] > steps[channel, weekend]).sum(axis=1)
    second: NDArray[np.int64] = np.minimum(hour, 23) * 3600 + rng.integers(0, 3600, len(channel))
    return second


def _burst(rng: np.random.Generator, incident: Incident, all_streams: list[Stream], size: Size) -> list[Opening]:
    """An incident's conversations: most in the first hours, few at night."""
    stream = next(one for one in all_streams if one.about is OWN and one.theme == incident.theme)
    count = incident_threads(incident, size)
    start = local_midnight(incident.starts.date()) + incident.starts.hour * 3600
    at = start + np.minimum(rng.exponential(incident.hours / 3, count), 2 * incident.hours) * 3600
    night = (at % DAY) < 6 * 3600
    at = (at + night * (6 * 3600 + rng.exponential(3600, count))).astype(np.int64)
    where = rng.choice(4, count, p=(0.55, 0.27, 0.16, 0.02))
    who = (size.customers * rng.random(count)).astype(np.int64)
    return [
        Opening(moment, stream, CHANNELS[channel], person, incident.case, incident.details)
        for moment, channel, person in zip(at.tolist(), where.tolist(), who.tolist(), strict=True)
    ]


def _hours(*heights: int) -> list[int]:
    """Twenty-four weights, from midnight."""
    return list(heights)


_HOURS = np.array(
    [
        [  # facebook
            _hours(3, 1, 1, 0, 0, 1, 3, 7, 10, 10, 10, 10, 12, 11, 10, 10, 11, 12, 13, 17, 21, 20, 13, 7),
            _hours(5, 3, 1, 1, 0, 0, 1, 3, 7, 11, 13, 13, 13, 12, 12, 12, 12, 12, 13, 15, 18, 17, 13, 8),
        ],
        [  # x
            _hours(3, 1, 1, 0, 0, 1, 5, 12, 14, 11, 9, 9, 12, 11, 9, 9, 11, 14, 12, 12, 14, 15, 12, 7),
            _hours(5, 3, 1, 1, 0, 0, 1, 3, 7, 10, 12, 12, 11, 11, 11, 11, 11, 11, 11, 12, 14, 14, 13, 9),
        ],
        [  # forum
            _hours(4, 2, 1, 0, 0, 0, 1, 3, 6, 9, 10, 9, 9, 9, 8, 8, 8, 8, 9, 14, 18, 19, 15, 8),
            _hours(6, 3, 1, 1, 0, 0, 0, 2, 5, 9, 11, 11, 10, 10, 11, 11, 11, 10, 10, 12, 15, 16, 14, 9),
        ],
        [  # review
            _hours(3, 1, 1, 0, 0, 0, 1, 3, 6, 8, 8, 8, 9, 9, 8, 8, 8, 9, 10, 15, 20, 20, 14, 7),
            _hours(4, 2, 1, 0, 0, 0, 0, 1, 4, 9, 12, 12, 11, 11, 12, 11, 11, 10, 9, 12, 16, 16, 12, 6),
        ],
        [  # mail
            _hours(1, 0, 0, 0, 0, 0, 2, 6, 14, 18, 18, 16, 12, 14, 16, 15, 13, 9, 6, 8, 10, 9, 5, 2),
            _hours(1, 1, 0, 0, 0, 0, 0, 2, 5, 10, 12, 11, 8, 8, 9, 9, 8, 7, 6, 7, 8, 8, 5, 2),
        ],
    ],
    dtype=float,
)
