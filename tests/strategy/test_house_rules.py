"""A company's own limits and rules that are off: who decided each, when and why; never what nobody can ignore."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadline.errors import LeadlineError
from leadline.strategy import can_adopt, lint
from leadline.strategy.house_rules import house_rules, in_house
from tests.strategy.examples import FACTS, laid_over_halden

WHO = 'reason = "Our board says so.", by = "Dana Kowal", date = 2026-01-05'
OFF = '[[off]]\nrule = "{code}"\nreason = "The network centre asked for it."\nby = "Dana Kowal"\ndate = 2026-01-05\n'


def write(folder: Path, text: str) -> Path:
    (folder / "lint.toml").write_text(text)
    return folder


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert in_house(FACTS, tmp_path) == FACTS


def test_a_limit_of_the_company_holds_for_its_strategies(tmp_path: Path) -> None:
    """S3.22, S3.3."""
    home = write(tmp_path, f"[limits]\nmission_words = {{value = 5, {WHO}}}\nagency_percent = {{value = 90, {WHO}}}\n")
    document = laid_over_halden(
        "mission: We answer every question on our page.\nmethods: [{id: page-service, agency_percent: 80}]"
    )
    assert [one.code for one in lint(document, FACTS)] == ["MET010"]
    assert [one.code for one in lint(document, in_house(FACTS, home))] == ["STR005"]
    [decided, _] = house_rules(home).limits
    assert (decided.limit, decided.value, decided.by) == ("mission_words", 5, "Dana Kowal")


def test_a_rule_that_is_off_is_silent_and_an_error_stays_in_sight_with_a_name(tmp_path: Path) -> None:
    home = write(tmp_path, OFF.format(code="met006") + OFF.format(code="OBJ003"))
    document = laid_over_halden("methods: [{id: router-watch, findings: []}]\nobjectives: [{id: turn-anger, owner: }]")
    assert {one.code for one in lint(document, FACTS)} == {"MET006", "OBJ003"}
    [remark] = lint(document, in_house(FACTS, home))
    assert (remark.code, remark.severity) == ("OBJ003", "warning")
    assert "Dana Kowal answers for it: “The network centre asked for it.”" in remark.message
    assert can_adopt(document, in_house(FACTS, home)) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OFF.format(code="OBJ001"), "nobody can switch OBJ001 off"),
        (OFF.format(code="PAR001"), "nobody can switch PAR001 off"),
        (OFF.format(code="XYZ001"), "there is no rule “XYZ001”"),
        (
            OFF.format(code="MET006").replace('reason = "The network centre asked for it."', 'reason = " "'),
            "no `reason`",
        ),
        (OFF.format(code="MET006").replace('by = "Dana Kowal"\n', ""), "no `by`"),
        (OFF.format(code="MET006").replace("date = 2026-01-05", 'date = "soon"'), "which `date`"),
        (f"[limits]\nmission_wrods = {{value = 60, {WHO}}}\n", "no limit “mission_wrods”"),
        (f"[limits]\nmarket_representatives = {{value = 0, {WHO}}}\n", "a whole number of 1 or more"),
        (f'[limits]\nmission_words = {{value = "many", {WHO}}}\n', "a whole number of 0 or more"),
        ("[limits]\nmission_words = 60\n", "mission_words has no `reason`"),
        ("[limit]\n", "something else than limits"),
        ("[[off\n", "cannot be read"),
    ],
)
def test_what_nobody_decided_or_nobody_may_decide_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    """S0.2, S3.19: a company cannot switch off the lesson that the others rest on, nor its market."""
    with pytest.raises(LeadlineError, match=r"lint\.toml") as caught:
        in_house(FACTS, write(tmp_path, text))
    assert said in caught.value.sentence
    assert caught.value.advice
