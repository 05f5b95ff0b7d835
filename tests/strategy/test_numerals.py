"""What people write for numbers is understood, and what can be read two ways is never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadline.errors import LeadlineError
from leadline.strategy import parse_number
from leadline.strategy.numerals import for_people, written


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("50.000", "50000"),
        ("50,000", "50000"),
        ("50 000", "50000"),
        ("50\u00a0000", "50000"),
        ("50'000", "50000"),
        ("50k", "50000"),
        ("50 K", "50000"),
        ("50000", "50000"),
        ("1.000", "1000"),
        ("10.000", "10000"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("13.4", "13.4"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.500.000", "1500000"),
        ("1,500,000", "1500000"),
        ("12,34,567", "1234567"),
        ("1.5 million", "1500000"),
        ("1,5 Mio", "1500000"),
        ("-11", "-11"),
        ("−11", "-11"),
        ("+20", "20"),
        (".5", "0.5"),
        ("600 Million", "600000000"),
    ],
)
def test_a_number_is_understood_as_it_is_written_in_europe_america_and_india(text: str, number: str) -> None:
    """S0.20: 50.000 is 50,000."""
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "readings"), [("1.500", ("1500", "1.5")), ("4,864", ("4864", "4.864")), ("12.500", ("12500", "12.5"))]
)
def test_a_number_with_two_readings_is_refused_with_both(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(LeadlineError) as caught:
        parse_number(text)
    for reading in readings:
        assert reading in caught.value.advice


def test_what_is_counted_in_whole_pieces_or_by_a_known_hand_is_not_ambiguous() -> None:
    assert parse_number("1.500", whole=True) == 1500
    assert parse_number("1.500", decimal_mark=",") == 1500
    assert parse_number("1.500", decimal_mark=".") == Decimal("1.5")


@pytest.mark.parametrize(
    "text", ["", "many", "5 0", "1.50.000", "1,2,3", "1.2.3", "50 fans", "1e5", "--5", "5-", "NaN", "1,000.000,5"]
)
def test_what_is_no_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(LeadlineError, match=r"number|thousands"):
        parse_number(text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_that_we_write_reads_back_the_same(value: Decimal) -> None:
    assert parse_number(written(value)) == value


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_whole_number_with_thousands_marked_reads_back_the_same(value: int) -> None:
    assert parse_number(for_people(Decimal(value)), whole=True) == value
