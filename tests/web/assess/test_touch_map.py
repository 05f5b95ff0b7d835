"""The experience map: departments in the house's order, pain against spend, where to start (S4.3-S4.6)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from leadline import assess
from leadline.engine import Lake
from leadline.web.assess.looking import Looker
from leadline.web.assess.touch_map import map_page
from leadline.words import Department, Money, Period
from tests.assess.saying import PARTIES, Said
from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db
PAGE = reverse("assess:map")
SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def mapped(tmp_path, spend: dict[Department, Money]):
    said = Said(Lake(tmp_path / "lake"))
    said.say(times=100, theme="outage", department="product", reads="negative")
    said.say(times=60, theme="billing", reads="negative")
    said.say(times=40, theme="waiting")
    said.say(times=3, theme="offers", department="marketing", reads="negative")
    assess.rebuild_cubes(said.keep())
    drawn = assess.x_ray(said.lake, PARTIES, SEPTEMBER, themes=assess.load_themes())
    return map_page(drawn, "September", spend, Looker(SEPTEMBER, may_read=False))


def euro(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def test_without_spend_the_map_ranks_by_pain(tmp_path):
    page = mapped(tmp_path, {})
    assert page.told.title.replace("\u00a0", " ") == "Product hurts most: it holds 61 % of the pain"
    assert [point.name for point in page.points] == ["Support", "Product", "Marketing"]
    assert [step.name for step in page.steps] == ["Product", "Support"]
    assert not page.has_spend


def test_with_spend_it_says_where_more_pain_than_money_is(tmp_path):
    """S4.6: "many companies invest more in improving a situation that seems to be a none issue"."""
    page = mapped(tmp_path, {Department.SUPPORT: euro(900), Department.PRODUCT: euro(100)})
    assert (
        page.told.title.replace("\u00a0", " ") == "Start with Product: it holds 61 % of the pain and 10 % of the spend"
    )
    assert page.steps[0].why.endswith("more pain than money")
    assert page.steps[1].why.endswith("more money than pain")


def test_a_touch_point_of_few_messages_shows_no_share(tmp_path):
    marketing = mapped(tmp_path, {}).points[-1]
    assert (marketing.too_few, marketing.pain.share, marketing.hurt_rate, marketing.themes) == (True, None, None, ())


def test_money_is_shown_to_those_who_may_see_it_and_to_nobody_else(reader):
    period = {"period": "2026-10"}
    assert "Of the spend" in plain(reader("manager").get(PAGE, period))
    refused = plain(reader("viewer").get(PAGE, period))
    assert "Of the pain" in refused
    assert "spend" not in refused.lower()
    assert "€" not in refused


def test_messages_are_reached_by_those_who_may_read_them(client_of):
    assert "/assess/messages/" in text(client_of("agent").get(PAGE))
    assert "/assess/messages/" not in text(client_of("viewer").get(PAGE))
    assert client_of("representative").get(PAGE).status_code == 403


def test_the_map_and_angry_to_happy_lead_to_one_another(client_of):
    client = client_of("viewer")
    assert reverse("assess:experience") in text(client.get(PAGE))
    assert PAGE in text(client.get(reverse("assess:experience")))
