"""Experiments: units in pairs, one of each drawn by lot and recorded before the start, judged by that lot alone.

plan = plan_experiment(history, start, days=28, seed=7, now=now)   # keep plan.as_dict() before anything begins
analyse_experiment(plan, results).sentence()                       # tested: outcome rose 6 % [3, 9] ...
"""

from leadline.measure.evidence.experiments.analysis import analyse_experiment
from leadline.measure.evidence.experiments.lot import randomisation_test
from leadline.measure.evidence.experiments.plan import Pair, Plan, plan_experiment
from leadline.measure.evidence.experiments.power import Power

__all__ = ["Pair", "Plan", "Power", "analyse_experiment", "plan_experiment", "randomisation_test"]
