"""Deny by default: a view that does not say which ability it takes is shown to nobody.

Also here: the content security policy (a page loads nothing from another host), links that a reader may not follow as
plain text, and stage errors as sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve

from leadline.errors import LeadlineError
from leadline.web.accounts.coming_from import came_from
from leadline.web.accounts.permissions import Ability, who_can

Next = Callable[[HttpRequest], HttpResponse]

OPEN = ("account_login", "health", "push", "push_batch")
"""Views that a stranger may reach: signing in, the health check, and pushing, which asks for a token itself."""

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
        if getattr(view, "by_invitation", False):  # the view lets in whom a link let in, and nobody else
            return None
        ability = getattr(view, "ability", None)
        if ability is not None and request.user.is_authenticated and request.user.may(ability):
            return None
        told = {"who": who_can(ability) if ability else "nobody"}
        return render(request, "403.html", told, status=403)


_LINK = re.compile(r"<a\b(?:[^>\"]|\"[^\"]*\")*?(\shref=\"([^\"]*)\")(?:[^>\"]|\"[^\"]*\")*>", re.IGNORECASE)
"""A link as our templates and Django write it: attributes in double quotes, a `>` among them maybe."""


def links_for_their_reader(next_: Next) -> Next:
    """A link that its reader may not follow is plain text: it keeps its words and loses its address."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = next_(request)
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and request.user.is_authenticated:
            page = response.content.decode(response.charset)
            response.content = _LINK.sub(lambda link: _as_its_reader_sees_it(link, request), page)
        return response

    return answer


def _as_its_reader_sees_it(link: re.Match[str], request: HttpRequest) -> str:
    """The link's opening tag, without its address where the reader may not go there; without one it is no link."""
    address = urljoin(request.path, unescape(link[2]))
    if urlsplit(address).netloc or _may_open(request.user, urlsplit(address).path):
        return link[0]
    return link[0].replace(link[1], "", 1)


def _may_open(person: Any, path: str) -> bool:
    """Whether a view's ability lets this person in; what is no page of the site is left as it stands."""
    name, ability = _view_at(path)
    return name is None or name in (*OPEN, *OWN) or (ability is not None and person.may(ability))


@lru_cache(maxsize=4096)
def _view_at(path: str) -> tuple[str | None, Ability | None]:
    try:
        match = resolve(path)
    except Resolver404:
        return None, None
    return match.view_name, getattr(match.func, "ability", None)


class errors_in_words:  # noqa: N801 - a middleware is named like a function
    """A stage's error is a page with its sentence and its advice."""

    def __init__(self, next_: Next) -> None:
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.next(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LeadlineError):
            return None
        return render(request, "error.html", {"error": exception, "back": came_from(request)}, status=400)
