"""The executives: a draft is put before them, they ask, say where they stand, and one of them approves (S0.19).

The surprise: to approve is to adopt. What stands in the way of an adoption stands in the way of an approval, first of
all that nobody of the market has signed (S3.19).
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.errors import LeadlineError
from leadline.strategy import Facts
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.strategy.actions import adopt
from leadline.web.strategy.models import StrategyVersion
from leadline.web.together.convert import current, executives_of, last_stances, whole
from leadline.web.together.models import Brief, Question, Stance, Workspace
from leadline.words import listed

log = logging.getLogger(__name__)

LONGEST = 2_000


@transaction.atomic
def put_brief(workspace: Workspace, asks: str, unknown: str, *, by: Person, now: dt.datetime) -> Brief:
    """Put the draft as it stands before the executives. It stays as it is; a later draft is a brief of its own."""
    in_turn(Brief)
    number = Brief.objects.filter(workspace=workspace).count() + 1
    told = (_said(asks, _("Say what you ask of them, in a sentence.")), unknown.strip()[:LONGEST])
    revision = current(workspace)
    made = fitting(
        Brief(
            workspace=workspace,
            number=number,
            revision=revision,
            asks=told[0],
            unknown=told[1],
            put_at=now,
            put_by=by,
        )
    )
    made.save()
    log.info("brief put: %d of workspace %d", number, workspace.pk)
    return made


@transaction.atomic
def ask(brief: Brief, text: str, *, by: Person, now: dt.datetime) -> Question:
    """Ask the strategist something about a brief."""
    _refuse_approved(brief)
    made = fitting(Question(brief=brief, person=by, text=_said(text, _("Write the question.")), at=now))
    made.save()
    return made


@transaction.atomic
def reply(question: Question, text: str, *, by: Person, now: dt.datetime) -> None:
    """Answer a question; an answer stays as it was given."""
    if question.answer:
        raise LeadlineError(_("The question has an answer already."), _("Open the page anew."))
    question.answer, question.answered_by, question.answered_at = _said(text, _("Write the answer.")), by, now
    fitting(question).save(update_fields=["answer", "answered_by", "answered_at"])


@transaction.atomic
def take_side(brief: Brief, side: str, reason: str, *, by: Person, now: dt.datetime) -> Stance:
    """Say where one stands: for, with conditions, or against; for the latter two, why. Earlier words are kept."""
    _refuse_approved(brief)
    if side not in Stance.SIDES:
        raise LeadlineError(_("That is no side."), _("Be for it, for it with conditions, or against it."))
    if side != "for":
        reason = _said(reason, _("Name your conditions, or why you are against it."))
    made = fitting(Stance(brief=brief, person=by, side=side, reason=reason.strip()[:LONGEST], at=now))
    made.save()
    log.info("stance on brief %d: %s", brief.pk, side)
    return made


@transaction.atomic
def approve(brief: Brief, facts: Facts, *, in_spite_of: str = "", by: Person, now: dt.datetime) -> StrategyVersion:
    """Put the brief's strategy in force. Raises LeadlineError, or RemarkedError with everything that is in the way."""
    in_turn(Brief)
    brief.refresh_from_db()
    _refuse_approved(brief)
    _refuse_unheard(brief, by, in_spite_of)
    document = whole(brief.revision, executives=executives_of(brief))
    version = adopt(document, facts, by=by, now=now)
    brief.approved_at, brief.approved_by, brief.version = now, by, version.number
    brief.in_spite_of = in_spite_of.strip()[:LONGEST]
    fitting(brief).save(update_fields=["approved_at", "approved_by", "version", "in_spite_of"])
    log.info("brief approved: %d, version %d", brief.pk, version.number)
    return version


def _refuse_unheard(brief: Brief, by: Person, in_spite_of: str) -> None:
    """Nobody approves past a question, past themselves, or silently past somebody who is against."""
    newer = Brief.objects.filter(workspace=brief.workspace, number__gt=brief.number).order_by("-number").first()
    if newer is not None:
        raise LeadlineError(_("A newer brief was put before you since."), _("Read that one, and decide on it."))
    waiting = brief.questions.filter(answer="").count()
    if waiting:
        told = ngettext("%(n)s question waits for an answer.", "%(n)s questions wait for an answer.", waiting)
        raise LeadlineError(told % {"n": waiting}, _("Let the strategist answer first."))
    sides = last_stances(brief)
    if not any(one.person_id == by.pk and one.side != "against" for one in sides):
        raise LeadlineError(_("You have not said that you are for it."), _("Say where you stand first."))
    against = [str(one.person) for one in sides if one.side == "against"]
    if against and not in_spite_of.strip():
        raise LeadlineError(
            _("%(who)s: against it.") % {"who": listed(against)}, _("Write down why it is approved all the same.")
        )


def _refuse_approved(brief: Brief) -> None:
    if brief.approved_at is not None:
        raise LeadlineError(
            _("This brief was approved as version %(n)s, which never changes.") % {"n": brief.version},
            _("What is to be different goes into the next draft."),
        )


def _said(text: str, advice: str) -> str:
    text = text.strip()
    if not text:
        raise LeadlineError(_("There are no words in it."), advice)
    if len(text) > LONGEST:
        raise LeadlineError(_("It is longer than 2,000 characters."), _("Say it shorter."))
    return text
