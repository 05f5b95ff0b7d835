"""The addresses of the site: one folder a word."""

from __future__ import annotations

from allauth.account.views import login, logout, password_change
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from leadline.web.listen.push_views import push_batch, push_messages

WORDS = ("listen", "assess", "strategy", "programs", "measure", "value", "report")


def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the service: it answers, and says nothing."""
    return HttpResponse("ok", content_type="text/plain")


health.login_required = False  # type: ignore[attr-defined]

handler500 = "leadline.web.grammar.failures.failed"

urlpatterns = [
    path("health", health, name="health"),
    path("push/messages", push_messages, name="push"),
    path("push/batches/<slug:name>", push_batch, name="push_batch"),
    path("sign-in/", login, name="account_login"),
    path("sign-out/", logout, name="account_logout"),
    path("password/", password_change, name="account_change_password"),
    path("people/", include("leadline.web.accounts.urls")),
    path("", include("leadline.web.home.urls")),
    path("strategy/together/", include("leadline.web.together.urls")),
    path("guest/", include("leadline.web.together.guest_urls")),
    *(path(f"{word}/", include(f"leadline.web.{word}.urls")) for word in WORDS),
]
