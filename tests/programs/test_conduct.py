"""Boundaries for everybody who speaks for the business, acknowledged by each (S4.13)."""

from __future__ import annotations

import datetime as dt

from leadline.programs.conduct import Guardrails, template

SPRING = dt.date(2026, 3, 1)


def test_a_changed_text_is_another_text_and_a_moved_space_is_no_change() -> None:
    """S4.13: a text is acknowledged by its digest."""
    first = Guardrails(template(), SPRING)
    assert Guardrails(template().replace("\n", "  \n") + "\n", SPRING).digest == first.digest
    assert Guardrails(template() + "\nNo politics.", SPRING).digest != first.digest


def test_the_guardrails_to_begin_with_say_that_taking_part_is_voluntary() -> None:
    """S2.8, S4.13."""
    assert "Taking part is voluntary" in template()
