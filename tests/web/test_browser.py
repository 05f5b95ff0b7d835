"""The site in a real browser: nothing from elsewhere, no fault for a screen reader, keyboard, narrow, dark."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

import leadline.web
from leadline.report import Reader, freeze, html_page, tell
from tests.report.halden import october

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STATIC = Path(leadline.web.__file__).parent / "static" / "leadline"
AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text()
PAGES = ("/", "/people/", "/password/", "/gallery/")


@pytest.fixture(autouse=True)
def gallery_too(settings):
    """Every word of the grammar has its page here."""
    settings.ROOT_URLCONF = "tests.web.gallery"


def faults(page) -> list[str]:
    """What axe-core finds serious or critical, each with the thing it is about."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def drawn(page) -> None:
    page.wait_for_function("[...document.querySelectorAll('figure.chart')].every(one => one.querySelector('svg'))")


def astray(page) -> int:
    """How many drawings do not lie within the figure that they are of."""
    found: int = page.evaluate(
        """[...document.querySelectorAll('figure.chart')].filter(figure => {
            const [room, drawing] = [figure, figure.querySelector('svg')].map(one => one.getBoundingClientRect());
            return drawing.top < room.top - 1 || drawing.bottom > room.bottom + 1 || drawing.left < room.left - 1;
        }).length"""
    )
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stands_alone_for_every_eye_and_ear_at_every_width(browser_page, live_server, path):
    """It asks no other host, breaks no rule of the policy, has no serious fault in light or dark, fits every width."""
    page = browser_page("executive")
    asked, said = [], []
    page.on("request", lambda request: asked.append(urlsplit(request.url)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path)
    drawn(page)
    assert astray(page) == 0, "each drawing stands in its own card"
    assert faults(page) == []
    for width in (360, 768, 1120):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(60)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("[data-theme-toggle]")
    assert faults(page) == []
    assert {one.netloc for one in asked if one.scheme not in ("data", "about")} == {urlsplit(live_server.url).netloc}
    assert said == []


@pytest.mark.parametrize("width", [360, 420, 700, 1400])
def test_a_report_shows_every_row_and_column_of_its_tables_at_every_width(chromium, width):
    """A row that a box slices, or a column beyond its edge, is not read by anybody."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    style = (STATIC / "tokens.css").read_text() + (STATIC / "leadline.css").read_text()
    page.set_content(f"<style>{style}</style>{html_page(tell(freeze(october()), Reader.DECIDERS))}")
    assert page.locator("table").count() > 1
    cut = """[...document.querySelectorAll('table')].map(one => one.parentElement).filter(
        one => one.checkVisibility() && (one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth)
    ).map(one => one.innerText)"""
    assert page.evaluate(cut) == []
    page.close()


def test_signing_in_has_no_serious_fault_and_leads_home(chromium, live_server, client_of):
    client_of("viewer")
    page = chromium.new_page(base_url=live_server.url, color_scheme="dark")
    page.goto("/")
    assert urlsplit(page.url).path == "/sign-in/"
    assert faults(page) == []
    page.fill("#id_login", "viewer")
    page.fill("#id_password", "leadline-demo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    assert page.locator("nav [aria-current=page]").inner_text() == "Home"
    page.close()


def test_the_keyboard_goes_from_the_skip_link_along_the_line_to_the_page(browser_page):
    page = browser_page("executive")
    page.goto("/gallery/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.goto("/gallery/")
    walked = []
    for _ in range(13):
        page.keyboard.press("Tab")
        walked.append(
            page.evaluate("(document.activeElement.innerText || '').trim() || document.activeElement.tagName")
        )
    assert walked[:10] == [
        "Skip to the page",
        "Leadline",
        *("Home", "Listen", "Assess", "Strategy", "Programs", "Measure", "Value", "Report"),
    ]
    assert walked[12] == "Jonas Fehr"


def test_the_person_menu_opens_by_key_and_closes_by_escape(browser_page):
    page = browser_page("executive")
    page.goto("/people/")
    page.focus("details.person summary")
    page.keyboard.press("Enter")
    assert page.locator(".menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".menu").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_light_and_dark_follow_the_system_until_somebody_chooses(browser_page):
    page = browser_page("executive", dark=True)
    page.goto("/gallery/")
    drawn(page)
    ground = "getComputedStyle(document.body).backgroundColor"
    line = "getComputedStyle(document.querySelector('#chart-band svg path[stroke]')).stroke"
    dark = page.evaluate(ground), page.evaluate(line)
    page.click("[data-theme-toggle]")
    light = page.evaluate(ground), page.evaluate(line)
    assert dark[0] == "rgb(15, 23, 29)"
    assert light[0] == "rgb(245, 247, 248)"
    assert dark[1] != light[1], "a drawing follows the theme by itself"
    page.reload()
    assert page.evaluate(ground) == light[0], "the choice lasts"
    page.click("[data-theme-toggle]")
    assert page.evaluate("localStorage.getItem('theme')") is None, "back at the system's wish, it is followed again"


def test_nothing_moves_for_whoever_asked_for_less_motion(browser_page):
    page = browser_page("executive")
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    moving = "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration !== '0s')"
    assert page.evaluate(f"{moving}.length") == 0


def test_every_number_of_a_drawing_stands_in_its_table(browser_page):
    page = browser_page("executive")
    page.goto("/gallery/")
    figure = page.locator("figure.chart[data-chart=bars]")
    figure.locator("summary").focus()
    page.keyboard.press("Enter")
    rows = figure.locator("tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [["Support", "31", "28", "34"], ["Product", "22", "20", "24"]]


def test_without_javascript_a_page_still_follows_the_systems_light_or_dark(chromium, live_server, client_of):
    client = client_of("executive")
    context = chromium.new_context(base_url=live_server.url, color_scheme="dark", java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto("/")
    shot = page.screenshot(clip={"x": 2, "y": 400, "width": 1, "height": 1})
    page.emulate_media(color_scheme="light")
    assert shot != page.screenshot(clip={"x": 2, "y": 400, "width": 1, "height": 1})
    assert page.locator("h1").inner_text()
    context.close()
