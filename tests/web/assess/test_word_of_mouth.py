"""Word of mouth both ways, who answers whom, unanswered questions, what praise reaches (S4.11, S4.24, S0.13)."""

import re

import pytest
from django.urls import reverse

from leadline import assess
from leadline.engine import Lake
from leadline.words import PartyId, Period
from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db
PAGE, LIST = reverse("assess:people"), reverse("assess:unanswered")
HALDEN = PartyId("halden")


@pytest.fixture
def lake(filled_home) -> Lake:
    return Lake(filled_home.lake)


def heard(lake: Lake) -> Period:
    found = assess.months_heard(lake)
    assert found
    return found


def test_advocates_and_detractors_stand_with_their_shares_and_intervals(client_of, lake):
    """S4.11: happy customers become advocates, frustrated ones the other way around."""
    now = assess.voices(lake, HALDEN)[-1]
    page = plain(client_of("viewer").get(PAGE))
    for stance, title in (("detractor", "Hurt again and again"), ("advocate", "Happy again and again")):
        people = now.of[stance].people
        shown = "too few to show" if people < 5 else f"{people:,}"
        assert f"{title} {shown}" in page


def test_pseudonyms_lead_to_their_messages_for_those_who_may_read_and_are_shown_to_nobody_else(client_of, lake):
    """People are protected (design section 6)."""
    page = text(client_of("agent").get(PAGE))
    links = re.findall(r'href="(/assess/messages/\?[^"]*author=[^"]+)">([\d,]+)</a>', page)
    assert links
    client = client_of("agent")
    for link, number in links[:3]:
        assert re.search(rf"\b{number} messages? by ", plain(client.get(link)))
    assert "author=" not in text(client_of("viewer").get(PAGE))
    assert "Pseudonym" not in text(client_of("viewer").get(PAGE))


def test_a_small_group_is_neither_counted_nor_named(client_of, monkeypatch):
    monkeypatch.setenv("LEADLINE_SMALL_GROUP", "100000")
    page = text(client_of("agent").get(PAGE))
    assert "author=" not in page
    assert page.count("too few to show") >= 3


def test_questions_stand_by_who_answered_and_the_unanswered_are_listed(client_of, lake):
    """S4.24: "help them with questions"; the unanswered questions list."""
    told = assess.answered(lake, heard(lake))[HALDEN]
    assert told.questions
    page = plain(client_of("agent").get(PAGE, {"period": "365d"}))
    assert f"Halden Telecom {told.questions:,}" in page
    listed = plain(client_of("agent").get(LIST, {"period": "365d"}))
    if told.unanswered:
        assert re.search(rf"\b{told.unanswered:,} questions? by customers of Halden Telecom", listed)
    first = assess.unanswered(lake, HALDEN, heard(lake), limit=1)
    for one in first:
        there = reverse("assess:conversation", args=[one.source, one.thread_id])
        assert there in text(client_of("agent").get(LIST, {"period": "365d"}))
        [asked] = assess.first_questions(lake, [(one.source, one.thread_id)]).values()
        assert (asked.speaker_role, asked.need) == ("customer", True)
        assert " ".join(asked.text.split())[:30] in listed


def test_who_may_not_read_messages_gets_numbers_and_no_list(client_of):
    assert LIST not in text(client_of("viewer").get(PAGE))
    assert client_of("viewer").get(LIST).status_code == 403
    assert client_of("representative").get(PAGE).status_code == 403


def test_praise_in_public_is_counted_with_who_else_took_part(client_of, lake):
    """S0.13: "they leave the happy comment on the Facebook page for others visiting the page"."""
    told = assess.praise(lake, HALDEN, heard(lake))
    assert told.public == told.looked_at > 0
    assert told.joined == told.others == 0
    assert "What praise reaches" in plain(client_of("viewer").get(PAGE))


@pytest.mark.parametrize("address", [PAGE, LIST])
def test_another_party_can_be_chosen_and_an_unknown_one_is_refused(client_of, address):
    client = client_of("agent")
    assert "Brevik Mobile" in plain(client.get(address, {"party": "brevik"}))
    assert client.get(address, {"party": "nobody"}).status_code == 400
