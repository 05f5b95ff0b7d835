"""A party took over what waited under its accounts: readings follow, and what was counted of them is counted anew.

In: under which words messages waited, and for which parties. Out: SIGNALS about the parties, the cubes of the months
they touch, the full-text index. The surprise: nothing is read again, since whom a text is about changes none of its
labels; a run that died is finished by the next, which still meets the word in a cube.
"""

from __future__ import annotations

from leadline.assess.cubes.making import refresh_cubes
from leadline.assess.messages.search import refresh_search
from leadline.assess.tables import MESSAGE_DAYS, SIGNALS
from leadline.assess.themes.mining import mine_phrases
from leadline.engine import Lake
from leadline.listen import Words, hand_over, is_any
from leadline.words import PartyId


def readings_wait(lake: Lake, words: Words) -> bool:
    """Whether a reading, or what was counted of readings, still stands under one of these words."""
    return bool(words) and any(is_any(lake, table, words) for table in (MESSAGE_DAYS, SIGNALS))


def adopt_readings(lake: Lake, words: Words, own: PartyId) -> None:
    """Let readings be of the parties whose words these are."""
    if lake.version(SIGNALS) < 0:
        return
    since = lake.version(SIGNALS)
    moved = hand_over(lake, SIGNALS, words)
    refresh_cubes(lake, moved.rows, since=since)
    refresh_search(lake, since=since, touched=set(moved.rows["posted_day"].unique().to_pylist()))
    if own in words.values():
        mine_phrases(lake, own)
