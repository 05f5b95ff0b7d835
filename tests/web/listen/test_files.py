"""Files: a table that no profile knows is mapped by choosing, looked at, saved and taken in; stopped, and gone on with.

Demands: an assessment's sources are the company's own (S3.8); what may not be kept is not shown either (S4.22).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leadline.config import create_home, stop_clock
from leadline.engine import Lake, rows
from leadline.errors import LeadlineError
from leadline.listen import Options, messages, metrics, own_brand_only
from leadline.web.accounts.models import Person
from leadline.web.listen import incoming
from leadline.web.listen.models import FileRow
from tests.listen.exports import sample_of
from tests.listen.test_exports import BOOK_OF_THREE
from tests.web.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
FILES = reverse("listen:files")
TABLE = (
    "Halden forum;;;\r\n"
    "Nr;When;Who;Words\r\n"
    "1;25/09/2026 10:00;Ann Smith;My number is 06-12345678\r\n"
    "2;25/09/2026 11:00;Bob;Thanks\r\n"
    "3;sometime;Bob;Hello\r\n"
)
CHOSEN = {
    "kind": "messages", "m-text": "Words", "m-posted_at": "When", "m-author": "Who", "m-message_id": "Nr",
    "m-channel-always": "forum", "zone": "Europe/Amsterdam", "called": "our-forum",
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path):
    made = create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    return stop_clock(made, NOW)


@pytest.fixture
def at_once(monkeypatch):
    """An import ends before the page that began it is answered."""
    monkeypatch.setattr(incoming, "in_the_background", lambda work: work())


def text(answer) -> str:
    return " ".join(re.sub("<[^>]+>", " ", answer.content.decode()).split())


def give(client, name: str, data: bytes | str) -> str:
    """Give a file; the address of its page."""
    data = data.encode() if isinstance(data, str) else data
    answer = client.post(FILES, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.mark.parametrize("role", ["executive", "agent", "champion", "viewer"])
def test_only_a_strategist_and_a_manager_may_give_files_and_see_them(client_of, home, role):
    page = give(client_of("strategist", home), "forum.csv", TABLE)
    other = client_of(role, home)
    assert other.get(FILES).status_code == other.get(page).status_code == 403
    for address in (page, FILES, f"{page}stop/", f"{page}away/"):
        assert other.post(address, CHOSEN | {"do": "import"}).status_code == 403
    assert FileRow.objects.get().state == "waiting"
    assert "Give a file" not in text(other.get(reverse("listen:home")))
    assert client_of("manager", home).get(page).status_code == 200
    assert "Give a file" in text(client_of("manager", home).get(reverse("listen:home")))


def test_a_table_that_nobody_knows_is_mapped_looked_at_saved_and_known_the_next_time(client_of, home, at_once):
    client = client_of("strategist", home)
    page = give(client, "Our Forum.csv", TABLE)
    first = text(client.get(page))
    assert "What do the columns of Our Forum.csv hold?" in first
    assert "My number is [phone]" in first or "My number is 06" not in first
    looked = text(client.post(page, CHOSEN | {"do": "look"}))
    assert "2026-09-25 10:00" in looked
    assert "My number is [phone]" in looked
    assert "Ann Smith" not in looked.partition("Its columns")[0]
    assert "Line 5 would be refused: When “sometime” is not a time" in looked
    assert rows(messages(Lake(home.lake))) == [], "nothing comes in before it is said so"

    assert client.post(page, CHOSEN | {"do": "import"}).headers["Location"] == page
    done = text(client.get(page))
    assert "Our Forum.csv is in" in done
    assert FileRow.objects.get().count["read"] == 3
    told = {row["message_id"]: row for row in rows(messages(Lake(home.lake)))}
    assert told["1"]["text"] == "My number is [phone]"
    assert (told["2"]["channel"], told["2"]["posted_at"].hour) == ("forum", 9)
    assert not list(home.uploads.iterdir()), "the file is not kept"

    again = give(client, "next.csv", TABLE.replace("Hello", "Hello again"))
    assert "next.csv is known: our-forum" in text(client.get(again))
    assert client.post(again, {"do": "import", "zone": "Europe/Amsterdam"}).status_code == 302
    assert FileRow.objects.get(name="next.csv").count["known"] == 2


def test_a_table_of_numbers_comes_in_with_words_that_are_the_same_in_every_row(client_of, home, at_once):
    client = client_of("manager", home)
    page = give(client, "calls.csv", "Tag;Anrufe\n01.10.2026;1.500\n02.10.2026;1.498\n")
    chosen = {"kind": "metrics", "v-day": "Tag", "v-value": "Anrufe", "v-metric-always": "calls", "called": "anrufe",
              "v-unit-always": "calls"}  # fmt: skip
    doubtful = client.post(page, chosen | {"do": "import"})
    assert doubtful.status_code == 422
    assert "may mean two things, as in “1.498”" in text(doubtful)
    client.post(page, chosen | {"do": "import", "numbers": "comma"})
    told = {row["day"].isoformat(): row["value"] for row in rows(metrics(Lake(home.lake)))}
    assert told == {"2026-10-01": 1500, "2026-10-02": 1498}


def test_an_export_that_is_known_asks_for_its_zone_only(client_of, home, at_once):
    client = client_of("strategist", home)
    sample = sample_of("zendesk")
    page = give(client, sample.name, sample.data)
    shown = text(client.get(page))
    assert "is known: zendesk" in shown
    assert "tickets 1 tickets (2026-09-01, all)" in shown
    asked = client.post(page, {"do": "look"})
    assert (asked.status_code, "name no time zone" in text(asked)) == (422, True)
    assert client.post(page, {"do": "import", "zone": "Europe/Amsterdam"}).status_code == 302
    assert FileRow.objects.get().count["new"] == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"m-text": ""}, "No column says the text."),
        ({"called": "Our Forum!"}, "is no name of a profile"),
        ({"called": "zendesk"}, "zendesk is an export that Leadline knows"),
        ({"zone": "Mars/Olympus"}, "is not a time zone"),
        ({"m-text": "Nonsense"}, "Select a valid choice"),
    ],
)
def test_a_mapping_that_cannot_work_is_explained_and_nothing_begins(client_of, home, at_once, changed, sentence):
    client = client_of("strategist", home)
    page = give(client, "forum.csv", TABLE)
    answer = client.post(page, CHOSEN | changed | {"do": "import"})
    assert answer.status_code == 422
    if "valid choice" not in sentence:
        assert sentence in text(answer)
    assert FileRow.objects.get().state == "waiting"


def test_a_file_that_cannot_be_read_says_so(client_of, home):
    client = client_of("strategist", home)
    page = give(client, "empty.csv", " ")
    answer = client.get(page)
    assert "empty.csv" in text(answer) or "is empty" in text(answer)


def test_an_import_that_is_stopped_keeps_what_came_in_and_goes_on_where_it_was(client_of, home, monkeypatch):
    monkeypatch.setenv("LEADLINE_IMPORT_ROWS", "10")
    client_of("strategist", home)
    lake, book = Lake(home.lake), own_brand_only(home.company)
    lines = "".join(
        f'{{"message_id": "{n}", "posted_at": "2026-09-01T10:00:00Z", "author": "a", "text": "x"}}\n' for n in range(95)
    )
    row = incoming.keep_upload(
        home, SimpleUploadedFile("m.ndjson", lines.encode()), by=Person.objects.get(username="strategist")
    )

    def start(work):
        FileRow.objects.filter(pk=row.pk).update(is_to_stop=True)
        work()

    incoming.begin(home, lake, book, row, Options(), start=start)
    row.refresh_from_db()
    assert (row.state, row.rows) == ("cancelled", 10)
    assert len(rows(messages(lake))) == 10
    incoming.begin(home, lake, book, row, Options(), start=lambda work: work())
    row.refresh_from_db()
    assert (row.state, row.count["read"], row.count["new"], row.count["known"]) == ("done", 95, 85, 10)
    with pytest.raises(LeadlineError, match="not here any more"):
        incoming.path_of(home, row)


def test_an_import_whose_process_ended_may_go_on_and_one_under_way_begins_only_once(client_of, home):
    client = client_of("strategist", home)
    page = give(client, "tickets.csv", sample_of("zendesk").data)
    row = FileRow.objects.get()
    lake, book, held = Lake(home.lake), own_brand_only(home.company), []
    incoming.begin(home, lake, book, row, Options(zone="UTC"), start=held.append)
    incoming.begin(home, lake, book, row, Options(zone="UTC"), start=held.append)
    assert len(held) == 1
    assert "is coming in" in text(client.get(page))
    assert client.post(f"{page}away/").status_code in (400, 409, 422)
    client.post(f"{page}stop/")
    assert FileRow.objects.get().is_to_stop
    FileRow.objects.update(heard_at=None)
    assert "let it come in again" in text(client.get(page))
    client.post(f"{page}away/")
    assert not FileRow.objects.exists()
    assert not list(home.uploads.iterdir())


def test_a_given_file_is_readable_by_its_owner_only_and_its_name_leads_nowhere(client_of, home):
    client = client_of("strategist", home)
    give(client, "../../../evil.csv", TABLE)
    [path] = home.uploads.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert home.uploads.stat().st_mode & 0o777 == 0o700
    assert FileRow.objects.get().name == "evil.csv"


def test_of_a_workbook_each_sheet_can_be_looked_at_and_all_that_are_known_come_in(client_of, home, at_once):
    client = client_of("strategist", home)
    page = give(client, "all.xlsx", BOOK_OF_THREE)
    shown = text(client.get(page))
    assert "all.xlsx is known: linkedin-followers" in shown
    assert "Its sheets" in shown
    assert "What do the columns of all.xlsx hold?" in text(client.get(f"{page}?sheet=1"))
    assert "all.xlsx is known: messages" in text(client.get(f"{page}?sheet=3"))
    assert client.get(f"{page}?sheet=9").status_code == 400
    client.post(page, {"sheet": "all", "do": "import", "zone": "UTC"})
    row = FileRow.objects.get()
    assert (row.state, row.failed, row.count["profile"]) == ("done", "", "linkedin-followers, messages")
    assert "sheets 2 and 3 were read; sheet 1 was not." in text(client.get(page))
    assert len(rows(messages(Lake(home.lake)))) == 1


def test_one_sheet_that_was_chosen_comes_in_and_the_page_says_which_did_not(client_of, home, at_once):
    client = client_of("strategist", home)
    page = give(client, "all.xlsx", BOOK_OF_THREE)
    client.post(page, {"sheet": "3", "do": "import", "zone": "UTC"})
    assert FileRow.objects.get().count["profile"] == "messages"
    assert "sheet 3 was read; sheets 1 and 2 were not." in text(client.get(page))
