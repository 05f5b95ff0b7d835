"""Where managers with fresh eyes stuck: what is too few is said so, every number opens, no word is ignored."""

import datetime as dt
import re
import shutil

import pytest
from django.urls import reverse

from leadline import assess
from leadline.assess import Group, change_of
from leadline.config import stop_clock
from leadline.engine import Lake
from leadline.listen import Options, import_file, read_parties
from leadline.web.assess.compare import compare_page
from leadline.web.assess.grid import grid_row
from leadline.web.assess.looking import Looker
from leadline.web.assess.word_of_mouth import _told
from leadline.words import Period
from tests.assess.saying import BREVIK, HALDEN, PARTIES, Said
from tests.web.assess.test_x_ray import HOME, plain, text
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
LIST, COMPARE, THEMES = (reverse(f"assess:{name}") for name in ("messages", "compare", "themes"))
SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def drawn(said: Said, period: Period = SEPTEMBER):
    assess.rebuild_cubes(said.keep())
    return assess.x_ray(said.lake, PARTIES, period, themes=assess.load_themes())


def test_a_change_from_fewer_than_twenty_is_no_percentage_anywhere(tmp_path, rf):
    """S3.15: two messages before and 106 now are not +5,200 %."""
    assert change_of([10] * 21, [1] * 19 + [0, 0]) is None
    assert change_of([10] * 21, [1] * 20 + [0]) is not None
    said = Said(Lake(tmp_path / "lake"))
    said.say(times=2, day=dt.date(2026, 8, 10))
    said.say(times=40, day=dt.date(2026, 8, 12), about=BREVIK)
    said.say(times=106, day=dt.date(2026, 9, 10))
    said.say(times=60, day=dt.date(2026, 9, 10), about=BREVIK)
    said.say(day=dt.date(2026, 7, 1))
    picture = drawn(said)
    assert picture.own.aspects["customers"].trend is None
    assert picture.of(BREVIK.id).aspects["customers"].trend == pytest.approx(0.5)
    daily = [assess.daily_messages(said.lake, days) for days in (SEPTEMBER, picture.compared)]
    rows = [grid_row(one, one, Looker(SEPTEMBER, False), *daily) for one in picture.parties[:2]]
    assert [(row.cells[1].change is None, row.cells[1].few_before) for row in rows] == [(True, 2), (False, None)]


def test_the_delta_says_too_few_before_and_a_percentage_from_twenty_on():
    from django.template import Context, Template

    def told(now, before):
        return Template("{% load leadline %}{% delta now before %}").render(Context({"now": now, "before": before}))

    assert "too few before (2)" in told(106, 2)
    assert "%" not in told(106, 19)
    assert "too few" not in told(106, 20)
    assert "430" in told(106, 20)


def test_the_share_without_a_theme_opens_exactly_its_messages(client_of):
    """S3.10, S3.14: what no theme covers can be read."""
    client = client_of("manager")
    there = re.search(r'<a href="([^"]*theme=none[^"]*)">In .*? of the messages no', text(client.get(HOME)))[1]
    answer = text(client.get(there.replace("&amp;", "&") + "&now=1"))
    title = re.search(r"<h1[^>]*>.*?([\d,]+) messages? by customers about Halden Telecom without a theme", answer)
    known = assess_of(client)
    own = known.own.aspects["customers"]
    assert int(title[1].replace(",", "")) == own.read - own.themed > 0
    assert "theme=none" not in text(client_of("viewer").get(HOME))


def assess_of(_client):
    from leadline.web.assess.answers import gather
    from leadline.web.assess.periods import chosen_period

    known = gather()
    return known.picture(chosen_period({}, known.days()).period)


def test_without_a_theme_is_the_same_by_the_index_and_one_by_one(tmp_path):
    said = Said(Lake(tmp_path / "lake"))
    said.say(times=4, theme="billing", department="finance")
    said.say(times=3)
    said.say(times=2, theme="long-gone", department="sales")
    lake = said.keep()
    assess.rebuild_cubes(lake)
    which = assess.with_merged(assess.Which(HALDEN.id, reading="read", themeless=True), assess.load_themes())
    alone = assess.count_messages(lake, which)
    assess.rebuild_search(lake)
    assert alone == assess.tally(lake, which).messages == len(assess.find_messages(lake, which)) == 5
    assert sum(day.messages for day in assess.daily(lake, which)) == 5


def test_what_is_new_is_reached_from_the_head_of_themes(client_of, in_home, filled_home, tmp_path):
    shutil.copytree(filled_home.root, tmp_path / "home")
    home = stop_clock(type(filled_home)(tmp_path / "home", filled_home.company), NOW)
    assess.mine_phrases(Lake(home.lake), "halden")
    client = client_of("viewer")
    in_home(home)
    page = text(client.get(THEMES, {"period": "2026-10"}))
    assert page.index('href="#news"') < page.index('id="news"')
    assert 'aria-current="page">Themes<' in page


@pytest.mark.parametrize(("role", "opens"), [("manager", True), ("viewer", False)])
def test_each_number_of_a_comparison_leads_to_its_messages(client_of, role, opens):
    page = text(client_of(role).get(COMPARE, {"period": "90d", "other": "brevik"}))
    links = set(re.findall(r'href="(/assess/messages/[^"]*from=[^"]*)"', page))
    assert bool(links) is opens
    if opens:
        assert {"brevik", "halden"} <= {re.search("party=([a-z-]+)", one)[1] for one in links}
        assert any("reading=hurting" in one for one in links)


def test_the_number_of_a_comparison_is_that_of_its_list(tmp_path):
    said = Said(Lake(tmp_path / "lake"))
    for party in (HALDEN, BREVIK):
        said.say(times=30, about=party, reads="negative")
        said.say(times=30, about=party)
    picture = drawn(said)
    groups = [Group(one, picture.of(one.id).aspects["customers"], SEPTEMBER, (2,) * 30) for one in (HALDEN, BREVIK)]
    page = compare_page(*groups, may_read=True)
    [negative] = [line for line in page.readings if line.told.id == "negative"]
    assert "party=brevik" in negative.second.href
    assert "reading=negative" in negative.second.href
    assert page.hrefs[0].endswith("from=2026-09-01&until=2026-09-30")


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        (LIST, {"noise": "maybe"}),
        (HOME, {"noise": "maybe"}),
        (LIST, {"page": "first"}),
        (LIST, {"page": "0"}),
        (LIST, {"reading": "angry"}),
        (LIST, {"speaker": "nobody"}),
        (LIST, {"department": "kitchen"}),
        (LIST, {"from": "soon"}),
        (HOME, {"period": "often"}),
        (HOME, {"channel": "pigeon"}),
        (reverse("assess:opportunities"), {"lead": "maybe"}),
        (reverse("assess:unanswered"), {"page": "x"}),
        (reverse("assess:corrections"), {"page": "x"}),
        (COMPARE, {"other": "nobody"}),
        (COMPARE, {"then": "one-day"}),
    ],
)
def test_a_word_of_the_address_that_nobody_knows_is_refused_in_words(client_of, page, asked):
    answer = client_of("strategist").get(page, asked)
    assert answer.status_code == 400, asked
    assert client_of("strategist").get(page, {"other": "brevik"} if page == COMPARE else {}).status_code == 200


def test_conditions_are_folded_and_what_is_set_stands_in_one_line(client_of):
    page = plain(client_of("manager").get(LIST, {"party": "halden", "reading": "negative", "q": "bill"}))
    assert "<details" in text(client_of("manager").get(LIST))
    assert "About: Halden Telecom, Reads as: negative" in page
    assert "More conditions" in plain(client_of("manager").get(LIST))


def test_no_page_speaks_of_macro_recall_to_a_manager(client_of):
    assert "macro recall" not in plain(client_of("manager").get(HOME))
    assert "of each sentiment, how much is found" in plain(client_of("manager").get(HOME))


def test_months_in_which_nobody_spoke_are_not_offered(tmp_path):
    from leadline.web.assess.periods import chosen_period
    from leadline.words import Month

    heard = Period(dt.date(2026, 6, 3), dt.date(2026, 10, 4))
    chosen = chosen_period({}, heard, (Month(2026, 10), Month(2026, 6)))
    assert [word for word, _name in chosen.choices] == ["30d", "90d", "365d", "2026-10", "2026-06"]


@pytest.mark.parametrize(("happy", "hurt", "title"), [
    (7, 2, "7 customers of Halden Telecom are happy again and again, too few are hurt to be shown"),
    (2, 7, "7 customers of Halden Telecom are hurt again and again, too few are happy to be shown"),
    (2, 2, "Too few customers of Halden Telecom were heard more than once to weigh word of mouth"),
])  # fmt: skip
def test_the_title_of_word_of_mouth_agrees_with_its_table(happy, hurt, title):
    """S4.11: seven people stand in the table, so the title does not say “too few”."""
    from types import SimpleNamespace

    now = SimpleNamespace(
        people=40, of={"advocate": SimpleNamespace(people=happy), "detractor": SimpleNamespace(people=hurt)}
    )
    assert _told(now, HALDEN, SEPTEMBER).title == title


THANKS = (
    "gracias por la ayuda", "Muchas gracias, problema resuelto", "danke für die schnelle Hilfe",
    "Herzlichen Dank für die nette Beratung", "Merci beaucoup pour l'aide rapide", "obrigado pela ajuda",
    "bedankt voor de snelle hulp",
)  # fmt: skip


@pytest.mark.parametrize("said", THANKS)
def test_thanks_in_each_language_that_is_read_are_positive(said):
    reading = assess.load_reader().read([said])
    assert (reading.sentiment, list(reading.frustration)) == (["positive"], [False])


def test_thanks_in_a_language_that_is_not_read_are_unread():
    reading = assess.load_reader().read(["grazie mille per l'aiuto veloce e gentile", "dziękuję za szybką pomoc"])
    assert (list(reading.read), reading.sentiment) == ([False, False], ["", ""])


def test_what_could_not_be_read_is_said_beside_the_shares_with_its_messages(client_of, in_home, filled_home, tmp_path):
    """A share of what could be read says next to it how much could not."""
    shutil.copytree(filled_home.root, tmp_path / "home")
    home = stop_clock(type(filled_home)(tmp_path / "home", filled_home.company), NOW)
    said = (
        '{"message_id": "pl%d", "posted_at": "2026-10-20T10:00:00+02:00", "author": "a%d", "channel": "x", '
        '"about_party": "halden", "text": "dzi\u0119kuj\u0119 bardzo za szybk\u0105 pomoc"}'
    )
    (tmp_path / "more.ndjson").write_text("\n".join(said % (number, number) for number in range(8)))
    book = read_parties(filled_home.root.parent / "parties.yaml")
    import_file(home, Lake(home.lake), tmp_path / "more.ndjson", parties=book, options=Options(), now=NOW)
    assess.label(Lake(home.lake), assess.load_reader())
    client = client_of("manager")
    in_home(home)
    page = text(client.get(HOME))
    there = re.search(r'<a href="([^"]*reading=unread[^"]*)">(\d+) messages</a> \([\d.]+\s%\) could not be read', page)
    assert int(there[2]) >= 8
    assert page.index("could not be read") < page.index("The landscape")


def test_what_is_deleted_of_the_sites_database_is_written_over():
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
