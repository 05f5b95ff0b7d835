"""Workshops with the company's own people, one company objective at a time (S1.20, S1.21).

The surprise: the order is held. A metric can be chosen only after the talk has ended in a decision (S1.22).
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from leadline.errors import LeadlineError
from leadline.strategy import find_metric, is_vanity
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.together.actions import add_part, revise_objective
from leadline.web.together.convert import draft
from leadline.web.together.models import Idea, Revision, Workshop, Workspace

log = logging.getLogger(__name__)


@transaction.atomic
def hold(workspace: Workspace, objective: str, held_on: dt.date, who: Sequence[str]) -> Workshop:
    """Begin a talk about a company objective. Raises LeadlineError for an objective that is not in the draft."""
    if objective not in {one.id for one in draft(workspace).company_objectives}:
        raise LeadlineError(_("The draft holds no such company objective."), _("Choose one of those that it lists."))
    names = [name for name in (" ".join(one.split()) for one in who) if name]
    if not names:
        raise LeadlineError(_("Nobody is named who was there."), _("Write each name on a line of its own."))
    made = fitting(Workshop(workspace=workspace, objective=objective, held_on=held_on, who=names))
    made.save()
    log.info("workshop held: %d, %d people", made.pk, len(names))
    return made


@transaction.atomic
def bring_idea(workshop: Workshop, kind: str, text: str, *, by: Person, now: dt.datetime) -> Idea:
    """How social media could support the objective, or a new way to do business (S1.21)."""
    if kind not in Idea.KINDS or not text.strip():
        raise LeadlineError(_("There is no idea in it."), _("Write it in a sentence, and say which kind it is."))
    if len(text) > 1_000:
        raise LeadlineError(_("The idea is longer than 1,000 characters."), _("Say it shorter, or make two of it."))
    made = fitting(Idea(workshop=workshop, kind=kind, text=text.strip(), by=by, at=now))
    made.save()
    log.info("idea brought: workshop %d", workshop.pk)
    return made


@transaction.atomic
def decide(workshop: Workshop, decision: str, *, by: Person, now: dt.datetime) -> None:
    """What the talk led to. Raises LeadlineError before anybody has brought an idea."""
    if not workshop.ideas.exists():
        raise LeadlineError(_("Nobody has brought an idea yet."), _("Write down what was said, then what was decided."))
    if not decision.strip():
        raise LeadlineError(_("There is no decision in it."), _("Write it in a sentence."))
    workshop.decision, workshop.decided_by, workshop.decided_at = decision.strip(), by, now
    fitting(workshop).save(update_fields=["decision", "decided_by", "decided_at"])
    log.info("workshop decided: %d", workshop.pk)


@transaction.atomic
def choose_metric(workshop: Workshop, metric: str, *, by: Person, now: dt.datetime) -> None:
    """Name the number of the business that shows the objective.

    Raises LeadlineError before the talk is decided (S1.22), and for a count of attention.
    """
    if workshop.decided_at is None:
        raise LeadlineError(
            _("First comes the talk, then the number: nothing is decided yet."), _("Write the decision down first.")
        )
    if find_metric(metric) is None or is_vanity(metric):
        raise LeadlineError(_("That is no metric of a business."), _("Choose one of those that are listed."))
    in_turn(Revision)
    revise_objective(workshop.workspace, workshop.objective, metric, by=by, now=now)
    workshop.metric = metric
    workshop.save(update_fields=["metric"])
    log.info("workshop's metric: %d, %s", workshop.pk, metric)


@transaction.atomic
def take_idea(idea: Idea, *, by: Person, now: dt.datetime) -> str:
    """Make an idea a method of the draft, with its origin; the part's key."""
    in_turn(Revision)
    idea.refresh_from_db()
    if idea.became:
        raise LeadlineError(_("The idea is in the draft already."), _("Open the page anew."))
    idea.became = add_part(idea.workshop.workspace, "method", idea.text, by=by, now=now)
    idea.save(update_fields=["became"])
    return idea.became
