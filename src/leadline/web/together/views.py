"""Inside a draft in common: what was said and its answers, the parts, what is shown, who is invited."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leadline.errors import LeadlineError
from leadline.strategy import template
from leadline.strategy.merging import Side
from leadline.strategy.shared import digest_of, find_part
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.accounts.versions import newest
from leadline.web.documents import now
from leadline.web.strategy.convert import document_in
from leadline.web.strategy.drafting import draft_of
from leadline.web.strategy.known import known
from leadline.web.strategy.models import StrategyVersion
from leadline.web.together import actions, inviting
from leadline.web.together.answering import page, workspace_at
from leadline.web.together.convert import draft
from leadline.web.together.erasing import erase_due
from leadline.web.together.example import an_invited
from leadline.web.together.forms import InviteForm, OpenForm
from leadline.web.together.guest_pages import guest_page
from leadline.web.together.models import Guest, Revision, Taken, Words, Workspace
from leadline.web.together.pages import about_words, can_be_shown, suggested, workspace_page
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


@require_POST
@needs("lead_together")
def take(request: HttpRequest, key: int) -> HttpResponse:
    """Into one's own draft, where the lint helps while one types."""
    actions.take_into_draft(workspace_at(key), known(), by=person_of(request), now=now())
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
        put = actions.put_draft(
            workspace,
            document_in(mine.text),
            seen=taken.revision if taken else 0,
            chosen=_side(given.get("keep", "")),
            read=int(given["read"]) if given.get("read", "").isdecimal() else 0,
            by=person_of(request),
            now=now(),
        )
    except actions.BothChangedError as error:
        return page(request, "both_drafts.html", workspace, error=error, part="parts", status=409)
    messages.success(request, _("Your draft lies on the table now; what lay there before is kept."))
    if put.taken:
        what = listed(put.taken)
        messages.info(
            request, _("Others had changed meanwhile, and it stands beside yours: %(what)s.") % {"what": what}
        )
    return redirect("together:parts", key)


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


@require_safe
@needs("see_together")
def invitation(request: HttpRequest, key: int) -> HttpResponse:
    """What somebody sees who opens a link, before they go in; it is nobody's link and lets nobody in."""
    workspace = workspace_at(key)
    return page(request, "door.html", workspace, guest=an_invited(workspace, now()), is_preview=True, part="people")


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


@require_POST
@needs("lead_together")
def close(request: HttpRequest, key: int) -> HttpResponse:
    """The end of it: nobody from outside gets in any more."""
    actions.close_workspace(workspace_at(key), now=now())
    return redirect("together:home")


def _side(given: str) -> Side | None:
    return "mine" if given == "mine" else "theirs" if given == "theirs" else None


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


def _both(request: HttpRequest, workspace: Workspace, key: str, error: actions.ChangedMeanwhileError) -> HttpResponse:
    """Both texts, side by side, with three ways on. The status says that nothing was written (conflict)."""
    seen = digest_of((error.theirs,)) if error.theirs else ""
    return page(request, "both.html", workspace, error=error, key=key, seen=seen, part="parts", status=409)


def _starts(request: HttpRequest) -> dict[str, tuple[str, str]]:
    """What a draft in common can begin with: the own draft, the version in force, the template."""
    mine, version = draft_of(person_of(request)), newest(StrategyVersion)
    found = {"draft": (_("My draft"), mine.text)} if mine and mine.text else {}
    if version:
        found["version"] = (_("Version %(n)s, in force") % {"n": version.number}, version.text)
    return found or {"template": (_("The template"), template())}
