"""The cubes that pages read are equal to counting all signals anew, whatever happened before (design sections 3, 6)."""

import datetime as dt
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import pytest

from leadline.assess import (
    CONVERSATIONS,
    CUBES,
    MESSAGE_DAYS,
    SIGNALS,
    THEME_DAYS,
    TURN_MONTHS,
    Which,
    count_messages,
    cubes_are_current,
    mend_cubes,
    rebuild_cubes,
    refresh_cubes,
)
from leadline.assess.messages.counting import messages_by_day
from leadline.engine import Lake, Table, collect, rows, scan
from leadline.engine.repair import repair_table
from leadline.words import Month, Period
from tests.assess.saying import BREVIK, HALDEN, Said

EACH = SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


def held(lake: Lake) -> dict[str, list[dict]]:
    return {cube.name: by_key(lake, cube) for cube in CUBES}


def by_key(lake: Lake, cube: Table) -> list[dict]:
    return sorted(rows(scan(lake, cube)), key=lambda row: tuple(str(row[name]) for name in cube.key))


def refreshed_with(lake: Lake, signals: list[dict], months: Sequence[Month]) -> Lake:
    """As a reading does it: signals of these months come in, and the cubes are brought up to date."""
    since = lake.version(SIGNALS)
    held_before = {row["message_id"] for row in rows(scan(lake, SIGNALS))}
    told = [one for one in signals if one["message_id"] not in held_before and Month.of(one["posted_day"]) in months]
    lake.append(SIGNALS, SIGNALS.of_rows(signals))
    refresh_cubes(lake, SIGNALS.of_rows(told), since=since)
    return lake


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
            language=of.choice(["en", "nl"]),
            fingerprint=of.choice([0, 0, 0, 0, 0, 0, 0, 0, *range(1, 9), -1, -2]),
            **(flags if reads not in ("spam", "unread") else {}),
        )


def test_cubes_refreshed_month_by_month_are_equal_to_a_rebuild(said):
    talk(said, messages=400, seed=1)
    months = {month: [one for one in said.signals if Month.of(one["posted_day"]) == month] for month in EACH}
    lake = said.lake
    for month in EACH:
        refreshed_with(lake, months[month], [month])
    talk(said, messages=300, seed=2)
    refreshed_with(lake, said.signals, EACH)
    refreshed = held(lake)
    rebuild_cubes(lake)
    assert held(lake) == refreshed
    assert {name for name, kept in refreshed.items() if kept} == {cube.name for cube in CUBES}


def test_refreshing_again_changes_nothing(said):
    talk(said, messages=200, seed=3)
    lake = refreshed_with(said.lake, said.signals, EACH)
    first = held(lake)
    refresh_cubes(lake, SIGNALS.of_rows(said.signals[:20]), since=lake.version(SIGNALS))
    assert held(lake) == first


def test_what_comes_bit_by_bit_is_put_in_its_months_and_nothing_is_counted_anew(said, monkeypatch):
    talk(said, messages=400, seed=5)
    lake = refreshed_with(said.lake, said.signals, EACH)
    monkeypatch.setattr("leadline.assess.cubes.making._replace_all", lambda _: pytest.fail("all was counted anew"))
    for seed in range(6, 12):
        talk(said, messages=40, seed=seed)
        refreshed_with(lake, said.signals, EACH)
    monkeypatch.undo()
    bit_by_bit = held(lake)
    rebuild_cubes(lake)
    assert held(lake) == bit_by_bit


def test_a_message_that_comes_late_moves_its_conversation_to_the_month_in_which_it_began(said):
    talk(said, messages=200, seed=13)
    said.say(day=dt.date(2026, 10, 5), thread="late", author="ann", reads="positive")
    lake = refreshed_with(said.lake, said.signals, EACH)
    said.say(day=dt.date(2026, 9, 5), thread="late", author="ann", reads="negative")
    refreshed_with(lake, said.signals, EACH)
    [talk_] = [row for row in by_key(lake, CONVERSATIONS) if row["thread_id"] == "late"]
    assert (talk_["first_day"], talk_["turned"]) == (dt.date(2026, 9, 5), True)
    bit_by_bit = held(lake)
    rebuild_cubes(lake)
    assert held(lake) == bit_by_bit


def test_conversations_told_in_parts_are_those_told_at_once(said, monkeypatch):
    talk(said, messages=300, seed=14)
    lake = refreshed_with(said.lake, said.signals, EACH)
    at_once = by_key(lake, CONVERSATIONS)
    monkeypatch.setattr("leadline.listen.parts.AT_ONCE", 10)
    rebuild_cubes(lake)
    assert by_key(lake, CONVERSATIONS) == at_once


@dataclass(frozen=True)
class Crowd:
    """A lake of a crowd with its cubes, copied to be hurt; the cubes' rows then, and after one more message."""

    lake: Lake
    signals: list[dict]
    whole: dict[str, list[dict]]
    with_one_more: dict[str, list[dict]]

    @property
    def one_more(self) -> list[dict]:
        return [*self.signals, self.signals[0] | {"message_id": "one-more"}]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Crowd:
    folder = tmp_path_factory.mktemp("crowd")
    said = Said(Lake(folder / "lake"))
    talk(said, messages=200, seed=4)
    lake = refreshed_with(said.lake, said.signals, EACH)
    made = Crowd(lake, said.signals, held(lake), {})
    later = Lake(shutil.copytree(lake.root, folder / "later"))
    later.append(SIGNALS, SIGNALS.of_rows(made.one_more))
    rebuild_cubes(later)
    return replace(made, with_one_more=held(later))


@pytest.mark.parametrize("hurt", CUBES, ids=lambda cube: cube.name)
def test_a_cube_that_lost_a_file_to_a_repair_is_made_anew_by_the_next_run(crowd: Crowd, hurt: Table, tmp_path: Path):
    """Whatever the next run brings: nothing, or one more message of another month."""
    lake = Lake(shutil.copytree(crowd.lake.root, tmp_path / "hurt"))
    for more, months, before, after in (
        ([], [], crowd.whole, crowd.whole),
        (crowd.one_more, [SEPTEMBER], crowd.whole, crowd.with_one_more),
    ):
        Path(lake.files(hurt)[0]).write_bytes(b"")
        assert repair_table(lake, hurt).lost_rows
        assert by_key(lake, hurt) != before[hurt.name]
        assert not cubes_are_current(lake)
        refreshed_with(lake, more, months)
        assert cubes_are_current(lake)
        assert held(lake) == after


def test_what_a_late_run_writes_over_newer_cubes_does_not_pass_for_current(said, monkeypatch):
    """One counts, another one adds and counts, the first writes what it counted, and dies."""
    said.say(reads="negative")
    lake = refreshed_with(said.lake, said.signals, [SEPTEMBER])
    replace = Lake.replace

    def another_first(late: Lake, table: Table, told, **how):
        if table != MESSAGE_DAYS:
            return replace(late, table, told, **how)
        monkeypatch.setattr(Lake, "replace", replace)
        said.say(reads="positive")
        refreshed_with(Lake(lake.root), said.signals, [SEPTEMBER])
        assert cubes_are_current(lake)
        replace(late, table, told, **how)
        raise KeyboardInterrupt

    monkeypatch.setattr(Lake, "replace", another_first)
    with pytest.raises(KeyboardInterrupt):
        rebuild_cubes(lake)
    assert [row["sentiment"] for row in by_key(lake, MESSAGE_DAYS)] == ["negative"]
    assert not cubes_are_current(lake)
    mend_cubes(lake)
    assert {row["sentiment"] for row in by_key(lake, MESSAGE_DAYS)} == {"negative", "positive"}


def test_months_are_not_put_upon_a_cube_that_a_late_run_wrote_meanwhile(said):
    """The cube said at the start that it was current; by the time of the writing another one had put old months in."""
    said.say(day=dt.date(2026, 9, 1))
    lake = refreshed_with(said.lake, said.signals, [SEPTEMBER])
    late = collect(scan(lake, MESSAGE_DAYS))
    late_note = lake.note(MESSAGE_DAYS)
    said.say(day=dt.date(2026, 9, 2))
    refreshed_with(lake, said.signals, [SEPTEMBER])
    lake.replace(MESSAGE_DAYS, late, note=late_note)
    said.say(day=dt.date(2026, 10, 1))
    refreshed_with(lake, said.signals, [OCTOBER])
    assert sum(row["messages"] for row in by_key(lake, MESSAGE_DAYS)) == 3


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


CONDITIONS = {
    "party": "halden",
    "speaker": "customer",
    "aspect": "partners",
    "market": True,
    "channel": "x",
    "theme": "billing",
    "department": "support",
    "language": "nl",
    "reading": "hurting",
}


def test_any_two_conditions_and_a_period_are_told_by_a_cube_as_the_signals_tell_them(said):
    """Issue 4: any two filters and a period come out of cubes."""
    talk(said, messages=300, seed=15)
    rebuild_cubes(said.keep())
    days = Period(dt.date(2026, 9, 10), dt.date(2026, 10, 20))
    for pair in combinations(CONDITIONS, 2):
        which = Which(period=days, **{name: CONDITIONS[name] for name in pair})
        told = messages_by_day(said.lake, which)
        assert told is not None, pair
        assert sum(told.values()) == count_messages(said.lake, which), pair
        assert told or {"speaker", "aspect"} <= set(pair), pair


def test_another_models_readings_are_in_no_cube(said):
    said.say(reads="negative", model="older-1")
    said.say(reads="positive")
    lake = said.keep()
    rebuild_cubes(lake)
    assert [row["sentiment"] for row in by_key(lake, MESSAGE_DAYS)] == ["positive"]


def test_cubes_know_of_which_signals_they_were_made(said):
    assert cubes_are_current(said.lake)
    said.say(by="brand")  # no customer, so that some cubes are empty, and know it
    lake = said.keep()
    assert not cubes_are_current(lake)
    refresh_cubes(lake, SIGNALS.of_rows(said.signals), since=-1)
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
