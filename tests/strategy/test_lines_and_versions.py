"""How a strategy hangs together, and what changed between two of its versions."""

from __future__ import annotations

from leadline.strategy import Document, chain, compare, lines_for, method_of, orphans, read_document
from tests.strategy.examples import HALDEN, laid_over_halden


def test_a_line_is_a_chain_of_three_kinds_of_links() -> None:
    """S1.2: the objective is defined by its metric, the effect is claimed, the program comes from somewhere."""
    document = read_document(HALDEN)
    links = chain(document.lines[0], document)
    assert [(link.upper.text, link.kind, link.lower.text) for link in links] == [
        ("Lower the cost to serve", "defined", "Calls"),
        ("Calls", "causal", "Answered within the promise"),
        ("Answered within the promise", "causal", "Service on the page"),
        ("Service on the page", "provenance", "waiting-on-the-phone"),
    ]


def test_a_line_without_social_metric_joins_the_program_to_the_business() -> None:
    document = read_document(HALDEN)
    links = chain(document.lines[1], document)
    assert [(link.kind, link.upper.id, link.lower.id) for link in links] == [
        ("defined", "lower-cost-to-serve", "calls"),
        ("causal", "calls", "router-watch"),
    ]


def test_a_gap_in_a_line_is_not_bridged() -> None:
    document = laid_over_halden("lines: [{id: page-service-to-calls, business_metric: }]")
    assert [link.upper.kind for link in chain(document.lines[0], document)] == ["social metric", "program"]


def test_orphans_hang_loose_at_either_end() -> None:
    """S0.18."""
    assert not orphans(read_document(HALDEN)).any
    loose = orphans(
        laid_over_halden(
            "company_objectives: [{id: alone, text: Alone}]\n"
            "objectives: [{id: turn-anger, serves: nothing}]\n"
            "methods: [{id: spare, name: Spare, programs: [one, two]}]\n"
            "lines: [{id: page-service-to-calls, program: gone}]"
        )
    )
    assert [one.id for one in loose.company_objectives] == ["alone"]
    assert [one.id for one in loose.objectives] == ["turn-anger"]
    assert loose.programs == ("one", "two")
    assert [one.id for one in loose.lines] == ["page-service-to-calls"]


def test_lines_and_methods_are_found_from_their_ends() -> None:
    document = read_document(HALDEN)
    assert [line.id for line in lines_for("lower-cost-to-serve", document)] == [
        "page-service-to-calls",
        "router-watch-to-calls",
    ]
    method = method_of("north-stories", document)
    assert method is not None
    assert method.name == "Stories from the north"
    assert method_of("none", document) is None


def test_before_and_after_the_assessment_are_told_in_sentences() -> None:
    """S3.16."""
    before = laid_over_halden("objectives: [{id: turn-anger, state: draft, reason: }]")
    after = laid_over_halden(
        "objectives: [{id: turn-anger, state: changed, reason: Anger is what others read.}]\n"
        "company_objectives: [{id: lower-cost-to-serve, target: {value: 3900, stated_as: level, direction: down}}]\n"
        "methods: [{id: neighbours, name: Neighbours help}]"
    )
    turn = "Turn more of those who come angry into people who leave happy"
    assert [difference.sentence for difference in compare(before, after)] == [
        "Method “Neighbours help” was added.",
        "Company objective “Lower the cost to serve”: target, value was 4000, is 3900.",
        "Company objective “Lower the cost to serve”: target, unit was “calls a day”, is empty.",
        f"Social objective “{turn}”: state was draft, is changed.",
        f"Social objective “{turn}”: reason was empty, is “Anger is what others read.”.",
    ]


def test_removing_and_moving_are_told_apart_from_changing() -> None:
    document = read_document(HALDEN)
    fewer = document.model_copy(update={"lines": document.lines[1:]})
    moved = document.model_copy(update={"methods": (*document.methods[1:], document.methods[0])})
    assert [one.sentence for one in compare(document, fewer)] == ["Line “page-service-to-calls” was removed."]
    assert [one.sentence for one in compare(document, moved)] == ["The order of the methods was moved."]


def test_a_digest_names_exactly_one_content() -> None:
    """An approved version never changes: its digest is its name, however the file was written."""
    document = read_document(HALDEN)
    assert compare(document, read_document(HALDEN.read_text().replace("4864", "4 864"))) == ()
    assert document.digest() == read_document(HALDEN.read_text().replace("4864", "4 864")).digest()
    other = laid_over_halden("mission: Another one.")
    assert other.digest() != document.digest()
    assert len(compare(document, other)) == 1
    assert Document().digest() == Document(company="", targets=()).digest()
