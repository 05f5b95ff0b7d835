"""Deny by default: every page has an ability, every stranger is sent to sign in (design section 6)."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from leadline.errors import LeadlineError
from leadline.web.accounts.actions import create_person
from leadline.web.accounts.middleware import OPEN, OWN, POLICY
from leadline.web.accounts.models import Person
from leadline.web.accounts.permissions import ALLOWED, Role, allows, needs, who_can

pytestmark = pytest.mark.django_db


def patterns(resolver: URLResolver, namespace: str = ""):
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, ":".join(filter(None, (namespace, one.namespace))))
        elif isinstance(one, URLPattern):
            yield f"{namespace}:{one.name}" if namespace else one.name, one


EVERY_VIEW = list(patterns(get_resolver()))


@pytest.mark.parametrize(("name", "pattern"), EVERY_VIEW, ids=[name for name, _ in EVERY_VIEW])
def test_every_view_says_what_it_takes(name, pattern):
    invited = getattr(pattern.callback, "by_invitation", False)
    assert invited or name in (*OPEN, *OWN) or getattr(pattern.callback, "ability", None) in ALLOWED


@pytest.mark.parametrize(("name", "pattern"), EVERY_VIEW, ids=[name for name, _ in EVERY_VIEW])
def test_a_stranger_is_sent_to_sign_in_from_every_page(name, pattern, in_home, empty_home):
    if name in OPEN:
        return
    in_home(empty_home)
    converters = pattern.pattern.converters
    examples = {"int": 1, "slug": "x", "str": "x", "path": "x", "uuid": "0" * 32, "month": "2026-10"}
    values = {
        key: examples.get(type(one).__name__.removesuffix("Converter").lower(), "x") for key, one in converters.items()
    }
    for method in ("get", "post"):
        answer = getattr(Client(), method)(reverse(name, kwargs=values))
        if getattr(pattern.callback, "by_invitation", False):
            assert answer.status_code in (403, 405), f"{method} {name} answered a stranger with {answer.status_code}"
            continue
        assert answer.status_code == 302, f"{method} {name} answered a stranger with {answer.status_code}"
        assert answer.headers["Location"].startswith(reverse("account_login"))


def test_signing_in_leads_home_and_a_wrong_password_does_not(client_of):
    client_of("viewer")
    client = Client()
    wrong = client.post(reverse("account_login"), {"login": "viewer", "password": "guessed-wrongly"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in client.session
    right = client.post(reverse("account_login"), {"login": "viewer", "password": "leadline-demo"})
    assert (right.status_code, right.headers["Location"]) == (302, "/")


def test_nobody_signs_up_alone():
    assert Client().get("/accounts/signup/").status_code == 404
    assert not [name for name, _ in EVERY_VIEW if name and "signup" in name]


def test_a_person_without_the_ability_is_told_who_can(client_of):
    refused = client_of("viewer").get(reverse("value:home"))
    assert refused.status_code == 403
    assert "an executive, a strategist or a manager" in refused.content.decode()
    assert client_of("executive").get(reverse("value:home")).status_code == 200


def test_a_person_who_was_put_out_may_nothing(client_of):
    client = client_of("executive")
    Person.objects.filter(username="executive").update(is_active=False)
    assert client.get("/").status_code == 302


def test_an_unknown_role_and_an_unknown_ability_are_refused():
    assert not any(allows("stranger", ability) for ability in ALLOWED)
    with pytest.raises(ValueError, match="no ability"):
        needs("fly")  # type: ignore[arg-type]
    assert who_can("edit_parties") == "a strategist"
    assert not allows(Role.REPRESENTATIVE, "see_money")


def test_every_answer_carries_the_strict_policy(client_of):
    answer = client_of("viewer").get("/")
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "script-src 'self';" in POLICY
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_weak_password_and_a_taken_name_are_refused():
    create_person("ann", "a long and winding phrase", role=Role.AGENT)
    with pytest.raises(LeadlineError, match="already"):
        create_person("ann", "a long and winding phrase", role=Role.AGENT)
    with pytest.raises(LeadlineError, match="too weak"):
        create_person("bob", "password", role=Role.AGENT)
