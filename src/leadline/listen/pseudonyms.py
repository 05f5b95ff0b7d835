"""What is a person or a conversation of a source called here? For the operator, who may read the key.

In: an id or a handle as it stands at its source, the home's key. Out: how it is kept, and in how many messages it
stands. The surprise: nothing leads back from a pseudonym; one asks with what the source says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import narwhals as nw

from leadline.config import PSEUDONYMS, Home
from leadline.engine import Lake, rows, scan
from leadline.listen.heard import heard
from leadline.listen.privacy import kept_id, pseudonym, region_of
from leadline.listen.tables import MESSAGES


@dataclass(frozen=True)
class Kept:
    """How an id or a person's handle is kept on a channel; `messages` are written by it, or hold the id."""

    what: Literal["id", "person"]
    channel: str
    pseudonym: str
    messages: int


def kept_as(home: Home, lake: Lake, said: str) -> tuple[Kept, ...]:
    """What `said` is kept as on every channel of which messages came in: as an id, then as a person."""
    key, region = home.key(PSEUDONYMS), region_of(home.company.zone)
    channels = sorted({one.channel for one in heard(lake)})
    ids = {channel: kept_id(key, said, channel=channel, region=region) for channel in channels}
    people = {channel: pseudonym(key, channel, said) for channel in channels}
    return (
        *(Kept("id", one, name, _messages(lake, one, name, "message_id", "thread_id")) for one, name in ids.items()),
        *(Kept("person", one, name, _messages(lake, one, name, "author")) for one, name in people.items()),
    )


def _messages(lake: Lake, channel: str, name: str, *columns: str) -> int:
    said = nw.any_horizontal(*(nw.col(column) == name for column in columns), ignore_nulls=True)
    [found] = rows(scan(lake, MESSAGES).filter(nw.col("channel") == channel, said).select(found=nw.len()))
    return int(found["found"])
