"""A duration in words, as short as a person would say it."""

from __future__ import annotations


def duration_words(seconds: float) -> str:
    """`45 s`, `23 min`, `1 h 48 min`, `3 d 4 h`: two units at most, the smaller one rounded down."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min"
    big, small, big_unit, small_unit = (86400, 3600, "d", "h") if whole >= 2 * 86400 else (3600, 60, "h", "min")
    rest = whole % big // small
    return f"{whole // big:,} {big_unit} {rest} {small_unit}" if rest else f"{whole // big:,} {big_unit}"
