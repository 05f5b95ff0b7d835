"""What became of the rows of a file?

In: what happened to each batch of rows. Out: a `Tally` that grows batch by batch, and the `ImportCount` that people
read. The surprise: a row that is taken in is new or known, and a changed, edited or corrected one is either, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
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


def read_and_not(file: str, read: Sequence[str], others: Sequence[str]) -> str:
    """`Of posts.xlsx sheet 1 was read; sheets 2 and 3 were not.`"""
    told = f"Of {file} {_sheets(read)} read"
    return f"{told}; {_sheets(others)} not." if others else f"{told}."


def _sheets(numbers: Sequence[str]) -> str:
    named = " and ".join([", ".join(numbers[:-1]), numbers[-1]] if len(numbers) > 1 else numbers)
    return f"sheet {named} was" if len(numbers) == 1 else f"sheets {named} were"


def together(counts: Sequence[ImportCount], file: str) -> ImportCount:
    """The sheets of one workbook as one count; its kind is that of most rows."""
    largest = max(counts, key=lambda one: one.read)
    sums = {name: sum(getattr(one, name) for one in counts) for name in _SUMMED}
    reasons: dict[str, int] = {}
    for one in counts:
        for reason, times in one.reasons.items():
            reasons[reason] = reasons.get(reason, 0) + times
    profiles = ", ".join(dict.fromkeys(one.profile for one in counts))
    remarks = tuple(dict.fromkeys(remark for one in counts for remark in one.remarks))
    refused = next((one.refused_file for one in counts if one.refused_file), None)
    told = {"file": file, "profile": profiles, "reasons": reasons, "remarks": remarks, "refused_file": refused}
    return replace(largest, **sums, **told)  # type: ignore[arg-type]


_SUMMED = ("read", "new", "known", "refused", "changed", "corrected", "edited", "deleted", "unheard", "erased")
