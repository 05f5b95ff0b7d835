"""Angry to happy, month by month, and the conversations behind it (S0.12)."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from leadline import assess
from leadline.engine import Lake
from leadline.web.assess.experience import experience_page
from leadline.words import Month, Party, PartyId, PartyKind, Period
from tests.assess.saying import Said
from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db
PAGE = reverse("assess:experience")
HALDEN = Party(PartyId("halden"), "Halden Telecom", PartyKind.OWN)
WHOLE = Period(dt.date(2025, 1, 1), dt.date(2026, 12, 31))


def planted(tmp_path, rates: dict[str, tuple[int, int]]) -> Lake:
    """For each month, how many of how many angry customers turn."""
    said = Said(Lake(tmp_path / "lake"))
    for month, (turned, angry) in rates.items():
        day = Month.parse(month).first_day
        for number in range(angry):
            thread = f"{month}-{number}"
            said.say(day=day, thread=thread, author=thread, reads="negative")
            said.say(
                day=day, minute=660, thread=thread, author=thread, reads="positive" if number < turned else "neutral"
            )
    assess.rebuild_cubes(said.keep())
    return said.lake


def title(lake: Lake, heard: Period = WHOLE) -> str:
    return " ".join(experience_page(lake, HALDEN, heard, may_read=False).told.title.split())


def test_the_title_compares_with_the_same_months_a_year_before(tmp_path):
    before = {f"2025-{month:02d}": (20, 100) for month in (8, 9, 10)}
    now = {f"2026-{month:02d}": (40, 100) for month in (8, 9, 10)}
    lake = planted(tmp_path, before | now)
    months = "August 2026 to October 2026"
    assert title(lake) == f"40 % of customers who began angry in {months} ended happy, up from 20 % a year before"
    lede = experience_page(lake, HALDEN, WHOLE, may_read=False).told.lede
    assert "120 of 300 conversations" in lede
    assert "August 2026 to October 2026" in lede


def test_a_younger_lake_compares_with_the_months_before(tmp_path):
    rates = {f"2026-{month:02d}": (40, 100) for month in (5, 6, 7)} | {f"2026-{m:02d}": (10, 100) for m in (8, 9, 10)}
    months = "August 2026 to October 2026"
    expected = f"10 % of customers who began angry in {months} ended happy, down from 40 % in the months before"
    assert title(planted(tmp_path, rates)) == expected


def test_where_the_intervals_meet_nothing_is_claimed(tmp_path):
    rates = {f"2026-{m:02d}": (20, 100) for m in (5, 6, 7)} | {f"2026-{m:02d}": (22, 100) for m in (8, 9, 10)}
    assert title(planted(tmp_path, rates)).endswith("about as many as in the months before")


def test_a_month_that_has_only_begun_is_in_the_table_and_not_in_the_title(tmp_path):
    lake = planted(tmp_path, {"2026-08": (20, 100), "2026-09": (20, 100), "2026-10": (90, 100)})
    heard = Period(dt.date(2026, 8, 1), dt.date(2026, 10, 3))
    page = experience_page(lake, HALDEN, heard, may_read=False)
    assert page.told.title.startswith("20")
    assert [str(line.turn.month) for line in page.months] == ["2026-10", "2026-09", "2026-08"]


def test_a_month_with_fewer_angry_customers_than_a_small_group_shows_no_rate(tmp_path):
    lake = planted(tmp_path, {"2026-09": (1, 4), "2026-10": (3, 5)})
    october, september = experience_page(lake, HALDEN, WHOLE, may_read=True).months
    assert (october.too_few, september.too_few) == (False, True)
    assert (october.rate.value, september.rate) == (0.6, None)


def test_the_months_of_the_filled_home_stand_in_the_table(client_of, filled_home):
    page = plain(client_of("viewer").get(PAGE))
    for turn in assess.turns(Lake(filled_home.lake), PartyId("halden")):
        assert f"{turn.month.name} {turn.conversations:,}" in page
    assert "A conversation turns when" in page


def test_numbers_lead_to_as_many_conversations(client_of, filled_home):
    client = client_of("agent")
    page = text(client.get(PAGE))
    links = re.findall(r'href="(/assess/conversations/\?[^"]+)">([\d,]+)</a>', page)
    assert len(links) >= 8
    for link, number in links:
        assert re.search(rf"\b{number} conversations? ", plain(client.get(link))), f"{link} does not hold {number}"
    assert "/assess/conversations/" not in text(client_of("viewer").get(PAGE))


def test_another_party_can_be_chosen_and_an_unknown_one_is_refused(client_of):
    client = client_of("viewer")
    assert "Customers of Brevik Mobile" in plain(client.get(PAGE, {"party": "brevik"})) or "Brevik Mobile" in plain(
        client.get(PAGE, {"party": "brevik"})
    )
    assert client.get(PAGE, {"party": "nobody"}).status_code == 400


def test_a_list_of_conversations_asks_for_a_month_and_an_outcome(client_of):
    client = client_of("agent")
    there = reverse("assess:conversations")
    assert client.get(there, {"month": "2026-10", "outcome": "sad"}).status_code == 400
    assert client.get(there, {"month": "October"}).status_code == 400
    assert "There is none" in plain(client.get(there, {"month": "2020-01"}))
