"""Plans: what people write, what is missing, what does not fit the strategy (S3.24, S3.27)."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from leadline.errors import LeadlineError
from leadline.programs.plan import Program
from leadline.programs.plan_checks import RULES, check_programs
from leadline.programs.plan_file import programs_from, read_programs, template
from leadline.strategy import Document, document_from
from leadline.words import Money, Month
from tests.programs.conversation import at

FULL = """
programs:
  - id: page-service
    name: Service on the page
    method: service
    owner: Alice
    department: support
    period: 2026-04-01 to 2026-09-30
    budget: 18.300 EUR in total
    people:
      - {name: Alice, role: lead, hours_a_month: 40}
      - {role: agent, count: 3, hours_a_month: 160}
    metrics:
      - {metric: answered_within_promise, target: 95 %, direction: up}
      - {metric: calls, target: "4.000 calls a day", direction: down, by: 2026-09-30}
    promise:
      target_minutes: 60
      hours: every day 08:00-20:00
      holidays: [NL, 2026-12-24]
      channels: [facebook]
"""


def only(text: str) -> Program:
    (program,), remarks = read_programs(text)
    assert remarks == ()
    return program


def strategy(**method: object) -> Document:
    plain = {"methods": [{"id": "service", "name": "Service where people are", "kind": "service"} | method]}
    document = document_from(plain).document
    assert document is not None
    return document


def found(program: Program, document: Document | None = None) -> dict[str, str]:
    """Code and field of every remark."""
    return {
        remark.code: remark.where.removeprefix("programs[0].")
        for remark in check_programs([program], document)
    }  # fmt: skip


def test_a_program_is_read_as_a_person_writes_it() -> None:
    """S3.24, S0.20: owner, department, period, budget, people, metrics with targets; 18.300 is eighteen thousand."""
    program = only(FULL)
    assert (program.owner, program.department, program.method) == ("Alice", "support", "service")
    assert (program.headcount, program.hours_a_month) == (4, Decimal(520))
    assert [(m.metric, m.target, m.unit, m.direction) for m in program.metrics] == [
        ("answered_within_promise", 95, "%", "up"),
        ("calls", 4000, "calls a day", "down"),
    ]
    assert check_programs([program], strategy()) == ()


def test_a_promise_in_a_plan_is_the_promise_that_the_clock_takes() -> None:
    """S0.8, S0.9: the company's zone and the own brand stand where nothing else is said."""
    plan = only(FULL).promise
    assert plan is not None
    promise = plan.promise(company_zone="Europe/Amsterdam", own_party="halden")
    assert promise.calendar.due(at("2026-03-02T19:30:00"), promise.target_seconds) == at("2026-03-03T08:30:00")
    assert (promise.parties, promise.channels, promise.horizon_days) == ({"halden"}, {"facebook"}, 7)
    words = "within 1 h (every day 08:00–20:00, except public holidays (NL), Europe/Amsterdam)"
    assert str(promise) == words


@pytest.mark.parametrize(
    ("budget", "period", "months"),
    [
        ("18300 EUR in total", "2026-04-01 to 2026-09-30", {"2026-03": 0, "2026-04": 3000, "2026-05": 3100}),
        ("18300 EUR in total", "2026-04-16 to 2026-05-15", {"2026-04": 9150, "2026-05": 9150, "2026-06": 0}),
        ("18300 EUR in total", "from 2026-04-01", {"2026-04": None}),
        ("1.500,50 EUR per month", "from 2026-04-16", {"2026-03": 0, "2026-04": Decimal("1500.50")}),
        ("18300 EUR in total", None, {"2026-04": None}),
    ],
)
def test_a_budget_is_money_of_a_month(budget: str, period: str | None, months: dict[str, Decimal | int | None]) -> None:
    """S3.25: a total is spread over the days of the period, and cannot be where there is no end."""
    program = only_of(budget=budget, period=period)
    spent = {month: program.budget_in(Month.parse(month)) for month in months}
    assert spent == {m: None if amount is None else Money(Decimal(amount), "EUR") for m, amount in months.items()}


def only_of(**fields: object) -> Program:
    (program,), remarks = programs_from([{"id": "p", "name": "P"} | {k: v for k, v in fields.items() if v is not None}])
    assert remarks == ()
    return program


def test_the_template_is_read_and_only_the_owner_is_missing() -> None:
    """S0.24: a company begins with a file that explains itself."""
    assert found(only(template())) == {"PRG021": "owner"}


@pytest.mark.parametrize(
    ("broken", "said", "where"),
    [
        ("departmnt: support", "There is no such field.", "programs[0].departmnt"),
        ("department: suport", "“suport” is not one of the choices.", "programs[0].department"),
        ("period: soon", "“soon” is not a period.", "programs[0].period"),
        ("period: 2026-05-01 to 2026-04-01", "ends on 2026-04-01, before it starts", "programs[0].period"),
        ("budget: a lot", "“a lot” is not a budget.", "programs[0].budget"),
        ("budget: 10 EUR a week", "“10 EUR a week” is not a budget.", "programs[0].budget"),
        ("people: [{hours_a_month: 4}]", "neither name nor role", "programs[0].people"),
        ("people: [{name: Bob, hours_a_month: -4}]", "-4 is too small.", "programs[0].people[0].hours_a_month"),
        ("metrics: [{metric: calls, target: many}]", "“many” is not a number.", "programs[0].metrics[0].target"),
        ("promise: {hours: 24/7}", "This is missing.", "programs[0].promise.target_minutes"),
        ("promise: {target_minutes: 60, hours: noon}", "does not say which hours", "programs[0].promise"),
        ("id: two words", "“two words” cannot stand here.", "programs[0].id"),
    ],
)
def test_a_program_that_cannot_be_read_is_remarked_and_the_others_stand(broken: str, said: str, where: str) -> None:
    """A person's bad input is a Remark, and nothing else is lost."""
    first = broken if broken.startswith("id") else f"id: one\n    {broken}"
    programs, remarks = read_programs(f"programs:\n  - name: One\n    {first}\n  - {{id: two, name: Two}}")
    assert [program.id for program in programs] == ["two"]
    ((message, place, advice),) = ((remark.message, remark.where, remark.advice) for remark in remarks)
    assert said in message
    assert message.startswith("Program “One”")
    assert place == where
    assert advice


def test_two_programs_of_one_id_are_told_apart_by_leaving_the_second_out() -> None:
    programs, remarks = programs_from([{"id": "p", "name": "First"}, {"id": "p", "name": "Second"}])
    assert [program.name for program in programs] == ["First"]
    assert [(remark.code, remark.thing) for remark in remarks] == [("PRG009", "program “Second”")]


@pytest.mark.parametrize("text", ["", "a: [", "programs: none", "- just\n\t- a tab"])
def test_a_file_that_is_no_plan_is_an_error_with_an_advice(text: str) -> None:
    with pytest.raises(LeadlineError) as raised:
        read_programs(text)
    assert raised.value.advice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("programs:\n  - &a {name: One}\n  - *a\n", "Line 3: An alias"),
        ("programs: " + "[" * 100_000, "Line 1: The file nests deeper"),
        ("programs: [{name: !!python/name:os.system x}]", "Line 1: A type"),
        ("programs: []\nprograms: []", "stands twice"),
    ],
    ids=["alias", "deep", "type", "twice"],
)
def test_a_hostile_plan_is_one_sentence(text: str, said: str) -> None:
    begun = time.process_time()
    with pytest.raises(LeadlineError, match=said):
        read_programs(text)
    assert time.process_time() - begun < 5


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LeadlineError, match="There is no file"):
        read_programs(tmp_path / "none.yaml")
    written = tmp_path / "programs.yaml"
    written.write_text(FULL, encoding="utf-8-sig")
    assert read_programs(written) == read_programs(FULL)


def test_what_is_missing_is_remarked_field_by_field() -> None:
    """S3.25, S3.26, S3.27: no program without strategy, owner, department, period, means and success."""
    empty = only_of()
    assert found(empty, strategy()) == {
        "PRG020": "method",
        "PRG021": "owner",
        "PRG022": "department",
        "PRG023": "period",
        "PRG024": "people",
        "PRG025": "metrics",
        "PRG027": check_programs([empty], strategy())[-1].where,
    }


def test_a_program_is_held_against_its_method() -> None:
    """S3.27, S0.9."""
    program = only(FULL)
    assert found(program, strategy(id="other", name="Another")) == {"PRG020": "method", "PRG027": ""}
    assert found(program, strategy(department="marketing")) == {"PRG022": "department"}
    assert found(program, strategy(start="2026-06-01")) == {"PRG023": "period"}
    silent = program.model_copy(update={"promise": None})
    assert found(silent, strategy()) == {"PRG026": "promise"}
    assert found(silent, strategy(kind="community")) == {}


def test_a_program_may_be_known_by_the_methods_own_list() -> None:
    program = only(FULL).model_copy(update={"method": None})
    assert found(program, strategy(programs=["page-service"])) == {}
    assert found(program, strategy()) == {"PRG020": "method", "PRG027": ""}


def test_what_the_market_does_alone_may_cost_nothing() -> None:
    """S3.29."""
    program = only(FULL).model_copy(update={"budget": None, "people": ()})
    assert found(program, strategy(run_by="market")) == {}
    assert found(program, strategy(run_by="joint")) == {"PRG024": "people"}


def test_a_target_needs_a_number_a_unit_and_a_direction() -> None:
    """S3.26."""
    program = only(FULL)
    loose = only_of(metrics=[{"metric": "csat"}, {"metric": "calls", "target": "4000"}]).metrics
    remarks = check_programs([program.model_copy(update={"metrics": loose})], strategy())
    assert [(remark.severity, remark.where) for remark in remarks] == [
        ("warning", "programs[0].metrics[0]"),
        ("note", "programs[0].metrics[1]"),
    ]


def test_every_rule_of_the_plans_is_documented() -> None:
    page = Path(__file__).parents[2] / "docs" / "words" / "programs.md"
    told = page.read_text(encoding="utf-8")
    assert [code for code in [*RULES, "PRG027"] if code not in told] == []
