"""How every view of strategy answers: a page that knows what its reader may do, or a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leadline.web.accounts.models import Person
from leadline.web.strategy.steps import BY_ID


def page(request: HttpRequest, name: str, *, status: int = 200, **told: Any) -> HttpResponse:
    """A page of `templates/strategy/`; `tab` names the tab that it belongs to."""
    reader = person(request)
    rights = {
        "may_edit": reader.may("edit_strategy"),
        "may_see_money": reader.may("see_money"),
        "may_see_numbers": reader.may("see_numbers"),
    }
    return render(request, f"strategy/{name}", {"tab": "home"} | rights | told, status=status)


def file(text: str, name: str) -> HttpResponse:
    """A text of YAML, to be kept under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


def person(request: HttpRequest) -> Person:
    """Who asks; every view of strategy takes an ability, so that it is somebody."""
    if not isinstance(request.user, Person):
        raise TypeError("A view was asked by nobody.")
    return request.user


def numbered(word: str) -> int:
    """The number in an address or a form, or 0, which nothing has: no row has a number of ten digits."""
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0


def back_to(request: HttpRequest) -> str:
    """The step of the guide that asked, or nothing where the editor did."""
    wanted = request.POST.get("back") or request.GET.get("back", "")
    return wanted if wanted in BY_ID else ""


def is_htmx(request: HttpRequest) -> bool:
    """Whether a part of the page asks, and not the browser for a whole one."""
    return bool(getattr(request, "htmx", False))
