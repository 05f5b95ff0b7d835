"""The same remarks for other programs: SARIF that its schema accepts, commands that GitHub reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from leadline.strategy import RULES
from leadline.strategy.checking import Checked, check_text
from leadline.strategy.sarif import READING, sarif
from leadline.strategy.spans import spans_of
from leadline.strategy.workflow_commands import workflow_commands
from tests.strategy.examples import FACTS, HALDEN, RULE_PAGES

SCHEMA = json.loads((Path(__file__).parent / "sarif" / "sarif-schema-2.1.0.json").read_text())
TEXT = HALDEN.read_text()
WRONG = (
    TEXT.replace("  people: 8\n", "  people: 6\n")
    .replace("    kind: satisfaction\n", "")
    .replace("findings: [router", "findings: [ruter")
)


def checked(text: str = WRONG, name: str = "plans/our strategy.yaml") -> Checked:
    return check_text(text, name, FACTS)


@pytest.mark.parametrize("text", [WRONG, TEXT, "goal: [", "methods:\n  - {name: A, knd: x}\n", ""])
def test_the_log_is_what_the_schema_of_sarif_accepts(text: str) -> None:
    validator = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    log = sarif([checked(text), checked(text, "/elsewhere/strategy.yaml")])
    assert list(validator.iter_errors(log)) == []
    assert len(log["runs"][0]["results"]) == 2 * len(checked(text).placed)


def test_the_schema_would_refuse_a_log_that_is_none() -> None:
    log = sarif([checked()])
    log["runs"][0]["results"][0]["level"] = "hint"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, SCHEMA, cls=jsonschema.Draft4Validator)


def test_every_rule_is_described_with_its_page() -> None:
    rules = sarif([])["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES] + list(READING)
    for rule in rules:
        assert (RULE_PAGES / rule["helpUri"].rsplit("/", 1)[1]).exists()
    assert rules[0]["defaultConfiguration"] == {"level": RULES[0].severity}


def test_a_result_names_its_place_to_the_column() -> None:
    lines = WRONG.splitlines()
    results = {one["ruleId"]: one for one in sarif([checked()])["runs"][0]["results"]}
    where = results["RES003"]["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "plans/our%20strategy.yaml"
    assert cut(lines, where["region"]) == "people: 6"
    missing = results["COM009"]["locations"][0]["physicalLocation"]["region"]
    assert cut(lines, missing) == "id: satisfied-customers", "of a field that is not there, its part's first line"


def test_a_fix_in_the_log_does_what_the_command_does() -> None:
    """An editor that applies `fixes` gets the text that `--fix` writes for that remark."""
    results = {one["ruleId"]: one for one in sarif([checked()])["runs"][0]["results"]}
    assert set(results) == {"RES003", "COM009", "STR004"}
    for code, written in (
        ("RES003", "  people: 8\n"),
        ("COM009", "    kind: satisfaction\n"),
        ("STR004", "[router-reboots]"),
    ):
        assert written in applied(WRONG, results[code]["fixes"][0])
    assert "fixes" not in sarif([checked("goal: [")])["runs"][0]["results"][0]


def test_commands_of_github_stand_at_their_line_and_escape_what_they_must() -> None:
    commands = workflow_commands([checked(name="a,b:c.yaml")]).splitlines()
    assert len(commands) == 3
    [error] = [one for one in commands if "RES003" in one]
    line = WRONG.splitlines().index("  people: 6") + 1
    assert error.startswith(f"::error file=a%2Cb%3Ac.yaml,line={line},endLine={line},col=3,endColumn=12,title=RES003 ")
    assert "::The methods together need 8 people" in error
    assert {one.split(" ")[0] for one in commands} == {"::error", "::warning"}


def test_a_column_counts_signs_and_a_line_end_of_windows_is_none() -> None:
    text = "mission: Über 🌊 alles\r\ngoal: {text: „Größe“, findings: [a]}\r\n"
    spans = spans_of(text)
    assert spans.region("mission") == (1, 1, 1, 22)
    assert spans.region("goal.findings") == (2, 23, 2, 36)
    assert spans.region("goal.nothing") == (2, 1, 2, 37)


def cut(lines: list[str], region: dict[str, int]) -> str:
    assert region["startLine"] == region["endLine"]
    return lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]


def applied(text: str, fix: dict[str, Any]) -> str:
    """The replacements as an editor makes them, by line and column, the last one first."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for one in reversed(fix["artifactChanges"][0]["replacements"]):
        region = one["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + one["insertedContent"]["text"] + text[end:]
    return text
