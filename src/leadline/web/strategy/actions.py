"""What people change in strategy: adopt a version; keep, begin and bring back a draft."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import transaction

from leadline.assess import Assessment
from leadline.errors import LeadlineError
from leadline.strategy import Document, Facts, can_adopt, write_document
from leadline.strategy.merging import Merged, Side, merge
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.accounts.versions import keep
from leadline.web.strategy.models import Draft, EarlierDraft, StrategyVersion
from leadline.web.strategy.obstacles import obstacles
from leadline.words import RemarkedError

log = logging.getLogger(__name__)

LONGEST_DRAFT = 2_000_000
"""In characters; the lint reads no file that is larger."""


@transaction.atomic
def adopt(document: Document, facts: Facts, *, by: object | None, now: dt.datetime) -> StrategyVersion:
    """Put a strategy in force. Raises RemarkedError with everything that stands in the way (S3.19)."""
    if in_the_way := (*can_adopt(document, facts), *obstacles(document)):
        raise RemarkedError(in_the_way, what="The strategy cannot be adopted: ")
    version = keep(StrategyVersion, write_document(document), by=by, now=now, digest=document.digest())
    if version.assessment is None and document.assessment.version.isdecimal():
        version.assessment = int(document.assessment.version)
        version.save(update_fields=["assessment"])
    log.info("strategy adopted: version %d", version.number)
    return version


@dataclass(frozen=True)
class Saved:
    """A draft that was kept. `merged` says what came in from elsewhere meanwhile, and what both had changed."""

    draft: Draft
    merged: Merged


def keep_draft(person: Person, text: str, *, now: dt.datetime, assessment: Assessment | None) -> Draft:
    """Keep what a person has written so far, in the place of what stood there. `assessment` is the last closed one: a
    draft that is older than its closing stays beside the new text as what was wanted before (S3.16). Raises
    LeadlineError for a text too long."""
    return save_draft(person, text, base=None, now=now, assessment=assessment).draft


@transaction.atomic
def save_draft(
    person: Person,
    text: str,
    *,
    base: str | None,
    keep: Side = "theirs",
    now: dt.datetime,
    assessment: Assessment | None,
) -> Saved:
    """Keep a text that began with `base`. Where the draft says something else by now, in another window or by another
    request, both are merged element by element; of one that both changed, the text of `keep` stands, and the other
    can be brought back."""
    if len(text) > LONGEST_DRAFT:
        raise LeadlineError(
            "The text is longer than 2 MB and was not kept.", "Keep the strategy itself; link to what is long."
        )
    in_turn(Draft)
    draft = Draft.objects.filter(person=person).first()
    if draft is None:
        return Saved(Draft.objects.create(person=person, text=text, changed_at=now), Merged(text))
    merged = _merged(base, text, draft.text, keep)
    if merged.conflicts:
        draft.replaced = text if keep == "theirs" else draft.text
        draft.save(update_fields=["replaced"])
    if draft.text != merged.text:
        _keep_as_it_was(draft, assessment, now)
        draft.text, draft.changed_at = merged.text, now
        draft.save(update_fields=["text", "changed_at"])
        log.debug("strategy draft kept: person %d", person.pk)
    return Saved(draft, merged)


def _merged(base: str | None, mine: str, theirs: str, keep: Side) -> Merged:
    if base is None or theirs in (base, mine):
        return Merged(mine)
    return merge(base, mine, theirs, prefer=keep)


@transaction.atomic
def begin_draft(
    person: Person, text: str, *, based_on: int | None, now: dt.datetime, assessment: Assessment | None
) -> Draft:
    """Begin with another text; what stood in the draft can be brought back."""
    in_turn(Draft)
    before = Draft.objects.filter(person=person).values_list("text", flat=True).first() or ""
    draft = keep_draft(person, text, now=now, assessment=assessment)
    draft.based_on = based_on
    if before != text:
        draft.replaced = before
    draft.save(update_fields=["based_on", "replaced"])
    log.info("strategy draft begun: person %d, from version %s", person.pk, based_on)
    return draft


@transaction.atomic
def restore_draft(person: Person, *, now: dt.datetime, assessment: Assessment | None) -> Draft:
    """Exchange the draft with what it replaced. Raises LeadlineError where it replaced nothing."""
    in_turn(Draft)
    draft = Draft.objects.filter(person=person).first()
    if draft is None or not draft.replaced:
        raise LeadlineError("There is no earlier text to bring back.", "Begin with the template or with a version.")
    log.info("strategy draft restored: person %d", person.pk)
    return begin_draft(person, draft.replaced, based_on=None, now=now, assessment=assessment)


def _keep_as_it_was(draft: Draft, assessment: Assessment | None, now: dt.datetime) -> None:
    """Once an assessment is closed, the text that was last changed before it."""
    if assessment is None or not draft.changed_at < assessment.closed_at <= now or not draft.text.strip():
        return
    EarlierDraft.objects.get_or_create(
        person=draft.person,
        assessment=assessment.version,
        defaults={"text": draft.text, "changed_at": draft.changed_at},
    )
