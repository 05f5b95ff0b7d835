"""Evidence: did it change because of us? Designs, their checks, and the grade they give a link.

    effect = analyse(calls, start, controls=[chats])
    effect.sentence()   # supported: calls fell 11 % [7, 15] against what would have been; two of two checks passed

Values in, values out: no store, no clock, no seed. docs/words/measure.md explains the method.
"""

from leadline.measure.evidence.cases import Case
from leadline.measure.evidence.counterfactual import analyse, analyse_many
from leadline.measure.evidence.effect import DayRow, Effect, Settlement, checks_passed
from leadline.measure.evidence.grade import Check, Direction, GradeReport, GradeStep, Verdict
from leadline.measure.evidence.series import Cadence, Series, cadence_of, share_with_value, step_period
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings

__all__ = [
    "DEFAULT_SETTINGS",
    "Cadence",
    "Case",
    "Check",
    "DayRow",
    "Direction",
    "Effect",
    "GradeReport",
    "GradeStep",
    "Series",
    "Settings",
    "Settlement",
    "Verdict",
    "analyse",
    "analyse_many",
    "cadence_of",
    "checks_passed",
    "share_with_value",
    "step_period",
]
