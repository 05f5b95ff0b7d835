"""The month that is judged is one in which enough was heard (S4.2): Home, the x-ray and what is new ask the same."""

import datetime as dt

import pytest

from leadline.assess import month_to_judge, months_with_messages, rebuild_cubes
from leadline.words import Month
from tests.assess.saying import BREVIK, HALDEN, Said

AUGUST, SEPTEMBER, OCTOBER = (Month(2026, one) for one in (8, 9, 10))


@pytest.fixture
def begun(said: Said) -> Said:
    """A full September, an October of which two messages came in, and a November of competitors alone."""
    said.say(times=30, day=dt.date(2026, 9, 14))
    said.say(times=2, day=dt.date(2026, 10, 1))
    said.say(times=40, day=dt.date(2026, 11, 1), about=BREVIK)
    rebuild_cubes(said.keep())
    return said


def test_a_month_that_has_hardly_begun_gives_way_to_the_full_one_before_it(begun):
    assert month_to_judge(begun.lake, HALDEN.id, OCTOBER) == SEPTEMBER
    assert month_to_judge(begun.lake, HALDEN.id, Month(2026, 11)) == SEPTEMBER
    assert month_to_judge(begun.lake, BREVIK.id, Month(2026, 11)) == Month(2026, 11)


def test_one_message_fewer_than_a_finding_rests_on_is_too_few_and_no_later_month_is_taken(said):
    said.say(times=29, day=dt.date(2026, 8, 14))
    said.say(times=30, day=dt.date(2026, 9, 14), reads="unread")
    said.say(times=30, day=dt.date(2026, 10, 14))
    rebuild_cubes(said.keep())
    assert month_to_judge(said.lake, HALDEN.id, SEPTEMBER) == SEPTEMBER
    assert month_to_judge(said.lake, HALDEN.id, OCTOBER) == OCTOBER


def test_a_month_in_which_nobody_spoke_is_not_among_those_to_choose_from(said):
    said.say(day=dt.date(2026, 8, 14))
    said.say(day=dt.date(2026, 10, 14))
    rebuild_cubes(said.keep())
    assert months_with_messages(said.lake) == (OCTOBER, AUGUST)
