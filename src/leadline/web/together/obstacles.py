"""A signature in a strategy that is about to be adopted counts only if the person gave it, for these very words.

In: the document. Out: remarks, one for each name of somebody who was invited and signed something else, or nothing.
"""

from __future__ import annotations

from leadline.strategy import Document
from leadline.web.strategy.obstacles import obstacle
from leadline.web.together.convert import holds, last_signature
from leadline.web.together.models import Guest
from leadline.words import Remark


@obstacle
def signatures_given(document: Document) -> tuple[Remark, ...]:
    """`signed:` beside a guest's name is theirs to give (S3.17, S3.19)."""
    guests = {" ".join(one.shown_as.casefold().split()): one for one in Guest.objects.exclude(shown_as="")}
    remarks = []
    for index, one in enumerate(document.participants):
        guest = guests.get(" ".join(one.name.casefold().split()))
        if guest is None or one.signed is None:
            continue
        signature = last_signature(guest) if guest.takes_part else None
        if signature is None or signature.day != one.signed or not holds(signature, document):
            remarks.append(_not_given(index, one.name, signature is None))
    return tuple(remarks)


def _not_given(index: int, name: str, never: bool) -> Remark:
    message = (
        f"{name} has signed nothing; a signature is theirs to give."
        if never
        else f"{name} signed other words than those that stand here now."
    )
    where = f"participants[{index}].signed"
    return Remark(
        "SIG001",
        "error",
        f"participant “{name}”",
        message,
        "Show them the draft as it is; they sign it on their page.",
        where,
    )
