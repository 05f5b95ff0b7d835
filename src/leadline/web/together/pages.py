"""What a draft in common looks like from inside: who takes part, what they said, what came of it, what comes next.

In: rows. Out: frozen values for the templates. The surprise: nothing here is counted twice; a voice is read with the
part as it stands now, so that whoever answers knows what they answer about.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.strategy import Document
from leadline.strategy.shared import NEW_KINDS, Outside, Part, digest_of, find_part, from_outside, names_money, parts
from leadline.web.strategy.convert import document_in
from leadline.web.strategy.sentences import first_upper, in_words
from leadline.web.together.convert import current, holds, last_signature, origins, showing_of
from leadline.web.together.guest_actions import rankable
from leadline.web.together.models import Brief, Guest, Ranking, Revision, Showing, Signature, Vote, Words, Workspace


@dataclass(frozen=True)
class Count:
    """Votes on one thing."""

    is_for: int = 0
    against: int = 0

    @property
    def any(self) -> bool:
        return bool(self.is_for or self.against)


@dataclass(frozen=True)
class Voice:
    """What somebody said, beside the part as it stands; `seen` names those words for whoever changes them."""

    words: Words
    about: str
    part: Part | None
    seen: str
    votes: Count


@dataclass(frozen=True)
class GuestRow:
    guest: Guest
    state: str
    is_open: bool
    said: int
    signature: Signature | None
    signature_holds: bool


@dataclass(frozen=True)
class PartRow:
    part: Part
    is_shown: bool
    as_shown: bool
    tells_money: bool
    from_outside: bool
    votes: Count
    voices: int


@dataclass(frozen=True)
class Ranked:
    """One of the ranked, with its mean place among how many people; `share` is how far up it stands, 0 to 1."""

    title: str
    place: float
    share: float


@dataclass(frozen=True)
class Step:
    name: str
    words: str
    state: str


@dataclass(frozen=True)
class WorkspacePage:
    workspace: Workspace
    finding: str
    steps: tuple[Step, ...]
    waiting: tuple[Voice, ...]
    answered: tuple[Voice, ...]
    guests: tuple[GuestRow, ...]
    rows: tuple[PartRow, ...]
    outside: Outside
    outside_words: str
    rankings: tuple[tuple[str, int, tuple[Ranked, ...]], ...]
    showing: Showing | None
    revision: Revision
    is_behind: bool
    """Whether what is shown says less or something else than the draft does by now."""

    @property
    def brief(self) -> Brief | None:
        return Brief.objects.filter(workspace=self.workspace).order_by("-number").first()


def workspace_page(workspace: Workspace, now: dt.datetime) -> WorkspacePage:
    """Everything about a draft in common, for who works here."""
    revision, showing = current(workspace), showing_of(workspace)
    document = document_in(revision.text)
    votes = _votes(workspace)
    said = list(Words.objects.filter(guest__workspace=workspace).select_related("guest", "answered_by"))
    voices = tuple(_voice(one, document, votes) for one in said)
    outside = from_outside(document, origins(workspace))
    guests = tuple(_guest_row(one, document, now) for one in Guest.objects.filter(workspace=workspace))
    waiting = tuple(one for one in voices if not one.words.answer)
    rows = _part_rows(document, showing, outside, votes, said)
    return WorkspacePage(
        workspace=workspace,
        finding=_finding(guests, waiting),
        steps=_steps(workspace, showing, guests, voices),
        waiting=waiting,
        answered=tuple(one for one in voices if one.words.answer)[::-1],
        guests=guests,
        rows=rows,
        outside=outside,
        outside_words=outside_words(outside),
        rankings=_rankings(workspace, showing),
        showing=showing,
        revision=revision,
        is_behind=showing is not None and any(row.is_shown and not row.as_shown for row in rows),
    )


def outside_words(outside: Outside) -> str:
    """`Three of 21 parts came from the market`"""
    n = in_words(len(outside.keys)) if outside.keys else _("none")
    return first_upper(_("%(n)s of %(all)s parts came from the market") % {"n": n, "all": in_words(outside.total)})


def votes_on(workspace: Workspace, on: str) -> Count:
    return _votes(workspace).get(on, Count())


def can_be_shown(document: Document) -> frozenset[str]:
    """The keys of all parts that name no money."""
    return frozenset(one.key for one in parts(document) if not names_money(one))


def suggested(workspace: Workspace, document: Document) -> frozenset[str]:
    """The keys that are shown now, and those that became something because of what was said; at first none."""
    showing = showing_of(workspace)
    return can_be_shown(document) & {*showing.keys, *origins(workspace)} if showing else frozenset()


def about_words(key: str, document: Document) -> str:
    """What something was said about: `Method “Service on the page”`."""
    if key in NEW_KINDS:
        return _("something new: %(kind)s") % {"kind": key}
    part = find_part(document, key)
    if part is None:
        return _("a part that is gone")
    return part.kind if part.key in ("goal", "mission") or "benefits" in key else f"{part.kind} “{part.title}”"


def _votes(workspace: Workspace) -> dict[str, Count]:
    cast = Vote.objects.filter(guest__workspace=workspace, guest__withdrawn_at=None)
    counted = Counter((one.on, one.is_for) for one in cast)
    return {on: Count(counted[on, True], counted[on, False]) for on, _side in counted}


def _voice(words: Words, document: Document, votes: dict[str, Count]) -> Voice:
    part = find_part(document, words.became or words.part) if words.kind != "new" or words.became else None
    seen = digest_of((part,)) if part else ""
    return Voice(words, about_words(words.part, document), part, seen, votes.get(f"words:{words.pk}", Count()))


def _guest_row(guest: Guest, document: Document, now: dt.datetime) -> GuestRow:
    signature = last_signature(guest)
    closed = guest.revoked_at is not None or guest.withdrawn_at is not None or guest.expires_at <= now
    return GuestRow(
        guest=guest,
        state=_state(guest, now),
        is_open=not closed,
        said=Words.objects.filter(guest=guest).count(),
        signature=signature,
        signature_holds=signature is not None and holds(signature, document),
    )


def _state(guest: Guest, now: dt.datetime) -> str:
    if guest.withdrawn_at is not None:
        return _("took the consent back")
    if guest.revoked_at is not None:
        return _("invitation taken back")
    if guest.expires_at <= now:
        return _("the link is over")
    if guest.consented_at is not None:
        return _("takes part")
    return _("opened the link") if guest.entered_at is not None else _("has not come yet")


def _part_rows(
    document: Document, showing: Showing | None, outside: Outside, votes: dict[str, Count], said: Iterable[Words]
) -> tuple[PartRow, ...]:
    before = {one.key: one for one in parts(document_in(showing.revision.text))} if showing else {}
    voices = Counter(one.part for one in said if one.kind != "new")
    return tuple(
        PartRow(
            part=one,
            is_shown=showing is not None and one.key in showing.keys,
            as_shown=before.get(one.key) == one,
            tells_money=names_money(one),
            from_outside=one.key in outside.keys,
            votes=votes.get(f"part:{one.key}", Count()),
            voices=voices[one.key],
        )
        for one in parts(document)
    )


def _rankings(workspace: Workspace, showing: Showing | None) -> tuple[tuple[str, int, tuple[Ranked, ...]], ...]:
    if showing is None:
        return ()
    found = []
    for of in ("methods", "opportunities"):
        names, places = rankable(showing, of), defaultdict(list)
        rankings = Ranking.objects.filter(guest__workspace=workspace, guest__withdrawn_at=None, of=of)
        for ranking in rankings:
            for place, key in enumerate(ranking.order, start=1):
                places[key].append(place)
        if places:
            found.append((of, len(rankings), _ranked(names, places)))
    return tuple(found)


def _ranked(names: dict[str, str], places: dict[str, list[int]]) -> tuple[Ranked, ...]:
    means = {key: sum(held) / len(held) for key, held in places.items() if key in names}
    last = max(len(names) - 1, 1)
    every = (Ranked(names[key], mean, 1 - (mean - 1) / last) for key, mean in means.items())
    return tuple(sorted(every, key=lambda one: one.place))


def _steps(
    workspace: Workspace, showing: Showing | None, guests: tuple[GuestRow, ...], voices: tuple[Voice, ...]
) -> tuple[Step, ...]:
    talks = workspace.workshops.count()
    signed = [one for one in guests if one.signature_holds and one.guest.is_market]
    answered = sum(1 for one in voices if one.words.answer)
    approved = Brief.objects.filter(workspace=workspace, approved_at__isnull=False).exists()
    told = (
        (_("Own people"), _("%(n)s workshops") % {"n": talks} if talks != 1 else _("1 workshop"), talks > 0),
        (_("Shown"), _("%(n)s parts") % {"n": len(showing.keys)} if showing else _("nothing yet"), bool(showing)),
        (_("Invited"), _("%(n)s people") % {"n": len(guests)} if len(guests) != 1 else _("1 person"), bool(guests)),
        (_("Heard"), _("%(n)s of %(all)s answered") % {"n": answered, "all": len(voices)}, bool(answered)),
        (_("Signed"), _("%(n)s from the market") % {"n": len(signed)}, bool(signed)),
        (_("Approved"), _("by the executives") if approved else _("not yet"), approved),
    )
    first = next((place for place, one in enumerate(told) if not one[2]), len(told))
    states = ("done" if one[2] else "now" if place == first else "" for place, one in enumerate(told))
    return tuple(Step(one[0], one[1], state) for one, state in zip(told, states, strict=True))


def _finding(guests: tuple[GuestRow, ...], waiting: tuple[Voice, ...]) -> str:
    if not guests:
        return _("Nobody was invited yet")
    part = sum(1 for one in guests if one.guest.takes_part)
    told = ngettext("%(n)s of %(all)s invited takes part", "%(n)s of %(all)s invited take part", part)
    said = first_upper(told % {"n": in_words(part), "all": in_words(len(guests))})
    if not waiting:
        return _("%(told)s; everything they said is answered") % {"told": said}
    n = len(waiting)
    waits = ngettext("%(n)s thing they said waits for an answer", "%(n)s things they said wait for an answer", n)
    return f"{said}; {waits % {'n': in_words(n)}}"
