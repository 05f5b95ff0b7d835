"""Who writes: names, handles and habits of a great many invented people.

In: a person's number. Out: the same person every time, on every channel: a name, a handle, and habits of
writing (one never uses capitals, one always an emoji). Nobody here exists.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

_NAMES: dict[str, str] = yaml.safe_load((files("leadline.demo") / "texts" / "people.yaml").read_text(encoding="utf-8"))
_FIRST, _LAST, _FORUM_WORDS = (tuple(_NAMES[key].split()) for key in ("first", "last", "forum"))
_MIDDLE = "ABCDEFGHIJKLMNOPRSTVWZ"


class Persona(NamedTuple):
    """One person. Each habit is a chance between 0 and 1, or a yes or no."""

    number: int
    first: str
    full: str
    lower: bool
    shouts: bool
    formal: bool
    wordy: float
    emoji: float
    typos: float
    exclaims: float
    clipped: bool


@lru_cache(maxsize=60_000)
def persona(number: int) -> Persona:
    """The person with this number, always the same one."""
    first = _FIRST[number % len(_FIRST)]
    rest = number // len(_FIRST)
    last = _LAST[(rest * 37 + number * 11) % len(_LAST)]
    lap = rest // len(_LAST)
    bits = (number * 0x9E3779B1 + 0x7F4A7C15) & 0xFFFFFFFF
    bits ^= bits >> 15
    return Persona(
        number=number,
        first=first,
        full=f"{first} {_surname(last, lap, number)}",
        lower=bits % 100 < 13,
        shouts=bits // 100 % 100 < 7,
        formal=bits // 7 % 100 < 24,
        wordy=(bits // 11 % 100) / 100,
        emoji=(0.0, 0.0, 0.06, 0.25, 0.55)[bits // 13 % 5],
        typos=(0.0, 0.0, 0.02, 0.08, 0.3)[bits // 17 % 5],
        exclaims=(0.1, 0.25, 0.6)[bits // 19 % 3],
        clipped=bits // 23 % 100 < 9,
    )


def author_on(channel: str, who: Persona) -> str:
    """How the person is called on a channel: a name on the page, a handle elsewhere, a mail address in mail."""
    if channel in {"facebook", "review"}:
        return who.full
    if channel == "mail":
        return mail_address(who)
    number = who.number
    if channel == "forum":
        return f"{_FORUM_WORDS[number % len(_FORUM_WORDS)]}_{who.first.lower()}{number % 8999 + 11}"
    return f"{who.first.lower()}{('_', '', 'x', '__')[number % 4]}{number * 7 % 899_981 + 17}"


def _surname(last: str, lap: int, number: int) -> str:
    """Surnames recur among many people; later ones have an initial or a second surname, so that names differ."""
    if not lap:
        return last
    if lap % 3:
        return f"{_MIDDLE[lap % len(_MIDDLE)]}. {last}"
    return f"{last}-{_LAST[(lap * 13 + number * 7) % len(_LAST)]}"


def mail_address(who: Persona) -> str:
    name = who.full.lower().replace(" ", ".").replace("..", ".")
    return f"{name}{who.number % 97}@{('post', 'mail', 'thuis', 'brief')[who.number % 4]}.example"
