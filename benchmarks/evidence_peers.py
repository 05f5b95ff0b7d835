"""What do the usual tools say of the same series? bsts-causalimpact, statsmodels' structural model and CausalPy.

In: outcomes (S, T), controls (S, T) or None, and how many days lie before the start. Out: `Answers`. Each tool runs as
its documentation shows it, with weekdays where it can be told of them, one core. The surprise: a series with a missing
day is refused by two of the three. They are no part of Leadline and live in a folder of their own
(`make benchmark-evidence` installs it); a tool that is not there is left out, with a sentence.
"""

from __future__ import annotations

import importlib
import logging
import resource
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.evidence_families import Flags, Floats
from benchmarks.evidence_kinds import Answers, Method

DRAWS = 1000
Interval = tuple[float, float]
Asked = Callable[[Floats, Floats | None, int], Interval]


def bsts_causalimpact(outcome: Floats, control: Floats | None, before: int) -> Interval:
    """Its defaults, which are R's, and a season of seven days; its interval of the average effect."""
    pandas, tool = importlib.import_module("pandas"), importlib.import_module("causal_impact")
    columns = outcome[:, None] if control is None else np.column_stack([outcome, control])
    periods = [0, before - 1], [before, len(outcome) - 1]
    found = tool.CausalImpact(pandas.DataFrame(columns), *periods, model_args={"nseasons": 7}).summary_stats
    return float(found["ci_lower"]), float(found["ci_upper"])


def unobserved_components(outcome: Floats, control: Floats | None, before: int) -> Interval:
    """A local level with weekdays and the control as regressors, by maximum likelihood; 1,000 simulated futures."""
    structural = importlib.import_module("statsmodels.tsa.statespace.structural")
    days = np.arange(len(outcome))
    x = (days[:, None] % 7 == np.arange(6)).astype(np.float64)
    x = x if control is None else np.column_stack([x, control])
    fitted = structural.UnobservedComponents(outcome[:before], level="local level", exog=x[:before]).fit(disp=0)
    futures = fitted.simulate(
        len(outcome) - before, anchor="end", repetitions=DRAWS, exog=x[before:], rng=np.random.default_rng(1)
    )
    known = ~np.isnan(outcome[before:])
    means = np.asarray(futures).reshape(-1, DRAWS)[known].mean(axis=0)
    low, high = np.quantile(outcome[before:][known].mean() - means, (0.025, 0.975))
    return float(low), float(high)


def causalpy(outcome: Floats, control: Floats | None, before: int) -> Interval:
    """Its interrupted time series with weekdays and the control, as its notebook has it; its own summary's interval."""
    pandas, tool = importlib.import_module("pandas"), importlib.import_module("causalpy")
    days = pandas.date_range("2025-01-01", periods=len(outcome))
    table = pandas.DataFrame({"y": outcome, "weekday": days.weekday}, index=days)
    formula = "y ~ 1 + C(weekday)"
    if control is not None:
        table["control"], formula = control, f"{formula} + control"
    model = tool.pymc_models.LinearRegression(sample_kwargs={"progressbar": False, "random_seed": 1, "cores": 1})
    row = tool.InterruptedTimeSeries(table, days[before], formula=formula, model=model).effect_summary().table
    return float(row.loc["average", "hdi_lower"]), float(row.loc["average", "hdi_upper"])


_MODULES = {
    "bsts-causalimpact": ("causal_impact", bsts_causalimpact),
    "statsmodels UCM": ("statsmodels", unobserved_components),
}


def peers() -> dict[str, Method]:
    """Those that are installed, by name; says which are not."""
    return {name: _asking(asked) for name, (module, asked) in _MODULES.items() if _is_here(module, name)}


def slow_peers() -> dict[str, Method]:
    """Those that take seconds a series, so that a few must do."""
    return {"CausalPy": _asking(causalpy)} if _is_here("causalpy", "CausalPy") else {}


def _is_here(module: str, name: str) -> bool:
    if find_spec(module) is not None:
        return True
    print(f"{name} is not installed here: make benchmark-evidence installs it.")
    return False


def _asking(asked: Asked) -> Method:
    def method(outcomes: Floats, controls: Floats | None, before: int) -> Answers:
        _quietly(asked, outcomes[0], None if controls is None else controls[0], before)  # loads and compiles
        began, answers = _cpu_seconds(), []
        for i, outcome in enumerate(outcomes):
            answers.append(_quietly(asked, outcome, None if controls is None else controls[i], before))
        low, high = np.array(answers).T
        claimed: Flags = (low > 0) | (high < 0)
        ms = 1000 * (_cpu_seconds() - began) / len(outcomes)
        return Answers(low, high, claimed, np.zeros(len(low), dtype=bool), ms)

    return method


def _quietly(asked: Asked, outcome: Floats, control: Floats | None, before: int) -> Interval:
    """NaN where the tool refuses."""
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return asked(outcome, control, before)
    except (ValueError, ArithmeticError, np.linalg.LinAlgError):
        return np.nan, np.nan
    finally:
        logging.disable(logging.NOTSET)


def _cpu_seconds() -> float:
    """Of this process and of those that it began."""
    both: list[Any] = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return float(sum(one.ru_utime + one.ru_stime for one in both))
