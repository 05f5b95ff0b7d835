"""Counting waits: how many were kept, broken, open; and how long they lasted.

In: episodes with what is known of each. Out: a `Tally` with its shares and quantiles. The surprise: a wait that is
overdue and still open counts in the median and in the 90th percentile as longer than any that was seen, because
leaving it out would flatter.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from leadline.programs import Episode, Promise, Status, is_answered, is_dismissed, status
from leadline.programs.durations import duration_words


@dataclass(frozen=True)
class WaitTime:
    """A quantile of waits in seconds. `is_at_least`: it falls on waits that still last, and is longer than this."""

    seconds: float
    is_at_least: bool = False

    def __str__(self) -> str:
        return f"more than {duration_words(self.seconds)}" if self.is_at_least else duration_words(self.seconds)


@dataclass(frozen=True)
class Tally:
    """Counts of episodes, and waits by nearest rank. Shares are 0 to 1, or None where nothing is there to divide by.

    `n` counts every episode; met + breached were decided, and only they are in the quantiles. `answered` counts late
    answers too, `answered_in_horizon` those within the horizon; `may_still_answer` are unanswered and younger than it.
    `overdue` is unanswered and breached, and still waits. `dismissed_late` was set aside as spam or praise only after
    the promise was broken: such are in no share, so they are shown. `dismissed_as_late` was dismissed then without such
    a reason, and is among the breached.
    """

    n: int = 0
    met: int = 0
    breached: int = 0
    pending: int = 0
    dismissed: int = 0
    withdrawn: int = 0
    quarantined: int = 0
    answered: int = 0
    answered_in_horizon: int = 0
    may_still_answer: int = 0
    overdue: int = 0
    dismissed_late: int = 0
    dismissed_as_late: int = 0
    median_business: WaitTime | None = None
    p90_business: WaitTime | None = None
    median_elapsed: WaitTime | None = None
    p90_elapsed: WaitTime | None = None

    @property
    def unanswered(self) -> int:
        return self.pending + self.overdue

    @property
    def share(self) -> float | None:
        """The service level: met of those that were decided."""
        return share_of(self.met, self.met + self.breached)

    @property
    def share_without_excuses(self) -> float | None:
        """The service level if all that was set aside late counted as late."""
        return share_of(self.met, self.met + self.breached + self.dismissed_late)

    @property
    def response_rate(self) -> float | None:
        """Answered within the horizon, of all that needed an answer."""
        return share_of(self.answered_in_horizon, self.n - self.dismissed - self.withdrawn - self.quarantined)

    @property
    def handle_rate(self) -> float | None:
        """Answered at any time or dismissed by a person, of all that stood."""
        handled = self.answered + self.dismissed + self.dismissed_as_late
        return share_of(handled, self.n - self.withdrawn - self.quarantined)


class Verdict(NamedTuple):
    """What is known of an episode at an instant. The few distinct verdicts are counted, not the many episodes."""

    status: Status
    is_answered: bool
    in_horizon: bool
    is_young: bool
    is_dismissed: bool
    is_late: bool


Judged = tuple[Episode, Verdict]


def verdict_of(episode: Episode, as_of: dt.datetime, horizon: dt.timedelta) -> Verdict:
    """What is known of an episode at `as_of`."""
    judgement = status(episode, as_of)
    stands = judgement in ("met", "breached", "pending")
    answered = stands and is_answered(episode, as_of)
    dismissed = is_dismissed(episode, as_of)
    return Verdict(
        judgement,
        answered,
        in_horizon=answered and seconds(episode.elapsed_seconds) <= horizon.total_seconds(),
        is_young=stands and not answered and not dismissed and as_of - episode.opened_at < horizon,
        is_dismissed=dismissed and judgement in ("dismissed", "breached"),
        is_late=judgement in ("dismissed", "withdrawn") and "dismissed_late" in episode.flags,
    )


def tally_of(judged: Sequence[Judged], promise: Promise) -> Tally:
    """Count one part of the episodes."""
    verdicts = Counter(verdict for _, verdict in judged)
    statuses = Counter(verdict.status for _, verdict in judged)
    answered = [episode for episode, verdict in judged if verdict.is_answered]

    def count(holds: Callable[[Verdict], bool]) -> int:
        return sum(number for verdict, number in verdicts.items() if holds(verdict))

    never = count(lambda verdict: verdict.status == "breached" and not verdict.is_answered)
    dismissed_as_late = count(lambda verdict: verdict.status == "breached" and verdict.is_dismissed)
    return Tally(
        n=len(judged),
        met=statuses["met"],
        breached=statuses["breached"],
        pending=statuses["pending"],
        dismissed=statuses["dismissed"],
        withdrawn=statuses["withdrawn"],
        quarantined=statuses["quarantined"],
        answered=len(answered),
        answered_in_horizon=count(lambda verdict: verdict.in_horizon),
        may_still_answer=count(lambda verdict: verdict.is_young),
        overdue=never - dismissed_as_late,
        dismissed_late=count(lambda verdict: verdict.is_late),
        dismissed_as_late=dismissed_as_late,
        **_quantiles("business", [seconds(e.wait_business_seconds) for e in answered], never, promise),
        **_quantiles("elapsed", [seconds(e.elapsed_seconds) for e in answered], never, promise),
    )


def tally_from(values: dict[str, Any]) -> Tally:
    """Read back what `dataclasses.asdict` wrote."""
    waits = {name: value and WaitTime(**value) for name, value in values.items() if name.startswith(("median", "p90"))}
    return Tally(**{**values, **waits})


def seconds(value: float | None) -> float:
    """A duration that an answered episode always has."""
    return 0.0 if value is None else value


def share_of(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _quantiles(name: str, answered: list[float], never: int, promise: Promise) -> dict[str, Any]:
    answered.sort()
    return {
        f"{quantile}_{name}": _nearest_rank(answered, never, percent, promise.target_seconds)
        for quantile, percent in (("median", 50), ("p90", 90))
    }


def _nearest_rank(answered: Sequence[float], never: int, percent: int, target: float) -> WaitTime | None:
    """The smallest wait that at least `percent` of all do not exceed; the never answered stand behind all."""
    n = len(answered) + never
    rank = -(-n * percent // 100)
    if n == 0:
        return None
    if rank <= len(answered):
        return WaitTime(answered[rank - 1])
    return WaitTime(max([target, *answered[-1:]]), is_at_least=True)
