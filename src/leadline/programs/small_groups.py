"""Which groups are large enough to be shown? And how are people ranked without anybody standing last?

In: how many people stand behind each group's figure, and k. Out: which groups may be shown. The surprise: hiding one
small group is not enough, since total minus the others would give it away; so the next smallest is hidden with it
(complementary suppression; MIT handbook on administrative data, chapter 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

Name = TypeVar("Name")
Band = Literal["leading", "steady", "building"]

K_INTERNAL = 5
"""Within a team or department."""


@dataclass(frozen=True)
class ShownGroups:
    """Groups that may be shown, with their sizes; the names of those that may not; the total, None where hidden too."""

    shown: Mapping[str, int]
    hidden: tuple[str, ...]
    total: int | None


def shown_groups(sizes: Mapping[str, int], k: int = K_INTERNAL) -> ShownGroups:
    """Hide every group of fewer than k people, and as many more, smallest first, as it takes to keep the hidden hidden.

    What is hidden has together at least k people, and so is at least two groups. An empty group hides nobody, and is
    shown.
    Sizes are of the parts of one whole: a person stands in one of them.
    """
    by_size = sorted((name for name in sizes if sizes[name]), key=lambda name: (sizes[name], name))
    hidden = [name for name in by_size if sizes[name] < k]
    shown = by_size[len(hidden) :]
    while hidden and shown and sum(sizes[name] for name in hidden) < k:
        hidden.append(shown.pop(0))
    total = sum(sizes.values())
    return ShownGroups(
        shown={name: size for name, size in sizes.items() if name not in hidden},
        hidden=tuple(name for name in sizes if name in hidden),
        total=total if total >= k or not hidden else None,
    )


def bands(scores: Mapping[Name, Decimal]) -> dict[Name, Band]:
    """Ranks as bands: the best quarter leads, the next half is steady, the others are building up.

    Equal scores share the better band, who has nothing yet is building, and nobody is last.
    """
    ordered = sorted(scores.values(), reverse=True)
    return {name: _band(score, ordered.index(score), len(ordered)) for name, score in scores.items()}


def _band(score: Decimal, better: int, of: int) -> Band:
    if not score:
        return "building"
    if 4 * better < of:
        return "leading"
    return "steady" if 4 * better < 3 * of else "building"
