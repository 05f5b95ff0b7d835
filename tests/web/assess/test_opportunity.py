"""One opportunity: its formula with numbers, own against rivals, typical quotes (S3.10, S3.14)."""

import pytest
from django.urls import reverse

from leadline import assess
from leadline.engine import Lake
from leadline.listen import read_parties
from leadline.web.assess.opportunity import opportunity_page
from leadline.web.assess.periods import chosen_period
from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def x_ray(filled_home):
    lake = Lake(filled_home.lake)
    book = read_parties(filled_home.root.parent / "parties.yaml")
    period = chosen_period({}, assess.months_heard(lake)).period
    return assess.x_ray(lake, book.parties, period, themes=assess.load_themes())


@pytest.fixture
def first(x_ray):
    return assess.opportunities(x_ray)[0]


def test_the_page_says_the_numbers_of_the_formula_and_what_they_rest_on(client_of, x_ray, first):
    page = plain(client_of("executive").get(reverse("assess:opportunity", args=[first.id])))
    theme = next(one for one in x_ray.own.aspects["customers"].themes if one.theme == first.theme)
    assert f"{first.a_month.value:.0f} messages a month" in page
    assert f"“{theme.name}”" in page
    assert f"Priority {first.priority:.0f}" in page or f"Priority {first.priority:.1f}" in page
    finding = next(one for one in assess.findings(x_ray) if one.id in first.findings)
    assert finding.sentence in page
    assert finding.id in page
    assert f"Number 1 of {len(assess.opportunities(x_ray))} opportunities" in page


def test_quotes_are_words_of_the_messages_behind_the_number(client_of, filled_home, x_ray, first):
    lake = Lake(filled_home.lake)
    which = assess.Which("halden", "customers", theme=first.theme, reading=first.reading, period=x_ray.period)
    said = {one.text for one in assess.find_messages(lake, which, limit=1000)}
    page = opportunity_page(lake, x_ray, first.id, {}, may_read=True, themes=assess.load_themes())
    assert 1 <= len(page.quotes) <= 3
    assert {one.message.text for one in page.quotes} <= said
    assert len({one.message.author for one in page.quotes}) == len(page.quotes)
    shown = plain(client_of("manager").get(reverse("assess:opportunity", args=[first.id])))
    assert all(" ".join(one.message.text.split()) in shown for one in page.quotes)


def test_nobody_is_quoted_where_fewer_people_than_a_small_group_said_it(client_of, first, monkeypatch):
    monkeypatch.setenv("LEADLINE_SMALL_GROUP", "100000")
    page = plain(client_of("manager").get(reverse("assess:opportunity", args=[first.id])))
    assert "Fewer than 100000 people said this: nobody is quoted." in page


def test_who_may_not_read_messages_sees_the_numbers_and_no_quote(client_of, first):
    answer = client_of("viewer").get(reverse("assess:opportunity", args=[first.id]))
    assert "Messages are shown to those whose role may read them." in plain(answer)
    assert "blockquote" not in text(answer)
    assert "/assess/messages/" not in text(answer)


def test_only_a_strategist_is_led_on_to_the_strategy(client_of, first):
    address = reverse("assess:opportunity", args=[first.id])
    assert "Take it into the strategy" in text(client_of("strategist").get(address))
    assert "Take it into the strategy" not in text(client_of("executive").get(address))


def test_the_representative_is_refused_and_an_unknown_one_is_told_so(client_of, first):
    assert client_of("representative").get(reverse("assess:opportunity", args=[first.id])).status_code == 403
    answer = client_of("viewer").get(reverse("assess:opportunity", args=["fix-the-moon"]))
    assert answer.status_code == 400
    assert "These days show no opportunity “fix the moon”" in plain(answer)


def test_a_finding_that_no_assessment_holds_leads_to_its_opportunity_now(client_of, first):
    client = client_of("viewer")
    answer = client.get(reverse("assess:finding", args=[first.findings[0]]))
    assert answer.headers["Location"] == reverse("assess:opportunity", args=[first.id])
    assert client.get(reverse("assess:finding", args=["frustration-nothing"])).status_code == 400
    assert client.get(reverse("assess:finding", args=["nonsense"])).status_code == 400
