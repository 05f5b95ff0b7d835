"""Three layers with both joins checked, and what a newer assessment opens again."""

from __future__ import annotations

import dataclasses
import datetime as dt

from leadline.strategy import Document, layers, lint, read_document, reopened
from tests.strategy.examples import FACTS, HALDEN, examples_of, laid_over_halden

NEWER = dataclasses.replace(
    FACTS,
    today=dt.date(2026, 6, 1),
    closed_assessments={"2025-10": dt.date(2025, 10, 10), "2026-05": dt.date(2026, 5, 20)},
    findings=(FACTS.findings or frozenset()) - {"router-reboots", "nobody-answers-the-page"},
)


def joined() -> Document:
    from tests.strategy.examples import RULE_PAGES

    return laid_over_halden(examples_of((RULE_PAGES / "LAY001.md").read_text())[1])


def test_both_joins_hold_where_every_social_objective_carries_one_that_serves_the_business() -> None:
    """S1.19."""
    assert layers(joined()).joined


def test_without_communications_objectives_the_joins_are_not_called_sound() -> None:
    """S1.19: nobody looked, and that is said."""
    found = layers(read_document(HALDEN))
    assert (found.checked, found.joined) == (False, False)
    assert not [one for one in lint(read_document(HALDEN), FACTS) if one.code.startswith("LAY")]


def test_each_way_in_which_a_join_can_be_missing_is_told_apart() -> None:
    """S1.19: from above, from below, past each other."""
    found = layers(
        laid_over_halden(
            "communications:\n"
            "  - {id: helpful, text: Be the one that answers, serves: lower-cost-to-serve}\n"
            "  - {id: famous, text: Be famous, serves: fame}\n"
            "objectives:\n"
            "  - {id: answer-within-the-hour, carries: helpful}\n"
            "  - {id: turn-anger, carries: helpful}\n"
            "  - {id: north-visits, carries: nothing}\n"
        )
    )
    assert [one.id for one in found.company] == ["satisfied-customers", "field-engineers", "north-market-share"]
    assert [one.id for one in found.upward] == ["famous"]
    assert [one.id for one in found.downward] == ["famous"]
    assert [one.id for one in found.social] == ["hear-faults-first", "engineers-speak", "north-visits"]
    assert [(one.id, above.id) for one, above in found.astray] == [("turn-anger", "helpful")]


def test_a_newer_assessment_opens_what_stands_on_a_finding_that_it_does_not_hold() -> None:
    """S3.16: the goal, the methods, and the decided objectives that the methods serve; each with its reason."""
    found = reopened(read_document(HALDEN), NEWER)
    assert [(one.element, one.where, one.fallen) for one in found] == [
        ("goal", "goal.findings", ("nobody-answers-the-page",)),
        ("method", "methods[0]", ("nobody-answers-the-page",)),
        ("method", "methods[1]", ("router-reboots",)),
        ("objective", "objectives[0]", ("nobody-answers-the-page",)),
        ("objective", "objectives[1]", ("nobody-answers-the-page",)),
        ("objective", "objectives[2]", ("router-reboots",)),
    ]
    assert found[-1].reason == (
        "Assessment 2026-05, closed on 2026-05-20, holds “router-reboots” no more, on which it stands, by way of the "
        "method “Early warning on routers and deliveries”."
    )
    assert [one.where for one in lint(read_document(HALDEN), NEWER) if one.code == "ASS004"] == [
        one.where for one in found
    ]


def test_an_opportunity_that_fell_opens_its_method_too() -> None:
    """S3.16, S3.14."""
    facts = dataclasses.replace(NEWER, findings=FACTS.findings, opportunities={})
    assert [(one.text, one.fallen) for one in reopened(read_document(HALDEN), facts) if one.element == "method"] == [
        ("Service on the page", ("waiting-on-the-phone",))
    ]


def test_nothing_is_open_again_without_a_newer_assessment() -> None:
    """S3.16: age alone opens nothing, nor does an assessment closed before the strategy's own."""
    assert not reopened(read_document(HALDEN), FACTS)
    fallen = dataclasses.replace(FACTS, findings=frozenset[str]())
    assert not reopened(read_document(HALDEN), fallen)
    assert not reopened(read_document(HALDEN), dataclasses.replace(NEWER, closed_assessments=None))
