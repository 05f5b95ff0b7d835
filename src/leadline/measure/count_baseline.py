"""How many would have come on an ordinary day? One baseline for hundreds of daily count series at once.

In: a panel of counts (series x days; NaN where a series was not observed). Out, for every cell: the expected count,
how far counts scatter about it, and the probability of a count at least as high. Each day is forecast from the days
before it only, so a replay says what a morning would have said. The surprise: the scatter is learnt from how wrong
the earlier forecasts were, so it holds the noise of the counts and the faults of this baseline together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from leadline.measure.negative_binomial import least_exceeded, least_reaching

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WEEKDAY_SCATTER = 0.15
"""How far one series' weekday factors are believed to lie from the panel's (standard deviation, as a share)."""
TREND_SCATTER = 0.003
"""How far a level is believed to drift in a day (standard deviation, as a share of the level)."""
BORROWED_MESSAGES = 30.0
"""A series this thin (messages in memory) trusts the panel's over-dispersion as much as its own."""
FIRST_DISPERSION = 1.5
"""Variance over mean that is assumed before any forecast could be checked."""
FAR_OUT = 16.0
"""A squared error counts at most as this many variances, so that one wild day does not blind the watch."""
LEVEL_DOUBT = 0.25
"""How much of the doubt about the level fattens the tail; set on simulated quiet series (docs/words/measure.md)."""


@dataclass(frozen=True)
class Rules:
    """When the watch speaks.

    `false_alarms_a_month` is a budget for all series together, not for each; `least_rare` is the tail probability
    that no day may exceed however few series there are, so that a single theme does not cry wolf every month.
    """

    false_alarms_a_month: float = 1.0
    least_rare: float = 0.001
    least_count: int = 5
    window_days: int = 56
    memory_days: int = 112
    learn_days: int = 28
    young_days: int = 42
    new_level_days: int = 14
    quiet_days: int = 1


DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Baseline:
    """What `fit` found; each array is series x days, but the last.

    `expected` is NaN where nothing could be forecast. `over` is the negative binomial's over-dispersion: the
    variance is expected + over * expected^2. `freedom` says how well `over` is known. `p` is the probability of a
    count at least as high on an ordinary day. `attained` is the chance that an ordinary day raises an alarm, which
    for whole numbers is smaller than the level asked for. `new_level` marks the days on which a long alarm was
    taken for the new ordinary.
    """

    expected: Floats
    over: Floats
    freedom: Floats
    p: Floats
    watched: Flags
    alarm: Flags
    new_level: Flags
    chance_alarms: Floats


def fit(counts: Floats, weekday: NDArray[np.int_], rules: Rules) -> Baseline:
    """Replay the watch day by day.

    `counts` is series x days, `weekday` one number from 0 to 6 a day. The counts are negative binomial about a level
    with a straight trend and weekday factors, both shrunk as far as the data are thin. Days in alarm teach neither the
    level nor the scatter. The shape follows Farrington et al. (1996) and Noufaily et al. (2013, Statistics in Medicine
    32: 1206-1222), who watch disease counts; the scatter from forecast errors and the Student tail are ours.
    """
    replay = _Replay.start(counts, weekday, rules)
    for day in range(rules.new_level_days, counts.shape[1]):
        replay.forecast(day)
        replay.judge(day)
    return replay.result()


def interval(expected: float, over: float, level: float = 0.95) -> tuple[float, float]:
    """The counts between which an ordinary day lies with probability `level`."""
    size, chance = 1 / over, 1 / (1 + over * expected)
    tail = (1 - level) / 2
    return float(least_reaching(tail, size, chance)), float(least_exceeded(tail, size, chance))


@dataclass
class _Replay:
    """The arrays that grow to the right while the days pass."""

    counts: Floats
    weekday: NDArray[np.int_]
    rules: Rules
    observed: Flags
    teaches: Flags
    age: NDArray[np.int_]
    expected: Floats
    over: Floats
    freedom: Floats
    p: Floats
    watched: Flags
    alarm: Flags
    new_level: Flags
    run: NDArray[np.int_]
    checked: Floats
    """Running totals over the days before a day: forecasts checked, messages expected, squared errors beyond one."""

    @classmethod
    def start(cls, counts: Floats, weekday: NDArray[np.int_], rules: Rules) -> _Replay:
        observed = np.isfinite(counts)
        seen = np.cumsum(observed, axis=1) > 0
        unknown = np.full(counts.shape, np.nan)
        return cls(
            counts=np.where(observed, counts, 0.0),
            weekday=weekday,
            rules=rules,
            observed=observed,
            teaches=observed & _ordinary_start(counts, seen, rules.learn_days),
            age=np.cumsum(seen, axis=1),
            expected=unknown.copy(),
            over=unknown.copy(),
            freedom=unknown.copy(),
            p=np.ones(counts.shape),
            watched=np.zeros(counts.shape, bool),
            alarm=np.zeros(counts.shape, bool),
            new_level=np.zeros(counts.shape, bool),
            run=np.zeros(len(counts), int),
            checked=np.zeros((3, len(counts), counts.shape[1] + 1)),
        )

    def forecast(self, day: int) -> None:
        """Expected counts of `day`, and the over-dispersion that the forecasts before it had."""
        since = max(0, day - self.rules.window_days)
        teaches = self.teaches[:, since:day].astype(float)
        able = (self.age[:, day] > self.rules.learn_days) & (teaches.sum(1) >= self.rules.new_level_days)
        expected, doubt = _level_and_weekday(
            self.counts[:, since:day], teaches, self.weekday[since : day + 1], self._last_dispersion(day)
        )
        self.expected[:, day] = np.where(able, expected, np.nan)
        self._scatter(day, doubt)

    def judge(self, day: int) -> None:
        """Compare the day with its forecast, then let it teach the days to come, unless it is in alarm."""
        expected, over, count = self.expected[:, day], self.over[:, day], self.counts[:, day]
        known = np.isfinite(expected) & self.observed[:, day]
        self.watched[:, day] = known & (self.age[:, day] > self.rules.young_days)
        self.p[:, day] = np.where(known, _tail(count, expected, over, self.freedom[:, day]), 1.0)
        unlikely = self.p[:, day] <= _asked_level(self.watched[:, day], self.rules)
        self.alarm[:, day] = self.watched[:, day] & unlikely & (count >= self.rules.least_count)
        error = np.minimum((count - expected) ** 2 / expected, FAR_OUT * (1 + over * expected))
        checked = np.where(known & ~self.alarm[:, day], [np.ones(len(count)), expected, error - 1], 0.0)
        self.checked[:, :, day + 1] = self.checked[:, :, day] + checked
        self.teaches[:, day] &= ~self.alarm[:, day]
        self._settle(day)

    def _settle(self, day: int) -> None:
        """An alarm that stays for `new_level_days` is the new ordinary: forget the level before it."""
        self.run = np.where(self.alarm[:, day], self.run + 1, 0)
        for row in np.flatnonzero(self.run >= self.rules.new_level_days):
            first = day - self.rules.new_level_days + 1
            self.teaches[row, :first] = False
            self.teaches[row, first : day + 1] = self.observed[row, first : day + 1]
            self.new_level[row, day] = True
            self.run[row] = 0

    def _last_dispersion(self, day: int) -> Floats:
        """Variance over mean as last forecast, one per series."""
        last = 1 + self.over[:, day - 1] * self.expected[:, day - 1]
        return np.where(np.isfinite(last), last, FIRST_DISPERSION)

    def _scatter(self, day: int, doubt: Floats) -> None:
        """Over-dispersion by moments of the forecast errors in memory, thin series leaning on the whole panel."""
        since = max(0, day - self.rules.memory_days)
        days, messages, excess = self.checked[:, :, day] - self.checked[:, :, since]
        panel = max(float(np.minimum(excess, 3 * messages).sum()) / max(float(messages.sum()), 1.0), 0.0)
        own = messages / (messages + BORROWED_MESSAGES)
        over = np.maximum((excess + BORROWED_MESSAGES * panel) / (messages + BORROWED_MESSAGES), 1e-6)
        spread_of_errors = 2 + 1 / self.expected[:, day] + 6 * over
        self.over[:, day] = over
        steepness = 1 + over * self.expected[:, day] / (1 + over * self.expected[:, day])
        unsure = spread_of_errors * own**2 / np.maximum(days, 1) + LEVEL_DOUBT * doubt * steepness**2
        self.freedom[:, day] = np.clip(2 / (unsure + 1e-9), 2.0, 1e5)

    def result(self) -> Baseline:
        return Baseline(
            self.expected, self.over, self.freedom, self.p, self.watched, self.alarm, self.new_level, self._chance()
        )

    def _chance(self) -> Floats:
        """Worked out on every fifth day, which meets all weekdays, and taken for the four days after it."""
        days = self.counts.shape[1]
        sample = np.arange(0, days, 5)
        watched = self.watched[:, sample]
        level = np.broadcast_to(_asked_level(watched, self.rules), watched.shape)[watched]
        found = [array[:, sample][watched] for array in (self.expected, self.over, self.freedom)]
        chance = np.zeros(watched.shape)
        chance[watched] = _attained(*found, level=level, least=self.rules.least_count)
        return np.repeat(chance.sum(0), 5)[:days]


def _ordinary_start(counts: Floats, seen: Flags, learn_days: int) -> Flags:
    """False for days among a series' first ones that lie far out, as nothing has been learnt yet to judge them by."""
    ordinary = np.ones(counts.shape, bool)
    for row in range(len(counts)):
        first = np.flatnonzero(seen[row])[:learn_days]
        begin = counts[row, first]
        begin = begin[np.isfinite(begin)]
        if len(begin):
            low, high = np.quantile(begin, [0.25, 0.75])
            ordinary[row, first] = ~(counts[row, first] > high + 3 * (high - low) + 5)
    return ordinary


def _level_and_weekday(
    counts: Floats, teaches: Floats, weekday: NDArray[np.int_], dispersion: Floats
) -> tuple[Floats, Floats]:
    """The next day's expected counts, and the variance of that expectation as a share of its square.

    `weekday` has one entry more than `counts` has days: the next day's.
    """
    level, _ = _line(counts, teaches, dispersion)
    days = np.eye(7)[weekday[:-1]]
    seen, due = (counts * teaches) @ days, (level[:, :-1] * teaches) @ days
    panel = (seen.sum(0) + 1) / (due.sum(0) + 1)
    belief = dispersion[:, None] / WEEKDAY_SCATTER**2
    factor = (seen + belief * panel) / (due + belief)
    factor /= factor.mean(1, keepdims=True)
    level, doubt = _line(counts / np.maximum(factor[:, weekday[:-1]], 0.05), teaches, dispersion)
    doubt += dispersion / (due[:, weekday[-1]] + belief[:, 0])
    return level[:, -1] * factor[:, weekday[-1]], doubt


def _line(counts: Floats, teaches: Floats, dispersion: Floats) -> tuple[Floats, Floats]:
    """A straight level through the days that teach and one day on, its slope shrunk (ridge); and how unsure its end."""
    day = np.arange(counts.shape[1] + 1.0)
    number = np.maximum(teaches.sum(1), 1.0)
    mean = (counts * teaches).sum(1) / number
    safe = np.maximum(mean, 0.02)
    away = (day[:-1] - ((teaches @ day[:-1]) / number)[:, None]) * teaches
    gap = day - ((teaches @ day[:-1]) / number)[:, None]
    width = np.maximum((away**2).sum(1), 1.0)
    belief = dispersion / (safe * TREND_SCATTER**2)
    slope = (away * counts).sum(1) / (width + belief)
    line = np.maximum(mean[:, None] + slope[:, None] * gap, 0.2 * mean[:, None] + 0.02)
    return line, dispersion / safe * (1 / number + gap[:, -1] ** 2 / (width + belief))


def _asked_level(watched: Flags, rules: Rules) -> Floats:
    """The tail probability at which a day alarms, so that all that is watched stays within the budget."""
    within_budget = rules.false_alarms_a_month / DAYS_A_MONTH / np.maximum(watched.sum(0), 1)
    return np.asarray(np.minimum(within_budget, rules.least_rare))


def _tail(count: Floats, expected: Floats, over: Floats, freedom: Floats) -> Floats:
    """P(at least `count`): negative binomial, then Student's t for the normal, as `over` is itself an estimate."""
    safe = np.where(np.isfinite(expected), expected, 1.0)
    share = over * safe / (1 + over * safe)
    plain = np.where(count > 0, special.betainc(np.maximum(count, 1.0), 1 / over, share), 1.0)
    deviate = special.ndtri(np.clip(plain, 1e-300, 1.0))
    return np.asarray(np.where(np.isfinite(deviate), special.stdtr(np.nan_to_num(freedom, nan=2.0), deviate), 1.0))


def _attained(expected: Floats, over: Floats, freedom: Floats, *, level: Floats, least: int) -> Floats:
    """The chance that an ordinary day reaches the first count that alarms."""
    plain = special.ndtr(special.stdtrit(freedom, level))
    first = least_exceeded(plain, 1 / over, 1 / (1 + over * expected)) + 1
    return _tail(np.maximum(first, least), expected, over, freedom)
