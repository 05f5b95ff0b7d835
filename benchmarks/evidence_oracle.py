"""How narrow could an interval be? That of somebody who knows the noise's law and estimates only what it is around.

In: a family of `evidence_families.py`, days before and after. Out: the width of the 95 % interval of the mean miss
after the start. The oracle knows the covariance of the days, and of outcome and control, and which trend, season or
jump there is; the level, the weekdays and the sizes it has to estimate from the days before, by generalised least
squares.
"""

from __future__ import annotations

import numpy as np

from benchmarks.evidence_families import Floats

Z95 = 1.959964


def oracle_width(name: str, before: int, after: int) -> float:
    days = np.arange(before + after)
    columns = np.column_stack([np.ones(len(days)), *[days % 7 == d for d in range(6)], *_extra(name, before, after)])
    covariance = _covariance(name, before, after)
    seen, later = covariance[:before, :before], covariance[before:]
    inverse = np.linalg.inv(seen)
    bridge = later[:, :before] @ inverse
    reach = (columns[before:] - bridge @ columns[:before]).mean(axis=0)
    noise = (later[:, before:] - bridge @ later[:, :before].T).mean()
    variance = noise + reach @ np.linalg.solve(columns[:before].T @ inverse @ columns[:before], reach)
    return float(2 * Z95 * np.sqrt(variance))


def _extra(name: str, before: int, after: int) -> list[Floats]:
    days = np.arange(before + after)
    year = 2 * np.pi * days / 365.25
    if name == "straight trend":
        return [days / 100]
    if name.startswith("trend begins"):
        begins = int(name.split()[2])
        return [np.maximum(days - before + begins, 0) / 10]
    if name == "season of the year":
        return [np.cos(year), np.sin(year)]
    return [(days >= before // 2).astype(float)] if name == "level break before" else []


def _covariance(name: str, before: int, after: int) -> Floats:
    days = np.arange(before + after)
    gap = np.abs(np.subtract.outer(days, days))
    one, same = np.eye(len(days)), np.minimum.outer(days, days) + 1.0
    plain: dict[str, Floats] = {
        "independent": one,
        "AR .8 + weekday": 0.8**gap,
        "AR .95": 0.95**gap,
        "random-walk level .3 + weekday": 0.09 * same + one,
        "random-walk level .1 + weekday": 0.01 * same + one,
        "random walk": same + 1e-9 * one,
        "straight trend": one,
        "useless control": 0.8**gap,
        "heavy tails (t3)": one,
        "Poisson counts": 20 * one,
        "over-dispersed counts": 20**2 * (np.exp(0.01 * 0.7**gap) - 1) + (20 + 20**2 * np.exp(0.01) / 40) * one,
    }
    if name in plain:
        return plain[name]
    if name.startswith("variance doubles"):
        from_day = before if name.endswith("start") else (before + after) // 2
        size = np.where(days < from_day, 1.0, 2.0)
        doubled: Floats = 0.5**gap * np.outer(size, size)
        return doubled
    if name.startswith("control"):
        return _given_control(2.25 * 0.95**gap, one)
    if name in ("ARMA(2, 1)", "long memory"):
        return _of_weights(_weights(name), len(days))
    swing: Floats = 0.5**gap
    return swing


def _given_control(shared: Floats, one: Floats) -> Floats:
    """Of the outcome once the whole control is known, its jump known too."""
    left: Floats = shared + one - shared @ np.linalg.solve(shared + 0.49 * one, shared)
    return left


def _weights(name: str) -> Floats:
    if name == "long memory":
        k = np.arange(1, 1200)
        weight: Floats = np.cumprod(np.concatenate([[1.0], (k - 0.7) / k])) / 1.13
        return weight
    weights = [1.0, 1.6]
    for _ in range(300):
        weights.append(1.2 * weights[-1] - 0.4 * weights[-2])
    return np.array(weights) / 2.65


def _of_weights(weight: Floats, days: int) -> Floats:
    padded = np.concatenate([weight, np.zeros(days)])
    lags = np.array([weight @ padded[k : k + len(weight)] for k in range(days)])
    gap = np.abs(np.subtract.outer(np.arange(days), np.arange(days)))
    covariance: Floats = lags[gap]
    return covariance
