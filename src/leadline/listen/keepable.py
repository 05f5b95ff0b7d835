"""What may be kept of a row? Ids as they are or as pseudonyms, words that name nobody, values that agree.

In: a row as its profile read it. Out: the same row with ids and words that may be kept; one that must not be kept as it
stands is refused (`Unreadable`). The surprise: a value is held against the rows above it, so one `Keepable` is of one
file.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

from leadline.listen.fields import Unreadable
from leadline.listen.parties import PartyBook
from leadline.listen.privacy import kept_id, own_word
from leadline.listen.profiles import Raw, RawMessage, RawMetric, RawRecord
from leadline.listen.signs import plain_signs
from leadline.words import EVERYWHERE

A_YEAR = dt.timedelta(days=366)
_NOT_IN_METRIC = re.compile(r"[/?#@%:]")
"""Signs with a meaning of their own in the address of a metric, or in `calls@consumer@north`."""

NO_CHANNEL = "file"
"""The channel of a message whose export names none."""


class Keepable:
    """`units` are those in which each (metric, area, segment) is recorded so far."""

    def __init__(
        self,
        key: bytes,
        region: str | None,
        parties: PartyBook,
        units: dict[tuple[str, str, str], set[str]],
        now: dt.datetime,
    ) -> None:
        self._key, self._region, self._parties, self._now = key, region, parties, now
        self._units, self._told = units, dict[tuple[object, ...], float]()
        self.word = lru_cache(10_000)(lambda said, column: own_word(said, column, region=region))

    def row(self, raw: Raw) -> Raw:
        """The row with ids and words that may be kept. Raises Unreadable where one may not."""
        if isinstance(raw, RawRecord):
            return self._record(raw)
        return self._message(raw) if isinstance(raw, RawMessage) else self._metric(raw)

    def _record(self, raw: RawRecord) -> RawRecord:
        """The record with an id and words that may be kept. Raises Unreadable for others, and for days to come."""
        for count in raw.counts:
            if count.day > self._now.date() + A_YEAR:
                raise Unreadable(f"day “{count.day}” lies in the future", "Correct the year: what is counted happened.")
            if count.segment != EVERYWHERE:
                self.word(count.segment, "segment")
        return replace(raw, record_id=self.id(raw.record_id, NO_CHANNEL))

    def _message(self, raw: RawMessage) -> RawMessage:
        """The message with ids and words that may be kept. Raises Unreadable where one may not."""
        latest = max(one for one in (raw.posted_at, raw.edited_at, raw.deleted_at) if one)
        if latest > self._now + dt.timedelta(days=1):
            raise Unreadable(
                "the message was posted, edited or deleted in the future",
                "Correct the clock or the zone of the export.",
            )
        channel = self._word(raw.channel, "channel")
        where = channel or NO_CHANNEL
        return replace(
            raw,
            message_id=self.id(raw.message_id, where),
            thread_id=self.id(raw.thread_id, where) if raw.thread_id else None,
            reply_to=self.id(raw.reply_to, where) if raw.reply_to else None,
            channel=channel,
            text=plain_signs(raw.text),
            about_party=self.party_word(raw.about_party) if raw.about_party else None,
            language=self._word(raw.language, "language"),
            area=self._word(raw.area, "area"),
            source=self._word(raw.source, "source"),
        )

    def _metric(self, raw: RawMetric) -> RawMetric:
        """The value with words that may be kept. Raises Unreadable for others, or where the file contradicts itself."""
        if raw.day > self._now.date() + A_YEAR:
            raise Unreadable(f"day “{raw.day}” lies in the future", "Correct the year: what is recorded has happened.")
        sound = replace(
            raw,
            metric=self.word(raw.metric, "metric"),
            unit=self.word(raw.unit, "unit"),
            area=self.word(raw.area, "area"),
            segment=self.word(raw.segment, "segment"),
            source=self._word(raw.source, "source"),
        )
        if found := _NOT_IN_METRIC.search(f"{sound.metric}{sound.segment}{sound.area}"):
            raise Unreadable(
                f"metric, segment or area holds the sign “{found[0]}”", "Use letters, digits, spaces and - _ . instead."
            )
        units = self._units.setdefault((sound.metric, sound.area, sound.segment), {sound.unit})
        if sound.unit not in units:
            raise Unreadable(
                f"{named(asdict(sound))} is recorded in {' and '.join(sorted(units))}; this row says {sound.unit}",
                "Write its values in that unit, or give the metric another id.",
            )
        what = (sound.metric, sound.day, sound.area, sound.unit, sound.segment)
        if self._told.setdefault(what, sound.value) != sound.value:
            raise Unreadable(
                "the file gives another value for the same metric and day above", "Leave the wrong one of the two out."
            )
        return sound

    def id(self, said: str, channel: str) -> str:
        """A message's or a conversation's id as it may be kept."""
        return kept_id(self._key, said, channel=channel, region=self._region)

    def party_word(self, said: str) -> str:
        """A declared party by any of its words; else a name that may be kept."""
        return said if self._parties.find(said) else self.word(said, "about_party")

    def _word(self, said: str | None, column: str) -> str | None:
        return self.word(said, column) if said else None


def named(row: dict[str, Any]) -> str:
    """`calls of consumer in north`."""
    segment = "" if row["segment"] == EVERYWHERE else f" of {row['segment']}"
    return f"{row['metric']}{segment}" + ("" if row["area"] == EVERYWHERE else f" in {row['area']}")
