"""Which figures lead which, among thousands of candidate links? Candidates for a line, never proof.

In: daily series that may lead, and series that may follow. Out: a `Screen`: a row a link with its best lag, p-value,
and whether it is kept at a false discovery rate, by Benjamini & Hochberg and by Benjamini & Yekutieli. The surprise:
both sides are cleaned of weekdays, trend, season and their own past first; without that, nine in ten independent pairs
with weekdays correlate.

Box, Jenkins & Reinsel (2008), Time Series Analysis, ch. 12 (prewhitening); Haugh (1976), JASA 71: 378-385 (both sides);
Benjamini & Hochberg (1995), JRSS B 57; Benjamini & Yekutieli (2001), Annals of Statistics 29.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from leadline.errors import LeadlineError
from leadline.measure.evidence.figures import chance
from leadline.measure.evidence.ranks import ranks
from leadline.measure.evidence.series import Cadence, Flags, Floats, Series
from leadline.measure.record import Recorded

Rule = Literal["BH", "BY"]
LEAST_DAYS = 56
MOST_LINKS = 1_000_000
DAYS_A_YEAR = 365.25
MOST_PAST = 14
"""Days of its own past that a series may be foretold from."""


@dataclass(frozen=True)
class Link(Recorded):
    """`leading` foretells `following` `lag` steps later; `correlation` of what is left of both (-1 to 1), `p_value`
    over all lags tried, and the smallest false discovery rates at which the link would be kept."""

    leading: str
    following: str
    lag: int
    correlation: float
    p_value: float
    bh: float
    by: float


@dataclass(frozen=True)
class Screen(Recorded):
    """All links tried, the likeliest first; `kept` at the rate `q` by `rule`. `skipped` names series that could not be
    screened, with the reason."""

    links: tuple[Link, ...]
    q: float
    rule: Rule
    lags: tuple[int, ...]
    skipped: tuple[tuple[str, str], ...] = ()

    @property
    def kept(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if (link.bh if self.rule == "BH" else link.by) <= self.q)

    def sentence(self) -> str:
        share = f"{100 * self.q:.0f} %"
        if not self.kept:
            return f"Of {len(self.links):,} candidate links none stands out at a false discovery rate of {share}."
        best = self.kept[0]
        steps = f"{best.lag} step{'' if best.lag == 1 else 's'}"
        return (
            f"Of {len(self.links):,} candidate links {len(self.kept):,} stand out, of which at most {share} should be "
            f"false; the likeliest: {best.leading} leads {best.following} by {steps} (p {chance(best.p_value)})."
        )


def screen(
    leading: Sequence[Series],
    following: Sequence[Series],
    *,
    lags: Sequence[int] = tuple(range(1, 15)),
    q: float = 0.1,
    rule: Rule = "BH",
) -> Screen:
    """Try every pair of two different series at every lag. They need share no calendar: days that one lacks are left
    open. A series that comes by the week or month is skipped.

    Raises LeadlineError for a rate outside 0 to 1, lags below zero, or more than `MOST_LINKS` pairs.
    """
    if not 0 < q < 1 or not lags or min(lags) < 0:
        raise LeadlineError(
            "A screen needs a rate between 0 and 1 and lags of zero or more.", "As in q=0.1, lags 1 to 14."
        )
    if len(leading) * len(following) > MOST_LINKS:
        raise LeadlineError(
            f"{len(leading) * len(following):,} candidate links are more than the {MOST_LINKS:,} tried at once.",
            "Name those that may lead, or those that may follow.",
        )
    cleaned, skipped = _whitened((leading, following))
    links = _links(leading, following, *cross(cleaned[0], cleaned[1], lags))
    return Screen(links, q, rule, tuple(lags), tuple(skipped.items()))


def _whitened(groups: Sequence[Sequence[Series]]) -> tuple[list[Floats], dict[str, str]]:
    """Each group's series (S, T) on one calendar, as `whiten` leaves them; and why some could not be screened."""
    days = [day for group in groups for one in group for day in one.days]
    first, number = (min(days), (max(days) - min(days)).days + 1) if days else (dt.date.min, 0)
    skipped: dict[str, str] = {}
    cleaned = []
    for group in groups:
        rows = []
        for one in group:
            left, problem = _left_of(one, first, number)
            if problem:
                skipped[one.name] = problem
            rows.append(left)
        cleaned.append(np.array(rows).reshape(len(group), number))
    return cleaned, skipped


def _left_of(one: Series, first: dt.date, number: int) -> tuple[Floats, str]:
    row = np.full(number, np.nan)
    if one.cadence is not Cadence.DAY:
        return row, f"It comes by the {one.cadence}; days are needed."
    row[[(day - first).days for day in one.days]] = one.values
    return whiten(row)


def _links(
    leading: Sequence[Series], following: Sequence[Series], p_values: Floats, lag: NDArray[np.int_], alike: Floats
) -> tuple[Link, ...]:
    """Those that could be tried, the likeliest first."""
    names = [np.array([one.name for one in group]) for group in (leading, following)]
    tried = np.isfinite(p_values) & np.not_equal.outer(*names)
    flat = p_values[tried]
    bh, by = adjusted(flat, "BH"), adjusted(flat, "BY")
    found = [
        Link(leading[a].name, following[b].name, int(lag[a, b]), float(alike[a, b]), float(p), float(u), float(v))
        for (a, b), p, u, v in zip(np.argwhere(tried).tolist(), flat, bh, by, strict=True)
    ]
    return tuple(sorted(found, key=lambda link: (link.p_value, link.leading, link.following)))


def whiten(row: Floats) -> tuple[Floats, str]:
    """(T,): normal scores of what weekdays, a straight trend, a season and its own past leave of a series, NaN where
    not known; and why nothing is left, where nothing is. The past's length is chosen by AIC, up to two weeks."""
    nothing = np.full(len(row), np.nan)
    known = ~np.isnan(row)
    if known.sum() < LEAST_DAYS:
        return nothing, f"{int(known.sum())} days with a value; {LEAST_DAYS} are needed."
    rest = _without_season(row, known)
    if np.nanstd(rest) <= 1e-9 * max(float(np.nanmax(np.abs(row))), 1e-300):
        return nothing, "It is nothing but weekdays and a trend."
    left = _without_past(rest)
    kept: Flags = ~np.isnan(left)
    if kept.sum() < LEAST_DAYS // 2:
        return nothing, "Too few days follow one another without a gap."
    scores = nothing.copy()
    scores[kept] = ndtri((ranks(left[kept]) - 0.5) / kept.sum())
    return scores, ""


def cross(leading: Floats, following: Floats, lags: Sequence[int]) -> tuple[Floats, NDArray[np.int_], Floats]:
    """Of whitened rows (A, T) and (B, T): p-values over all lags (A, B), Bonferroni, NaN where a row is empty or two
    have no day in common at any lag; the best lags and their correlations. Each lag's statistic is divided by the root
    of its own sum of squares, so that days of large variance on both sides do not pass for a link."""
    x, y = np.nan_to_num(leading), np.nan_to_num(following)
    best = np.full((len(x), len(y)), -1.0)
    lag = np.zeros((len(x), len(y)), dtype=np.int_)
    alike = np.zeros((len(x), len(y)))
    for step in (one for one in lags if one < x.shape[1]):
        early, late = x[:, : x.shape[1] - step], y[:, step:]
        products = early @ late.T
        squares = np.sqrt((early**2) @ (late**2).T)
        size = np.abs(products) / np.maximum(squares, 1e-300)
        norm = np.sqrt((early**2).sum(axis=1)[:, None] * (late**2).sum(axis=1)[None])
        better = size > best
        best = np.where(better, size, best)
        lag = np.where(better, step, lag)
        alike = np.where(better, products / np.maximum(norm, 1e-300), alike)
    p_values = np.minimum(1.0, 2 * ndtr(-best) * len(lags))
    silent = [np.asarray(~rows.any(axis=1)) for rows in (x, y)]
    empty = np.logical_or.outer(*silent)
    return np.where(empty | (best <= 0), np.nan, p_values), lag, alike


def adjusted(p_values: Floats, rule: Rule) -> Floats:
    """(m,): the smallest false discovery rate at which each would be kept."""
    number = len(p_values)
    if not number:
        return p_values
    order = np.argsort(p_values, kind="stable")
    factor = float((1 / np.arange(1, number + 1)).sum()) if rule == "BY" else 1.0
    stepped = p_values[order] * number * factor / np.arange(1, number + 1)
    falling = np.minimum.accumulate(stepped[::-1])[::-1]
    found = np.empty(number)
    found[order] = np.minimum(falling, 1.0)
    return found


def _without_season(row: Floats, known: NDArray[np.bool_]) -> Floats:
    at = np.arange(len(row))
    year = 2 * np.pi * at / DAYS_A_YEAR
    weekdays = [(at % 7 == day).astype(np.float64) for day in range(7)]
    columns = np.column_stack([*weekdays, at / len(row), np.cos(year), np.sin(year)])
    slope = np.linalg.lstsq(columns[known], row[known], rcond=None)[0]
    rest: Floats = row - columns @ slope
    return rest


def _without_past(rest: Floats) -> Floats:
    """What least squares on its own last days, a level and weekdays leave; the number of days by AIC on common rows."""
    number = len(rest)
    carried = _carried(rest)
    past = np.full((number, MOST_PAST), np.nan)
    for back in range(1, MOST_PAST + 1):
        past[back:, back - 1] = carried[:-back]
    full: Flags = ~np.isnan(past).any(axis=1) & ~np.isnan(rest)
    if full.sum() < 3 * MOST_PAST:
        return np.full(number, np.nan)
    basis, upper = np.linalg.qr(np.column_stack([np.ones(full.sum()), past[full]]))
    weights = basis.T @ rest[full]
    sums = (rest[full] ** 2).sum() - np.cumsum(weights**2)
    rows = int(full.sum())
    criterion = rows * np.log(np.maximum(sums, 1e-300)) + 2 * np.arange(1, MOST_PAST + 2)
    order = int(np.argmin(criterion))
    slope = np.linalg.lstsq(upper[: order + 1, : order + 1], weights[: order + 1], rcond=None)[0]
    left: Floats = rest - slope[0] - past[:, :order] @ slope[1:]
    return left


def _carried(rest: Floats) -> Floats:
    """The last known value on days without one: a past that knows nothing of what comes."""
    known = ~np.isnan(rest)
    last = np.maximum.accumulate(np.where(known, np.arange(len(rest)), -1))
    carried: Floats = np.where(last >= 0, np.nan_to_num(rest)[last], 0.0)
    return carried
