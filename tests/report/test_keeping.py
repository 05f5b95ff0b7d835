"""Frozen months in a real lake: kept once, read again exactly, corrected by a new version (S2.14)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from leadline.engine import Lake
from leadline.engine.answers import ANSWERS
from leadline.engine.memory import remembered
from leadline.errors import LeadlineError
from leadline.report import erase, freeze, keeping, telling
from leadline.report.facts import Said
from leadline.report.keeping import erase_quotes, keep_month, kept_month, kept_months
from leadline.report.telling import kept_story
from leadline.strategy.fields import Reader
from leadline.words import Month
from tests.report.halden import october

NOW = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
OCTOBER = Month(2026, 10)


def test_a_month_is_kept_once_and_read_again_exactly(tmp_path: Path) -> None:
    frozen = freeze(october())
    first = keep_month(Lake(tmp_path), frozen, now=NOW)
    again = keep_month(Lake(tmp_path), frozen, now=NOW + dt.timedelta(days=90))
    assert first == again == kept_month(Lake(tmp_path), OCTOBER)
    assert kept_month(Lake(tmp_path), OCTOBER).frozen == frozen
    assert kept_months(Lake(tmp_path)) == (OCTOBER,)


def test_asking_again_later_without_news_keeps_the_version_that_was_sent(tmp_path: Path) -> None:
    """Running anything twice changes nothing, on another day neither."""
    first = keep_month(Lake(tmp_path), freeze(october()), now=NOW)
    later = october(as_of=NOW + dt.timedelta(days=30))
    assert keep_month(Lake(tmp_path), freeze(later), now=NOW + dt.timedelta(days=30)) == first


def test_a_correction_is_a_new_version_and_what_was_sent_stays(tmp_path: Path) -> None:
    lake, sent, corrected = Lake(tmp_path), freeze(october()), freeze(october(next_steps=()))
    keep_month(lake, sent, now=NOW)
    assert keep_month(lake, corrected, now=NOW).version == 2
    assert kept_month(lake, OCTOBER).frozen == corrected
    assert kept_month(lake, OCTOBER, version=1).frozen == sent


def test_a_month_that_was_not_frozen_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(LeadlineError, match="leadline report 2026-09"):
        kept_month(Lake(tmp_path), Month(2026, 9))


def test_an_erasure_reaches_every_version_of_every_month(tmp_path: Path) -> None:
    """Design section 3: erasure outranks history; nothing else of the months changes."""
    lake = Lake(tmp_path)
    for facts in (october(), october(next_steps=()), october(month=Month(2026, 9), assessment=None)):
        keep_month(lake, freeze(facts), now=NOW)
    untouched = kept_month(lake, Month(2026, 9))
    assert erase_quotes(lake, {("facebook", "m-1")}) == 2
    assert erase_quotes(lake, {("facebook", "m-1")}) == 0
    for version in (1, 2):
        kept = kept_month(lake, OCTOBER, version)
        assert kept.frozen == freeze(
            erase(october() if version == 1 else october(next_steps=()), {("facebook", "m-1")})
        )
    assert kept_month(lake, Month(2026, 9)) == untouched
    assert not [path for path in lake.files(ANSWERS) if b"coffee" in Path(path).read_bytes()]


def test_what_was_said_for_the_strategy_loses_its_words_and_who_said_them():
    """S4.22: its key holds the name; the key of a message holds a pseudonym, and stays."""
    month = october()
    words = Said("Do not send me to the phone.", "customer", "strategy", "Hanne Berg/0", "")
    told = replace(month, assessment=replace(month.assessment, said=(*month.assessment.said, words)))
    left = erase(told, {("strategy", "Hanne Berg/0")}).assessment.said
    assert left[:-1] == month.assessment.said
    assert (left[-1].text, left[-1].message_id) == ("Removed at the writer's request.", "")


def test_a_month_that_is_erased_while_it_is_read_is_not_remembered_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The erasure lands after the month was found and before anything is remembered; the next reader sees it."""
    lake = Lake(tmp_path)
    keep_month(lake, freeze(october()), now=NOW)
    erased = []

    def late(lake: Lake, tables, name, make):
        if not erased:
            erased.append(erase_quotes(Lake(tmp_path), {("facebook", "m-1")}))
        return remembered(lake, tables, name, make)

    for module in (keeping, telling):
        monkeypatch.setattr(module, "remembered", late)
        erased.clear()
        kept_story(lake, OCTOBER, Reader.ORGANISATION)
        kept_month(lake, OCTOBER)
    assert "coffee" not in repr(kept_month(lake, OCTOBER).frozen)
    assert "coffee" not in repr(kept_story(lake, OCTOBER, Reader.ORGANISATION))
