"""Strategy as it is read: in force, before the first, by whom."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from leadline.flow import Documents
from leadline.listen import PartyBook
from leadline.strategy import Document, Facts, parse_document
from leadline.web.assess.periods import name_of
from leadline.web.strategy import actions, sentences
from leadline.web.strategy.chains import chains
from leadline.web.strategy.known import Known
from leadline.web.strategy.models import StrategyVersion
from leadline.words import Company, Grade, Party, PartyId, PartyKind, Period, Remark

pytestmark = pytest.mark.django_db

OWN = Party(PartyId("halden"), "Halden", PartyKind.OWN)
DRAFTING = ("edit", "begin", "upload", "download", "choose", "decide", "rewrite", "adopt")


def words(answer) -> str:
    """What a person reads on the page."""
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def document(text: str) -> Document:
    found = parse_document(text).document
    assert found is not None
    return found


def test_the_title_is_the_finding(of, adopted):
    page = words(of("executive").get("/strategy/"))
    assert "Version 1 is in force: five lines serve four company objectives;" in page
    assert "Signed for the market by Hanne Lund and Nordhandel." in page
    assert "Five lines are assumed." in page
    assert "Adopted on 1 November 2026 by Marit Solheim" in page


def test_all_six_elements_can_be_read(of, adopted):
    """S3.20 to S3.26."""
    page = words(of("executive").get("/strategy/"))
    assert "Customers of Halden get help where they already are" in page
    assert "A service team answers every question on our page" in page
    assert "Field engineers who apply because they know somebody here" in page
    assert "An answer within the hour without waiting in a queue on the phone" in page
    assert "Success: share of customers answered within one hour, 8:00 to 20:00: 95 %" in page
    assert "Takes 6 people, 960 hours a month, €\xa031,000 a month and €\xa018,000 once." in page.replace("€ ", "€\xa0")
    assert "8 people; the methods take 8" in page
    assert "To decision makers, monthly Calls, Customer satisfaction" in page


def test_a_company_objective_shows_from_where_to_where_by_when_and_whose_it_is(of, adopted):
    page = words(of("executive").get("/strategy/"))
    assert "Lower the cost to serve Petra Vogt, customer care · consumer 4,864 → 4,000 calls a day" in page
    assert "31 Mar 2027" in page
    assert "11.2 → 13.4 % of the market Market share, +20 %" in page
    assert "68.5 → 72.5 % of answers Customer satisfaction, +4 points" in page


def test_a_social_objective_stands_under_the_company_objective_it_serves(of, adopted):
    """S0.18."""
    page = words(of("executive").get("/strategy/"))
    above, below = page.index("Lower the cost to serve"), page.index("Satisfy more customers")
    assert above < page.index("Answer everybody who asks on the page within the hour") < below


def test_a_line_is_drawn_from_the_objective_down_to_the_opportunity(of, adopted):
    page = words(of("executive").get("/strategy/"))
    drawn = page[page.index("Service on the page → Calls assumed") :]
    order = (
        "Objective Lower the cost to serve",
        "defined by",
        "Business metric Calls",
        "assumed",
        "Social metric Answered within the promise",
        "assumed",
        "Program Service on the page",
        "chosen from",
        "Opportunity Waiting on the phone",
        "Who gets an answer on the page within the hour does not pick up the phone",
    )
    assert re.search(".*?".join(re.escape(part) for part in order), drawn)


def test_a_grade_stands_on_causal_links_only_and_comes_from_what_was_judged(text):
    grades = {"page-service-to-calls": Grade.SUPPORTED}
    links = {"page-service-to-calls:social": Grade.TESTED, "page-service-to-calls:business": Grade.SUPPORTED}
    company = Company("Halden", "Europe/Amsterdam", "EUR")
    known = Known(
        now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        facts=Facts(today=dt.date(2026, 11, 1), grades=grades),
        documents=Documents(company, PartyBook((OWN,))),
        links=links,
    )
    line, direct = chains(document(text), known)[:2]
    assert (line.grade, line.judged) == (Grade.SUPPORTED, True)
    assert [stop.tie and (stop.tie.word, stop.tie.grade) for stop in line.stops] == [
        None,
        ("defined by", None),
        ("", Grade.ASSUMED),
        ("", Grade.TESTED),
        ("chosen from", None),
    ]
    assert [stop.tie.grade for stop in direct.stops if stop.tie] == [None, Grade.ASSUMED]


def test_every_line_leads_down_to_its_evidence_and_what_was_heard(of, adopted):
    """Every number leads down in two clicks at most; a guest of the market is led nowhere that is closed to them."""
    inside, guest = (of(role).get("/strategy/").content.decode() for role in ("viewer", "representative"))
    assert 'href="/measure/lines/page-service-to-calls/"' in inside
    assert not re.findall(r'<main.*href="/(?:measure|assess|programs)/', guest, re.DOTALL)
    client = of("executive")
    for place in sorted(set(re.findall(r'href="(/(?:measure|assess|programs)/[^"]+)"', inside))):
        assert client.get(place).status_code == 200, place


def test_an_opportunity_that_was_found_leads_to_its_page(of, text):
    found = text.replace("opportunity: waiting-on-the-phone", "opportunity: fix-waiting-on-the-phone")
    of("strategist").post("/strategy/draft/adopt/", {"text": found})
    page = of("viewer").get("/strategy/")
    assert "chosen from Opportunity Fix: waiting on the phone 61 messages a month, " in words(page)
    [there] = set(re.findall(r'href="(/assess/opportunity/fix-waiting-on-the-phone/[^"]*)"', page.content.decode()))
    days = Period(*(dt.date.fromisoformat(day) for day in there.partition("?period=")[2].split("..")))
    assert f"61 messages a month, {name_of(days)}" in words(page)


def test_what_no_line_reaches_is_listed_as_hanging_loose(of, text):
    """S0.18: orphans listed."""
    whole = document(text)
    loose = whole.model_copy(update={"lines": whole.lines[:4]})
    actions.adopt(loose, Facts(today=dt.date(2026, 11, 1)), by=None, now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    page = words(of("viewer").get("/strategy/"))
    assert "four lines serve three of four company objectives" in page
    loose_part = page[page.index("What hangs loose") :]
    assert "Raise the market share in the north by a fifth A company objective that no line leads to." in loose_part
    assert "Stories from the north A program that no line runs through." in loose_part


def test_the_market_comes_first_with_what_it_said_and_signed(of, adopted):
    """S3.17."""
    page = words(of("viewer").get("/strategy/"))
    assert "“Do not send me to the phone when I already wrote to you.” on Service on the page Hanne Lund" in page
    assert "signed 23 October 2026" in page
    assert page.index("Nordhandel partner") < page.index("And from inside") < page.index("Tom Okafor colleague")
    assert "Two of five things said came from the market." in page


def test_a_remark_leads_to_the_page_of_its_rule(of, adopted):
    page = of("executive").get("/strategy/").content.decode()
    code = re.search(r'href="/strategy/rules/([A-Z]{3}\d{3})/"', page)
    assert code
    assert of("executive").get(f"/strategy/rules/{code[1]}/").status_code == 200


def test_amounts_of_money_are_shown_to_those_who_may_see_money_and_to_nobody_else(of, adopted):
    """A guest of the market reads people and hours, never the budget (S3.18)."""
    executive, guest = (words(of(role).get("/strategy/")) for role in ("executive", "representative"))
    assert "40,500" in executive
    for amount in ("40,500", "31,000", "18,000", "€"):
        assert amount not in guest
    assert "960 hours a month" in guest


@pytest.mark.parametrize("role", ["executive", "manager", "agent", "champion", "representative", "viewer"])
def test_whoever_is_no_strategist_reads_and_never_drafts(of, adopted, role):
    """S3.18: the market's representatives see what was made with them."""
    client = of(role)
    page = client.get("/strategy/")
    assert page.status_code == 200
    assert reverse("strategy:edit") not in page.content.decode()
    for name in DRAFTING:
        assert client.get(reverse(f"strategy:{name}")).status_code == 403
        assert client.post(reverse(f"strategy:{name}"), {"text": "", "from": "template"}).status_code == 403
    assert StrategyVersion.objects.count() == 1


def test_before_the_first_strategy_the_page_tells_how_to_begin(of):
    strategist, guest = (of(role).get("/strategy/") for role in ("strategist", "representative"))
    assert "No strategy is in force yet" in words(strategist)
    assert "Begin with the template" in words(strategist)
    assert "Fix: waiting on the phone Mend what makes people angry · by support" in words(strategist)
    assert "Begin with it" in words(strategist)
    assert "No strategy is in force yet" in words(guest)
    assert "A strategist writes it, with representatives of your market." in words(guest)
    assert "<form" not in guest.content.decode().split("<main")[1]


def test_without_a_closed_assessment_the_empty_page_asks_for_one(client_of, empty_home):
    page = client_of("strategist", empty_home).get("/strategy/")
    assert page.status_code == 200
    assert "No assessment is closed yet." in words(page)
    assert reverse("assess:home") in page.content.decode()


def test_the_page_asks_few_questions_of_the_database(of, adopted, django_assert_max_num_queries):
    client = of("executive")
    with django_assert_max_num_queries(16):
        client.get("/strategy/")


@pytest.mark.parametrize(
    ("lines", "objectives", "remarks", "told"),
    [
        (5, 4, 2, "Version 2 is in force: five lines serve four company objectives; two remarks"),
        (1, 1, 1, "Version 2 is in force: one line serves one company objective; one remark"),
        (0, 4, 0, "Version 2 is in force: no line serves a company objective yet; nothing to remark"),
        (3, 4, 13, "Version 2 is in force: three lines serve two of four company objectives; 13 remarks"),
    ],
)
def test_a_finding_counts_in_words(text, lines, objectives, remarks, told):
    whole = document(text)
    part = whole.model_copy(
        update={"lines": whole.lines[:lines], "company_objectives": whole.company_objectives[:objectives]}
    )
    remark = Remark("STR005", "warning", "mission", "It is long.", "Shorten it.")
    assert sentences.in_force(2, part, [remark] * remarks) == told


def test_how_sure_the_lines_are_is_told_best_first():
    grades = [Grade.ASSUMED, Grade.TESTED, Grade.ASSUMED, Grade.SUPPORTED]
    assert sentences.how_sure(grades) == "One line is tested, one is supported and two are assumed."
    assert sentences.how_sure([]) == ""
