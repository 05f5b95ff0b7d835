"""The cubes that pages read are equal to counting all signals anew, whatever happened before (design sections 3, 6)."""

import datetime as dt
import random

import pytest

from leadline.assess import (
    CONVERSATIONS,
    MESSAGE_DAYS,
    SIGNALS,
    THEME_DAYS,
    TURN_MONTHS,
    cubes_are_current,
    rebuild_cubes,
    refresh_cubes,
)
from leadline.engine import Lake, Table, rows, scan
from leadline.words import Month
from tests.assess.saying import BREVIK, HALDEN, Said

CUBES = (MESSAGE_DAYS, THEME_DAYS, CONVERSATIONS, TURN_MONTHS)
SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


def held(lake: Lake) -> dict[str, list[dict]]:
    return {cube.name: by_key(lake, cube) for cube in CUBES}


def by_key(lake: Lake, cube: Table) -> list[dict]:
    return sorted(rows(scan(lake, cube)), key=lambda row: tuple(str(row[name]) for name in cube.key))


def talk(said: Said, *, messages: int, seed: int) -> None:
    """A crowd over two months: any party, role, channel, theme and reading, in any order of days."""
    of = random.Random(seed)  # noqa: S311 - a crowd, no secret
    for _ in range(messages):
        reads = of.choice(["negative", "neutral", "positive", "spam", "unread"])
        flags = {name: of.random() < 0.3 for name in ("frustration", "excitement", "need")}
        said.say(
            day=dt.date(2026, 9, 1) + dt.timedelta(days=of.randrange(61)),
            minute=of.randrange(1440),
            about=of.choice([HALDEN, BREVIK, "nobody-declared"]),
            by=of.choice(["customer", "customer", "brand", "dealer", "unknown"]),
            author=f"p{of.randrange(40)}",
            thread=f"t{of.randrange(60)}",
            reads=reads,
            theme=of.choice(["", "billing", "outage"]),
            channel=of.choice(["facebook", "x"]),
            **(flags if reads not in ("spam", "unread") else {}),
        )


def test_cubes_refreshed_month_by_month_are_equal_to_a_rebuild(said):
    talk(said, messages=400, seed=1)
    lake = said.keep()
    refresh_cubes(lake, [OCTOBER])
    refresh_cubes(lake, [SEPTEMBER])
    talk(said, messages=300, seed=2)
    said.keep()
    refresh_cubes(lake, [OCTOBER, SEPTEMBER])
    refreshed = held(lake)
    rebuild_cubes(lake)
    assert held(lake) == refreshed
    assert {name for name, kept in refreshed.items() if kept} == {cube.name for cube in CUBES}


def test_refreshing_again_changes_nothing(said):
    talk(said, messages=200, seed=3)
    lake = said.keep()
    refresh_cubes(lake, [SEPTEMBER, OCTOBER])
    first = held(lake)
    refresh_cubes(lake, [SEPTEMBER])
    assert held(lake) == first


def test_a_day_in_the_cube_counts_by_hand(said):
    said.say(reads="negative", need=True, theme="billing", times=2)
    said.say(reads="negative", frustration=True, theme="billing")
    said.say(reads="positive", excitement=True)
    said.say(reads="neutral", frustration=True, by="dealer", channel="mail")
    lake = said.keep()
    rebuild_cubes(lake)
    keys = ("speaker_role", "channel", "sentiment")
    numbers = ("messages", "hurting", "frustrated", "excited", "needing")
    told = {tuple(row[key] for key in keys): tuple(row[key] for key in numbers) for row in by_key(lake, MESSAGE_DAYS)}
    assert told == {
        ("customer", "facebook", "negative"): (3, 3, 1, 0, 2),
        ("customer", "facebook", "positive"): (1, 0, 0, 1, 0),
        ("dealer", "mail", "neutral"): (1, 1, 1, 0, 0),
    }
    [theme] = by_key(lake, THEME_DAYS)
    assert (theme["theme"], theme["department"], theme["messages"], theme["frustrated"]) == ("billing", "support", 3, 1)


def test_another_models_readings_are_in_no_cube(said):
    said.say(reads="negative", model="older-1")
    said.say(reads="positive")
    lake = said.keep()
    rebuild_cubes(lake)
    assert [row["sentiment"] for row in by_key(lake, MESSAGE_DAYS)] == ["positive"]


def test_cubes_know_of_which_signals_they_were_made(said):
    assert cubes_are_current(said.lake)
    said.say()
    lake = said.keep()
    assert not cubes_are_current(lake)
    refresh_cubes(lake, [SEPTEMBER])
    assert cubes_are_current(lake)
    said.say()
    said.keep()
    assert not cubes_are_current(lake)


def test_a_month_that_was_erased_leaves_the_cubes_at_a_rebuild(said):
    said.say(day=dt.date(2026, 9, 30))
    said.say(day=dt.date(2026, 10, 1))
    lake = said.keep()
    rebuild_cubes(lake)
    kept = [row for row in rows(scan(lake, SIGNALS)) if row["posted_day"] >= dt.date(2026, 10, 1)]
    lake.replace(SIGNALS, SIGNALS.of_rows(kept))
    assert not cubes_are_current(lake)
    rebuild_cubes(lake)
    assert [row["day"] for row in by_key(lake, MESSAGE_DAYS)] == [dt.date(2026, 10, 1)]
    assert [row["month"] for row in by_key(lake, TURN_MONTHS)] == ["2026-10"]


def test_cubes_of_nothing_are_empty(said):
    rebuild_cubes(said.lake)
    assert held(said.lake) == {cube.name: [] for cube in CUBES}


@pytest.mark.parametrize("by", ["brand", "dealer", "unknown"])
def test_a_conversation_without_a_customer_is_none(said, by):
    said.say(by=by, reads="negative")
    lake = said.keep()
    rebuild_cubes(lake)
    assert by_key(lake, CONVERSATIONS) == []
