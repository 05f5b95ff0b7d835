"""What became of the rows of a file?

In: what happened to each batch of rows. Out: a `Tally` that grows batch by batch, and the `ImportCount` that people
read. The surprise: a row that is taken in is new or known, and a changed, edited or corrected one is either, too.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True)
class ImportCount:
    """What became of a file's rows: read = new + known + refused + erased. `refused_file` says why, row by row.

    `changed` of the known ones have an id that the lake knows with another time or author: they were not taken.
    `corrected` of the new ones are values that take the place of an earlier one. `edited` and `deleted` messages came
    as later versions, which are kept beside the first; `unheard` ones were deleted, and the lake does not hold them;
    `erased` ones were said by people who asked to be erased since: they stay out. `remarks`
    say what of the file as a whole was not taken.
    """

    file: str
    profile: str
    kind: str
    read: int
    new: int
    known: int
    refused: int
    refused_file: str | None = None
    reasons: dict[str, int] = field(default_factory=dict)
    changed: int = 0
    corrected: int = 0
    edited: int = 0
    deleted: int = 0
    unheard: int = 0
    erased: int = 0
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Tally(NamedTuple):
    """What became of a batch: rows that were taken, how many of them were new, and how many differ from an earlier
    row: known messages (`changed`), new values (`corrected`); `edited` and `deleted` are new versions, `erased` rows
    were not kept.
    """

    taken: int = 0
    new: int = 0
    changed: int = 0
    corrected: int = 0
    edited: int = 0
    deleted: int = 0
    unheard: int = 0
    erased: int = 0
    remarks: tuple[str, ...] = ()

    def and_also(self, other: Tally) -> Tally:
        told: list[Any] = [mine + theirs for mine, theirs in zip(self, other, strict=True)]  # type: ignore[operator]
        return Tally(*told)
