"""How well was the promise of a reply kept?

In: episodes (who waited, from when to when), the promise, the instant as of which to judge, a period.
Out: a `ServiceLevel`: shares, waits and the worst, for first and next replies apart, and by party, channel and day.
Definitions: docs/words/measure.md. The surprise: what is judged is what was known at that instant, so that a month
judged in April does not change when a late answer comes in May.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from heapq import nsmallest
from typing import Any, TypeVar

from leadline.measure.service_tally import Judged, Tally, Verdict, seconds, tally_from, tally_of, verdict_of
from leadline.programs import Episode, Promise, is_known
from leadline.programs.durations import duration_words
from leadline.words import Period

WORST_SHOWN = 5

Key = TypeVar("Key", str, dt.date)


@dataclass(frozen=True)
class LongWait:
    """One of the longest waits, with the keys of its thread and of the message that opened it.

    `is_dismissed`: nobody answered, and a person ended it without a reason that excuses.
    """

    source: str
    thread_id: str
    opened_by: str
    business_seconds: float
    elapsed_seconds: float
    is_answered: bool
    is_dismissed: bool = False


@dataclass(frozen=True)
class ServiceLevel:
    """A period's service level as of an instant. `promise` says in words which rule the numbers follow.

    `first` are first replies, `next` all later ones and those of threads that the brand began (S0.9). The period is of
    local dates in `zone`, by the opening of an episode; None is all time. `worst` are the longest waits in open time.
    """

    promise: str
    target_seconds: float
    zone: str
    horizon_days: float
    as_of: dt.datetime
    period: Period | None
    total: Tally
    first: Tally
    next: Tally
    worst: tuple[LongWait, ...] = ()
    by_party: dict[str, Tally] = field(default_factory=dict)
    by_channel: dict[str, Tally] = field(default_factory=dict)
    by_day: dict[dt.date, Tally] = field(default_factory=dict)

    @property
    def share(self) -> float | None:
        return self.total.share

    def sentence(self) -> str:
        """One sentence that a person can repeat, with the rule, the worst and what is still open."""
        tally = self.total
        parts = [
            _open_words(tally.overdue, "overdue and unanswered"),
            _open_words(tally.pending, "not due yet"),
            self.set_aside(),
        ]
        if tally.share is None:
            return "; ".join(["No wait has been decided yet", *filter(None, parts)]) + "."
        decided = tally.met + tally.breached
        kept = f"{_percent(tally.met, decided)} of {decided:,} waits were answered {self.promise}"
        return "; ".join([kept, _longest_words(self.worst[0]), *filter(None, parts)]) + "."

    def set_aside(self) -> str:
        """What people took out of the count after the promise was broken, and what the count would be with it."""
        tally = self.total
        told = []
        if tally.dismissed_as_late:
            told.append(_open_words(tally.dismissed_as_late, "closed late without a reply, and counted as late"))
        if tally.dismissed_late:
            decided = tally.met + tally.breached + tally.dismissed_late
            late = _open_words(tally.dismissed_late, "set aside late as spam or praise, and in no share")
            told.append(f"{late}: counted as late, it would be {_percent(tally.met, decided)}")
        return "; ".join(told)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, which `from_dict` reads back."""
        values = asdict(self)
        values["as_of"] = self.as_of.isoformat()
        values["period"] = self.period and [self.period.first.isoformat(), self.period.last.isoformat()]
        values["by_day"] = {day.isoformat(): tally for day, tally in values["by_day"].items()}
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> ServiceLevel:
        period = values["period"]
        return cls(
            **{
                **values,
                "as_of": dt.datetime.fromisoformat(values["as_of"]),
                "period": period and Period(*(dt.date.fromisoformat(day) for day in period)),
                **{name: tally_from(values[name]) for name in ("total", "first", "next")},
                "worst": tuple(LongWait(**wait) for wait in values["worst"]),
                **{name: {k: tally_from(v) for k, v in values[name].items()} for name in ("by_party", "by_channel")},
                "by_day": {dt.date.fromisoformat(k): tally_from(v) for k, v in values["by_day"].items()},
            }
        )


def service_level(
    episodes: Iterable[Episode], promise: Promise, as_of: dt.datetime, period: Period | None = None
) -> ServiceLevel:
    """Judge the episodes that were opened in the period, as they were known at `as_of` (an instant with a zone).

    What a merge superseded by then counts nowhere. Source: the rules that docs/words/measure.md states and compares.
    """
    judged = _judged(episodes, promise, as_of, period)
    return ServiceLevel(
        promise=str(promise),
        target_seconds=promise.target_seconds,
        zone=promise.calendar.zone,
        horizon_days=promise.horizon_days,
        as_of=as_of.astimezone(dt.UTC),
        period=period,
        total=tally_of(judged, promise),
        first=tally_of([one for one in judged if one[0].is_first_response], promise),
        next=tally_of([one for one in judged if not one[0].is_first_response], promise),
        worst=_worst(judged, promise, as_of),
        by_party=_tallies(judged, promise, lambda episode: episode.party or ""),
        by_channel=_tallies(judged, promise, lambda episode: episode.channel),
        by_day=_tallies(judged, promise, lambda episode: episode.day),
    )


def _judged(episodes: Iterable[Episode], promise: Promise, as_of: dt.datetime, period: Period | None) -> list[Judged]:
    horizon = dt.timedelta(days=promise.horizon_days)
    in_period = (episode for episode in episodes if period is None or episode.day in period)
    judged = [(episode, verdict_of(episode, as_of, horizon)) for episode in in_period if is_known(episode, as_of)]
    return [one for one in judged if one[1].status != "superseded"]


def _tallies(judged: Sequence[Judged], promise: Promise, key: Callable[[Episode], Key]) -> dict[Key, Tally]:
    parts: defaultdict[Key, list[Judged]] = defaultdict(list)
    for one in judged:
        parts[key(one[0])].append(one)
    return {name: tally_of(part, promise) for name, part in sorted(parts.items())}


def _worst(judged: Sequence[Judged], promise: Promise, as_of: dt.datetime) -> tuple[LongWait, ...]:
    """The longest waits; of equal ones the earliest, in whatever order the episodes came."""
    lasted = (
        (episode, verdict, _lasted(episode, verdict, promise, as_of))
        for episode, verdict in judged
        if verdict.status in ("met", "breached")
    )
    return tuple(
        _long_wait(episode, verdict, *waited) for episode, verdict, waited in nsmallest(WORST_SHOWN, lasted, _rank)
    )


def _rank(one: tuple[Episode, Verdict, tuple[float, float]]) -> tuple[object, ...]:
    episode, _, (business_seconds, elapsed_seconds) = one
    key = (episode.opened_at, episode.source, episode.thread_id, episode.opened_by)
    return -business_seconds, -elapsed_seconds, *key


def _lasted(episode: Episode, verdict: Verdict, promise: Promise, as_of: dt.datetime) -> tuple[float, float]:
    """Business and elapsed seconds: until the answer, until somebody dismissed it, or until now."""
    if verdict.is_answered:
        return seconds(episode.wait_business_seconds), seconds(episode.elapsed_seconds)
    opened_at = episode.opened_at
    until = episode.dismissed_at if verdict.is_dismissed and episode.dismissed_at else as_of
    return promise.calendar.business_seconds(opened_at, until), (until - opened_at).total_seconds()


def _long_wait(episode: Episode, verdict: Verdict, business_seconds: float, elapsed_seconds: float) -> LongWait:
    return LongWait(
        episode.source,
        episode.thread_id,
        episode.opened_by,
        business_seconds,
        elapsed_seconds,
        verdict.is_answered,
        verdict.is_dismissed,
    )


def _percent(part: int, whole: int) -> str:
    """A share for people, to a tenth; all and none are said only where it is all or none: 99.96 % is not 100 %."""
    tenths = round(part * 1000 / whole)
    tenths = min(tenths, 999) if part < whole else tenths
    tenths = max(tenths, 1) if part else 0
    return f"{tenths // 10}.{tenths % 10} %" if tenths % 10 else f"{tenths // 10} %"


def _longest_words(wait: LongWait) -> str:
    lasted = duration_words(wait.business_seconds)
    if wait.is_dismissed:
        return f"the longest took {lasted} and was closed without a reply"
    return f"the longest took {lasted}" if wait.is_answered else f"the longest has lasted {lasted} and is unanswered"


def _open_words(number: int, state: str) -> str:
    return f"{number:,} {'is' if number == 1 else 'are'} {state}" if number else ""
