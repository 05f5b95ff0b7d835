"""A newcomer who knows no YAML builds a strategy from nothing, in a real browser, until the lint asks nothing more."""

import pytest

from leadline.strategy import lint

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


ACTS = 72
"""Words written, things chosen and buttons pressed on the way: at ten seconds each, twelve minutes."""


class Newcomer:
    """Fills in and clicks what a page shows by its words, and counts how often."""

    def __init__(self, page):
        self.page, self.acts = page, 0

    def write(self, label: str, value: str) -> None:
        self.acts += 1
        field = self.within.get_by_label(label, exact=False).first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value) if value else None
        else:
            field.fill(value)

    def tick(self, label: str) -> None:
        self.acts += 1
        self.within.get_by_label(label, exact=False).first.check()

    def press(self, name: str) -> None:
        self.acts += 1
        self.within.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def go(self, name: str) -> None:
        self.acts += 1
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def open(self, words: str) -> None:
        self.acts += 1
        self.page.locator("summary", has_text=words).first.click()

    @property
    def within(self):
        """The part that is open, else the page."""
        opened = self.page.locator("details.guide-part[open]")
        return opened.first if opened.count() else self.page.locator("#main")


def test_a_newcomer_builds_a_strategy_that_lints_clean_and_sees_no_yaml(browser_page, closed_home):
    """S0.24 and section 7 of the issue: from an empty company with a closed assessment, step by step."""
    from leadline.web.strategy.convert import document_of
    from leadline.web.strategy.known import known
    from leadline.web.strategy.models import StrategyVersion

    page = browser_page("strategist", home=closed_home)
    page.set_default_timeout(4000)
    page.goto("/strategy/")
    one = Newcomer(page)
    one.go("Build it step by step")

    one.write("Who leads the strategy?", "Marit Solheim")
    one.write("Who pays for it?", "Jonas Fehr, chief operating officer")
    one.press("Keep it")
    one.go("Next: What the company wants")

    one.write("What does the company want?", "Lower the cost to serve")
    one.write("Who answers for it?", "Petra Vogt")
    one.write("What is it worth", "cost")
    one.write("Which number shows it?", "Calls (calls a day), segment consumer")
    one.write("up or down?", "down")
    one.write("How far?", "20")
    one.write("Meant as", "by so many percent of today")
    one.write("By when?", "2027-10-31")
    one.press("Add it")
    assert page.get_by_role("status").get_by_text("Where it stands today was filled in from the data").is_visible()
    one.go("Next: Goal, mission, benefits")

    one.write("Where does this lead", "Customers get help where they already are")
    one.tick("messages about waiting on the phone show frustration")
    one.write("in one short sentence?", "Support answers every question on our page within the hour.")
    one.write("What do customers get?", "An answer within the hour\nNo queue on the phone")
    one.write("What does the company get?", "Fewer calls")
    one.press("Keep it")
    one.go("Next: Social objectives")

    one.write("Who does what", "Everybody who asks on our page is answered within the hour")
    one.write("Which company objective", "Lower the cost to serve")
    one.write("Who answers for it?", "Dana Kowal")
    one.write("Which number shows it?", "Answered within the promise (% of episodes)")
    one.write("up or down?", "up")
    one.write("How far?", "95")
    one.write("First day", "2026-11-02")
    one.write("Last day", "2027-10-31")
    one.write("After the assessment", "it stands: confirmed")
    one.press("Add it")
    one.go("Next: Methods")

    one.press("Add as a method: Fix: waiting on the phone")
    one.open("Fix: waiting on the phone")
    one.tick("Everybody who asks on our page")
    one.write("When does it start?", "2026-11-02")
    one.write("What counts as success?", "share of people answered within the hour")
    one.write("What measures it?", "the desk")
    one.write("How much of it?", "95 %")
    one.write("People, full-time", "4")
    one.write("Hours a month", "640")
    one.write("Money a month", "20000")
    one.press("Keep it")
    one.go("Next: Why it would work")

    one.write("Which method?", "Fix: waiting on the phone")
    one.write("Which number of social activity", "Answered within the promise (% of episodes)")
    one.write("For which company objective?", "Lower the cost to serve")
    one.write("Why would it work?", "Who gets an answer on the page within the hour does not pick up the phone.")
    one.press("Add it")
    one.go("Next: Resources")
    assert page.get_by_text("4 people, 640 hours a month").is_visible()
    one.go("Next: Reporting")
    one.press("Write the reports that are missing")
    one.go("Next: Who took part")

    one.write("Who?", "Hanne Lund")
    one.write("As what?", "customer")
    one.write("What did they say?", "I hang up after ten minutes and write on the page instead.")
    one.write("Signed on", "2026-10-25")
    one.press("Add it")
    one.open("Add another")
    one.write("Who?", "Jonas Fehr")
    one.write("As what?", "executive")
    one.press("Add it")
    one.go("Next: What is left")

    assert page.get_by_text("A social objective has no metric or no baseline").is_visible()
    one.go("Go there")
    one.open("Everybody who asks on our page")
    one.write("Where does it stand today?", "12")
    one.write("Unit", "% of episodes")
    one.write("Measured on", "2026-10-31")
    one.press("Keep it")
    one.go("What is left")
    assert page.get_by_text("The lint asks nothing more.").is_visible()
    one.press("Adopt this strategy")
    page.get_by_role("heading", level=1, name="Version 1 is in force").wait_for()
    assert one.acts <= ACTS, "a step more is a step that somebody has to do"
    document = document_of(StrategyVersion.objects.get(number=1))
    assert lint(document, known().facts) == ()
    assert document.resources.people == 4, "S3.25: computed from the method"
    assert document.goal.findings == ("frustration-waiting-on-the-phone",), "S3.21"
    assert (document.methods[0].opportunity, document.company_objectives[0].segment) == (
        "fix-waiting-on-the-phone",
        "consumer",
    )
