"""Whoever deletes what they asked waits no more; whoever edits it asks what it says now."""

import datetime as dt

import pytest

from leadline.engine import Lake
from leadline.listen import MESSAGES, VERSIONS
from leadline.listen.versions import Change, version_row
from leadline.programs.asked import asked, wait_of
from leadline.programs.events import Mark
from leadline.programs.waiting import episodes_between, lay_out, open_episodes, refresh_episodes
from leadline.words import Period
from tests.programs.conversation import HOUR_IN_C5

ASKED = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
LATER = ASKED + dt.timedelta(minutes=10)
NOON = ASKED + dt.timedelta(hours=3)
DAY = Period(ASKED.date(), ASKED.date())


def question(message_id: str, *, at: dt.datetime = ASKED) -> dict[str, object]:
    return {
        "source": "s", "message_id": message_id, "thread_id": "t1", "channel": "x", "about_party": "halden",
        "party_basis": "declared", "speaker_role": "customer", "role_basis": "declared", "author": "ann",
        "kind": "message", "public": True, "text": f"question {message_id}", "posted_at": at,
        "posted_day": at.date(), "seen_at": NOON, "import_id": "i",
    }  # fmt: skip


@pytest.fixture
def lake(tmp_path) -> Lake:
    lake = Lake(tmp_path)
    lake.append(MESSAGES, MESSAGES.of_rows([question("1"), question("2", at=LATER)]))
    return lake


def change(lake: Lake, *changes: Change) -> None:
    told = [version_row(one, seen_at=NOON, import_id="j") for one in changes]
    lake.append(VERSIONS, VERSIONS.of_rows(told))
    refresh_episodes(lake, HOUR_IN_C5)


def test_what_is_deleted_is_withdrawn_and_nobody_waits_for_it(lake: Lake):
    refresh_episodes(lake, HOUR_IN_C5)
    assert len(open_episodes(lake, NOON)) == 1
    gone = [Change("s", name, "deleted", None, NOON) for name in ("1", "2")]
    change(lake, *gone)
    [episode] = episodes_between(lake, DAY)
    assert episode.withdrawn_at == NOON
    assert open_episodes(lake, NOON) == []
    assert len(open_episodes(lake, NOON - dt.timedelta(minutes=1))) == 1, "until then somebody waited"


def test_of_several_questions_the_others_still_wait(lake: Lake):
    change(lake, Change("s", "1", "deleted", None, NOON))
    [episode] = open_episodes(lake, NOON)
    assert (episode.opened_at, episode.messages) == (LATER, 1)
    assert [one.text for one in asked(lake, [episode])[wait_of(episode)]] == ["question 2"]


def test_the_desk_reads_what_a_question_says_now(lake: Lake):
    change(lake, Change("s", "1", "edited", "where is my parcel now?", NOON))
    [episode] = open_episodes(lake, NOON)
    said = [one.text for one in asked(lake, [episode])[wait_of(episode)]]
    assert said == ["where is my parcel now?", "question 2"]


def test_a_deletion_of_what_the_lake_does_not_hold_changes_nothing(lake: Lake):
    change(lake, Change("s", "9", "deleted", None, NOON))
    assert len(open_episodes(lake, NOON)) == 1


def test_waits_laid_out_in_parts_are_those_laid_out_at_once(lake: Lake, monkeypatch):
    more = [question(str(number)) | {"thread_id": f"t{number}"} for number in range(3, 40)]
    lake.append(MESSAGES, MESSAGES.of_rows(more))
    mark = Mark("dismissed", "s", "t7", NOON)
    at_once = sorted(lay_out(lake, HOUR_IN_C5, marks=[mark]), key=lambda one: one.thread_id)
    monkeypatch.setattr("leadline.listen.parts.AT_ONCE", 5)
    in_parts = lay_out(lake, HOUR_IN_C5, marks=[mark])
    assert sorted(in_parts, key=lambda one: one.thread_id) == at_once
    refresh_episodes(lake, HOUR_IN_C5, marks=[mark])
    assert len(episodes_between(lake, DAY)) == len(at_once) == 38
