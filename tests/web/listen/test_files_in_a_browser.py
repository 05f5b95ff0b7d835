"""Files in a real browser: three that no profile knows are mapped by dragging and choosing, and come in."""

from __future__ import annotations

import re

import pytest

from leadline.config import create_home, stop_clock
from leadline.engine import Lake, rows
from leadline.listen import messages
from leadline.web.listen import incoming
from tests.web.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REVIEWS = (
    "Numer zamówienia;Data dodania;Klient;Ocena;Treść opinii;Kwota\r\n"
    '1001;25.09.2026 10:15;Anna Nowak;4,5;"Szybka dostawa; polecam";129,90\r\n'
    "1002;26.09.2026 18:40;Jan K.;2,0;Router nie działa od tygodnia;1 249,00\r\n"
)
CALLS = (
    "Call;;Caller;;Note\r\n"
    "Ref;Started;Name;Queue;Summary\r\n"
    "c-1;2026-09-25 10:15;Ann;billing;Bill is too high\r\n"
    "c-2;2026-09-25 10:45;Bob;support;No signal since Monday\r\n"
)
POST = (
    '{{"post": {{"pid": "{0}", "written": "2026-09-2{0}T10:00:00Z", "body_md": "Post {0}"}}, "by": {{"nick": "a{0}"}}}}'
)
POSTS = "".join(f"{POST.format(number)}\n" for number in range(1, 4))


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(incoming, "in_the_background", lambda work: work())
    made = create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    return stop_clock(made, NOW)


def given(page, name: str, text: str) -> None:
    page.goto("/listen/files/")
    page.set_input_files("[type=file]", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    page.get_by_role("button", name="Look at it").click()


def drag(page, column: str, onto: str) -> None:
    page.locator(f'.mapping-columns [data-column="{column}"]').drag_to(
        page.locator(f'.mapping-fields[open] tr[data-field]:has([name="{onto}"])')
    )


def come_in(page) -> int:
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Save this and let it come in").click()
    return int(re.search(r"New\s+(\d+)", page.locator("dl.pairs").inner_text())[1])


def test_a_column_is_dragged_onto_its_field_and_the_keyboard_still_chooses(browser_page, home):
    page = browser_page("strategist", home=home)
    page.set_default_timeout(6_000)
    given(page, "opinie.csv", REVIEWS)
    choice = page.locator('[name="m-text"]')
    choice.select_option("")
    drag(page, "Treść opinii", "m-text")
    assert choice.input_value() == "Treść opinii"
    assert "mapping-used" in page.locator('[data-column="Treść opinii"]').get_attribute("class")
    drag(page, "Klient", "m-text")
    assert choice.input_value() == "Klient"
    choice.focus()
    page.keyboard.type("Treść")
    assert choice.input_value() == "Treść opinii"


@pytest.mark.parametrize(
    ("name", "text", "dragged", "new"),
    [
        ("opinie.csv", REVIEWS, {}, 2),
        ("calls.csv", CALLS, {"Summary": "m-text", "Started": "m-posted_at", "Name": "m-author"}, 2),
        ("forum.ndjson", POSTS, {"post.body_md": "m-text", "post.written": "m-posted_at", "by.nick": "m-author"}, 3),
    ],
)
def test_three_files_that_no_profile_knows_come_in_by_a_few_gestures(browser_page, home, name, text, dragged, new):
    page = browser_page("strategist", home=home)
    page.set_default_timeout(6_000)
    given(page, name, text)
    for column, onto in dragged.items():
        drag(page, column, onto)
    assert come_in(page) == new
    assert len(rows(messages(Lake(home.lake)))) == new
