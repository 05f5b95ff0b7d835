"""Two periods or two parties side by side, each difference with an interval and a word on chance (S3.12, S3.15)."""

import datetime as dt

import pytest
from django.urls import reverse

from leadline import assess
from leadline.assess import Group
from leadline.engine import Lake
from leadline.web.assess.compare import compare_page
from leadline.words import Period
from tests.assess.saying import BREVIK, HALDEN, PARTIES, Said
from tests.web.assess.test_x_ray import HOME, plain, text

pytestmark = pytest.mark.django_db
PAGE = reverse("assess:compare")
SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def compared(said: Said):
    assess.rebuild_cubes(said.keep())
    drawn = assess.x_ray(said.lake, PARTIES, SEPTEMBER, themes=assess.load_themes())
    groups = [Group(one, drawn.of(one.id).aspects["customers"], SEPTEMBER, (9,) * 30) for one in (HALDEN, BREVIK)]
    return compare_page(*groups)


def test_the_title_names_the_first_difference_that_chance_does_not_explain(tmp_path):
    said = Said(Lake(tmp_path / "lake"))
    said.say(times=60, reads="negative", theme="billing")
    said.say(times=40)
    said.say(times=30, about=BREVIK, reads="negative", theme="billing")
    said.say(times=70, about=BREVIK)
    page = compared(said)
    assert " ".join(page.told.title.split()) == (
        "Negative or frustrated: 60 % (Halden Telecom) against 30 % (Brevik), more than chance explains"
    )
    [hurting] = [line for line in page.readings if line.told.id == "hurting"]
    assert (hurting.points, hurting.says) == ("+30.0 [11, 46]", "chance does not explain it")


def test_where_nothing_differs_that_is_said(tmp_path):
    said = Said(Lake(tmp_path / "lake"))
    for party in (HALDEN, BREVIK):
        said.say(times=50, about=party, reads="negative", theme="billing")
        said.say(times=50, about=party)
    page = compared(said)
    assert page.told.title == "Nothing differs by more than chance explains"
    assert {line.says for line in page.readings} == {"chance alone may explain it"}


def test_fewer_than_a_small_group_are_not_compared(tmp_path):
    said = Said(Lake(tmp_path / "lake"))
    said.say(times=4, reads="negative")
    said.say(times=50, about=BREVIK)
    page = compared(said)
    assert page.readings == page.hurting == page.spoken == ()
    assert "Too few messages" in page.told.title


def test_the_x_ray_leads_to_each_comparison(client_of):
    client = client_of("viewer")
    page = text(client.get(HOME))
    assert f'href="{PAGE}?period=90d&other=brevik"' in page
    told = plain(client.get(PAGE, {"period": "90d", "other": "brevik"}))
    assert "chance does not explain it" in told
    assert "with 95 % intervals; the differences are in percentage points, and their intervals hold together." in told


def test_two_periods_of_one_party_are_the_chosen_and_the_one_before_unless_asked_otherwise(client_of):
    client = client_of("viewer")
    told = plain(client.get(PAGE, {"period": "2026-10"}))
    assert "31 August to 30 September 2026" in told
    told = plain(client.get(PAGE, {"period": "2026-10", "then": "2026-09"}))
    assert "1 September to 30 September 2026" in told


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "2026-10", "then": "same"},
        {"period": "2026-10", "then": "30d"},
        {"other": "nobody"},
        {"period": "2026-10", "then": "year-ago"},
        {"then": "someday"},
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(client_of, asked):
    answer = client_of("viewer").get(PAGE, asked)
    assert answer.status_code == 400
    assert "Traceback" not in text(answer)
