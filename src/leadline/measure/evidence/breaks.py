"""When did the change begin? Each day around the start is given its probability, whatever the calendar of the program.

In: a `Batch`, the index of the start. Out: the days that a change may have begun on and the probability of each. The
same model as the forecast's (`structural`), over all days at once and with one change in it: a step, a rise that
takes some weeks, or one that goes on to the end. Its size and its shape are integrated out like everything else. The
surprise: days without a value are tried as well, because a change that is there when the days come back may have begun
on any of them. On a wandering series the probabilities spread out, and no day can be called wrong.

Method: de Jong & Penzer (1998), Diagnosing Shocks in Time Series, JASA 93: 796-806, with the prior odds of
`Beginnings.inside`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from leadline.measure.evidence.grid import GRID
from leadline.measure.evidence.series import Cadence, Flags, Floats
from leadline.measure.evidence.structural import LEAST_VARIANCE, VARIANTS, Batch, degrees, whiten

REACH = {Cadence.DAY: 84, Cadence.WEEK: 12, Cadence.MONTH: 6}
"""How far before the start a change is looked for."""

RAMPS = {Cadence.DAY: (1, 14, 28, 42), Cadence.WEEK: (1, 2, 4, 6), Cadence.MONTH: (1, 2)}
"""How long a change may take until it is whole; one that goes on to the end is tried too."""

EARLY = 1
"""A change may begin one step before the start: a soft opening, a midnight, the week of the start itself."""

LATE = {Cadence.DAY: 14, Cadence.WEEK: 2, Cadence.MONTH: 1}
"""A change may begin so long after the start and still be the program's: people must notice it first."""

LEARNED, SEEN = 0.5, {Cadence.DAY: 7, Cadence.WEEK: 2, Cadence.MONTH: 1}
"""A change is looked for where half of the days before the start lie before it, and so many days after it."""

CLOSE, APART = 14, 3
"""Every day is tried up to `CLOSE` days from the start, every third one beyond."""

LEAST_LEFT = 1e-6


@dataclass(frozen=True, eq=False)
class Beginnings:
    """`at` (D,): indices of days; `inside` (D,): near enough to the start to be the program's; `share` (D, S): the
    probability of each, a half of it given beforehand to the days inside."""

    at: np.ndarray
    inside: Flags
    share: Floats


def beginnings(batch: Batch, first: int, cadence: Cadence) -> Beginnings:
    """Where the change of each series began; `first` is the index of the start."""
    at = _days(batch.known, first, cadence)
    inside = (at >= first - EARLY) & (at <= first + LATE[cadence])
    shapes = _shapes(at, len(batch.known), RAMPS[cadence])
    likely = _log_likelihood(batch, shapes).reshape(len(at), -1, len(batch.outcomes))
    log = logsumexp(likely, axis=1) + np.log(_prior(at, inside))[:, None]
    return Beginnings(at, inside, np.exp(log - logsumexp(log, axis=0)))


def _days(known: Flags, first: int, cadence: Cadence) -> np.ndarray:
    """From the first to the last that a change may have begun on; those without a value count like the others."""
    with_value = np.flatnonzero(known)
    least = int(np.ceil(LEARNED * known[:first].sum()))
    tried = with_value[least : len(with_value) - SEEN[cadence] + 1]
    days = np.arange(tried[0], tried[-1] + 1)
    away = np.abs(days - first)
    fine = (away <= CLOSE) | (days % APART == 0) if cadence is Cadence.DAY else np.ones(len(days), dtype=bool)
    return days[fine & (days >= first - REACH[cadence])]


def _prior(at: np.ndarray, inside: Flags) -> Floats:
    """(D,): as many days as a candidate stands for, a half of all inside."""
    stands_for = np.gradient(at.astype(np.float64)) if len(at) > 1 else np.ones(1)
    prior = np.empty(len(at))
    for part in (inside, ~inside):
        prior[part] = stands_for[part] / max(stands_for[part].sum(), 1.0)
    return prior


def _shapes(at: np.ndarray, days: int, ramps: tuple[int, ...]) -> Floats:
    """(D, shapes, T): how much of a change that begins at a day is there on each day."""
    passed = np.maximum(np.arange(days) - at[:, None] + 1, 0)
    whole = [np.minimum(passed / ramp, 1.0) for ramp in ramps]
    return np.stack([*whole, passed / passed[:, -1:]], axis=1)


def _log_likelihood(batch: Batch, shapes: Floats) -> Floats:
    """(C, S): of each change in each series, up to a constant; a change has a unit-information prior."""
    series, p, days = len(batch.outcomes), batch.shared.shape[1], int(batch.known.sum())
    white = whiten(batch, shapes.reshape(-1, shapes.shape[-1]))
    turned, changed = white.shared.transpose(0, 2, 1), white.more.transpose(0, 2, 1)
    root = np.linalg.cholesky(turned @ white.shared + np.diag(batch.precision))
    log_root = np.log(np.einsum("gii->gi", root))
    seen = np.linalg.solve(root, turned @ white.own)
    reach = np.linalg.solve(root, turned[:, :, white.begin :] @ white.more)
    apart = white.own.reshape(*white.own.shape[:2], -1, series)
    own_all = np.einsum("gtis,gtjs->ijgs", apart, apart)
    cross_all = changed @ white.own[:, white.begin :]
    size_all = (white.more**2).sum(axis=1)
    df, total = degrees(batch, days), []
    for dropped, prior in VARIANTS:
        use = slice(0, p - dropped)
        part = seen[:, use].reshape(len(seen), -1, apart.shape[2], series)
        own = own_all - np.einsum("gpis,gpjs->ijgs", part, part)
        cross = cross_all - reach[:, use].transpose(0, 2, 1) @ seen[:, use]
        cross = cross.reshape(*cross.shape[:2], -1, series).transpose(2, 0, 1, 3)
        size = size_all - (reach[:, use] ** 2).sum(axis=1)
        square = _left_after(own, cross, size, size_all, days)
        square = np.maximum(square, LEAST_VARIANCE * df)
        log_columns = log_root[:, use].sum(axis=1) - np.log(batch.precision[use]).sum() / 2
        weight = np.log(prior) + GRID.log_prior - log_columns - white.log_spread
        total.append(logsumexp(weight[:, None, None] - df / 2 * np.log(square), axis=0))
    likely: Floats = logsumexp(total, axis=0)
    return likely


def _left_after(own: Floats, cross: Floats, size: Floats, whole: Floats, days: int) -> Floats:
    """(G, C, S): the outcome's sum of squares once the controls and then the change are taken out of it.

    `own` (1+K, 1+K, G, S), `cross` (1+K, G, C, S) of the changes with the outcome and the controls, `size` (G, C) the
    changes' own squares, `whole` (G, C) the same before the shared columns were taken out.
    """
    left = np.repeat(size[:, :, None], cross.shape[-1], axis=2)
    for j in range(1, len(own)):
        pivot = np.maximum(own[j, j], LEAST_VARIANCE) * (1 + 1 / days)
        slope = own[:, j] / pivot
        met = cross[j]
        left = left - met**2 / pivot[:, None]
        cross = cross - slope[:, :, None] * met
        own = own - slope[:, None] * own[None, j]
    told = np.where(left > LEAST_LEFT * whole[:, :, None], cross[0] ** 2 / np.maximum(left, LEAST_VARIANCE), 0.0)
    remaining: Floats = own[0, 0][:, None] - told / (1 + 1 / days)
    return remaining
