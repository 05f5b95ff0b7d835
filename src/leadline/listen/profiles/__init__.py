"""The export formats that Leadline knows, most particular first. A file is recognised by its columns."""

from __future__ import annotations

import re

from leadline.errors import LeadlineError
from leadline.listen.profiles.base import Cells, Profile, RawMessage, RawMetric
from leadline.listen.profiles.mapped import Mapped, read_mapping
from leadline.listen.profiles.messages import Messages
from leadline.listen.profiles.metrics import Metrics
from leadline.listen.profiles.twcs import Twcs

PROFILES: tuple[Profile, ...] = (Twcs(), Messages(), Metrics())

__all__ = ["PROFILES", "Cells", "Mapped", "Profile", "RawMessage", "RawMetric", "choose_profile", "read_mapping"]


def choose_profile(header: tuple[str, ...], *, name: str | None, mapping: dict[str, str] | None, file: str) -> Profile:
    """The profile that was named, mapped, or fits the columns. Raises LeadlineError where none does."""
    if mapping:
        return Mapped(mapping, header)
    names = ", ".join(profile.name for profile in PROFILES)
    if name:
        chosen = next((profile for profile in PROFILES if profile.name == name), None)
        if chosen is None:
            raise LeadlineError(f"There is no profile “{name}”.", f"Use one of: {names}.")
        if not chosen.fits(header):
            raise LeadlineError(
                f"{file} does not have the columns of the profile {name}.", f"It has: {', '.join(header)}."
            )
        return chosen
    chosen = next((profile for profile in PROFILES if profile.fits(header)), None)
    if chosen is None:
        raise LeadlineError(
            f"{file} has columns that no profile knows: {', '.join(header)[:200] or 'none'}.",
            f"Say what they mean: --map {_METRIC_MAP if _METRIC_WORDS & _words(header) else _MESSAGE_MAP}",
        )
    return chosen


_MESSAGE_MAP = "message_id=…,posted_at=…,author=…,text=…"
_METRIC_MAP = f"metric=…,day=…,value=…,unit=… where the business recorded it, {_MESSAGE_MAP} where people said it"
_METRIC_WORDS = frozenset({"metric", "kpi", "day", "date", "value", "count", "total", "amount"})


def _words(header: tuple[str, ...]) -> set[str]:
    return {word for name in header for word in re.split(r"[\W_]+", name.casefold())}
