"""What can be changed in a strategy's text? Five kinds of edit, each of a path, and what one replaces in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Plain = str | Sequence[Any] | Mapping[str, Any]


@dataclass(frozen=True)
class Put:
    """A field set to a value, whether it stands there or not; None leaves its name with nothing behind it."""

    where: str
    value: Plain | None


@dataclass(frozen=True)
class Instead:
    """A part of a list written anew as a whole, comments inside it and all."""

    where: str
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Add:
    """One more at the end of a list."""

    where: str
    value: Plain


@dataclass(frozen=True)
class Take:
    """One part taken out of a list."""

    where: str


@dataclass(frozen=True)
class Name:
    """A field given another name."""

    where: str
    name: str


Edit = Put | Instead | Add | Take | Name


@dataclass(frozen=True, order=True)
class Replacement:
    """Signs `start` to `end` of a text, and what stands there instead."""

    start: int
    end: int
    text: str

    def overlaps(self, other: Replacement) -> bool:
        """Two insertions at one place do not: both are written, one after the other."""
        if self.start == self.end == other.start == other.end:
            return False
        return (self.start < other.end and other.start < self.end) or self.start == other.start
