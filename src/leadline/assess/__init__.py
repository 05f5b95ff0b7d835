"""What do messages mean? Readings, cubes, the x-ray, findings and opportunities.

label(lake, load_reader())                      read what is new, bring the cubes up to date
x_ray(lake, parties, period, themes=...)        where everybody stands
opportunities(...)                              what follows, ranked by a formula one can open
find_messages(lake, Which(theme=...))           down to the messages behind a number
"""

from leadline.assess.choosing import Which
from leadline.assess.closing import (
    Assessment,
    ClosedVersion,
    assessment,
    assessment_as_of,
    assessments,
    close,
    closed_findings,
    closed_versions,
)
from leadline.assess.cubes import cubes_are_current, mend_cubes, rebuild_cubes, refresh_cubes
from leadline.assess.experience import Outcome, Talk, Turn, count_talks, find_talks, talk_of, turns
from leadline.assess.history import ThemeMonth, theme_months
from leadline.assess.labelling import Labelled, label
from leadline.assess.landscape import (
    ASPECTS,
    Aspect,
    AspectName,
    PartyXRay,
    ThemeReading,
    XRay,
    aspect_of,
    months_heard,
    x_ray,
)
from leadline.assess.messages import ReadMessage, conversation, find_messages, newest_messages
from leadline.assess.opportunities import FORMULA, WEIGHTS, Opportunity, findings, opportunities
from leadline.assess.quotes import typical
from leadline.assess.reader import MODEL_VERSION, Quality, Reader, Reading, engine_in_use, load_reader, quality
from leadline.assess.readings import ReadingName
from leadline.assess.shares import share_of
from leadline.assess.tables import CONVERSATIONS, CUBES, MESSAGE_DAYS, SIGNALS, THEME_DAYS, TURN_MONTHS
from leadline.assess.tallies import Tally, count_messages, tally
from leadline.assess.themes import Themes, load_themes
from leadline.assess.trying import Sentence, Shown, read_sentence

__all__ = [
    "ASPECTS",
    "CONVERSATIONS",
    "CUBES",
    "FORMULA",
    "MESSAGE_DAYS",
    "MODEL_VERSION",
    "SIGNALS",
    "THEME_DAYS",
    "TURN_MONTHS",
    "WEIGHTS",
    "Aspect",
    "AspectName",
    "Assessment",
    "ClosedVersion",
    "Labelled",
    "Opportunity",
    "Outcome",
    "PartyXRay",
    "Quality",
    "ReadMessage",
    "Reader",
    "Reading",
    "ReadingName",
    "Sentence",
    "Shown",
    "Talk",
    "Tally",
    "ThemeMonth",
    "ThemeReading",
    "Themes",
    "Turn",
    "Which",
    "XRay",
    "aspect_of",
    "assessment",
    "assessment_as_of",
    "assessments",
    "close",
    "closed_findings",
    "closed_versions",
    "conversation",
    "count_messages",
    "count_talks",
    "cubes_are_current",
    "engine_in_use",
    "find_messages",
    "find_talks",
    "findings",
    "label",
    "load_reader",
    "load_themes",
    "mend_cubes",
    "months_heard",
    "newest_messages",
    "opportunities",
    "quality",
    "read_sentence",
    "rebuild_cubes",
    "refresh_cubes",
    "share_of",
    "talk_of",
    "tally",
    "theme_months",
    "turns",
    "typical",
    "x_ray",
]
