"""How does a draft in common change? One revision after the other, and none is ever lost."""

from __future__ import annotations

import datetime as dt
import logging

from leadline.errors import LeadlineError
from leadline.strategy import Document, write_document
from leadline.web.accounts.models import Person
from leadline.web.together.convert import current
from leadline.web.together.models import Revision, Workspace

log = logging.getLogger(__name__)


def open_revision(workspace: Workspace) -> Revision:
    """The last revision of a draft that is still open. Raises LeadlineError for one that is closed."""
    if workspace.closed_at is not None:
        raise LeadlineError(f"“{workspace.title}” is closed; nothing in it changes any more.", "Open a new one.")
    return current(workspace)


def revise(
    workspace: Workspace, document: Document, *, part: str, why: str, by: Person | None, now: dt.datetime
) -> Revision:
    """The next revision; those before it stay as they were."""
    last = Revision.objects.filter(workspace=workspace).order_by("-number").first()
    number = last.number + 1 if last else 1
    log.info("workspace %d revised: %d, %s", workspace.pk, number, why)
    return Revision.objects.create(
        workspace=workspace, number=number, text=write_document(document), part=part, why=why, at=now, by=by
    )
