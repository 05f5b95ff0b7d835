"""Two people changed one draft: what do both of them want (S3.17)?

In: the text that both began with, mine and theirs. Out: one text with both, and the elements that both changed in
different ways. The surprise: it merges lines and not values, element by element (`mission`, one method, one line), so
that comments, order and a text that nobody could read as YAML yet come through as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Side = Literal["mine", "theirs"]

_FIRST = "the first lines"
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
    base, mine, theirs = (one if one.endswith("\n") or not one else f"{one}\n" for one in (base, mine, theirs))
    if theirs in (base, mine):
        return Merged(mine)
    every = [_sections(one) for one in (base, mine, theirs)]
    return _merged(*every, prefer=prefer, inside=True)


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
            if _is_one(base[old], side[new]):
                found[new] = old
    return found


def _kind(piece: _Piece) -> str:
    return piece.text.strip()[:12]


def _is_one(old: _Piece, new: _Piece) -> bool:
    """Whether an item was reworded, rather than taken out for another: a key never, and no item that has an id."""
    return not any(one.token.startswith(("key ", "id ")) for one in (old, new)) and bool(old.token) == bool(new.token)
