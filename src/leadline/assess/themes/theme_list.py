"""How do people change the list of themes, and what stays? Nothing that was found under an id is ever lost.

In: a list and what a person wants. Out: another list. An id never changes and never goes: a renamed theme keeps it, a
merged one says into which, a retired one that it is. The surprise: renaming, merging, retiring and bringing back need
no new reading, since the same phrases find the same messages; they are counted elsewhere at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leadline.assess.reader.theme_files import HOW_PHRASES_ARE_WRITTEN, can_be_looked_up
from leadline.assess.reader.themes import Theme, Themes
from leadline.errors import LeadlineError
from leadline.words import Department

LONGEST_NAME = 80
MOST_THEMES = 500


def add_theme(themes: Themes, name: str, department: Department, phrases: Sequence[str], *, origin: str = "") -> Themes:
    """One more theme at the end, with an id made of its name."""
    if len(themes.current) >= MOST_THEMES:
        raise LeadlineError(f"The list holds {MOST_THEMES} themes already.", "Merge some first.")
    new = Theme(_id_for(themes, name), _name(themes, name), department, _phrases(phrases), origin=origin)
    return Themes.of([*themes, new])


def change_theme(themes: Themes, theme: str, *, name: str, department: Department, phrases: Sequence[str]) -> Themes:
    """The theme under another name, of another department, found by other phrases; its id stays."""
    one = _standing(themes, theme)
    changed = replace(one, name=_name(themes, name, but=one), department=department, phrases=_phrases(phrases))
    return _with(themes, changed)


def merge_themes(themes: Themes, theme: str, into: str) -> Themes:
    """All that is found as the one counts as the other, past and future."""
    one, other = _standing(themes, theme), _standing(themes, into)
    if one is other:
        raise LeadlineError(f"“{one.name}” cannot be merged into itself.", "Choose another theme.")
    return _with(themes, replace(one, into=other.id))


def split_theme(themes: Themes, theme: str, name: str, moved: Sequence[str], *, department: Department) -> Themes:
    """Some of the theme's phrases become a theme of their own."""
    one, taken = _standing(themes, theme), set(moved)
    kept = [phrase for phrase in one.phrases if phrase not in taken]
    if not taken or not kept or taken - set(one.phrases):
        raise LeadlineError(
            f"“{one.name}” is not split by that: each part needs at least one of its {len(one.phrases)} phrases.",
            "Mark the phrases that go to the new theme, and leave some.",
        )
    return add_theme(_with(themes, replace(one, phrases=tuple(kept))), name, department, list(moved), origin=one.id)


def retire_theme(themes: Themes, theme: str) -> Themes:
    """The theme is counted no more; what it found stays on its own page."""
    one = _standing(themes, theme)
    if len(themes.current) == 1:
        raise LeadlineError(f"“{one.name}” is the only theme.", "Add another one first.")
    return _with(themes, replace(one, retired=True))


def bring_back_theme(themes: Themes, theme: str) -> Themes:
    """A theme that was merged or retired stands by itself again."""
    one = _known(themes, theme)
    return _with(themes, replace(one, into="", retired=False, name=_name(themes, one.name, but=one)))


def replace_themes(themes: Themes, others: Themes) -> Themes:
    """The other list. What it does not name is retired, so that its past can still be read."""
    _check_current(others.current)
    left_out = [one if one.into else replace(one, retired=True) for one in themes if others.get(one.id) is None]
    return Themes.of([*others, *left_out])


def _check_current(current: Sequence[Theme]) -> None:
    """A whole list holds to what themes that are added one by one hold to. Raises LeadlineError where not."""
    if not current:
        raise LeadlineError("All themes of the list are merged or retired.", "Leave one that stands.")
    if len(current) > MOST_THEMES:
        raise LeadlineError(f"The list has more than {MOST_THEMES} themes.", "Leave the rarest out, or join some.")
    names = dict[str, str]()
    for one in current:
        if len(one.name) > LONGEST_NAME:
            raise LeadlineError(f"The name of “{_short(one.id)}” has more than {LONGEST_NAME} signs.", "Shorten it.")
        if one.id in {".", ".."}:
            raise LeadlineError(f"A theme cannot have the id “{one.id}”: no page leads to it.", "Use letters.")
        other = names.setdefault(one.name.casefold(), one.id)
        if other != one.id:
            raise LeadlineError(f"“{other}” and “{one.id}” have one name, “{one.name}”.", "Give one another name.")


def changes(before: Themes, after: Themes) -> Iterator[str]:
    """What changed, one sentence a theme."""
    for one in after:
        was = before.get(one.id)
        if was is None:
            yield f"“{one.name}” was added" + (f", split from “{after.name_of(one.origin)}”." if one.origin else ".")
        elif one != was:
            yield f"“{was.name}”: {'; '.join(_changed(was, one, after))}."


def _changed(was: Theme, one: Theme, themes: Themes) -> Iterator[str]:
    if one.name != was.name:
        yield f"renamed to “{one.name}”"
    if one.department != was.department:
        yield f"moved from {was.department} to {one.department}"
    if one.into != was.into:
        yield f"merged into “{themes.name_of(one.into)}”" if one.into else "stands by itself again"
    if one.retired != was.retired:
        yield "retired" if one.retired else "brought back"
    more = [phrase for phrase in one.phrases if phrase not in was.phrases]
    less = [phrase for phrase in was.phrases if phrase not in one.phrases]
    if more or less:
        yield ", ".join([*(f"+ {_short(phrase)}" for phrase in more), *(f"− {_short(phrase)}" for phrase in less)])


def _short(phrase: str) -> str:
    return phrase if len(phrase) <= 60 else f"{phrase[:60]}…"


def _with(themes: Themes, changed: Theme) -> Themes:
    return Themes.of([changed if one.id == changed.id else one for one in themes])


def _known(themes: Themes, theme: str) -> Theme:
    found = themes.get(theme)
    if found is None:
        raise LeadlineError(f"There is no theme “{theme}”.", "Choose one from the list.")
    return found


def _standing(themes: Themes, theme: str) -> Theme:
    one = _known(themes, theme)
    if not one.is_current:
        raise LeadlineError(f"“{one.name}” was merged or retired.", "Bring it back first.")
    return one


def _name(themes: Themes, name: str, *, but: Theme | None = None) -> str:
    """The name without spaces around it. Raises LeadlineError where it is none, or another theme's."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise LeadlineError(f"A theme's name has 1 to {LONGEST_NAME} signs.", "Give it a short name.")
    other = next((one for one in themes.current if one.name.casefold() == name.casefold()), None)
    if other is not None and (but is None or other.id != but.id):
        raise LeadlineError(f"There is a theme “{other.name}” already.", "Choose another name, or merge the two.")
    return name


def _phrases(phrases: Sequence[str]) -> tuple[str, ...]:
    """Each once, without empty ones. Raises LeadlineError where none is left, or one cannot be looked up."""
    written = tuple(dict.fromkeys(" ".join(phrase.split()) for phrase in phrases if phrase.strip()))
    if not written:
        raise LeadlineError("A theme without phrases finds nothing.", "Write at least one, one a line.")
    for phrase, fits in zip(written, can_be_looked_up(written), strict=True):
        if not fits:
            raise LeadlineError(f"The phrase “{_short(phrase)}” cannot be looked up.", HOW_PHRASES_ARE_WRITTEN)
    return written


def _id_for(themes: Themes, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "theme"
    taken, number = {one.id for one in themes}, 2
    if base not in taken:
        return base
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
