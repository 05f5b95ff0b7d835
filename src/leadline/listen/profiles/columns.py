"""The columns of an export by the fields that they hold, whatever their order, capitals or language.

In: the names of a file's columns, and the names that each field has in the exports of a format. Out: which column holds
which field, and a row's cells by field. The surprise: names are compared without capitals, accents of quotes and
doubled spaces, for vendors change them between two releases; `Location*` stands for every name that begins so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from leadline.listen.fields import Cell, Unreadable, a_text, an_id
from leadline.listen.signs import plain_signs
from leadline.listen.times import DayOrder, DecimalSign, a_local_number, a_time

_AROUND = " \t\n\r\ufeff\"'“”"
_EPOCH = re.compile(r"\d{9,16}(?:\.\d{1,9})?")
_NOTHING = frozenset({"", "-", "–", "n/a", "null", "none", "(not set)"})


@dataclass(frozen=True)
class Habits:
    """How a file writes, as its whole columns or a person say. `zone` is that of local times, None where unknown;
    `scales` are the different answers of columns that hold few.
    """

    order: DayOrder | None = None
    decimal: DecimalSign | None = None
    zone: ZoneInfo | None = None
    company_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    currency: str = "EUR"
    scales: Mapping[str, frozenset[str]] = field(default_factory=dict)


def same_name(name: str) -> str:
    """`“Review  Id”` as `review id`."""
    return " ".join(plain_signs(name).strip(_AROUND).casefold().split())


def find_columns(fields: Mapping[str, Sequence[str]], header: Sequence[str]) -> dict[str, str]:
    """Which column holds each field: of its names in the format, the first one that the file has."""
    named = {same_name(name): name for name in reversed(header)}
    found = {}
    for name, names in fields.items():
        for asked in map(same_name, names):
            column = named.get(asked) if not asked.endswith("*") else _beginning(asked[:-1], named)
            if column is not None:
                found[name] = column
                break
    return found


def _beginning(start: str, named: dict[str, str]) -> str | None:
    return next((column for name, column in named.items() if name.startswith(start)), None)


class Row:
    """One row of a file by the fields of its format."""

    def __init__(self, content: dict[str, Any], columns: Mapping[str, str], habits: Habits) -> None:
        self.content, self.columns, self.habits = content, columns, habits

    def has(self, field: str) -> bool:
        """Whether the file has the field's column at all."""
        return field in self.columns

    def text(self, field: str) -> str:
        """What the cell says, empty where it says nothing."""
        said: Cell = self.content.get(self.columns[field]) if field in self.columns else None
        if isinstance(said, bool):
            return str(said).lower()
        return a_text(said, self.columns.get(field, field), longest=100_000)

    def word(self, field: str) -> str:
        """The same without the spaces around it; empty for a dash and other ways to say nothing."""
        said = self.text(field).strip()
        return "" if said.casefold() in _NOTHING else said

    def id(self, field: str) -> str:
        """Raises Unreadable for an id that a spreadsheet has rounded, and where there is none."""
        return an_id(self.word(field), self.columns.get(field, field)) or ""

    def yes(self, field: str) -> bool:
        return self.word(field).casefold() in ("true", "yes", "y", "1", "t", "ja", "oui", "sí", "x")

    def whole(self, field: str) -> float | None:
        """A count of pieces; None where the cell is empty."""
        return self._number(field, whole=True)

    def number(self, field: str) -> float | None:
        return self._number(field, whole=False)

    def instant(self, field: str) -> str:
        """The cell's time as ISO 8601 in UTC, empty where there is none. Raises Unreadable for a day without a time,
        and for a local time where nobody has said of which zone.
        """
        said = self.word(field)
        if not said:
            return ""
        told = self._time(field, said)
        if not isinstance(told, dt.datetime):
            raise Unreadable(
                f"{self.columns[field]} “{said}” is a day without a time",
                "Response times need the time of day: export with times.",
            )
        return self._in_utc(told, field).isoformat()

    def moment(self, field: str) -> dt.datetime | None:
        """The same as an instant in UTC; None where there is none."""
        said = self.instant(field)
        return dt.datetime.fromisoformat(said) if said else None

    def day(self, field: str) -> dt.date | None:
        """The day in the company's zone; a day without a time is that day."""
        said = self.word(field)
        if not said:
            return None
        told = self._time(field, said)
        if not isinstance(told, dt.datetime):
            return told
        return self._in_utc(told, field).astimezone(self.habits.company_zone).date()

    def needed_day(self, field: str) -> dt.date:
        day = self.day(field)
        if day is None:
            raise Unreadable(f"{self.columns.get(field, field)} is empty", "A record is counted on a day: export it.")
        return day

    def since_1970(self, field: str, *, a_second: int = 1) -> str:
        """ISO 8601 of so many seconds (or parts of one) since 1970."""
        said = self.word(field)
        if not said:
            return ""
        if not _EPOCH.fullmatch(said):
            raise Unreadable(f"{self.columns[field]} “{said}” is not a time", "Export it as the service writes it.")
        try:
            return dt.datetime.fromtimestamp(float(said) / a_second, dt.UTC).isoformat()
        except (OverflowError, ValueError, OSError):
            raise Unreadable(f"{self.columns[field]} “{said}” is not a time", "Export the file again.") from None

    def _time(self, field: str, said: str) -> dt.datetime | dt.date:
        return a_time(said, self.columns[field], self.habits.order)

    def _in_utc(self, told: dt.datetime, field: str) -> dt.datetime:
        if told.tzinfo is None:
            zone = self.habits.zone
            if zone is None:
                raise Unreadable(
                    f"{self.columns[field]} “{told}” names no time zone",
                    "Say which one it is in: --zone Europe/Amsterdam.",
                )
            local, told = told, told.replace(tzinfo=zone)
            if told.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != local:
                raise Unreadable(
                    f"{self.columns[field]} “{local}” never was in {zone.key}: the clocks were put forward",
                    "Export times with their offset, or name the zone in which the file was written.",
                )
        try:
            return told.astimezone(dt.UTC)
        except OverflowError:
            raise Unreadable(
                f"{self.columns[field]} “{told}” is not in a plausible year", "Correct the year."
            ) from None

    def _number(self, field: str, *, whole: bool) -> float | None:
        said = self.word(field)
        return a_local_number(said, self.columns[field], self.habits.decimal, whole=whole) if said else None
