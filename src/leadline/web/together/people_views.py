"""Who is invited to a draft in common: a link for each, a new one, and the end of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leadline.errors import LeadlineError
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.documents import now
from leadline.web.together import inviting
from leadline.web.together.answering import page, workspace_at
from leadline.web.together.example import an_invited
from leadline.web.together.forms import InviteForm
from leadline.web.together.models import Guest, Workspace
from leadline.web.together.pages import workspace_page


@require_http_methods(["GET", "HEAD", "POST"])
@needs("lead_together")
def people(request: HttpRequest, key: int) -> HttpResponse:
    """Who is invited; a new link is told once, on the page that answers."""
    workspace = workspace_at(key)
    form, link, told = InviteForm(request.POST or None), "", None
    if request.method == "POST" and form.is_valid():
        try:
            told, token = inviting.invite(workspace, **form.cleaned_data, by=person_of(request), now=now())
            link, form = _link(request, token), InviteForm()
        except LeadlineError as error:
            form.add_error(None, f"{error.sentence} {error.advice}")
    return _people(request, workspace, form, told, link)


@require_POST
@needs("lead_together")
def renew(request: HttpRequest, key: int, guest: int) -> HttpResponse:
    found = get_object_or_404(Guest.objects.select_related("workspace"), pk=guest, workspace=key)
    token = inviting.renew(found, now=now())
    return _people(request, found.workspace, InviteForm(), found, _link(request, token))


@require_POST
@needs("lead_together")
def revoke(request: HttpRequest, key: int, guest: int) -> HttpResponse:
    found = get_object_or_404(Guest, pk=guest, workspace=key)
    inviting.revoke(found, now=now())
    messages.success(request, _("The door is closed for %(who)s.") % {"who": found.name})
    return redirect("together:people", key)


@require_safe
@needs("see_together")
def invitation(request: HttpRequest, key: int) -> HttpResponse:
    """What somebody sees who opens a link, before they go in; it is nobody's link and lets nobody in."""
    workspace = workspace_at(key)
    return page(request, "door.html", workspace, guest=an_invited(workspace, now()), is_preview=True, part="people")


def _people(
    request: HttpRequest, workspace: Workspace, form: InviteForm, told: Guest | None, link: str
) -> HttpResponse:
    found = workspace_page(workspace, now())
    status = 422 if form.is_bound and not link else 200
    answered = page(
        request, "people.html", workspace, page=found, form=form, told=told, link=link, part="people", status=status
    )
    answered.headers["Cache-Control"] = "no-store"
    return answered


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("guest:door", args=[token]))
