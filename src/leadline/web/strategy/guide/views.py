"""The guide's pages: a step is shown, a part is kept or taken out, all reports are written, and one begins.

The surprise: the forms change the text of the draft field by field, so that the editor and the guide are two views of
one document; what was written there while a form stood open stays, or is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leadline.errors import LeadlineError
from leadline.strategy.edits.parts import with_part
from leadline.strategy.fields import Reader
from leadline.strategy.lines import method_of
from leadline.web.accounts.permissions import needs
from leadline.web.accounts.turns import in_turn
from leadline.web.documents import lake, now
from leadline.web.strategy import actions
from leadline.web.strategy.answering import page, person
from leadline.web.strategy.convert import document_in
from leadline.web.strategy.drafting import check, draft_of
from leadline.web.strategy.guide.fields import About, PartForm
from leadline.web.strategy.guide.filled import baseline
from leadline.web.strategy.guide.forms import metrics_used
from leadline.web.strategy.guide.pages import FORMS, guide_page
from leadline.web.strategy.guide.writing import kept, place_of, removed
from leadline.web.strategy.known import Known, known
from leadline.web.strategy.models import Draft
from leadline.web.strategy.starting import draft_text
from leadline.web.strategy.steps import BY_ID, Step, stands


@require_safe
@needs("edit_strategy")
def home(request: HttpRequest) -> HttpResponse:
    """The first step that waits for something."""
    about = known()
    checked = check(draft_text(person(request), about), about.facts, in_force=None, number=None)
    told = stands((*checked.in_the_way, *checked.others), checked.document)
    first = next((one.step.id for one in told if not one.is_done), "left")
    return redirect("strategy:guide_step", first)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit_strategy")
def step(request: HttpRequest, name: str) -> HttpResponse:
    asked = BY_ID.get(name)
    if asked is None:
        raise Http404(name)
    about = known()
    with _one_writer(request):
        text = draft_text(person(request), about)
        try:
            told = _about(request, text, about)
            return _sent(request, asked, text, told) if request.method == "POST" else _shown(request, asked, text, told)
        except LeadlineError as error:
            return _refused(request, asked, text, about, error)


@require_POST
@needs("edit_strategy")
@transaction.atomic
def reports(request: HttpRequest) -> HttpResponse:
    """A report to everybody who is told nothing yet: the business numbers to those who decide, all to the others."""
    in_turn(Draft)
    text = draft_text(person(request), known())
    document = document_in(text)
    told = {one.to for one in document.reporting}
    business = [one.metric for one in document.company_objectives if one.metric]
    for reader in Reader:
        if reader not in told:
            metrics = business if reader is Reader.DECIDERS else metrics_used(document)
            text, _line = with_part(text, "reporting", {"to": reader.value, "metrics": metrics, "rhythm": "monthly"})
    _keep(request, text)
    return redirect("strategy:guide_step", "reporting")


def _sent(request: HttpRequest, asked: Step, text: str, about: About) -> HttpResponse:
    """A part is kept, or taken out; a form that cannot be taken is shown with what is wrong."""
    form_of = FORMS.get(asked.id)
    if form_of is None:
        raise Http404(asked.id)
    key = request.POST.get("part", "")
    index = place_of(about.document, form_of, key) if form_of.element else None
    if key and index is None:
        return _shown(request, asked, text, about, bound=_gone(form_of(request.POST, about=about)))
    form = form_of(request.POST, about=about, held=_held(about, form_of, index))
    if "remove" in request.POST and index is not None:
        if form.moved:
            form.add_error(
                None, _("It was changed elsewhere meanwhile. Look at it, and remove it if that is still wanted.")
            )
            return _shown(request, asked, text, about, bound=form, key=key)
        _keep(request, removed(text, form_of.element, index))
        return redirect("strategy:guide_step", asked.id)
    if not form.is_valid():
        return _shown(request, asked, text, about, bound=form, key=key)
    after = kept(text, about.document, form, index)
    document_in(after)
    _keep(request, after)
    _tell(request, form, about)
    return redirect("strategy:guide_step", _next(request, asked))


def _gone(form: PartForm) -> PartForm:
    """What was typed into a part that is not there any more stands as a new one, until somebody sends it again."""
    form.add_error(None, _("That part is not in your draft any more. What you wrote stands here; add it, or leave it."))
    return form


def _held(about: About, form: type[PartForm], index: int | None) -> Any:
    if not form.element:
        return about.document
    return None if index is None else getattr(about.document, form.element)[index]


@contextmanager
def _one_writer(request: HttpRequest) -> Iterator[None]:
    """What is written rests on what was read: nobody writes the draft in between."""
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        in_turn(Draft)
        yield


def _next(request: HttpRequest, asked: Step) -> str:
    wanted = request.POST.get("then", "")
    return wanted if wanted in BY_ID else asked.id


def _tell(request: HttpRequest, form: PartForm, about: About) -> None:
    """What was filled in without being typed is said."""
    value = form.wanted().get("baseline.value")
    if value and not form.cleaned_data.get("baseline__value"):
        unit = form.wanted().get("baseline.unit", "")
        told = _("Kept. Where it stands today was filled in from the data: %(value)s %(unit)s.")
        messages.success(request, told % {"value": value, "unit": unit})
    elif form.cleaned_data.get("measured") and not (value or getattr(form.held, "baseline", None)):
        messages.warning(request, _("Kept. The data do not tell where it stands today: open it and write it down."))
    else:
        messages.success(request, _("Kept in your draft."))


def _shown(
    request: HttpRequest,
    asked: Step,
    text: str,
    about: About,
    *,
    bound: PartForm | None = None,
    key: str = "",
    error: LeadlineError | None = None,
) -> HttpResponse:
    documents = about.known.documents
    checked = check(text, about.known.facts, in_force=documents.strategy, number=documents.strategy_version)
    told = guide_page(asked, about, checked, bound, key)
    status = 422 if error or bound else 200
    return page(
        request,
        "guide/step.html",
        guide=told,
        error=error,
        has_draft=draft_of(person(request)) is not None,
        picture=_can_be_drawn(about),
        tab="edit",
        way="guide",
        status=status,
    )


def _refused(request: HttpRequest, asked: Step, text: str, about: Known, error: LeadlineError) -> HttpResponse:
    """The step with the sentence; where the text cannot be read at all, the way to it."""
    try:
        return _shown(request, asked, text, _about(request, text, about), error=error)
    except LeadlineError:
        return page(request, "guide/unreadable.html", error=error, tab="edit", way="guide", status=422)


def _about(request: HttpRequest, text: str, about: Known) -> About:
    own = about.documents.parties.own.id
    today = about.facts.today
    return About(document_in(text), about, lambda metric: baseline(lake(), metric, own, today), str(person(request)))


def _can_be_drawn(about: About) -> bool:
    return any(method_of(one.program or "", about.document) for one in about.document.lines)


def _keep(request: HttpRequest, text: str) -> None:
    actions.keep_draft(person(request), text, now=now(), assessment=known().assessment)
