"""S4.2: each month every line goes on, changes or stops, and the next month shows what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from leadline.strategy import Document, read_document
from leadline.strategy.tuning import Decision, decided, outcome, owner_of, undecided
from leadline.words import Grade, Month

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
ON = dt.datetime(2026, 10, 3, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def halden() -> Document:
    return read_document(Path(__file__).parent / "halden.yaml")


def decision(line: str, choice="continue", **what) -> Decision:
    owner = "Petra Vogt, customer care"
    known = Decision(line, SEPTEMBER, choice, "Because.", "Petra Vogt", owner, ON, 1, Grade.ASSUMED)
    return replace(known, **what)


def without(document: Document, line: str) -> Document:
    return document.model_copy(update={"lines": tuple(one for one in document.lines if one.id != line)})


def test_the_last_decision_for_a_month_counts_and_other_months_are_apart(halden):
    first, *_ = halden.lines
    told = [
        decision(first.id, "stop", at=ON + dt.timedelta(hours=1)),
        decision(first.id, "change"),
        decision(first.id, "continue", month=OCTOBER, at=ON + dt.timedelta(days=30)),
    ]
    assert decided(told, SEPTEMBER)[first.id].choice == "stop"
    assert decided(told, OCTOBER)[first.id].choice == "continue"
    assert [one.id for one in undecided(halden, told, SEPTEMBER)] == [one.id for one in halden.lines[1:]]
    assert undecided(halden, told, SEPTEMBER.previous()) == tuple(halden.lines)


def test_a_line_is_its_objectives_owners(halden):
    line = next(one for one in halden.lines if one.objective)
    owner = owner_of(line, halden)
    assert owner == next(one.owner for one in halden.company_objectives if one.id == line.objective)
    assert decision(line.id, by="Petra Vogt").is_by_owner
    assert not decision(line.id, by="Marit Solheim").is_by_owner
    assert not decision(line.id, by="", owner="").is_by_owner


def test_what_was_to_stop_is_done_once_it_left_the_strategy(halden):
    line = halden.lines[0].id
    there, gone = (outcome(decision(line, "stop"), halden, one, version=2) for one in (halden, without(halden, line)))
    assert (there.done, there.sentence) == (False, "It still stands in version 2.")
    assert (gone.done, gone.sentence) == (True, "It left the strategy by version 2.")


def test_what_was_to_change_is_done_once_the_line_its_method_or_its_objective_says_something_else(halden):
    line = halden.lines[0]
    asked = decision(line.id, "change")
    assert outcome(asked, halden, halden, version=1).done is False
    other = halden.model_copy(update={"mission": "Something else."})
    assert outcome(asked, halden, other, version=2).done is False, "another part is not its matter"
    changed = line.model_copy(update={"mechanism": "Whoever sees the answer need not ask."})
    now = halden.model_copy(update={"lines": (changed, *halden.lines[1:])})
    told = outcome(asked, halden, now, version=2)
    assert told.done is True
    assert "Whoever sees the answer need not ask." in told.sentence
    method = next(one for one in halden.methods if line.program in one.program_ids)
    renamed = method.model_copy(update={"name": "Another service"})
    now = halden.model_copy(update={"methods": tuple(renamed if one is method else one for one in halden.methods)})
    assert outcome(asked, halden, now, version=2).done is True


def test_a_line_that_goes_on_leaves_nothing_to_do_until_it_is_gone(halden):
    line = halden.lines[0].id
    assert outcome(decision(line), halden, halden, version=1).done is None
    assert outcome(decision(line), halden, without(halden, line), version=2).done is False
