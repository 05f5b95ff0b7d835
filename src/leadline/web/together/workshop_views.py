"""Workshops with the company's own people: objective, then the talk, then the metric (S1.20-S1.22)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from leadline.strategy import CompanyObjective, Document, metric_name
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.documents import now
from leadline.web.here import today
from leadline.web.together import workshop_actions as actions
from leadline.web.together.answering import page, workspace_at
from leadline.web.together.convert import draft
from leadline.web.together.forms import WorkshopForm, metric_choices
from leadline.web.together.models import Idea, Workshop, Workspace


@dataclass(frozen=True)
class Talk:
    workshop: Workshop
    support: tuple[Idea, ...]
    new: tuple[Idea, ...]


@dataclass(frozen=True)
class ObjectiveRow:
    """A company objective on its way to a number; `too_early` is a metric that stood before anybody had talked."""

    objective: CompanyObjective
    talks: tuple[Talk, ...]
    is_decided: bool
    metric: str
    too_early: bool


@require_http_methods(["GET", "HEAD", "POST"])
@needs("bring_ideas")
def workshops(request: HttpRequest, key: int) -> HttpResponse:
    workspace = workspace_at(key)
    rows = objective_rows(workspace)
    choices = [(row.objective.id, row.objective.text) for row in rows]
    may_hold = person_of(request).may("hold_workshops")
    form = WorkshopForm((request.POST or None) if may_hold else None, objectives=choices, today=today())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.hold(workspace, given["objective"], given["held_on"], form.names())
        return redirect(_at(made))
    told = {"rows": rows, "form": form, "metrics": metric_choices(), "part": "workshops"}
    return page(request, "workshops.html", workspace, status=422 if form.is_bound else 200, **told)


@require_POST
@needs("bring_ideas")
def idea(request: HttpRequest, key: int, workshop: int) -> HttpResponse:
    found = _workshop(key, workshop)
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    actions.bring_idea(found, kind, text, by=person_of(request), now=now())
    return redirect(_at(found))


@require_POST
@needs("hold_workshops")
def decide(request: HttpRequest, key: int, workshop: int) -> HttpResponse:
    found = _workshop(key, workshop)
    actions.decide(found, request.POST.get("text", ""), by=person_of(request), now=now())
    return redirect(_at(found))


@require_POST
@needs("lead_together")
def metric(request: HttpRequest, key: int, workshop: int) -> HttpResponse:
    found = _workshop(key, workshop)
    actions.choose_metric(found, request.POST.get("metric", ""), by=person_of(request), now=now())
    return redirect(_at(found))


@require_POST
@needs("lead_together")
def take_idea(request: HttpRequest, key: int, idea: int) -> HttpResponse:
    """Make an idea a method of the draft."""
    found = get_object_or_404(Idea.objects.select_related("workshop__workspace"), pk=idea, workshop__workspace=key)
    actions.take_idea(found, by=person_of(request), now=now())
    return redirect(_at(found.workshop))


def objective_rows(workspace: Workspace) -> tuple[ObjectiveRow, ...]:
    """Each company objective of the draft with its talks and its number."""
    found, document = list(workspace.workshops.prefetch_related("ideas__by")), draft(workspace)
    return tuple(
        _row(one, document, [each for each in found if each.objective == one.id]) for one in document.company_objectives
    )


def _row(objective: CompanyObjective, document: Document, held: list[Workshop]) -> ObjectiveRow:
    decided = any(one.decided_at for one in held)
    return ObjectiveRow(
        objective=objective,
        talks=tuple(_talk(one) for one in held),
        is_decided=decided,
        metric=metric_name(objective.metric, document),
        too_early=bool(objective.metric) and not decided,
    )


def _talk(workshop: Workshop) -> Talk:
    ideas = tuple(workshop.ideas.all())
    return Talk(
        workshop,
        tuple(one for one in ideas if one.kind == "support"),
        tuple(one for one in ideas if one.kind == "new business"),
    )


def _workshop(key: int, workshop: int) -> Workshop:
    return get_object_or_404(Workshop.objects.select_related("workspace"), pk=workshop, workspace=key)


def _at(workshop: Workshop) -> str:
    return reverse("together:workshops", args=[workshop.workspace_id]) + f"#talk-{workshop.pk}"
