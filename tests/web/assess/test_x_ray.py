"""The x-ray as a page: its finding, shares with intervals, every number leading to its messages (S3.9-S3.16)."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from leadline import assess
from leadline.config import create_home
from leadline.engine import Lake
from leadline.listen import read_parties
from leadline.web.assess.periods import chosen_period, name_of
from leadline.web.assess.sentences import finding_of
from leadline.words import Period
from tests.assess.saying import BREVIK, HALDEN, PARTIES, Said

pytestmark = pytest.mark.django_db
HOME = reverse("assess:home")
WORDS = {
    "macro recall": "of each sentiment, how much is found",
    "F1": "found and rightly marked, together",
    "share right": "right",
}


def text(answer) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def plain(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text(answer)).split())


def head(answer) -> tuple[str, str]:
    """The title and what stands under it."""
    return re.search(r"<h1>(.*?)</h1> ?<p class=\"lede\">(.*?)<a ", text(answer)).groups()


@pytest.fixture
def x_ray(filled_home):
    lake = Lake(filled_home.lake)
    heard = assess.months_heard(lake)
    book = read_parties(filled_home.root.parent / "parties.yaml")
    period = chosen_period({}, heard).period
    return assess.x_ray(lake, book.parties, period, themes=assess.load_themes())


def test_the_title_is_what_hurts_most_with_its_share_and_its_interval(client_of, x_ray):
    page = plain(client_of("executive").get(HOME))
    told = finding_of(x_ray, "4 August to 1 November 2026")
    own = x_ray.own.aspects["customers"]
    assert " ".join(told.title.split()) in page
    assert f"of the {own.hurting} messages by customers of Halden Telecom that are negative or frustrated" in page
    assert "95 % interval [" in page


def planted(said: Said, **hurting: int):
    """An x-ray in which customers complain so often about each theme, and 10 times without one."""
    for theme, times in hurting.items():
        said.say(times=times, theme=theme, frustration=True)
    said.say(times=10, frustration=True)
    said.say(times=300)
    assess.rebuild_cubes(said.keep())
    period = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    return assess.x_ray(said.lake, PARTIES, period, themes=assess.load_themes())


@pytest.mark.parametrize(
    ("hurting", "title"),
    [
        ({"billing": 60, "outage": 20}, "“Bills and payments” hurts most: 67 % of what customers complain about"),
        (
            {"billing": 45, "outage": 44},
            "“Bills and payments” and “Outage” hurt most: 45 % and 44 % of what customers complain about",
        ),
        ({"billing": 4}, "Customers of Halden Telecom were heard 314 times, and no theme stands out"),
    ],
    ids=["one", "two that chance may have put in this order", "fewer than a small group"],
)
def test_the_title_claims_no_more_than_the_intervals_allow(tmp_path, hurting, title):
    told = finding_of(planted(Said(Lake(tmp_path / "lake")), **hurting), "September 2026")
    assert " ".join(told.title.split()) == title


def test_what_stands_under_the_title_says_how_sure_and_against_what(tmp_path):
    told = finding_of(planted(Said(Lake(tmp_path / "lake")), billing=60, outage=20), "1 to 30 September 2026")
    assert " ".join(told.lede.split()) == (
        "60 of the 90 messages by customers of Halden Telecom that are negative or frustrated, 1 to 30 September 2026; "
        "95 % interval [56, 76] %. In 11 % of them no theme was found. "
        "Messages do not reach back far enough for a comparison with the days before."
    )


def test_own_brand_and_competitors_stand_with_three_aspects_each(client_of):
    """S3.9, S3.12, S3.15: a 2 x 3 grid per competitor against us, on one page."""
    page = plain(client_of("viewer").get(HOME))
    grid = page[page.index("own brand and competitors, each in three aspects") : page.index("of what hurts customers")]
    for side in ("The brand itself", "Its customers", "Its partners"):
        assert grid.count(side) == 3
    assert "Halden Telecom own brand share of voice" in grid
    assert "Brevik Mobile competitor share of voice" in grid


def test_a_cell_tells_its_volume_trend_top_themes_and_channels(client_of, x_ray):
    """S3.10, S3.15: each with its interval."""
    page = plain(client_of("viewer").get(HOME, {"period": "2026-10"}))
    grid = page[page.index("own brand and competitors") : page.index("of what hurts customers")]
    assert re.search(r"\d+ messages (about as before|[+−][\d.]+ %) \[−?\d+, −?\d+\]", grid)
    assert re.search(r"Frustration \S.* \d+ % \[[\d.]+, [\d.]+\]", grid)
    assert "on facebook 100 %" in grid


def test_partners_stand_with_their_type_and_their_share_of_contact(client_of):
    """S3.11."""
    page = plain(client_of("viewer").get(HOME))
    assert "of the contact with customers" in page
    assert re.search(r"Nordhandel dealer 0 %", page)


def test_every_number_leads_to_as_many_messages_as_it_says(client_of, x_ray):
    """From any number down to the messages in at most two clicks (design section 1)."""
    client = client_of("agent")
    page = text(client.get(HOME))
    links = re.findall(r'href="(/assess/messages/\?[^"]+)"[^>]*>([\d,]+)</a>', page)
    assert len(links) >= 8
    for link, number in links:
        told = plain(client.get(link))
        assert re.search(rf"\b{number} messages?\b", told), f"{link} does not hold {number}"


def test_a_shares_messages_are_the_share_of_the_whole(client_of, x_ray):
    client = client_of("agent")
    own = x_ray.own.aspects["customers"]
    theme = own.themes[0]
    page = text(client.get(HOME))
    pattern = rf'href="(/assess/messages/\?party=halden&theme={theme.theme}&reading=frustration[^"]*)"'
    link = re.search(pattern, page)[1]
    assert f"{theme.frustrated:,} message" in plain(client.get(link))


def test_who_may_not_read_messages_sees_numbers_without_links(client_of):
    page = text(client_of("viewer").get(HOME))
    assert "/assess/messages/" not in page
    assert "hurt most: " in page


def test_the_market_s_representative_is_refused(client_of):
    for name in ("home", "themes", "opportunities", "experience", "try"):
        assert client_of("representative").get(reverse(f"assess:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["home", "themes", "opportunities", "experience", "messages"])
def test_an_empty_home_says_what_will_stand_here(client_of, empty_home, name):
    answer = client_of("strategist", empty_home).get(reverse(f"assess:{name}"))
    assert answer.status_code == 200
    assert "Nothing was read yet" in text(answer)
    assert "leadline listen import messages.csv && leadline assess" in text(answer)


@pytest.mark.parametrize("name", ["assess:home", "assess:map", "assess:themes"])
def test_where_nobody_spoke_of_the_own_brand_the_pages_say_nothing_of_its_themes(client_of, tmp_path, name):
    """A competitor alone was heard: a share of nothing is no share, and no page falls over it."""
    from leadline.web.listen.actions import replace_parties

    home = create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    said = Said(Lake(home.lake))
    said.say(about=BREVIK, times=3)
    assess.rebuild_cubes(said.keep())
    client = client_of("executive", home)
    replace_parties((HALDEN, BREVIK))
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "no theme was found" not in plain(answer)


def test_spam_and_unread_messages_are_said_to_be_kept_out(client_of):
    page = plain(client_of("viewer").get(HOME))
    assert re.search(r"\d+ spam, .*\d+ in a language that is not read: kept out of every reading", page)


def test_how_well_the_model_reads_stands_beside_the_shares(client_of):
    page = plain(client_of("viewer").get(HOME))
    told = assess.quality()
    assert "How well it reads" in page
    if not told:
        assert "was not measured yet" in page
    for one in told.values():
        assert f"{one.label.capitalize()} {WORDS[one.measure]} {one.value:.2f} [{one.low:.2f}, {one.high:.2f}]" in page


def test_an_address_names_its_days_and_the_same_address_shows_the_same(client_of):
    client = client_of("viewer")
    month = client.get(HOME, {"period": "2026-10"})
    assert "1 October to 31 October 2026" in plain(month)
    for same in ({"month": "2026-10"}, {"period": "2026-10-01..2026-10-31"}):
        assert head(client.get(HOME, same)) == head(month)
    assert head(client.get(HOME)) != head(month)


@pytest.mark.parametrize(
    "word", ["yesterday", "2026-13", "2026-10-31..2026-10-01", "2019-01", "2026-02-30..2026-03-01"]
)
def test_days_that_are_none_or_not_heard_are_refused_in_words(client_of, word):
    answer = client_of("viewer").get(HOME, {"period": word})
    assert answer.status_code == 400
    assert "Traceback" not in text(answer)


def test_periods_are_cut_to_the_days_heard():
    heard = Period(dt.date(2026, 5, 10), dt.date(2026, 6, 20))
    assert chosen_period({}, heard).period == heard
    assert chosen_period({"period": "30d"}, heard).period == Period(dt.date(2026, 5, 22), dt.date(2026, 6, 20))
    june = chosen_period({"month": "2026-06"}, heard)
    assert june.period == Period(dt.date(2026, 6, 1), dt.date(2026, 6, 20))
    assert june.every_day == "period=2026-06-01..2026-06-20"
    assert [word for word, _ in june.choices] == ["30d", "90d", "365d", "2026-06", "2026-05"]
    assert name_of(june.period) == "1 June to 20 June 2026"


def test_opportunities_are_ranked_and_their_formula_can_be_opened(client_of, x_ray):
    """S3.14."""
    page = plain(client_of("viewer").get(HOME))
    ranked = assess.opportunities(x_ray)
    assert ranked
    places = [page.index(one.title) for one in ranked[:8]]
    assert places == sorted(places)
    assert "Priority is messages a month with the reading × lead × weight" in page


def test_all_themes_and_all_opportunities_have_pages_of_their_own(client_of, x_ray):
    client = client_of("viewer")
    themes = plain(client.get(reverse("assess:themes")))
    shown = [theme for theme in x_ray.own.aspects["customers"].themes if theme.messages >= 5]
    assert f"Customers of Halden Telecom speak of {len(shown)} theme" in themes
    assert all(theme.name in themes for theme in shown)
    chances = plain(client.get(reverse("assess:opportunities")))
    assert all(one.title in chances for one in assess.opportunities(x_ray))


def test_a_group_smaller_than_the_setting_shows_no_reading(client_of, monkeypatch):
    """People are protected: small groups hidden (design section 6)."""
    monkeypatch.setenv("LEADLINE_SMALL_GROUP", "100000")
    page = plain(client_of("viewer").get(HOME))
    assert "too few to show" in page
    assert "No theme was found in enough messages" in page
    assert "hurt" not in page[: page.index("What customers of")]


def test_what_repeats_is_kept_out_counted_and_may_be_counted_in_by_the_address(client_of, x_ray):
    client = client_of("agent")
    page = plain(client.get(HOME))
    assert "repeats of what was said before" in page
    assert "by automatic authors" in page
    assert "Count them in" in page
    counted_in = text(client.get(HOME, {"period": "90d", "noise": "in"}))
    assert "Keep them out" in counted_in
    assert "noise=in" in re.findall(r'href="(/assess/messages/[^"]+)"', counted_in)[0]
    assert 'name="noise" value="in"' in counted_in


def test_who_may_not_read_messages_gets_the_count_of_repeats_and_no_list(client_of):
    page = text(client_of("executive").get(HOME, {"noise": "in"}))
    assert "reading=repeat" not in page
