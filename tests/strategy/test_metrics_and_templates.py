"""Whether a metric fits an objective and why, metrics of the company's own, and templates of methods."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from leadline.cli import app
from leadline.errors import LeadlineError
from leadline.strategy import (
    Document,
    find_metric,
    find_template,
    fit,
    lint,
    method_templates,
    metrics_of,
    parse_document,
    read_document,
    write_document,
)
from leadline.strategy.fixing import fix_text
from leadline.words import Department, RunBy, ValueType
from tests.strategy.examples import FACTS, laid_over_halden
from tests.strategy.test_reading import words

OWN = (
    "metrics:\n  - {id: queue_walks, name: Walk-outs, unit: people a day, good: down, fits: [satisfaction],"
    " business: true}\n"
)


def test_one_metric_is_judged_differently_by_objective_and_says_why() -> None:
    """S1.9, S1.13."""
    calls = find_metric("calls")
    assert calls is not None
    assert fit(calls, ValueType.COST).fits
    assert fit(calls, ValueType.LOYALTY).why == (
        "It shows cost, cost savings and service improvement; it can get better while loyalty does not."
    )


def test_a_thousand_fans_fit_no_objective() -> None:
    """S1.13, S0.3: can it be measured with 1,000 fans? I doubt that."""
    fans = find_metric("fans")
    assert fans is not None
    assert not any(fit(fans, value).fits for value in ValueType)
    assert "counts attention" in fit(fans, ValueType.REVENUE).why


def test_a_company_adds_a_metric_of_its_own_and_it_goes_out_with_the_file() -> None:
    """S1.13, S1.17: beside those of the catalogue, or in the place of one."""
    document = read_document(OWN)
    own = metrics_of(document)[-1]
    assert (own.id, own.name, str(own.good), own.business) == ("queue_walks", "Walk-outs", "down", True)
    assert fit(own, ValueType.SATISFACTION).fits
    assert read_document(write_document(document)) == document
    instead = metrics_of(read_document("metrics: [{id: calls, name: Our calls}]"))
    assert [one.name for one in instead if one.id == "calls"] == ["Our calls"]


def test_an_own_metric_stands_once() -> None:
    assert [one.code for one in parse_document(OWN + OWN.removeprefix("metrics:\n")).remarks] == ["DOC010"]


@settings(max_examples=60, deadline=None)
@given(words, st.sampled_from(["up", "down"]), st.lists(st.sampled_from(list(ValueType)), unique=True), st.booleans())
def test_new_parts_survive_the_way_out_and_in(text: str, good: str, fits: list[ValueType], business: bool) -> None:
    """S3.16, S1.19: communications objectives, what carries them, and own metrics."""
    document = Document.model_validate(
        {
            "communications": [{"id": "c", "text": text, "owner": text, "serves": "a"}],
            "objectives": [{"id": "o", "text": text, "carries": "c"}],
            "metrics": [
                {"id": "m", "name": text, "definition": text, "unit": text, "good": good, "source": text}
                | {"gamed": text, "fits": fits, "business": business}
            ],
        }
    )
    again = read_document(write_document(document))
    assert again == document
    assert again.digest() == document.digest()


def test_templates_begin_with_support_and_end_with_marketing_run_by_company_market_or_both() -> None:
    """S4.7 to S4.11, S1.14, S3.28, S3.29."""
    templates = method_templates()
    assert templates[0].method.department is Department.SUPPORT
    assert templates[-1].method.department is Department.MARKETING
    assert {one.method.run_by for one in templates} == set(RunBy)
    assert {"S1.14", "S3.28", "S3.29", "S4.7", "S4.8", "S4.9", "S4.10", "S4.11"} <= {
        demand for one in templates for demand in one.demands
    }
    assert all(one.why and one.before and one.method.success for one in templates)


def test_a_printed_template_is_a_part_of_the_list_of_methods() -> None:
    """S1.14: the closed community for key customers, with its baseline before the launch (S1.16)."""
    printed = CliRunner().invoke(app, ["strategy", "method", "customer-community"])
    assert printed.exit_code == 0
    (method,) = read_document(f"methods:\n{printed.stdout}").methods
    assert (method.id, method.kind, method.run_by) == ("customer-community", "community", "joint")
    assert "measured before the launch" in " ".join(printed.stdout.split())
    told = CliRunner().invoke(app, ["strategy", "method", "--json"])
    assert json.loads(told.stdout)["templates"][0] == "page-service"


def test_a_template_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(LeadlineError, match="There is no template of a method “dance”") as caught:
        find_template("dance")
    assert "page-service" in caught.value.advice


DESCRIBED = """
metrics:
  - {id: queue_walks, name: Walk-outs, unit: people a day, good: down, fits: [satisfaction], business: true}
  - {id: facebook_fans, name: Friends of the house, business: true, fits: [cost]}
  - {id: page_mood, name: Mood of the page, business: false}
company_objectives:
  - {id: lower-cost-to-serve, metric: queue_walks, baseline: 40, target: {value: 60, stated_as: level}}
"""


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("business_metric: queue_walks\n    value: satisfaction", {"COM007"}),
        ("business_metric: queue_walks", {"COM007", "LIN007"}),
        ("business_metric: facebook_fans", {"COM007", "LIN004"}),
        ("business_metric: page_mood", {"COM007", "LIN004"}),
        ("business_metric: nobody_described_it", {"COM007"}),
        ("social_metric: page_mood", {"COM007"}),
    ],
)
def test_a_metric_that_the_company_described_counts_like_the_catalogues(line: str, codes: set[str]) -> None:
    """S1.13: what it fits, which way is better and whether the books record it; fans stay fans."""
    fragment = f"{DESCRIBED}lines:\n  - id: page-service-to-calls\n    {line}\n"
    asked = {"COM007", "COM011", "COM012", "LIN004", "LIN007", "LIN008"}
    found = {one.code for one in lint(laid_over_halden(fragment), FACTS) if one.code in asked}
    assert found - {"COM012"} == codes


def test_a_metric_of_ones_own_is_offered_where_it_fits_and_turned_the_better_way() -> None:
    alone = DESCRIBED.replace("fits: [satisfaction]", "fits: [loyalty]")
    misfit = f"{alone}lines:\n  - {{id: page-service-to-calls, business_metric: calls, value: loyalty}}\n"
    found = [one for one in lint(laid_over_halden(misfit), FACTS) if one.code == "LIN007"]
    assert any("queue_walks" in one.advice for one in found)
    sized = DESCRIBED.replace("value: 60, stated_as: level", "value: 20, stated_as: points")
    text = write_document(laid_over_halden(sized))
    assert "direction: down" in fix_text(text, FACTS, only={"COM006"}).text.partition("satisfied-customers")[0]
