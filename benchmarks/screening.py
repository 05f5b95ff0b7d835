"""Of the links that a screen keeps, how many are false? Realised false discovery proportion over replicates.

    .venv/bin/python -m benchmarks.screening [REPLICATES]        (default 100; one core, some minutes)

A replicate: 20 series that may lead, 50 that may follow, 180 days, 1,000 candidate links of which 25 are true (a
follower takes up 0.4 of what its leader did 3 days before). Prints per noise and rule the mean proportion of false
links among those kept, its standard error, and the share of true links found; beside it what plain correlations give.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from benchmarks.evidence_families import Floats, draw
from leadline.measure.evidence.designs.screening import adjusted, cross, whiten

EASY = ("independent", "AR .5")
HARD = ("AR .8 + weekday", "AR .95", "random-walk level .3 + weekday", "season of the year", "variance doubles")
LEADING, FOLLOWING, DAYS, TRUE, LAG, TAKEN = 20, 50, 180, 25, 3, 0.4
LAGS = tuple(range(1, 15))
Q = 0.1
HEAD = f"{'noise':38}{'rule':8}false among kept (± se)   found      plain correlation: false"


def main(replicates: int) -> None:
    print(f"{replicates} replicates, {LEADING * FOLLOWING:,} links, {TRUE} true, q = {Q}\n{HEAD}")
    for group, names in (("easy: ", EASY), ("hard: ", HARD)):
        for name in names:
            began = time.process_time()
            found = np.array([replicate(name, seed) for seed in range(replicates)])
            ms = 1000 * (time.process_time() - began) / replicates
            plain = found[:, 4].mean()
            for column, rule in enumerate(("BH", "BY")):
                false, power = found[:, 2 * column], found[:, 2 * column + 1]
                se = false.std(ddof=1) / np.sqrt(replicates)
                told = f"{false.mean():14.3f} ± {se:.3f}{power.mean():14.2f}{plain:20.2f}"
                print(f"{group + name:38}{rule:8}{told}   {ms:6.0f} ms a screen", flush=True)


def replicate(name: str, seed: int) -> tuple[float, float, float, float, float]:
    """The false share of what is kept and the share of true ones found, by BH and BY; the former, plainly."""
    leading, following, true = drawn(name, seed)
    cleaned = [np.array([whiten(row)[0] for row in rows]) for rows in (leading, following)]
    p_values = cross(cleaned[0], cleaned[1], LAGS)[0]
    told = []
    for rule in ("BH", "BY"):
        kept = adjusted(p_values.ravel(), rule).reshape(true.shape) <= Q
        told += [_false(kept, true), float((kept & true).sum() / TRUE)]
    plain = adjusted(_plain(leading, following).ravel(), "BH").reshape(true.shape) <= Q
    return told[0], told[1], told[2], told[3], _false(plain, true)


def drawn(name: str, seed: int) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Leaders (A, T), followers (B, T), and which follow which (A, B)."""
    rng = np.random.default_rng([seed, *name.encode()])
    both = draw(name, rng, LEADING + FOLLOWING, DAYS - 30, 30).outcomes
    leading, following = both[:LEADING], both[LEADING:].copy()
    true = np.zeros((LEADING, FOLLOWING), dtype=bool)
    for follower in range(TRUE):
        leader = int(rng.integers(LEADING))
        news = rng.standard_normal(DAYS)
        leading[leader] += news if not true[leader].any() else 0.0
        true[leader, follower] = True
    for leader, follower in np.argwhere(true):
        following[follower, LAG:] += TAKEN * (leading[leader] - leading[leader].mean())[:-LAG]
    return leading, following, true


def _false(kept: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    return float((kept & ~true).sum() / max(kept.sum(), 1))


def _plain(leading: Floats, following: Floats) -> Floats:
    """The best plain correlation over the lags, its p-value as if days were independent."""
    best = np.zeros((len(leading), len(following)))
    for lag in LAGS:
        early, late = _scaled(leading[:, :-lag]), _scaled(following[:, lag:])
        best = np.maximum(best, np.abs(early @ late.T) / np.sqrt(early.shape[1]))
    return np.minimum(1.0, 2 * ndtr(-best) * len(LAGS))


def _scaled(rows: Floats) -> Floats:
    scaled: Floats = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    return scaled


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
