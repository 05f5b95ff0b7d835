"""A draft in common and one's own: the one taken into the other, and put back beside what others changed meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leadline.errors import LeadlineError
from leadline.strategy import Document, write_document
from leadline.strategy.merging import Conflict, Merged, Side, merge
from leadline.strategy.shared import (
    unsigned,
    without_people,
)
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.strategy.actions import begin_draft
from leadline.web.strategy.convert import document_in
from leadline.web.strategy.known import Known
from leadline.web.together.convert import whole
from leadline.web.together.models import Guest, Revision, Taken, Workspace
from leadline.web.together.revising import open_revision, revise
from leadline.words import listed


class BothChangedError(LeadlineError):
    """Somebody changed parts that one's own draft changes, too. Nothing was put."""

    def __init__(self, conflicts: tuple[Conflict, ...], last: Revision) -> None:
        self.conflicts, self.last = conflicts, last
        what = listed([f"“{one.where}”" for one in conflicts])
        super().__init__(
            f"{last.by or 'Somebody'} changed the draft in common since you took it, and so did you: {what}. "
            "Nothing of either is lost.",
            "Read both, then choose whose words stand; every revision is kept.",
        )


@dataclass(frozen=True)
class Put:
    """What was laid on the table; `taken` names what others had changed meanwhile and stands beside it."""

    revision: Revision
    taken: tuple[str, ...]


@transaction.atomic
def take_into_draft(workspace: Workspace, known: Known, *, by: Person, now: dt.datetime) -> None:
    """Make the draft in common one's own, with everybody who took part; what stood there can be brought back."""
    last = open_revision(workspace)
    begin_draft(by, write_document(whole(last)), based_on=None, now=now, assessment=known.assessment)
    Taken.objects.update_or_create(workspace=workspace, person=by, defaults={"revision": last.number})


@transaction.atomic
def put_draft(
    workspace: Workspace,
    document: Document,
    *,
    seen: int,
    chosen: Side | None = None,
    read: int = 0,
    by: Person,
    now: dt.datetime,
) -> Put:
    """Lay one's own draft on the table. `seen` is the revision that it began with: what others changed since in other
    parts stays beside it.

    Raises BothChangedError for a part that both changed, unless somebody has `chosen` whose words stand, having `read`
    the last revision.
    """
    in_turn(Revision)
    last = open_revision(workspace)
    merged = _beside(workspace, last, document, seen, chosen)
    if merged.conflicts and (chosen is None or read != last.number):
        raise BothChangedError(merged.conflicts, last)
    Taken.objects.update_or_create(workspace=workspace, person=by, defaults={"revision": last.number + 1})
    why = "replaced by a draft"
    if merged.conflicts:
        parts_told = listed([one.where for one in merged.conflicts])
        why = f"a draft was put; {parts_told}: the words of {_whose(chosen, last)} stand"
    return Put(revise(workspace, document_in(merged.text), part="", why=why[:300], by=by, now=now), merged.taken)


def _whose(chosen: Side | None, last: Revision) -> str:
    return "the draft" if chosen == "mine" else str(last.by or "somebody")


def _beside(workspace: Workspace, last: Revision, document: Document, seen: int, chosen: Side | None) -> Merged:
    """One's own draft with what others changed since revision `seen`; where that is not known, everything is asked."""
    invited = [one.shown_as for one in Guest.objects.filter(workspace=workspace).exclude(shown_as="")]
    mine = write_document(unsigned(without_people(document, invited)))
    known_to = Revision.objects.filter(workspace=workspace, number=seen).first()
    base = write_document(document_in(known_to.text)) if known_to else ""
    return merge(base, mine, write_document(document_in(last.text)), prefer=chosen or "theirs")
