"""What each unit shows in a window of days, measured against its own days before.

In: values (N, T) and where windows begin. Out: per window and unit its mean, adjusted by the days before it. Every
value is a share of the unit's own level, so that a large region does not outweigh ten small ones. How much of the days
before to take off (`carry`) is learned from history, before anything begins, which keeps the test exact (CUPED: Deng et
al. 2013, WSDM).
"""

from __future__ import annotations

import numpy as np

from leadline.measure.evidence.series import Floats


def window_means(values: Floats, first: int, days: int) -> Floats:
    """(N,): the mean over known days of `first` to `first + days`; NaN where fewer than half are known."""
    part = values[:, max(first, 0) : first + days]
    known = ~np.isnan(part)
    number = known.sum(axis=1)
    means: Floats = np.where(2 * number >= days, np.where(known, part, 0).sum(axis=1) / np.maximum(number, 1), np.nan)
    return means


def starts_of(total: int, before: int, days: int, most: int) -> list[int]:
    """Pretended starts, the last as late as it can be, evenly back: at most `most` of them."""
    room = total - before - days
    if room < 0:
        return []
    number = min(most, room + 1)
    return sorted({total - days - round(i * room / max(number - 1, 1)) for i in range(number)})


def carry_of(shares: Floats, before: int, days: int, most: int) -> float:
    """The least-squares share of a window's deviation that the window before it foretells, 0 to 1, over units and
    starts."""
    early, late = [], []
    for first in starts_of(shares.shape[1], before, days, most):
        pre, post = window_means(shares, first - before, before), window_means(shares, first, days)
        known = ~np.isnan(pre) & ~np.isnan(post)
        early.append(pre[known] - pre[known].mean())
        late.append(post[known] - post[known].mean())
    x, y = np.concatenate(early), np.concatenate(late)
    square = float(x @ x)
    return float(np.clip(x @ y / square, 0, 1)) if square > 0 else 0.0
