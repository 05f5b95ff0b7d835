"""What every answer of the site carries, whatever it says."""

from __future__ import annotations

import gzip

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.urls import reverse

from leadline.errors import LeadlineError
from leadline.web.serve import check_port

pytestmark = pytest.mark.django_db

WHOLE = "leadline/leadline.css"


def test_the_policy_lets_no_script_style_or_frame_in_from_elsewhere(client_of):
    policy = client_of("viewer").get("/").headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"
    assert "unsafe-eval" not in policy


def test_a_strangers_pages_carry_the_same_headers():
    answer = Client().get(reverse("account_login"))
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Content-Security-Policy" in answer.headers


def test_the_health_check_answers_anybody_and_tells_nothing():
    answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_no_page_holds_a_script_or_a_style_of_its_own(client_of):
    for path in ("/", "/people/", "/password/"):
        page = client_of("executive").get(path).content.decode()
        assert "<style" not in page
        assert "onclick" not in page
        assert page.count("<script") == page.count("<script src=")


def test_a_static_file_may_be_kept_for_a_year_because_its_address_names_its_content():
    address = staticfiles_storage.url(WHOLE)
    assert "?v=" in address
    answer = Client(headers={"accept-encoding": "gzip"}).get(address)
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"--sea" in gzip.decompress(answer.getvalue())


def test_pages_are_never_compressed_because_they_hold_secrets(client_of):
    """A compressed page lets a listener guess the token in it (BREACH)."""
    assert "Content-Encoding" not in client_of("viewer").get("/", headers={"accept-encoding": "gzip"}).headers


def test_a_wrong_month_in_the_address_is_a_sentence_not_a_traceback(client_of):
    answer = client_of("executive").get("/?month=August")
    assert answer.status_code == 400
    assert "“August” is not a month." in answer.content.decode()


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "1969-12", "2026-13", "٢٠٢٦-٠١"])
def test_a_month_that_no_company_speaks_of_is_a_sentence_everywhere(client_of, month):
    client = client_of("executive")
    for page in ("/", "/assess/", "/measure/", "/value/", "/measure/warnings/"):
        assert client.get(page, {"month": month}).status_code in (200, 400), page
    for page in (f"/measure/service-levels/{month}/", f"/report/{month}/champions/"):
        assert client.get(page).status_code in (400, 404), page
    assert client_of("strategist").post(f"/report/{month}/make/").status_code in (400, 404)


def test_what_does_not_exist_says_so(client_of):
    answer = client_of("viewer").get("/nothing-here/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_a_taken_port_is_a_sentence_with_an_advice(live_server):
    port = live_server.thread.port
    with pytest.raises(LeadlineError, match="taken") as told:
        check_port("127.0.0.1", port)
    assert str(port + 1) in told.value.advice


def test_a_fault_of_ours_is_a_page_that_says_so_and_leads_home(client_of, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    client = client_of("executive")
    client.raise_request_exception = False
    monkeypatch.setattr("leadline.web.home.views.home_page", fails)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "The fault is ours" in answer.content.decode()
    assert "a fault" not in answer.content.decode()
    assert 'href="/"' in answer.content.decode()
