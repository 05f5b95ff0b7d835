"""Words in the list of messages, its chart of days, and what may be taken along (issue 4: interactive)."""

import csv
import io

import pytest
from django.urls import reverse

from leadline import assess
from leadline.engine import Lake
from leadline.web.assess.sheet import harmless
from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db
LIST, SHEET = reverse("assess:messages"), reverse("assess:messages-csv")


@pytest.fixture
def lake(filled_home) -> Lake:
    return Lake(filled_home.lake)


def test_words_are_sought_marked_and_stand_in_the_title_and_the_form(client_of, lake):
    which = assess.Which("halden", aspect="customers", words=assess.read_words("phones"))
    count = assess.tally(lake, which).messages
    page = client_of("agent").get(LIST, {"q": "phones", "party": "halden", "speaker": "customers"})
    assert f"{count} messages by customers about Halden Telecom with the words phones" in plain(page)
    assert text(page).count("<mark>phone</mark>") == 25 < count
    assert 'name="q" value="phones"' in text(page)


def test_three_filters_of_no_cube_are_told_at_once_and_language_is_one_of_them(client_of, lake):
    asked = {"theme": "waiting-on-the-phone", "channel": "facebook", "party": "halden", "language": "en"}
    page = client_of("agent").get(LIST, asked)
    count = assess.count_messages(lake, assess.Which(**asked))
    assert f"{count} messages about Halden Telecom on “Waiting on the phone” on facebook in English" in plain(page)


def test_where_only_the_readings_know_the_page_comes_at_once_and_the_list_follows(client_of, monkeypatch):
    monkeypatch.setattr("leadline.assess.is_told_at_once", lambda *_: False)
    asked = {"theme": "waiting-on-the-phone", "channel": "facebook", "party": "halden"}
    client = client_of("agent")
    first = client.get(LIST, asked)
    assert "Messages are being counted" in plain(first)
    assert 'hx-trigger="load"' in text(first)
    assert "Conversation" not in text(first)
    for rest in (client.get(LIST, asked, headers={"hx-request": "true"}), client.get(LIST, asked | {"now": "1"})):
        assert "messages about Halden Telecom on “Waiting on the phone” on facebook" in plain(rest)


@pytest.mark.parametrize("words", ['an "open quote', "-nothing", "!!!", "a OR", "x" * 300])
def test_what_cannot_be_sought_is_said_in_words(client_of, words):
    answer = client_of("agent").get(LIST, {"q": words})
    assert answer.status_code == 400
    assert "Traceback" not in text(answer)


@pytest.mark.parametrize(
    "words", ["text:[* TO *]", "((", "author:x^3 ~ \\", "<script>alert(1)</script>", "%00 \u0000x"]
)
def test_signs_of_a_query_language_never_break_the_page(client_of, words):
    answer = client_of("agent").get(LIST, {"q": words})
    assert answer.status_code in (200, 400)
    assert b"<script>alert(1)" not in answer.content


def test_the_chart_has_its_unit_source_table_csv_and_leads_to_its_days(client_of):
    page = text(client_of("agent").get(LIST, {"q": "phone", "party": "halden"}))
    assert 'data-span="/assess/messages/?q=phone&party=halden&from={first}&until={last}"' in page
    assert "messages a day" in page
    assert 'download="days.csv"' in page
    assert "negative or frustrated" in page


def test_the_x_ray_has_the_days_and_two_fields_for_who_has_no_mouse(client_of):
    client = client_of("viewer")
    page = client.get(reverse("assess:home"), {"from": "2026-10-05", "until": "2026-10-11"})
    assert "5 October to 11 October 2026" in plain(page)
    assert 'data-span="?from={first}&until={last}"' in text(page)
    assert client.get(reverse("assess:home"), {"from": "nonsense"}).status_code == 400


def test_the_table_holds_the_list_with_pseudonyms(client_of, lake):
    answer = client_of("manager").get(SHEET, {"q": "phone", "party": "halden"})
    assert answer["Content-Disposition"] == 'attachment; filename="messages.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    which = assess.Which("halden", words=assess.read_words("phone"))
    found = assess.find_messages(lake, which, limit=100_000)
    assert [row["text"] for row in rows] == [one.text for one in found]
    assert {row["author"] for row in rows} == {one.author for one in found}


@pytest.mark.parametrize("role", ["champion", "viewer", "representative"])
def test_neither_the_table_nor_the_words_are_for_those_who_may_not_read_messages(client_of, role):
    client = client_of(role)
    assert client.get(SHEET).status_code == 403
    assert client.get(LIST, {"q": "phone"}).status_code == 403


@pytest.mark.parametrize("cell", ["=1+1", "+4", "-2", "@ann", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_kept_from_it(cell):
    assert harmless(cell) == f"'{cell}"
    assert harmless("a = b") == "a = b"
