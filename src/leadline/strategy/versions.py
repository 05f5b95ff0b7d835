"""What changed between two versions of a strategy? Two documents in, differences in words out (S3.16, S4.2).

Parts are matched by their id, never by their place, so moving a method down is no change to it. The surprise: the
digest decides whether anything changed at all; a list that is merely written in another order shows as `moved`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from leadline.plain import path_text
from leadline.strategy.document import Document

Change = Literal["added", "removed", "changed", "moved"]
_SINGULAR = {
    "methods": "method",
    "company_objectives": "company objective",
    "communications": "communications objective",
    "objectives": "social objective",
    "targets": "target",
    "metrics": "metric",
    "lines": "line",
    "participants": "participant",
    "reporting": "report",
    "ignored": "ignored rule",
}
_KEYS = ("id", "name", "to", "rule")


@dataclass(frozen=True)
class Difference:
    """One thing that differs: the element it belongs to, what happened, and both values as people read them."""

    element: str
    thing: str
    change: Change
    field: str = ""
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """For people: `Social objective “Answer within the hour”: state was draft, is confirmed.`"""
        subject = self.thing[:1].upper() + self.thing[1:]
        if self.change != "changed":
            return f"{subject} was {self.change}."
        field = self.field.replace("_", " ").replace(".", ", ")
        about = f": {field}" if field else ""
        return f"{subject}{about} was {self.before or 'empty'}, is {self.after or 'empty'}."


def compare(before: Document, after: Document) -> tuple[Difference, ...]:
    """Every difference, element by element in the document's order; empty exactly when both have one digest."""
    old, new = (document.model_dump(mode="json") for document in (before, after))
    return tuple(
        difference for name in Document.model_fields for difference in _element(name, old.get(name), new.get(name))
    )


def _element(name: str, old: Any, new: Any) -> Iterator[Difference]:
    if name in _SINGULAR:
        yield from _parts(name, old or [], new or [])
    else:
        yield from _fields(name, name.replace("_", " "), old, new, "")


def _parts(name: str, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    before, after = _by_key(old), _by_key(new)
    for key, part in before.items():
        if key not in after:
            yield Difference(name, _called(name, part), "removed")
    for key, part in after.items():
        if key not in before:
            yield Difference(name, _called(name, part), "added")
        else:
            yield from _fields(name, _called(name, part), before[key], part, "")
    if list(before) != list(after) and sorted(before) == sorted(after):
        yield Difference(name, f"the order of the {name.replace('_', ' ')}", "moved")


def _fields(name: str, thing: str, old: Any, new: Any, field: str) -> Iterator[Difference]:
    """The leaves that differ, each with the dotted name of its field."""
    if (old or None) == (new or None):
        return
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        old, new = old or {}, new or {}
        for key in dict.fromkeys([*old, *new]):
            yield from _fields(name, thing, old.get(key), new.get(key), f"{field}.{key}".lstrip("."))
        return
    yield Difference(name, thing, "changed", field, _shown(old), _shown(new))


def _by_key(parts: list[Any]) -> dict[str, Any]:
    """Parts by id; those that have none by their name, and a repeated name by its number."""
    keyed: dict[str, Any] = {}
    for part in parts:
        key = base = next((str(part[key]) for key in _KEYS if part.get(key)), "")
        number = 2
        while key in keyed:
            key, number = f"{base} {number}", number + 1
        keyed[key] = part
    return keyed


def _called(name: str, part: Mapping[str, Any]) -> str:
    words = next((str(part[key]) for key in ("name", "text", *_KEYS) if part.get(key)), "")
    return f"{_SINGULAR[name]} “{words}”"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_shown(part) for part in value)
    if isinstance(value, Mapping):
        return str(value.get("text") or ", ".join(f"{key} {_shown(part)}" for key, part in value.items()))
    return "" if value is None else f"“{value}”" if isinstance(value, str) and " " in value else str(value)


__all__ = ["Change", "Difference", "compare", "path_text"]
