"""A file may hold anything: a bad row is refused with its reason and the others come in."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest

from leadline.engine import Lake, rows
from leadline.errors import LeadlineError
from leadline.listen import PartyBook, imports, messages, metrics, own_brand_only, read_parties
from leadline.listen.csv_rows import NOT_TEXT
from leadline.listen.parties import as_party_id
from leadline.listen.records import LONGEST_ROW
from leadline.words import Company, Party, PartyKind
from tests.listen.conftest import HEADER, NOW, lines

GOOD = {"message_id": "99"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"author": True}, "author is true, where a text is meant"),
        ({"text": False}, "text is false, where a text is meant"),
        ({"text": None}, "text is missing"),
        ({"thread_id": True}, "thread_id is true, where a text is meant"),
        ({"channel": False}, "channel is false, where a text is meant"),
        ({"area": True}, "area is true, where a text is meant"),
        ({"posted_at": True}, "posted_at is true, where a text is meant"),
        ({"kind": True}, "kind is true, where a text is meant"),
        ({"text": ["a"]}, "“…” is not a plain value"),
        ({"text": "x" * 100_001}, "text is longer than 100,000 signs"),
        ({"message_id": "1" * 501}, "message_id is longer than 500 signs"),
        ({"author": "a" * 600}, "author is longer than 500 signs"),
        ({"source": "s" * 300}, "source is longer than 200 signs"),
        ({"posted_at": "0001-01-01T00:00:00+14:00"}, "posted_at “…” is not in a plausible year"),
        ({"posted_at": "0001-01-01T00:00:00Z"}, "posted_at “…” is not in a plausible year"),
        ({"posted_at": "1989-12-31T00:00:00Z"}, "posted_at “…” is not in a plausible year"),
        ({"posted_at": "9999-12-31T23:59:59-14:00"}, "posted_at “…” is not in a plausible year"),
        ({"posted_at": "9999-12-30T00:00:00Z"}, "the message was posted, edited or deleted in the future"),
        ({"posted_at": "Mon Jan 01 00:00:00 +1400 0001"}, "“…” is not a time"),
        ({"posted_at": "2026-W14"}, "posted_at “…” is not a time"),
        ({"posted_at": "2026-W14-1T10:00:00Z"}, "posted_at “…” is not a time"),
        ({"posted_at": "20260901"}, "posted_at “…” is not a time"),
        ({"posted_at": "20260901T100000Z"}, "posted_at “…” is not a time"),
    ],
)
def test_a_bad_cell_refuses_its_row_and_no_more(bring, row: dict, reason: str) -> None:
    count = bring(lines({"message_id": "1"} | row, GOOD))
    assert (count.read, count.new, count.refused) == (2, 1, 1)
    assert list(count.reasons) == [reason]


def test_a_number_for_an_id_or_an_author_is_taken_as_its_digits(bring, halden):
    bring(lines({"message_id": 7, "author": 900}))
    assert rows(messages(Lake(halden.lake)))[0]["message_id"] == "7"


@pytest.mark.parametrize(
    "deep", ['{"a":' * 200_000, "[" * 200_000, '{"a":1', "5"], ids=["objects", "lists", "cut", "no object"]
)
def test_a_first_line_that_is_no_row_does_not_stop_the_file(bring, deep: str) -> None:
    count = bring(deep + "\n" + lines(GOOD))
    assert (count.read, count.new, count.refused) == (2, 1, 1)


def test_a_first_row_that_leaves_a_column_out_is_refused_alone(bring):
    count = bring(json.dumps({"message_id": "1", "text": "x"}) + "\n" + lines(GOOD))
    assert (count.new, count.refused) == (1, 1)


def test_a_row_that_is_a_whole_file_is_refused_and_the_next_one_read(bring):
    table = "message_id,posted_at,author,text\n1,2026-10-01T10:00:00Z,ann,{}\n2,2026-10-01T10:00:00Z,ann,hi\n"
    count = bring(table.format("x" * (LONGEST_ROW + 10)), "file.csv")
    assert (count.new, count.refused) == (1, 1)
    count = bring(lines({"message_id": "1", "text": "x" * (LONGEST_ROW + 10)}, GOOD))
    assert (count.new, count.refused) == (1, 1)
    assert list(count.reasons) == ["the row is longer than 5,000,000 signs"]


def test_a_byte_that_is_no_letter_refuses_its_row_and_not_the_file(bring, tmp_path, halden):
    count = bring(
        "message_id,posted_at,author,text\n1,2026-10-01T10:00:00Z,ann,caf\udce9\n2,2026-10-01T10:00:00Z,ann,hi\n",
        "f.csv",
    )
    assert (count.new, count.refused) == (1, 1)


def test_an_hour_that_the_clocks_skipped_is_refused_and_of_one_that_came_twice_the_first_is_meant(bring, halden):
    count = bring(
        lines(
            {"message_id": "1", "posted_at": "2026-03-29 02:30:00"},
            {"message_id": "2", "posted_at": "2026-10-25 02:30:00"},
        ),
        zone="Europe/Amsterdam",
    )
    assert list(count.reasons) == ["posted_at “…” never was in Europe/Amsterdam: the clocks were put forward"]
    [row] = rows(messages(Lake(halden.lake)))
    assert row["posted_at"] == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "day", ["20260901", "2026-W14-1", "0001-01-01", "1989-12-31", "2030-01-01", "9999-01-01", "٢٠٢٦-٠٩-٠١"]
)
def test_a_day_that_is_none_or_implausible_refuses_the_value(bring, day: str) -> None:
    assert bring(HEADER + f"calls,{day},1,calls,all\n", "m.csv").refused == 1


@pytest.mark.parametrize("name", ["x/y?z", "calls@consumer", "..", "a#b", "50%"])
def test_a_metric_whose_name_means_something_in_an_address_is_refused(bring, name: str) -> None:
    count = bring(HEADER + f"{name},2026-10-01,1,calls,all\ncalls,2026-10-01,1,calls,all\n", "m.csv")
    assert (count.new, count.refused) == (1, 1)


def test_an_error_that_nobody_foresaw_refuses_its_row_and_is_logged_without_its_text(bring, monkeypatch, caplog):
    from leadline.listen import redaction

    def redact(text: str, **how: object) -> str:
        return str(int(text)) if text.startswith("06") else text

    monkeypatch.setattr(redaction, "without_addresses", redact)
    count = bring(lines({"message_id": "1", "text": "06 High Road @secret"}, GOOD))
    assert (count.read, count.new, count.refused) == (2, 1, 1)
    assert list(count.reasons) == ["the row holds something that Leadline cannot read yet"]
    assert "line 1 of file.ndjson: ValueError in test_hostile_files.py" in caplog.text
    assert "secret" not in caplog.text


def test_a_second_unit_of_a_metric_is_refused_in_the_same_file_and_in_a_later_one(bring, halden):
    header = HEADER.strip() + ",area\n"
    first = header + "calls,2026-10-01,1000,calls,consumer,north\ncalls,2026-10-02,1,thousand calls,consumer,north\n"
    later = header + "calls,2026-10-02,1,thousand calls,consumer,north\ncalls,2026-10-02,7,thousand calls,all,all\n"
    reason = "calls of consumer in north is recorded in calls; this row says thousand calls"
    for count in (bring(first, "a.csv"), bring(later, "b.csv")):
        assert (count.new, count.known, count.reasons) == (1, 0, {reason: 1})
    again = bring(later, "b.csv")
    assert (again.new, again.known, again.refused) == (0, 1, 1)


def test_another_source_replaces_no_value_and_the_same_one_corrects_it(bring, halden):
    assert bring(told(1000), "a.csv", source="site-a").corrected == 0
    for _ in range(2):
        other = bring(told(300), "b.csv", source="site-b")
        assert (other.read, other.new, other.known, other.refused, other.corrected) == (1, 0, 0, 1, 0)
        assert list(other.reasons) == ["calls came from site-a with another value; this row is of site-b"]
        assert "--source site-a" in Path(other.refused_file).read_text()
        assert values(halden) == [1000]
    same = bring(told(1000), "c.csv", source="site-b")
    assert (same.new, same.known, same.refused) == (0, 1, 0)
    corrected = bring(told(300), "d.csv", source="site-a")
    assert (corrected.new, corrected.corrected, values(halden)) == (1, 1, [300])
    assert imports(Lake(halden.lake))[0].corrected == 1


def values(home) -> list[float]:
    return [row["value"] for row in rows(metrics(Lake(home.lake)))]


def told(value: int) -> str:
    return HEADER + f"calls,2026-10-01,{value},calls,all\n"


@pytest.mark.parametrize(
    "names", [("m.csv", "m.csv", "m.csv"), ("a.csv", "b.csv", "c.csv")], ids=["one file", "three files"]
)
@pytest.mark.parametrize("hours", [0, 1], ids=["a clock that stands", "a clock that runs"])
def test_a_value_that_was_corrected_and_corrected_back_is_the_first_again(bring, halden, names, hours: int) -> None:
    for place, (name, value) in enumerate(zip(names, (410, 412, 410), strict=True)):
        count = bring(told(value), name, now=NOW + dt.timedelta(hours=hours * place))
        assert (count.new, count.known) == (1, 0)
        assert values(halden) == [value]
    again = bring(told(410), names[-1], now=NOW + dt.timedelta(days=1))
    assert (again.new, again.known, values(halden)) == (0, 1, [410])


def test_files_that_correct_each_other_change_nothing_when_they_are_all_taken_in_again(bring, halden):
    for _ in range(2):
        first = bring(told(410), "a.csv")
        second = bring(told(412), "b.csv")
        assert values(halden) == [412]
    assert (first.new, first.known, second.new, second.known) == (0, 1, 0, 1)


def test_a_file_that_contradicts_itself_says_so(bring, halden):
    count = bring(told(410) + "calls,2026-10-01,500,calls,all\ncalls,2026-10-01,410,calls,all\n", "m.csv")
    assert (count.new, count.known, count.refused) == (1, 1, 1)
    assert values(halden) == [410]


def test_ids_that_are_known_with_another_content_are_counted_and_kept_apart_by_a_source(bring, halden):
    bring(lines({"message_id": "1"}, {"message_id": "2"}), "first.ndjson")
    other = lines({"message_id": "1", "author": "another one"}, {"message_id": "2"}, {"message_id": "3"})
    count = bring(other, "second.ndjson")
    assert (count.new, count.known, count.changed) == (1, 2, 1)
    assert bring(other, "second.ndjson").changed == 1, "the same again"
    apart = bring(other, "second.ndjson", source="second")
    assert (apart.new, apart.known, apart.changed) == (3, 0, 0)
    assert len(rows(messages(Lake(halden.lake)))) == 6


def test_parties_without_latin_letters_are_two_parties():
    names = ["東京通信", "大阪通信", "Телеком", "Телекон", "Ελλάς 1", "Αθήνα 1"]
    ids = [as_party_id(name) for name in names]
    assert len(set(ids)) == len(names)
    assert all(one.isascii() and one != "unknown" for one in ids)
    assert [as_party_id(one) for one in ids] == ids
    assert own_brand_only(Company("東京通信", "Asia/Tokyo", "JPY")).own.id == ids[0]
    assert [as_party_id(name) for name in ("Nord Handel", "Døme ASA", "Straße 7", "Café")] == [
        "nord-handel", "dome-asa", "strasse-7", "cafe",
    ]  # fmt: skip


def test_a_very_long_name_is_still_an_id():
    assert len(as_party_id("halden " * 40)) <= 80
    assert as_party_id("halden " * 40) != as_party_id("halden " * 41)


def test_two_parties_with_one_id_are_refused_by_their_names():
    with pytest.raises(LeadlineError, match="Acme! and Acme have the same id “acme”"):
        PartyBook((Party("acme", "Acme!", PartyKind.OWN), Party("acme", "Acme", PartyKind.COMPETITOR)))
    with pytest.raises(LeadlineError, match="which means nobody"):
        PartyBook((Party("unknown", "Unknown", PartyKind.OWN),))


ODD = ["!!bool xx", "!!timestamp xx", "!!int xx", "!!float xx", "!!python/name:os.system x", "\0"]
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (BOMB + "z: *k\n", "An alias"),
        ("- name: &n Acme\n  kind: own\n- name: *n\n  kind: competitor\n", "An alias"),
        ("- name: [a, b]\n  kind: own\n", "has no name"),
        ("- name: Acme\n  kind: {a: b}\n", "kind is not one word"),
        ("- name: Acme\n  kind: own\n  handles: [[a]]\n", "handles of Acme"),
        ("[" * 100_000, "nests deeper"),
        ("[" * 20_000, "nests deeper"),
        *((f"- name: {value}\n  kind: own\n", "cannot be read") for value in ODD),
    ],
    ids=["bomb", "alias", "name", "kind", "handles", "deep", "less deep", *ODD],
)
def test_a_hostile_list_of_parties_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "parties.yaml"
    path.write_text(text)
    begun = time.process_time()
    with pytest.raises(LeadlineError, match=sentence):
        read_parties(path)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("bad", [{"full_text": "half \\ud83d a sign"}, {"a\\udc00": "x", "full_text": "y"}])
def test_half_a_sign_in_a_list_of_json_refuses_its_row_with_its_line(bring, halden, bad: dict):
    """In a cell or in a name: neither can be written anywhere."""
    good = {"id_str": "17", "full_text": "hello", "created_at": "Wed Oct 10 20:19:24 +0000 2018"}
    told = json.dumps([{"tweet": good}, {"tweet": good | {"id_str": "18"} | bad}]).replace("\\\\u", "\\u")
    count = bring(f"window.YTD.tweets.part0 = {told}", "tweets.js", source="halden")
    assert (count.read, count.new, count.refused) == (2, 1, 1)
    assert list(count.reasons) == [NOT_TEXT.reason]
    assert "\n2," in Path(count.refused_file).read_text()


def test_lists_within_lists_without_end_are_a_sentence_or_a_refused_row(bring):
    deep = "[" * 900 + "]" * 900
    with pytest.raises(LeadlineError):
        bring('[{"text": ' + "[" * 200_000 + "]" * 200_000 + "}]", "deep.json")
    with pytest.raises(LeadlineError, match="columns that no profile knows"):
        bring('[{"text": ' + deep + "}]", "deep.json")
