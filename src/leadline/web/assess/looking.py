"""How a group of messages reads, and where those messages are: for every page that shows readings.

In: an aspect or a theme, and who looks. Out: frozen values for the templates. The surprise: who may not read messages
gets the same numbers without addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leadline.assess import WHOLE, Aspect, Focus, ReadingName, ThemeReading, Which, share_of
from leadline.config import setting
from leadline.web.assess.addresses import messages_address
from leadline.words import Estimate, Period


@dataclass(frozen=True)
class Reading:
    """A share of messages that show something, and where they are; no address for who may not read messages."""

    share: Estimate | None
    href: str


@dataclass(frozen=True)
class Moods:
    """How a group of messages reads: parts of 1."""

    negative: float
    neutral: float
    positive: float

    @property
    def parts(self) -> tuple[tuple[str, str, str], ...]:
        """For the drawing: class, where it begins and how wide it is, in percent."""
        begins = (0.0, self.negative, self.negative + self.neutral)
        sizes = (self.negative, self.neutral, self.positive)
        names = ("negative", "neutral", "positive")
        return tuple(
            (name, f"{100 * x:.1f}%", f"{100 * wide:.1f}%") for name, x, wide in zip(names, begins, sizes, strict=True)
        )


@dataclass(frozen=True)
class Readings:
    """The four readings of a group, apart (S3.10); None where the group is too small to show."""

    moods: Moods
    negative: Reading
    frustration: Reading
    excitement: Reading
    need: Reading


@dataclass(frozen=True)
class Looker:
    """Makes the addresses of the messages behind a number, for those who may read them."""

    period: Period
    may_read: bool
    noise: bool = False
    focus: Focus = WHOLE

    def at(self, **which: str) -> str:
        return self._at(Which(period=self.period, noise=self.noise, **(self._narrowed | which)))

    def without_theme(self, **which: str) -> str:
        """The same of messages in which no theme was found."""
        return self._at(Which(period=self.period, noise=self.noise, themeless=True, **(self._narrowed | which)))

    @property
    def _narrowed(self) -> dict[str, Any]:
        return {name: getattr(self.focus, name) for name in self.focus.asked}

    def _at(self, which: Which) -> str:
        return messages_address(which) if self.may_read else ""


def readings_of_theme(theme: ThemeReading, look: Looker, party: str = "") -> Readings:
    """The four readings of what a party's customers say about a theme; without a party, of what everybody says."""
    whole = theme.messages
    same = {"theme": theme.theme, **({"party": party, "aspect": "customers"} if party else {})}

    def reading(part: int, name: ReadingName) -> Reading:
        return Reading(share_of(part, whole), look.at(reading=name, **same))

    return Readings(
        moods=Moods(theme.negative / whole, (whole - theme.negative - theme.positive) / whole, theme.positive / whole),
        negative=reading(theme.negative, "negative"),
        frustration=reading(theme.frustrated, "frustration"),
        excitement=reading(theme.excited, "excitement"),
        need=reading(theme.needing, "need"),
    )


def readings_of_aspect(aspect: Aspect, look: Looker, *, party: str) -> Readings | None:
    """The four readings of what one side says about a party; None where they are too few to show."""
    if aspect.read < setting("LEADLINE_SMALL_GROUP"):
        return None

    def reading(share: Estimate | None, name: ReadingName) -> Reading:
        return Reading(share, look.at(party=party, aspect=aspect.name, reading=name))

    parts = [share.value if share else 0.0 for share in (aspect.negative, aspect.neutral, aspect.positive)]
    return Readings(
        moods=Moods(*parts),
        negative=reading(aspect.negative, "negative"),
        frustration=reading(aspect.frustrated, "frustration"),
        excitement=reading(aspect.excited, "excitement"),
        need=reading(aspect.needing, "need"),
    )
