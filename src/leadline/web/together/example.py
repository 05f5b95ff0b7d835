"""The demo's draft in common: opened, shown, spoken of, answered, voted on and signed by the pages' own actions.

In: a strategy, who leads, and the day. Out: the workspace. The surprise: nobody is sent anything, and no link is kept.
What an invitation looks like is a page of its own, for whoever makes the strategy.
"""

from __future__ import annotations

import datetime as dt

from leadline.demo import round as told
from leadline.strategy import Document
from leadline.strategy.shared import digest_of, find_part
from leadline.web.accounts.models import Person
from leadline.web.together import actions, guest_actions, inviting
from leadline.web.together.convert import draft, seen_in, showing_of
from leadline.web.together.models import Guest, Workspace
from leadline.web.together.pages import can_be_shown


def make_together(document: Document, *, by: Person, now: dt.datetime) -> Workspace:
    """A round that is under way: one proposal accepted, one comment that waits, one vote, one signature."""
    opened = actions.open_workspace(told.TITLE, told.GREETING, document, by=by, now=now)
    _show(opened, by, now)
    guests = {one.name: _invited(opened, one, by, now) for one in told.INVITED}
    day = dt.timedelta(days=1)
    for place, said in enumerate(told.SPOKEN, start=2):
        _spoken(opened, guests[said.who], said, by, now + place * day)
    voter, on = told.VOTE
    guest_actions.vote(guests[voter], on, True, now=now + 4 * day)
    _show(opened, by, now + 4 * day)
    showing = showing_of(opened)
    if showing is not None:
        signer = guests[told.SIGNS]
        guest_actions.sign(signer, signer.name, digest_of(seen_in(showing)), now=now + 5 * day)
    return opened


def an_invited(workspace: Workspace, now: dt.datetime) -> Guest:
    """Somebody who stands for whoever is invited next: for the page that shows what an invitation looks like."""
    first = Guest.objects.filter(workspace=workspace, withdrawn_at=None).order_by("pk").last()
    name = first.name if first else told.CUSTOMER.name
    asked = workspace.opened_by
    return Guest(workspace=workspace, name=name, invited_by=asked, expires_at=now + dt.timedelta(days=inviting.DAYS))


def _show(workspace: Workspace, by: Person, now: dt.datetime) -> None:
    actions.show(workspace, can_be_shown(draft(workspace)), by=by, now=now)


def _invited(workspace: Workspace, one: told.Invited, by: Person, now: dt.datetime) -> Guest:
    guest, _token = inviting.invite(
        workspace,
        name=one.name,
        role=one.role,
        partner_type=one.partner_type,
        speaks_for=one.speaks_for,
        by=by,
        now=now,
    )
    if one is not told.NOT_YET:
        guest.entered_at = now + dt.timedelta(days=1)
        guest.save(update_fields=["entered_at"])
        guest_actions.agree(guest, named=True, now=now + dt.timedelta(days=1))
    return guest


def _spoken(workspace: Workspace, guest: Guest, said: told.Spoken, by: Person, now: dt.datetime) -> None:
    words = guest_actions.say(guest, said.kind, said.part, said.text, now=now)
    if said.answer:
        part = find_part(draft(workspace), said.part)
        seen = digest_of((part,)) if part else ""
        actions.answer(words, said.answer, said.reason, seen=seen, by=by, now=now + dt.timedelta(hours=3))
