"""How many people said it: counted where they are few, estimated from sketches that can be put together where many."""

import datetime as dt
import itertools
import random

import pytest

from leadline.assess import Which, count_messages, find_messages, rebuild_cubes, tally
from leadline.assess.cubes.people import _sketch, put_together
from leadline.assess.messages.counting import messages_by_day
from leadline.assess.tables import PEOPLE_MONTHS
from leadline.engine import Lake, rows, scan
from leadline.words import Period
from tests.assess.test_cubes import talk


def names(first: int, last: int) -> list[str]:
    return [f"p{number:020x}" for number in range(first, last)]


def test_few_people_are_told_exactly_and_each_once():
    told = put_together([_sketch(names(0, 90)), _sketch(names(50, 120))], names(100, 130))
    assert (told.count, told.is_exact) == (130, True)


@pytest.mark.parametrize("many", [5_000, 60_000])
def test_95_of_100_estimates_lie_within_what_is_stated(many: int):
    """The error of the method is 1.04 / sqrt(4096); a parted whole, as months are, errs no more than one at once."""
    inside, errors = 0, []
    for number in range(200):
        first = number * 1_000_000
        parts = [_sketch(names(first + at, first + at + many // 2)) for at in (0, many // 4, many // 2)]
        told = put_together(parts)
        inside += told.least <= many <= told.most
        errors.append(told.count / many - 1)
    assert inside / 200 >= 0.93
    assert abs(sum(errors) / 200) < 0.005, "neither too many nor too few"
    assert (sum(error**2 for error in errors) / 200) ** 0.5 < 0.02


@pytest.fixture
def crowd(said) -> Lake:
    talk(said, messages=900, seed=21)
    lake = said.keep()
    rebuild_cubes(lake)
    return lake


def questions() -> list[Which]:
    """Any mixture of conditions."""
    of = random.Random(22)  # noqa: S311 - a test
    parties, speakers = [None, "halden", "brevik"], [None, "customer", "dealer"]
    topics = [
        {},
        {"theme": "billing"},
        {"department": "support"},
        {"channel": "x"},
        {"theme": "outage", "channel": "x"},
    ]
    shown = ["negative", "positive", "hurting", "frustration", "excitement", "need"]
    reads = [None, "voice", "read", *shown, "spam", "repeat", "bot"]
    days = [
        None,
        Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30)),
        Period(dt.date(2026, 9, 11), dt.date(2026, 10, 20)),
        Period(dt.date(2026, 8, 20), dt.date(2026, 10, 9)),
        Period(dt.date(2026, 9, 3), dt.date(2026, 9, 9)),
    ]
    every = list(itertools.product(parties, speakers, topics, reads, days, [False, False, True]))
    return [
        Which(party=party, speaker=speaker, reading=reading, period=period, noise=noise, **topic)
        for party, speaker, topic, reading, period, noise in of.sample(every, 120)
    ] + [Which(market=True), Which(aspect="customers", reading="hurting")]


def test_what_cubes_tell_is_what_counting_tells(crowd, monkeypatch):
    """People by sketches too: so few of them are told exactly."""
    monkeypatch.setattr("leadline.assess.messages.counting.COUNTED_AT_ONCE", 0)
    told = 0
    for which in questions():
        found = find_messages(crowd, which, limit=2000)
        told += len(found)
        assert len(found) == count_messages(crowd, which)
        counted = tally(crowd, which)
        assert (counted.messages, counted.people) == (len(found), len({one.author for one in found})), which
    assert told > 1000


def test_pages_of_a_list_open_the_days_on_which_its_messages_were_said(crowd):
    for which in (Which(party="halden", reading="hurting"), Which(theme="billing")):
        whole = find_messages(crowd, which, limit=2000)
        for limit, offset in ((1, 0), (7, 3), (25, 25), (25, len(whole) - 5), (25, len(whole)), (25, len(whole) + 40)):
            assert find_messages(crowd, which, limit=limit, offset=offset) == whole[offset : offset + limit]


def test_three_conditions_of_no_cube_and_cubes_that_are_behind_are_counted_by_signals(crowd, said):
    three = Which(party="halden", theme="billing", channel="x")
    assert messages_by_day(crowd, three) is None
    assert tally(crowd, three).messages == count_messages(crowd, three) > 0
    talk(said, messages=20, seed=23)
    said.keep()
    assert messages_by_day(crowd, Which()) is None
    assert tally(crowd, Which()).messages == 920


def test_an_estimate_says_between_which_numbers_it_lies(said, monkeypatch):
    monkeypatch.setattr("leadline.assess.messages.counting.COUNTED_AT_ONCE", 0)
    said.say(times=3000)
    lake = said.keep()
    rebuild_cubes(lake)
    told = tally(lake, Which())
    assert told.messages == 3000
    assert told.between is not None
    assert told.between[0] <= 3000 <= told.between[1]
    assert (told.between[1] - told.between[0]) / 3000 < 0.08


def test_sketches_hold_no_pseudonym(said):
    """A pseudonym of a few signs might stand in any bytes by chance, so these are long ones."""
    for author in names(0, 50):
        said.say(author=author)
    lake = said.keep()
    rebuild_cubes(lake)
    sketches = b"".join(row["sketch"] for row in rows(scan(lake, PEOPLE_MONTHS)))
    assert sketches
    assert not [author for author in names(0, 50) if author.encode() in sketches or author[1:].encode() in sketches]
