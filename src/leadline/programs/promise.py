"""What is promised: a reply within so many open minutes, by a calendar, on some channels, for some parties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from leadline.errors import LeadlineError
from leadline.programs.calendar import Calendar
from leadline.programs.durations import duration_words
from leadline.programs.layout import MICROS


@dataclass(frozen=True)
class Promise:
    """A maximum, not a mean (S0.9): every reply is due within `target_minutes` of open time.

    Empty `channels` and `parties` mean all. `bots` are authors (pseudonyms) whose automatic messages an
    administrator lets count as replies; all others never answer. `session_gap_hours` names, by channel, the silence
    after which a conversation counts as a new one for first responses (24 is usual for direct messages).
    `horizon_days` bounds the response rate, so that it does not rise with age. A reply that seems to precede its
    question by up to `skew_seconds` is a clock's fault; beyond that the pair is set aside.
    """

    target_minutes: float
    calendar: Calendar
    channels: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    bots: frozenset[str] = frozenset()
    session_gap_hours: Mapping[str, float] = field(default_factory=dict, hash=False)
    horizon_days: float = 7
    skew_seconds: float = 120

    def __post_init__(self) -> None:
        if self.target_minutes <= 0:
            raise LeadlineError(
                f"A reply cannot be promised within {self.target_minutes:g} minutes.", "Promise more than none."
            )

    @property
    def target_seconds(self) -> float:
        return self.target_minutes * 60

    @cached_property
    def target_micros(self) -> int:
        return round(self.target_seconds * MICROS)

    def covers(self, channel: str, party: str | None) -> bool:
        """Whether the promise holds for a message on this channel about this party."""
        return (not self.channels or channel in self.channels) and (not self.parties or party in self.parties)

    def __str__(self) -> str:
        return f"within {duration_words(self.target_seconds)} ({self.calendar})"
