"""Evidence: did it change because of us? Designs, their checks, and the grade they give a link.

    effect = analyse(calls, start, controls=[chats])
    effect.sentence()   # supported: calls fell 11 % [7, 15] against what would have been; two of two checks passed

Designs that compare units, members and series are in `designs`, pilots drawn by lot in `experiments`.

Values in, values out: no store, no clock, no seed. docs/words/measure.md explains the method.
"""

from leadline.measure.evidence.cases import Case
from leadline.measure.evidence.checks.negative_controls import calibrated_p_value, negative_controls
from leadline.measure.evidence.checks.other_events import Event, other_events
from leadline.measure.evidence.checks.unobserved_cause import unobserved_cause
from leadline.measure.evidence.counterfactual import analyse, analyse_many
from leadline.measure.evidence.designs import (
    EventRow,
    EventStudy,
    Link,
    Person,
    Screen,
    Units,
    difference_in_differences,
    event_study,
    members_against_others,
    screen,
    synthetic_control,
    synthetic_did,
)
from leadline.measure.evidence.effect import DayRow, Effect, Settlement, checks_passed
from leadline.measure.evidence.experiments import Pair, Plan, Power, analyse_experiment, plan_experiment
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
    "Event",
    "EventRow",
    "EventStudy",
    "GradeReport",
    "GradeStep",
    "Link",
    "Pair",
    "Person",
    "Plan",
    "Power",
    "Screen",
    "Series",
    "Settings",
    "Settlement",
    "Units",
    "Verdict",
    "analyse",
    "analyse_experiment",
    "analyse_many",
    "cadence_of",
    "calibrated_p_value",
    "checks_passed",
    "difference_in_differences",
    "event_study",
    "members_against_others",
    "negative_controls",
    "other_events",
    "plan_experiment",
    "screen",
    "share_with_value",
    "step_period",
    "synthetic_control",
    "synthetic_did",
    "unobserved_cause",
]
