"""What exactly was reported for a month? The facts as they stood, frozen, with a digest that names them.

In: `Facts`. Out: one canonical text, the same bytes on every machine, and the same `Facts` from it. All three reports
are functions of it, so a rebuilt month equals the frozen one. The surprise: an erasure is the one thing that changes a
frozen month; it empties quotes and says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from leadline.errors import LeadlineError
from leadline.report.facts import Facts, Said

ERASED = "Removed at the writer's request."


@dataclass(frozen=True)
class FrozenMonth:
    """A month's facts and the SHA-256 (hex) of their canonical text."""

    facts: Facts
    digest: str

    @property
    def name(self) -> str:
        """The digest's first eight signs, as a report's last line shows them."""
        return self.digest[:8]


def freeze(facts: Facts) -> FrozenMonth:
    """Fix the facts: what is told from now on is told from their canonical text and nothing else."""
    text = to_json(facts)
    return FrozenMonth(from_json(text), hashlib.sha256(text.encode()).hexdigest())


def to_json(facts: Facts) -> str:
    """The canonical text: sorted keys, no spaces, every digit. Equal facts give equal bytes."""
    settled = Facts.from_dict(_plain(_in_utc(facts)))
    return json.dumps(_plain(settled), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_json(text: str) -> Facts:
    """Read `to_json` back. Raises LeadlineError for a text that is no frozen month."""
    try:
        values = json.loads(text)
    except ValueError as problem:
        raise LeadlineError("This is not a frozen month: it is no JSON.", "Rebuild the month.") from problem
    return Facts.from_dict(values)


def thaw(text: str, digest: str) -> FrozenMonth:
    """A stored month, only if its text is still the one that was frozen. Raises LeadlineError if not."""
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != digest:
        raise LeadlineError(
            f"The stored month is not the one that was frozen: {found[:8]} instead of {digest[:8]}.",
            "Restore the lake, or rebuild the month and tell its readers.",
        )
    return FrozenMonth(from_json(text), digest)


def erase(facts: Facts, messages: Collection[tuple[str, str]]) -> Facts:
    """The facts without the words of the given messages (source, message id)."""
    if facts.assessment is None:
        return facts
    said = tuple(
        replace(one, text=ERASED, message_id=_nameless(one)) if (one.source, one.message_id) in messages else one
        for one in facts.assessment.said
    )
    return replace(facts, assessment=replace(facts.assessment, said=said))


def _nameless(said: Said) -> str:
    """What was said for the strategy is known by who said it: that goes too."""
    return "" if said.source == "strategy" else said.message_id


def _in_utc(facts: Facts) -> Facts:
    """The same instants in UTC, as one instant must have one spelling."""
    sources = tuple(replace(source, as_of=source.as_of.astimezone(dt.UTC)) for source in facts.sources)
    return replace(facts, as_of=facts.as_of.astimezone(dt.UTC), sources=sources)


def _plain(facts: Facts) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(json.dumps(facts.as_dict()))
    return values
