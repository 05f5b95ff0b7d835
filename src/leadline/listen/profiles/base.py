"""What a profile is: how the rows of one export format are read.

To add a format, copy a neighbour: one file with `fits` and `read`, one line in `profiles/__init__.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from leadline.listen.sheets import Column, Sheet
from leadline.words import EVERYWHERE


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A message as an export says it, before privacy: None is what the export does not say. Time is UTC."""

    message_id: str
    posted_at: dt.datetime
    author: str
    text: str
    thread_id: str | None = None
    reply_to: str | None = None
    channel: str | None = None
    about_party: str | None = None
    speaker_role: str | None = None
    kind: str = "message"
    public: bool = True
    language: str | None = None
    area: str | None = None
    source: str | None = None
    edited_at: dt.datetime | None = None
    deleted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class RawMetric:
    """A value as an export says it. `day` is in the company's zone."""

    metric: str
    day: dt.date
    value: float
    unit: str
    area: str = EVERYWHERE
    segment: str = EVERYWHERE
    source: str | None = None


Cells = Callable[[str], Column]
"""A sheet's cells by the names of the contract for messages; of a column that the format does not have all are None."""


class Profile(Protocol):
    """One export format. `name` is what `--profile` takes, `kind` what its rows are."""

    name: str
    kind: Literal["messages", "metrics"]

    def fits(self, header: tuple[str, ...]) -> bool:
        """Whether a file with these columns is of this format."""
        ...

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> RawMessage | RawMetric:
        """One row. Raises Unreadable where it cannot be taken in."""
        ...

    def cells(self, sheet: Sheet) -> Cells | None:
        """What the contract for messages would hold, cell by cell, so that it reads the same as `read`; a cell that
        `read` would refuse is one that the contract refuses. None where each row is to be read by itself.
        """
        ...
