"""Filters by channel, department and language: in the address, taken off by a chip, and followed or said not to be."""

import re

import pytest
from django.urls import reverse

from leadline import assess
from leadline.assess import Focus
from leadline.engine import Lake
from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db
HOME, THEMES = reverse("assess:home"), reverse("assess:themes")
CHANCES = reverse("assess:opportunities")
THEME = reverse("assess:theme", args=["waiting-on-the-phone"])
NOT = "Not filtered:"


def own_messages(page: str) -> int:
    return int(re.search(r"What customers of Halden Telecom say.*? Messages ([\d,]+)", page)[1].replace(",", ""))


def test_every_number_that_has_a_link_leads_to_as_many_messages_as_it_says(client_of):
    client = client_of("agent")
    for asked in ({"channel": "facebook"}, {"department": "support"}, {"language": "en", "channel": "facebook"}):
        page = text(client.get(HOME, asked))
        links = re.findall(r'href="(/assess/messages/\?[^"]+)"[^>]*>([\d,]+)</a>', page)
        assert len(links) >= 4
        for link, number in links:
            told = plain(client.get(link))
            assert re.search(rf"\b{number} messages?\b", told), f"{link} does not hold {number}"


def test_the_only_channel_and_language_are_the_whole(client_of):
    """That several add up to it stands in tests/assess/test_focus.py."""
    client = client_of("viewer")
    whole = own_messages(plain(client.get(HOME)))
    assert own_messages(plain(client.get(HOME, {"channel": "facebook", "language": "en"}))) == whole


def test_a_filter_is_a_chip_that_takes_it_off_and_keeps_the_rest_of_the_address(client_of):
    asked = {"period": "2026-10", "noise": "in", "channel": "facebook", "department": "support"}
    page = text(client_of("viewer").get(HOME, asked))
    taken = re.findall(r'class="pill taken" href="(\?[^"]+)">([^<]+)', page)
    assert taken == [
        ("?period=2026-10&department=support&noise=in", "Channel: facebook "),
        ("?period=2026-10&channel=facebook&noise=in", "Department: support "),
    ]
    assert '<input type="hidden" name="channel" value="facebook">' in page
    assert f'href="{THEMES}?period=2026-10&channel=facebook&department=support&noise=in"' in page or "All " not in page


@pytest.mark.parametrize("page", [HOME, THEMES, CHANCES, THEME])
@pytest.mark.parametrize(
    ("name", "word", "says"),
    [
        ("channel", "carrier-pigeon", "No message has the channel “carrier-pigeon”. Choose one of: facebook."),
        ("department", "Support", "No message has the department “Support”. Choose one of: support,"),
        ("language", "tlh", "No message has the language “tlh”. Choose one of:"),
        ("channel", "<b>x</b>", "No message has the channel"),
    ],
)
def test_a_word_that_nobody_knows_gets_a_sentence(client_of, page, name, word, says):
    answer = client_of("viewer").get(page, {name: word})
    assert answer.status_code == 400
    assert says in plain(answer)
    assert "<b>x</b>" not in answer.content.decode()


def test_an_empty_filter_is_none(client_of):
    client = client_of("viewer")
    whole = plain(client.get(HOME))
    assert plain(client.get(HOME, {"channel": "", "department": " ", "language": ""})) == whole
    assert NOT not in whole


def test_themes_by_party_follow_the_department_and_say_that_they_follow_no_channel(client_of):
    client = client_of("viewer")
    page = plain(client.get(HOME, {"channel": "facebook"}))
    assert "On facebook, " in page
    themes = page[page.index("What it is about, and how it reads") :]
    assert themes.index("Not filtered: all channels.") < themes.index("Waiting on the phone")
    support = text(client.get(HOME, {"department": "support"}))
    rows = support[support.index('aria-labelledby="themes"') : support.index('aria-labelledby="chances"')]
    assert "Waiting on the phone" in rows
    assert NOT not in rows
    assert set(re.findall(r"</a><small>(\w+)</small></th>", rows)) == {"Support"}


def test_department_and_channel_together_say_what_each_part_follows(client_of):
    page = plain(client_of("viewer").get(HOME, {"department": "support", "channel": "facebook", "language": "en"}))
    facts = page[page.index("What customers of Halden Telecom say") : page.index("The landscape")]
    assert "on facebook, in English" in facts
    assert "Not filtered: all departments." in facts
    assert "Not filtered: all channels, all languages." in page[page.index("What it is about") :]


def test_the_themes_page_tells_what_a_channel_is_about_whoever_speaks(client_of, filled_home):
    lake = Lake(filled_home.lake)
    days = assess.months_heard(lake)
    page = plain(client_of("agent").get(THEMES, {"channel": "facebook", "period": f"{days.first}..{days.last}"}))
    assert "What it is about on facebook, whoever speaks of whomever" in page
    told = assess.themes_of_everybody(lake, days, Focus(channel="facebook"), themes=assess.load_themes())
    assert re.search(rf"{re.escape(told[0].name)} \w+ {told[0].messages:,}\b", page)


def test_a_theme_s_page_follows_the_channel_where_it_can(client_of):
    client = client_of("agent")
    page = text(client.get(THEME, {"channel": "facebook", "department": "product"}))
    assert "The filter for product changes nothing here: all of this theme is for support." in page
    there = re.search(r'href="(/assess/messages/\?[^"]*channel=facebook[^"]*)">([\d,]+)</a>', page)
    assert f"{there[2]} messages" in plain(client.get(there[1]))
    assert "Not filtered: all channels." in plain(client.get(THEME, {"channel": "facebook"}))
    assert NOT not in plain(client.get(THEME, {"department": "support"}))


def test_opportunities_of_a_department_are_its_own_with_the_same_numbers(client_of):
    client = client_of("viewer")
    whole, support = (re.findall(r'<tr data-href="([^"]+)">', text(client.get(CHANCES, asked)))
                      for asked in ({}, {"department": "support"}))  # fmt: skip
    assert support
    assert set(support) <= set(whole)
    assert "department=" not in support[0]


def test_the_chart_and_its_span_follow(client_of):
    page = text(client_of("viewer").get(HOME, {"language": "en"}))
    assert "?from={first}&until={last}&language=en" in page


def test_a_group_too_small_shows_no_share(client_of, monkeypatch):
    monkeypatch.setenv("LEADLINE_SMALL_GROUP", "100000")
    page = plain(client_of("viewer").get(HOME, {"channel": "facebook"}))
    assert "too few to say more" in page
    assert "Negative or frustrated – of what could be read" in page


def test_closing_closes_the_whole(client_of):
    page = plain(client_of("strategist").get(HOME, {"channel": "facebook"}))
    assert "The whole is closed, whatever this page is filtered by." in page
