"""The pages of whoever was invited: the door, the consent, the strategy as far as it is shown, what is kept of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leadline.errors import LeadlineError
from leadline.web.accounts.models import Person
from leadline.web.here import home as the_home
from leadline.web.here import now
from leadline.web.together import door, guest_actions
from leadline.web.together.consent import kept_until, sentences
from leadline.web.together.convert import day_of
from leadline.web.together.door import by_invitation, by_invitation_even_ended, for_a_link
from leadline.web.together.erasing import everything_of, withdraw
from leadline.web.together.guest_pages import guest_page, moved, order_of
from leadline.web.together.inviting import hashed
from leadline.web.together.models import Guest
from leadline.words import day_words


@require_http_methods(["GET", "HEAD", "POST"])
@for_a_link
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Say whom the link is for; go in with a button, so that nothing that merely looks at it uses it up."""
    if isinstance(request.user, Person):
        refused = LeadlineError(
            _("You are signed in as %(who)s, and this link is for somebody else.") % {"who": request.user},
            _("Send it to them; to look yourself, use the preview."),
        )
        return door.closed(request, refused)
    if door.is_let_in(request, token, now()):
        return redirect("guest:home")
    try:
        guest = door.guest_behind(token, request, now())
        if request.method == "POST":
            door.enter(request, guest, now())
            return redirect("guest:home")
    except door.DoorClosedError as refused:
        if door.is_let_in(request, token, now(), also_ended=True):
            return door.closed(request, refused, is_mine=True)
        is_somebodys = Guest.objects.filter(token_hash=hashed(token)).exists()
        return door.closed(request, refused, token=token if is_somebodys else "")
    return render(request, "together/door.html", {"guest": guest})


@require_http_methods(["GET", "HEAD", "POST"])
@for_a_link
def take_back_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The narrow door: by their link, somebody takes the consent back, whatever became of the invitation.

    It shows nothing of theirs and leads nowhere else, for the link may lie in a mailbox that others read.
    """
    try:
        guest = door.whose(token, request)
        if request.method == "POST":
            door.refuse_other_name(guest, request.POST.get("name", ""), request)
            return _taken_back(request, guest)
    except door.DoorClosedError as refused:
        return door.closed(request, refused)
    except LeadlineError as refused:
        return door.closed(request, refused, status=400, token=token)
    return render(request, "together/take_back.html", {"guest": guest})


@require_safe
@by_invitation
def home(request: HttpRequest, guest: Guest) -> HttpResponse:
    if not guest.takes_part:
        return redirect("guest:consent")
    return render(request, "together/guest.html", {"page": guest_page(guest.workspace, guest), "guest": guest})


@require_http_methods(["GET", "HEAD", "POST"])
@by_invitation
def consent(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What is kept, for how long, under which name: asked before the first word."""
    if guest.takes_part:
        return redirect("guest:home")
    if request.method == "POST":
        if request.POST.get("agreed") != "yes":
            raise LeadlineError(_("You have not agreed yet."), _("Tick the box if you do; else just leave."))
        named, other = request.POST.get("as", "") == "name", request.POST.get("other", "")
        guest_actions.agree(guest, named=named, other_name=other, now=now())
        door.stay(request, guest, now())
        return redirect("guest:home")
    until = day_words(kept_until(day_of(now())))
    told = {"guest": guest, "sentences": sentences(the_home().company.name, until), "until": until}
    return render(request, "together/consent.html", told)


@require_POST
@by_invitation
def say(request: HttpRequest, guest: Guest) -> HttpResponse:
    given = request.POST
    said = guest_actions.say(guest, given.get("kind", ""), given.get("part", ""), given.get("text", ""), now=now())
    return redirect(reverse("guest:home") + f"#said-{said.pk}")


@require_POST
@by_invitation
def vote(request: HttpRequest, guest: Guest) -> HttpResponse:
    on = request.POST.get("on", "")
    guest_actions.vote(guest, on, request.POST.get("side") == "for", now=now())
    kind, _colon, which = on.partition(":")
    return redirect(reverse("guest:home") + f"#{kind}-{slugify(which)}")


@require_POST
@by_invitation
def rank(request: HttpRequest, guest: Guest) -> HttpResponse:
    """One step up or down in the order; what was ordered is kept with each step."""
    of, step = request.POST.get("of", ""), -1 if "up" in request.POST else 1
    key = request.POST.get("up") or request.POST.get("down") or ""
    order = order_of(guest.workspace, of, guest)
    guest_actions.rank(guest, of, moved(order, key, step) if key in order else [], now=now())
    return redirect(reverse("guest:home") + f"#order-{of}")


@require_POST
@by_invitation
def sign(request: HttpRequest, guest: Guest) -> HttpResponse:
    guest_actions.sign(guest, request.POST.get("text", ""), request.POST.get("digest", ""), now=now())
    return redirect(reverse("guest:home") + "#sign")


@require_safe
@by_invitation_even_ended
def mine(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Everything that is kept of them, and how to take it back."""
    told = {"guest": guest, "kept": everything_of(guest), "is_over": door.is_over(guest, now())}
    return render(request, "together/mine.html", told)


@require_safe
@by_invitation_even_ended
def mine_file(request: HttpRequest, guest: Guest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="what-is-kept-of-me.json"'}
    return JsonResponse(everything_of(guest), json_dumps_params={"indent": 2, "ensure_ascii": False}, headers=headers)


@require_POST
@by_invitation_even_ended
def take_back(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Take the consent back: the name, or the name and the words."""
    return _taken_back(request, guest)


@require_POST
@by_invitation_even_ended
def leave(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Close the door in this browser. Coming back takes a new link."""
    door.leave(request)
    return render(request, "together/gone.html", {"left": True})


def _taken_back(request: HttpRequest, guest: Guest) -> HttpResponse:
    what = request.POST.get("what", "")
    if what not in ("name", "words"):
        raise LeadlineError(_("Nothing was taken back."), _("Choose your name, or your name and your words."))
    withdraw(guest, words_too=what == "words", now=now())
    door.leave(request)
    return render(request, "together/gone.html", {"words_too": what == "words"})
