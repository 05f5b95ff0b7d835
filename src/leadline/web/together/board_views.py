"""The executives' pages: the briefs that were put before them, each on one page, their questions, where they stand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leadline.errors import LeadlineError
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.documents import now
from leadline.web.strategy.known import known
from leadline.web.together import board_actions as actions
from leadline.web.together.answering import page, workspace_at
from leadline.web.together.brief_page import brief_page
from leadline.web.together.models import Brief, Question


@require_http_methods(["GET", "HEAD", "POST"])
@needs("see_together")
def briefs(request: HttpRequest, key: int) -> HttpResponse:
    """Every brief of a draft in common; a strategist puts the next."""
    workspace, person = workspace_at(key), person_of(request)
    if request.method == "POST" and person.may("lead_together"):
        asks, unknown = request.POST.get("text", ""), request.POST.get("unknown", "")
        made = actions.put_brief(workspace, asks, unknown, by=person, now=now())
        return redirect("together:brief", key, made.number)
    found = Brief.objects.filter(workspace=workspace).select_related("put_by", "approved_by").order_by("-number")
    return page(request, "briefs.html", workspace, briefs=found, part="briefs")


@require_safe
@needs("see_together")
def brief(request: HttpRequest, key: int, number: int) -> HttpResponse:
    return _page(request, _brief(key, number))


@require_POST
@needs("decide_strategy")
def ask(request: HttpRequest, key: int, number: int) -> HttpResponse:
    actions.ask(_brief(key, number), request.POST.get("text", ""), by=person_of(request), now=now())
    return redirect("together:brief", key, number)


@require_POST
@needs("lead_together")
def reply(request: HttpRequest, key: int, number: int, question: int) -> HttpResponse:
    found = get_object_or_404(Question, pk=question, brief=_brief(key, number))
    actions.reply(found, request.POST.get("text", ""), by=person_of(request), now=now())
    return redirect("together:brief", key, number)


@require_POST
@needs("decide_strategy")
def take_side(request: HttpRequest, key: int, number: int) -> HttpResponse:
    given = request.POST
    actions.take_side(
        _brief(key, number), given.get("side", ""), given.get("text", ""), by=person_of(request), now=now()
    )
    return redirect("together:brief", key, number)


@require_POST
@needs("decide_strategy")
def approve(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Put it in force, or say in words what is in the way."""
    found = _brief(key, number)
    try:
        spite = request.POST.get("text", "")
        version = actions.approve(found, known().facts, in_spite_of=spite, by=person_of(request), now=now())
    except LeadlineError as error:
        return _page(request, _brief(key, number), error)
    messages.success(request, _("Version %(n)s is in force from now on, and never changes.") % {"n": version.number})
    return redirect("together:brief", key, number)


def _page(request: HttpRequest, found: Brief, error: LeadlineError | None = None) -> HttpResponse:
    told = {"page": brief_page(found, known()), "error": error, "part": "briefs"}
    return page(request, "brief.html", found.workspace, status=422 if error else 200, **told)


def _brief(key: int, number: int) -> Brief:
    every = Brief.objects.select_related("workspace", "revision__workspace", "put_by", "approved_by")
    return get_object_or_404(every, workspace=key, number=number)
