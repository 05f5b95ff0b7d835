"""What is a fix of a rule? A function from a remark to the edits that settle it, where they can be computed.

It takes the View that the rule looked at, and the remark; it gives edits, or none where only a person knows. The
surprise: a fix need not be careful. `fixing` keeps what it wrote only if the remark is gone and no error has come.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from leadline.plain import parse_path
from leadline.strategy.edits import Edit, Put
from leadline.strategy.rules.rule import View
from leadline.words import Remark

Edits = tuple[Edit, ...]
NOTHING: Edits = ()


@dataclass(frozen=True)
class Fix:
    """`says` is the sentence of the rule's page: what is written, and from what it is computed."""

    code: str
    says: str
    edits: Callable[[View, Remark], Edits]


def fix(code: str, says: str) -> Callable[[Callable[[View, Remark], Edits]], Fix]:
    """Makes a fix of a function."""
    return lambda edits: Fix(code, says, edits)


def part_at(view: View, remark: Remark) -> Any:
    """The part of a list that a remark speaks of."""
    name, index, *_ = parse_path(remark.where)
    return getattr(view.document, str(name))[index]


def place_of(remark: Remark) -> str:
    """Its path: `methods[0]` for `methods[0].serves`."""
    return remark.where.split(".")[0]


def one_of(found: Iterable[Any]) -> Any:
    """The value, where all that were found are the same one; else None."""
    different = {one for one in found if one}
    return different.pop() if len(different) == 1 else None


def meant(given: str | None, known: Iterable[str]) -> str | None:
    """The one known id that somebody who wrote `given` slipped from; None where two are as near, or none is."""
    near = difflib.get_close_matches((given or "").lower(), list(known), n=2, cutoff=0.8)
    return near[0] if len(near) == 1 else None


def put(where: str, value: Any) -> Edits:
    """The edit that writes a value, or none where it is not known."""
    return NOTHING if value in (None, "", (), []) else (Put(where, value),)
