"""Every message is read once by the present model; reading again changes nothing (design section 6, S4.25)."""

import datetime as dt

import pytest

from leadline.assess import (
    MESSAGE_DAYS,
    MODEL_VERSION,
    SIGNALS,
    Which,
    cubes_are_current,
    find_messages,
    label,
    labelling,
    load_reader,
    load_themes,
    rebuild_cubes,
)
from leadline.assess.cubes.present import present_model
from leadline.engine import Lake, rows, scan
from leadline.listen import MESSAGES
from tests.assess.saying import Said

TEXTS = {
    "angry": "I have been on hold for an hour and nobody answers the phone, this is awful",
    "happy": "Thank you so much, great service, it works again!",
    "asks": "When does the shop in town open on Saturday?",
    "italian": "Sono in attesa da un'ora e nessuno risponde al telefono, è davvero una cosa terribile",
    "spam": "Earn money from home! Crypto trading signals, guaranteed profit, click here https://x.example",
}


OURS = """
themes:
  - id: the-hotline
    name: The hotline
    department: support
    phrases: [on hold]
"""


def die(*_, **__):
    raise KeyboardInterrupt


@pytest.fixture
def ours(tmp_path):
    """A reader with a company's own themes."""
    (tmp_path / "ours.yaml").write_text(OURS)
    return load_reader(load_themes(tmp_path / "ours.yaml"))


@pytest.fixture(scope="module")
def reader():
    return load_reader()


@pytest.fixture
def heard(said: Said) -> Lake:
    """One message of each kind in September, one in October, and a note."""
    for text in TEXTS.values():
        said.say(text)
    said.say(TEXTS["angry"], day=dt.date(2026, 10, 5))
    said.say(TEXTS["happy"], kind="note")
    said.lake.append(MESSAGES, MESSAGES.of_rows(said.messages))
    return said.lake


def read(lake: Lake) -> dict[str, dict]:
    return {row["message_id"]: row for row in rows(scan(lake, SIGNALS))}


def cube(lake: Lake) -> list[dict]:
    return sorted(rows(scan(lake, MESSAGE_DAYS)), key=lambda row: (row["day"], row["sentiment"]))


def test_every_message_is_read_and_notes_are_not(heard, reader):
    told = label(heard, reader)
    assert (told.model, told.messages, told.spam, told.unread) == (MODEL_VERSION, 6, 1, 1)
    signals = read(heard)
    assert [signals[f"m{number}"]["sentiment"] for number in range(5)] == [
        "negative",
        "positive",
        "neutral",
        "unread",
        "spam",
    ]
    assert signals["m0"]["frustration"] is True
    assert (signals["m0"]["theme"], signals["m0"]["department"]) == ("waiting-on-the-phone", "support")
    assert signals["m1"]["excitement"] is True
    assert signals["m2"]["need"] is True
    assert (signals["m3"]["language"], signals["m3"]["theme"]) == ("it", "")
    assert "m6" not in signals


def test_reading_again_reads_nothing_and_changes_nothing(heard, reader):
    label(heard, reader)
    signals, days, versions = read(heard), cube(heard), [heard.version(table) for table in (SIGNALS, MESSAGE_DAYS)]
    again = label(heard, reader)
    assert (again.messages, again.spam, again.unread) == (0, 0, 0)
    assert (read(heard), cube(heard)) == (signals, days)
    assert [heard.version(table) for table in (SIGNALS, MESSAGE_DAYS)] == versions


def test_only_new_messages_are_read_and_the_cubes_hold_both(heard, said, reader):
    label(heard, reader)
    said.say(TEXTS["asks"], day=dt.date(2026, 10, 6))
    heard.append(MESSAGES, MESSAGES.of_rows(said.messages))
    assert label(heard, reader).messages == 1
    assert sum(row["messages"] for row in cube(heard)) == 7
    kept = cube(heard)
    rebuild_cubes(heard)
    assert cube(heard) == kept


def test_a_run_that_dies_before_its_cubes_is_made_good_by_the_next(heard, reader, monkeypatch):
    """kill -9 at any moment, run again, the same result."""
    with monkeypatch.context() as patched:
        patched.setattr(labelling, "refresh_cubes", die)
        with pytest.raises(KeyboardInterrupt):
            label(heard, reader)
    assert len(read(heard)) == 6
    assert cube(heard) == []
    assert label(heard, reader).messages == 0
    assert sum(row["messages"] for row in cube(heard)) == 6
    assert cubes_are_current(heard)


def test_what_another_one_reads_meanwhile_is_in_the_cubes_too(heard, said, reader):
    """While this one reads September, another one's October comes in."""

    def another(_: int) -> None:
        said.say(TEXTS["asks"], day=dt.date(2026, 11, 2))
        said.signals[:-1] = []
        heard.append(SIGNALS, SIGNALS.of_rows(said.signals))

    label(heard, reader, progress=another)
    assert {row["day"].month for row in cube(heard)} == {9, 10, 11}
    assert cubes_are_current(heard)


def test_pages_stay_with_the_old_reader_until_the_new_ones_cubes_are_whole(heard, reader, ours, monkeypatch):
    label(heard, reader)
    before = cube(heard)
    assert ours.version != reader.version == MODEL_VERSION
    with monkeypatch.context() as patched:
        patched.setattr(labelling, "refresh_cubes", die)
        with pytest.raises(KeyboardInterrupt):
            label(heard, ours)
    assert (present_model(heard), cube(heard)) == (reader.version, before)
    assert find_messages(heard, Which(theme="waiting-on-the-phone"))
    assert label(heard, ours).messages == 0  # they were read before it died
    assert (present_model(heard), cubes_are_current(heard)) == (ours.version, True)
    assert {one.theme for one in find_messages(heard, Which())} == {"the-hotline", None}


def test_going_back_to_the_shipped_themes_reads_nothing_anew(heard, reader, ours):
    label(heard, reader)
    before = cube(heard)
    label(heard, ours)
    assert label(heard, reader).messages == 0
    assert (present_model(heard), cube(heard)) == (reader.version, before)
