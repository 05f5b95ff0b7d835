"""The joined line: which evidence gives its grade, and what each link says."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from leadline.measure.evidence import Series
from leadline.measure.kpi import Aim, kpi
from leadline.strategy import Document, read_document
from leadline.value import JoinedLine, LinkEvidence, join, roi
from leadline.words import Department, Estimate, Finding, Grade, PartyId
from tests.value.test_roi import DRAWS, saving
from tests.value.worlds import YEAR, effect, item, sheet

DOCUMENT = """
company_objectives:
  - {id: lower-cost, text: Lower the cost to serve, owner: Alice, kind: cost, metric: calls}
methods:
  - {id: service, name: Service where people are, kind: service, programs: [page-service]}
lines:
  - id: page-lowers-calls
    objective: lower-cost
    business_metric: calls
    social_metric: answered_within_promise
    program: page-service
    opportunity: waiting
    mechanism: Who is answered on the page within the hour does not call.
  - {id: straight, objective: lower-cost, business_metric: calls, program: page-service, mechanism: It answers.}
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(DOCUMENT)


def known(cause: str, metric: str, grade: Grade) -> LinkEvidence:
    return LinkEvidence(cause, metric, grade, f"{grade}: {cause} moves {metric}", None, f"settle {cause}")


def joined(document: Document, *evidence: LinkEvidence, line: int = 0) -> JoinedLine:
    return join(document.lines[line], document, evidence)


def to_promise(grade: Grade) -> LinkEvidence:
    return known("page-service", "answered_within_promise", grade)


def to_calls(grade: Grade) -> LinkEvidence:
    return known("answered_within_promise", "calls", grade)


def direct(grade: Grade) -> LinkEvidence:
    return known("page-service", "calls", grade)


def test_only_causal_links_have_a_grade(document: Document) -> None:
    line = joined(document, to_promise(Grade.SUPPORTED), to_calls(Grade.CORRELATED))
    assert [(link.kind, link.grade) for link in line.links] == [
        ("defined", None),
        ("causal", Grade.CORRELATED),
        ("causal", Grade.SUPPORTED),
        ("provenance", None),
    ]


@pytest.mark.parametrize(
    ("evidence", "grade", "way"),
    [
        ((), Grade.ASSUMED, "by way of the social metric"),
        ((to_promise(Grade.TESTED),), Grade.ASSUMED, "by way of the social metric"),
        ((to_promise(Grade.TESTED), to_calls(Grade.CORRELATED)), Grade.CORRELATED, "by way of the social metric"),
        (
            (to_promise(Grade.TESTED), to_calls(Grade.CORRELATED), direct(Grade.SUPPORTED)),
            Grade.SUPPORTED,
            "direct",
        ),
        (
            (to_promise(Grade.TESTED), to_calls(Grade.TESTED), direct(Grade.SUPPORTED)),
            Grade.TESTED,
            "by way of the social metric",
        ),
        ((direct(Grade.SUPPORTED),), Grade.SUPPORTED, "direct"),
    ],
)
def test_the_grade_is_the_better_of_the_weakest_link_and_the_direct_evidence(
    document: Document, evidence: tuple[LinkEvidence, ...], grade: Grade, way: str
) -> None:
    """S1.8, and section 1 of the design."""
    line = joined(document, *evidence)
    assert (line.grade, line.way) == (grade, way)
    assert line.sentence.startswith(f"{grade}: ")


def test_the_sentence_names_the_link_that_decides_and_what_would_settle_it(document: Document) -> None:
    line = joined(document, to_promise(Grade.TESTED), to_calls(Grade.CORRELATED))
    weakest = line.links[1]
    assert line.sentence == (
        f"correlated: the weakest step is whether {weakest.lower} moves {weakest.upper}, where both moved together, "
        f"which may have other reasons; whether {line.links[2].lower} moves {weakest.upper} was not looked at directly"
    )
    assert line.settle == "settle answered_within_promise"


def test_an_assumed_line_says_whether_anybody_looked(document: Document) -> None:
    """A look that showed nothing is told apart from no look at all."""
    looked = joined(document, direct(Grade.ASSUMED), line=1)
    assert looked.sentence.endswith("was looked at directly, and no effect could be shown yet")
    assert joined(document, line=1).sentence.startswith("assumed: nobody has looked yet whether ")
    shown = joined(document, direct(Grade.SUPPORTED), line=1)
    assert shown.sentence.endswith("the change holds against what would have been without it")
    beside = joined(document, to_promise(Grade.TESTED), to_calls(Grade.TESTED), direct(Grade.SUPPORTED))
    assert beside.sentence.endswith(" are only supported")


def test_a_line_without_a_social_metric_stands_on_its_direct_evidence(document: Document) -> None:
    line = joined(document, direct(Grade.SUPPORTED), line=1)
    assert (line.grade, line.way, line.direct) == (Grade.SUPPORTED, "direct", None)
    assert joined(document, line=1).grade is Grade.ASSUMED


def test_evidence_is_taken_from_an_analysis_with_its_sentence_and_its_number() -> None:
    found = LinkEvidence.of("page-service", "calls", effect())
    assert found.grade is Grade.CORRELATED
    assert found.number == Estimate(-11.1, -15.0, -7.2, "%")
    assert found.sentence.startswith("correlated: calls fell 11 % [7, 15]")
    assert found.settle
    unsure = effect(verdict="cannot tell")
    assert LinkEvidence.of("page-service", "calls", unsure, kept=Grade.SUPPORTED).grade is Grade.SUPPORTED


def test_definitions_say_where_the_figure_stands_and_provenance_how_well_it_was_read(document: Document) -> None:
    days = tuple(dt.date(2026, 10, 1) + dt.timedelta(days=i) for i in range(31))
    figure = kpi(
        Series("Calls a day", days, np.full(31, 4310.0), "calls"),
        Aim("down", baseline=4864, target=4000),
        as_of=dt.date(2026, 10, 31),
    )
    findings = [
        Finding(
            id=f"f{messages}",
            sentence="People wait.",
            party=PartyId("halden"),
            theme="phone wait",
            department=Department.SUPPORT,
            reading="frustration",
            messages=messages,
            share=Estimate(0.2, 0.1, 0.3, "share"),
            read_right=right,
        )
        for messages, right in ((3118, 0.92), (1000, 0.88))
    ]
    line = join(document.lines[0], document, kpi=figure, findings={"waiting": findings})
    assert line.objective == "Lower the cost to serve"
    assert line.links[0].sentence == "Calls a day: 4,310 calls, was 4,864; 64 % of the way to 4,000."
    assert line.links[-1].sentence == "2 findings, 4,118 messages, 91 % read right"
    assert joined(document).links[-1].sentence == "no finding is linked"
    assert "no figure is known yet" in joined(document).links[0].sentence


def test_a_line_shows_its_money_a_month(document: Document) -> None:
    found = roi([saving()], sheet(item("12770")), YEAR, draws=DRAWS)
    line = join(document.lines[0], document, [direct(Grade.SUPPORTED)], worth=found.by_grade[0])
    assert line.money is not None
    assert line.money.value == pytest.approx(540 * 365 * 2.60 / 12)
    assert line.money.unit == "EUR"
    assert (line.money_if_lasting, line.shared_with) == (None, ())


def test_a_line_keeps_apart_what_was_seen_and_what_is_taken_to_last(document: Document) -> None:
    seen = replace(saving(end=dt.date(2026, 8, 31)), shared_with=("twin",))
    found = roi([seen], sheet(item("12770")), YEAR, draws=DRAWS)
    line = join(document.lines[0], document, [direct(Grade.SUPPORTED)], worth=found.worth[0])
    assert line.money is not None
    assert line.money_if_lasting is not None
    assert line.money.value == pytest.approx(540 * 243 * 2.60 / 8), "a month from January to August"
    assert line.money_if_lasting.value == pytest.approx(540 * 122 * 2.60 / 4), "a month after them"
    assert line.shared_with == ("twin",)


def test_a_joined_line_is_stored_and_read_back_exactly(document: Document) -> None:
    line = joined(document, to_promise(Grade.SUPPORTED), direct(Grade.SUPPORTED))
    assert JoinedLine.from_dict(json.loads(json.dumps(line.as_dict()))) == line
