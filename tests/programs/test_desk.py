"""The desk: who waits, how long is left, who is on it (S0.7, S0.9)."""

from __future__ import annotations

import datetime as dt

import pytest

from leadline.programs import Mark, MarkKind, MessageEvent, Promise, calendar_from_dict, episodes_of
from leadline.programs.desk import DeskItem, desk, desk_sentence
from tests.programs.conversation import at

DESK = Promise(60, calendar_from_dict({"zone": "Europe/Berlin", "hours": "every day 08:00-20:00"}))
NOON = at("2026-03-02T12:00:00")


def asked(**clocks: str) -> list[MessageEvent]:
    """One question a customer, each in a thread of their own, on Monday 2 March 2026."""
    return [
        MessageEvent("s", f"{name}-1", name, at(f"2026-03-02T{clock}"), name, channel="x", about_party="halden")
        for name, clock in clocks.items()
    ]


def items_at(now: dt.datetime, messages: list[MessageEvent], marks: list[Mark] | None = None) -> tuple[DeskItem, ...]:
    return desk(episodes_of(messages, DESK), marks or [], now, DESK)


def mark(kind: MarkKind, thread: str, clock: str = "11:59:00", by: str | None = "bob", **more: str) -> Mark:
    return Mark(kind, "s", thread, at(f"2026-03-02T{clock}"), by=by, **more)


def test_what_can_still_be_answered_in_time_stands_first_and_then_what_was_asked_last() -> None:
    """S0.9: soon, due and late; `soon` is the warning before the breach, and an old breach hides no promise to keep."""
    items = items_at(NOON, asked(calm="11:40:00", pressing="11:10:00", late="10:55:30", later="10:56:00"))
    assert [(item.episode.customer, item.urgency, item.state) for item in items] == [
        ("pressing", "soon", "due in 10 min"),
        ("calm", "due", "due in 40 min"),
        ("later", "late", "late by 4 min"),
        ("late", "late", "late by 4 min"),
    ]
    assert [item.left_seconds for item in items] == [600, 2400, -240, -270]


@pytest.mark.parametrize(
    ("asked_at", "now", "state", "urgency"),
    [
        ("19:50:00", "2026-03-02T19:55:00", "due Tue 08:50", "due"),
        ("19:50:00", "2026-03-02T23:00:00", "due Tue 08:50", "due"),
        ("19:50:00", "2026-03-03T03:00:00", "due 08:50", "due"),
        ("19:50:00", "2026-03-03T08:34:59", "due in 15 min", "due"),
        ("19:50:00", "2026-03-03T08:35:00", "due in 15 min", "soon"),
        ("19:50:00", "2026-03-03T08:50:00", "due now", "soon"),
        ("19:50:00", "2026-03-03T08:50:30", "late by 30 s", "late"),
        ("19:50:00", "2026-03-04T08:50:00", "late by 12 h", "late"),
        ("19:00:00", "2026-03-02T19:59:30", "due in 30 s", "soon"),
        ("19:00:00", "2026-03-02T22:00:00", "due Tue 08:00", "soon"),
    ],
)
def test_while_the_desk_is_closed_the_clock_stands(asked_at: str, now: str, state: str, urgency: str) -> None:
    """S0.8: no minutes are counted down through the night; S06: until the next opening nothing is late."""
    (item,) = items_at(at(now), asked(alice=asked_at))
    assert (item.state, item.urgency) == (state, urgency)


def test_what_is_answered_or_still_to_come_is_not_on_the_desk() -> None:
    question = asked(alice="11:00:00", bob="13:00:00")
    reply = question[0]._replace(
        message_id="reply", posted_at=at("2026-03-02T11:20:00"), author="desk", speaker_role="brand"
    )
    assert items_at(NOON, [*question, reply]) == ()
    assert [item.episode.customer for item in items_at(at("2026-03-02T11:10:00"), [*question, reply])] == ["alice"]


def test_a_claim_names_who_is_on_it_until_it_is_released() -> None:
    messages = asked(alice="11:30:00")
    claimed, released = mark("claimed", "alice", "11:40:00"), mark("released", "alice", "11:50:00")
    taken_over = mark("claimed", "alice", "11:55:00", by="carol")
    held_by = [items_at(NOON, messages, marks)[0].claimed_by for marks in ([], [claimed], [released, claimed])]
    assert held_by == [None, "bob", None]
    assert items_at(NOON, messages, [taken_over, claimed, released])[0].claimed_by == "carol"


def test_what_somebody_marked_as_answered_stands_last_until_the_reply_is_seen() -> None:
    """S0.9: the mark clears the desk; the service level waits for the reply itself."""
    messages = asked(alice="10:30:00", bob="11:50:00")
    items = items_at(NOON, messages, [mark("answered", "alice")])
    assert [(item.episode.customer, item.answered_by) for item in items] == [("bob", None), ("alice", "bob")]
    assert items[1].urgency == "late"


@pytest.mark.parametrize(
    "fresh",
    [
        mark("dismissed", "alice"),
        mark("dismissed", "alice", customer="alice"),
        mark("dismissed", "alice", customer="alice", message_id="alice-1"),
        mark("closed", "alice"),
        mark("withdrawn", "alice", message_id="alice-1"),
        mark("spam", "alice", message_id="alice-1"),
    ],
)
def test_a_fresh_mark_takes_an_item_off_the_desk_before_the_episodes_are_laid_out_again(fresh: Mark) -> None:
    assert items_at(NOON, asked(alice="11:30:00"), [fresh]) == ()


@pytest.mark.parametrize(
    "elsewhere",
    [
        mark("dismissed", "alice", "11:00:00"),
        mark("dismissed", "alice", "12:30:00"),
        mark("dismissed", "alice", customer="bob"),
        mark("withdrawn", "alice", message_id="another"),
        mark("closed", "bob"),
    ],
)
def test_a_mark_on_something_else_or_of_another_time_changes_nothing(elsewhere: Mark) -> None:
    assert len(items_at(NOON, asked(alice="11:30:00"), [elsewhere])) == 1


def test_the_desk_is_said_in_one_sentence() -> None:
    messages = asked(calm="11:40:00", pressing="11:10:00", late="10:55:30")
    said = [
        desk_sentence(items_at(NOON, messages)),
        desk_sentence(items_at(NOON, asked(late="10:55:30"))),
        desk_sentence(items_at(NOON, messages, [mark("answered", name) for name in ("calm", "pressing", "late")])),
    ]
    assert said == [
        "3 waits for a reply; 1 late; 1 due soon; the next is due in 10 min.",
        "1 wait for a reply; 1 late.",
        "Nobody waits for a reply.",
    ]


def test_the_desk_says_how_many_wait_from_long_ago() -> None:
    recent = items_at(NOON, asked(late="10:55:30"))
    assert desk_sentence(recent, older=2) == ("1 wait for a reply; 1 late; 2 more have lasted for more than 14 days.")
    assert desk_sentence((), older=1) == "1 wait has lasted for more than 14 days."
