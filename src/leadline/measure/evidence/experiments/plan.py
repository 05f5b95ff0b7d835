"""An experiment, planned: units matched in pairs, one of each drawn by lot, recorded before the start.

In: the units' history, the start, a seed and the present instant. Out: a `Plan` that can be kept as JSON: who gets the
program, what effect it would show, after how many days. The surprise: the plan names its own seed and history, so that
anybody can draw the lots again and see that nobody chose.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence.designs.units import Units
from leadline.measure.evidence.experiments.lot import LEAST_PAIRS
from leadline.measure.evidence.experiments.power import MOST_WINDOWS, Power, power_of
from leadline.measure.evidence.experiments.windows import carry_of
from leadline.measure.evidence.series import Cadence, Floats
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings
from leadline.measure.record import Recorded

LENGTHS = (7, 14, 21, 28, 42, 56, 84, 112)
BEFORE_DAYS = 28
WEEK = 7


@dataclass(frozen=True)
class Pair(Recorded):
    """Two units that moved alike: `treated` was drawn to have the program, `control` to go without."""

    treated: str
    control: str


@dataclass(frozen=True)
class Plan(Recorded):
    """What is fixed before the start. Days are whole days in the company's zone.

    `carry` is the share of the days before that is taken off (0 to 1), `levels` each unit's mean of the history, in its
    order; `power` is of `days`, `by_days` of other lengths; `days_needed` is the shortest that shows `goal_share`, None
    where none does.
    """

    outcome: str
    unit: str
    start: dt.date
    days: int
    seed: int
    recorded_at: dt.datetime
    history_digest: str
    history_last: dt.date
    before_days: int
    carry: float
    pairs: tuple[Pair, ...]
    left_out: tuple[str, ...]
    levels: dict[str, float]
    goal_share: float
    power: Power
    by_days: tuple[Power, ...]
    days_needed: int | None

    @property
    def end(self) -> dt.date:
        """The last day of the experiment."""
        return self.start + dt.timedelta(days=self.days - 1)

    def sentence(self) -> str:
        what = f"{len(self.pairs)} pairs over {self.days} days from {self.start}"
        shown = self.power.detectable_share
        if shown is None:
            seen = "would not even show a doubling four times in five"
        else:
            seen = f"would show an effect of {_percent(shown)} four times in five"
        wanted = f"{_percent(self.goal_share)} would take {self.days_needed} days"
        if self.days_needed is None:
            wanted = (
                f"{_percent(self.goal_share)} would not be shown by any of the lengths tried: more units are needed"
            )
        quiet = self.power.false_positives
        return (
            f"{what} {seen}; {wanted}. Where nothing happened it claimed an effect in {_percent(quiet.value)} "
            f"[{100 * quiet.low:.1f}, {100 * quiet.high:.1f}] of runs."
        )


def plan_experiment(
    history: Units,
    start: dt.date,
    *,
    days: int,
    seed: int,
    now: dt.datetime,
    goal_share: float | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Plan:
    """Match, draw, and say what the experiment would show.

    `history` are days before the start, none of whose units is treated; `goal_share` the smallest effect that would
    matter (5 % unless the settings say otherwise). Raises LeadlineError where the start is not after `now` and the
    history, with fewer than twelve units, or where the history is too short or a unit's level is not above zero.
    """
    goal = _goal(settings.smallest_effect_share if goal_share is None else goal_share)
    _must_come_first(history, start, now, days)
    shares, levels = _shares(history)
    matched, single = match_pairs(shares, levels)
    power, by_days = _powers(history, shares, matched, days, seed, settings)
    return Plan(
        outcome=history.outcome,
        unit=history.unit,
        start=start,
        days=days,
        seed=seed,
        recorded_at=now,
        history_digest=digest_of(history),
        history_last=history.days[-1],
        before_days=BEFORE_DAYS,
        carry=carry_of(shares, BEFORE_DAYS, days, MOST_WINDOWS),
        pairs=_drawn(history, matched, seed),
        left_out=tuple(history.names[i] for i in single),
        levels=dict(zip(history.names, levels.tolist(), strict=True)),
        goal_share=goal,
        power=power,
        by_days=by_days,
        days_needed=_days_needed(by_days, goal),
    )


def _powers(
    history: Units, shares: Floats, matched: list[tuple[int, int]], days: int, seed: int, settings: Settings
) -> tuple[Power, tuple[Power, ...]]:
    """Of so many `days`, and of the other lengths that the history is long enough for."""
    tried = {length: power_of(shares, matched, length, BEFORE_DAYS, seed, settings) for length in (days, *LENGTHS)}
    power = tried[days]
    if power is None:
        has, needed = len(history.days), BEFORE_DAYS + days
        raise LeadlineError(
            f"The history has {has} days; a window of {needed} is needed to try the experiment on.",
            "Bring more days, or plan a shorter experiment.",
        )
    return power, tuple(one for length in LENGTHS if (one := tried[length]) is not None)


def match_pairs(shares: Floats, levels: Floats) -> tuple[list[tuple[int, int]], list[int]]:
    """Units that moved alike week by week and are of like size, the closest first; with an odd number one stays
    over."""
    weeks = shares.shape[1] // WEEK
    moved = np.nanmean(shares[:, shares.shape[1] - weeks * WEEK :].reshape(len(shares), weeks, WEEK), axis=2)
    moved = np.nan_to_num(moved - np.nanmean(moved, axis=0))
    size = np.log(levels)
    placed = np.column_stack([moved / max(float(moved.std()), 1e-12) / np.sqrt(weeks), _scaled(size)])
    apart = ((placed[:, None] - placed[None]) ** 2).sum(axis=2)
    return _closest(apart)


def digest_of(history: Units) -> str:
    """SHA-256 of names, days and values: the same history has the same digest."""
    told = "\n".join([*history.names, *(day.isoformat() for day in history.days)]).encode()
    return hashlib.sha256(told + history.values.tobytes()).hexdigest()


def draws_again(plan: Plan) -> bool:
    """Whether the plan's seed gives the plan's lots: within a pair, names in order of the alphabet."""
    lots = np.random.default_rng(plan.seed).random(len(plan.pairs)) < 0.5
    return all((pair.treated < pair.control) == lot for pair, lot in zip(plan.pairs, lots.tolist(), strict=True))


def _must_come_first(history: Units, start: dt.date, now: dt.datetime, days: int) -> None:
    if start <= now.date():
        raise LeadlineError(
            f"The start, {start}, is not after today, {now.date()}: lots that are drawn afterwards prove nothing.",
            "Name a later start.",
        )
    if history.cadence is not Cadence.DAY:
        raise LeadlineError("The history is not of single days.", "Give a row a unit and day.")
    if history.days[-1] >= start:
        raise LeadlineError(f"The history goes on to {history.days[-1]}, beyond the start.", "End it before the start.")
    if days < WEEK:
        raise LeadlineError(f"{days} days hold no whole week.", "Plan at least 7 days.")
    if len(history.names) < 2 * LEAST_PAIRS:
        raise LeadlineError(
            f"{len(history.names)} units make {len(history.names) // 2} pairs, and {LEAST_PAIRS} are needed: "
            "with fewer no lot is rare enough to prove anything.",
            "Divide regions further, or draw weeks by lot instead.",
        )


def _shares(history: Units) -> tuple[Floats, Floats]:
    """(N, T): values as shares of each unit's own mean, on an unbroken calendar; and these means (N,)."""
    span = (history.days[-1] - history.days[0]).days + 1
    values = np.full((len(history.names), span), np.nan)
    values[:, [(day - history.days[0]).days for day in history.days]] = history.values
    known = ~np.isnan(values)
    levels = np.where(known, values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    for name, level, share in zip(history.names, levels, known.mean(axis=1), strict=True):
        if level <= 0 or share < 0.5:
            raise LeadlineError(
                f"“{name}” has a mean of {level:.3g} on {share:.0%} of the days.".replace("%", " %"),
                "Units need a level above zero and values on most days; leave this one out.",
            )
    return values / levels[:, None], levels


def _drawn(history: Units, matched: list[tuple[int, int]], seed: int) -> tuple[Pair, ...]:
    """One of each pair by lot."""
    lots = np.random.default_rng(seed).random(len(matched)) < 0.5
    named = (sorted(history.names[i] for i in pair) for pair in matched)
    return tuple(Pair(a, b) if lot else Pair(b, a) for (a, b), lot in zip(named, lots.tolist(), strict=True))


def _days_needed(by_days: Sequence[Power], goal_share: float) -> int | None:
    enough = (one.days for one in by_days if one.detectable_share is not None and one.detectable_share <= goal_share)
    return min(enough, default=None)


def _closest(apart: Floats) -> tuple[list[tuple[int, int]], list[int]]:
    """Greedy pairs, then exchanges between pairs as long as they bring them closer."""
    free = set(range(len(apart)))
    pairs: list[tuple[int, int]] = []
    rows, columns = np.triu_indices(len(apart), 1)
    for k in np.argsort(apart[rows, columns], kind="stable"):
        i, j = int(rows[k]), int(columns[k])
        if i in free and j in free:
            pairs.append((i, j))
            free -= {i, j}
    while _exchanged(pairs, apart):
        pass
    return pairs, sorted(free)


def _exchanged(pairs: list[tuple[int, int]], apart: Floats) -> bool:
    for a in range(len(pairs)):
        for b in range(a + 1, len(pairs)):
            (i, j), (k, m) = pairs[a], pairs[b]
            now = apart[i, j] + apart[k, m]
            for other in (((i, k), (j, m)), ((i, m), (j, k))):
                if sum(apart[pair] for pair in other) < now - 1e-12:
                    pairs[a], pairs[b] = other
                    return True
    return False


def _scaled(values: Floats) -> Floats:
    scaled: Floats = (values - values.mean()) / max(float(values.std()), 1e-12)
    return scaled


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _goal(share: float) -> float:
    """Refused unless it lies above 0 and below 1: no experiment shows nothing, and none can show over the whole."""
    if not 0 < share < 1:
        raise LeadlineError(
            f"A smallest effect of {100 * share:g} % cannot be planned for.", "Give one above 0 and below 100 %, as 5."
        )
    return share
