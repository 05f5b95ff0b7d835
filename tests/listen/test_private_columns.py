"""No column keeps what names a person: ids, sources, areas, channels, parties, file names (S4.22)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from leadline.config import open_home
from leadline.engine import Lake, rows
from leadline.errors import LeadlineError
from leadline.listen import imports, messages
from leadline.listen.privacy import kept_id
from tests.listen.conftest import bytes_of, lines

KEY = b"k" * 32


def id_of(said: str, channel: str = "x") -> str:
    return kept_id(KEY, said, channel=channel, region="NL")


@pytest.mark.parametrize(
    "said",
    ["123", "1042000000017", "550e8400-e29b-41d4-a716-446655440000", "t1_kx9abc2", "t3-p2", "rv-17", "ticket-17",
     "msg_8", "4f3c2a1b9d8e7f60", "UgzXy7a8b-_c4", "a", "12-3", "3kx2abc7qz2a", "4f3c2a1b-17", "mail/17", "17b"],
)  # fmt: skip
def test_an_id_that_a_machine_made_stays_so_that_the_message_is_found_at_its_source(said: str) -> None:
    assert id_of(said) == said


@pytest.mark.parametrize(
    "said",
    ["ann@mail.example", "<ann@mail.example>", "@ann_smith", "ann_smith", "ann", "jan.devries", "sarah85", "Ann Smith",
     "+31612345678", "06-12345678", "0612345678", "https://x.com/ann_smith", "＠ann", "31612345678@s.whatsapp.net",
     "sarah-85", "annsmith1985", "AnnSmith-19850312", "ann_smith_1985", "ann_1985_03_12", "ann-smith-12-03-1985",
     "ann1985", "abba19850312", "li-wu", "li-wu-85", "jd", "j.d", "j-d-85",
     "jan-de-vries-1974", "jan_jansen_12_03_85", "bob17", "ann1984", "tim.90", "NL91ABNA0417164300",
     "BE71096123456769", "DE89370400440532013000", "de89-3704-0044-0532-0130-00", "BE71_0961_2345_6769"],
)  # fmt: skip
def test_an_id_that_may_name_a_person_becomes_a_pseudonym_that_is_always_the_same(said: str) -> None:
    assert id_of(said).startswith("p")
    assert len(id_of(said)) == 17
    assert id_of(said) == id_of(said)
    assert said.strip("<>") not in id_of(said)


def test_a_number_is_a_phones_where_conversations_are_named_by_phones() -> None:
    assert id_of("31612345678", "whatsapp") != "31612345678" == id_of("31612345678", "x")


def test_the_signs_around_an_id_make_no_other_pseudonym() -> None:
    assert id_of("<Ann@Mail.example>") == id_of("ann@mail.example") != id_of("bob@mail.example")


def test_conversations_join_by_pseudonyms_across_columns_and_files_and_nothing_is_left_in_the_bytes(bring, halden):
    bring(lines({"message_id": "q1@mail.example", "thread_id": "ann_smith", "channel": "mail"}))
    reply = {"message_id": "2", "thread_id": "Ann_Smith", "reply_to": "<q1@mail.example>", "channel": "mail"}
    bring(lines(reply | {"author": "halden"}), "second.ndjson")
    bring(lines({"message_id": "3", "reply_to": "2", "channel": "mail"}), "third.ndjson")
    kept = {row["message_id"]: row for row in rows(messages(Lake(halden.lake)))}
    assert len({row["thread_id"] for row in kept.values()}) == 1
    assert kept["2"]["reply_to"] in kept
    held = bytes_of(halden)
    assert b"ann_smith" not in held.lower()
    assert b"mail.example" not in held


@pytest.mark.parametrize("column", ["source", "area", "channel", "about_party"])
@pytest.mark.parametrize(
    "said", ["ann@mail.example", "06-12345678", "x.com/ann_smith", "@ann_smith", "NL91ABNA0417164300", "<i>x</i>"]
)
def test_a_word_that_may_name_a_person_refuses_its_row_in_a_sentence(bring, halden, column: str, said: str) -> None:
    count = bring(lines({"message_id": "1", column: said}, {"message_id": "2"}))
    assert (count.new, count.refused) == (1, 1)
    [reason] = count.reasons
    assert reason in (f"{column} “…” may name a person", f"{column} “…” is not a plain word")
    assert said.encode() not in bytes_of(halden)


@pytest.mark.parametrize(
    "said", ["halden-facebook", "Nord / West", "AT&T", "Müller & Söhne", "Toys “R” Us!", "東京通信"]
)
def test_an_ordinary_word_is_kept_as_it_is(bring, halden, said: str) -> None:
    assert bring(lines({"message_id": "1", "area": said})).new == 1
    assert rows(messages(Lake(halden.lake)))[0]["area"] == said


def test_a_partys_account_may_stand_for_it(bring, halden):
    bring(lines({"message_id": "1", "about_party": "@Brevik"}))
    assert rows(messages(Lake(halden.lake)))[0]["about_party"] == "brevik"


def test_the_account_of_an_agent_is_hidden_in_texts_and_is_no_party(bring, halden):
    agent = {"message_id": "1", "author": "jan_agent", "speaker_role": "brand", "about_party": "halden"}
    bring(lines(agent, {"message_id": "2", "text": "@jan_agent where is it?"}))
    kept = {row["message_id"]: row for row in rows(messages(Lake(halden.lake)))}
    assert kept["2"]["text"] == f"@{kept['1']['author']} where is it?"
    assert kept["2"]["about_party"] == "halden"


def test_a_file_that_is_named_after_a_person_is_told_without_the_person(bring, halden):
    count = bring(lines({"message_id": ""}, {"message_id": "1"}), "chat with ann@mail.example 06-12345678.ndjson")
    [told] = imports(Lake(halden.lake))
    assert told.file == count.file
    assert "ann" not in told.file
    assert "12345678" not in told.file
    assert "ann@" not in Path(count.refused_file).name
    assert b"ann@mail" not in bytes_of(halden)


def test_what_a_person_says_about_a_file_may_name_nobody_either(bring):
    with pytest.raises(LeadlineError, match="may name a person"):
        bring(lines({"message_id": "1"}), source="ann@mail.example")


def test_the_name_of_a_strange_field_is_not_kept_as_a_reason(bring, halden):
    count = bring(lines({"message_id": "1", "ann@mail.example": [1]}, {"message_id": "2"}))
    assert list(count.reasons) == ["“…” is not a plain value"]


def test_full_width_signs_hide_nothing(bring, halden):
    said = "ask ＠ｂｏｂ or ａｎｎ＠ｍａｉｌ．ｅｘａｍｐｌｅ, a\u200bnn@mail.example"
    bring(lines({"message_id": "1", "text": said, "author": "bob"}))
    [row] = rows(messages(Lake(halden.lake)))
    assert row["text"] == f"ask @{row['author']} or [mail], [mail]"


def test_a_key_that_is_gone_is_never_made_anew_under_a_lake_that_needs_it(bring, halden):
    bring(lines({"message_id": "1"}))
    (halden.root / "keys" / "pseudonyms.key").unlink()
    with pytest.raises(LeadlineError, match="is gone, and the lake holds pseudonyms") as caught:
        bring(lines({"message_id": "2"}))
    assert "backup" in caught.value.advice
    assert not (halden.root / "keys" / "pseudonyms.key").exists()
    shutil.rmtree(halden.lake)
    assert len(open_home(halden.root).key("pseudonyms")) == 32


def test_another_key_in_the_place_of_the_old_one_is_refused_and_the_old_one_is_taken_again(bring, halden):
    bring(lines({"message_id": "1"}))
    path = halden.root / "keys" / "pseudonyms.key"
    old = path.read_text()
    path.write_text("ab" * 32)
    with pytest.raises(
        LeadlineError, match="is another key than the one that the lake's pseudonyms were made"
    ) as caught:
        bring(lines({"message_id": "2"}))
    assert "backup" in caught.value.advice
    path.write_text(old)
    assert bring(lines({"message_id": "2"})).new == 1


def test_before_the_first_message_another_key_may_be_put_in_place(bring, halden):
    (halden.root / "keys" / "pseudonyms.key").write_text("ab" * 32)
    assert bring(lines({"message_id": "1"})).new == 1
    (halden.root / "keys" / "pseudonyms.key").write_text("cd" * 32)
    with pytest.raises(LeadlineError, match="is another key"):
        bring(lines({"message_id": "2"}))


def test_what_the_home_keeps_to_know_its_key_by_gives_the_key_to_nobody(bring, halden):
    bring(lines({"message_id": "1"}))
    key = (halden.root / "keys" / "pseudonyms.key").read_text().strip()
    assert key.encode() not in bytes_of(halden)
    assert bytes.fromhex(key) not in bytes_of(halden)
