"""Boundaries for everybody who speaks for the business, acknowledged by each (S4.13)."""

from __future__ import annotations

import datetime as dt

from leadline.programs.conduct import Acknowledgement, Guardrails, in_force, still_to_read, template

SPRING, SUMMER = dt.date(2026, 3, 1), dt.date(2026, 6, 1)
READ_AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def test_a_changed_text_is_read_again_and_a_moved_space_is_no_change() -> None:
    """S4.13."""
    first = Guardrails(template(), SPRING)
    spaced = Guardrails(template().replace("\n", "  \n") + "\n", SPRING)
    changed = Guardrails(template() + "\nNo politics.", SUMMER)
    read = [Acknowledgement("bob", first.digest, READ_AT)]
    unread = [still_to_read(("alice", "bob"), text, read) for text in (first, spaced, changed, None)]
    assert unread == [("alice",), ("alice",), ("alice", "bob"), ()]


def test_the_newest_text_that_has_begun_is_in_force() -> None:
    first, second = Guardrails("Be kind.", SPRING), Guardrails("Be kind and quick.", SUMMER)
    days = [dt.date(2026, 2, 1), SPRING, dt.date(2026, 5, 31), SUMMER]
    assert [in_force([second, first], day) for day in days] == [None, first, first, second]


def test_the_guardrails_to_begin_with_say_that_taking_part_is_voluntary() -> None:
    """S2.8, S4.13."""
    assert "Taking part is voluntary" in template()
