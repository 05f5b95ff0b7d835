"""Deny by default: a view that does not say which ability it takes is shown to nobody.

Also here: the content security policy (a page loads nothing from another host), and stage errors as sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from leadline.errors import LeadlineError
from leadline.web.accounts.permissions import who_can

Next = Callable[[HttpRequest], HttpResponse]

OPEN = ("account_login", "health")
"""Views that a stranger may reach: signing in, the health check."""

OWN = ("account_logout", "account_change_password")
"""Views that everybody who signed in may reach, whatever their role: they concern nobody else."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # Tabler draws its arrows and ticks so
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # Vega and widths that are data; a style attribute runs nothing
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def content_security_policy(next_: Next) -> Next:
    def answer(request: HttpRequest) -> HttpResponse:
        response = next_(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return answer


def parts_go_to_sign_in(next_: Next) -> Next:
    """Where somebody was signed out meanwhile, the whole page goes to sign in, and not the part that htmx asked for."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = next_(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        is_part = request.headers.get("HX-Request") == "true"
        if not is_part or not response.headers.get("Location", "").startswith(sign_in):
            return response
        back = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        return HttpResponse(headers={"HX-Redirect": f"{sign_in}?{urlencode({'next': back})}"})

    return answer


class abilities:  # noqa: N801 - a middleware is named like a function
    """Refuse whoever lacks the view's ability, and everybody where it names none."""

    def __init__(self, next_: Next) -> None:
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.next(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is not None and match.view_name in (*OPEN, *OWN):
            return None
        ability = getattr(view, "ability", None)
        if ability is not None and request.user.is_authenticated and request.user.may(ability):
            return None
        told = {"who": who_can(ability) if ability else "nobody"}
        return render(request, "403.html", told, status=403)


class errors_in_words:  # noqa: N801 - a middleware is named like a function
    """A stage's error is a page with its sentence and its advice."""

    def __init__(self, next_: Next) -> None:
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.next(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LeadlineError):
            return None
        return render(request, "error.html", {"error": exception}, status=400)
