"""How strong would a cause that nobody measured have to be, to explain the effect away?

In: an effect with its interval, or pairs' differences. Out: a check; its rows are the table and the curve of its
picture: what would be left of the effect beside causes of growing strength. The check passes where a cause as strong as
the one that is named, or a plain one where none is, leaves zero outside the interval.

Cinelli & Hazlett (2020), JRSS B 82: 39-67 (robustness value); Rosenbaum (2002), Observational Studies, ch. 4 (bounds
for matched pairs).
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from leadline.measure.evidence.effect import Effect
from leadline.measure.evidence.grade import Check, Row
from leadline.measure.evidence.ranks import ranks
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings

NAME = "an unobserved cause"
STRENGTHS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
PLAIN = 0.1
"""A tenth of what is left unexplained, of the outcome and of who was treated when: asked where no cause is named."""
ODDS = (1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0)
PLAIN_ODDS = 1.25


def unobserved_cause(
    effect: Effect, *, as_strong_as: float = PLAIN, df: float | None = None, settings: Settings = DEFAULT_SETTINGS
) -> Check:
    """`as_strong_as` (0 to 1) is the share of what is unexplained that a known cause explains (its partial R²), the
    same of outcome and program; `df` the degrees of freedom behind the interval, days less two where not given."""
    if effect.mean is None or effect.refused is not None:
        return Check(NAME, None, "There is no effect to explain away.", {}, "An analysis that is not refused.")
    freedom = df if df is not None else max(effect.days_before + effect.days_after - 2, 1)
    mean = effect.mean
    critical = float(ndtri((1 + effect.level) / 2))
    error = (mean.high - mean.low) / 2 / critical
    if error <= 0:
        return Check(NAME, None, "The interval has no width, so nothing can be said.", {}, "Values that vary.")
    ratio = abs(mean.value) / error
    rows: tuple[Row, ...] = tuple(_beside(mean.value, error, freedom, strength, critical) for strength in STRENGTHS)
    here = _beside(mean.value, error, freedom, as_strong_as, critical)
    to_zero = robustness_value(ratio, freedom)
    to_doubt = robustness_value(max(ratio - critical, 0.0), freedom)
    numbers = {"robustness_value": to_zero, "robustness_value_interval": to_doubt, "as_strong_as": as_strong_as}
    sentence = (
        f"A cause that nobody measured would have to explain {_percent(to_doubt)} of what is unexplained, both of when "
        f"the program ran and of {effect.outcome}, before the interval reached zero, and {_percent(to_zero)} to "
        f"explain all of it."
    )
    passed = float(here["low"]) > 0 if mean.value > 0 else float(here["high"]) < 0
    settle = "" if passed else "A control that carries that cause, or an experiment, in which no cause can hide."
    return Check(NAME, passed, sentence, numbers, settle, rows)


def robustness_value(t: float, df: float) -> float:
    """The equal partial R² with outcome and treatment at which a t value is explained away (0 to 1)."""
    square = t**2 / df
    return 0.5 * (float(np.sqrt(square**2 + 4 * square)) - square)


def hidden_bias(differences: Floats, settings: Settings = DEFAULT_SETTINGS) -> Check:
    """Rosenbaum's bounds for matched pairs (P,): how unlike may the odds of joining be within a pair, before the
    signed-rank test no longer tells?"""
    size = np.abs(differences[differences != 0])
    if not len(size):
        return Check(NAME, None, "No pair differs.", {}, "Values that vary.")
    ranked = ranks(size)
    positive = float(ranked[differences[differences != 0] > 0].sum())
    statistic = max(positive, float(ranked.sum()) - positive)
    rows: tuple[Row, ...] = tuple({"odds": odds, "p_value": _bound(statistic, ranked, odds)} for odds in ODDS)
    allowed = 1 - settings.level
    gamma = _largest_odds(statistic, ranked, allowed)
    numbers = {"odds": gamma, "as_strong_as": PLAIN_ODDS}
    if gamma <= 1:
        sentence = "The pairs differ no more than chance allows, so no hidden cause is needed to explain them."
        return Check(NAME, False, sentence, numbers, "More pairs.", rows)
    sentence = (
        f"Two matched people would have to differ {gamma:.2f}-fold in their odds of joining, by something that also "
    )
    sentence += "moves the outcome, before the difference could be chance."
    passed = gamma >= PLAIN_ODDS
    settle = "" if passed else "An experiment: invite people drawn by lot."
    return Check(NAME, passed, sentence, numbers, settle, rows)


def _beside(value: float, error: float, df: float, strength: float, critical: float) -> Row:
    """The estimate beside a cause with this partial R² with both: Cinelli & Hazlett's equations 8 and 9."""
    bias = error * float(np.sqrt(df * strength * strength / (1 - strength)))
    left = np.sign(value) * (abs(value) - bias)
    half = critical * error * float(np.sqrt(df / max(df - 1, 1)))
    return {"strength": strength, "value": float(left), "low": float(left - half), "high": float(left + half)}


def _bound(statistic: float, ranks: Floats, odds: float) -> float:
    """The largest two-sided p-value of the signed-rank statistic, by its normal approximation."""
    share = odds / (1 + odds)
    mean, variance = share * ranks.sum(), share * (1 - share) * (ranks**2).sum()
    return float(min(1.0, 2 * ndtr(-(statistic - 0.5 - mean) / np.sqrt(variance))))


def _largest_odds(statistic: float, ranks: Floats, allowed: float) -> float:
    low, high = 1.0, 100.0
    if _bound(statistic, ranks, low) > allowed:
        return 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _bound(statistic, ranks, middle) <= allowed else (low, middle)
    return low


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.1f} %"
