"""Who does what, when, with what? And is each promise of a reply kept?

`read_programs` reads plans, `check_programs` holds them against the strategy. A `Promise` with its `Calendar` says what
is promised, `episodes_of` who waited. What is heavier or rarer stands in its own module:

    from leadline.programs.desk import desk                    # who waits now
    from leadline.programs.sheet_export import export_sheet    # the champions' sheet goes out
    from leadline.programs.sheet_import import import_sheet    # and comes back
"""

from leadline.programs.calendar import ALWAYS, Calendar, always, calendar_as_dict, calendar_from_dict
from leadline.programs.champions import (
    Champion,
    EvidenceLevel,
    Passion,
    Pilot,
    Result,
    Story,
    merged,
)
from leadline.programs.conduct import Guardrails
from leadline.programs.desk import DeskItem, desk_sentence
from leadline.programs.durations import duration_words
from leadline.programs.episodes import (
    Episode,
    Status,
    episodes_in_order,
    episodes_of,
    is_answered,
    is_dismissed,
    is_known,
    status,
    thread_episodes,
)
from leadline.programs.events import Mark, MarkKind, MessageEvent, Move, Reason
from leadline.programs.hours import Hours
from leadline.programs.plan import Program
from leadline.programs.plan_checks import check_programs
from leadline.programs.plan_file import programs_from, read_programs
from leadline.programs.promise import Promise
from leadline.programs.resolution import Resolution, resolution_of
from leadline.programs.small_groups import ShownGroups, bands, shown_groups
from leadline.programs.totals import Total, totals

__all__ = [
    "ALWAYS",
    "Calendar",
    "Champion",
    "DeskItem",
    "Episode",
    "EvidenceLevel",
    "Guardrails",
    "Hours",
    "Mark",
    "MarkKind",
    "MessageEvent",
    "Move",
    "Passion",
    "Pilot",
    "Program",
    "Promise",
    "Reason",
    "Resolution",
    "Result",
    "ShownGroups",
    "Status",
    "Story",
    "Total",
    "always",
    "bands",
    "calendar_as_dict",
    "calendar_from_dict",
    "check_programs",
    "desk_sentence",
    "duration_words",
    "episodes_in_order",
    "episodes_of",
    "is_answered",
    "is_dismissed",
    "is_known",
    "merged",
    "programs_from",
    "read_programs",
    "resolution_of",
    "shown_groups",
    "status",
    "thread_episodes",
    "totals",
]
