"""Durations as a person would say them."""

from __future__ import annotations

import pytest

from leadline.programs import duration_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (6480, "1 h 48 min"),
        (2 * 86400 - 1, "47 h 59 min"),
        (2 * 86400, "2 d"),
        (3 * 86400 + 4 * 3600, "3 d 4 h"),
        (2288 * 86400, "2,288 d"),
    ],
)
def test_a_duration_has_two_units_at_most_and_is_never_rounded_up(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words
