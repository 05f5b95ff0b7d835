"""Turn rate and time to turn, counted by hand: some are angry in the beginning, get help, and turn (S0.12)."""

import datetime as dt

import pytest

from leadline.assess import CONVERSATIONS, count_talks, find_talks, rebuild_cubes, turns
from leadline.engine import rows, scan
from leadline.words import Month
from tests.assess.saying import BREVIK, HALDEN, Said

SEPTEMBER = Month(2026, 9)


def hold(said: Said, thread: str, *told: tuple, **more) -> None:
    """One conversation: each message is (minute, author, reading) and flags."""
    for minute, author, reads, *flags in told:
        by = "brand" if author == "halden" else "customer"
        said.say(
            thread=thread, minute=minute, author=author, by=by, reads=reads, frustration="frustrated" in flags, **more
        )


@pytest.fixture
def six(said):
    """Six conversations of September: five begin angry, four of those are heard again, two turn."""
    hold(said, "turned", (0, "ann", "negative"), (30, "halden", "positive"), (90, "ann", "positive"))
    hold(said, "later", (0, "bob", "neutral", "frustrated"), (50, "bob", "positive"), (60, "bob", "positive"))
    hold(said, "sour", (0, "cas", "negative"), (40, "cas", "positive"), (80, "cas", "negative"))
    hold(said, "silent", (0, "dot", "negative"), (20, "halden", "neutral"))
    hold(said, "other", (0, "eve", "negative"), (10, "eve", "neutral"), (70, "fay", "positive"))
    hold(said, "happy", (0, "gus", "positive"), (30, "gus", "positive"))
    lake = said.keep()
    rebuild_cubes(lake)
    return lake


def test_the_turn_rate_of_a_month_is_what_one_counts_by_hand(six):
    [month] = turns(six, HALDEN.id)
    counted = (month.month, month.conversations, month.angry_first, month.heard_again, month.turned)
    assert counted == (SEPTEMBER, 6, 5, 4, 2)
    assert month.rate.value == pytest.approx(2 / 5)
    assert month.rate_heard_again.value == pytest.approx(2 / 4)
    assert (month.rate.low, month.rate.high) == pytest.approx((0.1176, 0.7693), abs=1e-4)  # Wilson, by hand


def test_time_to_turn_runs_to_the_first_happy_message_of_those_who_turned(six):
    [month] = turns(six, HALDEN.id)
    assert month.median_minutes_to_turn == pytest.approx((90 + 50) / 2)
    took = {row["thread_id"]: row["minutes_to_turn"] for row in rows(scan(six, CONVERSATIONS))}
    assert took == {"turned": 90, "later": 50, "sour": None, "silent": None, "other": None, "happy": None}


@pytest.mark.parametrize(
    ("outcome", "threads"),
    [
        ("all", {"turned", "later", "sour", "silent", "other", "happy"}),
        ("angry", {"turned", "later", "sour", "silent", "other"}),
        ("again", {"turned", "later", "sour", "other"}),
        ("turned", {"turned", "later"}),
    ],
)
def test_the_conversations_behind_a_number_are_as_many_as_the_number(six, outcome, threads):
    found = find_talks(six, HALDEN.id, SEPTEMBER, outcome)
    assert {one.thread_id for one in found} == threads
    assert count_talks(six, HALDEN.id, SEPTEMBER, outcome) == len(threads)
    pages = [find_talks(six, HALDEN.id, SEPTEMBER, outcome, limit=2, offset=at)[:2] for at in range(0, 6, 2)]
    assert [one for page in pages for one in page] == list(found)


def test_thanks_by_somebody_else_turn_nobody(said):
    hold(said, "t", (0, "ann", "negative"), (30, "bob", "positive"))
    rebuild_cubes(said.keep())
    [month] = turns(said.lake, HALDEN.id)
    assert (month.angry_first, month.heard_again, month.turned) == (1, 0, 0)


def test_the_brands_own_cheer_turns_nobody_and_spam_ends_no_conversation(said):
    hold(said, "cheer", (0, "ann", "negative"), (5, "halden", "positive"))
    hold(said, "spam", (0, "bob", "negative"), (9, "bob", "positive"), (12, "bob", "spam"))
    rebuild_cubes(said.keep())
    [month] = turns(said.lake, HALDEN.id)
    assert (month.angry_first, month.turned) == (2, 1)


def test_who_began_positive_was_not_angry_whatever_else_was_read(said):
    """A first message read as positive and frustrated at once is no anger that could turn."""
    hold(said, "mixed", (0, "ann", "positive", "frustrated"), (30, "ann", "positive"))
    rebuild_cubes(said.keep())
    [month] = turns(said.lake, HALDEN.id)
    assert (month.conversations, month.angry_first, month.turned) == (1, 0, 0)


def test_a_conversation_belongs_to_the_month_in_which_it_began_and_to_its_party(said):
    for day, reads in ((dt.date(2026, 9, 30), "negative"), (dt.date(2026, 10, 2), "positive")):
        said.say(day=day, thread="over", author="ann", reads=reads)
    said.say(about=BREVIK, reads="positive")
    rebuild_cubes(said.keep())
    [month] = turns(said.lake, HALDEN.id)
    assert (month.month, month.turned, month.median_minutes_to_turn) == (SEPTEMBER, 1, 2 * 24 * 60)
    assert [one.conversations for one in turns(said.lake, BREVIK.id)] == [1]


def test_where_nobody_began_angry_there_is_no_rate(said):
    said.say(reads="positive")
    rebuild_cubes(said.keep())
    [month] = turns(said.lake, HALDEN.id)
    assert (month.rate, month.rate_heard_again, month.median_minutes_to_turn) == (None, None, None)
    assert turns(said.lake, BREVIK.id) == ()


def test_two_sources_may_use_the_same_thread_id(said):
    said.say(thread="1", source="a", reads="negative")
    said.say(thread="1", source="b", reads="positive", minute=700)
    rebuild_cubes(said.keep())
    [month] = turns(said.lake, HALDEN.id)
    assert (month.conversations, month.turned) == (2, 0)
