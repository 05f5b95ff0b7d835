"""What can be measured, and what can be done: the catalogue of metrics and the templates of methods.

Everybody reads them; strategists put a metric of their own, or a method, into their draft from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leadline.errors import LeadlineError
from leadline.strategy import PACKS, Document, Fit, Metric, find_template, fit, method_templates, metrics_of
from leadline.strategy.edits.parts import with_part
from leadline.web.accounts.permissions import needs
from leadline.web.documents import now
from leadline.web.strategy import actions
from leadline.web.strategy.answering import back_to, page, person
from leadline.web.strategy.convert import document_in
from leadline.web.strategy.drafting import draft_of, first_text
from leadline.web.strategy.known import known
from leadline.web.strategy.starting import draft_text
from leadline.words import ValueType


class OwnMetricForm(forms.Form):
    """A metric of the company's own, described like those of the catalogue."""

    id = forms.RegexField(r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,119}$", label=_("Its id, as the imported rows name it"))
    name = forms.CharField(label=_("Name"), max_length=120)
    definition = forms.CharField(label=_("What exactly is counted?"), max_length=400)
    unit = forms.CharField(label=_("Unit"), max_length=60)
    good = forms.ChoiceField(label=_("Which way is better?"), choices=[("up", _("more")), ("down", _("less"))])
    source = forms.CharField(label=_("Where does it come from?"), max_length=200)
    gamed = forms.CharField(label=_("How could it look good while nothing gets better?"), max_length=400)
    fits = forms.MultipleChoiceField(
        label=_("What can it show?"),
        choices=[(one.value, one.value) for one in ValueType],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    business = forms.BooleanField(label=_("It stands in the company's own books or systems"), required=False)


@dataclass(frozen=True)
class Told:
    """A metric, and where a kind of value was asked for, whether it fits that and why."""

    metric: Metric
    own: bool
    fit: Fit | None


@dataclass(frozen=True)
class ToldPack:
    id: str
    title: str
    metrics: tuple[Told, ...]


@require_safe
@needs("see_strategy")
def metrics(request: HttpRequest) -> HttpResponse:
    return _metrics(request, OwnMetricForm())


@require_http_methods(["POST"])
@needs("edit_strategy")
def own_metric(request: HttpRequest) -> HttpResponse:
    """Describe a metric of the company's own in the draft (S1.13)."""
    form = OwnMetricForm(request.POST)
    text = _text(request)
    if form.is_valid() and any(one.id == form.cleaned_data["id"] for one in document_in(text).metrics):
        form.add_error("id", _("Your draft describes this metric already; change it there."))
    if not form.is_valid():
        return _metrics(request, form, status=422)
    given = {name: value for name, value in form.cleaned_data.items() if value}
    return _kept(
        request, text, *with_part(text, "metrics", given | ({"business": "true"} if "business" in given else {}))
    )


@require_safe
@needs("see_strategy")
def methods(request: HttpRequest) -> HttpResponse:
    document = _document(request)
    taken = {one.id for one in document.methods} if document else set()
    told = [(one, one.id in taken) for one in method_templates()]
    return page(request, "methods.html", templates=told, tab="methods")


@require_POST
@needs("edit_strategy")
def choose_method(request: HttpRequest) -> HttpResponse:
    """Put a template's method into the draft; what it serves and takes is then the company's to write."""
    chosen, text = find_template(request.POST.get("template", "")).method, _text(request)
    if any(one.id == chosen.id for one in document_in(text).methods):
        raise LeadlineError(gettext("Your draft has this method already."), gettext("Change it in the draft."))
    part = chosen.model_dump(mode="json", exclude_defaults=True, exclude={"order"}) | {"serves": []}
    return _kept(request, text, *with_part(text, "methods", part))


def _metrics(request: HttpRequest, form: OwnMetricForm, *, status: int = 200) -> HttpResponse:
    document, asked = _document(request), request.GET.get("for", "")
    value = ValueType(asked) if asked in list(ValueType) else None
    objective = next((one for one in (document.company_objectives if document else ()) if one.id == asked), None)
    value = objective.kind if objective else value
    return page(
        request,
        "metrics.html",
        packs=_packs(document, value),
        value=value,
        objective=objective,
        objectives=document.company_objectives if document else (),
        values=list(ValueType),
        asked=asked,
        form=form,
        tab="metrics",
        status=status,
    )


def _packs(document: Document | None, value: ValueType | None) -> tuple[ToldPack, ...]:
    """The catalogue's packs; asked for a kind of value, those that are for it first, and in each what fits first."""
    own = {one.id for one in (document.metrics if document else ())}
    known = {one.id: Told(one, one.id in own, fit(one, value) if value else None) for one in metrics_of(document)}
    ordered = sorted(PACKS, key=lambda pack: value is not None and value not in pack.fits)
    packs = [ToldPack(one.id, one.title, _fitting_first(known[name] for name in one.metrics)) for one in ordered]
    in_packs = {name for pack in PACKS for name in pack.metrics}
    others = _fitting_first(one for one in known.values() if one.metric.id not in in_packs and not one.own)
    mine = _fitting_first(known[one] for one in own)
    ends = (ToldPack("own", str(_("Your own")), mine), ToldPack("other", str(_("Others")), others))
    return tuple(one for one in (ends[0], *packs, ends[1]) if one.metrics)


def _fitting_first(told: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(sorted(told, key=lambda one: one.fit is not None and not one.fit.fits))


def _document(request: HttpRequest) -> Document | None:
    """A strategist's own draft where it can be read, else the strategy in force."""
    draft = draft_of(person(request)) if person(request).may("edit_strategy") else None
    try:
        return document_in(draft.text) if draft else known().documents.strategy
    except LeadlineError:
        return known().documents.strategy


def _text(request: HttpRequest) -> str:
    if back_to(request):
        return draft_text(person(request), known())
    draft = draft_of(person(request))
    return draft.text if draft else first_text()


def _kept(request: HttpRequest, base: str, text: str, line: int) -> HttpResponse:
    """The part is put into the draft as it is by now, should it say more than `base`."""
    document_in(text)
    actions.save_draft(person(request), text, base=base, now=now(), assessment=known().assessment)
    if step := back_to(request):
        return redirect("strategy:guide_step", step)
    return redirect(f"{reverse('strategy:edit')}#L{line}")
