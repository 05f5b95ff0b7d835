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
from leadline.strategy.edits.parts import first_difference, with_fields, with_part, with_part_instead
from leadline.strategy.fixing import fix_one, fix_text
from leadline.strategy.merging import Conflict, Side
from leadline.web.accounts.permissions import needs
from leadline.web.documents import now
from leadline.web.strategy import actions
from leadline.web.strategy.answering import back_to, file, is_htmx, numbered, page, person
from leadline.web.strategy.convert import document_in
from leadline.web.strategy.drafting import draft_of, draft_page, fan_counts, first_text
from leadline.web.strategy.forms import DecisionForm, DraftForm, RewriteForm, UploadForm
from leadline.web.strategy.known import known
from leadline.web.strategy.models import StrategyVersion
from leadline.web.strategy.starting import draft_text
from leadline.web.strategy.suggestions import method_from, objective_from, target_from
from leadline.words import listed


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit_strategy")
def edit(request: HttpRequest) -> HttpResponse:
    """The editor; what it posts while a person types is kept, and answered with the remarks alone."""
    if request.method != "POST":
        return _editor(request)
    try:
        saved = _keep(request, _posted(request))
    except LeadlineError as error:
        return _editor(request, error)
    if is_htmx(request):
        return _editor(request, taken=saved.merged.taken)
    if saved.merged.taken:
        messages.info(request, _came_in(saved.merged.taken))
    return redirect("strategy:edit")


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
    text = _draft_text(request)
    return _changed(request, text, *with_part(text, "methods", method_from(found)))


@require_POST
@needs("edit_strategy")
def fix(request: HttpRequest) -> HttpResponse:
    """Write what can be computed for one remark, as its button names it, or for all; the text is the editor's."""
    try:
        wanted = request.POST.get("fix", "")
        text = _kept_text(request)
        code, _space, where = wanted.partition(" ")
        facts = known().facts
        fixed = fix_text(text, facts) if wanted == "all" else fix_one(text, code, where, facts)
    except LeadlineError as error:
        return _editor(request, error)
    n = len(fixed.settled)
    told = ngettext("%(n)s remark is settled: what it asked for is written.", "%(n)s remarks are settled.", n)
    messages.success(request, told % {"n": n} if n else _("Nothing can be computed; what is left is yours to say."))
    return _changed(request, text, fixed.text, first_difference(text, fixed.text))


@require_POST
@needs("edit_strategy")
def decide(request: HttpRequest) -> HttpResponse:
    """Confirm, change or drop a social objective after the assessment (S3.16)."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        wrong = next(iter(form.errors.values()))
        return _editor(request, LeadlineError(_("Nothing was decided."), str(wrong[0])))
    given = form.cleaned_data
    before = _draft_text(request)
    _refuse_another(before, given["index"], given["objective"])
    wanted = {"state": given["state"]} | ({"reason": given["reason"]} if given["reason"] else {})
    return _changed(request, before, *with_fields(before, f"objectives[{given['index']}]", wanted))


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
        return page(
            request,
            "rewrite.html",
            form=form,
            count=count,
            back=back_to(request),
            tab="edit",
            status=422 if form.is_bound else 200,
        )
    answers = form.answers()
    with_target, _line = with_part(text, "targets", target_from(count.objective, document, answers))
    objective = objective_from(count.objective, answers, known().facts.today)
    return _changed(request, text, *with_part_instead(with_target, count.element, count.index, objective))


@require_POST
@needs("edit_strategy")
def adopt(request: HttpRequest) -> HttpResponse:
    """Keep what stands in the editor, then put it in force, or say in words what is in the way."""
    try:
        text = _kept_text(request)
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


def _editor(request: HttpRequest, error: LeadlineError | None = None, taken: tuple[str, ...] = ()) -> HttpResponse:
    """The whole page, or for htmx the part beside the editor; an error stands above the remarks, with its advice.

    Where two changed the same element, the editor keeps what was typed here and what it began with.
    """
    if step := back_to(request):
        if error:
            messages.error(request, f"{error.sentence} {error.advice}")
        return redirect("strategy:guide_step", step)
    desk, live = draft_page(person(request), known()), is_htmx(request)
    name = "checked.html" if live else "edit.html"
    both = error if isinstance(error, ChangedMeanwhileError) else None
    status = 422 if error and not live else 200
    told = {"both": both, "came_in": _came_in(taken) if taken else "", "error": None if both else error}
    about = {"desk": desk, "live": live, "checked": desk.checked, "tab": "edit", "way": "text"}
    return page(request, name, status=status, **about, **told)


class ChangedMeanwhileError(LeadlineError):
    """Two windows changed the same element; what was typed in this one is `mine`, and began with `base`."""

    def __init__(self, conflicts: tuple[Conflict, ...], mine: str, base: str | None) -> None:
        self.conflicts, self.mine, self.base = conflicts, mine, base
        super().__init__(
            _("%(what)s was changed in another window, too. Nothing of either is lost.")
            % {"what": listed([f"“{one.where}”" for one in conflicts])},
            _("Read both, then choose; what is not chosen can be brought back."),
        )


def _came_in(taken: tuple[str, ...]) -> str:
    return _("Changed elsewhere meanwhile, and kept beside what you write here: %(what)s.") % {"what": listed(taken)}


def _refuse_another(text: str, index: int, name: str) -> None:
    """A page that is older than the draft names the objective it showed. Raises LeadlineError for another by now."""
    held = document_in(text).objectives
    if name and (index >= len(held) or held[index].id != name):
        raise LeadlineError(
            _("The draft was changed meanwhile, and another objective stands there."),
            _("Decide on the page as it is now."),
        )


def _posted(request: HttpRequest) -> DraftForm:
    """What the editor sends. Raises LeadlineError for characters that no text has."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        wrong = next(iter(form.errors.values()))
        raise LeadlineError(_("The text was not kept: it holds characters that are no text."), str(wrong[0]))
    return form


def _draft_text(request: HttpRequest) -> str:
    if back_to(request):
        return draft_text(person(request), known())
    draft = draft_of(person(request))
    return draft.text if draft else first_text()


def _keep(request: HttpRequest, sent: DraftForm) -> actions.Saved:
    """Keep what the editor holds. Raises ChangedMeanwhileError where another window changed the same element and
    nobody has chosen yet; the rest is kept all the same."""
    text, base, chosen = sent.cleaned_data["text"], sent.cleaned_data["base"], request.POST.get("keep", "")
    keep: Side = "mine" if chosen == "mine" else "theirs"
    saved = actions.save_draft(person(request), text, base=base, keep=keep, now=now(), assessment=_last_closed())
    if saved.merged.conflicts and not chosen:
        raise ChangedMeanwhileError(saved.merged.conflicts, text, base)
    return saved


def _kept_text(request: HttpRequest) -> str:
    """The draft with what the editor sent, which is kept first; as it is stored where no editor sent a text."""
    return _keep(request, _posted(request)).draft.text if "text" in request.POST else _draft_text(request)


def _begin(request: HttpRequest, text: str, based_on: int | None) -> HttpResponse:
    actions.begin_draft(person(request), text, based_on=based_on, now=now(), assessment=_last_closed())
    return redirect("strategy:edit")


def _changed(request: HttpRequest, base: str, text: str, line: int) -> HttpResponse:
    """The draft with a part put in, shown at its line, or in the step of the guide that asked for it. What was typed
    since `base` was read stays."""
    saved = actions.save_draft(person(request), text, base=base, now=now(), assessment=_last_closed())
    if saved.merged.conflicts:
        raise ChangedMeanwhileError(saved.merged.conflicts, text, base)
    if step := back_to(request):
        return redirect("strategy:guide_step", step)
    return redirect(f"{reverse('strategy:edit')}#L{line}")


def _last_closed() -> Assessment | None:
    return known().assessment
