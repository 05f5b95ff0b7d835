"""What a profile is: how the rows of one export format are read.

To add a format, copy a neighbour: one file with its columns and what a row tells, one line in `profiles/__init__.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from leadline.listen.sheets import Column, Sheet
from leadline.words import EVERYWHERE

Kind = Literal["messages", "metrics", "records"]
"""What the rows of a format are: what people said, values of days, or records that Leadline counts by the day."""


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


How = Literal["sum", "mean"]


@dataclass(frozen=True, slots=True)
class Count:
    """What a record adds to a metric of a day: to its sum, or to its mean. `day` is in the company's zone."""

    metric: str
    day: dt.date
    value: float
    unit: str
    segment: str = EVERYWHERE
    area: str = EVERYWHERE
    how: How = "sum"


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A ticket, deal, applicant, call, answer, post or day as an export says it: its id there, and what it adds.

    One without counts counts for nothing, and takes back what it counted before. `joins` says that rows of the same id
    are parts of one record, as the legs of a call.
    """

    record_id: str
    what: str
    counts: tuple[Count, ...]
    source: str
    joins: bool = False


Raw = RawMessage | RawMetric | RawRecord

Cells = Callable[[str], Column]
"""A sheet's cells by the names of the contract for messages; of a column that the format does not have all are None."""


class Profile(Protocol):
    """One export format. `name` is what `--profile` takes, `kind` what its rows are."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> Kind: ...

    def fits(self, header: tuple[str, ...]) -> bool:
        """Whether a file with these columns is of this format."""
        ...

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> Raw:
        """One row. Raises Unreadable where it cannot be taken in."""
        ...

    def cells(self, sheet: Sheet) -> Cells | None:
        """What the contract for messages would hold, cell by cell, so that it reads the same as `read`; a cell that
        `read` would refuse is one that the contract refuses. None where each row is to be read by itself.
        """
        ...
