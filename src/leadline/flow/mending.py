"""After damage: which tables are made anew at once, and by which way the rows of every other one come back, if any.

In: a lake, the name of a table that lost rows. Out: the cubes as a rebuild makes them; a sentence a table. The
surprise: some tables hold what was said once and cannot be computed again: of those the sentence asks for a backup.
"""

from __future__ import annotations

from leadline.assess.cubes.making import cubes_are_current, mend_cubes, rebuild_cubes
from leadline.assess.messages.search import SEARCH, rebuild_search, refresh_search, search_is_current
from leadline.assess.tables import ASSESSMENTS, CUBES, NEW_PHRASES, SIGNALS
from leadline.engine import Lake
from leadline.engine.answers import ANSWERS
from leadline.engine.ledger import LEDGER
from leadline.listen import (
    COUNTED,
    ERASED,
    HEARD_MONTHS,
    MESSAGES,
    METRICS,
    VERSIONS,
    heard_is_current,
    rebuild_heard,
    refresh_heard,
)
from leadline.programs.waiting import EPISODES

_BACKUP = "Only a backup brings it back (leadline engine restore)"
WAYS_BACK: dict[str, str] = {
    MESSAGES.name: "Its messages come back when the same files are imported again: leadline listen import.",
    VERSIONS.name: "Edits and deletions come back when the same files are imported again: leadline listen import.",
    METRICS.name: "Its values come back, each as of when it came in, when the same files are imported again: "
    "leadline listen import.",
    COUNTED.name: "Its records come back when the same files are imported again: leadline listen import.",
    ERASED.name: "Erase these people once more (leadline engine erase), or restore a backup. Until then, import no old "
    "files: what they said would come in again.",
    HEARD_MONTHS.name: "It is counted from the messages: leadline engine rebuild.",
    SIGNALS.name: "Its messages are read again by the next run: leadline assess.",
    **{cube.name: "It is counted from the signals: leadline engine rebuild." for cube in CUBES},
    NEW_PHRASES.name: "Its phrases are mined anew by the next run: leadline assess.",
    ASSESSMENTS.name: f"{_BACKUP}: closing anew freezes what is known today, under a number of its own.",
    EPISODES.name: "It is laid out anew from the messages by the next run: leadline programs desk, or leadline month.",
    ANSWERS.name: "leadline month finds a month's figures anew, as they are known today. "
    f"{_BACKUP} as it was: months that were frozen, and earlier answers.",
    LEDGER.name: f"{_BACKUP}: which files came in, and when. Files that are imported again are told as of today; "
    "until then, import no metrics that were corrected since.",
}


def behind(lake: Lake) -> tuple[str, ...]:
    """The cubes that are not of the rows as they stand now, by name, and the full-text index; the next import or
    reading makes them anew.
    """
    heard = () if heard_is_current(lake) else (HEARD_MONTHS.name,)
    cubes = () if cubes_are_current(lake) else tuple(cube.name for cube in CUBES)
    return (*heard, *cubes, *(() if search_is_current(lake) else (SEARCH,)))


def remake(lake: Lake) -> tuple[str, ...]:
    """Make the cubes anew that are behind; their names."""
    late = behind(lake)
    refresh_heard(lake)
    mend_cubes(lake)
    refresh_search(lake)
    return late


def rebuild(lake: Lake) -> None:
    """All cubes and the full-text index anew, whatever they say of themselves."""
    rebuild_heard(lake)
    rebuild_cubes(lake)
    rebuild_search(lake)
