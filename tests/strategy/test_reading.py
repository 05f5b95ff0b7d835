"""A file becomes a document, or remarks that a manager understands; and out, edited, in again is the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadline.errors import LeadlineError
from leadline.strategy import (
    Document,
    Facts,
    UnreadableDocumentError,
    json_schema,
    lint_text,
    parse_document,
    read_document,
    template,
    write_document,
)
from leadline.words import Remark
from tests.strategy.examples import HALDEN, RULE_PAGES

DEMO = Path(__file__).parents[2] / "src" / "leadline" / "demo" / "documents" / "strategy.yaml"


def remarks(text: str) -> dict[str, Remark]:
    """By path."""
    return {remark.where: remark for remark in parse_document(text).remarks}


def test_a_little_yaml_written_by_hand_is_enough() -> None:
    """S0.24: from the bottom up. Ids come from the words, a line's worth from its objective."""
    document = read_document(
        """
        company_objectives:
          - text: Lower the cost to serve
            kind: cost
            target: -11 %
        methods:
          - name: Service on the page
            serves: lower-the-cost-to-serve
        lines:
          - objective: lower-the-cost-to-serve
            program: service-on-the-page
        goal: Serve people where they are
        """
    )
    (objective,), (line,) = document.company_objectives, document.lines
    assert objective.id == "lower-the-cost-to-serve"
    assert objective.target is not None
    assert (objective.target.value, objective.target.unit, objective.target.direction) == (-11, "%", "down")
    assert line.value == "cost"
    assert document.methods[0].program_ids == ("service-on-the-page",)
    assert document.goal.text == "Serve people where they are"


def test_fifty_thousand_is_not_read_as_fifty() -> None:
    """S0.20: YAML itself takes 50.000 for the number fifty."""
    document = read_document("targets:\n  - {metric: fans, value: 50.000}\n  - {metric: likes, value: 1.500}")
    assert [target.value for target in document.targets] == [50_000, 1_500]


@pytest.mark.parametrize(
    ("text", "number"), [("50,000", 50_000), ("1,5", 1.5), ("1,000,000", 1_000_000), ("1.234,5", 1234.5)]
)
def test_a_comma_inside_braces_does_not_cut_a_number_in_two(text: str, number: float) -> None:
    """S0.20: YAML itself reads {value: 50,000} as fifty and a field named 000."""
    document = read_document(f"company_objectives:\n  - {{text: A, baseline: {{value: {text}, unit: calls}}}}")
    assert document.company_objectives[0].baseline is not None
    assert float(document.company_objectives[0].baseline.value) == number
    assert document.company_objectives[0].baseline.unit == "calls"


def test_a_misspelt_field_is_named_even_where_it_is_empty() -> None:
    (remark,) = parse_document("methods:\n  - name: A\n    sucess:\n").remarks
    assert (remark.where, remark.code) == ("methods[0].sucess", "DOC002")


def test_a_comma_in_a_text_inside_braces_is_told_as_what_it_is() -> None:
    (remark,) = parse_document("targets:\n  - {text: Likes, retweets and comments, metric: likes}").remarks
    assert (
        remark.message == "Line 2: Target “Likes” is cut at a comma: “retweets and comments” stands behind it as if "
        "it were a field."
    )
    assert remark.advice == "Put the text in quotes: inside braces a comma ends it."


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    document = read_document("company: No\nmission: 2026-03-31\ntargets:\n  - {id: on, what_for: 'yes'}")
    assert (document.company, document.mission, document.targets[0].id) == ("No", "2026-03-31", "on")


def test_every_problem_is_named_with_its_line_and_its_part_in_words() -> None:
    found = remarks(
        "methods:\n"
        "  - name: Service on the page\n"
        "    departement: support\n"
        "    kind: servce\n"
        "    start: 31.3.2026\n"
        "    resources: {people: -1, money_a_month: 1.500}\n"
        "company_objectives:\n"
        "  - kind: cost\n"
        "reporting: hello\n"
        "lines:\n"
        "  - {id: a-line, mechanism: So it is}\n"
    )
    method = "Method “Service on the page”"
    assert found["methods[0].departement"].message == f"Line 3: {method} has no field “departement”."
    assert "“department”" in found["methods[0].departement"].advice
    assert found["methods[0].kind"].message == f"Line 4: {method}, kind: “servce” is not one of the choices."
    assert found["methods[0].kind"].advice.startswith("Write “service” if that is what you mean.")
    assert found["methods[0].start"].message == f"Line 5: {method}, start: “31.3.2026” is not a date."
    assert found["methods[0].resources.people"].advice == "Write 0 or more."
    assert "1500 or 1.5" in found["methods[0].resources.money_a_month"].advice
    assert found["company_objectives[0].text"].message == "Line 8: Company objective number 1 does not say its text."
    assert found["reporting"].message == "Line 9: Reporting should be a list."
    assert "satisfaction, loyalty" in found["lines[0].value"].advice
    assert len(found) == 8


@pytest.mark.parametrize(
    "text",
    [
        "Get 50,000 fans by summer\n",
        "objectives:\n  - {text: Get 50,000 fans by summer}",
        "objectives: Get 50,000 fans by summer",
        "objectives:\n  - Get 50,000 fans by summer",
        "objectives:\n  - text: Get 50,000 fans by summer",
    ],
)
def test_a_bare_sentence_is_an_objective_with_that_text(text: str) -> None:
    """Whoever writes what they want in plain words gets the lesson of their sentence, not one about fields."""
    (objective,) = read_document(text).objectives
    assert (objective.text, objective.id) == ("Get 50,000 fans by summer", "get-50-000-fans-by-summer")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("goal: Serve: everybody", 1, "cannot be read"),
        ("company: A\ncompany: B", 2, "stands twice, here and in line 1"),
        ("goal: &a {text: x}\nmission: *a", 2, "alias"),
        ("company: A\n\tgoal: B", 2, "cannot be read"),
    ],
)
def test_text_that_is_not_plain_yaml_is_refused_with_its_line(text: str, line: int, said: str) -> None:
    (remark,) = parse_document(text).remarks
    assert remark.code == "DOC001"
    assert remark.message.startswith(f"Line {line}: ")
    assert said in remark.message


def test_a_hostile_file_is_refused_at_once() -> None:
    for text in ("[" * 200_000, "a" * 3_000_000, "a: {" * 50_000):
        (remark,) = parse_document(text).remarks
        assert remark.code == "DOC001"


def test_an_id_stands_once_in_its_list() -> None:
    (remark,) = parse_document("methods:\n  - {id: a, name: One}\n  - {id: a, name: Two}").remarks
    assert remark.code == "DOC010"
    assert remark.message == "Line 3: The id “a” stands twice among the methods."
    assert remark.thing == "method “Two”"


def test_a_period_that_ends_before_it_begins_is_explained() -> None:
    (remark,) = parse_document("objectives:\n  - {text: A, period: 2026-05-01 to 2026-04-01}").remarks
    assert "before it begins" in remark.message
    assert remark.advice == "Exchange the two dates."


def test_reading_a_file_that_is_not_there_or_not_a_strategy_raises_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LeadlineError, match="There is no file"):
        read_document(tmp_path / "none.yaml")
    with pytest.raises(UnreadableDocumentError, match=r"has no field “gaol”\.") as caught:
        read_document("gaol: x")
    assert [remark.code for remark in caught.value.remarks] == ["DOC002"]


def test_every_code_of_reading_stands_on_its_page() -> None:
    page = (RULE_PAGES / "DOC.md").read_text()
    for number in range(1, 11):
        assert f"| DOC{number:03d} |" in page


@pytest.mark.parametrize("text", [HALDEN.read_text(), template(), "{}"], ids=["halden", "template", "empty"])
def test_out_and_in_again_is_the_same(text: str) -> None:
    """S3.16: versions can be compared because nothing changes on the way."""
    document = read_document(text)
    again = read_document(write_document(document))
    assert again == document
    assert again.digest() == document.digest()
    assert write_document(again) == write_document(document)


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40).filter(
    str.strip
)
numbers = st.decimals(min_value=-(10**7), max_value=10**7, places=3)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=words, number=numbers, day=st.dates(min_value=dt.date(1990, 1, 1)), kept=st.lists(words, max_size=3))
def test_any_words_and_numbers_survive_the_way_out_and_in(
    text: str, number: Decimal, day: dt.date, kept: list[str]
) -> None:
    document = Document.model_validate(
        {
            "company": text,
            "mission": text + "\n" + text,
            "benefits": {"customer": kept},
            "company_objectives": [
                {"id": "a", "text": text, "baseline": {"value": number, "unit": text, "date": day}, "by": day}
            ],
            "participants": [{"name": text, "role": "customer", "contributions": kept}],
        }
    )
    assert read_document(write_document(document)) == document


def test_the_schema_holds_for_what_people_write() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for text in (HALDEN.read_text(), template()):
        values = _without_empty(yaml.load(text, Loader=_Dateless))  # noqa: S506 - a SafeLoader without dates
        jsonschema.validate(values, schema, cls=jsonschema.Draft202012Validator)
    for wrong in ({"gaol": "x"}, {"methods": [{"name": "x", "kind": "servce"}]}, {"participants": [{"name": "x"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema, cls=jsonschema.Draft202012Validator)


def test_the_schema_says_what_each_field_is_and_knows_no_other() -> None:
    """An editor shows the description while one types, and underlines a field that is none."""
    schema = json_schema()
    for model in (schema, *schema["$defs"].values()):
        if "properties" not in model:
            continue
        assert model["additionalProperties"] is False
        assert model.get("description"), model.get("title")
    for text in (HALDEN.read_text(), DEMO.read_text(), template()):
        values = _without_empty(yaml.load(text, Loader=_Dateless))  # noqa: S506 - a SafeLoader without dates
        jsonschema.validate(values, schema, cls=jsonschema.Draft202012Validator)
        for wrong in (values | {"misssion": "x"}, values | {"leadership": {"policies": "x"}}):
            with pytest.raises(jsonschema.ValidationError, match=r"(were|was) unexpected"):
                jsonschema.validate(wrong, schema, cls=jsonschema.Draft202012Validator)
    unsaid = [
        f"{model.get('title')}.{name}"
        for model in (schema, *schema["$defs"].values())
        for name, field in model.get("properties", {}).items()
        if not field.get("description")
    ]
    assert unsaid == []


def test_the_template_names_the_schema_for_editors() -> None:
    assert template().startswith("# yaml-language-server: $schema=strategy.schema.json\n")


@pytest.mark.parametrize(
    ("segment", "codes"), [("consumer", []), ("small offices", []), ("consumer@north", ["DOC007"])]
)
def test_a_segment_is_named_as_the_metrics_rows_name_it(segment: str, codes: list[str]) -> None:
    """S1.10: no row of a metric holds the signs that Leadline joins its parts with."""
    text = HALDEN.read_text().replace("segment: consumer", f"segment: {segment}")
    assert [one.code for one in parse_document(text).remarks] == codes


class _Dateless(yaml.SafeLoader):
    """What an editor with YAML 1.2 sees: a day is a text."""


_Dateless.yaml_implicit_resolvers = {
    key: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _without_empty(value: object) -> object:
    """An editor warns of empty fields; Leadline takes them as left out."""
    if isinstance(value, dict):
        return {key: _without_empty(part) for key, part in value.items() if part is not None}
    return [_without_empty(part) for part in value] if isinstance(value, list) else value


def test_the_starter_reads_and_everything_it_lacks_is_explained_with_its_line() -> None:
    """S0.24; every remark on the template stands at a line of it and says what to write."""
    placed = lint_text(template(), Facts(today=dt.date(2026, 3, 1)))
    assert {one.remark.code for one in placed} == {
        "STR003", "STR006", "COM003", "COM004", "OBJ004", "OBJ005", "MET004", "PAR001", "ASS001",
    }  # fmt: skip
    lines = template().splitlines()
    for one in placed:
        assert one.line is not None
        field = one.remark.where.split(".")[-1].split("[")[0]
        assert field in lines[one.line - 1]
