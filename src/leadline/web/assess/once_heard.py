"""Pages of what was read: before anything was, each of them says so and how to begin."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leadline.web.assess.answers import gather


def once_heard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets what is known and the days on which anybody was heard, behind the request."""

    @wraps(view)
    def shown(request: HttpRequest, *asked: Any, **named: Any) -> HttpResponse:
        known = gather()
        heard = known.heard()
        if heard is None:
            return render(request, "assess/empty.html")
        return view(request, known, heard, *asked, **named)

    return shown
