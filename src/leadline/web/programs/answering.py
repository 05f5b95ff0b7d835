"""How every view of programs answers: a page that knows what its reader may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leadline.web.accounts.models import person_of
from leadline.web.programs.models import ChampionRow


def page(request: HttpRequest, name: str, *, tab: str, status: int = 200, **told: Any) -> HttpResponse:
    """A page of `templates/programs/`; `tab` names the tab that it belongs to."""
    reader = person_of(request)
    rights = {
        "may_see_desk": reader.may("see_desk"),
        "may_run": reader.may("run_desk"),
        "may_see_champions": reader.may("see_champions"),
        "may_enter": reader.may("enter_champion_results"),
        "may_see_money": reader.may("see_money"),
        "is_champion": own_row(request) is not None,
    }
    return render(request, f"programs/{name}", {"tab": tab} | rights | told, status=status)


def own_row(request: HttpRequest) -> ChampionRow | None:
    """Who asks, as a champion; None where they did not join."""
    return ChampionRow.objects.filter(person=person_of(request)).first()


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page, and not the browser for a whole one."""
    return bool(getattr(request, "htmx", False))
