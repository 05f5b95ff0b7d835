"""The formula of the opportunities can be opened, and its weights changed in the address (S3.14)."""

import pytest
from django.urls import reverse

from leadline import assess
from leadline.assess import Ranking
from leadline.errors import LeadlineError
from leadline.web.assess.ranking import ranking_of, ranking_query
from tests.web.assess.test_x_ray import plain, text, x_ray  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
PAGE = reverse("assess:opportunities")


def test_the_ranking_follows_the_weights(client_of, x_ray):  # noqa: F811
    asked = {"frustration": "0.1", "need": "1", "excitement": "5", "lead": "no"}
    mine = assess.opportunities(x_ray, ranking_of(asked))
    assert [one.id for one in mine] != [one.id for one in assess.opportunities(x_ray)]
    page = plain(client_of("viewer").get(PAGE, asked))
    places = [page.index(one.title) for one in mine]
    assert places == sorted(places)
    assert "Here frustration weighs 0.10, need 1, excitement 5, and the lead is left out" in page


def test_an_opportunity_keeps_the_weights_of_the_list_that_led_to_it(client_of, x_ray):  # noqa: F811
    client = client_of("viewer")
    page = text(client.get(PAGE, {"excitement": "4"}))
    first = assess.opportunities(x_ray, Ranking(excitement=4))[0]
    there = reverse("assess:opportunity", args=[first.id])
    assert f"{there}?period={x_ray.period.first}..{x_ray.period.last}&frustration=1&need=0.7&excitement=4" in page
    opened = plain(client.get(there, {"excitement": "4"}))
    assert "Number 1 of" in opened
    assert "4 for excitement" in opened


@pytest.mark.parametrize("asked", [{"need": "much"}, {"need": "-1"}, {"need": "11"}, {"need": "nan"},
                                   {"frustration": "0", "need": "0", "excitement": "0"}])  # fmt: skip
def test_a_weight_that_is_none_is_refused_in_words(client_of, asked):
    with pytest.raises(LeadlineError):
        ranking_of(asked)
    assert client_of("viewer").get(PAGE, asked).status_code == 400


def test_what_is_not_asked_is_as_the_house_has_it():
    assert ranking_of({}) == assess.RANKING
    assert ranking_query(assess.RANKING) == ""
    again = dict(pair.split("=") for pair in ranking_query(Ranking(need=2, by_lead=False))[1:].split("&"))
    assert ranking_of(again) == Ranking(need=2, by_lead=False)
