"""Edits and deletions come as later versions: the last one counts, the first one stays, and what is gone is unread."""

import datetime as dt

import pytest

from leadline import assess
from leadline.assess import MESSAGE_DAYS, SIGNALS, Which
from leadline.engine import Lake, rows, scan
from leadline.listen import MESSAGES, VERSIONS, imports_until, messages
from tests.listen.conftest import NOW, lines

ANGRY = "This is terrible, the worst service ever, I am furious and disappointed."
HAPPY = "Thank you so much, this is wonderful, I am really happy with your great help!"
LATER = "2026-10-02T10:00:00+02:00"


@pytest.fixture
def lake(halden) -> Lake:
    return Lake(halden.lake)


def now_says(lake: Lake) -> dict[str, str]:
    return {row["message_id"]: row["text"] for row in rows(messages(lake))}


def test_a_text_that_differs_is_a_later_version_and_the_first_stays(bring, lake):
    bring(lines({"message_id": "1", "text": "first"}, {"message_id": "2"}), "first.ndjson")
    count = bring(lines({"message_id": "1", "text": "second"}, {"message_id": "2"}), "second.ndjson")
    assert (count.new, count.known, count.edited, count.changed) == (0, 2, 1, 0)
    assert now_says(lake) == {"1": "second", "2": "hello"}
    assert {row["text"] for row in rows(scan(lake, MESSAGES))} == {"first", "hello"}


def test_the_same_versions_again_change_nothing_in_any_order(bring, lake):
    first, second = lines({"message_id": "1", "text": "first"}), lines({"message_id": "1", "text": "second"})
    for text, name in ((first, "a"), (second, "b"), (first, "c"), (second, "b"), (second, "d")):
        bring(text, f"{name}.ndjson", now=NOW + dt.timedelta(days=ord(name) - 97))
    assert [row["text"] for row in rows(scan(lake, VERSIONS))] == ["second"]
    assert now_says(lake) == {"1": "second"}


def test_dated_edits_count_by_their_dates_whatever_comes_late(bring, lake):
    def told(text: str, day: int | None, name: str) -> None:
        when = {"edited_at": f"2026-10-{day:02}T12:00:00Z"} if day else {}
        bring(lines({"message_id": "1", "text": text, **when}), name)

    told("third", 4, "a.ndjson")
    told("second", 3, "b.ndjson")
    told("first", None, "c.ndjson")
    assert now_says(lake) == {"1": "third"}
    told("fourth", 5, "d.ndjson")
    assert now_says(lake) == {"1": "fourth"}


def test_what_is_deleted_is_marked_and_its_text_is_nobodys_to_read(bring, lake):
    bring(lines({"message_id": "1", "text": ANGRY}, {"message_id": "2", "text": HAPPY}), "first.ndjson")
    gone = lines({"message_id": "1", "text": None, "author": None, "posted_at": None, "deleted_at": LATER})
    count = bring(gone, "gone.ndjson")
    assert (count.read, count.new, count.known, count.deleted, count.refused) == (1, 0, 1, 1, 0)
    assess.label(lake, assess.load_reader())
    shown = {one.message_id: one for one in assess.find_messages(lake, Which())}
    assert shown["1"].text == ""
    assert shown["1"].deleted_at == dt.datetime(2026, 10, 2, 8, tzinfo=dt.UTC)
    assert shown["2"].text == HAPPY
    assert shown["2"].deleted_at is None
    assert [one.text for one in assess.conversation(lake, "x", "1")] == [""]
    assert assess.tally(lake, Which()).messages == 2, "it was said"
    assert ANGRY in {row["text"] for row in rows(scan(lake, MESSAGES))}, "our record stays"
    assert "1" not in {one.message_id for one in assess.typical(tuple(shown.values()))}


def test_a_deletion_that_comes_before_its_message_holds(bring, lake):
    bring(lines({"message_id": "1", "text": "", "deleted_at": LATER}), "gone.ndjson")
    assert now_says(lake) == {}
    bring(lines({"message_id": "1", "text": "said before"}), "late.ndjson")
    [row] = rows(messages(lake))
    assert row["deleted_at"] is not None


def test_an_edit_after_the_deletion_brings_it_back(bring, lake):
    bring(lines({"message_id": "1", "text": "first"}), "first.ndjson")
    bring(lines({"message_id": "1", "text": "", "deleted_at": LATER}), "gone.ndjson")
    bring(lines({"message_id": "1", "text": "back", "edited_at": "2026-10-03T10:00:00Z"}), "back.ndjson")
    [row] = rows(messages(lake))
    assert (row["text"], row["deleted_at"]) == ("back", None)


def test_a_reply_to_a_message_that_is_only_gone_stays_in_its_conversation(bring, lake):
    bring(lines({"message_id": "1"}, {"message_id": "2", "reply_to": "1"}), "first.ndjson")
    both = lines({"message_id": "2", "text": "", "deleted_at": LATER}, {"message_id": "3", "reply_to": "2"})
    bring(both, "second.ndjson")
    assert {row["thread_id"] for row in rows(scan(lake, MESSAGES))} == {"1"}


@pytest.mark.parametrize("column", ["edited_at", "deleted_at"])
@pytest.mark.parametrize("cell", ["yesterday", "2026-10-02", "2031-01-01T00:00:00Z", True, False])
def test_a_change_at_no_time_is_refused_with_its_row(bring, lake, column, cell):
    count = bring(lines({"message_id": "1", column: cell}, {"message_id": "2"}), "first.ndjson")
    assert (count.new, count.refused) == (1, 1)
    assert list(now_says(lake)) == ["2"]


def test_what_identifies_somebody_is_blanked_in_later_versions_too(bring, lake, halden):
    bring(lines({"message_id": "1", "text": "first"}), "first.ndjson")
    bring(lines({"message_id": "1", "text": "write to ann@mail.example"}), "second.ndjson")
    third = {"message_id": "1", "text": "or to bob@mail.example, @bob_smith", "edited_at": LATER}
    bring(lines(third), "third.ndjson")
    held = b"".join(path.read_bytes() for path in halden.lake.rglob("*") if path.is_file())
    assert {row["text"].split("@")[0] for row in rows(scan(lake, VERSIONS))} == {"write to [mail]", "or to [mail], "}
    assert b"ann@mail" not in held
    assert b"bob_smith" not in held


def test_what_differs_in_what_is_blanked_only_is_the_same(bring, lake, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr("leadline.listen.message_rows.redact", lambda text, **_: text)
        before.setattr("leadline.listen.bulk.steps", lambda **_: ())
        bring(lines({"message_id": "1", "text": "Hi Peter, call 020 1234567 please"}), "first.ndjson")
    count = bring(lines({"message_id": "1", "text": "Hi Peter, call 020 1234567 please"}), "second.ndjson")
    assert (count.known, count.edited, count.changed) == (1, 0, 0)
    count = bring(lines({"message_id": "1", "text": "Hi Peter, write to me please"}), "third.ndjson")
    assert count.edited == 1


def test_an_edited_message_is_read_anew_and_counted_once_on_its_own_day(bring, lake):
    reader = assess.load_reader()
    bring(lines({"message_id": "1", "text": ANGRY}, {"message_id": "2", "text": HAPPY}), "first.ndjson")
    assert assess.label(lake, reader).messages == 2
    bring(lines({"message_id": "1", "text": HAPPY, "edited_at": "2026-10-09T10:00:00Z"}), "second.ndjson")
    assert assess.label(lake, reader).messages == 1
    assert assess.label(lake, reader).messages == 0
    [day] = rows(scan(lake, MESSAGE_DAYS))
    assert (day["day"], day["sentiment"], day["messages"]) == (dt.date(2026, 10, 1), "positive", 2)
    assert len(rows(scan(lake, SIGNALS))) == 3, "how the first version was read stays"
    assert {one.sentiment for one in assess.find_messages(lake, Which())} == {"positive"}
    assert assess.tally(lake, Which(reading="negative")).messages == 0
    cube = rows(scan(lake, MESSAGE_DAYS))
    assess.rebuild_cubes(lake)
    assert rows(scan(lake, MESSAGE_DAYS)) == cube


def test_an_edit_that_was_not_read_yet_leaves_what_was_read_of_the_version_before(bring, lake):
    bring(lines({"message_id": "1", "text": ANGRY}), "first.ndjson")
    assess.label(lake, assess.load_reader())
    bring(lines({"message_id": "1", "text": HAPPY}), "second.ndjson")
    assert assess.tally(lake, Which()).messages == 1
    assert assess.cubes_are_current(lake)


def test_an_import_of_later_versions_counts_among_those_that_a_month_rests_on(bring, lake):
    bring(lines({"message_id": "1", "text": "first"}), "first.ndjson")
    before = imports_until(lake, dt.date(2026, 10, 31))
    bring(lines({"message_id": "1", "text": "second"}), "second.ndjson")
    assert len(imports_until(lake, dt.date(2026, 10, 31)) - before) == 1
    assert imports_until(lake, dt.date(2026, 9, 30)) == frozenset()


def test_rows_of_csv_may_say_it_too(bring, lake):
    head = "message_id,posted_at,author,text,deleted_at,edited_at\n"
    bring(f"{head}1,2026-10-01T10:00:00Z,ann,first,,\n2,2026-10-01T10:00:00Z,ann,there,,\n", "first.csv")
    bring(f"{head}1,,,,2026-10-03T10:00:00Z,\n2,2026-10-01T10:00:00Z,ann,anew,,2026-10-03T11:00:00Z\n", "then.csv")
    told = {row["message_id"]: (row["text"], row["deleted_at"] is not None) for row in rows(messages(lake))}
    assert told == {"1": ("first", True), "2": ("anew", False)}


def test_a_text_that_its_author_emptied_is_empty_and_a_later_one_stands_after_it(bring, lake):
    for day, text in ((3, "a secret"), (5, ""), (4, "still a secret")):
        when = f"2026-10-{day:02}T10:00:00Z"
        bring(lines({"message_id": "1", "text": text or "first"}), "first.ndjson")
        assert bring(lines({"message_id": "1", "text": text, "edited_at": when}), f"{day}.ndjson").edited == 1
    assert now_says(lake) == {"1": ""}


def test_an_id_that_stands_in_a_file_several_times_says_what_it_says_last(bring, lake, monkeypatch):
    monkeypatch.setenv("LEADLINE_IMPORT_ROWS", "5")
    said = [
        {"message_id": str(one), "text": f"{word} {one}"} for word in ("first", "second", "last") for one in range(8)
    ]
    assert bring(lines(*said), "first.ndjson").edited == 16
    assert now_says(lake) == {str(one): f"last {one}" for one in range(8)}
    assert bring(lines(*said), "again.ndjson").edited == 0


@pytest.mark.parametrize("missing", ["posted_at", "author"])
def test_a_deleted_message_that_says_its_text_says_when_and_by_whom(bring, lake, missing):
    gone = {"message_id": "1", "text": "said once", "deleted_at": LATER}
    count = bring(lines(gone | {missing: None}), "first.ndjson")
    assert (count.new, count.refused) == (0, 1)
    assert bring(lines(gone), "second.ndjson").new == 1
    [row] = rows(messages(lake))
    assert row["posted_at"] == dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC)


def test_an_edit_of_another_message_under_the_same_id_is_counted_and_changes_nothing(bring, lake):
    bring(lines({"message_id": "1", "text": "first"}), "first.ndjson")
    other = {"message_id": "1", "author": "somebody_else", "text": "another", "edited_at": LATER}
    count = bring(lines(other), "second.ndjson")
    assert (count.known, count.changed, count.edited) == (1, 1, 0)
    assert now_says(lake) == {"1": "first"}


def test_a_deletion_that_finds_no_message_is_told_apart_from_one_that_does(bring, lake):
    bring(lines({"message_id": "1", "text": "first"}), "first.ndjson")
    gone = [{"message_id": name, "text": "", "deleted_at": LATER} for name in ("1", "9")]
    count = bring(lines(*gone), "gone.ndjson")
    assert (count.deleted, count.unheard, count.known) == (1, 1, 2)
    again = bring(lines(*gone), "again.ndjson")
    assert (again.deleted, again.unheard) == (0, 0)


def test_a_file_of_nothing_but_ids_and_deletions_is_read(bring, lake):
    bring(lines({"message_id": "1", "text": "first"}), "first.ndjson")
    count = bring("message_id,deleted_at\n1,2026-10-03T10:00:00Z\n2,\n", "gone.csv", source="x")
    assert (count.read, count.deleted, count.refused) == (2, 1, 1)
    [row] = rows(messages(lake))
    assert row["deleted_at"] is not None
