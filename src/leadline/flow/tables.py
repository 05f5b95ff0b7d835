"""Every table of the lake, in the order of the flow: what is written later rests on what stands before it."""

from __future__ import annotations

from leadline.assess.tables import ASSESSMENTS, CUBES, NEW_PHRASES, SIGNALS
from leadline.engine import Table
from leadline.engine.answers import ANSWERS
from leadline.engine.ledger import LEDGER
from leadline.listen import COUNTED, ERASED, HEARD_MONTHS, MESSAGES, METRICS, VERSIONS
from leadline.programs.waiting import EPISODES

TABLES: tuple[Table, ...] = (
    MESSAGES,
    VERSIONS,
    METRICS,
    COUNTED,
    ERASED,
    HEARD_MONTHS,
    SIGNALS,
    *CUBES,
    NEW_PHRASES,
    ASSESSMENTS,
    EPISODES,
    ANSWERS,
    LEDGER,
)
