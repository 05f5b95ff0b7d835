"""What do those who wait ask? The messages of open waits, by key.

In: episodes. Out: for each of them what its customer has written since the wait began, oldest first. The surprise: a
wait is one question with whatever was added to it, so that nobody answers the last line without the first.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import pyarrow as pa

from leadline.engine import Lake, matching, rows
from leadline.listen import MESSAGES, with_versions
from leadline.programs.episodes import Episode
from leadline.programs.waits import NAMELESS
from leadline.words import MessageKind

Wait = tuple[str, str, str]
"""Source, thread and customer: nobody has two open waits in one thread."""


@dataclass(frozen=True)
class Said:
    """One message of somebody who waits. `at` is an instant in UTC."""

    text: str
    at: dt.datetime


def wait_of(episode: Episode) -> Wait:
    return episode.source, episode.thread_id, episode.customer


def asked(lake: Lake, episodes: Sequence[Episode]) -> Mapping[Wait, tuple[Said, ...]]:
    """What stands unanswered in each wait."""
    if not episodes:
        return {}
    began = {wait_of(one): one.opened_at for one in episodes}
    threads = sorted({(one.source, one.thread_id) for one in episodes})
    theirs = pa.table({"source": [one for one, _ in threads], "thread_id": [one for _, one in threads]})
    spoken = nw.col("kind") == MessageKind.MESSAGE.value
    told = with_versions(lake, matching(lake, MESSAGES, theirs).filter(spoken))
    found = told.filter(nw.col("deleted_at").is_null()).sort("posted_at", "message_id")
    said: defaultdict[Wait, list[Said]] = defaultdict(list)
    for row in rows(found.select("source", "thread_id", "author", "text", "posted_at")):
        wait = row["source"], row["thread_id"], row["author"] or NAMELESS
        if wait in began and row["posted_at"] >= began[wait]:
            said[wait].append(Said(row["text"], row["posted_at"]))
    return {wait: tuple(texts) for wait, texts in said.items()}
