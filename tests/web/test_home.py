"""Home: the line, the six steps over it (S4.2), objectives with their grades, and the one next thing to do."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from leadline import assess
from leadline.config import open_home, stop_clock
from leadline.flow import lake_of
from leadline.listen import Options, import_file
from leadline.report import phrases
from leadline.report.facts import Facts
from leadline.report.passages import best_effect
from leadline.strategy import read_document
from leadline.web.assess.departments import DepartmentHurt
from leadline.web.grammar.months import Months
from leadline.web.home.next import _report, _value, may_everything
from leadline.web.home.page import HomePage
from leadline.web.home.pages import tell
from leadline.web.home.standing import Standing
from leadline.words import Department, Estimate, Grade, Money, Month
from tests.october import NOW as OCTOBER_NOW
from tests.october import ran
from tests.report import halden
from tests.web.halden_home import HOME

STRATEGY = read_document(Path(__file__).parents[1] / "strategy" / "halden.yaml")
FULL = Standing(
    facts=halden.october(),
    strategy=STRATEGY,
    version=7,
    closed_on=dt.date(2026, 9, 30),
    reported=True,
    hurt=(
        DepartmentHurt(Department.SUPPORT, 310, Estimate(0.31, 0.28, 0.34, "share")),
        DepartmentHurt(Department.PRODUCT, 220, Estimate(0.22, 0.2, 0.25, "share")),
    ),
    last_heard=dt.date(2026, 10, 31),
    lines=(Grade.SUPPORTED, Grade.ASSUMED, Grade.ASSUMED),
    tried=2,
)
NOTHING = Standing(facts=Facts(halden.october().company, Month(2026, 11), halden.AS_OF))


def shown(page: HomePage) -> str:
    """The page as HTML, its hard spaces made plain."""
    request = RequestFactory().get("/")
    html = render_to_string("home/home.html", {"page": page, "months": page.months}, request)
    return html.replace("\u00a0", " ")


def stop(page: HomePage, word: str):
    return next(one for one in page.stops if one.word == word)


def test_the_title_is_the_surest_finding_and_says_how_sure():
    """The supported effect on calls leads; the page claims no more than its grade carries."""
    page = tell(FULL)
    assert page.finding == "Calls a day fell 11 % with service on the page: supported".replace(" %", "\u00a0%")
    assert page.lede.startswith("Against what would have been")
    assert "Four of four checks that could be run passed; placebo in space could not: no region" in page.lede
    assert "2 lines are still assumed." in page.lede


def test_the_lede_says_when_the_effect_was_seen():
    """The headline stays for months; a reader must see that it is not of this month."""
    effect = best_effect(FULL.facts.effects)
    assert effect is not None
    assert f"seen from {phrases.between(effect.since, effect.until)}." in tell(FULL).lede
    assert phrases.between(dt.date(2025, 11, 3), dt.date(2026, 1, 31)) == "3 November 2025 to 31 January 2026"
    assert phrases.between(dt.date(2026, 7, 4), dt.date(2026, 10, 2)) == "4 July to 2 October 2026"


def test_a_past_month_says_what_on_the_page_is_of_today():
    months = Months(FULL.month, (Month(2026, 12), Month(2026, 11), FULL.month))
    told = "The figures are of October 2026; the strategy and its programs are told as they stand today."
    assert told in shown(tell(FULL, months))
    assert tell(FULL, Months(FULL.month, (FULL.month,))).note == ""


def test_the_line_has_its_seven_stops_in_the_order_of_the_flow():
    words = [one.word for one in tell(FULL).stops]
    assert words == ["Listen", "Assess", "Strategy", "Programs", "Measure", "Value", "Report"]


def test_the_frameworks_six_steps_are_named_over_the_line_in_its_own_order():
    """S4.2."""
    names = [step.name for step in tell(FULL).steps]
    assert names == [
        "Objectives",
        "Assessment",
        "Strategy",
        "Execution plan",
        "Budgets and ROI",
        "Measure and tune",
    ]


def test_the_first_step_that_is_not_done_is_now_and_only_that_one():
    states = [step.state for step in tell(dataclasses.replace(FULL, closed_on=None)).steps]
    assert states[:2] == ["done", "now"]
    assert states.count("now") == 1
    assert {step.state for step in tell(NOTHING).steps[1:]} == {"open"}


def test_each_stop_tells_its_number_of_the_month():
    page = tell(FULL)
    assert (stop(page, "Listen").figure, stop(page, "Assess").figure) == ("184,203", "Support")
    assert "31\u00a0%" in stop(page, "Assess").words
    assert stop(page, "Strategy").figure == "Version 7"
    assert stop(page, "Measure").figure.startswith("−11")
    assert stop(page, "Report").state == "done"


def test_the_longest_wait_names_its_clock():
    """Open time and the wall clock tell different waits; every figure says which it is."""
    assert stop(tell(FULL), "Programs").words.endswith(", in open time")


def test_value_shows_the_surest_worth_and_never_a_sum_over_grades():
    value = stop(tell(FULL), "Value")
    assert value.figure.replace("\u00a0", " ") == "€ 9k"
    assert "tested" in value.words
    assert "€\u00a041k supported" in value.words
    total = sum(one.money.amount for one in halden.october().worth)
    assert f"{total / 1000:.0f}k" not in value.figure + value.words


def test_value_says_what_all_programs_return_beside_their_worth():
    """In four lines: what is assumed of later days stands behind the link, what is assumed worth in its own card."""
    words = stop(tell(FULL), "Value").words.replace("\u00a0", " ")
    assert words == ("a month tested; € 41k supported; return 74 % [−4, 158] while observed (may be a gain or a loss)")


def test_value_says_what_was_spent_where_nothing_is_counted():
    whole = FULL.facts.all_programs
    assert whole is not None
    none = dataclasses.replace(whole, roi=None, net=None, if_lasting=None)
    facts = dataclasses.replace(FULL.facts, worth=(), all_programs=none)
    value = stop(tell(dataclasses.replace(FULL, facts=facts)), "Value")
    assert value.words.replace("\u00a0", " ") == "nothing is counted yet against € 86,000 spent"
    assert value.is_money


def test_an_objective_has_the_colour_of_where_its_figure_goes():
    """A reduction that is wanted is good, its reverse a warning; `test_kpi` says which is which."""
    facts = halden.october()
    assert tell(FULL).objectives[0].tone == "good"
    worse = dataclasses.replace(facts.objectives[0], goes="bad")
    known = dataclasses.replace(FULL, facts=dataclasses.replace(facts, objectives=(worse,)))
    assert tell(known).objectives[0].tone == "warn"


def test_every_stop_and_objective_leads_on_to_what_is_behind_it():
    page = tell(FULL)
    assert all(one.href.startswith("/") for one in (*page.stops, *page.objectives, *page.steps, *page.warnings))


@pytest.mark.parametrize(
    ("known", "button"),
    [
        (NOTHING, "Import messages"),
        (dataclasses.replace(NOTHING, waits_to_be_read=True), "See what came in"),
        (dataclasses.replace(FULL, closed_on=None), "Read the x-ray and close it"),
        (dataclasses.replace(FULL, strategy=None), "Write the strategy"),
    ],
)
def test_the_next_thing_is_the_first_gap_on_the_line(known, button):
    assert tell(known).next.button == button


def test_a_missing_signature_of_the_market_comes_before_everything_that_follows():
    """S3.19."""
    market = [one for one in STRATEGY.participants if one.role.is_market]
    unsigned = market[0].model_copy(update={"signed": None})
    others = tuple(one for one in STRATEGY.participants if one is not market[0])
    known = dataclasses.replace(FULL, strategy=STRATEGY.model_copy(update={"participants": (*others, unsigned)}))
    page = tell(known)
    name = unsigned.organisation or unsigned.name
    assert page.next.button == f"Ask {name}"
    assert stop(page, "Strategy").state == "wait"


def test_before_anything_was_heard_every_stop_says_what_will_stand_there():
    page = tell(NOTHING)
    assert {one.state for one in page.stops} == {"blank"}
    assert all(one.words for one in page.stops)
    assert shown(page).count("<h1") == 1


def test_the_template_draws_the_grade_the_interval_and_the_owner_of_each_objective():
    html = shown(HOME)
    for words in ("Lower cost to serve", "customer care, by March 2027", "[€ 26k, € 57k]", "not counted as proven"):
        assert words in html
    assert [f'class="grade g{step}"' in html for step in (1, 2, 3, 4)] == [True] * 4
    assert html.count('aria-current="step"') == 1


def test_what_may_be_booked_stands_in_a_bar_of_its_own_as_wide_as_its_parts_and_is_read_out():
    booked, _, hoped = shown(HOME).partition("Hoped for: not to be booked")
    [(begin, wide)] = re.findall(r'class="fill-supported" x="([\d.]+)%" width="([\d.]+)%"', booked)
    assert (float(begin) + float(wide), round(float(wide))) == (pytest.approx(100), 82)
    assert ("tested € 9k" in booked, "supported € 41k" in booked, "fill-assumed" in booked) == (True, True, False)
    assert ("correlated € 12k" in hoped, "assumed € 17k" in hoped, "fill-supported" in hoped) == (True, True, False)


def test_a_loss_is_drawn_in_a_colour_of_its_own_and_named():
    harmed = dataclasses.replace(
        HOME, worth={Grade.SUPPORTED: Money(Decimal(-30000), "EUR"), Grade.ASSUMED: Money(Decimal(10000), "EUR")}
    )
    html = shown(harmed)
    assert ">supported −€ 30k, a loss<" in html
    assert 'class="fill-loss" x="0.00%" width="100.00%"' in html


def test_somebody_who_may_not_see_money_sees_none_of_it():
    page = dataclasses.replace(HOME, overlap="Do not add them: € 3k.").without_money()
    assert (page.worth, {one.worth for one in page.objectives}) == (None, {None})
    html = shown(page)
    assert "€" not in html.replace("€ 62k a month priced", "")
    assert "Worth a month" not in html
    assert "for those who decide on money" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "sees"), [("executive", True), ("manager", True), ("viewer", False), ("agent", False)]
)
def test_home_shows_money_to_those_who_may_see_it(client_of, monkeypatch, role, sees):
    client = client_of(role)
    monkeypatch.setattr("leadline.web.home.views.home_page", lambda *_, **__: HOME)
    assert ("€ 41k" in client.get("/").content.decode().replace("\u00a0", " ")) is sees


@pytest.mark.django_db
def test_home_of_a_real_small_company_names_its_pain_and_what_to_do_next(client_of):
    html = client_of("strategist").get("/").content.decode()
    assert "October 2026" in html
    assert "of what hurts customers" in html
    assert "Read the x-ray and close it" in html


@pytest.mark.django_db
def test_home_tells_nobody_to_do_what_their_role_has_no_button_for(client_of):
    """S4.2: who may not close an assessment is told who does, and led to what they can do."""
    html = client_of("manager").get("/").content.decode()
    assert "close it" not in html
    assert "A strategist closes it." in html
    assert ">Read the x-ray<" in html


@pytest.mark.parametrize(
    ("known", "button"),
    [
        (dataclasses.replace(FULL, closed_on=None), "Read the x-ray"),
        (dataclasses.replace(FULL, strategy=None), "See what it will hold"),
        (dataclasses.replace(FULL, programs=()), "See the plan"),
    ],
)
def test_each_step_that_is_another_role_s_says_so(known, button):
    page = tell(known, may=lambda _ability: False)
    assert page.next.button == button
    assert "A strategist" in page.next.why


def test_good_news_stands_apart_from_the_warnings_and_is_not_the_next_thing_to_do():
    facts = halden.october()
    first, *others = facts.warnings
    glad = dataclasses.replace(first, sentence="Delivery went well: 8 on 20 October", status="open", is_good=True)
    page = tell(dataclasses.replace(FULL, facts=dataclasses.replace(facts, warnings=(glad, *others))))
    assert [one.name for one in page.good_news] == ["Delivery went well"]
    assert "Delivery went well" not in [one.name for one in page.warnings]
    assert page.next is None or "Delivery" not in page.next.why
    html = shown(page)
    assert html.index(">Warnings<") < html.index("Depot strike") < html.index(">Good news<") < html.index("went well")


@pytest.mark.django_db
def test_the_share_of_the_assess_stop_stands_on_the_page_that_it_leads_to(client_of):
    client = client_of("executive")
    there, share = re.search(
        r'href="(/assess/[^"]*)"(?:(?!href).)*holds (.*?) of what hurts', client.get("/").content.decode()
    ).groups()
    path, place = there.split("#")
    page = client.get(path).content.decode()
    assert re.search(
        rf'<h2 id="{place}">\w+ (holds {share}|and \w+ hold {share} and .*?) of what hurts customers</h2>', page
    )


@pytest.mark.django_db
def test_an_empty_home_is_a_good_page_as_well(client_of, empty_home):
    answer = client_of("executive", empty_home).get("/")
    assert answer.status_code == 200
    assert "The line begins with what people say" in answer.content.decode()


@pytest.mark.django_db
def test_a_page_is_never_older_than_what_the_lake_or_people_say(client_of, filled_home, monkeypatch):
    """What was read is remembered; a new row in the lake or a new document is seen at once."""
    from leadline.engine import memory
    from leadline.web import documents
    from leadline.web.home import pages

    client_of("executive")
    read = []
    monkeypatch.setattr(pages, "standing", lambda *given, **_: read.append(given) or NOTHING)
    memory._kept.clear()
    lake, told, month, now = documents.lake(), documents.documents(), Month(2026, 10), filled_home.now()
    for _ in range(2):
        pages.standing_of(lake, told, month, now=now)
    assert len(read) == 1
    pages.standing_of(lake, dataclasses.replace(told, strategy=STRATEGY), month, now=now)
    assert len(read) == 2
    pages.standing_of(lake, told, month, now=now + dt.timedelta(days=1))
    assert len(read) == 3
    monkeypatch.setattr(type(lake), "state", lambda _: frozenset({"a new commit"}))
    pages.standing_of(lake, told, month, now=now + dt.timedelta(days=1))
    assert len(read) == 4
    memory._kept.clear()


def test_worth_by_grade_stands_surest_first():
    assert [name for name, *_ in HOME.parts] == ["tested", "supported", "correlated", "assumed"]


def test_the_next_thing_is_never_a_step_that_is_done():
    """October is priced and told, November has begun: nobody is asked for the costs, nor for November's report."""
    begun = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    facts = dataclasses.replace(FULL.facts, month=Month(2026, 11), as_of=begun, warnings=())
    november = dataclasses.replace(FULL, facts=facts, whole=None, reported=False, costs_entered=True, was_priced=True)
    assert _value(november, may_everything) is None
    assert _report(november, may_everything) is None
    over = dataclasses.replace(facts, as_of=dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC))
    asked = _report(dataclasses.replace(november, facts=over), may_everything)
    assert asked is not None
    assert asked.button == "Make the report"
    never = _value(dataclasses.replace(november, was_priced=False), may_everything)
    assert never is not None
    assert never.button != "Enter the costs"
    none = _value(dataclasses.replace(november, was_priced=False, costs_entered=False), may_everything)
    assert none is not None
    assert none.button == "Enter the costs"


@pytest.mark.django_db
def test_home_opens_on_the_last_month_told_while_the_next_has_just_begun(reader, in_home, month_home, tmp_path):
    """A message of 1 November is in; October is what there is to read, and November can still be asked for."""
    client = reader("manager")
    shutil.copytree(month_home.root, tmp_path / "home")
    home = stop_clock(open_home(tmp_path / "home"), OCTOBER_NOW)
    file = tmp_path / "november.csv"
    file.write_text("message_id,posted_at,author,text\nn1,2026-11-01T10:00:00Z,ann,The app crashed again\n")
    parties = ran().documents.parties
    import_file(home, lake_of(home), file, parties=parties, options=Options(), now=OCTOBER_NOW)
    assess.label(lake_of(home), assess.load_reader())
    in_home(home)
    page = client.get("/").context["page"]
    assert page.months.every[0] == Month(2026, 11)
    assert page.months.chosen == Month(2026, 10)
    assert [one.href for one in page.stops if "2026-10" not in one.href] == [], "a stop leads to the same month"
    assert page.next is None or page.next.button != "Enter the costs"
    assert client.get("/?month=2026-11").context["page"].months.chosen == Month(2026, 11)


def test_satisfaction_sharing_and_cost_stand_beside_each_other():
    """S0.16: happier customers, who share it, at a lower cost; each with how sure, and the way down."""
    page = tell(FULL)
    assert [side.name for side in page.sides] == ["Satisfaction", "Sharing", "Cost"]
    assert [side.is_money for side in page.sides] == [False, False, True]
    told = shown(page)
    assert "Satisfaction, sharing, cost" in told
    for side in page.sides:
        assert side.figure.replace("\u00a0", " ") in told
        assert f'href="{side.href}"' in told


def test_who_may_not_see_money_reads_that_something_is_saved_and_not_how_much():
    page = tell(FULL)
    cost, hidden = page.sides[2], page.without_money().sides[2]
    assert (hidden.figure, hidden.href) == ("–", "")
    assert "how much is for those who decide on money" in hidden.words
    assert cost.figure.replace("\u00a0", " ") not in shown(page.without_money()).split('id="sides"')[1]
    assert page.without_money().sides[:2] == page.sides[:2]


def test_a_side_that_nobody_measures_says_what_it_needs_and_three_of_them_are_no_card():
    facts = FULL.facts
    missing = dataclasses.replace(facts.sides[0], figure=None, missing="no conversation began angry")
    page = tell(dataclasses.replace(FULL, facts=dataclasses.replace(facts, sides=(missing, *facts.sides[1:]))))
    assert (page.sides[0].figure, page.sides[0].words) == ("–", "No conversation began angry.")
    none = tuple(dataclasses.replace(side, figure=None, missing="nothing") for side in facts.sides)
    assert tell(dataclasses.replace(FULL, facts=dataclasses.replace(facts, sides=none))).sides == ()
