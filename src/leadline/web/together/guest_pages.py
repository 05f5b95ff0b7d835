"""What somebody sees who was invited: the parts that they were shown, what they said, and what came of it.

In: a showing, and the guest, or nobody for a preview. Out: frozen values. The surprise: the preview is made by the same
function, so that a strategist sees what they see because there is nothing else to see.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from leadline.strategy.shared import NEW_KINDS, RANKED, Part, digest_of, names_money
from leadline.web.strategy.convert import document_in
from leadline.web.together.convert import current, holds, last_signature, origins, seen_in, showing_of
from leadline.web.together.guest_actions import proposals, rankable
from leadline.web.together.models import Guest, Ranking, Signature, Vote, Words, Workspace
from leadline.web.together.pages import about_words

HEADINGS = {
    "company_objectives": _("What the company wants"),
    "goal": _("Where it leads: the goal"),
    "mission": _("How to get there: the mission"),
    "benefits-customer": _("What customers get from it"),
    "benefits-company": _("What the company gets from it"),
    "objectives": _("What shall be reached for that"),
    "methods": _("What is done"),
    "lines": _("Why it would work"),
    "reporting": _("Who is told how it goes"),
}


@dataclass(frozen=True)
class Said:
    """One's own words, the answer, and what changed because of them, where one may see it."""

    words: Words
    about: str
    before: str
    after: str


@dataclass(frozen=True)
class Seen:
    """A part before their eyes, with their vote (None before it) and their words about it."""

    part: Part
    mine: bool | None
    said: tuple[Said, ...]
    from_market: bool


@dataclass(frozen=True)
class Proposal:
    words: Words
    about: str
    mine: bool | None


@dataclass(frozen=True)
class Order:
    """A list to be put in order: (key, title, is first, is last); `is_mine` once the guest has ordered it."""

    of: str
    items: tuple[tuple[str, str, bool, bool], ...]
    is_mine: bool


@dataclass(frozen=True)
class GuestPage:
    workspace: Workspace
    guest: Guest | None
    groups: tuple[tuple[str, tuple[Seen, ...]], ...]
    mine: tuple[Said, ...]
    proposals: tuple[Proposal, ...]
    orders: tuple[Order, ...]
    new_kinds: tuple[str, ...]
    digest: str
    parts: int
    signature: Signature | None
    signature_holds: bool
    is_overtaken: bool
    """Whether they signed what they see, and the draft says something else by now that they were not shown yet."""


def guest_page(workspace: Workspace, guest: Guest | None) -> GuestPage:
    """The page of a guest; with nobody, as any of them would see it first."""
    showing = showing_of(workspace)
    parts = seen_in(showing) if showing else ()
    votes = {one.on: one.is_for for one in Vote.objects.filter(guest=guest)} if guest else {}
    mine = _mine(guest, {one.key for one in parts})
    signature = last_signature(guest) if guest else None
    signed = signature is not None and signature.digest == digest_of(parts)
    still = signature is not None and _still(signature, workspace)
    taken = origins(workspace)
    seen = [
        Seen(
            part=one,
            mine=votes.get(f"part:{one.key}"),
            said=tuple(each for each in mine if each.words.kind != "new" and each.words.part == one.key),
            from_market=one.key in taken,
        )
        for one in parts
    ]
    return GuestPage(
        workspace=workspace,
        guest=guest,
        groups=_groups(seen),
        mine=mine,
        proposals=_proposals(guest, votes),
        orders=tuple(_order(showing, of, guest) for of in RANKED if len(rankable(showing, of)) > 1) if showing else (),
        new_kinds=tuple(NEW_KINDS),
        digest=digest_of(parts),
        parts=len(parts),
        signature=signature,
        signature_holds=signed and still,
        is_overtaken=signed and not still,
    )


def moved(order: list[str], key: str, step: int) -> list[str]:
    """The order with one of it a place up (-1) or down (1)."""
    at = order.index(key)
    to = min(max(at + step, 0), len(order) - 1)
    order[at], order[to] = order[to], order[at]
    return order


def order_of(workspace: Workspace, of: str, guest: Guest) -> list[str]:
    """The keys as the guest has them, else as they were shown; what was shown since stands last."""
    showing = showing_of(workspace)
    there = list(rankable(showing, of)) if showing and of in RANKED else []
    kept = Ranking.objects.filter(guest=guest, of=of).first()
    first = [key for key in kept.order if key in there] if kept else []
    return [*first, *(key for key in there if key not in first)]


def _still(signature: Signature, workspace: Workspace) -> bool:
    """Whether the draft says still what was signed, though it may not be shown anew yet."""
    return holds(signature, document_in(current(workspace).text))


def _groups(seen: list[Seen]) -> tuple[tuple[str, tuple[Seen, ...]], ...]:
    """Under headings that need no knowledge of the framework."""
    kinds = dict.fromkeys(one.part.element for one in seen)
    return tuple((str(HEADINGS[kind]), tuple(one for one in seen if one.part.element == kind)) for kind in kinds)


def _mine(guest: Guest | None, keys: set[str]) -> tuple[Said, ...]:
    if guest is None:
        return ()
    found = Words.objects.filter(guest=guest).select_related("showing__revision", "answered_by")
    return tuple(_said(one, keys) for one in found)[::-1]


def _said(words: Words, keys: set[str]) -> Said:
    document = document_in(words.showing.revision.text)
    may_see = words.part in keys or words.kind == "new"
    tells_money = names_money(Part(words.part, "", f"{words.before}\n{words.after}"))
    before, after = (words.before, words.after) if may_see and not tells_money else ("", "")
    return Said(words, about_words(words.part, document), before, after)


def _proposals(guest: Guest | None, votes: dict[str, bool]) -> tuple[Proposal, ...]:
    if guest is None:
        return ()
    return tuple(
        Proposal(one, about_words(one.part, document_in(one.showing.revision.text)), votes.get(f"words:{one.pk}"))
        for one in proposals(guest)
    )


def _order(showing: object, of: str, guest: Guest | None) -> Order:
    names = rankable(showing, of)  # type: ignore[arg-type]
    keys = order_of(guest.workspace, of, guest) if guest else list(names)
    items = tuple((key, names[key], place == 0, place == len(keys) - 1) for place, key in enumerate(keys))
    return Order(of, items, guest is not None and Ranking.objects.filter(guest=guest, of=of).exists())
