"""Inviting: a link for one person, with an expiry; a new link, and the end of one.

In: who is invited to which draft. Out: the token of the link, once. The surprise: the token itself is kept nowhere. The
first browser that opens the link is the one it belongs to; for another there is only a new link.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets

from django.db import transaction

from leadline.errors import LeadlineError
from leadline.strategy import Role
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.models import Person
from leadline.web.accounts.permissions import Role as Signed
from leadline.web.accounts.turns import in_turn
from leadline.web.together.guest_actions import holds_unseen, is_odd, readable
from leadline.web.together.models import Guest, Workspace

log = logging.getLogger(__name__)

DAYS = 14
MOST_DAYS = 90


@transaction.atomic
def invite(
    workspace: Workspace,
    *,
    name: str,
    role: str,
    partner_type: str = "",
    speaks_for: str = "",
    days: int = DAYS,
    by: Person,
    now: dt.datetime,
) -> tuple[Guest, str]:
    """Invite one person; returns them and the token of their link, which is told only now.

    Raises LeadlineError for somebody who was invited already, and for a colleague as a voice of the market (S3.19).
    """
    _refuse_closed(workspace)
    in_turn(Guest)
    name, speaks_for = " ".join(name.split()), " ".join(speaks_for.split())
    _refuse_odd(name, speaks_for)
    if Guest.objects.filter(workspace=workspace, name__iexact=name, withdrawn_at=None).exists():
        raise LeadlineError(f"{name} is invited already.", "Make a new link beside their name.")
    if Role(role).is_market and _works_here(name):
        raise LeadlineError(
            f"{name} works here: nobody speaks for the market from the inside.",
            "Invite them as a colleague, or somebody from outside.",
        )
    token = secrets.token_urlsafe(32)
    guest = Guest(
        workspace=workspace,
        key=f"guest-{secrets.token_hex(4)}",
        name=name,
        role=role,
        partner_type=partner_type if Role(role) is Role.PARTNER else "",
        speaks_for=speaks_for,
        token_hash=hashed(token),
        invited_at=now,
        invited_by=by,
        expires_at=now + _days(days),
    )
    fitting(guest).save()
    log.info("guest invited: %s to workspace %d", guest.key, workspace.pk)
    return guest, token


@transaction.atomic
def renew(guest: Guest, *, days: int = DAYS, now: dt.datetime) -> str:
    """A new link for the same person; the old one, and the browser that it was opened in, count no more."""
    _refuse_closed(guest.workspace)
    if guest.withdrawn_at is not None:
        raise LeadlineError("They took their consent back.", "Invite them anew if they ask for it.")
    token = secrets.token_urlsafe(32)
    guest.token_hash, guest.browser_hash = hashed(token), ""
    guest.entered_at, guest.revoked_at, guest.expires_at = None, None, now + _days(days)
    guest.save(update_fields=["token_hash", "browser_hash", "entered_at", "revoked_at", "expires_at"])
    log.info("guest's link renewed: %s", guest.key)
    return token


@transaction.atomic
def revoke(guest: Guest, *, now: dt.datetime) -> None:
    """The door is closed at once, in the browser that is open too; what they said stays, and is theirs to take back."""
    guest.revoked_at = now
    guest.save(update_fields=["revoked_at"])
    log.info("guest revoked: %s", guest.key)


def hashed(secret: str) -> str:
    """SHA-256 in hex: of 32 random bytes nobody finds the way back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _days(days: int) -> dt.timedelta:
    if not 1 <= days <= MOST_DAYS:
        raise LeadlineError(f"A link holds from 1 to {MOST_DAYS} days.", f"Write a number up to {MOST_DAYS}.")
    return dt.timedelta(days=days)


def _works_here(name: str) -> bool:
    inside = Person.objects.exclude(role=Signed.REPRESENTATIVE.value)
    return any(" ".join(str(one).split()).casefold() == name.casefold() for one in inside)


def _refuse_odd(name: str, speaks_for: str) -> None:
    """A name is read by everybody who takes part: none that reads as another, or as a word of the draft."""
    if is_odd(name) or holds_unseen(speaks_for):
        raise LeadlineError(
            f"“{readable(name)}” or whom they speak for holds signs that nobody sees, letters of several alphabets, or "
            "is a word of the strategy's own.",
            "Type it anew, in letters of one alphabet.",
        )


def _refuse_closed(workspace: Workspace) -> None:
    if workspace.closed_at is not None:
        raise LeadlineError(f"“{workspace.title}” is closed.", "Invite them to one that is open.")
