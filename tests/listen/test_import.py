"""Importing: every row is new, known or refused, and nothing private is kept (S3.8, S4.22)."""

import csv
import datetime as dt
import json
import os
import stat
from pathlib import Path

import pytest

from leadline.config import Home, create_home
from leadline.engine import Lake, rows
from leadline.errors import LeadlineError
from leadline.listen import Options, PartyBook, import_file, messages, metrics, read_mapping
from leadline.words import PartnerType, Party, PartyId, PartyKind
from tests.listen.conftest import lines

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
BOOK = PartyBook(
    (
        Party(PartyId("halden"), "Halden Telecom", PartyKind.OWN, handles=("halden", "halden_help")),
        Party(PartyId("brevik"), "Brevik", PartyKind.COMPETITOR, handles=("brevik",)),
        Party(PartyId("nordhandel"), "Nordhandel", PartyKind.PARTNER, PartnerType.DEALER, ("nordhandel",)),
    )
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")


@pytest.fixture
def take_in(home: Home, tmp_path: Path):
    def take_in(text: str | bytes, name: str = "file.csv", **options):
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return import_file(home, Lake(home.lake), path, parties=BOOK, options=Options(**options), now=NOW)

    return take_in


def kept(home: Home) -> dict[str, dict]:
    return {row["message_id"]: row for row in rows(messages(Lake(home.lake)))}


def ndjson(*rows: dict) -> str:
    base = {"posted_at": "2026-10-01T10:00:00+02:00", "author": "ann", "text": "hello"}
    return "".join(json.dumps(base | row) + "\n" for row in rows)


def test_every_row_is_counted_as_new_known_or_refused(take_in, home):
    text = ndjson({"message_id": "1"}, {"message_id": "2"}, {"message_id": "1"}, {"message_id": ""}) + "{broken\n"
    first, second = take_in(text), take_in(text)
    assert (first.read, first.new, first.known, first.refused) == (5, 2, 1, 2)
    assert (second.read, second.new, second.known, second.refused) == (5, 0, 3, 2)
    assert set(kept(home)) == {"1", "2"}


def test_refused_rows_go_to_a_file_that_only_its_owner_reads_with_a_reason_beside_each(take_in):
    count = take_in(ndjson({"message_id": "1", "posted_at": "2026-10-01"}))
    path = Path(count.refused_file)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    [row] = csv.DictReader(path.open())
    assert row["line"] == "1"
    assert row["reason"] == "posted_at “2026-10-01” is a day without a time"
    assert "export with times" in row["advice"]
    assert '"message_id": "1"' in row["row"]


def test_handles_become_pseudonyms_and_private_numbers_are_blanked_in_the_very_bytes(take_in, home):
    secret = "I am @Ann_Smith, ann.smith@mail.example, 06-12345678, NL91 ABNA 0417 1643 00, 4111 1111 1111 1111"
    take_in(ndjson({"message_id": "1", "author": "Ann_Smith", "text": secret, "channel": "x"}))
    row = kept(home)["1"]
    assert row["text"] == f"I am @{row['author']}, [mail], [phone], [account], [card]"
    held = b"".join(path.read_bytes() for path in home.lake.rglob("*") if path.is_file())
    for word in (b"Ann_Smith", b"ann_smith", b"mail.example", b"12345678", b"ABNA", b"4111"):
        assert word not in held


def test_a_pseudonym_is_stable_on_a_channel_and_depends_on_the_homes_key(take_in, home, tmp_path):
    take_in(ndjson({"message_id": "1"}, {"message_id": "2", "author": "@ANN"}, {"message_id": "3", "channel": "x"}))
    authors = {key: row["author"] for key, row in kept(home).items()}
    assert authors["1"] == authors["2"] != authors["3"]
    other = create_home(tmp_path / "other", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    assert other.key("pseudonyms") != home.key("pseudonyms")


def test_accounts_of_parties_stay_readable_and_say_who_is_meant_and_who_speaks(take_in, home):
    take_in(
        ndjson(
            {"message_id": "1", "text": "@Brevik is faster than @someone"},
            {"message_id": "2", "author": "Halden_Help", "text": "hi", "reply_to": "1"},
            {"message_id": "3", "author": "nordhandel", "text": "we sell"},
            {"message_id": "4", "text": "no name", "about_party": "Brevik"},
        )
    )
    found = {key: (row["about_party"], row["party_basis"], row["speaker_role"]) for key, row in kept(home).items()}
    assert found["1"] == ("brevik", "derived", "customer")
    assert found["2"] == ("halden", "derived", "brand")
    assert found["3"] == ("nordhandel", "derived", "dealer")
    assert found["4"] == ("brevik", "declared", "customer")
    assert kept(home)["1"]["text"].startswith("@Brevik is faster than @u")


def test_a_conversation_is_found_in_any_order_of_rows_and_across_files(take_in, home):
    take_in(ndjson({"message_id": "3", "reply_to": "2"}, {"message_id": "1"}, {"message_id": "2", "reply_to": "1"}))
    take_in(ndjson({"message_id": "4", "reply_to": "3"}))
    assert {row["thread_id"] for row in kept(home).values()} == {"1"}


def test_replies_that_go_in_a_circle_end_in_one_conversation(take_in, home):
    take_in(ndjson({"message_id": "a", "reply_to": "b"}, {"message_id": "b", "reply_to": "a"}))
    assert {row["thread_id"] for row in kept(home).values()} == {"a"}


def test_a_time_without_an_offset_needs_a_zone_and_is_kept_in_utc(take_in, home):
    line = ndjson({"message_id": "1", "posted_at": "2026-03-29 03:30:00"})
    refused = take_in(line)
    assert (refused.new, refused.refused) == (0, 1)
    assert "names no time zone" in Path(refused.refused_file).read_text()
    assert take_in(line, zone="Europe/Amsterdam").new == 1
    assert kept(home)["1"]["posted_at"] == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)


def test_the_day_of_a_message_is_the_companys_own(take_in, home):
    take_in(ndjson({"message_id": "1", "posted_at": "2026-10-01T23:30:00Z"}))
    assert kept(home)["1"]["posted_day"] == dt.date(2026, 10, 2)


def test_ids_that_a_spreadsheet_has_rounded_are_refused_and_pandas_ids_are_mended(take_in, home):
    count = take_in(ndjson({"message_id": "1.22158E+17"}, {"message_id": "7.0"}))
    assert (count.new, count.refused) == (1, 1)
    assert set(kept(home)) == {"7"}


def test_twitter_support_files_are_known_by_their_columns(take_in, home):
    text = (
        ",tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
        "0,11,900,True,Tue Oct 31 22:10:47 +0000 2017,@brevik why &amp; when?,12,\n"
        '1,12,brevik,False,Tue Oct 31 22:20:00 +0000 2017,"@900 soon,\nreally",,11.0\n'
        "2,13,900,True\n"
    )
    count = take_in(text)
    assert (count.profile, count.read, count.new, count.refused) == ("twcs", 3, 2, 1)
    first, second = kept(home)["11"], kept(home)["12"]
    assert first["text"] == "@brevik why & when?"
    assert (first["about_party"], first["speaker_role"]) == ("brevik", "customer")
    assert (second["thread_id"], second["reply_to"], second["speaker_role"]) == ("11", "11", "brand")
    assert second["posted_at"] == dt.datetime(2017, 10, 31, 22, 20, tzinfo=dt.UTC)


def test_any_other_table_comes_in_by_a_mapping_with_the_party_from_a_column(take_in, home):
    text = "Nr;When;Who;Words;Firm\n1;2026-10-01 10:00:00;Ann;“Déjà vu”;Brevik\n"
    mapping = read_mapping("message_id=Nr,posted_at=When,author=Who,text=Words,about_party=Firm")
    count = take_in(text.encode("utf-16"), mapping=mapping, zone="Europe/Amsterdam")
    assert (count.new, count.refused) == (1, 0)
    assert (kept(home)["1"]["about_party"], kept(home)["1"]["text"]) == ("brevik", "“Déjà vu”")


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("message_id=Nr", "No column is mapped to posted_at."),
        ("nonsense=Nr", "There is no field “nonsense” to map to."),
        ("message_id=Absent", "The file has no column “Absent”."),
        ("message_id", "“message_id” is no mapping."),
    ],
)
def test_a_mapping_that_cannot_work_is_explained(take_in, mapping, sentence):
    with pytest.raises(LeadlineError) as caught:
        take_in("Nr,When\n1,2\n", mapping=read_mapping(mapping))
    assert caught.value.sentence == sentence


@pytest.mark.parametrize("said", [{"dates": "day-first"}, {"numbers": "comma"}])
def test_a_way_to_write_that_a_mapping_cannot_read_is_said_and_not_left_out(take_in, said):
    with pytest.raises(LeadlineError) as caught:
        take_in("Nr,When\n1,2\n", mapping=dict.fromkeys(("message_id", "posted_at", "author", "text"), "Nr"), **said)
    assert "does not reach a table that --map names" in caught.value.sentence
    assert "page Files" in caught.value.advice


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "file.csv is empty."),
        (b"a,b\n1,2\n", "file.csv has columns that no profile knows: a, b."),
        (b"caf\xe9,b\n1,2\n", "file.csv is not text in UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(take_in, text, sentence):
    with pytest.raises(LeadlineError) as caught:
        take_in(text)
    assert caught.value.sentence == sentence


@pytest.mark.parametrize(
    ("header", "is_metric"), [("date,calls_value,team", True), ("KPI,Amount", True), ("who,said,when", False)]
)
def test_columns_that_look_like_a_metrics_are_told_how_a_metric_is_mapped(take_in, header: str, is_metric: bool):
    with pytest.raises(LeadlineError) as caught:
        take_in(f"{header}\n" + ",".join("1" for _ in header.split(",")) + "\n")
    assert ("metric=…,day=…,value=…,unit=…" in caught.value.advice) == is_metric
    assert "message_id=…,posted_at=…,author=…,text=…" in caught.value.advice


def test_a_metric_is_kept_once_and_its_correction_counts_from_then_on(take_in, home):
    header = "metric,day,value,unit,segment\n"
    assert take_in(header + "calls,2026-10-01,410,calls,consumer\n").new == 1
    assert take_in(header + "calls,2026-10-01,410,calls,consumer\n", name="again.csv").known == 1
    later = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    path = home.root.parent / "corrected.csv"
    path.write_text(header + 'calls,2026-10-01,412,calls,consumer\ncalls,2026-10-02,"1,500",calls,consumer\n')
    count = import_file(home, Lake(home.lake), path, parties=BOOK, options=Options(), now=later)
    assert (count.new, count.refused) == (1, 1)
    [row] = rows(metrics(Lake(home.lake)))
    assert (row["value"], row["day"], row["area"]) == (412.0, dt.date(2026, 10, 1), "all")
    assert row["time"] == dt.datetime(2026, 9, 30, 22, tzinfo=dt.UTC)


def test_a_message_from_the_future_is_refused(take_in):
    assert take_in(ndjson({"message_id": "1", "posted_at": "2027-01-01T00:00:00Z"})).refused == 1


@pytest.mark.parametrize(
    ("said", "kept_text"),
    [
        ("BE71096123456769 today", "[account] today"),
        ("BE71 0961 2345 6769 and more", "[account] and more"),
        ("ES91 2100 0418 4502 0005 1332 por favor", "[account] por favor"),
        ("NL91ABNA0417164300.", "[account]."),
        ("order DE44 is not an account", "order DE44 is not an account"),
    ],
)
def test_an_account_number_is_blanked_whatever_word_follows_it(take_in, home, said, kept_text):
    take_in(ndjson({"message_id": "1", "text": said}))
    assert kept(home)["1"]["text"] == kept_text


def test_a_handle_with_dots_and_dashes_is_hidden_as_a_whole(take_in, home):
    take_in(ndjson({"message_id": "1", "author": "jan.de-vries", "text": "I, @jan.de-vries."}))
    row = kept(home)["1"]
    assert row["text"] == f"I, @{row['author']}."


def test_a_declared_thread_is_final_even_where_threads_and_messages_share_their_numbers(take_in, home):
    take_in(
        ndjson(
            {"message_id": "5", "thread_id": "2"},
            {"message_id": "2", "thread_id": "1"},
            {"message_id": "1", "thread_id": "5"},
        )
    )
    assert {key: row["thread_id"] for key, row in kept(home).items()} == {"5": "2", "2": "1", "1": "5"}


def test_a_row_without_a_thread_joins_the_thread_of_what_it_answers(take_in, home):
    base = {"about_party": "halden"}
    take_in(
        ndjson(
            {"message_id": "1", "thread_id": "t", **base}, {"message_id": "2", "thread_id": "", "reply_to": "1", **base}
        )
    )
    assert {row["thread_id"] for row in kept(home).values()} == {"t"}


def test_the_same_number_in_another_source_is_another_message(take_in, home):
    take_in(ndjson({"message_id": "1", "thread_id": "t", "source": "forum"}))
    take_in(ndjson({"message_id": "2", "reply_to": "1", "source": "page"}))
    assert kept(home)["2"]["thread_id"] == "1"


def _bad(*keys: str) -> str:
    return lines(*({"message_id": key, "posted_at": "x", "text": "y" * 90_000} for key in keys))


def test_refused_rows_are_kept_up_to_a_limit_and_what_is_not_kept_is_said(halden, bring, monkeypatch):
    """A source that pushes nothing but refused rows fills no disk."""
    monkeypatch.setenv("LEADLINE_REFUSED_MB", "1")
    few = bring(_bad("1"), "few.ndjson")
    assert (few.refused, few.remarks) == (1, ())
    many = bring(_bad(*"123456789"), "m.ndjson")
    assert (many.read, many.refused, many.new) == (9, 9, 0)
    assert many.remarks == ("The file of refused rows is full: 7 more rows were refused, and are not kept here.",)
    kept = Path(many.refused_file).read_text().splitlines()
    assert (len(kept), "7 more rows" in kept[-1]) == (4, True)
    for place, path in enumerate(sorted(halden.refused.glob("*.csv"), key=lambda one: one.stat().st_mtime)):
        os.utime(path, (NOW.timestamp() - 60 + place,) * 2)
    for number in range(4):
        more = bring(_bad(*(f"{number}-{n}" for n in range(4))), f"more{number}.ndjson")
    assert any("The oldest 1 files of refused rows were deleted" in one for one in more.remarks)
    left = [path.stem[13:] for path in halden.refused.glob("*.csv")]
    assert ("few" in left, "m" in left, "more3" in left) == (False, True, True)
    assert sum(path.stat().st_size for path in halden.refused.glob("*.csv")) <= 1_001_000
