"""Who waits, who answers, and what people's marks do: the rules beside the worked cases (S0.9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadline.programs import (
    Episode,
    Mark,
    MessageEvent,
    Move,
    Promise,
    episodes_in_order,
    episodes_of,
    is_known,
    resolution_of,
    status,
)
from tests.programs.conversation import CALENDARS, HOUR_IN_C5, at, told

MUCH_LATER = at("2026-12-31T00:00:00")


def day(clock: str, date: str = "2026-03-02") -> str:
    return f"{date}T{clock}:00"


def said(
    message_id: str, who: str, clock: str, *, to: str | None = None, role: str = "customer", **more: object
) -> MessageEvent:
    """One message on Monday 2 March 2026, in thread T."""
    fields = {"kind": "message", "channel": "x", "about_party": "halden", "thread_id": "T"} | more
    return MessageEvent(
        source="s", message_id=message_id, posted_at=at(day(clock)), author=who, speaker_role=role, reply_to=to,
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def waits(episodes: list[Episode]) -> list[tuple[str, int, float | None]]:
    """Customer, number and minutes waited."""
    return [
        (e.customer, e.number, None if e.wait_business_seconds is None else e.wait_business_seconds / 60)
        for e in episodes
    ]


def test_a_reply_in_several_parts_answers_once_and_only_whom_it_names() -> None:
    """The second part replies to the first, so it speaks to Alice as well, and Bob still waits."""
    messages = [
        said("1", "alice", "10:00"),
        said("2", "bob", "10:05", to="1"),
        said("3", "desk", "10:10", to="1", role="brand"),
        said("4", "desk", "10:11", to="3", role="brand"),
    ]
    assert waits(episodes_of(messages, HOUR_IN_C5)) == [("alice", 1, 10), ("bob", 1, None)]


def test_a_reply_that_names_nobody_answers_everybody_who_waits() -> None:
    messages = [
        said("1", "alice", "10:00"),
        said("2", "bob", "10:05"),
        said("3", "desk", "10:10", role="brand"),
        said("4", "desk", "10:20", to="a message nobody imported", role="brand"),
    ]
    assert waits(episodes_of(messages, HOUR_IN_C5)) == [("alice", 1, 10), ("bob", 1, 5)]


def test_nothing_but_a_public_human_reply_by_the_brand_answers() -> None:
    """S0.9, rule 2: bots, notes, actions, system lines, staff on their own accounts and other customers do not."""
    others = [
        said("2", "bot", "10:01", role="brand", kind="auto"),
        said("3", "desk", "10:02", role="brand", kind="note"),
        said("4", "desk", "10:03", role="brand", kind="action"),
        said("5", "desk", "10:04", role="brand", kind="system"),
        said("6", "erin", "10:05", role="staff"),
        said("7", "bob", "10:06", to="1"),
    ]
    episodes = episodes_of([said("1", "alice", "10:00"), *others], HOUR_IN_C5)
    assert waits(episodes) == [("alice", 1, None), ("bob", 1, None)]
    assert episodes[0].first_action_business_seconds == 180


def test_a_bot_answers_only_when_an_administrator_said_so() -> None:
    messages = [said("1", "alice", "10:00"), said("2", "helper-bot", "10:01", role="brand", kind="auto")]
    assert waits(episodes_of(messages, HOUR_IN_C5)) == [("alice", 1, None)]
    trusted = replace(HOUR_IN_C5, bots=frozenset({"helper-bot"}))
    assert waits(episodes_of(messages, trusted)) == [("alice", 1, 1)]


def test_a_partner_who_asks_waits_like_a_customer() -> None:
    """S3.11: dealers and the rest of the sales channel are owed a reply too."""
    assert waits(episodes_of([said("1", "nord", "10:00", role="dealer")], HOUR_IN_C5)) == [("nord", 1, None)]


def test_a_rivals_reply_does_not_answer_for_us() -> None:
    messages = [
        said("1", "alice", "10:00"),
        said("2", "rival", "10:10", to="1", role="brand", about_party="rival"),
        said("3", "desk", "10:30", to="1", role="brand"),
    ]
    for parties in (frozenset[str](), frozenset({"halden"})):
        promise = replace(HOUR_IN_C5, parties=parties)
        assert waits(episodes_of(messages, promise)) == [("alice", 1, 30)]


def test_a_promise_holds_on_its_own_channels_and_for_its_own_parties() -> None:
    messages = [
        said("1", "alice", "10:00", thread_id="A"),
        said("2", "bob", "10:00", thread_id="B", channel="forum"),
        said("3", "carol", "10:00", thread_id="C", about_party="rival"),
        said("4", "dave", "10:00", thread_id="A", about_party=None),
    ]
    promise = replace(HOUR_IN_C5, channels=frozenset({"x"}), parties=frozenset({"halden"}))
    assert [episode.customer for episode in episodes_of(messages, promise)] == ["alice", "dave"]


def test_a_question_that_is_told_twice_or_edited_counts_once_from_its_first_telling() -> None:
    messages = [said("1", "alice", "10:30"), said("1", "alice", "10:00"), said("2", "desk", "10:40", role="brand")]
    assert waits(episodes_of(messages, HOUR_IN_C5)) == [("alice", 1, 40)]


def test_a_question_and_its_reply_of_the_same_second_are_a_wait_of_nothing() -> None:
    reply_first = [said("1", "desk", "10:00", to="2", role="brand"), said("2", "alice", "10:00", to="0")]
    (episode,) = episodes_of([said("0", "post", "09:00", role="staff"), *reply_first], HOUR_IN_C5)
    assert (episode.wait_business_seconds, episode.flags, episode.is_first_response) == (0, frozenset(), True)


def test_beyond_two_minutes_a_reply_before_its_question_is_set_aside_with_it() -> None:
    """B4: within 120 s a clock is off, beyond that nothing is known."""
    within = [said("2", "desk", "09:58", to="1", role="brand"), said("1", "alice", "10:00")]
    beyond = [said("2", "desk", "09:57", to="1", role="brand"), said("1", "alice", "10:00")]
    ((kept,), (apart,)) = (episodes_of(messages, HOUR_IN_C5) for messages in (within, beyond))
    assert (status(kept, MUCH_LATER), kept.flags) == ("met", {"clock_skew"})
    assert (status(apart, MUCH_LATER), apart.wait_business_seconds) == ("quarantined", None)


def test_a_follow_up_whose_reply_seems_early_joins_the_wait_that_the_reply_ended() -> None:
    messages = [
        said("1", "alice", "10:00"),
        said("3", "desk", "10:20", to="2", role="brand"),
        said("2", "alice", "10:21", to="1"),
    ]
    (episode,) = episodes_of(messages, HOUR_IN_C5)
    assert (episode.wait_business_seconds, episode.flags, episode.answered_by) == (1200, {"clock_skew"}, "3")


def test_what_is_left_when_the_first_question_was_spam_and_the_second_seems_late_is_a_wait_of_nothing() -> None:
    messages = [
        said("1", "alice", "10:00"),
        said("3", "desk", "10:20", to="2", role="brand"),
        said("2", "alice", "10:21", to="1"),
    ]
    spam = Mark("spam", "s", "T", at(day("12:00")), message_id="1")
    (episode,) = episodes_of(messages, HOUR_IN_C5, marks=[spam])
    assert (episode.opened_by, episode.wait_business_seconds, episode.elapsed_seconds) == ("2", 0, 0)


def test_the_nameless_of_one_thread_are_one_person() -> None:
    messages = [said("1", "", "10:00"), said("2", "", "10:05"), said("3", "desk", "10:10", role="brand")]
    assert waits(episodes_of(messages, HOUR_IN_C5)) == [("nameless", 1, 10)]


def test_each_customer_of_a_thread_has_a_first_reply_of_their_own() -> None:
    messages, _ = told(
        [("c", day("10:00")), ("a->c", day("10:05")), ("o", day("10:10")), ("c", day("10:20")), ("a", day("10:30"))]
    )
    episodes = episodes_of(messages, HOUR_IN_C5)
    assert [(e.customer, e.number, e.is_first_response) for e in episodes] == [
        ("c", 1, True),
        ("o", 1, True),
        ("c", 2, False),
    ]


def test_a_long_silence_begins_a_new_conversation_only_where_the_channel_says_so_and_nobody_waits() -> None:
    """Rule 8: the session gap restarts first responses, and never an open wait."""
    answered, _ = told([("c", day("10:00")), ("a", day("10:05")), ("c", day("10:06", "2026-03-03"))])
    waiting, _ = told(
        [
            ("c", day("10:00")),
            *((who, day(clock, "2026-03-04")) for who, clock in zip("cac", ("10:06", "10:10", "10:20"), strict=True)),
        ]
    )
    by_brand, _ = told(
        [("c", day("10:00")), ("a", day("10:05")), ("a", day("11:00", "2026-03-04")), ("c", day("12:00", "2026-03-04"))]
    )
    daily = replace(HOUR_IN_C5, session_gap_hours={"facebook": 24})
    firsts = {
        name: [[e.is_first_response for e in episodes_of(messages, promise)] for promise in (HOUR_IN_C5, daily)]
        for name, messages in {"answered": answered, "waiting": waiting, "by brand": by_brand}.items()
    }
    assert firsts == {
        "answered": [[True, False], [True, True]],
        "waiting": [[True, False], [True, False]],
        "by brand": [[True, False], [True, False]],
    }
    assert [e.number for e in episodes_of(answered, daily)] == [1, 2]


def test_a_dismissal_ends_one_wait_and_a_closed_thread_ends_them_all() -> None:
    messages = [said("1", "alice", "10:00"), said("2", "bob", "10:05"), said("3", "alice", "12:00")]
    noon = at(day("11:30"))
    by_name = episodes_of(messages, HOUR_IN_C5, marks=[Mark("dismissed", "s", "T", noon, customer="bob")])
    by_message = episodes_of(messages, HOUR_IN_C5, marks=[Mark("dismissed", "s", "T", noon, message_id="2")])
    closed = episodes_of(messages, HOUR_IN_C5, marks=[Mark("closed", "s", "T", noon)])
    assert by_name == by_message
    assert [(e.customer, e.dismissed_at, e.closed_at) for e in by_name] == [("alice", None, None), ("bob", noon, None)]
    assert [(e.customer, e.dismissed_at) for e in closed] == [("alice", noon), ("bob", noon), ("alice", None)]


@pytest.mark.parametrize(
    ("reason", "in_time", "late"),
    [
        (None, "dismissed", "breached"),
        ("other", "dismissed", "breached"),
        ("praise", "dismissed", "dismissed"),
        ("spam", "withdrawn", "withdrawn"),
    ],
)
def test_only_spam_and_praise_lift_a_promise_that_was_broken_already(reason, in_time: str, late: str) -> None:
    """Otherwise whoever answers late could raise the service level by closing what they were late with."""
    messages = [said("1", "alice", "10:00")]

    def ended(clock: str) -> Episode:
        mark = Mark("dismissed", "s", "T", at(day(clock)), customer="alice", reason=reason)
        [episode] = episodes_of(messages, HOUR_IN_C5, marks=[mark])
        return episode

    assert (status(ended("10:30"), MUCH_LATER), status(ended("11:30"), MUCH_LATER)) == (in_time, late)
    assert "dismissed_late" not in ended("10:30").flags
    assert "dismissed_late" in ended("11:30").flags
    assert status(ended("11:30"), at(day("11:29"))) == "breached"


def test_a_reply_that_closes_the_thread_in_the_same_moment_answers() -> None:
    messages = [said("1", "alice", "10:00"), said("2", "desk", "10:10", role="brand")]
    (episode,) = episodes_of(messages, HOUR_IN_C5, marks=[Mark("closed", "s", "T", at(day("10:10")))])
    assert status(episode, MUCH_LATER) == "met"


def test_a_mark_on_the_desk_never_answers_for_the_measure() -> None:
    """S0.9: only a reply that was seen counts; claimed and answered order the desk."""
    marks = [Mark("claimed", "s", "T", at(day("10:01"))), Mark("answered", "s", "T", at(day("10:05")), by="bob")]
    (episode,) = episodes_of([said("1", "alice", "10:00")], HOUR_IN_C5, marks=marks)
    assert status(episode, MUCH_LATER) == "breached"


def test_a_deleted_question_is_withdrawn_and_what_stands_beside_it_waits_on() -> None:
    messages = [said("1", "alice", "10:00"), said("2", "alice", "10:20")]
    first = Mark("withdrawn", "s", "T", at(day("10:30")), message_id="1")
    both = [first, Mark("withdrawn", "s", "T", at(day("10:40")), message_id="2")]
    (moved,) = episodes_of(messages, HOUR_IN_C5, marks=[first])
    assert (moved.opened_by, moved.due_at, status(moved, at(day("11:10")))) == ("2", at(day("11:20")), "pending")
    (gone,) = episodes_of(messages, HOUR_IN_C5, marks=both)
    assert [status(gone, at(day(clock))) for clock in ("10:39", "10:40", "18:00")] == [
        "pending",
        "withdrawn",
        "withdrawn",
    ]


def test_deleting_an_answered_question_changes_nothing_but_spam_never_counts() -> None:
    messages = [said("1", "alice", "10:00"), said("2", "desk", "10:10", role="brand")]
    afterwards = at(day("12:00"))
    (deleted,) = episodes_of(messages, HOUR_IN_C5, marks=[Mark("withdrawn", "s", "T", afterwards, message_id="1")])
    (spam,) = episodes_of(messages, HOUR_IN_C5, marks=[Mark("spam", "s", "T", afterwards, message_id="1")])
    assert (status(deleted, MUCH_LATER), status(spam, MUCH_LATER)) == ("met", "withdrawn")


def test_a_split_moves_messages_into_a_thread_of_their_own() -> None:
    """Rule 8: a split is a merge turned round; before it the old thread is as it was."""
    messages, _ = told([("c", day("10:00")), ("o", day("10:05")), ("a", day("10:30"))])
    split_at = at(day("12:00"))
    moves = [Move("desk", "T", "U", split_at, message_ids=frozenset({"T1"}))]
    episodes = episodes_of(messages, HOUR_IN_C5, moves=moves)
    then, now = (
        [(e.thread_id, e.customer, e.closed_at is not None) for e in episodes if is_known(e, when)
         and status(e, when) != "superseded"]
        for when in (at(day("11:00")), split_at)
    )  # fmt: skip
    assert then == [("T", "c", True), ("T", "o", True)]
    assert now == [("T", "c", True), ("U", "o", False)]


def test_a_thread_merged_twice_lives_three_times() -> None:
    threads = {name: told([("c", day(clock))], name)[0] for name, clock in [("A", "10:00"), ("B", "10:10")]}
    late, _ = told([("c", day("10:20")), ("a", day("10:50"))], "C")
    moves = [Move("desk", "B", "C", at(day("12:00"))), Move("desk", "A", "B", at(day("11:00")))]
    episodes = episodes_of([*threads["A"], *threads["B"], *late], HOUR_IN_C5, moves=moves)
    lives = [(e.thread_id, e.counts_from, e.superseded_at, e.wait_business_seconds) for e in episodes]
    once, twice = at(day("11:00")), at(day("12:00"))
    assert lives == [
        ("A", None, once, None),
        ("B", None, once, None),
        ("B", once, twice, None),
        ("C", None, twice, 1800),
        ("C", twice, None, 3000),
    ]


def test_a_thread_that_was_reopened_is_not_resolved_until_it_is_closed_again() -> None:
    calendar = CALENDARS["C5"]
    open_again = told([("c", day("09:00")), ("close", day("09:30")), ("c", day("10:00"))])
    resolution = resolution_of(*open_again, calendar)
    assert resolution is not None
    assert (resolution.reopens, resolution.first_business_seconds, resolution.full_business_seconds) == (1, 1800, None)
    assert resolution_of(*told([("a", day("09:00"))]), calendar) is None
    never = resolution_of(*told([("c", day("09:00"))]), calendar)
    assert never is not None
    assert (never.reopens, never.first_business_seconds) == (0, None)


SCRIPTS = st.lists(
    st.tuples(st.sampled_from(["c", "o", "a", "a->c", "a->o", "x", "n", "l"]), st.integers(0, 3 * 24 * 60)),
    min_size=1,
    max_size=12,
)


def script(events: list[tuple[str, int]]) -> list[MessageEvent]:
    start = at("2026-03-27T12:00:00")
    ordered = sorted(events, key=lambda event: event[1])
    return told([(who, (start + dt.timedelta(minutes=minute)).isoformat()) for who, minute in ordered])[0]


@settings(max_examples=150, deadline=None)
@given(events=SCRIPTS, judged_after_minutes=st.integers(0, 5 * 24 * 60))
def test_the_verdict_follows_the_rule_of_duration(events: list[tuple[str, int]], judged_after_minutes: int) -> None:
    """Rule 5, said with open time instead of instants; S06 is where the two could differ."""
    promise = HOUR_IN_C5
    as_of = at("2026-03-27T12:00:00") + dt.timedelta(minutes=judged_after_minutes)
    for episode in episodes_of(script(events), promise):
        if not is_known(episode, as_of) or episode.flags:
            continue
        answered = episode.closed_at is not None and episode.closed_at <= as_of
        waited = promise.calendar.business_seconds(episode.opened_at, episode.closed_at if answered else as_of)  # type: ignore[arg-type]
        kept = "met" if answered else "pending"
        assert status(episode, as_of) == (kept if waited <= promise.target_seconds else "breached")


@settings(max_examples=150, deadline=None)
@given(events=SCRIPTS)
def test_every_question_stands_in_exactly_one_wait_and_waits_of_one_person_follow_each_other(
    events: list[tuple[str, int]],
) -> None:
    messages = script(events)
    episodes = [e for e in episodes_of(messages, HOUR_IN_C5) if "quarantined" not in e.flags]
    for customer in ("c", "o"):
        own = [e for e in episodes if e.customer == customer]
        assert [e.number for e in own] == sorted(e.number for e in own)
        assert all(e.closed_at and e.closed_at <= later.opened_at for e, later in pairwise(own))
        assert sum(e.closed_at is None for e in own) <= 1
    if all("quarantined" not in e.flags for e in episodes_of(messages, HOUR_IN_C5)):
        assert sum(e.messages for e in episodes) == sum(m.author in ("c", "o") for m in messages)


def test_messages_that_come_thread_by_thread_give_the_same_episodes_one_thread_at_a_time() -> None:
    """The form for a lake of millions; plain tuples and microseconds do as well."""
    messages = [m for name in "ABC" for m in told([("c", day("10:00")), ("a", day("10:20"))], name)[0]]
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    rows = [tuple(m._replace(posted_at=(m.posted_at - epoch) // dt.timedelta(microseconds=1))) for m in messages]  # type: ignore[operator]
    streamed = list(episodes_in_order((MessageEvent._make(row) for row in rows), HOUR_IN_C5))
    assert streamed == episodes_of(messages, HOUR_IN_C5)
    assert list(episodes_in_order(rows, HOUR_IN_C5)) == streamed  # type: ignore[arg-type]


def test_a_promise_of_no_time_is_refused() -> None:
    with pytest.raises(Exception, match="cannot be promised within 0 minutes"):
        Promise(0, CALENDARS["C5"])
