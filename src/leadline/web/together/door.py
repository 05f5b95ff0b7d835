"""The door for whoever was invited: a link opens it once, for one browser, to one draft (S3.18).

In: a token from a link, or what the browser keeps. Out: the guest, or a refusal in words. The surprise: looking at a
link changes nothing, since mail programs look at links too; only the person who presses the button goes in. One thing a
link can do for as long as anything is kept, whatever became of the invitation: take the consent back (S4.22); the
browser that was let in reads what is its guest's own for as long.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal.ratelimit import consume
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from leadline.errors import LeadlineError
from leadline.web.accounts.models import Person
from leadline.web.here import now
from leadline.web.together.consent import KEPT_UNAGREED_DAYS
from leadline.web.together.guest_actions import plain_name
from leadline.web.together.inviting import hashed
from leadline.web.together.models import Guest

GUEST = "guest"
"""What the session keeps of a guest: their row, and this browser's key."""

RATES = {"guest_door": "20/10m/ip", "guest_writes": "30/m/key,300/h/key"}
GuestView = Callable[..., HttpResponse]


class DoorClosedError(LeadlineError):
    """Whoever stands there may not come in, and is told why."""


def by_invitation(view: GuestView) -> GuestView:
    """Hand the view the guest whose browser asks; everybody else is refused, whoever they are otherwise."""

    return _admitting(view, also_ended=False)


def by_invitation_even_ended(view: GuestView) -> GuestView:
    """The same for what is one's own: to see it, take it along or take it back needs no invitation that still holds."""
    return _admitting(view, also_ended=True)


def _admitting(view: GuestView, *, also_ended: bool) -> GuestView:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            guest = guest_of(request, now(), also_ended=also_ended)
        except DoorClosedError as refused:
            return closed(request, refused, is_mine=not also_ended and _is_known(request))
        if request.method == "POST" and not _may_go_on(request, "guest_writes", key=str(guest.pk)):
            return closed(request, _too_often(), status=429)
        try:
            return _private(view(request, guest, *args, **kwargs))
        except LeadlineError as error:
            return _not_done(request, error)

    answer.by_invitation = True  # type: ignore[attr-defined]
    answer.login_required = False  # type: ignore[attr-defined]
    return answer


def for_a_link(view: GuestView) -> GuestView:
    """The view that a link leads to: nobody is known there yet."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _private(view(request, *args, **kwargs))

    answer.by_invitation = True  # type: ignore[attr-defined]
    answer.login_required = False  # type: ignore[attr-defined]
    return answer


def guest_of(request: HttpRequest, at: dt.datetime, *, also_ended: bool = False) -> Guest:
    """Who asks. Raises DoorClosedError where this browser was let in by no invitation that still holds, or, with
    `also_ended`, by none at all; and for somebody who is signed in, so that nobody acts as two."""
    if isinstance(request.user, Person):
        raise DoorClosedError(
            _("You are signed in as %(who)s, and this page is for people who were invited.") % {"who": request.user},
            _("Use the preview to see what they see."),
        )
    kept = request.session.get(GUEST)
    found = None
    if isinstance(kept, dict):
        found = Guest.objects.select_related("workspace").filter(pk=kept["pk"]).first()
    if found is None or not isinstance(kept, dict):
        raise DoorClosedError(
            _("This page is for people who were invited."), _("Open the link that you were sent, in this browser.")
        )
    if not found.browser_hash or not secrets.compare_digest(found.browser_hash, hashed(str(kept["browser"]))):
        raise _not_yours(found)
    if not also_ended:
        _refuse_what_ended(found, at)
    return found


def guest_behind(token: str, request: HttpRequest, at: dt.datetime) -> Guest:
    """Whom a link is for. Raises DoorClosedError where it is wrong, over, taken back, or was used elsewhere."""
    found = whose(token, request)
    _refuse_what_ended(found, at)
    if found.entered_at is not None:
        raise _not_yours(found)
    return found


def whose(token: str, request: HttpRequest) -> Guest:
    """Whom a link was made for, whether it still opens anything or not. Raises DoorClosedError for one of nobody."""
    if not _may_go_on(request, "guest_door", only_look=True):
        raise _too_often()
    found = Guest.objects.select_related("workspace", "invited_by").filter(token_hash=hashed(token)).first()
    if found is None:
        _may_go_on(request, "guest_door")
        raise DoorClosedError(
            _("This link opens nothing."), _("It may have been cut off, or replaced by a newer one. Ask who sent it.")
        )
    return found


def refuse_other_name(guest: Guest, name: str, request: HttpRequest) -> None:
    """Whoever holds only the link names themselves; a wrong name counts as a wrong link. Raises DoorClosedError."""
    given = plain_name(name)
    if given and given in {plain_name(guest.name), plain_name(guest.shown_as)}:
        return
    _may_go_on(request, "guest_door")
    raise DoorClosedError(
        _("That is not the name that the link is for."), _("Write the name that you were invited or read under.")
    )


@transaction.atomic
def enter(request: HttpRequest, guest: Guest, at: dt.datetime) -> None:
    """Let this browser in and no other: of two who press at once, one is told that it was used."""
    browser = secrets.token_urlsafe(32)
    let_in = Guest.objects.filter(pk=guest.pk, entered_at=None, token_hash=guest.token_hash)
    if not let_in.update(entered_at=at, browser_hash=hashed(browser)):
        raise _not_yours(guest)
    request.session.cycle_key()
    request.session[GUEST] = {"pk": guest.pk, "browser": browser}
    stay(request, guest, at)


def stay(request: HttpRequest, guest: Guest, at: dt.datetime) -> None:
    """Know this browser for as long as anything is kept of the guest: what is their own outlasts the invitation."""
    until = guest.expires_at + dt.timedelta(days=KEPT_UNAGREED_DAYS)
    if guest.kept_until is not None:
        until = max(until, dt.datetime.combine(guest.kept_until + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC))
    request.session.set_expiry(max(60, int((until - at).total_seconds())))


def leave(request: HttpRequest) -> None:
    """Nothing of the guest stays in this browser."""
    request.session.flush()


def is_let_in(request: HttpRequest, token: str, at: dt.datetime, *, also_ended: bool = False) -> bool:
    """Whether this very browser was let in by this very link before."""
    try:
        return guest_of(request, at, also_ended=also_ended).token_hash == hashed(token)
    except DoorClosedError:
        return False


def forget_guest(request: HttpRequest) -> None:
    """Whoever signs in is a guest no more in this browser, and their session does not last as long as the link did."""
    if request.session.pop(GUEST, None) is not None:
        request.session.set_expiry(None)


def is_over(guest: Guest, at: dt.datetime) -> bool:
    """Whether nothing but one's own is open any more."""
    try:
        _refuse_what_ended(guest, at)
    except DoorClosedError:
        return True
    return False


def closed(
    request: HttpRequest, refused: LeadlineError, *, status: int = 403, token: str = "", is_mine: bool = False
) -> HttpResponse:
    """The refusal as a page. With the token of somebody's link, or to a browser that is known, the page says how they
    take their consent back."""
    status = 429 if getattr(refused, "too_often", False) else status
    told = {"error": refused, "token": token, "is_mine": is_mine}
    return _private(render(request, "together/closed.html", told, status=status))


def _is_known(request: HttpRequest) -> bool:
    """Whether this browser belongs to somebody whose invitation has only ended."""
    try:
        guest_of(request, now(), also_ended=True)
    except DoorClosedError:
        return False
    return True


def _not_done(request: HttpRequest, error: LeadlineError) -> HttpResponse:
    """What went wrong, with what was typed, so that nothing has to be written twice."""
    told = {"error": error, "goes_back": True, "typed": request.POST.get("text", "")}
    return _private(render(request, "together/closed.html", told, status=400))


def _refuse_what_ended(guest: Guest, at: dt.datetime) -> None:
    ask = _("Ask %(who)s for a new link.") % {"who": guest.invited_by or guest.workspace.title}
    if guest.withdrawn_at is not None:
        raise DoorClosedError(_("You took your consent back, and this door closed behind you."), ask)
    if guest.revoked_at is not None:
        raise DoorClosedError(_("This invitation was taken back."), ask)
    if guest.expires_at <= at:
        raise DoorClosedError(_("This invitation is over. What you said is kept as you agreed."), ask)
    if guest.workspace.closed_at is not None:
        raise DoorClosedError(_("This round is closed. Thank you for what you said."), ask)


def _not_yours(guest: Guest) -> DoorClosedError:
    return DoorClosedError(
        _("This link was opened in another browser already, and it is for one person."),
        _("If that was you, ask %(who)s for a new link. If it was not, tell them.")
        % {"who": guest.invited_by or guest.workspace.title},
    )


def _too_often() -> DoorClosedError:
    error = DoorClosedError(_("That was tried too often."), _("Wait ten minutes, then try it again."))
    error.too_often = True  # type: ignore[attr-defined]
    return error


def _may_go_on(request: HttpRequest, action: str, *, key: str | None = None, only_look: bool = False) -> bool:
    used = consume(request, app="leadline", action=action, config=RATES, key=key, limit_get=True, dry_run=only_look)
    return used is not None


def _private(response: HttpResponse) -> HttpResponse:
    """No shared computer's cache keeps it."""
    response.headers["Cache-Control"] = "no-store"
    return response
