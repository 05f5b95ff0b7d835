"""A message of a file as the lake will hold it: what its row means.

In: a message whose ids and words may be kept, and the conversations of its file. Out: its link to others, its row of
MESSAGES, and the later versions of it that the row states. The surprise: this is the definition. Most rows are read by
columns (`bulk`) and never come here, and must come out as they would have here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from leadline.listen.keepable import NO_CHANNEL, Keepable
from leadline.listen.privacy import hide_mentions
from leadline.listen.profiles import RawMessage
from leadline.listen.redaction import redact
from leadline.listen.speakers import Speakers
from leadline.listen.threads import Link, Threads
from leadline.listen.versions import Change


@dataclass(frozen=True)
class Ways:
    """What a message goes through, by itself or by columns. `name` gives an author's pseudonym on a channel."""

    keepable: Keepable
    speakers: Speakers
    name: Callable[[str, str], str]
    parties_words: Container[str]
    region: str | None
    zone: ZoneInfo | None
    company_zone: ZoneInfo
    source: str | None
    now: dt.datetime


def link_of(raw: RawMessage, ways: Ways) -> Link:
    """What threading needs of a message."""
    speaks = ways.speakers.speaks_for(raw.author, raw.about_party, raw.speaker_role)
    is_about = ways.speakers.is_about_somebody(raw.about_party)
    return Link(_source(raw, ways), raw.message_id, raw.reply_to, raw.thread_id, speaks, is_about)


def message_row(raw: RawMessage, ways: Ways, threads: Threads) -> dict[str, Any]:
    """The row of MESSAGES, but for what all rows of an import share."""
    source, channel = _source(raw, ways), raw.channel or NO_CHANNEL
    thread = raw.thread_id or threads.of(source, raw.message_id)
    role, role_basis = ways.speakers.role(raw.author, raw.speaker_role)
    party, party_basis = ways.speakers.party(raw.about_party, raw.text, threads.party_of(source, thread))
    text = hide_mentions(raw.text, known=ways.speakers.handles, name=lambda handle: ways.name(channel, handle))
    return {
        "source": source,
        "message_id": raw.message_id,
        "thread_id": thread,
        "reply_to": raw.reply_to,
        "channel": channel,
        "about_party": party,
        "party_basis": party_basis,
        "speaker_role": role,
        "role_basis": role_basis,
        "author": ways.name(channel, raw.author),
        "kind": raw.kind,
        "public": raw.public,
        "text": redact(text, region=ways.region, known=ways.parties_words),
        "language": raw.language,
        "area": raw.area,
        "posted_at": raw.posted_at,
        "posted_day": raw.posted_at.astimezone(ways.company_zone).date(),
    }


def changes_of(raw: RawMessage, row: dict[str, Any]) -> Iterator[Change]:
    """The later versions of its message that a row states, with the text that may be kept."""
    if raw.edited_at and not is_only_deleted(raw):
        yield Change(row["source"], row["message_id"], "edited", row["text"], raw.edited_at)
    if raw.deleted_at:
        yield Change(row["source"], row["message_id"], "deleted", None, raw.deleted_at)


def is_only_deleted(raw: RawMessage) -> bool:
    """Whether a row says that its message was deleted, and not what it said."""
    return raw.deleted_at is not None and not raw.text


def _source(raw: RawMessage, ways: Ways) -> str:
    return ways.source or raw.source or raw.channel or NO_CHANNEL
