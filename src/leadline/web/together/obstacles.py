"""A signature in a strategy that is about to be adopted counts only if the person gave it, for these very words.

In: the document. Out: remarks, one for each name of somebody who was invited and signed something else, or nothing.
"""

from __future__ import annotations

from leadline.strategy import Document, Participant
from leadline.strategy.shared import parts
from leadline.web.strategy.obstacles import obstacle
from leadline.web.together.convert import holds, last_signature, signed_parts
from leadline.web.together.models import Guest
from leadline.words import Remark


@obstacle
def signatures_given(document: Document) -> tuple[Remark, ...]:
    """`signed:` beside a guest's name is theirs to give (S3.17, S3.19)."""
    guests = list(Guest.objects.exclude(shown_as=""))
    names, keys = {_plain(one.shown_as): one for one in guests}, {one.key: one for one in guests}
    remarks = []
    for index, one in enumerate(document.participants):
        guest = keys.get(one.key) or names.get(_plain(one.name))
        if guest is None or one.signed is None:
            continue
        if said := _fault(guest, one, document):
            remarks.append(_not_given(index, one.name, said))
    return tuple(remarks)


def _fault(guest: Guest, one: Participant, document: Document) -> str:
    """Why the signature is not the one that they gave; empty where it is."""
    signature = last_signature(guest) if guest.takes_part else None
    if signature is None:
        return f"{one.name} has signed nothing; a signature is theirs to give."
    if signature.day != one.signed or not holds(signature, document):
        return f"{one.name} signed other words than those that stand here now."
    given = signed_parts(signature, document)
    if given and not (one.signed_parts and set(one.signed_parts) <= set(given)):
        return f"{one.name} signed {len(given)} of {len(parts(document))} parts, and here they have signed more."
    return ""


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _not_given(index: int, name: str, message: str) -> Remark:
    where = f"participants[{index}].signed"
    return Remark(
        "SIG001",
        "error",
        f"participant “{name}”",
        message,
        "Show them the draft as it is; they sign it on their page.",
        where,
    )
