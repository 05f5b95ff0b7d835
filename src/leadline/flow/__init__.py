"""The stages in order, and the one bundle of what people wrote.

documents = Documents(company, parties, strategy, programs=..., costs=...)
run_month(lake, documents, month, now=now)      check everything, then run every stage; a second run changes nothing
measure_effects_of(lake, documents, month, ...) one stage by itself

Below this folder nobody knows the order; above it nobody calls a stage out of order. The surprise: a stage is imported
where it is run, so that a command which needs one word does not wait for all of them.
"""

from leadline.engine import Lake
from leadline.flow.adopting import adopt_waiting
from leadline.flow.documents import Documents, lake_of
from leadline.flow.known import (
    days_heard,
    last_heard,
    line_grades,
    link_of,
    links_asked,
    month_asked,
    month_or_last,
    strategy_facts,
)
from leadline.flow.memory import remembered
from leadline.flow.month import STAGES, Progress, Step, check_month, run_month
from leadline.flow.stages import (
    case_of,
    measure_effects_of,
    measure_service_of,
    measure_warnings_of,
    refresh_desk,
    report_of,
    targets_of,
    value_of,
)

__all__ = [
    "STAGES",
    "Documents",
    "Lake",
    "Progress",
    "Step",
    "adopt_waiting",
    "case_of",
    "check_month",
    "days_heard",
    "lake_of",
    "last_heard",
    "line_grades",
    "link_of",
    "links_asked",
    "measure_effects_of",
    "measure_service_of",
    "measure_warnings_of",
    "month_asked",
    "month_or_last",
    "refresh_desk",
    "remembered",
    "report_of",
    "run_month",
    "strategy_facts",
    "targets_of",
    "value_of",
]
