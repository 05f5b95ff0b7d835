"""Where in a strategy is that? The name of a path such as `methods[0].success` in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadline.plain import Where

_SINGULAR = {
    "company_objectives": "company objective",
    "communications": "communications objective",
    "objectives": "social objective",
    "targets": "target",
    "metrics": "metric",
    "lines": "line",
    "methods": "method",
    "participants": "participant",
    "reporting": "report",
    "contributions": "contribution",
    "ignored": "ignored rule",
}
_NAMES = ("name", "text", "id", "to", "rule")


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
