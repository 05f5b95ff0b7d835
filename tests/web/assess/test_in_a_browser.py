"""Listen and assess in a real browser: no fault for a screen reader, every width, light and dark, and what moves."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text()
PAGES = (
    "/listen/",
    "/listen/metric/calls@consumer/",
    "/assess/",
    "/assess/themes/",
    "/assess/opportunities/",
    "/assess/messages/?party=halden&reading=hurting",
    "/assess/conversation/facebook/89-0-0/",
    "/assess/conversations/?month=2026-10&outcome=angry",
    "/assess/experience/",
    "/assess/try/",
    "/assess/check/",
    "/assess/corrections/",
)


def faults(page) -> list[str]:
    """What axe-core finds serious or critical, each with the thing it is about."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.url}: {one['id']}: {node['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def drawn(page) -> None:
    page.wait_for_function("[...document.querySelectorAll('figure.chart')].every(one => one.querySelector('svg'))")


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (420, True)], ids=["wide and light", "narrow and dark"])
def test_no_page_has_a_serious_fault_asks_another_host_or_is_wider_than_the_screen(
    browser_page, live_server, width, dark
):
    page = browser_page("strategist", width=width, dark=dark)
    asked, said = [], []
    page.on("request", lambda request: asked.append(urlsplit(request.url)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in (*PAGES, f"/assess/opportunity/{_first_opportunity(page)}/"):
        answer = page.goto(path)
        assert answer.status == 200, path
        drawn(page)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("h1").count() == 1
    assert {one.netloc for one in asked if one.scheme not in ("data", "about")} == {urlsplit(live_server.url).netloc}
    assert said == []


def _first_opportunity(page) -> str:
    page.goto(reverse("assess:opportunities"))
    return re.search(r"/assess/opportunity/([^/]+)/", page.content())[1]


def test_choosing_a_period_changes_the_page_and_its_address(browser_page):
    page = browser_page("viewer")
    page.goto(reverse("assess:home"))
    before = page.locator(".lede").inner_text()
    with page.expect_navigation():
        page.get_by_label("Period").select_option("2026-09")
    assert page.url.endswith("/assess/?period=2026-09")
    assert "1 September to 30 September 2026" in page.locator(".lede").inner_text() != before


def test_a_sentence_is_read_in_place_without_leaving_the_page(browser_page):
    page = browser_page("viewer")
    page.goto(reverse("assess:try"))
    page.get_by_label("A sentence as a customer might write it").fill("Nobody answers the phone, this is awful")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("region", name="The reading").wait_for()
    assert "Waiting on the phone" in page.locator("#reading").inner_text()
    assert page.url.endswith(reverse("assess:try"))
    assert page.get_by_label("A sentence as a customer might write it").input_value().startswith("Nobody")
    assert faults(page) == []


def test_from_a_number_two_clicks_lead_to_a_conversation(browser_page):
    page = browser_page("manager")
    page.goto(reverse("assess:home"))
    page.locator("a[href*='reading=frustration']").first.click()
    page.wait_for_url("**/assess/messages/?**")
    page.get_by_role("link", name="Conversation").first.click()
    page.wait_for_url("**/assess/conversation/**")
    assert "Times are of Europe/Amsterdam" in page.locator(".lede").inner_text()


def test_a_label_is_corrected_in_place_by_one_click_or_one_key_and_the_focus_stays(browser_page):
    page = browser_page("agent")
    page.goto(f"{reverse('assess:messages')}?party=halden&reading=frustration")
    first = page.locator("ol.messages > li").first
    first.get_by_role("button", name="It is positive").click()
    first.locator(".corrected").wait_for()
    assert "Positive: corrected by" in first.inner_text()
    assert page.evaluate("document.activeElement.id").endswith("-positive")
    frustration = first.locator("button.frustration")
    frustration.focus()
    page.keyboard.press("Enter")
    first.locator(".corrected").nth(1).wait_for()
    assert "No frustration: corrected by" in first.inner_text()
    assert faults(page) == []
    first.get_by_role("button", name="Undo positive").click()
    first.locator(".corrected").nth(1).wait_for(state="detached")
