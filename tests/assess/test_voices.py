"""Advocates and detractors: who was happy, or hurt, on more than one day (S4.11)."""

import datetime as dt

import pytest

from leadline.assess import named_voices, rebuild_cubes, voices
from leadline.words import Month
from tests.assess.saying import HALDEN, NORDHANDEL

OCTOBER = Month(2026, 10)
DAYS = tuple(dt.date(2026, 10, day) for day in (1, 5, 9, 20))


def on(said, author: str, *readings: str, days=DAYS, **what) -> None:
    for day, reads in zip(days, readings, strict=False):
        said.say(day=day, author=author, reads=reads, **what)


def stances(said, month: Month = OCTOBER) -> dict[str, int]:
    rebuild_cubes(said.keep())
    [told] = [one for one in voices(said.lake, HALDEN.id) if one.month == month]
    return {stance: one.people for stance, one in told.of.items() if one.people}


@pytest.mark.parametrize(
    ("readings", "stance"),
    [
        (("positive", "positive"), "advocate"),
        (("positive", "positive", "negative"), "advocate"),
        (("positive",), "other"),
        (("neutral", "neutral", "positive"), "other"),
        (("negative", "negative"), "detractor"),
        (("negative", "negative", "positive", "positive"), "detractor"),
        (("negative", "positive"), "other"),
        (("unread", "spam"), None),
    ],
)
def test_who_was_happy_or_hurt_again_is_an_advocate_or_a_detractor(said, readings, stance):
    """S4.11: only happy customers become advocates; frustrated customers do the other way around."""
    on(said, "ann", *readings)
    said.say(day=DAYS[0], author="bob")
    expected = {"other": 1} if stance is None else {"other": 2} if stance == "other" else {"other": 1, stance: 1}
    assert stances(said) == expected


def test_many_angry_messages_of_one_day_are_one_mood(said):
    on(said, "ann", "negative", "negative", "negative", days=(DAYS[0],) * 3)
    assert stances(said) == {"other": 1}


def test_praise_that_shows_frustration_is_not_happy(said):
    on(said, "ann", "positive", "positive", frustration=True)
    assert stances(said) == {"detractor": 1}


def test_three_months_count_together_and_no_more(said):
    days = (dt.date(2026, 8, 1), dt.date(2026, 10, 31))
    on(said, "ann", "positive", "positive", days=days)
    on(said, "bob", "positive", "positive", days=(dt.date(2026, 7, 31), dt.date(2026, 10, 31)))
    assert stances(said) == {"advocate": 1, "other": 1}


def test_the_company_and_its_partners_are_no_word_of_mouth(said):
    on(said, "h", "positive", "positive", by="brand")
    on(said, "d", "positive", "positive", by="dealer")
    on(said, "ann", "positive", "positive", about=NORDHANDEL)
    said.say(day=DAYS[0], author="bob")
    assert stances(said) == {"other": 1}


def test_shares_are_of_all_who_spoke_and_of_all_they_said(said):
    on(said, "ann", "negative", "negative", "negative")
    for name in ("bob", "charlie", "dora"):
        said.say(day=DAYS[0], author=name)
    rebuild_cubes(said.keep())
    [told] = voices(said.lake, HALDEN.id)
    assert told.share("detractor").value == 0.25
    assert told.part("detractor").value == 0.5


def test_those_who_spoke_up_most_are_named_by_pseudonym_and_no_more_than_twenty(said):
    on(said, "loud", "negative", "negative", "negative")
    for number in range(25):
        on(said, f"p{number:02d}", "negative", "negative")
    rebuild_cubes(said.keep())
    named = named_voices(said.lake, HALDEN.id, OCTOBER, "detractor")
    assert len(named) == 20
    assert (named[0].author, named[0].hurt_days, named[1].author) == ("loud", 3, "p00")
    assert named_voices(said.lake, HALDEN.id, OCTOBER, "advocate") == ()
