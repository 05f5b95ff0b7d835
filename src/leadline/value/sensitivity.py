"""Which of the uncertain inputs does the net hang on? A tornado, Sobol's indices, and scenarios.

In: a `Case`. Out: a `Bar` an input (the net at both of its ends, everything else as stated), an `Index` an input (the
share of the net's variance that it explains alone, and with all that it acts with), and a `Scenario` for several inputs
moved at once. The surprise: the widest bar need not be the largest index, for a bar looks at two points and an index at
the whole law. Sources: Saltelli et al., Variance based sensitivity analysis of model output, Computer Physics
Communications 181 (2010), as SciPy has it; Sobol, Sensitivity estimates for nonlinear mathematical models (1993).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from leadline.measure.record import Recorded
from leadline.value.roi import Case
from leadline.value.uncertainty import SEED, Draws, Floats, Input
from leadline.value.what_if import inputs_of, what_if
from leadline.words import Estimate

POINTS = 1024
"""Of Saltelli's design, a power of two; with k inputs the model is asked (k + 2) times as often."""
ONE_IN_TEN = float(ndtri(0.9))
Model = Callable[[Floats], Floats]
"""(inputs, points) of standard normal values to (points,) of what comes out."""


@dataclass(frozen=True)
class Bar(Recorded):
    """The net where one input stands at its low or its high end, and everything else as stated."""

    name: str
    unit: str
    low_input: float
    high_input: float
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Index(Recorded):
    """Of the net's variance, the share that one input explains `alone`, and `together` with all that it acts with."""

    name: str
    alone: float
    together: float


@dataclass(frozen=True)
class Scenario(Recorded):
    """Several inputs moved at once: the net as it is then, and its chance of a gain where draws are left."""

    name: str
    words: str
    net: float
    chance_of_gain: float | None = None
    interval: Estimate | None = None


def uncertain(case: Case) -> tuple[Input, ...]:
    """The inputs that have an interval."""
    return tuple(each for each in inputs_of(case) if each.low is not None and each.low != each.high)


def tornado(case: Case) -> tuple[Bar, ...]:
    """Widest first; an input that moves nothing (a price below a minimum volume) is left out."""
    found = uncertain(case)
    if not found:
        return ()
    ends = np.array([float(ndtri((1 + each.level) / 2)) for each in found])
    chosen = np.repeat(np.diag(ends), 2, axis=1) * np.tile([-1.0, 1.0], len(found))
    net = _model(case, found)(chosen)
    bars = [
        Bar(one.name, one.unit, one.low or 0.0, one.high or 0.0, float(net[2 * i]), float(net[2 * i + 1]))
        for i, one in enumerate(found)
    ]
    return tuple(sorted((bar for bar in bars if bar.swing), key=lambda bar: -bar.swing))


def sobol(case: Case, *, points: int = POINTS, seed: int = SEED) -> tuple[Index, ...]:
    """The indices of the net, largest first; none where nothing is uncertain."""
    found = uncertain(case)
    return indices(_model(case, found), [one.name for one in found], points=points, seed=seed) if found else ()


def indices(model: Model, names: Sequence[str], *, points: int = POINTS, seed: int = SEED) -> tuple[Index, ...]:
    """Sobol's indices of any model of standard normal inputs, largest first; none where it never changes."""
    corners = np.vstack([np.zeros(len(names)), np.ones(len(names)), -np.ones(len(names))]).T
    if np.ptp(model(corners)) == 0:
        return ()
    if len(names) == 1:  # SciPy cannot take a single one, and there is nothing to share
        return (Index(names[0], 1.0, 1.0),)
    from scipy.stats import norm, sobol_indices  # half a second: for who asks what a return hangs on

    laws: list[Any] = [norm()] * len(names)
    found = sobol_indices(func=model, n=points, dists=laws, rng=np.random.default_rng(seed))
    pairs = zip(names, found.first_order.ravel(), found.total_order.ravel(), strict=True)
    told = [Index(name, float(np.clip(alone, 0, 1)), float(np.clip(whole, 0, 1))) for name, alone, whole in pairs]
    return tuple(sorted(told, key=lambda index: -index.together))


def scenarios(case: Case, stated: Mapping[str, Mapping[str, float]] | None = None) -> tuple[Scenario, ...]:
    """As stated, all that hurts and all that helps at once, and those that the company states by changes in percent.
    Raises LeadlineError for a change of what the case does not know."""
    now = what_if(case)
    found = [Scenario("as stated", "everything as it stands", now.net.value, now.chance_of_gain, now.net)]
    bars = tornado(case)
    for name, better in (("all that hurts", False), ("all that helps", True)):
        if bars:
            words = "each uncertain input at an end that it passes once in ten: together rarer by far"
            found.append(Scenario(name, words, _all_at_once(case, bars, better=better)))
    for name, changes in (stated or {}).items():
        moved = what_if(case, changes)
        words = ", ".join(f"{each} {f'{percent:+g}'.replace('-', '−')} %" for each, percent in changes.items())
        found.append(Scenario(name, words, moved.net.value, moved.chance_of_gain, moved.net))
    return tuple(found)


def _all_at_once(case: Case, bars: Sequence[Bar], *, better: bool) -> float:
    known = {one.name: one for one in uncertain(case)}
    inputs = [known[bar.name] for bar in bars]
    ends = np.array([ONE_IN_TEN if (bar.at_high > bar.at_low) is better else -ONE_IN_TEN for bar in bars])
    return float(_model(case, inputs)(ends[:, None])[0])


def _model(case: Case, inputs: Sequence[Input]) -> Model:
    """The net as a function of its inputs' normal draws."""

    def net(chosen: Floats) -> Floats:
        given = {one.name: chosen[i] for i, one in enumerate(inputs)}
        return case.sums(Draws(chosen.shape[1], given=given)).net

    return net
