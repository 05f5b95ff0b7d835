"""How does a line get from the map into a draft? Field by field, with the person's comments and order kept.

In: the draft's text, the line's place, and its fields as texts. Out: the text with that line in it. The surprise: a
line written in one row of braces is written anew as a whole, and so is one with folded text, unless a comment would be
lost by it; then nothing changes, and the sentence says where to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.web.strategy.editing import with_field, with_part, with_part_instead, without_part

FIELDS = ("id", "objective", "business_metric", "social_metric", "program", "mechanism")


def with_line(text: str, index: int | None, given: Mapping[str, str]) -> tuple[str, int]:
    """The line at this place with the fields given, or a new one. An empty field is left out. Raises LeadlineError."""
    wanted = {name: given[name].strip() for name in FIELDS if given.get(name, "").strip()}
    if index is None:
        return with_part(text, "lines", wanted)
    held = _held(text, index)
    cleared = [name for name in FIELDS if name in held and held[name] is not None and name not in wanted]
    changed = {name: value for name, value in wanted.items() if held.get(name) != value}
    if not cleared:
        try:
            return _renamed(_by_field(text, index, changed), held, changed)
        except LeadlineError:
            pass
    return _renamed(_as_a_whole(text, index, held, wanted), held, changed)


def without_line(text: str, index: int) -> tuple[str, int]:
    """The text without that line."""
    _held(text, index)
    return without_part(text, "lines", index)


def _by_field(text: str, index: int, changed: Mapping[str, str]) -> tuple[str, int]:
    _values, places = plain_values(text)
    line = places.lines[("lines", index)]
    for name, value in changed.items():
        text, line = with_field(text, "lines", index, name, value)
    return text, line


def _as_a_whole(text: str, index: int, held: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[str, int]:
    kept = {name: value for name, value in held.items() if name not in FIELDS and value is not None}
    _without_comments(text, "lines", index, held.get("id", ""))
    return with_part_instead(text, "lines", index, {**wanted, **kept})


def _without_comments(text: str, element: str, index: int, name: str) -> None:
    """Raises LeadlineError where a comment stands inside the part, for it would be lost."""
    _values, places = plain_values(text)
    first, after = places.lines[(element, index)], places.lines.get((element, index + 1))
    if after is None:
        after = min((at for where, at in places.lines.items() if len(where) == 1 and at > first), default=None)
    written = text.split("\n")[first - 1 : after - 1 if after else None]
    while written and (not written[-1].strip() or written[-1].lstrip().startswith("#")):
        written.pop()
    if any(re.search(r"(^|\s)#", one) for one in written):
        raise LeadlineError(
            _("The line “%(id)s” was not changed: a comment inside it would be lost.") % {"id": name},
            _("Change it in the text of the draft, from line %(n)s.") % {"n": first},
        )


def _renamed(written: tuple[str, int], held: Mapping[str, str], changed: Mapping[str, str]) -> tuple[str, int]:
    """What was ignored of the line stays ignored under its new name."""
    text, line = written
    if held.get("id") and "id" in changed:
        values, _places = plain_values(text)
        for index, one in enumerate(values.get("ignored") or []):
            if one.get("part") == held["id"]:
                text = _ignored_as(text, index, one, changed["id"])
    return text, line


def _ignored_as(text: str, index: int, held: Mapping[str, str], name: str) -> str:
    try:
        return with_field(text, "ignored", index, "part", name)[0]
    except LeadlineError:
        _without_comments(text, "ignored", index, held["part"])
        return with_part_instead(text, "ignored", index, {**held, "part": name})[0]


def _held(text: str, index: int) -> Mapping[str, str]:
    values, _places = plain_values(text)
    lines = (values.get("lines") if isinstance(values, dict) else None) or []
    if not isinstance(lines, list) or not 0 <= index < len(lines) or not isinstance(lines[index], dict):
        raise LeadlineError(
            _("The draft holds no such line any more."), _("Load the map again; somebody may have changed the draft.")
        )
    held: Mapping[str, str] = lines[index]
    return held
