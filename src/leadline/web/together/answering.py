"""How every view of a draft in common answers: a page that knows what its reader may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from leadline.web.accounts.models import person_of
from leadline.web.together.models import Workspace


def page(
    request: HttpRequest, name: str, workspace: Workspace | None = None, *, status: int = 200, **told: Any
) -> HttpResponse:
    """A page of `templates/together/`; `part` names the part of the workspace that it belongs to."""
    reader = person_of(request)
    rights = {
        "may_edit": reader.may("edit_strategy"),
        "may_lead": reader.may("lead_together"),
        "may_see": reader.may("see_together"),
        "may_hold": reader.may("hold_workshops"),
        "may_bring": reader.may("bring_ideas"),
        "may_decide": reader.may("decide_strategy"),
    }
    known = {"tab": "together", "workspace": workspace}
    return render(request, f"together/{name}", known | rights | told, status=status)


def workspace_at(key: int) -> Workspace:
    """Raises Http404 where there is none."""
    return get_object_or_404(Workspace.objects.select_related("opened_by"), pk=key)
