"""How does a line get from the map into a draft? Field by field, with the person's comments and order kept.

In: the draft's text, the line's place, and its fields as texts. Out: the text with that line in it, and its place.
The surprise: a line that gets another name keeps what was ignored of it under the new one.
"""

from __future__ import annotations

from collections.abc import Mapping

from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.strategy.edits.parts import with_fields, with_part, without_part

FIELDS = ("id", "objective", "business_metric", "social_metric", "program", "mechanism")


def with_line(text: str, index: int | None, given: Mapping[str, str]) -> tuple[str, int]:
    """The line at this place with the fields given, or a new one. An empty field is left out. Raises LeadlineError."""
    wanted = {name: given.get(name, "").strip() for name in FIELDS}
    if index is None:
        return with_part(text, "lines", {name: value for name, value in wanted.items() if value})
    before = _held(text, index)
    text, line = with_fields(text, f"lines[{index}]", wanted)
    return _ignored_as(text, before, wanted["id"]), line


def without_line(text: str, index: int) -> tuple[str, int]:
    """The text without that line."""
    _held(text, index)
    return without_part(text, "lines", index)


def _ignored_as(text: str, before: str, name: str) -> str:
    """What was ignored of the line stays ignored under its new name."""
    if not before or not name or before == name:
        return text
    values, _places = plain_values(text)
    for index, one in enumerate(values.get("ignored") or []):
        if isinstance(one, dict) and one.get("part") == before:
            text, _line = with_fields(text, f"ignored[{index}]", {"part": name})
    return text


def _held(text: str, index: int) -> str:
    """The name of the line that stands there."""
    values, _places = plain_values(text)
    lines = (values.get("lines") if isinstance(values, dict) else None) or []
    if not isinstance(lines, list) or not 0 <= index < len(lines) or not isinstance(lines[index], dict):
        raise LeadlineError(
            "The draft holds no such line any more.", "Load the map again; somebody may have changed the draft."
        )
    return str(lines[index].get("id") or "")
