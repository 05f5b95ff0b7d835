"""Drafts in common as wholes: all of them, a new one, into one's own draft and back, and the end of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from leadline.errors import LeadlineError
from leadline.strategy import template
from leadline.strategy.merging import Side
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.accounts.versions import newest
from leadline.web.documents import now
from leadline.web.strategy.convert import document_in
from leadline.web.strategy.drafting import draft_of
from leadline.web.strategy.known import known
from leadline.web.strategy.models import StrategyVersion
from leadline.web.together import actions, draft_actions
from leadline.web.together.answering import page, workspace_at
from leadline.web.together.erasing import erase_due
from leadline.web.together.forms import OpenForm
from leadline.web.together.models import Taken, Workspace
from leadline.web.together.pages import workspace_page
from leadline.words import listed


@require_http_methods(["GET", "HEAD", "POST"])
@needs("bring_ideas")
def home(request: HttpRequest) -> HttpResponse:
    """Every draft in common, and a new one."""
    person = person_of(request)
    if request.method == "POST" and not person.may("lead_together"):
        return redirect("together:home")
    erase_due(now())
    starts = _starts(request)
    form = OpenForm(request.POST or None, starts=[(key, name) for key, (name, _text) in starts.items()])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        document = document_in(starts[given["start"]][1])
        opened = actions.open_workspace(given["title"], given["greeting"], document, by=person, now=now())
        return redirect("together:show", opened.pk)
    found = [workspace_page(one, now()) for one in Workspace.objects.select_related("opened_by")]
    return page(request, "home.html", found=found, form=form, status=422 if form.is_bound else 200)


@require_POST
@needs("lead_together")
def take(request: HttpRequest, key: int) -> HttpResponse:
    """Into one's own draft, where the lint helps while one types."""
    draft_actions.take_into_draft(workspace_at(key), known(), by=person_of(request), now=now())
    return redirect("strategy:edit")


@require_POST
@needs("lead_together")
def put(request: HttpRequest, key: int) -> HttpResponse:
    """One's own draft on the table, unless somebody has changed that one since."""
    mine = draft_of(person_of(request))
    if mine is None:
        raise LeadlineError(_("You have no draft."), _("Take this one into your draft first."))
    workspace = workspace_at(key)
    taken = Taken.objects.filter(workspace=workspace, person=person_of(request)).first()
    given = request.POST
    try:
        put = draft_actions.put_draft(
            workspace,
            document_in(mine.text),
            seen=taken.revision if taken else 0,
            chosen=_side(given.get("keep", "")),
            read=int(given["read"]) if given.get("read", "").isdecimal() else 0,
            by=person_of(request),
            now=now(),
        )
    except draft_actions.BothChangedError as error:
        return page(request, "both_drafts.html", workspace, error=error, part="parts", status=409)
    messages.success(request, _("Your draft lies on the table now; what lay there before is kept."))
    if put.taken:
        what = listed(put.taken)
        messages.info(
            request, _("Others had changed meanwhile, and it stands beside yours: %(what)s.") % {"what": what}
        )
    return redirect("together:parts", key)


@require_POST
@needs("lead_together")
def close(request: HttpRequest, key: int) -> HttpResponse:
    """The end of it: nobody from outside gets in any more."""
    actions.close_workspace(workspace_at(key), now=now())
    return redirect("together:home")


def _side(given: str) -> Side | None:
    return "mine" if given == "mine" else "theirs" if given == "theirs" else None


def _starts(request: HttpRequest) -> dict[str, tuple[str, str]]:
    """What a draft in common can begin with: the own draft, the version in force, the template."""
    mine, version = draft_of(person_of(request)), newest(StrategyVersion)
    found = {"draft": (_("My draft"), mine.text)} if mine and mine.text else {}
    if version:
        found["version"] = (_("Version %(n)s, in force") % {"n": version.number}, version.text)
    return found or {"template": (_("The template"), template())}
