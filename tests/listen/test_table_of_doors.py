"""The tables of doors in docs/words/listen.md name every profile and door that the code has, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from leadline.listen.doors import DOORS
from leadline.listen.profiles import PROFILES

PAGE = (Path(__file__).parents[2] / "docs" / "words" / "listen.md").read_text(encoding="utf-8")


def rows_below(heading: str) -> list[list[str]]:
    """The cells of the first table that begins with this row."""
    lines = PAGE[PAGE.index(heading) :].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in _while_table(lines)]


def _while_table(lines: list[str]) -> list[str]:
    end = next(place for place, line in enumerate(lines) if not line.startswith("|"))
    return lines[:end]


def test_every_profile_stands_in_the_table_of_exports_and_what_stands_there_is_one():
    told = [name for row in rows_below("| door | profile | rows become") for name in re.findall(r"`([^`]+)`", row[1])]
    named = [name for name in told if name != "--map"]
    contracts = {"messages", "metrics"}  # they have tables of their own
    assert sorted(named) == sorted({one.name for one in PROFILES} - contracts)
    assert all(f"profile `{name}`" in PAGE for name in contracts)


def test_what_a_profiles_rows_become_is_what_the_table_says():
    kinds = {
        one.name: {"messages": "messages", "metrics": "counted", "records": "counted"}[one.kind] for one in PROFILES
    }
    for row in rows_below("| door | profile | rows become"):
        for name in re.findall(r"`([^`]+)`", row[1]):
            assert name == "--map" or row[2].startswith(kinds[name]), name


def test_every_live_door_stands_in_its_table_with_its_words_and_what_it_was_tested_against():
    rows = rows_below("| door | what comes in | tested against")
    assert sorted(re.match(r"`(\w+)`", row[0])[1] for row in rows) == sorted(DOORS)
    for row in rows:
        door, *words = re.findall(r"`(\w+)`", row[0])
        assert set(words) == set(DOORS[door].words)
        assert all(row[1:3])
