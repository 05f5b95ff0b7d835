"""What happens in a conversation, as the service clock sees it: messages, people's marks, moves between threads.

Messages come from the lake's MESSAGES. Marks and moves are rows that people write in the desk, handed in as values.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from leadline.words import MessageKind, SpeakerRole


class MessageEvent(NamedTuple):
    """One message, by the columns of MESSAGES that the clock needs; a plain tuple in this order does as well.

    `author` is a pseudonym; a message without one belongs to the thread's nameless person. `posted_at` is an instant
    with a zone, or microseconds since 1970 (UTC). A direct message is a `message`, an internal remark is a `note`.
    """

    source: str
    message_id: str
    thread_id: str
    posted_at: dt.datetime | int
    author: str | None
    speaker_role: str = SpeakerRole.CUSTOMER
    kind: str = MessageKind.MESSAGE
    reply_to: str | None = None
    channel: str = ""
    about_party: str | None = None


Reason = Literal["spam", "praise", "other"]
"""Why no reply is needed. Only the first two lift a promise that was broken already."""

EXCUSES: frozenset[Reason] = frozenset({"spam", "praise"})

MarkKind = Literal["claimed", "released", "answered", "dismissed", "closed", "withdrawn", "spam"]


@dataclass(frozen=True)
class Mark:
    """What a person, or the customer by deleting, did to a thread at an instant (`at` has a zone).

    `claimed`, `released` and `answered` only order the desk: a service level trusts the reply it sees, not the mark.
    `dismissed` says that no reply is needed: for one customer, or for all who wait when `customer` is None;
    `reason` says why, and `spam` withdraws the wait.
    `closed` closes the thread, which dismisses whoever still waits. `withdrawn` (deleted by its author) and `spam`
    (which takes in duplicates) name a message.
    """

    kind: MarkKind
    source: str
    thread_id: str
    at: dt.datetime
    customer: str | None = None
    message_id: str | None = None
    by: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class Move:
    """At an instant, a thread's messages became part of thread `into`: all of them (a merge), or some (a split)."""

    source: str
    thread_id: str
    into: str
    at: dt.datetime
    message_ids: frozenset[str] | None = None

    @property
    def flag(self) -> str:
        return "superseded_by_merge" if self.message_ids is None else "superseded_by_split"
