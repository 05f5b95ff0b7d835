"""What a strategist changes in a draft in common: open it, reword a part, show parts, answer what was said.

The surprise: a change says which words it was made on. Where somebody was quicker, nothing is written and both texts
come back, so that two who edit the same part lose nothing and are told.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from leadline.errors import LeadlineError
from leadline.strategy import Document
from leadline.strategy.shared import (
    Part,
    digest_of,
    find_part,
    names_money,
    parts,
    tells_money,
    unsigned,
    with_new,
    with_words,
)
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.strategy.convert import document_in
from leadline.web.together.models import Revision, Showing, Words, Workspace
from leadline.web.together.revising import open_revision, revise

log = logging.getLogger(__name__)


class ChangedMeanwhileError(LeadlineError):
    """Somebody changed the same part first. `theirs` stands now; `mine` was not written."""

    def __init__(self, theirs: Part | None, mine: str, last: Revision) -> None:
        self.theirs, self.mine, self.last = theirs, mine, last
        super().__init__(
            f"{last.by or 'Somebody'} changed this while you wrote. Nothing of yours or theirs is lost.",
            "Read both, then keep theirs or put your words on top.",
        )


@transaction.atomic
def open_workspace(title: str, greeting: str, document: Document, *, by: Person, now: dt.datetime) -> Workspace:
    """Lay a document on the table, as a draft that several people work on. Nobody has signed it yet."""
    opened = fitting(Workspace(title=title, greeting=greeting, opened_by=by, opened_at=now))
    opened.save()
    revise(opened, unsigned(document), part="", why="laid on the table", by=by, now=now)
    log.info("workspace opened: %d", opened.pk)
    return opened


@transaction.atomic
def close_workspace(workspace: Workspace, *, now: dt.datetime) -> None:
    """Nobody who was invited gets in any more; what was said stays readable inside."""
    workspace.closed_at = now
    workspace.save(update_fields=["closed_at"])
    log.info("workspace closed: %d", workspace.pk)


@transaction.atomic
def reword(workspace: Workspace, key: str, words: str, *, seen: str, by: Person, now: dt.datetime) -> Revision:
    """Give a part other words. `seen` names what the writer had before them: `digest_of` that part.

    Raises ChangedMeanwhileError with both texts where the part says something else by now.
    """
    in_turn(Revision)
    last = open_revision(workspace)
    document = document_in(last.text)
    _check_seen(document, key, words, seen, last)
    changed = with_words(document, key, words)
    return revise(workspace, changed, part=key, why="reworded", by=by, now=now) if changed != document else last


@transaction.atomic
def add_part(workspace: Workspace, kind: str, words: str, *, by: Person, now: dt.datetime) -> str:
    """Put something new into the draft; the key of the part."""
    in_turn(Revision)
    changed, key = with_new(document_in(open_revision(workspace).text), kind, words)
    revise(workspace, changed, part=key, why="added", by=by, now=now)
    return key


@transaction.atomic
def revise_objective(workspace: Workspace, objective: str, metric: str, *, by: Person, now: dt.datetime) -> None:
    """Name the number of the business that shows a company objective."""
    document = document_in(open_revision(workspace).text)
    held = document.company_objectives
    changed = tuple(one.model_copy(update={"metric": metric}) if one.id == objective else one for one in held)
    if changed == held:
        return
    key = f"company_objectives:{objective}"
    document = document.model_copy(update={"company_objectives": changed})
    revise(workspace, document, part=key, why=f"measured by {metric}", by=by, now=now)


@transaction.atomic
def show(
    workspace: Workspace,
    keys: Collection[str],
    opportunities: Sequence[Mapping[str, str]] = (),
    *,
    by: Person,
    now: dt.datetime,
) -> Showing:
    """Let the invited see these parts as they stand now, and nothing else.

    Raises LeadlineError for a part that is not there or names an amount of money.
    """
    in_turn(Showing)
    revision = open_revision(workspace)
    if not keys:
        raise LeadlineError("Nothing is ticked, so that nobody would see anything.", "Tick what they are to see.")
    there = {one.key: one for one in parts(document_in(revision.text))}
    chosen = [there[key] for key in there if key in keys]
    if len(chosen) != len(set(keys)):
        raise LeadlineError("One of the chosen parts is not in the draft any more.", "Choose anew from the list.")
    for part in chosen:
        if names_money(part):
            raise LeadlineError(
                f"“{part.title}” names an amount of money, which nobody from outside is shown.",
                "Reword it without the amount, or do not share it.",
            )
    number = Showing.objects.filter(workspace=workspace).count() + 1
    told = [{"id": one["id"], "title": one["title"]} for one in opportunities if not tells_money(one["title"])]
    made = Showing.objects.create(
        workspace=workspace,
        number=number,
        revision=revision,
        keys=[one.key for one in chosen],
        opportunities=told,
        shown_at=now,
        shown_by=by,
    )
    log.info("workspace %d shown: %d parts", workspace.pk, len(chosen))
    return made


@transaction.atomic
def answer(
    words: Words, given: str, reason: str, *, instead: str = "", seen: str = "", by: Person, now: dt.datetime
) -> None:
    """Accept, change or decline what somebody said. Accepted, a proposal stands in the draft with its origin.

    `instead` are the words that a changed proposal or a comment leads to, made on the part that `seen` names.
    """
    in_turn(Revision)
    words.refresh_from_db()
    last = open_revision(words.guest.workspace)
    _may_answer(words, given, reason)
    words.answer, words.reason, words.answered_by, words.answered_at = given, reason.strip(), by, now
    if given != "declined":
        _take_in(words, last, instead.strip(), seen, by=by, now=now)
    fitting(words).save()
    log.info("words %d answered: %s", words.pk, given)


def _take_in(words: Words, last: Revision, instead: str, seen: str, *, by: Person, now: dt.datetime) -> None:
    document, workspace = document_in(last.text), words.guest.workspace
    if words.kind == "new":
        said = instead or words.text
        changed, words.became = with_new(document, words.part, said)
        words.after = said
    else:
        said = instead or (words.text if words.kind == "wording" else "")
        if not said:
            return
        _check_seen(document, words.part, said, seen, last)
        part = find_part(document, words.part)
        changed = with_words(document, words.part, said)
        if changed == document:
            return
        words.became, words.before, words.after = words.part, part.words if part else "", said
    revise(workspace, changed, part=words.became, why=f"{words.answer}: said from outside", by=by, now=now)


def _may_answer(words: Words, given: str, reason: str) -> None:
    if words.answer:
        raise LeadlineError(
            f"{words.answered_by or 'Somebody'} has answered this already: {words.answer}.", "Open the page anew."
        )
    if given not in Words.ANSWERS:
        raise LeadlineError("That is no answer.", f"Answer with one of: {', '.join(Words.ANSWERS)}.")
    if given != "accepted" and not reason.strip():
        raise LeadlineError(
            "Whoever said this reads your answer, and it gives no reason.", "Say in a sentence why it is so."
        )


def _check_seen(document: Document, key: str, mine: str, seen: str, last: Revision) -> None:
    part = find_part(document, key)
    if part is not None and (part.words == mine.strip() or digest_of((part,)) == seen):
        return
    by = Revision.objects.filter(workspace=last.workspace, part__in=(key, "")).order_by("-number").first()
    raise ChangedMeanwhileError(part, mine, by or last)
