"""Where in a strategy is that? Paths such as `methods[0].success`, the line they stand in, and their name in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Where = tuple[str | int, ...]

_SINGULAR = {
    "company_objectives": "company objective",
    "objectives": "social objective",
    "targets": "target",
    "lines": "line",
    "methods": "method",
    "participants": "participant",
    "reporting": "report",
    "contributions": "contribution",
    "ignored": "ignored rule",
}
_NAMES = ("name", "text", "id", "to", "rule")


@dataclass
class Places:
    """The line of every part of one text, counted from 1."""

    lines: dict[Where, int] = field(default_factory=dict)

    def line(self, where: str | Where) -> int | None:
        """The line of a path, or of the nearest part around it that stands in the text."""
        path = parse_path(where) if isinstance(where, str) else where
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def path_text(path: Where) -> str:
    """`("methods", 0, "success")` as `methods[0].success`, the way remarks carry it."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def parse_path(text: str) -> Where:
    """The other way round."""
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", text))


def in_words(path: Where, values: Any) -> str:
    """The part as a manager calls it: `company objective “Lower the cost to serve”, target`."""
    words: list[str] = []
    for index, part in enumerate(path):
        inner = _inside(values, path[: index + 1])
        if isinstance(part, int):
            words[-1] = _item(words[-1], part, inner)
        else:
            words.append(str(part))
    return ", ".join(word.replace("_", " ") for word in words) or "the strategy"


def _item(listed: str, index: int, inner: Any) -> str:
    singular = _SINGULAR.get(listed, f"{listed} number")
    named = isinstance(inner, Mapping) and next((str(inner[name]) for name in _NAMES if inner.get(name)), "")
    return f"{singular} “{_short(named)}”" if named else f"{singular.removesuffix(' number')} number {index + 1}"


def _inside(values: Any, path: Where) -> Any:
    for part in path:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _short(text: str, longest: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
