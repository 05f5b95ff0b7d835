"""The service level: its shares and waits by hand, its honesty about what is still open (S0.9)."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from leadline.measure.service_levels import ServiceLevel, service_level
from leadline.measure.service_tally import Tally, WaitTime
from leadline.programs import Episode, Mark, MessageEvent, Promise, always, calendar_from_dict, episodes_of
from leadline.words import Period

OPEN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HOUR = Promise(60, always("Europe/Amsterdam"))
NEXT_MONTH = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def asked(
    thread_id: str,
    after_minutes: float,
    replied_after: float | None = None,
    *,
    channel: str = "facebook",
    party: str = "halden",
) -> list[MessageEvent]:
    """A question, and perhaps its reply so many minutes later."""
    question = MessageEvent(
        "s", thread_id, thread_id, OPEN + minutes(after_minutes), "alice", channel=channel, about_party=party
    )
    if replied_after is None:
        return [question]
    reply = question._replace(
        message_id=f"{thread_id}-reply",
        posted_at=OPEN + minutes(after_minutes + replied_after),
        author="desk",
        speaker_role="brand",
        reply_to=thread_id,
    )
    return [question, reply]


def answered(*waits: float | None) -> list[Episode]:
    """One thread a wait, in minutes; None is still unanswered."""
    messages = [message for number, wait in enumerate(waits) for message in asked(f"t{number}", number, wait)]
    return episodes_of(messages, HOUR)


def test_a_month_is_counted_by_hand() -> None:
    """S0.9: met, breached, pending, dismissed and withdrawn, each in its own column; the rates by their definitions."""
    waits = {"quick": 10, "late": 90, "weeks": 8 * 24 * 60, "open": None, "thanks": None, "deleted": None}
    messages = [message for name, wait in waits.items() for message in asked(name, 0, wait)]
    messages += asked("new", 10 * 24 * 60 - 30)
    as_of = OPEN + minutes(10 * 24 * 60)
    marks = [
        Mark("dismissed", "s", "thanks", OPEN + minutes(5)),
        Mark("withdrawn", "s", "deleted", OPEN + minutes(5), message_id="deleted"),
    ]
    level = service_level(episodes_of(messages, HOUR, marks=marks), HOUR, as_of)
    assert level.total == Tally(
        n=7,
        met=1,
        breached=3,
        pending=1,
        dismissed=1,
        withdrawn=1,
        answered=3,
        answered_in_horizon=2,
        may_still_answer=1,
        overdue=1,
        median_business=WaitTime(90 * 60),
        p90_business=WaitTime(8 * 24 * 3600, is_at_least=True),
        median_elapsed=WaitTime(90 * 60),
        p90_elapsed=WaitTime(8 * 24 * 3600, is_at_least=True),
    )
    assert (level.share, level.total.unanswered) == (1 / 4, 2)
    assert (level.total.response_rate, level.total.handle_rate) == (2 / 5, 4 / 6)


@pytest.mark.parametrize(
    ("waits", "median", "p90"),
    [
        ((10,), "10 min", "10 min"),
        ((10, 20), "10 min", "20 min"),
        (tuple(range(1, 11)), "5 min", "9 min"),
        (tuple(range(1, 12)), "6 min", "10 min"),
        ((5, 10, None), "10 min", "more than 1 h"),
        ((5, 200, None, None), "3 h 20 min", "more than 3 h 20 min"),
        ((None, None), "more than 1 h", "more than 1 h"),
    ],
)
def test_quantiles_are_by_nearest_rank_and_an_overdue_wait_is_longer_than_any_seen(
    waits: tuple[float | None, ...], median: str, p90: str
) -> None:
    """S0.9, rule 9: leaving the unanswered out would flatter."""
    total = service_level(answered(*waits), HOUR, NEXT_MONTH).total
    assert (str(total.median_business), str(total.p90_business)) == (median, p90)


def test_a_month_judged_at_its_end_does_not_know_the_answers_of_the_next_month() -> None:
    """A frozen month is rebuilt as it was seen."""
    episodes = episodes_of(asked("t", 0, 45 * 24 * 60), HOUR)
    then = service_level(episodes, HOUR, NEXT_MONTH)
    later = service_level(episodes, HOUR, NEXT_MONTH + dt.timedelta(days=60))
    assert (then.total.answered, then.total.overdue, later.total.answered, later.total.overdue) == (0, 1, 1, 0)
    assert service_level(episodes, HOUR, OPEN - minutes(1)).total == Tally()


def test_the_response_rate_does_not_rise_with_age_once_the_horizon_is_past() -> None:
    """S0.9, rule 6: an answer after seven days is an answer, but not within the horizon."""
    episodes = answered(10, 8 * 24 * 60, None)
    rates = [service_level(episodes, HOUR, OPEN + dt.timedelta(days=days)).total.response_rate for days in (7.5, 20)]
    assert rates == [1 / 3, 1 / 3]


def test_first_and_next_replies_stand_apart() -> None:
    """S0.9: the promise holds for both, and each is counted on its own."""
    first = asked("t", 0, 10)
    follow_up = replace_ids(asked("t", 30, 90), "again", thread_id="t")
    level = service_level(episodes_of([*first, *follow_up], HOUR), HOUR, NEXT_MONTH)
    assert (level.first.share, level.next.share, level.share) == (1.0, 0.0, 0.5)
    assert (level.first.n, level.next.n, level.total.n) == (1, 1, 2)


def replace_ids(messages: list[MessageEvent], prefix: str, *, thread_id: str) -> list[MessageEvent]:
    question, reply = messages
    return [
        question._replace(message_id=prefix, thread_id=thread_id),
        reply._replace(message_id=f"{prefix}-reply", thread_id=thread_id, reply_to=prefix),
    ]


def test_the_parts_add_up_to_the_whole() -> None:
    messages = [
        *asked("a", 0, 10),
        *asked("b", 0, 90, channel="x"),
        *asked("c", 24 * 60, None, party="rival"),
    ]
    level = service_level(episodes_of(messages, HOUR), HOUR, NEXT_MONTH)
    assert {key: (tally.n, tally.met) for key, tally in level.by_channel.items()} == {"facebook": (2, 1), "x": (1, 0)}
    assert {key: (tally.n, tally.met) for key, tally in level.by_party.items()} == {"halden": (2, 1), "rival": (1, 0)}
    assert {str(day): tally.n for day, tally in level.by_day.items()} == {"2026-03-02": 2, "2026-03-03": 1}


def test_a_period_is_of_local_dates_by_the_opening_of_the_wait() -> None:
    """Rule 9: half past eleven at night in London is the next day in Amsterdam."""
    late = dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC)
    messages = [asked("t", 0, 10)[0]._replace(posted_at=late)]
    march, april = (
        service_level(
            episodes_of(messages, HOUR), HOUR, late, Period(dt.date(2026, month, 1), dt.date(2026, month, 28))
        )
        for month in (3, 4)
    )
    assert (march.total.n, april.total.n) == (0, 1)


def test_the_worst_waits_are_named_and_an_open_one_is_still_growing() -> None:
    """S0.9: report of the worst, beside the share kept."""
    level = service_level(answered(*range(61, 70), None), HOUR, OPEN + minutes(1000))
    worst = level.worst[0]
    assert (worst.thread_id, worst.business_seconds, worst.is_answered) == ("t9", (1000 - 9) * 60, False)
    assert [wait.business_seconds / 60 for wait in level.worst[1:]] == [69, 68, 67, 66]


def test_a_promise_is_measured_in_its_own_hours_and_elapsed_time_stands_beside() -> None:
    desk = replace(HOUR, calendar=calendar_from_dict({"zone": "Europe/Amsterdam", "hours": "every day 08:00-20:00"}))
    evening = [message._replace(posted_at=message.posted_at + minutes(570)) for message in asked("t", 0)]  # type: ignore[operator]
    reply = asked("t", 0, 1320)[1]
    total = service_level(episodes_of([*evening, reply], desk), desk, NEXT_MONTH).total
    assert (str(total.median_business), str(total.median_elapsed)) == ("30 min", "12 h 30 min")


def test_a_service_level_does_not_rise_by_dismissing_what_is_late_already() -> None:
    """Without a reason that excuses it counts as late, though nobody waits any more; the longest wait ends there."""
    messages = [*asked("kept", 0, 10), *asked("t", 0)]
    left = service_level(episodes_of(messages, HOUR), HOUR, NEXT_MONTH)
    marks = [Mark("dismissed", "s", "t", OPEN + minutes(61))]
    level = service_level(episodes_of(messages, HOUR, marks=marks), HOUR, NEXT_MONTH)
    total = level.total
    assert (left.share, level.share, total.share_without_excuses) == (0.5, 0.5, 0.5)
    assert (total.dismissed, total.dismissed_late, total.dismissed_as_late, total.overdue) == (0, 0, 1, 0)
    assert (total.unanswered, total.may_still_answer, total.handle_rate) == (0, 0, 1)
    assert str(total.p90_business) == "more than 1 h"
    assert "the longest took 1 h 1 min and was closed without a reply" in level.sentence()
    assert "1 is closed late without a reply, and counted as late" in level.sentence()
    assert ServiceLevel.from_dict(level.as_dict()) == level


@pytest.mark.parametrize(("reason", "column"), [("praise", "dismissed"), ("spam", "withdrawn")])
def test_what_is_set_aside_late_with_a_reason_stands_beside_the_service_level(reason, column: str) -> None:
    messages = [*asked("kept", 0, 10), *asked("t", 0)]
    marks = [Mark("dismissed", "s", "t", OPEN + minutes(61), reason=reason)]
    level = service_level(episodes_of(messages, HOUR, marks=marks), HOUR, NEXT_MONTH)
    total = level.total
    assert (level.share, total.share_without_excuses, getattr(total, column)) == (1, 0.5, 1)
    assert (total.dismissed_late, total.dismissed_as_late) == (1, 0)
    assert "1 is set aside late as spam or praise, and in no share: counted as late, it would be 50 %" in (
        level.sentence()
    )


def test_a_pair_whose_clocks_disagree_is_counted_and_judged_nowhere() -> None:
    total = service_level(episodes_of(asked("t", 0, -3), HOUR), HOUR, NEXT_MONTH).total
    assert (total.n, total.quarantined, total.share, total.response_rate, total.handle_rate) == (1, 1, None, None, None)


@pytest.mark.parametrize(
    ("waits", "as_of", "sentence"),
    [
        ((), NEXT_MONTH, "No wait has been decided yet."),
        ((None,), OPEN + minutes(3), "No wait has been decided yet; 1 is not due yet."),
        (
            (10, 20, 108),
            NEXT_MONTH,
            "66.7 % of 3 waits were answered within 1 h (24/7, Europe/Amsterdam); the longest took 1 h 48 min.",
        ),
        (
            (*(10,) * 2999, 108),
            NEXT_MONTH,
            "99.9 % of 3,000 waits were answered within 1 h (24/7, Europe/Amsterdam); the longest took 1 h 48 min.",
        ),
        (
            (10, None, None),
            OPEN + minutes(61.5),
            "50 % of 2 waits were answered within 1 h (24/7, Europe/Amsterdam); the longest has lasted 1 h and is "
            "unanswered; 1 is overdue and unanswered; 1 is not due yet.",
        ),
    ],
)
def test_the_sentence_says_the_rule_the_longest_and_what_is_open(
    waits: tuple[float | None, ...], as_of: dt.datetime, sentence: str
) -> None:
    assert service_level(answered(*waits), HOUR, as_of).sentence() == sentence


def test_a_share_below_all_is_never_said_to_be_all() -> None:
    waits = [1.0] * 2999 + [61.0]
    assert service_level(answered(*waits), HOUR, NEXT_MONTH).sentence().startswith("99.9 % of 3,000 waits")


def test_a_service_level_survives_being_written_down() -> None:
    period = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    level = service_level(answered(10, 90, None), HOUR, NEXT_MONTH, period)
    again = ServiceLevel.from_dict(json.loads(json.dumps(level.as_dict())))
    assert again == level
    assert again.sentence() == level.sentence()
