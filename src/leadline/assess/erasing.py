"""A person is erased: how their messages were read goes, and everything that was counted of it is counted anew.

In: a pseudonym. Out: SIGNALS without them, all cubes, new phrases and the full-text index made of what is left. The
surprise: cubes are made anew as a whole, since a person stands in sketches from which nobody can be taken out.
"""

from __future__ import annotations

import narwhals as nw

from leadline.assess.cubes.making import mend_cubes
from leadline.assess.messages.search import rebuild_search
from leadline.assess.tables import SIGNALS
from leadline.assess.themes.mining import mine_phrases
from leadline.engine import Lake, rows, scan
from leadline.listen import Tombs, bury
from leadline.words import PartyId


def read_of(lake: Lake, author: str) -> set[tuple[str, str]]:
    """Source and id of each message of a person that was read by any model."""
    told = scan(lake, SIGNALS).filter(nw.col("author") == author).select("source", "message_id").unique()
    return {(row["source"], row["message_id"]) for row in rows(told)}


def forget_readings(lake: Lake, author: str, own: PartyId, stones: Tombs) -> int:
    """Take a person's signals, and their messages' ids in others' conversations, off the lake and count all of it anew;
    how many signals went.
    """
    bury(lake, SIGNALS, stones, but_of=author)
    [held] = rows(scan(lake, SIGNALS).filter(nw.col("author") == author).select(n=nw.len()))
    if held["n"]:
        lake.rewrite(SIGNALS, where=f"author = '{author}'", make=SIGNALS.schema().empty_table)
    if lake.version(SIGNALS) >= 0:
        mend_cubes(lake)
        mine_phrases(lake, own)
    rebuild_search(lake)
    return int(held["n"])
