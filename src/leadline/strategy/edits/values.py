"""What shall a strategy say after some edits? Plain values in, plain values out; no text is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from leadline.plain import Where, parse_path
from leadline.strategy.edits.kinds import Add, Edit, Instead, Name, Put, Take

_SHORT = {"target": "value", "baseline": "value", "goal": "text", "success": "measure", "override": "reason"}


def values_with(values: Any, edits: Iterable[Edit]) -> Any:
    """The plain values as they shall be after the edits; what is taken out goes last, so that indices hold."""
    after = deepcopy(values)
    ordered = sorted(edits, key=lambda edit: (isinstance(edit, Take), [-n for n in _indices(edit)]))
    for edit in ordered:
        after = _with(after, edit)
    return after


def same_values(some: Any, others: Any) -> bool:
    """Whether two say the same; empty lists, empty parts and nothing are the same."""
    return bool(_bare(some) == _bare(others))


def short_name(path: Where) -> str:
    """The field that a bare value stands for: `target: 20 %` is its value."""
    return "text" if isinstance(path[-1], int) else _SHORT.get(path[-1], "")


def _indices(edit: Edit) -> list[int]:
    return [part for part in parse_path(edit.where) if isinstance(part, int)] if isinstance(edit, Take) else []


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _bare(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_bare(part) for part in value] or None
    return None if value is None else str(value)


def _with(values: Any, edit: Edit) -> Any:
    """One edit on plain values, which it may change in place."""
    *path, last = parse_path(edit.where)
    around, above = {} if values is None else values, None
    values = around
    for depth, part in enumerate(path):
        inner = around.get(part) if isinstance(around, dict) else around[int(part)]
        if not isinstance(inner, dict | list):
            inner = _long(tuple(path[: depth + 1]), inner, last if depth == len(path) - 1 else path[depth + 1])
            around[part] = inner
        above, around = around, inner
    match edit:
        case Put(value=value) | Instead(value=value):
            around[last] = deepcopy(value)
        case Add(value=value):
            held = around.get(last)
            around[last] = [*([] if held is None else held if isinstance(held, list) else [held]), deepcopy(value)]
        case Take():
            if isinstance(around, list):
                del around[int(last)]
        case Name(name=name):
            fields = {name if key == last else key: value for key, value in around.items()}
            if above is None:
                return fields
            above[path[-1]] = fields
    return values


def _long(path: Where, short: Any, inner: str | int) -> Any:
    """The long form of what a person wrote short, so that something can stand in it."""
    if isinstance(inner, int):
        return [short]
    return {} if short is None else {short_name(path): short}
