"""Any other table: its columns renamed to a contract's fields by `--map field=column,...`."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from leadline.errors import LeadlineError
from leadline.listen.profiles import messages, metrics
from leadline.listen.profiles.base import Cells, Kind, Profile, Raw
from leadline.listen.sheets import Sheet, nothing

_MESSAGE_FIELDS = (*messages.REQUIRED, *messages.OPTIONAL)
_METRIC_FIELDS = (*metrics.REQUIRED, "area", "segment", "source")


class Mapped:
    """A contract's profile behind a renaming. Raises LeadlineError for unknown fields or missing columns."""

    name = "map"

    def __init__(self, mapping: dict[str, str], header: tuple[str, ...]) -> None:
        self._inner: Profile = metrics.Metrics() if "metric" in mapping or "value" in mapping else messages.Messages()
        self.kind: Kind = self._inner.kind
        self._mapping = mapping
        self._check(header)

    def fits(self, header: tuple[str, ...]) -> bool:
        return set(header) >= set(self._mapping.values())

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> Raw:
        return self._inner.read({field: record.get(column) for field, column in self._mapping.items()}, zone)

    def cells(self, sheet: Sheet) -> Cells | None:
        if self.kind == "metrics":
            return None
        empty = nothing(len(sheet))
        return lambda field: sheet.column(self._mapping[field]) if field in self._mapping else empty

    def _check(self, header: tuple[str, ...]) -> None:
        fields = _METRIC_FIELDS if self.kind == "metrics" else _MESSAGE_FIELDS
        required = metrics.REQUIRED if self.kind == "metrics" else messages.REQUIRED
        if wrong := [field for field in self._mapping if field not in fields]:
            raise LeadlineError(f"There is no field “{wrong[0]}” to map to.", f"Use: {', '.join(fields)}.")
        if absent := [column for column in self._mapping.values() if column not in header]:
            raise LeadlineError(f"The file has no column “{absent[0]}”.", f"Its columns are: {', '.join(header)}.")
        if missing := [field for field in required if field not in self._mapping]:
            raise LeadlineError(f"No column is mapped to {missing[0]}.", f"Add it: --map {missing[0]}=COLUMN,...")


def read_mapping(text: str) -> dict[str, str]:
    """`text=Comment,author=User` as a dictionary. Raises LeadlineError where it is no such list."""
    pairs = [pair.partition("=") for pair in text.split(",")]
    if not all(field.strip() and column.strip() for field, _, column in pairs):
        raise LeadlineError(f"“{text}” is no mapping.", "Write --map field=column,field=column.")
    return {field.strip(): column.strip() for field, _, column in pairs}
