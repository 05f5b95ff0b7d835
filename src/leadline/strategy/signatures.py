"""How much of a strategy have people signed, and what of it has nobody (S3.17, S3.19)?

In: a document and who counts. Out: the keys of the parts, signed and not, in the document's order. The surprise: a part
that names an amount of money is shown to nobody from outside, so that nobody can sign it and it counts on neither side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leadline.strategy.document import Document, Participant
from leadline.strategy.shared import names_money, parts


@dataclass(frozen=True)
class Coverage:
    """Of the parts that outsiders can be shown, the keys of those that somebody signed, and of the others."""

    signed: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return len(self.signed) + len(self.unsigned)

    @property
    def percent(self) -> float:
        """From 0 to 100; of a strategy without such parts nothing is left unsigned."""
        return 100 * len(self.signed) / self.total if self.total else 100.0


def coverage(document: Document, people: Iterable[Participant]) -> Coverage:
    """What these people have signed of the document together. Nobody who has not signed counts."""
    counted = [one for one in people if one.signed is not None]
    if not counted:
        return Coverage()
    keys = [one.key for one in parts(document) if not names_money(one)]
    if any(not one.signed_parts for one in counted):
        return Coverage(tuple(keys))
    named = {key for one in counted for key in one.signed_parts}
    return Coverage(tuple(key for key in keys if key in named), tuple(key for key in keys if key not in named))
