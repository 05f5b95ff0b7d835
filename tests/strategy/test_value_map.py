"""The value map: every part once, in layers, with few crossings."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from leadline.strategy import LAYERS, Bend, Document, Node, document_from, read_document, value_map
from leadline.strategy.value_map import crossings
from tests.strategy.examples import HALDEN, laid_over_halden


def document_of(values: dict[str, Any]) -> Document:
    document = document_from(values).document
    assert document is not None
    return document


def ids(document: Document) -> list[list[str]]:
    return [[one.id for one in column if isinstance(one, Node)] for column in value_map(document).columns]


def test_every_part_of_every_line_stands_once_in_its_layer() -> None:
    """S1.2, S0.18: objectives, business metrics, social metrics, programs."""
    assert [sorted(column) for column in ids(read_document(HALDEN))] == [
        ["field-engineers", "lower-cost-to-serve", "north-market-share", "satisfied-customers"],
        ["calls", "csat", "hires", "market_share"],
        ["answered_within_promise", "champion_reach_outs", "referral_traffic", "turn_rate"],
        ["field-champions", "north-stories", "page-service", "router-watch"],
    ]


def test_a_joint_holds_the_lines_that_claim_it_and_why() -> None:
    """S1.2: two lines may stand on one joint, each with a mechanism of its own."""
    document = laid_over_halden(
        "lines: [{id: second, objective: satisfied-customers, value: satisfaction, business_metric: calls,"
        " social_metric: answered_within_promise, program: router-watch, mechanism: Another reason.}]"
    )
    joint = next(one for one in value_map(document).joints if one.upper.id == "calls" and one.kind == "causal")
    assert [line.id for line in joint.lines] == ["page-service-to-calls", "second"]
    assert joint.mechanisms[1] == "Another reason."


def test_an_objective_that_no_line_reaches_is_joined_to_its_own_metric_alone() -> None:
    """S0.18: an orphan is drawn, not left out."""
    document = document_of({"company_objectives": [{"id": "alone", "text": "Alone", "metric": "calls"}]})
    drawn = value_map(document)
    assert [(one.upper.id, one.kind, one.lower.id, one.lines) for one in drawn.joints] == [
        ("alone", "defined", "calls", ())
    ]


def test_a_metric_of_the_companys_own_stands_under_its_own_name() -> None:
    """S1.13."""
    document = laid_over_halden("metrics: [{id: hires, name: New colleagues who stayed}]")
    assert "New colleagues who stayed" in [one.text for one in value_map(document).columns[1] if isinstance(one, Node)]


def test_a_line_past_the_social_metric_bends_through_its_column() -> None:
    drawn = value_map(read_document(HALDEN))
    assert [one.lower.id for one in drawn.columns[2] if isinstance(one, Bend)] == ["router-watch"]


def test_parts_are_ordered_so_that_joints_do_not_cross() -> None:
    """The lines stand in another order than the objectives; the map is drawn without a crossing."""
    wanted = [{"id": f"o{n}", "text": f"Objective {n}"} for n in range(6)]
    lines = [
        {"id": f"l{n}", "objective": f"o{n}", "value": "cost", "business_metric": f"m{5 - n}", "program": f"p{n % 3}"}
        for n in (3, 0, 5, 1, 4, 2)
    ]
    methods = [{"id": f"p{n}", "name": f"Method {n}"} for n in (2, 0, 1)]
    drawn = value_map(document_of({"company_objectives": wanted, "lines": lines, "methods": methods}))
    defined = tuple(one for one in drawn.joints if one.kind == "defined")
    assert crossings(drawn.columns, defined) == 0


@given(
    some.lists(
        some.tuples(*[some.sampled_from("abcd")] * 3, some.booleans()),
        min_size=1,
        max_size=12,
        unique_by=lambda line: line[:3],
    )
)
def test_ordering_loses_no_part_and_doubles_none(drawn_lines: list[tuple[str, str, str, bool]]) -> None:
    lines = [
        {"id": f"l{n}", "objective": up, "value": "cost", "business_metric": metric, "program": program}
        | ({"social_metric": "turn_rate"} if social else {})
        for n, (up, metric, program, social) in enumerate(drawn_lines)
    ]
    document = document_of(
        {
            "company_objectives": [{"id": one, "text": one} for one in "abcd"],
            "methods": [{"id": one, "name": one} for one in "abcd"],
            "lines": lines,
        }
    )
    found = value_map(document)
    places = [one for column in found.columns for one in column]
    assert len(places) == len(set(places))
    for number, column in enumerate(found.columns):
        assert {one.kind for one in column if isinstance(one, Node)} <= {LAYERS[number]}
