"""Made with the market, in four real browsers at once: invite, comment, answer, sign, approve (S3.17-S3.19, S0.19)."""

import re
from pathlib import Path

import pytest

from leadline.strategy import write_document
from leadline.strategy.shared import without_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
MISSION = "A service team answers every question on our page within the hour"


@pytest.fixture
def outside(chromium, live_server):
    """`outside()`: the browser of somebody who has no account here."""
    contexts = []

    def page(*, width: int = 1400, dark: bool = False):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", base_url=live_server.url
        )
        contexts.append(context)
        return context.new_page()

    yield page
    for context in contexts:
        for opened in context.pages:
            opened.goto("about:blank")
        context.close()


@pytest.fixture
def strategist(browser_page, closed_home, text):
    """Marit's browser; her draft can be adopted but for the market, of which nobody is in it yet."""
    from leadline.web.accounts.models import Person
    from leadline.web.documents import now
    from leadline.web.strategy.actions import keep_draft
    from leadline.web.strategy.convert import document_in

    page = browser_page("strategist", home=closed_home)
    alone = without_people(document_in(text), ["Hanne Lund", "Nordhandel", "Jonas Fehr"])
    marit = Person.objects.get(username="strategist")
    keep_draft(marit, write_document(alone), now=now(), assessment=None)
    return page


def lay_on_the_table(page) -> str:
    """The address of the draft in common."""
    page.goto("/strategy/together/")
    page.get_by_label("What it is called").fill("Service on the page")
    page.get_by_label("What the invited read first").fill("You wait for us; tell us what would help.")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Tick all that can be shown").click()
    page.get_by_role("button", name="Show these parts").click()
    page.get_by_role("heading", level=1, name="Service on the page: what Halden Telecom wants to do").wait_for()
    return page.url.removesuffix("preview/")


def invite(page, place: str, name: str) -> str:
    """The link, which is shown once."""
    page.goto(f"{place}people/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Whom they speak for").fill("the customer council")
    page.get_by_role("button", name="Make the link").click()
    return page.locator("#the-link").input_value()


def go_in(page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_role("button", name=f"I am {name}").click()
    page.get_by_label("I have read this and agree").check()
    page.get_by_role("button", name="Agree and go on").click()
    page.get_by_text(f"You are read here as {name}.").wait_for()


def test_from_the_invitation_to_the_approval_with_four_people_signed_in_at_once(
    strategist, browser_page, outside, closed_home
):
    from leadline.web.strategy.convert import document_of
    from leadline.web.strategy.models import StrategyVersion

    manager, executive = browser_page("manager", home=closed_home), browser_page("executive", home=closed_home)
    place = lay_on_the_table(strategist)
    hanne = outside()
    go_in(hanne, invite(strategist, place, "Hanne Berg"), "Hanne Berg")

    mission = hanne.locator("#part-mission")
    mission.get_by_text("Say something about it").click()
    mission.get_by_label("What you think").fill("Do not send me to the phone when I wrote to you.")
    mission.get_by_role("button", name="Say it").click()
    hanne.get_by_text("not answered yet").first.wait_for()
    mission.get_by_text("Say it in other words").click()
    mission.get_by_label("As it should read").fill(f"{MISSION}, and sends nobody to the phone.")
    mission.get_by_role("button", name="Propose these words").click()
    mission.get_by_role("button", name="For it").click()

    manager.goto(place)
    manager.get_by_text("Two things they said wait for an answer").or_(
        manager.get_by_text("two things they said wait for an answer")
    ).first.wait_for()
    assert manager.get_by_role("button", name="Take it over").count() == 0

    strategist.goto(place)
    for kind, reason in (("You are right", "You are; see the mission."), ("Take it over", "So it shall read.")):
        voice = strategist.locator("article.voice").filter(has=strategist.get_by_role("button", name=kind, exact=True))
        voice.get_by_label("What you answer, and why").fill(reason)
        voice.get_by_role("button", name=kind, exact=True).click()
    strategist.get_by_role("heading", level=1, name="everything they said is answered").wait_for()
    strategist.get_by_role("link", name="Show it anew").click()
    strategist.get_by_role("button", name="Show these parts").click()

    hanne.goto("/guest/")
    assert hanne.locator("#part-mission .said").inner_text() == f"{MISSION}, and sends nobody to the phone."
    assert hanne.get_by_text("proposed by somebody like you").is_visible()
    assert hanne.locator(".turned").get_by_text(MISSION).first.is_visible()
    hanne.get_by_label("Your name, written by you").fill("Hanne Berg")
    hanne.get_by_role("button", name="Sign", exact=True).click()
    hanne.get_by_text("Hanne Berg signed on").wait_for()

    strategist.goto(f"{place}briefs/")
    strategist.get_by_label("What we ask of you").fill("Approve it, and lend us six people.")
    strategist.get_by_role("button", name="Put it before them").click()
    brief = strategist.url

    executive.goto(brief)
    executive.get_by_label("Ask the strategist").fill("What if calls do not fall?")
    executive.get_by_role("button", name="Ask", exact=True).click()
    executive.get_by_role("button", name="I am for it").click()
    executive.get_by_role("button", name="Approve this strategy").click()
    executive.get_by_role("alert").get_by_text("1 question waits for an answer.").wait_for()
    strategist.reload()
    strategist.get_by_label("Your answer").fill("Then we stop in March.")
    strategist.get_by_role("button", name="Answer", exact=True).click()
    executive.goto(brief)
    executive.get_by_text("Then we stop in March.").wait_for()
    executive.get_by_role("button", name="Approve this strategy").click()
    executive.get_by_role("heading", level=1, name="Approved by Jonas Fehr as version 1").wait_for()

    manager.goto("/strategy/")
    manager.get_by_role("heading", level=1, name="Version 1 is in force").wait_for()
    assert manager.get_by_text("Signed for the market by Hanne Berg.").is_visible()
    people = {one.name: one for one in document_of(StrategyVersion.objects.get()).participants}
    assert people["Hanne Berg"].signed is not None
    assert len(people["Hanne Berg"].contributions) == 2
    assert people["Jonas Fehr"].signed is not None


def test_two_who_reword_the_same_part_at_once_lose_nothing_and_are_told(strategist, browser_page, closed_home):
    from leadline.web.accounts.actions import create_person
    from leadline.web.accounts.permissions import Role
    from leadline.web.together.models import Revision

    create_person("second", "a long and winding phrase", role=Role.STRATEGIST, name="Nils Dahl")
    other = browser_page("second", home=closed_home)
    place = lay_on_the_table(strategist)
    for page in (strategist, other):
        page.goto(f"{place}part/?part=mission")
    strategist.get_by_label("Mission").fill("Marit's mission")
    strategist.get_by_role("button", name="Keep").click()
    strategist.get_by_text("The draft says it so from now on.").wait_for()
    other.get_by_label("Mission").fill("Nils's mission")
    other.get_by_role("button", name="Keep").click()
    other.get_by_role("heading", level=1, name="Marit Solheim changed this while you wrote.").wait_for()
    assert other.locator(".two .said").inner_text() == "Marit's mission"
    field = other.get_by_label("Change it as you like, theirs and yours in one")
    assert field.input_value() == "Nils's mission"
    field.fill("Marit's and Nils's mission")
    other.get_by_role("button", name="Put this on top").click()
    other.get_by_text("The draft says it so from now on.").wait_for()
    strategist.goto(f"{place}parts/")
    assert strategist.locator("#mission .said").inner_text() == "Marit's and Nils's mission"
    assert [str(one.by) for one in Revision.objects.filter(part="mission")] == ["Marit Solheim", "Nils Dahl"]


def test_a_brief_is_printed_on_one_page_and_where_each_stands_on_the_next(strategist):
    """S0.19: a one-page brief."""
    place = lay_on_the_table(strategist)
    strategist.goto(f"{place}briefs/")
    strategist.get_by_label("What we ask of you").fill("Approve it, and lend us six people. " * 3)
    strategist.get_by_role("button", name="Put it before them").click()
    strategist.get_by_role("heading", level=1, name="Not approved yet").wait_for()
    strategist.wait_for_load_state("networkidle")
    printed = strategist.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (420, True)])
def test_no_page_that_is_made_together_has_a_barrier_or_scrolls_sideways(strategist, outside, width, dark):
    place = lay_on_the_table(strategist)
    hanne = outside(width=width, dark=dark)
    hanne.goto(invite(strategist, place, "Hanne Berg"))
    free_of_barriers(hanne)
    hanne.get_by_role("button", name="I am Hanne Berg").click()
    free_of_barriers(hanne)
    hanne.get_by_label("I have read this and agree").check()
    hanne.get_by_role("button", name="Agree and go on").click()
    hanne.locator("#part-mission").get_by_text("Say something about it").click()
    hanne.locator("#part-mission").get_by_label("What you think").fill("Good, and a word that is as long as it can be")
    hanne.locator("#part-mission").get_by_role("button", name="Say it").click()
    for address in ("/guest/", "/guest/mine/"):
        hanne.goto(address)
        free_of_barriers(hanne)
    strategist.set_viewport_size({"width": width, "height": 900})
    strategist.emulate_media(color_scheme="dark" if dark else "light")
    strategist.goto(f"{place}briefs/")
    strategist.get_by_label("What we ask of you").fill("Approve it.")
    strategist.get_by_role("button", name="Put it before them").click()
    for one in (
        "",
        "parts/",
        "part/?part=mission",
        "show/",
        "preview/",
        "people/",
        "workshops/",
        "briefs/",
        "briefs/1/",
    ):
        strategist.goto(f"{place}{one}")
        free_of_barriers(strategist)


def free_of_barriers(page) -> None:
    """axe-core finds no serious fault, and nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    serious = [(one["id"], one["nodes"][0]["html"][:300]) for one in found if one["impact"] in ("serious", "critical")]
    assert not serious, (page.url, serious)
