"""From a number to its messages: they are as many as the number says, and they are those (design section 1)."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from leadline.assess import (
    ASPECTS,
    Tally,
    Which,
    conversation,
    count_messages,
    find_messages,
    load_themes,
    rebuild_cubes,
    tally,
    x_ray,
)
from leadline.words import Period
from tests.assess.saying import BREVIK, HALDEN, PARTIES, Said

PERIOD = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 20))


@pytest.fixture
def crowd(said: Said):
    """500 messages of 25 days, of which the period holds 20."""
    of = random.Random(7)  # noqa: S311 - a crowd, no secret
    for _ in range(500):
        said.say(
            day=dt.date(2026, 9, 1) + dt.timedelta(days=of.randrange(25)),
            minute=of.randrange(1440),
            about=of.choice([HALDEN, HALDEN, BREVIK]),
            by=of.choice(["customer", "customer", "unknown", "brand", "staff", "dealer", "broker"]),
            reads=of.choice(["negative", "neutral", "positive", "spam", "unread"]),
            theme=of.choice(["", "billing", "outage"]),
            channel=of.choice(["facebook", "x"]),
            author=f"p{of.randrange(90)}",
            **{name: of.random() < 0.4 for name in ("frustration", "excitement", "need")},
        )
    rebuild_cubes(said.keep())
    return said.lake


def test_every_number_of_the_x_ray_is_the_number_of_messages_behind_it(crowd):
    found = x_ray(crowd, PARTIES[:2], PERIOD, themes=load_themes())
    compared = 0
    for one in found.parties:
        for name in ASPECTS:
            aspect = one.aspects[name]

            def behind(party=one.party.id, side=name, **which) -> int:
                return count_messages(crowd, Which(party=party, aspect=side, period=PERIOD, **which))

            assert behind(reading="voice") == aspect.messages
            assert behind(reading="read") == aspect.read
            assert behind(reading="spam") == aspect.spam
            assert behind(reading="unread") == aspect.messages - aspect.read
            assert behind(reading="hurting") == aspect.hurting
            shares = {
                "negative": aspect.negative,
                "positive": aspect.positive,
                "neutral": aspect.neutral,
                "frustration": aspect.frustrated,
                "excitement": aspect.excited,
                "need": aspect.needing,
            }
            for reading, share in shares.items():
                assert behind(reading=reading) == round(share.value * aspect.read if share else 0)
            for channel, count in aspect.channels.items():
                assert behind(reading="voice", channel=channel) == count
            for theme in aspect.themes:
                assert behind(theme=theme.theme, reading="read") == theme.messages
                assert behind(theme=theme.theme, reading="hurting") == theme.hurting
                assert behind(theme=theme.theme, reading="frustration") == theme.frustrated
                assert behind(theme=theme.theme, reading="excitement") == theme.excited
                assert behind(theme=theme.theme, reading="need") == theme.needing
                assert behind(theme=theme.theme, reading="negative") == theme.negative
                compared += 1
    assert compared == 12


def test_the_list_is_as_long_as_its_count_and_newest_first(crowd):
    which = Which(party="halden", reading="hurting", period=PERIOD)
    count = count_messages(crowd, which)
    found = find_messages(crowd, which, limit=1000)
    assert len(found) == count > 50
    assert [one.posted_at for one in found] == sorted((one.posted_at for one in found), reverse=True)
    assert all(one.sentiment == "negative" or one.frustration for one in found)
    assert tally(crowd, which) == Tally(count, len({one.author for one in found}))
    assert tally(crowd, Which(party="nobody")) == Tally(0, 0)


def test_pages_of_a_list_are_the_list(crowd):
    which = Which(party="halden", speaker="customer")
    whole = find_messages(crowd, which, limit=1000)
    pages = [find_messages(crowd, which, limit=40, offset=at) for at in range(0, len(whole), 40)]
    assert tuple(one for page in pages for one in page) == whole
    assert find_messages(crowd, which, limit=40, offset=len(whole)) == ()
    ends = replace(which, period=Period(whole[-1].posted_at.date() + dt.timedelta(days=3), whole[0].posted_at.date()))
    some = tally(crowd, ends).messages
    assert 0 < some < len(whole)
    assert find_messages(crowd, ends, limit=40, offset=some) == (), "nor what was said before"


@pytest.mark.parametrize(
    ("which", "fits"),
    [
        (Which(theme="billing"), lambda one: one.theme == "billing"),
        (Which(channel="x"), lambda one: one.channel == "x"),
        (Which(speaker="dealer"), lambda one: one.speaker_role == "dealer"),
        (Which(aspect="partners"), lambda one: one.speaker_role in ("dealer", "broker")),
        (Which(party="brevik"), lambda one: one.about_party == "brevik"),
        (Which(reading="spam"), lambda one: one.sentiment == "spam"),
        (Which(reading="need"), lambda one: one.need and one.sentiment in ("negative", "neutral", "positive")),
        (Which(department="support"), lambda one: one.theme in ("billing", "outage")),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, Which) else "",
)
def test_each_filter_keeps_what_fits_and_nothing_else(crowd, which, fits):
    everything = find_messages(crowd, Which(), limit=1000)
    assert len(everything) == 500
    assert set(find_messages(crowd, which, limit=1000)) == {one for one in everything if fits(one)}


def test_a_conversation_is_told_in_order_with_what_was_read_and_what_was_not(said):
    said.say("second", thread="t", minute=20, by="brand", author="halden")
    said.say("first", thread="t", minute=10, reads="negative", frustration=True, theme="billing")
    said.say("third", thread="t", minute=30, by="brand", kind="note")
    said.say("elsewhere", thread="t", source="other")
    said.signals.pop(2)  # a note is kept, and never read
    lake = said.keep()
    told = conversation(lake, "test", "t")
    assert [one.text for one in told] == ["first", "second", "third"]
    assert [(one.kind, one.sentiment, one.frustration, one.theme) for one in told] == [
        ("message", "negative", True, "billing"),
        ("message", "neutral", False, None),
        ("note", None, None, None),
    ]
    assert conversation(lake, "test", "nowhere") == ()


def test_two_sources_may_use_the_same_message_id(said):
    said.say("of a", source="a")
    said.say("of b", source="b")
    for row in (*said.messages, *said.signals):
        row["message_id"] = "1"
    lake = said.keep()
    assert {(one.source, one.text) for one in find_messages(lake, Which())} == {("a", "of a"), ("b", "of b")}
