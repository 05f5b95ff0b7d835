"""Attempts to prove an analysis wrong, one file each. A new one is a new file and a call in `counterfactual.py`,
or in `doubts.py` where it needs a verdict to doubt."""

from leadline.measure.evidence.checks.begins_with_program import begins_with_program
from leadline.measure.evidence.checks.control_untouched import NAME as CONTROL
from leadline.measure.evidence.checks.control_untouched import control_decides, control_untouched, may_have_moved
from leadline.measure.evidence.checks.days_agree import days_agree, none_stands_out, standing_out
from leadline.measure.evidence.checks.placebo_in_time import NAME as PLACEBO
from leadline.measure.evidence.checks.placebo_in_time import Placebos, placebo_in_time, placebo_windows, widening
from leadline.measure.evidence.checks.season_seen import fortnights, season_seen, swing_shared

__all__ = [
    "CONTROL",
    "PLACEBO",
    "Placebos",
    "begins_with_program",
    "control_decides",
    "control_untouched",
    "days_agree",
    "fortnights",
    "may_have_moved",
    "none_stands_out",
    "placebo_in_time",
    "placebo_windows",
    "season_seen",
    "standing_out",
    "swing_shared",
    "widening",
]
