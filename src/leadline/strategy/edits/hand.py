"""How is a value written into a strategy's text? In one line where it fits, a part with a name below its hyphen."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from leadline.strategy.edits.kinds import Plain

_BARE = re.compile(r"[\w(][\w .%()/+-]*", re.ASCII)
_NOT_BARE = re.compile(r"(?i:null|~)|.*\s$|.* #.*")
_NOT_PRINTED = re.compile("[^\t -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML holds only by its number."""
_WIDEST = 110


def written(value: Any) -> str:
    """A value in one line of YAML, as it may stand in brackets too; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {written(one)}" for name, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(written(one) for one in value) + "]"
    text = str(value)
    return text if _BARE.fullmatch(text) and not _NOT_BARE.fullmatch(text) else _in_quotes(text)


def _in_quotes(text: str) -> str:
    return _NOT_PRINTED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def after_colon(value: Plain | None, indent: str) -> str:
    """What stands behind a field's colon: the value, or its parts below it."""
    if isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(one, Mapping) for one in value):
        return "".join(f"\n{item(one, indent + '  ')}" for one in value)
    return f" {written(value)}".rstrip()


def item(value: Plain, indent: str, *, below: bool = False) -> str:
    """`- {to: champions, metrics: [csat]}`, or one field under the other: where the list's other parts stand so
    (`below`), where a field has fields of its own, or where the line gets too wide."""
    line = f"{indent}- {written(value)}"
    if not isinstance(value, Mapping):
        return line
    nested = any(isinstance(one, Mapping) for one in value.values())
    return f"{indent}- {fields(value, indent + '  ')}" if below or nested or len(line) > _WIDEST else line


def fields(value: Mapping[str, Any], indent: str) -> str:
    """The fields of a part, one under the other; the first stands where the writer is."""
    return f"\n{indent}".join(f"{name}:{after_colon(one, indent)}" for name, one in value.items())
