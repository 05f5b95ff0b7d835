"""The desk in a real browser: a mark changes it in place, the keyboard stays where it was, no serious fault."""

from __future__ import annotations

import pytest

from leadline.web.programs.models import MarkRow
from tests.web.programs.conftest import plan
from tests.web.test_browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/programs/",
    "/programs/page-service/",
    "/programs/desk/",
    "/programs/champions/",
    "/programs/champions/join/",
    "/programs/champions/mine/",
)


def test_a_question_is_claimed_answered_and_taken_back_by_keyboard_without_leaving_the_page(
    browser_page, desk_home
) -> None:
    page = browser_page("agent", home=desk_home)
    plan()
    page.goto("/programs/desk/")
    page.evaluate("window.stayed = true")
    assert "due in 10 min" in page.locator("tbody tr").first.inner_text(), (
        "what can still be answered in time comes first"
    )
    late = page.locator("tbody tr", has_text="late by 20 min")
    late.get_by_role("button", name="Claim").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Release").wait_for()
    assert page.evaluate("document.activeElement.innerText") == "Release", "the focus stays on the row's button"
    assert page.locator("#said").inner_text().startswith("It is yours.")
    late.get_by_role("button", name="Answered").click()
    page.get_by_text("marked as answered", exact=True).wait_for()
    assert page.locator("h1").inner_text() == "2 waits can still be answered in time, the next is due in 10 min"
    assert page.title().startswith("(2) Desk")
    page.get_by_role("button", name="Take back").click()
    late.wait_for()
    assert page.evaluate("window.stayed"), "nothing was loaded anew"
    assert [row.kind for row in MarkRow.objects.all()] == ["claimed"]


def test_the_desk_draws_itself_anew_and_sees_what_a_colleague_did(browser_page, desk_home) -> None:
    mine, theirs = browser_page("agent", home=desk_home), browser_page("manager", home=desk_home)
    plan()
    for page in (mine, theirs):
        page.goto("/programs/desk/")
    theirs.locator("tbody tr").first.get_by_role("button", name="Claim").click()
    theirs.get_by_role("button", name="Release").wait_for()
    assert mine.locator("#desk").get_attribute("hx-trigger") == "every 30s"
    mine.evaluate("htmx.ajax('GET', '/programs/desk/?show=all', {target: '#desk', swap: 'outerHTML'})")
    mine.get_by_text("Petra Vogt").wait_for()
    assert mine.locator("#desk").count() == 1


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_programs_have_no_serious_fault_and_fit_every_width(browser_page, desk_home, path: str) -> None:
    page = browser_page("manager", home=desk_home)
    plan()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(path)
    assert faults(page) == []
    for width in (360, 768, 1120):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(60)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    page.click("[data-theme-toggle]")
    assert faults(page) == []
    assert said == []
