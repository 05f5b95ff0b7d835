"""Drafting a strategy: the editor with its lint, ways to begin, answers on the way from a count to an objective.

The surprise: nothing a person typed is lost. The editor keeps the draft while one types, beginning anew keeps what
stood there before, and a refused adoption leaves everything as it is.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leadline.assess import Assessment
from leadline.errors import LeadlineError
from leadline.strategy import template
from leadline.strategy.fixing import first_difference, fix_one, fix_text
from leadline.web.accounts.permissions import needs
from leadline.web.documents import now
from leadline.web.strategy import actions
from leadline.web.strategy.answering import file, is_htmx, numbered, page, person
from leadline.web.strategy.convert import document_in
from leadline.web.strategy.drafting import draft_of, draft_page, fan_counts, first_text
from leadline.web.strategy.editing import with_field, with_part, with_part_instead
from leadline.web.strategy.forms import DecisionForm, DraftForm, RewriteForm, UploadForm
from leadline.web.strategy.known import known
from leadline.web.strategy.models import StrategyVersion
from leadline.web.strategy.suggestions import method_from, objective_from, target_from


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit_strategy")
def edit(request: HttpRequest) -> HttpResponse:
    """The editor; what it posts while a person types is kept, and answered with the remarks alone."""
    if request.method != "POST":
        return _editor(request)
    try:
        _keep(request, _posted(request))
    except LeadlineError as error:
        return _editor(request, error)
    return _editor(request) if is_htmx(request) else redirect("strategy:edit")


@require_POST
@needs("edit_strategy")
def begin(request: HttpRequest) -> HttpResponse:
    """Begin with the template, with a version, or with what stood here before."""
    start = request.POST.get("from", "")
    if start == "earlier":
        actions.restore_draft(person(request), now=now(), assessment=_last_closed())
        return redirect("strategy:edit")
    if start == "template":
        return _begin(request, template(), None)
    version = get_object_or_404(StrategyVersion, number=numbered(start))
    return _begin(request, version.text, version.number)


@require_POST
@needs("edit_strategy")
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _editor(request, LeadlineError(str(form.errors["file"][0]), _("The draft stays as it was.")))
    return _begin(request, form.cleaned_data["file"], None)


@require_safe
@needs("edit_strategy")
def download(request: HttpRequest) -> HttpResponse:
    return file(_draft_text(request), "strategy.yaml")


@require_POST
@needs("edit_strategy")
def choose(request: HttpRequest) -> HttpResponse:
    """Put a method for an opportunity of the assessment into the draft."""
    wanted = request.POST.get("opportunity", "")
    found = next((one for one in known().opportunities() if one["id"] == wanted), None)
    if found is None:
        raise LeadlineError(_("The last assessment holds no such opportunity."), _("Choose one of those it lists."))
    return _changed(request, *with_part(_draft_text(request), "methods", method_from(found)))


@require_POST
@needs("edit_strategy")
def fix(request: HttpRequest) -> HttpResponse:
    """Write what can be computed for one remark, as its button names it, or for all; the text is the editor's."""
    try:
        text, wanted = _posted(request), request.POST.get("fix", "")
        _keep(request, text)
        code, _space, where = wanted.partition(" ")
        facts = known().facts
        fixed = fix_text(text, facts) if wanted == "all" else fix_one(text, code, where, facts)
    except LeadlineError as error:
        return _editor(request, error)
    n = len(fixed.settled)
    told = ngettext("%(n)s remark is settled: what it asked for is written.", "%(n)s remarks are settled.", n)
    messages.success(request, told % {"n": n} if n else _("Nothing can be computed; what is left is yours to say."))
    return _changed(request, fixed.text, first_difference(text, fixed.text))


@require_POST
@needs("edit_strategy")
def decide(request: HttpRequest) -> HttpResponse:
    """Confirm, change or drop a social objective after the assessment (S3.16)."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        wrong = next(iter(form.errors.values()))
        return _editor(request, LeadlineError(_("Nothing was decided."), str(wrong[0])))
    given = form.cleaned_data
    text, line = with_field(_draft_text(request), "objectives", given["index"], "state", given["state"])
    if given["reason"]:
        text, line = with_field(text, "objectives", given["index"], "reason", given["reason"])
    return _changed(request, text, line)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit_strategy")
def rewrite(request: HttpRequest) -> HttpResponse:
    """From a count of fans to the objective it was meant for, question by question (S0.2, S0.20)."""
    text, where = _draft_text(request), request.POST.get("where") or request.GET.get("where", "")
    document = document_in(text)
    count = next((one for one in fan_counts(document, known().facts) if one.where == where), None)
    if count is None:
        raise LeadlineError(_("That objective counts no attention any more."), _("Go back to the draft."))
    form = RewriteForm(
        request.POST or None,
        document=document,
        initial={"where": where, "serves": getattr(count.objective, "serves", "")},
    )
    if not form.is_valid():
        return page(request, "rewrite.html", form=form, count=count, tab="edit", status=422 if form.is_bound else 200)
    answers = form.answers()
    text, _line = with_part(text, "targets", target_from(count.objective, document, answers))
    return _changed(
        request, *with_part_instead(text, count.element, count.index, objective_from(count.objective, answers))
    )


@require_POST
@needs("edit_strategy")
def adopt(request: HttpRequest) -> HttpResponse:
    """Keep what stands in the editor, then put it in force, or say in words what is in the way."""
    try:
        text = _posted(request)
        _keep(request, text)
        about = known()
        version = actions.adopt(document_in(text), about.facts, by=person(request), now=now())
    except LeadlineError as error:
        return _editor(request, error)
    actions.begin_draft(person(request), text, based_on=version.number, now=now(), assessment=about.assessment)
    if version.number == about.documents.strategy_version:
        told = _("Version %(n)s says exactly this already; no version was added.")
    else:
        told = _("Version %(n)s is in force from now on.")
    messages.success(request, told % {"n": version.number})
    return redirect("strategy:home")


def _editor(request: HttpRequest, error: LeadlineError | None = None) -> HttpResponse:
    """The whole page, or for htmx the part beside the editor; an error stands above the remarks, with its advice."""
    desk, live = draft_page(person(request), known()), is_htmx(request)
    name = "checked.html" if live else "edit.html"
    status = 422 if error and not live else 200
    return page(request, name, desk=desk, live=live, error=error, checked=desk.checked, tab="edit", status=status)


def _posted(request: HttpRequest) -> str:
    """The text in the editor. Raises LeadlineError for characters that no text has."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise LeadlineError(
            _("The text was not kept: it holds characters that are no text."), str(form.errors["text"][0])
        )
    text: str = form.cleaned_data["text"]
    return text


def _draft_text(request: HttpRequest) -> str:
    draft = draft_of(person(request))
    return draft.text if draft else first_text()


def _keep(request: HttpRequest, text: str) -> None:
    actions.keep_draft(person(request), text, now=now(), assessment=_last_closed())


def _begin(request: HttpRequest, text: str, based_on: int | None) -> HttpResponse:
    actions.begin_draft(person(request), text, based_on=based_on, now=now(), assessment=_last_closed())
    return redirect("strategy:edit")


def _changed(request: HttpRequest, text: str, line: int) -> HttpResponse:
    """The draft with a part put in, shown at its line."""
    actions.keep_draft(person(request), text, now=now(), assessment=_last_closed())
    return redirect(f"{reverse('strategy:edit')}#L{line}")


def _last_closed() -> Assessment | None:
    return known().assessment
