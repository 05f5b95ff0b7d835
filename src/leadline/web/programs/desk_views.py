"""The desk: who waits now. It draws itself anew every half minute, and after everything that is done to it."""

from __future__ import annotations

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from leadline.errors import LeadlineError
from leadline.programs import Promise
from leadline.programs.asked import Wait
from leadline.web.accounts.models import Person, person_of
from leadline.web.accounts.permissions import needs
from leadline.web.documents import home, lake, now
from leadline.web.programs import actions
from leadline.web.programs.answering import is_part, page
from leadline.web.programs.convert import promise_in_force
from leadline.web.programs.desk_page import SHOWS, DeskRow, Show, desk_page, desk_rows, replied_to, row_of
from leadline.web.programs.forms import MarkForm, WaitForm
from leadline.web.programs.models import AccountLookRow, MarkRow

LOOKS_A_PAGE = 100


@require_safe
@needs("see_desk")
def desk(request: HttpRequest) -> HttpResponse:
    promise = promise_in_force(home().company)
    if promise is None:
        return page(request, "no_desk.html", tab="desk")
    return _answer(request, promise)


@require_POST
@needs("run_desk")
def mark(request: HttpRequest) -> HttpResponse:
    form = MarkForm(request.POST)
    promise = promise_in_force(home().company)
    if promise is None or not form.is_valid():
        raise LeadlineError(_("The desk did not understand what to do."), _("Open the desk again and try once more."))
    given, me, at = form.cleaned_data, person_of(request), now()
    wait: Wait = (given["source"], given["thread"], given["customer"])
    row = row_of(desk_rows(lake(), promise, at, me), wait)
    kind, reason = given["kind"], given["reason"]
    refused = _refusal(row, kind, given["seen"], me)
    if refused:
        return _answer(request, promise, said=refused)
    known = {"since": row.item.episode.opened_at if row else None, "seen": given["seen"]}
    try:
        done = actions.mark(
            kind, source=wait[0], thread_id=wait[1], customer=wait[2], by=me, now=at, reason=reason, **known
        )
    except LeadlineError as error:
        return _answer(request, promise, said=error.sentence)
    return _answer(request, promise, said=_done(row, kind, reason), slip=done)


@require_POST
@needs("run_desk")
def account(request: HttpRequest) -> HttpResponse:
    """To whom a reply goes: shown once, on this page alone, and written down who asked."""
    form = WaitForm(request.POST)
    promise = promise_in_force(home().company)
    if promise is None or not form.is_valid():
        raise LeadlineError(_("The desk did not understand what to do."), _("Open the desk again and try once more."))
    given, me = form.cleaned_data, person_of(request)
    wait: Wait = (given["source"], given["thread"], given["customer"])
    if row_of(desk_rows(lake(), promise, now(), me), wait) is None:
        return _answer(request, promise, said=_("Nobody waits there any more: it was answered or closed meanwhile."))
    asked = {"source": wait[0], "thread_id": wait[1], "customer": wait[2]}
    handle = actions.look_up_account(home(), **asked, by=me, now=now())
    answer = _drawn(request, promise, said=_account_words(wait, handle))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
@needs("see_account_looks")
def account_looks(request: HttpRequest) -> HttpResponse:
    """Who looked at which sealed account, when, and for which conversation."""
    pages = Paginator(AccountLookRow.objects.select_related("by"), LOOKS_A_PAGE)
    told = {"looks": pages.get_page(request.GET.get("page")), "company": home().company}
    return render(request, "programs/account_looks.html", told)


@require_POST
@needs("run_desk")
def take_back(request: HttpRequest, mark: int) -> HttpResponse:
    promise = promise_in_force(home().company)
    actions.take_back(get_object_or_404(MarkRow, pk=mark), by=person_of(request), now=now())
    if promise is None:
        return redirect("programs:desk")
    return _answer(request, promise, said=_("Taken back."))


def _answer(request: HttpRequest, promise: Promise, *, said: str = "", slip: MarkRow | None = None) -> HttpResponse:
    """The whole page, or for htmx its changing part; after a form without htmx, back to the page."""
    show = _show(request)
    if request.method == "POST" and not is_part(request):
        notices.info(request, said)
        return redirect(f"{reverse('programs:desk')}?show={show}")
    return _drawn(request, promise, said=said, slip=slip)


def _drawn(request: HttpRequest, promise: Promise, *, said: str = "", slip: MarkRow | None = None) -> HttpResponse:
    """The page itself, whatever was asked: what is said stands in no session."""
    found = desk_page(lake(), promise, now(), person_of(request), _show(request), replied_to(home()))
    name = "desk_part.html" if is_part(request) else "desk.html"
    return page(request, name, tab="desk", page=found, said=said, slip=slip)


def _show(request: HttpRequest) -> Show:
    asked = request.POST.get("show") or request.GET.get("show", "all")
    return next((show for show in SHOWS if show == asked), "all")


def _refusal(row: DeskRow | None, kind: str, seen: str, me: Person) -> str:
    """Why it is not done: the wait is over, or a colleague was quicker."""
    if row is None:
        return _("Nobody waits there any more: it was answered or closed meanwhile.")
    if row.holder is not None and row.holder != me and seen != str(row.holder.pk):
        return _("%(name)s took it a moment ago.") % {"name": row.holder}
    if kind == "released" and row.holder != me:
        return _("You are not on it, so there is nothing to release.")
    return ""


def _account_words(wait: Wait, handle: str | None) -> str:
    words = {"who": wait[2][:6], "account": handle or "", "source": wait[0]}
    if handle is None:
        return _("The account of customer %(who)s is not kept.") % words
    return _("Customer %(who)s writes as %(account)s (%(source)s). That you looked is written down.") % words


def _done(row: DeskRow | None, kind: str, reason: str) -> str:
    if kind == "dismissed" and row is not None and row.item.urgency == "late":
        return _late_and_dismissed(reason)
    return {
        "claimed": _("It is yours."),
        "released": _("It is free again."),
        "answered": _("Marked as answered; the clock stops when the reply itself is imported."),
        "dismissed": _("Marked: no reply needed."),
    }[kind]


def _late_and_dismissed(reason: str) -> str:
    """What becomes of a broken promise, so that nobody thinks it gone."""
    if reason == "other":
        return _("Marked: no reply needed. It was late already, so it counts as late.")
    return _("Marked: no reply needed. It was late already, so it is shown beside the service level.")
