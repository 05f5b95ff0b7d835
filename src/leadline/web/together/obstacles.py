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
    remarks, signed = [], set[int]()
    for index, one in enumerate(document.participants):
        guest = keys.get(one.key) or names.get(_plain(one.name))
        if one.signed is None or (guest is None and not one.key):
            continue
        if said := _fault(guest, one, document, is_second=guest is not None and guest.pk in signed):
            remarks.append(_not_given(index, one.name, said))
        signed |= {guest.pk} if guest else set()
    return tuple(remarks)


def _fault(guest: Guest | None, one: Participant, document: Document, *, is_second: bool) -> str:
    """Why the signature is not the one that they gave; empty where it is."""
    if guest is None:
        return f"{one.name} stands here with the key {one.key}, and nobody who was invited has it any more."
    return _not_theirs(guest, one, is_second=is_second) or _other_words(guest, one, document)


def _not_theirs(guest: Guest, one: Participant, *, is_second: bool) -> str:
    """One who was invited signs once, under the name and as what they take part: nobody else by their key."""
    if _plain(guest.shown_as) != _plain(one.name):
        return f"{one.name} stands here with the key of somebody else, who signed for themselves only."
    if guest.role != one.role:
        return f"{one.name} was invited as a {guest.role}, and stands here as a {one.role.value}."
    return f"{one.name} stands here twice, and has signed once." if is_second else ""


def _other_words(guest: Guest, one: Participant, document: Document) -> str:
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
