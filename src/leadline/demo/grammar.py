"""Sentences with choices in them, read once and told again and again in other words.

In: templates such as `my $router <reboots|restarts> <|again >every evening`. `<a|b>` picks one (an empty
one leaves it out, and they nest), `$name` is a detail of the conversation. Out: plain text. The surprise:
a template is compiled to nested tuples, because it is told some million times.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from leadline.errors import LeadlineError

Part = object
Template = tuple[Part, ...]
"""Plain strings, `Slot`s, and `Choice`s of further templates, in order."""

_TOKEN = re.compile(r"([<|>]|\$[a-z_]+)")


class Slot(str):
    """The name of a detail."""

    __slots__ = ()


class Choice(tuple[Template, ...]):
    """Templates of which one is told."""

    __slots__ = ()


def compile_template(text: str) -> Template:
    """Read one template. Raises LeadlineError where its brackets do not match."""
    tokens = [token for token in _TOKEN.split(text) if token]
    template, rest = _sequence(tokens, 0, depth=0)
    if rest != len(tokens):
        raise LeadlineError(f"The template “{text}” closes a choice that it never opened.", "Match < and >.")
    return template


def tell(template: Template, detail: Callable[[str], str], random: Callable[[], float]) -> str:
    """One telling of a template. `detail` gives a slot's words, `random` a number in [0, 1)."""
    if len(template) == 1 and type(template[0]) is str:
        return template[0]
    told: list[str] = []
    for part in template:
        kind = type(part)
        if kind is str:
            told.append(part)  # type: ignore[arg-type]
        elif kind is Slot:
            told.append(detail(part))  # type: ignore[arg-type]
        else:
            choice: Choice = part  # type: ignore[assignment]
            told.append(tell(choice[int(random() * len(choice))], detail, random))
    return "".join(told)


def slots_of(template: Template) -> set[str]:
    """The details that a template can ask for."""
    names: set[str] = set()
    for part in template:
        if isinstance(part, Slot):
            names.add(str(part))
        elif isinstance(part, Choice):
            names.update(*(slots_of(inner) for inner in part))
    return names


def tellings(template: Template) -> int:
    """In how many ways a template can be told, its details not counted."""
    ways = 1
    for part in template:
        if isinstance(part, Choice):
            ways *= sum(tellings(inner) for inner in part)
    return ways


def _sequence(tokens: list[str], at: int, *, depth: int) -> tuple[Template, int]:
    parts: list[Part] = []
    while at < len(tokens):
        word = tokens[at]
        if word == "<":
            choice, at = _choice(tokens, at + 1, depth=depth + 1)
            parts.append(choice)
            continue
        if word in "|>" and depth:
            break
        if word == ">":
            break
        parts.append(Slot(word[1:]) if word[0] == "$" else word)
        at += 1
    return tuple(parts), at


def _choice(tokens: list[str], at: int, *, depth: int) -> tuple[Choice, int]:
    options: list[Template] = []
    while True:
        option, at = _sequence(tokens, at, depth=depth)
        options.append(option)
        if at >= len(tokens):
            raise LeadlineError(f"The template “{''.join(tokens)}” never closes a choice.", "Match < and >.")
        at += 1
        if tokens[at - 1] == ">":
            return Choice(options), at
