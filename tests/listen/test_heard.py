"""What came in, told by month, source, channel and party; and what became of each file (S3.8)."""

import datetime as dt
import json
from pathlib import Path

import pytest

from leadline.config import Home, create_home
from leadline.engine import Lake, collect, rows, scan
from leadline.engine.repair import repair_table
from leadline.listen import (
    HEARD_MONTHS,
    MESSAGES,
    Options,
    heard,
    heard_is_current,
    import_file,
    imports,
    messages,
    own_brand_only,
    refresh_heard,
)
from leadline.words import Month

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return create_home(tmp_path / "home", company="Halden", zone="Europe/Amsterdam", currency="EUR")


@pytest.fixture
def take_in(home: Home, tmp_path: Path):
    def take_in(*said: dict, name: str = "file.ndjson", now: dt.datetime = NOW):
        base = {"author": "ann", "text": "hello", "channel": "x", "thread_id": "t", "about_party": "halden"}
        path = tmp_path / name
        path.write_text("".join(json.dumps(base | row) + "\n" for row in said))
        book = own_brand_only(home.company)
        return import_file(home, Lake(home.lake), path, parties=book, options=Options(), now=now)

    return take_in


def at(text: str) -> str:
    return f"{text}:00+00:00"


def told(home: Home) -> dict[tuple, int]:
    return {(str(one.month), one.channel, one.about_party): one.messages for one in heard(Lake(home.lake))}


def test_messages_are_counted_by_month_of_the_companys_zone_channel_and_party(take_in, home):
    take_in(
        {"message_id": "1", "posted_at": at("2026-09-30T21:59")},
        {"message_id": "2", "posted_at": at("2026-09-30T22:00")},  # midnight in Amsterdam
        {"message_id": "3", "posted_at": at("2026-10-10T10:00"), "about_party": "Kabel Huis"},
        {"message_id": "4", "posted_at": at("2026-10-11T10:00"), "channel": "mail"},
        {"message_id": "5", "posted_at": at("2026-10-12T10:00")},
    )
    assert told(home) == {
        ("2026-09", "x", "halden"): 1,
        ("2026-10", "mail", "halden"): 1,
        ("2026-10", "x", "halden"): 2,
        ("2026-10", "x", "kabel-huis"): 1,
    }
    october = next(one for one in heard(Lake(home.lake)) if (one.month, one.channel) == (Month(2026, 10), "x"))
    assert (october.first_at, october.last_at) == (
        dt.datetime(2026, 9, 30, 22, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 12, 10, tzinfo=dt.UTC),
    )


def test_later_files_add_to_it_and_the_same_file_twice_does_not(take_in, home):
    first = ({"message_id": "1", "posted_at": at("2026-08-03T10:00")},)
    take_in(*first)
    take_in({"message_id": "2", "posted_at": at("2026-10-03T10:00")}, name="second.ndjson")
    take_in(*first)
    assert told(home) == {("2026-08", "x", "halden"): 1, ("2026-10", "x", "halden"): 1}
    kept = heard(Lake(home.lake))
    refresh_heard(Lake(home.lake))
    assert heard(Lake(home.lake)) == kept


def test_where_an_import_died_before_the_cube_the_answer_still_counts_every_message(take_in, home):
    take_in({"message_id": "1", "posted_at": at("2026-10-03T10:00")})
    lake = Lake(home.lake)
    [row] = rows(messages(lake))
    lake.append(MESSAGES, MESSAGES.of_rows([row | {"message_id": "2"}]))
    assert sum(one.messages for one in heard(lake)) == 2
    take_in({"message_id": "2", "posted_at": at("2026-10-03T10:00"), "source": "x"}, name="again.ndjson")
    assert sum(row["messages"] for row in rows(scan(lake, HEARD_MONTHS))) == 2


def test_what_an_import_that_died_had_added_is_counted_after_another_import_of_other_months(take_in, home):
    take_in({"message_id": "1", "posted_at": at("2026-08-03T10:00")})
    lake = Lake(home.lake)
    [row] = rows(messages(lake))
    died = {"message_id": "2", "posted_at": row["posted_at"] + dt.timedelta(days=31), "posted_day": dt.date(2026, 9, 3)}
    lake.append(MESSAGES, MESSAGES.of_rows([row | died]))
    take_in({"message_id": "3", "posted_at": at("2026-10-03T10:00")}, name="other.ndjson")
    every = {("2026-08", "x", "halden"): 1, ("2026-09", "x", "halden"): 1, ("2026-10", "x", "halden"): 1}
    assert told(home) == every
    take_in({"message_id": "2", "posted_at": at("2026-09-03T10:00")}, name="died.ndjson")
    assert told(home) == every


def test_what_others_add_between_an_imports_own_batches_is_counted_too(take_in, home, monkeypatch):
    take_in({"message_id": "1", "posted_at": at("2026-08-03T10:00")})
    [row] = rows(messages(Lake(home.lake)))
    other = {
        "message_id": "2",
        "posted_at": row["posted_at"] + dt.timedelta(days=31),
        "posted_day": dt.date(2026, 9, 3),
    }
    append = Lake.append

    def append_after_somebody_else(lake: Lake, table, told, **how):
        append(Lake(home.lake), MESSAGES, MESSAGES.of_rows([row | other]))
        return append(lake, table, told, **how)

    monkeypatch.setenv("LEADLINE_IMPORT_ROWS", "1")
    monkeypatch.setattr(Lake, "append", append_after_somebody_else)
    late = {"message_id": "3", "posted_at": at("2026-10-03T10:00")}
    take_in(late, late | {"message_id": "4"}, name="other.ndjson")
    assert told(home) == {("2026-08", "x", "halden"): 1, ("2026-09", "x", "halden"): 1, ("2026-10", "x", "halden"): 2}


def test_an_import_of_one_month_writes_that_month_only(take_in, home, monkeypatch):
    take_in(
        {"message_id": "1", "posted_at": at("2026-08-03T10:00")},
        {"message_id": "2", "posted_at": at("2026-10-03T10:00")},
    )
    replaced = []
    replace = Lake.replace

    def replace_and_tell(lake: Lake, table, told, **how):
        replaced.append((table.name, told.num_rows))
        return replace(lake, table, told, **how)

    monkeypatch.setattr(Lake, "replace", replace_and_tell)
    monkeypatch.setenv("LEADLINE_IMPORT_ROWS", "1")
    more = ({"message_id": name, "posted_at": at("2026-10-04T10:00")} for name in "345")
    take_in(*more, name="more.ndjson")
    assert replaced == [("heard_by_kind", 1)]
    assert told(home) == {("2026-08", "x", "halden"): 1, ("2026-10", "x", "halden"): 4}


def test_months_are_not_put_upon_a_cube_that_a_late_import_wrote_meanwhile(take_in, home, monkeypatch):
    """What it counted before the second import lands between the third one's look at the cube and its writing."""
    take_in({"message_id": "1", "posted_at": at("2026-08-03T10:00")})
    lake = Lake(home.lake)
    late, note = collect(scan(lake, HEARD_MONTHS)), lake.note(HEARD_MONTHS)
    take_in({"message_id": "2", "posted_at": at("2026-08-04T10:00")}, name="second.ndjson")
    assert heard_is_current(lake)
    replace = Lake.replace

    def replace_after_the_late_one(writer: Lake, table, counted, **how):
        monkeypatch.setattr(Lake, "replace", replace)
        replace(lake, HEARD_MONTHS, late, note=note)
        return replace(writer, table, counted, **how)

    monkeypatch.setattr(Lake, "replace", replace_after_the_late_one)
    take_in({"message_id": "3", "posted_at": at("2026-10-03T10:00")}, name="third.ndjson")
    assert told(home) == {("2026-08", "x", "halden"): 2, ("2026-10", "x", "halden"): 1}


def test_a_cube_that_a_repair_took_a_file_off_is_made_anew_by_the_next_import(take_in, home):
    take_in({"message_id": "1", "posted_at": at("2026-08-03T10:00")})
    lake = Lake(home.lake)
    Path(lake.files(HEARD_MONTHS)[0]).unlink()
    assert repair_table(lake, HEARD_MONTHS).lost_rows
    assert not heard_is_current(lake)
    assert sum(one.messages for one in heard(lake)) == 1
    take_in({"message_id": "2", "posted_at": at("2026-10-03T10:00")}, name="second.ndjson")
    assert sum(row["messages"] for row in rows(scan(lake, HEARD_MONTHS))) == 2


def test_nothing_heard_is_nothing(home):
    lake = Lake(home.lake)
    refresh_heard(lake)
    assert heard(lake) == ()
    assert imports(lake) == ()


def test_each_file_is_told_with_its_counts_and_reasons_newest_first_and_once(take_in, home):
    broken = {"message_id": "9", "posted_at": "2026-10-01", "text": "my secret”"}
    take_in({"message_id": "1", "posted_at": at("2026-10-03T10:00")}, broken, broken | {"posted_at": "”soon“"})
    take_in({"message_id": "2", "posted_at": at("2026-10-04T10:00")}, name="b.ndjson", now=NOW + dt.timedelta(hours=1))
    take_in({"message_id": "2", "posted_at": at("2026-10-04T10:00")}, name="b.ndjson", now=NOW + dt.timedelta(hours=2))
    newest, oldest = imports(Lake(home.lake))
    assert (newest.file, newest.at, newest.new) == ("b.ndjson", NOW + dt.timedelta(hours=1), 1)
    assert (oldest.read, oldest.new, oldest.known, oldest.refused) == (3, 1, 0, 2)
    assert oldest.reasons == (("posted_at “…” is a day without a time", 1), ("posted_at “…” is not a time", 1))
    assert oldest.refused_file is not None
    assert (home.refused / oldest.refused_file).is_file()
