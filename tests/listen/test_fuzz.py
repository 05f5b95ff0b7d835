"""What is changed at random breaks no import: a small run of `make fuzz`, and cells that nobody foresaw.

Whatever a file holds, read = new + known + refused, and a file as a whole is refused by a sentence.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadline.errors import LeadlineError
from leadline.listen import PROFILES
from leadline.listen.fields import Unreadable
from leadline.listen.opening import open_file
from leadline.listen.times import a_local_number, a_time, decimal_told, is_local, may_be_two_days, order_told
from tests.listen.exports import EXPORTS
from tests.listen.fuzz import NASTY, fuzz

MANY = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
SIGNS = st.text(st.sampled_from("0123456789/.-:, TZ+APMapm€kK%eE'’\u00a0Jultefév"), max_size=30)
CELLS = st.sampled_from(NASTY) | SIGNS | st.text(max_size=40)


def test_a_few_thousand_changed_lines_of_every_profile_are_all_accounted_for():
    assert fuzz(3200, seed=1) == []


def test_what_the_fuzz_looks_for_is_found(monkeypatch):
    """A row that vanishes, and an error of ours."""
    with monkeypatch.context() as broken:
        broken.setattr("leadline.listen.profiles.columns.Row.id", lambda self, field: 1 // 0)
        assert any("cannot read yet" in one for one in fuzz(50, profiles=("trustpilot",)))
    with monkeypatch.context() as broken:
        broken.setattr("leadline.listen.reshaped.Reshaped._messages", lambda self, record: [])
        assert any("rows were written" in one for one in fuzz(50, profiles=("trustpilot",)))


@MANY
@given(CELLS, st.sampled_from(["day-first", "month-first", None]))
def test_a_cell_is_a_time_of_a_plausible_year_or_is_refused(said: str, order):
    order_told(said), may_be_two_days(said), is_local(said)
    try:
        told = a_time(said, "when", order)
    except Unreadable:
        return
    assert 1990 <= told.year <= 9999
    assert isinstance(told, dt.date)


@MANY
@given(CELLS, st.sampled_from(["point", "comma", None]), st.booleans())
def test_a_cell_is_a_finite_number_or_is_refused(said: str, decimal, whole):
    decimal_told(said)
    try:
        told = a_local_number(said, "value", decimal, whole=whole)
    except Unreadable:
        return
    assert told == told
    assert abs(told) != float("inf")


@MANY
@given(st.sampled_from(EXPORTS), st.data())
def test_a_file_that_was_cut_or_changed_is_opened_or_refused_by_a_sentence(tmp_path, sample, data):
    at = data.draw(st.integers(0, len(sample.data)))
    path = tmp_path / sample.name
    path.write_bytes(sample.data[:at] + data.draw(st.binary(max_size=20)) + sample.data[at + 1 :])
    with suppress(LeadlineError):
        file, profile = open_file(path, profiles=PROFILES, name=None, mapping=None)
        assert profile
        for _ in file.records():
            pass


@pytest.mark.parametrize(
    ("said", "order", "told"),
    [
        ("Tue, Jul 14, 2026", None, dt.date(2026, 7, 14)),
        ("14-Jul-2026 09:12AM", None, dt.datetime(2026, 7, 14, 9, 12)),  # noqa: DTZ001 - as the file says it
        ("14 févr. 2026", None, dt.date(2026, 2, 14)),
        ("03/04/2026 12:00 AM", "month-first", dt.datetime(2026, 3, 4)),  # noqa: DTZ001
        ("03.04.26", None, dt.date(2026, 4, 3)),
        ("20260901", None, dt.date(2026, 9, 1)),
        ("2024-03-15 18:42 +0000", None, dt.datetime(2024, 3, 15, 18, 42, tzinfo=dt.UTC)),
        ("2024-3-5", None, dt.date(2024, 3, 5)),
    ],
)
def test_times_are_read_as_exports_write_them(said, order, told):
    assert a_time(said, "when", order) == told


@pytest.mark.parametrize(
    ("said", "decimal", "whole", "told"),
    [
        ("12,400", None, True, 12_400),
        ("1.500", None, True, 1500),
        ("1 234 567,5", None, False, 1_234_567.5),
        ("1’234.50", None, False, 1234.5),
        ("1.250", "comma", False, 1250),
        ("1.250", "point", False, 1.25),
        ("250k", None, False, 250_000),
        ("£1,000.00", None, False, 1000),
        ("75%", None, False, 75),
        ("-3", None, True, -3),
        ("0,25", None, False, 0.25),
    ],
)
def test_numbers_are_read_as_exports_write_them(said, decimal, whole, told):
    assert a_local_number(said, "value", decimal, whole=whole) == told
