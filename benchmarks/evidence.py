"""How often does each method claim an effect that is not there, and does its interval hold the planted one?

    make benchmark-evidence                                      (all of it, beside the usual tools)
    .venv/bin/python -m benchmarks.evidence [SERIES] [BESIDE]    (default 300 a family, 100 of them beside peers)

Prints a table a design size, per family and method: of the analyses that answered, the share whose 95 % interval
leaves a planted zero out (nominal 5 %; coverage is the rest, because an interval moves with a planted effect); the
share of all that claim an effect that matters; the refused share; the median width over that of an oracle who knows
the noise (`evidence_oracle.py`); how often falls of 5, 10 and 20 % are claimed; of the falls of 10 % that are seen,
the share that a check wrongly doubts (planted anew in the first 200 series); CPU ms an analysis, and how many times
ours that is. Beside ours: a regression on weekday and a step (OLS), the same with Newey-West errors (lag 7); and, at
the smallest size, on the first series of each family, the tools of `evidence_peers.py` where they are installed.
"""

from __future__ import annotations

import datetime as dt
import sys
import time

import numpy as np
from scipy.stats import t as student

from benchmarks.evidence_families import APART, LEVEL, TUNED, Drawn, Flags, Floats, draw
from benchmarks.evidence_kinds import Answers, Method
from benchmarks.evidence_oracle import oracle_width
from benchmarks.evidence_peers import peers, slow_peers
from leadline.measure import evidence

SIZES = ((90, 30), (180, 60), (365, 90))
FALL, FALLS, PLANTED = 0.10, (0.05, 0.10, 0.20), 200
MATTERS = evidence.DEFAULT_SETTINGS.smallest_effect_share
DOUBTS = ("days agree", "begins with the program")
FEW, FEW_SERIES = ("independent", "AR .8 + weekday"), 10
"""Where the tools that take seconds a series are asked, and of how many."""

COLUMNS = "series  zero out  claims  refused  width/oracle  power 5, 10, 20 %  doubted      ms  x ours"
HEAD = f"{'family':44}{'method':21}{COLUMNS}"
FIRST_DAY = dt.date(2025, 1, 1)


def ours(outcomes: Floats, controls: Floats | None, before: int) -> Answers:
    days = tuple(FIRST_DAY + dt.timedelta(days=i) for i in range(outcomes.shape[1]))
    cases = [
        evidence.Case(
            evidence.Series("outcome", days, outcome, "units"),
            days[before],
            () if controls is None else (evidence.Series("control", days, controls[i], "units"),),
        )
        for i, outcome in enumerate(outcomes)
    ]
    began = time.process_time()
    effects = evidence.analyse_many(cases)
    ms = 1000 * (time.process_time() - began) / len(cases)
    bounds = [(e.mean.low, e.mean.high) if e.mean else (np.nan, np.nan) for e in effects]
    low, high = np.array(bounds).T
    doubted = [any(check.passed is False and check.name in DOUBTS for check in e.checks) for e in effects]
    return Answers(low, high, np.array([e.verdict == "effect" for e in effects]), np.array(doubted), ms)


def ols(outcomes: Floats, controls: Floats | None, before: int) -> Answers:
    return _regressions(outcomes, controls, before, lag=0)


def ols_newey_west(outcomes: Floats, controls: Floats | None, before: int) -> Answers:
    return _regressions(outcomes, controls, before, lag=7)


METHODS: dict[str, Method] = {"ours": ours, "OLS step": ols, "OLS + Newey-West(7)": ols_newey_west}


def main(series: int, beside: int) -> None:
    began = time.process_time()
    for size in SIZES:
        print(f"\n{size[0]} days before, {size[1]} after, {series} series a family\n{HEAD}")
        usual, slow = (peers(), slow_peers()) if size == SIZES[0] and beside else ({}, {})
        times: dict[bool, list[dict[str, float]]] = {False: [], True: []}
        for group, names in (("", TUNED), ("kept apart: ", APART)):
            for name in names:
                asked = [(method, series) for method in METHODS] + [(method, beside) for method in usual]
                asked += [(method, FEW_SERIES) for method in slow if name in FEW]
                drawn = draw(name, np.random.default_rng([size[0], *name.encode()]), series, *size)
                ms: dict[str, float] = {}
                for method, number in asked:
                    told, ms[method] = _row(
                        name, method, (METHODS | usual | slow)[method], _first(drawn, number), size[0]
                    )
                    line = (
                        f"{group + name:44}{method:21}{number:6}{told}{ms[method]:8.2f}{ms[method] / ms['ours']:7.1f}"
                    )
                    print(line, flush=True)
                times[drawn.controls is not None].append(ms)
        _summary("without a control", times[False])
        _summary("with one control", times[True])
    print(f"\n{(time.process_time() - began) / 60:.1f} CPU minutes in all, without the processes that peers began")


def _first(drawn: Drawn, number: int) -> Drawn:
    return Drawn(drawn.outcomes[:number], None if drawn.controls is None else drawn.controls[:number])


def _summary(which: str, times: list[dict[str, float]]) -> None:
    """The CPU time of each method over all families that it answered."""
    for method in times[0]:
        ms = np.array([one.get(method, np.nan) for one in times])
        ratios = ms / [one["ours"] for one in times]
        told = f"median {np.nanmedian(ms):.2f} ms of CPU, {np.nanmin(ms):.2f} to {np.nanmax(ms):.2f}"
        print(f"{which:20}{method:21}{told}; times ours: {np.nanmedian(ratios):.1f}, least {np.nanmin(ratios):.1f}")


def _row(name: str, method: str, ask: Method, drawn: Drawn, before: int) -> tuple[str, float]:
    at_zero = ask(drawn.outcomes, drawn.controls, before)
    answered = ~np.isnan(at_zero.low)
    if not answered.any():
        return f"{'–':>10}{'–':>8}{100.0:9.1f}{'–':>14}{'–':>20}{'–':>9}", np.nan
    zero_out = ((at_zero.low > 0) | (at_zero.high < 0))[answered].mean()
    after = drawn.outcomes.shape[1] - before
    ratio = np.median((at_zero.high - at_zero.low)[answered]) / oracle_width(name, before, after)
    seen = np.nanmean(drawn.outcomes[:, before:], axis=1)
    power = [_claimed(at_zero, seen, fall * LEVEL).mean() for fall in FALLS]
    told = f"{100 * zero_out:10.1f}{100 * at_zero.claimed.mean():8.1f}{100 * (1 - answered.mean()):9.1f}{ratio:14.2f}"
    powers = "".join(f"{100 * one:6.0f}" for one in power)
    doubted = f"{100 * _doubted(drawn, ask, before):9.1f}" if method == "ours" else f"{'–':>9}"
    return f"{told}  {powers}{doubted}", at_zero.ms


def _claimed(at_zero: Answers, seen: Floats, fall: float) -> Flags:
    """Which falls would be claimed: the interval moves with them, and must reach beyond what matters."""
    low, high = at_zero.low - fall, at_zero.high - fall
    without = seen - fall
    small = (low / (without - low) > -MATTERS) & (high / (without - high) < MATTERS)
    claimed: Flags = ((low > 0) | (high < 0)) & ~small
    return claimed


def _doubted(drawn: Drawn, method: Method, before: int) -> float:
    fallen = drawn.outcomes[:PLANTED].copy()
    fallen[:, before:] -= FALL * LEVEL
    planted = method(fallen, None if drawn.controls is None else drawn.controls[:PLANTED], before)
    return float(planted.doubted.sum() / max((planted.claimed | planted.doubted).sum(), 1))


def _regressions(outcomes: Floats, controls: Floats | None, before: int, lag: int) -> Answers:
    began = time.process_time()
    rows = [_step(y, None if controls is None else controls[i], before, lag) for i, y in enumerate(outcomes)]
    low, high = np.array(rows).T
    ms = 1000 * (time.process_time() - began) / len(outcomes)
    return Answers(low, high, (low > 0) | (high < 0), np.zeros(len(rows), dtype=bool), ms)


def _step(y: Floats, control: Floats | None, before: int, lag: int) -> tuple[float, float]:
    """The interval of a step at `before`, beside weekdays and the control (Newey & West 1987 where lag > 0)."""
    days = np.arange(len(y))
    columns = [np.ones(len(y)), (days >= before).astype(float), *[(days % 7 == d).astype(float) for d in range(6)]]
    x = np.column_stack(columns if control is None else [*columns, control])
    known = ~np.isnan(y)
    x, y = x[known], y[known]
    inverse = np.linalg.inv(x.T @ x)
    slope = inverse @ x.T @ y
    left = y - x @ slope
    freedom = len(y) - x.shape[1]
    scores = x * left[:, None]
    middle = scores.T @ scores
    for k in range(1, lag + 1):
        cross = scores[k:].T @ scores[:-k]
        middle += (1 - k / (lag + 1)) * (cross + cross.T)
    variance = inverse @ middle @ inverse if lag else inverse * (left @ left / freedom)
    half = student.ppf(0.975, freedom) * np.sqrt(variance[1, 1])
    return float(slope[1] - half), float(slope[1] + half)


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*given, *(300, 100)[len(given) :])
