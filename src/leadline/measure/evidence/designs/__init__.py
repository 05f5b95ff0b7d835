"""Designs beside the counterfactual one, a file each: units with units, members with others, series with series.

    difference_in_differences(units)         did treated units change more than others
    event_study(units)                       ... block by block around their start
    synthetic_control(units)                 ... than a mixture of others that moved as they did
    synthetic_did(units)                     ... both, with days weighted, too
    members_against_others(people, launch)   did members of a community change more than people like them
    screen(leading, following)               which figures foretell which: candidates

Each gives an `Effect` (a screen: links), with a sentence, a table and what a picture draws.
"""

from leadline.measure.evidence.designs.difference_in_differences import difference_in_differences
from leadline.measure.evidence.designs.event_study import EventRow, EventStudy, event_study
from leadline.measure.evidence.designs.members import Person, members_against_others
from leadline.measure.evidence.designs.screening import Link, Screen, screen
from leadline.measure.evidence.designs.synthetic_control import synthetic_control
from leadline.measure.evidence.designs.synthetic_did import synthetic_did
from leadline.measure.evidence.designs.units import Units

__all__ = [
    "EventRow",
    "EventStudy",
    "Link",
    "Person",
    "Screen",
    "Units",
    "difference_in_differences",
    "event_study",
    "members_against_others",
    "screen",
    "synthetic_control",
    "synthetic_did",
]
