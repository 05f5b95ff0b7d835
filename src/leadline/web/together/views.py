"""Inside a draft in common: what was said and its answers, the parts, what is shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leadline.errors import LeadlineError
from leadline.strategy.shared import digest_of, find_part
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.documents import now
from leadline.web.strategy.known import known
from leadline.web.together import actions
from leadline.web.together.answering import page, workspace_at
from leadline.web.together.convert import draft
from leadline.web.together.guest_pages import guest_page
from leadline.web.together.models import Revision, Taken, Words, Workspace
from leadline.web.together.pages import about_words, can_be_shown, suggested, workspace_page


@require_safe
@needs("see_together")
def voices(request: HttpRequest, key: int) -> HttpResponse:
    """What was said, what it was answered, and what comes next."""
    workspace = workspace_at(key)
    return page(request, "voices.html", workspace, page=workspace_page(workspace, now()), part="voices")


@require_POST
@needs("lead_together")
def answer(request: HttpRequest, key: int, words: int) -> HttpResponse:
    """Accept, change or decline what somebody said."""
    found = get_object_or_404(Words.objects.select_related("guest__workspace"), pk=words, guest__workspace=key)
    given = request.POST
    try:
        actions.answer(
            found,
            given.get("answer", ""),
            given.get("reason", ""),
            instead=given.get("instead", "") if given.get("answer") == "changed" else "",
            seen=given.get("seen", ""),
            by=person_of(request),
            now=now(),
        )
    except actions.ChangedMeanwhileError as error:
        return _both(request, found.guest.workspace, found.part, error)
    return redirect(reverse("together:voices", args=[key]) + f"#said-{words}")


@require_safe
@needs("see_together")
def parts(request: HttpRequest, key: int) -> HttpResponse:
    """The draft part by part, with its votes and where each came from, and everything that changed."""
    workspace = workspace_at(key)
    document, changes = draft(workspace), Revision.objects.filter(workspace=workspace).select_related("by")
    revisions = [(one, about_words(one.part, document) if one.part else "") for one in changes.order_by("-number")[:30]]
    taken = Taken.objects.filter(workspace=workspace, person=person_of(request)).first()
    found = workspace_page(workspace, now())
    return page(request, "parts.html", workspace, page=found, revisions=revisions, taken=taken, part="parts")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("lead_together")
def part(request: HttpRequest, key: int) -> HttpResponse:
    """One part to be reworded; where somebody was quicker, both texts."""
    workspace, named = workspace_at(key), request.POST.get("part") or request.GET.get("part", "")
    if request.method == "POST":
        words, seen = request.POST.get("text", ""), request.POST.get("seen", "")
        try:
            actions.reword(workspace, named, words, seen=seen, by=person_of(request), now=now())
        except actions.ChangedMeanwhileError as error:
            return _both(request, workspace, named, error)
        messages.success(request, _("The draft says it so from now on."))
        return redirect("together:parts", key)
    found = find_part(draft(workspace), named)
    if found is None:
        raise LeadlineError(_("That part is not in the draft any more."), _("Choose one of those that it lists."))
    return page(request, "part.html", workspace, one=found, seen=digest_of((found,)), part="parts")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("lead_together")
def show(request: HttpRequest, key: int) -> HttpResponse:
    """Choose what the invited see."""
    workspace = workspace_at(key)
    heard = known().opportunities()
    if request.method == "POST":
        wanted = set(request.POST.getlist("opportunity"))
        chosen = [{"id": one["id"], "title": one["title"]} for one in heard if one["id"] in wanted]
        shown = actions.show(workspace, request.POST.getlist("part"), chosen, by=person_of(request), now=now())
        messages.success(request, _("They see %(n)s parts from now on.") % {"n": len(shown.keys)})
        return redirect("together:preview", key)
    found = workspace_page(workspace, now())
    ranked = {one["id"] for one in found.showing.opportunities} if found.showing else set()
    first = can_be_shown(draft(workspace)) if "all" in request.GET else suggested(workspace, draft(workspace))
    return page(request, "show.html", workspace, page=found, suggested=first, heard=heard, ranked=ranked, part="show")


@require_safe
@needs("see_together")
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """The page exactly as the invited see it."""
    workspace = workspace_at(key)
    return page(request, "preview.html", workspace, page=guest_page(workspace, None), is_preview=True, part="show")


def _both(request: HttpRequest, workspace: Workspace, key: str, error: actions.ChangedMeanwhileError) -> HttpResponse:
    """Both texts, side by side, with three ways on. The status says that nothing was written (conflict)."""
    seen = digest_of((error.theirs,)) if error.theirs else ""
    return page(request, "both.html", workspace, error=error, key=key, seen=seen, part="parts", status=409)
