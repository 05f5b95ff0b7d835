"""The wait on the page beside the wait on the phone (S0.10): by month, of what was measured and nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from leadline.listen import Options, import_file
from leadline.measure.known import Which
from leadline.measure.waits_compared import WaitsCompared, waits_compared
from leadline.web.measure.service_page import service_page
from leadline.words import Month
from tests.october import AUGUST, LAST, NOW, OCTOBER, SEPTEMBER, World, copy_of, ran

JULY = Month(2026, 7)


@pytest.fixture
def phoned(tmp_path: Path) -> World:
    """The company after its months, and the call centre's own minutes from July to September: 9, 8 and 7."""
    world = copy_of(ran(), tmp_path / "home")
    lines = ["metric,day,value,unit,segment"]
    for month, minutes in ((JULY, 9), (AUGUST, 8), (SEPTEMBER, 7)):
        for number in range(month.last_day.day):
            value = minutes + (0.5 if number % 2 else -0.5) if number < month.last_day.day // 2 * 2 else minutes
            lines.append(f"wait,{month.first_day + dt.timedelta(days=number)},{value},minutes,consumer")
    file = tmp_path / "waits.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(world.home, world.lake, file, parties=world.documents.parties, options=Options(), now=NOW)
    return world


def compared(world: World, until: dt.date = LAST) -> WaitsCompared | None:
    return waits_compared(world.lake, world.documents.parties.own.id, until=until)


def test_each_month_has_both_sides_as_far_as_they_were_measured(phoned: World) -> None:
    found = compared(phoned)
    assert found is not None
    assert found.phone == Which("wait", "consumer")
    phone = {one.month: one.phone for one in found.months}
    assert {month: phone[month] for month in (JULY, AUGUST, SEPTEMBER, OCTOBER)} == {
        JULY: pytest.approx(9),
        AUGUST: pytest.approx(8),
        SEPTEMBER: pytest.approx(7),
        OCTOBER: None,
    }
    page = {one.month: one.page for one in found.months}
    assert page[JULY] is None, "no service level was kept of a month before the promise"
    assert page[SEPTEMBER] is not None
    assert 0 < page[SEPTEMBER] < 60, "half of the first replies came within the hour"


def test_a_month_is_compared_only_where_both_are_known(phoned: World) -> None:
    found = compared(phoned)
    assert found is not None
    assert found.of(SEPTEMBER) is not None
    assert found.of(JULY) is None
    assert found.of(OCTOBER) is None


def test_a_month_tells_nothing_of_what_came_after_it(phoned: World) -> None:
    found = compared(phoned, until=AUGUST.last_day)
    assert found is not None
    assert max(one.month for one in found.months) == AUGUST


def test_without_a_wait_on_the_phone_nothing_is_compared() -> None:
    assert compared(ran()) is None
    assert service_page(ran().lake, SEPTEMBER, ran().documents.parties.own.id).waits is None


@pytest.mark.django_db
def test_the_page_tells_both_and_draws_them_by_month(phoned: World) -> None:
    waits = service_page(phoned.lake, SEPTEMBER, phoned.documents.parties.own.id).waits
    assert waits is not None
    assert (waits.phone.replace("\u00a0", " "), waits.who) == ("7 min", "consumer")
    assert waits.page.endswith("min")
    assert waits.href == "/measure/kpi/wait@consumer/"
    assert waits.chart is not None
    drawn = {(row[0], row[-1]) for row in waits.chart.rows}
    assert len(drawn) == len(waits.chart.rows) >= 4
    assert service_page(phoned.lake, OCTOBER, phoned.documents.parties.own.id).waits is None
