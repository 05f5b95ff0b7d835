"""A month is frozen and stays what it was: digest, exact round trip, erasure, and figures nobody could read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadline.errors import LeadlineError
from leadline.report import Facts, Reader, erase, freeze, from_json, html_page, pdf, tell, tell_all, thaw, to_json
from leadline.report.facts import Side
from leadline.report.figures import Figure
from leadline.words import Company, Month
from tests.report.halden import AS_OF, october


def test_a_frozen_month_reads_back_as_exactly_the_same_facts() -> None:
    """S2.14: the month is frozen."""
    frozen = freeze(october())
    assert from_json(to_json(frozen.facts)) == frozen.facts == october()
    assert thaw(to_json(october()), frozen.digest) == frozen


def test_a_rebuilt_month_equals_the_frozen_one_byte_for_byte() -> None:
    """S2.14: March can be rebuilt in May."""
    kept = to_json(october())
    rebuilt = freeze(from_json(kept))
    for now, then in zip(tell_all(rebuilt), tell_all(freeze(october())), strict=True):
        assert html_page(now) == html_page(then)
        assert pdf(now) == pdf(then)
    assert to_json(rebuilt.facts) == kept


def test_the_smallest_change_gives_another_digest() -> None:
    changed = october(watch="42 themes are watched; expect about a false alarm every 3 months.")
    assert freeze(changed).digest != freeze(october()).digest


def test_one_instant_has_one_spelling() -> None:
    oslo = AS_OF.astimezone(ZoneInfo("Europe/Oslo"))
    assert freeze(october(as_of=oslo)).digest == freeze(october()).digest


def test_a_changed_text_is_no_longer_the_month_that_was_frozen() -> None:
    frozen = freeze(october())
    altered = to_json(frozen.facts).replace("96.2 %", "99.9 %")
    with pytest.raises(LeadlineError, match="not the one that was frozen"):
        thaw(altered, frozen.digest)
    with pytest.raises(LeadlineError, match="not a frozen month"):
        from_json("not json")
    with pytest.raises(LeadlineError, match="cannot be read"):
        from_json(json.dumps({"company": "Halden"}))


def test_an_erasure_empties_the_quote_and_nothing_else() -> None:
    """Design section 3: quotes in frozen months are blanked."""
    erased = erase(october(), {("facebook", "m-1")})
    page = html_page(tell(freeze(erased), Reader.ORGANISATION))
    assert "coffee" in html_page(tell(freeze(october()), Reader.ORGANISATION))
    assert "coffee" not in page
    assert "coffee" not in to_json(erased)
    assert "Removed at the writer&#x27;s request." in page
    assert erase(october(), {("facebook", "another")}) == october()
    assert dataclasses.replace(erased, assessment=None) == october(assessment=None)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"low": None}, "interval"),
        ({"value": float("nan")}, "finite number"),
        ({"unit": " "}, "unit or method"),
        ({"method": ""}, "unit or method"),
        ({"link": ""}, "link"),
        ({"link": "https://elsewhere.example/"}, "link"),
    ],
)
def test_a_figure_that_nobody_could_read_cannot_be_made(change: dict[str, object], missing: str) -> None:
    """No page shows a number whose unit, interval, method or evidence it cannot name."""
    values: dict[str, object] = {
        "name": "calls",
        "value": -11.1,
        "unit": "%",
        "method": "structural time series",
        "link": "measure/evidence/1/",
        "low": -15.0,
        "high": -7.0,
    }
    Figure(**values)  # type: ignore[arg-type]
    with pytest.raises(LeadlineError, match=missing):
        Figure(**{**values, **change})  # type: ignore[arg-type]


@given(
    value=st.floats(allow_nan=False, allow_infinity=False, width=64),
    name=st.text(min_size=1),
    day=st.datetimes(timezones=st.just(dt.UTC)),
)
def test_any_number_and_any_text_survive_the_freezing(value: float, name: str, day: dt.datetime) -> None:
    figure = Figure("x", value, "%", "counted", "measure/", counted=True)
    company = Company(name.encode("utf-8", "ignore").decode(), "Europe/Oslo", "EUR")
    facts = Facts(company, Month(2026, 10), day, sides=(Side("sharing", figure, ""),))
    assert from_json(to_json(facts)) == facts
