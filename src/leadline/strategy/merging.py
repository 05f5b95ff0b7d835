"""Two people changed one draft: what do both of them want (S3.17)?

In: the text that both began with, mine and theirs. Out: one text with both, and the elements that both changed in
different ways. Two surprises. It merges lines and not values, element by element (`mission`, one method, one line), so
that comments, order and a text that nobody could read as YAML yet come through as they were typed. And it trusts no
mix of lines: what both sides say must stand in it, or else larger parts are asked about, in the end the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Literal

from leadline.plain import UnreadableTextError, plain_values

Side = Literal["mine", "theirs"]

_FIRST = "the first lines"
_WHOLE = "the whole text"
_SIMILAR = 0.6  # of an item's lines beside its id: from there on it got another id, and was not taken out for another
_TOP = re.compile(r"([A-Za-z_][\w-]*)\s*:")
_ITEM = re.compile(r"( *)-(?:\s|$)")
_ID = re.compile(r"(?:^|[\s{,-])id:\s*[\"']?([^\s,}#\"']+)")


@dataclass(frozen=True)
class Conflict:
    """An element that both changed in different ways; an empty text is one that was taken out."""

    where: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """`taken` names the elements in which the other's words came in."""

    text: str
    taken: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """Lines of one element. `token` tells it again in another text."""

    name: str
    token: str
    text: str


def merge(base: str, mine: str, theirs: str, *, prefer: Side = "theirs") -> Merged:
    """Both changes in one text. Of an element that both changed, the text of `prefer` stands, and both are told."""
    end = "\r\n" if "\r\n" in mine else "\n"
    base, mine, theirs = (_with_plain_ends(one) for one in (base, mine, theirs))
    if theirs in (base, mine):
        return _ending(Merged(mine), end)
    every = [_sections(one) for one in (base, mine, theirs)]
    for inside in (True, False):
        found = _merged(*every, prefer=prefer, inside=inside)
        if _holds(base, mine, theirs, found):
            return _ending(found, end)
    told = Conflict(_WHOLE, mine.rstrip("\n"), theirs.rstrip("\n"))
    return _ending(Merged(mine if prefer == "mine" else theirs, (), (told,)), end)


def _with_plain_ends(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else f"{text}\n"


def _ending(merged: Merged, end: str) -> Merged:
    return merged if end == "\n" else replace(merged, text=merged.text.replace("\n", end))


def _holds(base: str, mine: str, theirs: str, found: Merged) -> bool:
    """Whether the mix says what both sides say: it can be read where both can, what one side alone changed stands as
    there, no item stands twice, and none is gone that both kept. Of texts that cannot be read yet nobody can tell."""
    ours, other = _values(mine), _values(theirs)
    if ours is None or other is None:
        return True
    mixed, was = _values(found.text), _values(base) or {}
    if mixed is None or not mixed.keys() <= ours.keys() | other.keys():
        return False
    asked = {one.where.partition(":")[0] for one in found.conflicts}
    for key in (ours.keys() | other.keys()) - asked:
        if was.get(key) == other.get(key) and mixed.get(key) != ours.get(key):
            return False
        if was.get(key) == ours.get(key) and mixed.get(key) != other.get(key):
            return False
    return all(
        _keeps(mixed.get(key), ours.get(key), other.get(key))
        and _tells(mixed.get(key), was.get(key), ours.get(key), other.get(key), is_asked=key in asked)
        for key in ours.keys() | other.keys()
    )


def _tells(mixed: Any, was: Any, ours: Any, other: Any, *, is_asked: bool) -> bool:
    """Whether what both kept still stands at its place and nothing that neither wrote, and, where nothing is asked,
    what each added and nothing that either took out."""
    before, mine, theirs, now = (frozenset(_told(one)) for one in (was, ours, other, mixed))
    if not mine & theirs <= now <= mine | theirs:
        return False
    return is_asked or ((mine | theirs) - before <= now and not (before - (mine & theirs)) & now)


def _told(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text with its place; an item of a list is told from its neighbours by its id or its name."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _told(one, (*place, key))
    elif isinstance(value, list):
        for one in value:
            named = (one.get("id") or one.get("name") or one.get("to")) if isinstance(one, dict) else None
            yield from _told(one, (*place, f"[{named or ''}]"))
    elif value is not None:
        yield place, str(value)


def _keeps(mixed: Any, ours: Any, other: Any) -> bool:
    ids, of_ours, of_other = _ids(mixed), _ids(ours), _ids(other)
    twice = len(ids) > len(set(ids)) and len(of_ours) == len(set(of_ours)) and len(of_other) == len(set(of_other))
    return not twice and set(of_ours) & set(of_other) <= set(ids) <= set(of_ours) | set(of_other)


def _ids(items: Any) -> list[str]:
    held = items if isinstance(items, list) else []
    return [str(one["id"]) for one in held if isinstance(one, dict) and one.get("id") is not None]


def _values(text: str) -> dict[str, Any] | None:
    """What a text says, key by key; None where nobody can read it yet."""
    try:
        values, _places = plain_values(text)
    except UnreadableTextError:
        return None
    return values if isinstance(values, dict) else {} if values is None else None


def _sections(text: str) -> list[_Piece]:
    """The text by its first level: what stands before it, then each key with all that belongs to it."""
    return _split(text, _TOP.match, "")


def _items(section: _Piece) -> list[_Piece]:
    """A section by its list: its first line, then each item."""
    first = next((found for line in section.text.splitlines() if (found := _ITEM.match(line))), None)
    if first is None:
        return [section]
    item = re.compile(rf"{first[1]}-(?:\s|$)")
    return _split(section.text, item.match, section.name)


def _split(text: str, begins: Callable[[str], object], within: str) -> list[_Piece]:
    parts: list[list[str]] = [[]]
    for line in text.splitlines(keepends=True):
        if begins(line):
            parts.append([])
        parts[-1].append(line)
    return [_piece("".join(lines), within, is_first=n == 0) for n, lines in enumerate(parts) if lines]


def _piece(text: str, within: str, *, is_first: bool) -> _Piece:
    if is_first:
        return _Piece(within, "", text)
    if not within:
        name = text.partition(":")[0].strip()
        return _Piece(name, f"key {name}", text)
    known = _ID.search(text)
    said = known[1] if known else " ".join(text.strip().lstrip("- ").split())[:60]
    return _Piece(f"{within}: {said}", f"id {known[1]}" if known else text.strip(), text)


def _merged(
    base: Sequence[_Piece], mine: Sequence[_Piece], theirs: Sequence[_Piece], *, prefer: Side, inside: bool
) -> Merged:
    of_mine, of_theirs = _slots(base, mine), _slots(base, theirs)
    other = {slot: theirs[at] for at, slot in enumerate(of_theirs) if slot is not None}
    out: list[tuple[int | None, str, Merged]] = []  # place in the base, token, what became of it; in my order
    for slot, piece in zip(of_mine, mine, strict=True):
        settled = Merged(piece.text) if slot is None else _settled(base[slot], piece, other.get(slot), prefer, inside)
        out.append((slot, piece.token, settled))
    place = -1
    for slot, piece in zip(of_theirs, theirs, strict=True):
        held = _find(out, slot, piece)
        if held is None:
            place += 1
            new = Merged(piece.text, (piece.name or _FIRST,)) if slot is None else None
            out.insert(place, (slot, piece.token, new or _settled(base[slot or 0], None, piece, prefer, inside)))
            continue
        place = held
        if slot is None:
            out[held] = (None, piece.token, _both_new(out[held][2].text, piece, prefer))
    taken = dict.fromkeys(name for *_rest, one in out for name in one.taken)
    asked = tuple(conflict for *_rest, one in out for conflict in one.conflicts)
    return Merged("".join(one.text for *_rest, one in out), tuple(taken), asked)


def _find(out: Sequence[tuple[int | None, str, Merged]], slot: int | None, piece: _Piece) -> int | None:
    """Where a piece of theirs stands already: in the same place of the base, or new in both under one name."""
    for at, (held, token, _settled_so) in enumerate(out):
        if held == slot and (slot is not None or token == piece.token):
            return at
    return None


def _both_new(ours: str, theirs: _Piece, prefer: Side) -> Merged:
    if ours.strip() == theirs.text.strip():
        return Merged(ours)
    told = Conflict(theirs.name or _FIRST, ours.rstrip("\n"), theirs.text.rstrip("\n"))
    return Merged(ours if prefer == "mine" else theirs.text, (), (told,))


def _settled(was: _Piece, mine: _Piece | None, theirs: _Piece | None, prefer: Side, inside: bool) -> Merged:
    """One element that stood in the base: whoever alone changed it is right; where both did, look inside or ask."""
    ours, other = mine.text if mine else "", theirs.text if theirs else ""
    if other in (was.text, ours):
        return Merged(ours)
    if ours == was.text:
        return Merged(other, (was.name or _FIRST,))
    if inside and mine and theirs:
        return _merged(_items(was), _items(mine), _items(theirs), prefer=prefer, inside=False)
    told = Conflict(was.name or _FIRST, ours.rstrip("\n"), other.rstrip("\n"))
    return Merged(ours if prefer == "mine" else other, (), (told,))


def _slots(base: Sequence[_Piece], side: Sequence[_Piece]) -> list[int | None]:
    """For each piece of a side the place that it has in the base; None for what is new."""
    places: dict[str, list[int]] = {}
    for at, piece in enumerate(base):
        places.setdefault(piece.token, []).append(at)
    found: list[int | None] = [None] * len(side)
    for at, piece in enumerate(side):
        if held := places.get(piece.token):
            found[at] = held.pop(0)
    left = [at for at in range(len(base)) if at not in set(found)]
    free = [at for at, slot in enumerate(found) if slot is None]
    alike = SequenceMatcher(None, [_kind(base[at]) for at in left], [_kind(side[at]) for at in free], autojunk=False)
    for _tag, b1, b2, s1, s2 in alike.get_opcodes():
        for old, new in zip(left[b1:b2], free[s1:s2], strict=False):
            if _is_reworded(base[old], side[new]):
                found[new] = old
    for new in (at for at in free if found[at] is None and _has_id(side[at])):
        open_yet = {at: _likeness(base[at], side[new]) for at in left if at not in set(found) and _has_id(base[at])}
        found[new] = max((at for at in open_yet if open_yet[at] >= _SIMILAR), key=open_yet.__getitem__, default=None)
    return found


def _kind(piece: _Piece) -> str:
    return piece.text.strip()[:12]


def _is_reworded(old: _Piece, new: _Piece) -> bool:
    """Whether an item without an id was reworded, rather than taken out for another; a key never is."""
    return not any(one.token.startswith(("key ", "id ")) for one in (old, new)) and bool(old.token) == bool(new.token)


def _has_id(piece: _Piece) -> bool:
    return piece.token.startswith("id ")


def _likeness(old: _Piece, new: _Piece) -> float:
    """How much of two items is the same beside their ids, 0 to 1."""
    return SequenceMatcher(None, _beside_id(old), _beside_id(new), autojunk=False).ratio()


def _beside_id(piece: _Piece) -> list[str]:
    lines = (line.strip().removeprefix("- ") for line in piece.text.splitlines())
    return [line for line in lines if line and not _ID.match(line)]
