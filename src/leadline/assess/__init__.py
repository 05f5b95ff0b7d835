"""What do messages mean? Readings, cubes, the x-ray, findings and opportunities.

label(lake, load_reader())                      read what is new, bring the cubes up to date
x_ray(lake, parties, period, themes=...)        where everybody stands
opportunities(...)                              what follows, ranked by a formula one can open
touch_points(x_ray), compare(one, other), answered(...), voices(...)
                                                where it hurts, what differs, who answers, who speaks up again and again
label_file(load_reader(), file, out, column="text")   a file's rows, each with what it says
find_messages(lake, Which(theme=...))           down to the messages behind a number
"""

from leadline.assess.adopting import adopt_readings, readings_wait
from leadline.assess.aspects import ASPECTS, AspectName, aspect_of
from leadline.assess.corrections.adapting import adapt
from leadline.assess.corrections.checking import Checked, checked, corrected_share
from leadline.assess.corrections.demands import Demands
from leadline.assess.corrections.labels import LABELS, CorrectedLabel, Correction, choices, reading_of
from leadline.assess.corrections.sampling import draw
from leadline.assess.cubes.asking import ANSWERED_BY, Answered, Question, answered, unanswered
from leadline.assess.cubes.making import cubes_are_current, mend_cubes, rebuild_cubes, refresh_cubes
from leadline.assess.cubes.present import present_model
from leadline.assess.cubes.readings import ReadingName
from leadline.assess.cubes.voices import STANCES, Stance, Voice, Voices, named_voices, voices, window_of
from leadline.assess.cubes.voices import Heard as HeardVoices
from leadline.assess.erasing import forget_readings, read_of
from leadline.assess.files.labelling import FileLabelled, label_file
from leadline.assess.labelling import Labelled, label
from leadline.assess.messages.choosing import Which, with_merged
from leadline.assess.messages.counting import languages_heard
from leadline.assess.messages.daily import Day, daily, is_told_at_once
from leadline.assess.messages.listing import (
    ReadMessage,
    conversation,
    find_messages,
    first_questions,
    newest_messages,
    read_messages,
)
from leadline.assess.messages.praise import Praise, praise
from leadline.assess.messages.query import Words, marks, read_words
from leadline.assess.messages.quotes import typical
from leadline.assess.messages.search import rebuild_search, refresh_search, search_is_current
from leadline.assess.messages.tallies import Tally, count_messages, tally
from leadline.assess.reader.fast import MODEL_VERSION, Quality, Reader, Reading, engine_in_use, quality
from leadline.assess.reader.layer import Held, Layer
from leadline.assess.reader.loading import AnyReader, load_reader
from leadline.assess.reader.theme_files import load_themes, read_themes, write_themes
from leadline.assess.reader.themes import Theme, Themes
from leadline.assess.reader.trying import Sentence, Shown, read_sentence
from leadline.assess.shares import share_of
from leadline.assess.tables import (
    ASKED,
    ASKED_DAYS,
    CONVERSATIONS,
    CUBES,
    MESSAGE_DAYS,
    SIGNALS,
    THEME_DAYS,
    TURN_MONTHS,
    VOICE_MONTHS,
    VOICES,
)
from leadline.assess.themes import theme_list
from leadline.assess.themes.history import ThemeMonth, theme_months
from leadline.assess.themes.mining import mine_phrases
from leadline.assess.themes.news import NewGroup, News, news_of
from leadline.assess.xray.closing import (
    Assessment,
    ClosedVersion,
    assessment,
    assessment_as_of,
    assessments,
    close,
    closed_findings,
    closed_versions,
)
from leadline.assess.xray.comparing import Comparison, DailyCounts, Difference, Group, compare, daily_messages
from leadline.assess.xray.differences import change_of, difference_of, is_chance, is_enough_before
from leadline.assess.xray.experience import Outcome, Talk, Turn, count_talks, find_talks, talk_of, turns
from leadline.assess.xray.focus import WHOLE, Focus
from leadline.assess.xray.judging import month_to_judge, months_with_messages
from leadline.assess.xray.landscape import (
    Aspect,
    PartyXRay,
    ThemeReading,
    XRay,
    months_heard,
    themes_of_everybody,
    x_ray,
)
from leadline.assess.xray.opportunities import FORMULA, RANKING, WEIGHTS, Opportunity, Ranking, findings, opportunities
from leadline.assess.xray.touch_points import TouchPoint, touch_points

__all__ = [
    "ANSWERED_BY",
    "ASKED",
    "ASKED_DAYS",
    "ASPECTS",
    "CONVERSATIONS",
    "CUBES",
    "FORMULA",
    "LABELS",
    "MESSAGE_DAYS",
    "MODEL_VERSION",
    "RANKING",
    "SIGNALS",
    "STANCES",
    "THEME_DAYS",
    "TURN_MONTHS",
    "VOICES",
    "VOICE_MONTHS",
    "WEIGHTS",
    "WHOLE",
    "Answered",
    "AnyReader",
    "Aspect",
    "AspectName",
    "Assessment",
    "Checked",
    "ClosedVersion",
    "Comparison",
    "CorrectedLabel",
    "Correction",
    "DailyCounts",
    "Day",
    "Demands",
    "Difference",
    "FileLabelled",
    "Focus",
    "Group",
    "HeardVoices",
    "Held",
    "Labelled",
    "Layer",
    "NewGroup",
    "News",
    "Opportunity",
    "Outcome",
    "PartyXRay",
    "Praise",
    "Quality",
    "Question",
    "Ranking",
    "ReadMessage",
    "Reader",
    "Reading",
    "ReadingName",
    "Sentence",
    "Shown",
    "Stance",
    "Talk",
    "Tally",
    "Theme",
    "ThemeMonth",
    "ThemeReading",
    "Themes",
    "TouchPoint",
    "Turn",
    "Voice",
    "Voices",
    "Which",
    "Words",
    "XRay",
    "adapt",
    "adopt_readings",
    "answered",
    "aspect_of",
    "assessment",
    "assessment_as_of",
    "assessments",
    "change_of",
    "checked",
    "choices",
    "close",
    "closed_findings",
    "closed_versions",
    "compare",
    "conversation",
    "corrected_share",
    "count_messages",
    "count_talks",
    "cubes_are_current",
    "daily",
    "daily_messages",
    "difference_of",
    "draw",
    "engine_in_use",
    "find_messages",
    "find_talks",
    "findings",
    "first_questions",
    "forget_readings",
    "is_chance",
    "is_enough_before",
    "is_told_at_once",
    "label",
    "label_file",
    "languages_heard",
    "load_reader",
    "load_themes",
    "marks",
    "mend_cubes",
    "mine_phrases",
    "month_to_judge",
    "months_heard",
    "months_with_messages",
    "named_voices",
    "newest_messages",
    "news_of",
    "opportunities",
    "praise",
    "present_model",
    "quality",
    "read_messages",
    "read_of",
    "read_sentence",
    "read_themes",
    "read_words",
    "reading_of",
    "readings_wait",
    "rebuild_cubes",
    "rebuild_search",
    "refresh_cubes",
    "refresh_search",
    "search_is_current",
    "share_of",
    "talk_of",
    "tally",
    "theme_list",
    "theme_months",
    "themes_of_everybody",
    "touch_points",
    "turns",
    "typical",
    "unanswered",
    "voices",
    "window_of",
    "with_merged",
    "write_themes",
    "x_ray",
]
