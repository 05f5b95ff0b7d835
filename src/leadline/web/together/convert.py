"""Between rows and the stage's own words: the draft in common, and everybody who takes part in it.

The surprise: who was invited is never written into the draft. Their place in the document is made from what they
said and signed each time it is asked for, so that a signature counts only for what was signed, and an erasure is whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from leadline.strategy import Contribution, Document, Participant, Role
from leadline.strategy.shared import Part, digest_of, parts, shown, with_people
from leadline.web.here import home
from leadline.web.strategy.convert import document_in
from leadline.web.together.models import Brief, Guest, Idea, Revision, Showing, Signature, Stance, Words, Workspace
from leadline.words import PartnerType


def current(workspace: Workspace) -> Revision:
    """The draft as it stands. A workspace is opened with its first revision."""
    return Revision.objects.filter(workspace=workspace).select_related("by").latest("number")


def showing_of(workspace: Workspace) -> Showing | None:
    """What the invited see now, or None before anything was shown to them."""
    return Showing.objects.filter(workspace=workspace).select_related("revision").order_by("-number").first()


def draft(workspace: Workspace) -> Document:
    """The draft as it stands, without the people."""
    return document_in(current(workspace).text)


def whole(revision: Revision, *, executives: Iterable[Participant] = ()) -> Document:
    """The document of a revision with everybody who took part, each signature only where it still counts."""
    document = document_in(revision.text)
    return with_people(document, (*_people(revision.workspace, document), *executives))


def seen_in(showing: Showing) -> tuple[Part, ...]:
    """What is before the eyes of whoever was invited."""
    return shown(document_in(showing.revision.text), showing.keys)


def holds(signature: Signature, document: Document) -> bool:
    """Whether the document still says what was signed."""
    return digest_of(shown(document, signature.showing.keys)) == signature.digest


def signed_parts(signature: Signature, document: Document) -> tuple[str, ...]:
    """The keys of what somebody signed; none where that was every part of the document."""
    keys = tuple(one.key for one in shown(document, signature.showing.keys))
    return () if len(keys) == len(parts(document)) else keys


def last_signature(guest: Guest) -> Signature | None:
    return Signature.objects.filter(guest=guest).select_related("showing").order_by("-pk").first()


def executives_of(brief: Brief) -> tuple[Participant, ...]:
    """Each executive as somebody who took part, by the last word of each; a yes is their signature."""
    return tuple(
        Participant(
            name=str(one.person),
            role=Role.EXECUTIVE,
            contributions=(Contribution(text=one.reason, date=day_of(one.at)),) if one.reason else (),
            signed=None if one.side == "against" else day_of(one.at),
        )
        for one in last_stances(brief)
    )


def last_stances(brief: Brief) -> tuple[Stance, ...]:
    """The last word of each executive."""
    said = Stance.objects.filter(brief=brief).select_related("person").order_by("pk")
    return tuple({one.person_id: one for one in said}.values())


def origins(workspace: Workspace) -> frozenset[str]:
    """The keys of parts whose words came from somebody of the market (S3.17)."""
    taken = Words.objects.filter(guest__workspace=workspace, answer__in=("accepted", "changed")).exclude(became="")
    return frozenset(one.became for one in taken.select_related("guest") if one.guest.is_market and one.after)


def day_of(at: dt.datetime) -> dt.date:
    """The day that it was where the company is."""
    return at.astimezone(home().company.tz).date()


def _people(workspace: Workspace, document: Document) -> tuple[Participant, ...]:
    guests = Guest.objects.filter(workspace=workspace, consented_at__isnull=False).prefetch_related("words")
    invited = tuple(_participant(one, document) for one in guests)
    return (*invited, *_colleagues(workspace))


def _participant(guest: Guest, document: Document) -> Participant:
    signature = last_signature(guest) if guest.takes_part else None
    counts = signature is not None and holds(signature, document)
    return Participant(
        name=guest.shown_as,
        key=guest.key,
        role=Role(guest.role),
        partner_type=PartnerType(guest.partner_type) if guest.partner_type else None,
        organisation=guest.speaks_for,
        invited=day_of(guest.invited_at),
        contributions=tuple(_contribution(one) for one in guest.words.all() if one.answer),
        signed=signature.day if signature and counts else None,
        signed_parts=signed_parts(signature, document) if signature and counts else (),
    )


def _contribution(words: Words) -> Contribution:
    key = words.became or words.part
    about = (key.partition(":")[2] or key) if words.became or words.kind != "new" else ""
    return Contribution(text=words.text, to=about, date=day_of(words.at))


def _colleagues(workspace: Workspace) -> tuple[Participant, ...]:
    """Whose ideas, brought to a workshop, became part of the draft."""
    ideas = Idea.objects.filter(workshop__workspace=workspace).exclude(became="").select_related("by")
    brought: dict[str, list[Contribution]] = {}
    for one in ideas:
        said = Contribution(text=one.text, to=one.became.partition(":")[2] or one.became, date=day_of(one.at))
        brought.setdefault(str(one.by), []).append(said)
    return tuple(
        Participant(name=name, role=Role.COLLEAGUE, contributions=tuple(said)) for name, said in brought.items()
    )
