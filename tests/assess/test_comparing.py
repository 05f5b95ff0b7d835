"""Two groups side by side: what differs, and whether chance may explain it (S3.12, S3.15)."""

import datetime as dt
import random

import pytest

from leadline.assess import Group, compare, daily_messages, load_themes, rebuild_cubes, x_ray
from leadline.assess.xray.differences import change_of, difference_of, is_chance
from leadline.words import Period
from tests.assess.saying import BREVIK, HALDEN, PARTIES

SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))
THEMES = load_themes()


def test_a_difference_of_shares_has_newcombe_s_interval():
    """The first example of Newcombe 1998, method 10: 56/70 less 48/80."""
    found = difference_of((56, 70), (48, 80))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert not is_chance(found)
    assert is_chance(difference_of((5, 10), (4, 10)))
    assert difference_of((0, 0), (4, 10)) is None


def test_the_more_differences_are_looked_at_the_wider_each_interval():
    alone, among = difference_of((56, 70), (48, 80)), difference_of((56, 70), (48, 80), among=10)
    assert among.level == pytest.approx(0.995)
    assert among.low < alone.low < alone.high < among.high


def test_a_change_of_counts_finds_what_was_planted_and_claims_nothing_where_nothing_was():
    """200 pairs of bursty periods; 95 of 100 intervals should hold the truth."""
    of = random.Random(7)  # noqa: S311 - a simulation, no secret

    def period(mean: float) -> list[int]:
        return [round(of.gammavariate(4, mean / 4)) for _ in range(84)]

    for truth in (0.0, 0.3):
        held = 0
        for _ in range(200):
            found = change_of(period(100 * (1 + truth)), period(100))
            held += found.low <= truth <= found.high
        assert 180 <= held <= 200


def test_a_change_needs_days_on_both_sides():
    assert change_of([5, 5], [5, 5]) is None
    assert change_of([5] * 30, [0] * 30) is None
    assert change_of([6] * 30, [3] * 30).value == pytest.approx(1.0)


def groups(said):
    rebuild_cubes(said.keep())
    drawn = x_ray(said.lake, PARTIES, SEPTEMBER, themes=THEMES)
    daily = daily_messages(said.lake, SEPTEMBER)
    return [
        Group(party, drawn.of(party.id).aspects["customers"], SEPTEMBER, daily[party.id, "customers"])
        for party in (HALDEN, BREVIK)
    ]


def test_readings_and_themes_of_two_parties_differ_by_what_was_planted(said):
    said.say(times=60, theme="billing", reads="negative", frustration=True)
    said.say(times=40)
    said.say(times=20, theme="billing", about=BREVIK, reads="negative")
    said.say(times=80, about=BREVIK, reads="positive")
    told = compare(*groups(said), at_least=5)
    by = {one.id: one for one in told.readings}
    assert by["frustration"].difference.value == pytest.approx(0.6)
    assert by["positive"].difference.value == pytest.approx(-0.8)
    assert by["need"].difference.value == 0
    assert by["need"].is_chance
    [billing] = told.hurting
    assert (billing.name, billing.first.value, billing.second.value) == ("Bills and payments", 0.6, 0.2)
    assert not billing.is_chance


def test_what_rests_on_few_messages_is_not_compared(said):
    said.say(times=60, theme="billing")
    said.say(times=60, about=BREVIK)
    said.say(times=4, theme="billing", about=BREVIK)
    assert compare(*groups(said), at_least=5).spoken == ()
    assert compare(*groups(said), at_least=100).readings == ()


def test_days_without_a_message_count_as_none(said):
    said.say(day=dt.date(2026, 9, 2), times=3)
    said.say(day=dt.date(2026, 9, 2), reads="spam")
    said.say(about=BREVIK)
    rebuild_cubes(said.keep())
    days = daily_messages(said.lake, SEPTEMBER)[HALDEN.id, "customers"]
    assert (days[:3], sum(days), len(days)) == ((0, 3, 0), 3, 30)
