"""The demo's documents: each is read by the stage that owns its format, without a remark."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import yaml

from leadline.demo import PLANTED, SEED, read_champions
from leadline.demo.champions import champions_of, reach_outs
from leadline.demo.company import SIZES
from leadline.demo.employees import employees
from leadline.listen import read_parties
from leadline.programs.champions import EvidenceLevel, Pilot, merged
from leadline.programs.plan_checks import check_programs
from leadline.programs.plan_file import read_programs
from leadline.programs.totals import totals
from leadline.strategy import Facts, lint_text, read_document
from leadline.value.cost_file import read_costs
from leadline.words import PartyKind
from tests.demo.worlds import tiny

ON = dt.date(2026, 11, 1)


def test_parties_are_read() -> None:
    book = read_parties(tiny().documents["parties.yaml"])
    assert book.own.name == "Halden Telecom"
    assert Counter(party.kind for party in book.parties)[PartyKind.PARTNER] == 5
    assert book.find("@zwaluwmobile") is not None


def test_the_strategy_has_no_remark() -> None:
    """S3.20: six elements, lines, people from the market; measured against what the demo records."""
    text = tiny().documents["strategy.yaml"].read_text(encoding="utf-8")
    remarks = [placed.remark for placed in lint_text(text, Facts(today=ON))]
    assert {(one.code, one.severity) for one in remarks} <= {("OBJ009", "note")}, "two aims end with its last month"


def test_the_programs_carry_out_the_strategys_methods() -> None:
    programs, remarks = read_programs(tiny().documents["programs.yaml"])
    document = read_document(tiny().documents["strategy.yaml"])
    assert remarks == ()
    assert {program.method for program in programs} == {method.id for method in document.methods}
    assert [remark for remark in check_programs(programs, document) if remark.severity == "error"] == []
    service = next(program for program in programs if program.promise)
    assert service.period is not None
    assert service.period.start == dt.date(2025, 11, 3)


def test_costs_are_read_and_name_programs_that_exist() -> None:
    reading = read_costs(tiny().documents["costs.yaml"])
    programs, _ = read_programs(tiny().documents["programs.yaml"])
    assert reading.remarks == ()
    assert reading.sheet is not None
    assert {item.program for item in reading.sheet.items} == {program.id for program in programs}
    assert {price.id for price in reading.sheet.prices} >= {"call", "hire"}


def test_champions_come_back_as_they_were_written() -> None:
    """S2.8, S2.12: two pilots, groups large enough to be shown, hires as planted and confirmed."""
    members, results = champions_of(SEED)
    assert read_champions(tiny().documents["champions.yaml"]) == (members, results)
    assert merged((), results) == tuple(sorted(merged((), results), key=lambda one: [str(part) for part in one.key]))
    assert min(Counter(one.pilot for one in members).values()) >= 5
    hires = [one for one in results if one.counts.get("hires")]
    assert Counter(str(one.month) for one in hires) == PLANTED.metrics.champion_hires
    assert {one.evidence for one in hires} == {EvidenceLevel.A}
    assert {total.pilot for total in totals(results)} == set(Pilot)
    assert all(one.takes_part(result.month) for result in results for one in members if one.id == result.champion)


def test_reach_outs_are_the_sum_of_the_sheets() -> None:
    _, results = champions_of(SEED)
    series = reach_outs(results)
    assert series.values.sum() == sum(one.counts.get("reach_outs", 0) for one in results) > 500


def test_events_are_dated_within_the_world() -> None:
    """S0.23: what else happened meanwhile."""
    events = yaml.safe_load(tiny().documents["events.yaml"].read_text(encoding="utf-8"))["events"]
    assert all(dt.date(2025, 5, 1) <= event["day"] <= dt.date(2026, 10, 31) for event in events)
    assert {"outage", "price change", "competitor campaign"} <= {event["kind"] for event in events}
    assert PLANTED.metrics.price_change in {event["day"] for event in events}
    assert PLANTED.metrics.outage_day in {event["day"] for event in events}


def test_the_full_company_has_its_three_levels() -> None:
    """S3.4: 2,000 employees report to 200 managers, those to 20 executives; 2,220 people in all."""
    people = list(employees(SIZES["full"]))
    assert Counter(one.level for one in people) == {"employee": 2000, "manager": 200, "executive": 20}
    level = {one.person_id: one.level for one in people}
    assert {(one.level, level.get(one.manager_id, "")) for one in people} == {
        ("employee", "manager"),
        ("manager", "executive"),
        ("executive", ""),
    }
    assert set(Counter(one.manager_id for one in people if one.level != "executive").values()) == {10}
