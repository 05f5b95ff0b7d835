"""Every case of sla_cases.json, the twenty-four that settle what a service level means (S0.8, S0.9).

A case's expectation that this file does not know how to check is a failure, so that none is skipped in silence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from leadline.measure.service_levels import ServiceLevel, service_level
from leadline.programs import Episode, Move, Promise, Resolution, episodes_of, resolution_of, status
from tests.programs.conversation import CALENDARS, HOUR_IN_C5, SLA_CASES, at, told

MUCH_LATER = at("2026-12-31T00:00:00")
TOLD_ONCE = [case for case in SLA_CASES if "msgs" in case]


@dataclass
class Outcome:
    episodes: list[Episode]
    level: ServiceLevel
    resolution: Resolution | None
    promise: Promise

    @property
    def only(self) -> Episode:
        (episode,) = self.episodes
        return episode

    @property
    def first(self) -> Episode | None:
        return next((episode for episode in self.episodes if episode.is_first_response), None)

    def waits(self, *, first: bool) -> list[float | None]:
        return [episode.wait_business_seconds for episode in self.episodes if episode.is_first_response is first]

    def statuses(self, as_of: dt.datetime = MUCH_LATER) -> list[str]:
        return [status(episode, as_of) for episode in self.episodes]

    def of(self, customer: str) -> Episode:
        return next(episode for episode in self.episodes if episode.customer == customer)


CHECKS: dict[str, Callable[[Outcome], Any]] = {
    "frt_business_s": lambda outcome: outcome.first and outcome.first.wait_business_seconds,
    "nrt_business_s": lambda outcome: outcome.waits(first=False),
    "elapsed_s": lambda outcome: outcome.only.elapsed_seconds,
    "episodes": lambda outcome: len(outcome.episodes),
    "status": lambda outcome: status(outcome.only, MUCH_LATER),
    "statuses": lambda outcome: outcome.statuses(),
    "service_level": lambda outcome: outcome.level.share,
    "initiated_by": lambda outcome: "customer" if outcome.first else "brand",
    "answered": lambda outcome: outcome.level.total.answered,
    "dismissed": lambda outcome: outcome.level.total.dismissed,
    "unanswered": lambda outcome: outcome.level.total.unanswered,
    "response_rate": lambda outcome: outcome.level.total.response_rate,
    "handle_rate": lambda outcome: outcome.level.total.handle_rate,
    "first_action_business_s": lambda outcome: outcome.only.first_action_business_seconds,
    "episode_c_business_s": lambda outcome: outcome.of("c").wait_business_seconds,
    "episode_o_business_s": lambda outcome: outcome.of("o").wait_business_seconds,
    "flag": lambda outcome: next(iter(outcome.only.flags)),
    "reopens": lambda outcome: outcome.resolution and outcome.resolution.reopens,
    "first_resolution_business_s": lambda outcome: outcome.resolution and outcome.resolution.first_business_seconds,
    "full_resolution_business_s": lambda outcome: outcome.resolution and outcome.resolution.full_business_seconds,
    "open_business_s": lambda outcome: outcome.resolution and outcome.resolution.open_business_seconds,
}


def outcome_of(case: dict[str, Any]) -> Outcome:
    promise = Promise(60, CALENDARS[case["cal"]])
    messages, marks = told(case["msgs"])
    episodes = episodes_of(messages, promise, marks=marks)
    level = service_level(episodes, promise, MUCH_LATER)
    return Outcome(episodes, level, resolution_of(messages, marks, promise.calendar), promise)


@pytest.mark.parametrize("case", TOLD_ONCE, ids=[case["id"] for case in TOLD_ONCE])
def test_a_case_comes_out_as_it_was_worked_by_hand(case: dict[str, Any]) -> None:
    """S0.8, S0.9: S01 to S19 and B1 to B4, every expectation of each."""
    outcome = outcome_of(case)
    expected = {key: value for key, value in case["expect"].items() if key not in ("note", "due", "as_of")}
    assert {key: CHECKS[key](outcome) for key in expected} == expected
    if "due" in case["expect"]:
        assert outcome.only.due_at == at(case["expect"]["due"])
    for when, judgement in case["expect"].get("as_of", {}).items():
        assert status(outcome.only, at(when)) == judgement, when


@pytest.mark.parametrize("case", TOLD_ONCE, ids=[case["id"] for case in TOLD_ONCE])
def test_a_case_does_not_depend_on_the_order_in_which_its_messages_are_told(case: dict[str, Any]) -> None:
    """An import may bring the reply before the question."""
    promise = Promise(60, CALENDARS[case["cal"]])
    messages, marks = told(case["msgs"])
    backwards = episodes_of(messages[::-1], promise, marks=marks[::-1])
    assert backwards == episodes_of(messages, promise, marks=marks)


def test_s12_an_overdue_question_counts_in_the_service_level_and_as_unanswered() -> None:
    """S0.9: pending is in no denominator; breached and unanswered is in both."""
    messages, _ = told([("c", "2026-03-02T19:50:00")])
    episodes = episodes_of(messages, HOUR_IN_C5)
    before, after = (service_level(episodes, HOUR_IN_C5, at(f"2026-03-03T08:50:0{second}")) for second in (0, 1))
    assert (before.share, before.total.pending, before.total.unanswered, before.total.overdue) == (None, 1, 1, 0)
    assert (after.share, after.total.pending, after.total.unanswered, after.total.overdue) == (0.0, 0, 1, 1)


def test_s18c_a_night_has_as_many_seconds_as_really_pass() -> None:
    """S0.8, DST: the night in March is an hour shorter, the one in October an hour longer."""
    (case,) = (case for case in SLA_CASES if case["id"] == "S18c")
    lengths = dict(case["window_seconds"])
    other = lengths.pop("other")
    nights = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    measured = {night.isoformat(): CALENDARS["N"].open_seconds_on(night) for night in nights}
    assert {night: seconds for night, seconds in measured.items() if seconds != other} == lengths


def test_s20_a_merge_judges_the_union_and_keeps_the_breach_that_was_seen() -> None:
    """S0.9: before the merge A is breached and B met; after it one episode is met, and A's event is kept."""
    (case,) = (case for case in SLA_CASES if case["id"] == "S20")
    expected = case["expect"]
    messages = [message for name, events in case["threads"].items() for message in told(events, name)[0]]
    merged_at = at(case["merge"][1])
    episodes = episodes_of(messages, HOUR_IN_C5, moves=[Move("desk", "A", "B", merged_at)])
    seen = at("2026-03-02T11:10:00")
    before = service_level(episodes, HOUR_IN_C5, seen)
    known_before = {episode.thread_id: status(episode, seen) for episode in episodes if episode.counts_from is None}
    assert {**known_before, "service_level": before.share} == expected["as_of_11:10"]

    after = service_level(episodes, HOUR_IN_C5, merged_at)
    (union,) = (episode for episode in episodes if episode.superseded_at is None)
    assert after.total.n == expected["after_merge"]["episodes"]
    assert after.share == expected["after_merge"]["service_level"]
    assert union.wait_business_seconds == expected["after_merge"]["frt_business_s"]
    assert (union.is_first_response, status(union, merged_at)) == (True, expected["after_merge"]["status"])

    (kept,) = (episode for episode in episodes if episode.thread_id == "A")
    assert "superseded_by_merge" in kept.flags
    assert status(kept, merged_at) == "superseded"
    assert status(replace(kept, superseded_at=None), merged_at) == "breached"


def test_every_case_of_the_file_is_a_test() -> None:
    """A case added to the file must be checked by one of the tests above."""
    special = {"S18c", "S20"}
    assert {case["id"] for case in SLA_CASES} == {case["id"] for case in TOLD_ONCE} | special
    assert len(SLA_CASES) == 29
