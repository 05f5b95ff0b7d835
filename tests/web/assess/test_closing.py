"""Closing an assessment from the page: frozen, numbered, once, by a strategist (S3.16)."""

import pytest
from django.test import Client
from django.urls import reverse

from leadline import assess
from leadline.config import stop_clock
from leadline.engine import Lake
from tests.web.assess.test_x_ray import plain, text
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
CLOSE = reverse("assess:close")


@pytest.fixture
def own_copy(filled_home, tmp_path):
    """A home of its own, because closing writes into the lake."""
    import shutil

    shutil.copytree(filled_home.root, tmp_path / "home")
    return stop_clock(type(filled_home)(tmp_path / "home", filled_home.company), NOW)


def closed(home) -> list[int]:
    return [one.version for one in assess.closed_versions(Lake(home.lake))]


@pytest.fixture
def strategist(client_of, in_home, own_copy) -> Client:
    client = client_of("strategist")
    in_home(own_copy)
    return client


def test_a_strategist_closes_what_the_page_shows_and_twice_is_once(strategist, own_copy):
    page = text(strategist.get(reverse("assess:home")))
    assert "Close this assessment" in page
    assert "Nothing was found that a strategy could cite" not in page
    nothing = text(strategist.get(f"{reverse('assess:home')}?period=2026-10-31..2026-10-31"))
    assert "Nothing was found that a strategy could cite" in nothing
    days = {"period": "2026-09-01..2026-10-31"}
    answer = strategist.post(CLOSE, days, follow=True)
    assert answer.redirect_chain == [(reverse("assess:closed", args=[1]), 302)]
    assert "Assessment 1 is closed: objectives can be confirmed against it." in plain(answer)
    strategist.post(CLOSE, days)
    assert closed(own_copy) == [1]
    strategist.post(CLOSE, {"period": "2026-10"})
    assert closed(own_copy) == [2, 1]
    found = assess.assessment(Lake(own_copy.lake), 1)
    assert (str(found.period.first), str(found.period.last)) == ("2026-09-01", "2026-10-31")
    assert found.closed_at == NOW


def test_the_closed_assessment_shows_what_was_found_and_leads_to_its_days(strategist, own_copy):
    strategist.post(CLOSE, {"period": "2026-09-01..2026-10-31"})
    answer = strategist.get(reverse("assess:closed", args=[1]))
    content = assess.assessment(Lake(own_copy.lake), 1).content
    page = plain(answer)
    assert f"Assessment 1 found {len(content['opportunities'])} opportunit" in page
    assert "1 September 2026 to 31 October 2026" in page
    for one in content["opportunities"]:
        assert one["title"] in page
    for one in content["findings"]:
        assert one["sentence"] in page
    first = content["opportunities"][0]["id"]
    assert f"{reverse('assess:opportunity', args=[first])}?period=2026-09-01..2026-10-31" in text(answer)


def test_a_finding_that_a_strategy_cites_leads_to_the_days_in_which_it_was_found(strategist, own_copy):
    strategist.post(CLOSE, {"period": "2026-09-01..2026-10-31"})
    chance = assess.assessment(Lake(own_copy.lake), 1).content["opportunities"][0]
    answer = strategist.get(reverse("assess:finding", args=[chance["findings"][0]]))
    assert answer.status_code == 302
    there = f"{reverse('assess:opportunity', args=[chance['id']])}?period=2026-09-01..2026-10-31"
    assert answer.headers["Location"] == there
    assert strategist.get(there).status_code == 200


@pytest.mark.parametrize("role", ["executive", "manager", "agent", "champion", "viewer", "representative"])
def test_nobody_but_a_strategist_closes(client_of, in_home, own_copy, role):
    client = client_of(role)
    in_home(own_copy)
    assert client.post(CLOSE, {"period": "90d"}).status_code == 403
    assert closed(own_copy) == []
    if role != "representative":
        assert "Close this assessment" not in text(client.get(reverse("assess:home")))


def test_closing_takes_a_post_and_an_empty_home_cannot_be_closed(client_of, strategist, empty_home):
    assert strategist.get(CLOSE).status_code == 405
    answer = client_of("strategist", empty_home).post(CLOSE, {"period": "90d"})
    assert answer.status_code == 400
    assert "Nothing was read yet" in plain(answer)


def test_a_version_that_is_none_is_told_so(strategist):
    answer = strategist.get(reverse("assess:closed", args=[7]))
    assert answer.status_code == 400
    assert "There is no closed assessment 7" in plain(answer)
