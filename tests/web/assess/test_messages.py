"""Down to the messages: filters in the address, a count, pages, a conversation as a thread (design section 1)."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from leadline import assess
from leadline.engine import Lake
from leadline.web.assess.addresses import messages_address
from leadline.web.grammar.any_name import AnyNameConverter
from leadline.words import Period
from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db
LIST = reverse("assess:messages")


@pytest.fixture
def lake(filled_home) -> Lake:
    return Lake(filled_home.lake)


def test_the_title_is_the_question_and_its_count(client_of, lake):
    asked = {"party": "halden", "theme": "waiting-on-the-phone", "reading": "frustration", "speaker": "customers"}
    which = assess.Which("halden", aspect="customers", theme="waiting-on-the-phone", reading="frustration")
    counted = assess.tally(lake, which)
    page = plain(client_of("manager").get(LIST, asked))
    title = "messages by customers about Halden Telecom on “Waiting on the phone” show frustration"
    assert f"{counted.messages} {title}" in page
    assert f"by {counted.people} people, newest first" in page


def test_the_form_shows_what_the_address_asks(client_of):
    page = text(client_of("agent").get(LIST, {"party": "brevik", "from": "2026-10-01", "reading": "need"}))
    assert '<option value="brevik" selected>Brevik Mobile</option>' in page
    assert '<option value="need" selected>' in page
    assert re.search(r'<input type="date" name="from" value="2026-10-01"', page)


def test_a_page_holds_twenty_five_and_the_pages_together_hold_all(client_of, lake):
    client = client_of("agent")
    which = assess.Which(party="halden", reading="need")
    count = assess.count_messages(lake, which)
    links = []
    for number in range(1, -(-count // 25) + 1):
        page = text(client.get(LIST, {"party": "halden", "reading": "need", "page": number}))
        links += re.findall(r'href="(/assess/conversation/[^"]+)"', page)
    assert len(links) == count > 50
    assert len(set(links)) == len({one.thread_id for one in assess.find_messages(lake, which, limit=1000)})
    refused = client.get(LIST, {"party": "halden", "page": "nonsense"})
    assert refused.status_code == 400
    assert "is no page" in plain(refused)
    assert client.get(LIST, {"party": "halden", "page": 99999}).status_code == 200


def test_days_in_the_address_are_the_companys_days(client_of, lake):
    day = Period(dt.date(2026, 10, 5), dt.date(2026, 10, 5))
    count = assess.count_messages(lake, assess.Which(party="halden", period=day))
    page = plain(client_of("agent").get(LIST, {"party": "halden", "from": "2026-10-05", "until": "2026-10-05"}))
    assert count
    assert f"{count} messages about Halden Telecom" in page
    assert "5 October 2026, by" in page


@pytest.mark.parametrize(
    "asked", [{"reading": "sadness"}, {"from": "tomorrow"}, {"speaker": "ghost"}, {"department": "x"}]
)
def test_a_word_that_is_not_understood_is_refused_in_words(client_of, asked):
    assert client_of("agent").get(LIST, asked).status_code == 400


def test_what_fits_nothing_says_so(client_of):
    page = plain(client_of("agent").get(LIST, {"party": "nobody-ever", "theme": "no-such-theme"}))
    assert "0 messages about nobody-ever" in page
    assert "No message fits" in page


@pytest.mark.parametrize("role", ["champion", "viewer", "representative"])
def test_messages_are_for_those_who_may_read_them(client_of, lake, role):
    one = assess.find_messages(lake, assess.Which(), limit=1)[0]
    client = client_of(role)
    assert client.get(LIST).status_code == 403
    assert client.get(reverse("assess:conversation", args=[one.source, one.thread_id])).status_code == 403
    assert client.get(reverse("assess:conversations"), {"month": "2026-10"}).status_code == 403


def test_a_conversation_reads_as_a_thread_in_the_companys_zone_with_pseudonyms(client_of, lake):
    one = assess.find_messages(lake, assess.Which(party="halden", speaker="brand"), limit=1)[0]
    told = assess.conversation(lake, one.source, one.thread_id)
    answer = client_of("agent").get(reverse("assess:conversation", args=[one.source, one.thread_id]))
    page = plain(answer)
    assert f"{len(told)} messages about Halden Telecom on facebook" in page
    assert [page.index(message.text) for message in told] == sorted(page.index(message.text) for message in told)
    local = told[0].posted_at.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert f"{local.day} {local:%B %Y, %H:%M}" in page
    assert told[0].author[:9] in page
    assert "min later" in page
    assert "A customer was angry, and was not heard again" in page or "A customer wrote once" in page


def test_a_conversation_that_is_none_is_told_so(client_of):
    answer = client_of("agent").get(reverse("assess:conversation", args=["facebook", "nowhere"]))
    assert answer.status_code == 400
    assert "There is no such conversation" in plain(answer)


@pytest.mark.parametrize("name", ["plain", "a/b", "a~b", "~1", "ü #?&%", "../x", "1042000142478"])
def test_any_name_of_a_source_or_thread_survives_the_address(name):
    converter = AnyNameConverter()
    segment = converter.to_url(name)
    assert "/" not in segment
    assert converter.to_python(segment) == name
    assert reverse("assess:conversation", args=[name, name]).count("/") == 5


def test_the_address_of_a_number_is_short_and_can_be_shared():
    which = assess.Which(
        "halden", aspect="brand", reading="voice", period=Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    )
    assert (
        messages_address(which) == f"{LIST}?party=halden&reading=voice&speaker=company&from=2026-01-01&until=2026-01-31"
    )


def test_text_of_strangers_is_shown_as_text_never_as_markup(client_of, tmp_path):
    import json

    from leadline.config import create_home
    from leadline.engine import rows
    from leadline.listen import MESSAGES, Options, import_file, messages, own_brand_only

    home = create_home(tmp_path / "home", company="Halden", zone="Europe/Amsterdam", currency="EUR")
    said = "<script>alert(1)</script> I am so angry, nobody helps"
    row = {"message_id": "1", "thread_id": "2", "posted_at": "2026-10-01T10:00:00+02:00", "author": "a", "text": said}
    (tmp_path / "said.ndjson").write_text(json.dumps(row | {"about_party": "halden", "channel": "x"}) + "\n")
    now = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    lake = Lake(home.lake)
    book = own_brand_only(home.company)
    import_file(home, lake, tmp_path / "said.ndjson", parties=book, options=Options(), now=now)
    [kept] = rows(messages(lake))  # intake refuses such a channel; the page trusts nothing all the same
    strange = {"message_id": "3", "thread_id": "<b>", "channel": "<i>x</i>", "source": "<i>x</i>"}
    lake.append(MESSAGES, MESSAGES.of_rows([kept | strange]))
    assess.label(lake, assess.load_reader())
    client = client_of("agent", home)
    for address in (LIST, reverse("assess:conversation", args=["<i>x</i>", "<b>"])):
        body = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in body
        assert "<script>alert" not in body
        assert "<i>x</i>" not in body
