"""What can be computed is written, nothing else changes, and a fixed file is never worse than it was."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.strategy import RULES, lint, lint_text, parse_document
from leadline.strategy.edits import Add, Edit, Name, Put, Take, edited, values_with
from leadline.strategy.fixes import FIXES
from leadline.strategy.fixes.reading import SETTLED
from leadline.strategy.fixing import fix_one, fix_text, fixable
from leadline.words import Department
from tests.strategy.examples import FACTS, HALDEN, RULE_PAGES

TEXT = HALDEN.read_text()
KNOWING = replace(FACTS, opportunities={"waiting-on-the-phone": Department.SUPPORT})

BROKEN: dict[str, tuple[str, str, str]] = {
    # code: what stands in Halden's strategy, what stands there instead, and what the fix writes
    "STR004": ("findings: [router-reboots]", "findings: [router-rebots]", "findings: [router-reboots]"),
    "COM002": ("    metric: calls\n    segment: consumer\n", "    segment: consumer\n", "    metric: calls\n"),
    "COM005": (
        "value: 4000, unit: calls a day, stated_as: level",
        "value: 18 %",
        "value: 18 %, direction: down, stated_as: relative percent}",
    ),
    "COM006": (
        "stated_as: relative percent, direction: up",
        "stated_as: relative percent",
        "stated_as: relative percent, direction: up",
    ),
    "COM009": ("    kind: satisfaction\n", "", "    kind: satisfaction\n"),
    "COM011": (
        "stated_as: level, direction: down}\n    by",
        "stated_as: level, direction: up}\n    by",
        "stated_as: level, direction: down}\n    by",
    ),
    "OBJ001": (
        "objectives:\n  - id: answer",
        "objectives:\n  - {id: fb, text: '50.000 fans', serves: satisfied-customers, owner: A, period: 2026-07}\n"
        "  - id: answer",
        'text: "50,000 fans"\n    metric: fans\n    value: 50000\n    by: 2026-07-31\n    objective: satisfied-',
    ),
    "OBJ002": ("serves: field-engineers\n", "serves: field-enginers\n", "serves: field-engineers\n"),
    "OBJ005": ("    period: 2026-03-02 to 2027-01-31\n", "", "    period: 2026-03-02 to 2027-01-31\n"),
    "OBJ006": ("  version: 2025-10\n  closed: 2025-10-10\n", "  version: other\n", "    state: draft\n"),
    "TAR001": ("    objective: north-visits\n", "    objective: north-visit\n", "    objective: north-visits\n"),
    "LIN002": ("objective: field-engineers\n", "objective: fieldengineers\n", "objective: field-engineers\n"),
    "LIN003": ("program: field-champions\n", "program: field-champion\n", "program: field-champions\n"),
    "LIN004": ("    business_metric: hires\n", "", "    business_metric: hires\n"),
    "LIN007": (
        "value: cost\n    business_metric: calls\n    program",
        "value: innovation\n    business_metric: calls\n    program",
        "value: cost\n    business_metric: calls\n    program",
    ),
    "LIN009": (
        "opportunity: waiting-on-the-phone\n    mechanism: Who gets",
        "opportunity: waiting-at-the-phone\n    mechanism: Who gets",
        "opportunity: waiting-on-the-phone\n    mechanism: Who gets",
    ),
    "LIN012": ("department: marketing", "department: sales", "value: sales contribution"),
    "MET001": ("    department: support\n", "", "    department: support\n"),
    "MET002": ("serves: [north-visits]", "serves: north-visit", "serves: [north-visits]"),
    "MET006": (
        "    findings: [nobody-answers-the-page]\n    opportunity: waiting-on-the-phone\n",
        "",
        "    opportunity: waiting-on-the-phone\n",
    ),
    "RES002": (
        "resources:\n  people: 8\n  hours_a_month: 1250\n  money_a_month: 40500\n  money_once: 18000\n",
        "",
        "resources: {people: 8, hours_a_month: 1220, money_a_month: 40500, money_once: 18000}\n",
    ),
    "RES003": ("  people: 8\n", "  people: 7   # until May\n", "  people: 8   # until May\n"),
    "RES005": ("  review: monthly\n", "", "  review: monthly\n"),
    "REP001": (
        "  - to: champions\n    metrics: [applicants, champion_reach_outs, turn_rate]\n    rhythm: monthly\n"
        "    owner: Ines Aydin\n",
        "",
        "- to: champions\n    metrics: [answered_within_promise, turn_rate, ",
    ),
    "REP002": (
        "metrics: [answered_within_promise, turn_rate, csat]",
        "metrics: [likes]",
        "metrics: [likes, answered_within_promise, turn_rate, ",
    ),
    "REP003": (
        "metrics: [calls, csat, hires, market_share, answered_within_promise]",
        "metrics: [calls, csat, hires]",
        "metrics: [calls, csat, hires, market_share]",
    ),
    "REP004": (
        "metrics: [answered_within_promise, turn_rate, csat]",
        "metrics: []",
        "metrics: [answered_within_promise, turn_rate, ",
    ),
    "ASS001": ("  closed: 2025-10-10\n", "", "  closed: 2025-10-10\n"),
    "ASS002": ("  version: 2025-10\n", "  version: 2025-11\n", "  version: 2025-10\n"),
    "ASS003": ("  closed: 2025-10-10\n", "  closed: 2025-10-12\n", "  closed: 2025-10-10\n"),
}
ASKED_NEXT = {"OBJ001": Counter(TAR001=1), "OBJ006": Counter(ASS001=1), "ASS001": Counter(OBJ008=5)}
"""What the lint asks for only once the fix is made: no error is among it."""
_ORDERED = re.sub(r"    start: \d{4}-\d\d-\d\d\n", "    order: 9\n", TEXT)
_FIRST = {"ORD001": "north-stories", "ORD003": "router-watch", "ORD004": "north-stories"}


def codes(text: str) -> Counter[str]:
    return Counter(one.remark.code for one in lint_text(text, KNOWING))


def with_order(code: str) -> str:
    """Halden's methods by number, one of them before support."""
    ids = ["page-service", "router-watch", "field-champions", "north-stories"]
    first = _FIRST[code]
    text = _ORDERED
    if code == "ORD004":  # people come first, then the campaign
        text, first = text.replace("department: marketing", "department: people"), "north-stories"
    for number, name in enumerate([first, *(one for one in ids if one != first)], 1):
        at = text.index(f"  - id: {name}\n")
        text = text[:at] + text[at:].replace("order: 9", f"order: {number}", 1)
    return text


def broken(code: str) -> str:
    if code in _FIRST:
        return with_order(code)
    was, instead, _written = BROKEN[code]
    assert was in TEXT, code
    text = TEXT.replace(was, instead, 1)
    if code == "ASS001":
        text = text.replace("state: confirmed", "state: draft").replace("state: changed", "state: draft")
    if code == "ASS002":
        text = text.replace("closed: 2025-10-12", "closed: 2025-10-10")
    return text.replace("value: revenue", "value: revenue", 1)


@pytest.mark.parametrize("code", sorted(FIXES))
def test_each_fix_writes_what_its_page_says_and_nothing_else(code: str) -> None:
    text = broken(code)
    assert codes(text)[code], codes(text)
    fixed = fix_text(text, KNOWING, only={code})
    assert codes(fixed.text)[code] == 0
    assert {one.code for one in fixed.settled} == {code}
    asks = ASKED_NEXT.get(code, Counter())
    assert codes(fixed.text) - asks <= codes(text), "no remark of another kind has come"
    if code in BROKEN:
        assert BROKEN[code][2] in fixed.text
    assert comments(fixed.text) == comments(text)
    assert fix_text(fixed.text, KNOWING, only={code}).text == fixed.text


def test_support_is_numbered_first_and_marketing_last() -> None:
    """S4.7, S4.12: only numbers are changed; a day is a promise."""
    fixed = fix_text(with_order("ORD001"), KNOWING).text
    document = parse_document(fixed).document
    assert document is not None
    placed = {method.order: method.department for method in document.methods}
    assert (placed[1], placed[4]) == ("support", "marketing")
    dated = TEXT.replace("start: 2026-05-04", "start: 2025-09-01").replace("kind: buzz", "kind: other")
    assert codes(dated)["ORD001"] == 1
    assert fix_text(dated, KNOWING).text == dated


def test_a_count_that_something_serves_moves_with_what_serves_it() -> None:
    """S0.2, S0.20: the count becomes a target, and the method serves what the count was for."""
    count = "objectives:\n  - {id: fb, text: We want 50.000 fans, serves: north-market-share}   # says the board\n"
    count += "  - id: answer"
    text = TEXT.replace("objectives:\n  - id: answer", count).replace(
        "serves: [north-visits]", "serves: [fb, north-visits]"
    )
    fixed = fix_text(text, KNOWING, only={"OBJ001"}).text
    assert "serves: [north-market-share, north-visits]" in fixed
    kept = parse_document(fixed).document.targets[-1]
    assert (kept.text, kept.metric, kept.value) == ("50,000 fans", "fans", 50000)
    assert codes(fixed)["TAR001"] == 1, "what it is for is the person's to say"
    nowhere = text.replace("serves: north-market-share}", "serves: nothing-here}")
    assert fix_text(nowhere, KNOWING, only={"OBJ001"}).text == nowhere


@pytest.mark.parametrize(
    ("target", "baseline", "reading"),
    [
        ("{value: 20 %, direction: down}", "{value: 4864, unit: calls a day}", "relative percent"),
        ("{value: 4, unit: points, direction: up}", "{value: 68.5, unit: '% of answers'}", "points"),
        ("{value: 300, unit: calls a day, direction: up}", "{value: 4864, unit: calls a day}", "points"),
        ("{value: 20 %, direction: up}", "{value: 11.2, unit: '% of the market'}", None),
        ("{value: 4000, unit: calls a day, direction: down}", "{value: 4864, unit: calls a day}", None),
        ("{value: 90 %, direction: up}", "{value: 40, unit: '% of answers'}", None),
    ],
)
def test_a_reading_is_written_only_where_the_numbers_leave_one(target: str, baseline: str, reading: str | None) -> None:
    """S1.10: 20 % more of 11.2 % stays a question, and the file as it was."""
    text = f"company_objectives:\n  - {{id: a, text: A, metric: own, baseline: {baseline}, target: {target}}}\n"
    fixed = fix_text(text, KNOWING, only={"COM005"}).text
    document = parse_document(fixed).document
    assert document is not None
    assert document.company_objectives[0].target is not None
    assert document.company_objectives[0].target.stated_as == reading


def test_what_somebody_answers_for_is_left_as_they_want_it() -> None:
    """An error that somebody lives with by name is their decision; a fix would undo it."""
    text = broken("RES003") + "ignored:\n  - {rule: RES003, reason: We begin with fewer., by: Dana Kowal}\n"
    assert fix_text(text, KNOWING).text == text


def test_a_fix_that_would_bring_an_error_is_not_made() -> None:
    """The right day of closing would make both signatures too early (PAR005): a person has to look."""
    text = broken("ASS003").replace("closed: 2025-10-12", "closed: 2025-10-01")
    later = replace(KNOWING, closed_assessments={"2025-10": FACTS.today})
    assert Counter(one.remark.code for one in lint_text(text, later))["ASS003"] == 1
    assert fix_text(text, later).text == text


@pytest.mark.parametrize(
    ("text", "code", "written"),
    [
        ("gaol: x\n", "DOC002", "goal: x\n"),
        ("methods:\n  - name: A   # hm\n    kind: servce\n", "DOC004", "    kind: service\n"),
        ("methods:\n  - {name: A, start: 31.3.2026}\n", "DOC005", "start: 2026-03-31"),
        ("methods:\n  - {name: A, start: 12/31/2026}\n", "DOC005", "start: 2026-12-31"),
        ("objectives:\n  - {text: A, period: 2026-05-01 to 2026-04-01}\n", "DOC006", "2026-04-01 to 2026-05-01"),
        ("methods:\n  - {id: A b!, name: A}\n", "DOC007", "id: a-b"),
        ("methods:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", "DOC010", "{id: a-2, name: B}"),
    ],
)
def test_what_keeps_a_file_from_being_read_is_mended_where_one_reading_is_left(
    text: str, code: str, written: str
) -> None:
    assert fix_text(text, KNOWING).settled[0].code == code
    assert written in fix_text(text, KNOWING).text
    assert parse_document(fix_text(text, KNOWING).text).document is not None


@pytest.mark.parametrize(
    "text",
    [
        "methods:\n  - {name: A, start: 3/4/2026}\n",
        "methods:\n  - {name: A, resources: {money_a_month: 1.500}}\n",
        "methods:\n  - {id: a, name: A, serves: a}\n  - {id: a, name: B}\nlines:\n  - {program: a, value: cost}\n",
        "goal: Serve: everybody",
        "sucess: x\ncompany: A\nmiss: y\n",
    ],
)
def test_what_has_two_readings_stays_as_it_is(text: str) -> None:
    assert fix_text(text, KNOWING).text == text


def test_every_page_says_what_its_fix_writes_or_that_there_is_none() -> None:
    for rule in RULES:
        page = " ".join((RULE_PAGES / f"{rule.code}.md").read_text().split())
        fix = FIXES.get(rule.code)
        says = f"{fix.says[0].lower()}{fix.says[1:]}" if fix else "None: only people know what belongs there."
        assert f"## Fix {'`--fix`, and the button on the page: ' if fix else ''}{says}" in page, rule.code
    assert set(FIXES) <= {rule.code for rule in RULES}
    page = (RULE_PAGES / "DOC.md").read_text()
    assert all(re.search(rf"\| {code} \|.*\| yes \|", page) for code in SETTLED)


def test_one_remark_is_settled_by_itself() -> None:
    text = broken("RES003").replace("    kind: satisfaction\n", "")
    fixed = fix_one(text, "RES003", "resources.people", KNOWING)
    assert fixed.text == text.replace("people: 7   #", "people: 8   #")
    with pytest.raises(LeadlineError, match="nothing to write"):
        fix_one(fixed.text, "RES003", "resources.people", KNOWING)


def test_a_windows_file_keeps_its_line_ends() -> None:
    text = broken("LIN004").replace("\n", "\r\n")
    fixed = fix_text(text, KNOWING).text
    assert fixed.count("\r\n") == fixed.count("\n")
    assert fixed.replace("\r\n", "\n") == fix_text(broken("LIN004"), KNOWING).text


def comments(text: str) -> list[str]:
    return re.findall(r"(?m)(?<!\S)#.*$", text)


_HURTS = [(was, instead) for was, instead, _ in BROKEN.values()] + [
    ("    owner: Tom Okafor\n", ""),
    ("mission: >-", "mission: >-\n  NAME"),
    ("  - to: organisation\n", "  # to all of us\n  - to: organisation\n"),
    ("department: support", "department:"),
    ("goal:\n", "goal:   # agreed in May\n"),
    ("value: 1060", "value: 1.060"),
    ("state: draft", "state: confirmed"),
]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(hurts=st.lists(st.sampled_from(_HURTS), min_size=1, max_size=9), gaps=st.lists(st.integers(2, 230), max_size=4))
def test_after_fixing_no_fixed_remark_is_left_and_nothing_is_worse(
    hurts: list[tuple[str, str]], gaps: list[int]
) -> None:
    """Whatever is hurt at once: settled remarks are gone, no code has more errors, comments and the rest stay, and a
    second time changes nothing."""
    lines = TEXT.splitlines(keepends=True)
    for gap in sorted(gaps, reverse=True):
        if lines[gap].startswith(" ") and not lines[gap - 1].rstrip().endswith((">-", "|")):
            lines.insert(gap, "  # a word in between\n")
    text = "".join(lines)
    for was, instead in hurts:
        text = text.replace(was, instead, 1)
    before = parse_document(text)
    fixed = fix_text(text, KNOWING)
    after = parse_document(fixed.text)
    if before.document is None or after.document is None:
        assert after.document is not None or not list(fixable(fixed.text, KNOWING))
        return
    settled = Counter(one.code for one in fixed.settled)
    errors = Counter(one.code for one in lint(before.document, KNOWING) if one.severity == "error")
    left = Counter(one.code for one in lint(after.document, KNOWING) if one.severity == "error")
    assert left <= errors
    asked = Counter(TAR001=settled["OBJ001"])
    assert all(codes(fixed.text)[code] < codes(text)[code] + asked[code] for code in settled if codes(text)[code])
    assert fixable(fixed.text, KNOWING) == ()
    assert fix_text(fixed.text, KNOWING).text == fixed.text
    assert not Counter(comments(text)) - Counter(comments(fixed.text))


@pytest.mark.parametrize(
    ("text", "edit", "after"),
    [
        ("a:   # none\n", Put("a", "x"), "a: x   # none\n"),
        ("goal: Serve # us\n", Put("goal.findings", ["a", "b"]), "goal: {text: Serve, findings: [a, b]} # us\n"),
        (
            "methods:\n- name: A\n  # end\n",
            Put("methods[0].kind", "cost: x"),
            'methods:\n- name: A\n  kind: "cost: x"\n  # end\n',
        ),
        ("m: {a: 1,000, b: 2}\n", Put("m.c", "3"), "m: {a: 1,000, b: 2, c: 3}\n"),
        ("m: {a: 1,000,000, b: 2}\n", Put("m.a", "3"), "m: {a: 3, b: 2}\n"),
        ("m: {}\n", Put("m.c", "3"), "m: {c: 3}\n"),
        ("l: [a, b]\n", Take("l[0]"), "l: [b]\n"),
        ("l: [a, b]\n", Take("l[1]"), "l: [a]\n"),
        ("l:\n  - a\n  # of b\n  - b\n", Take("l[0]"), "l:\n  # of b\n  - b\n"),
        ("serves: a\n", Add("serves", "b"), "serves: [a, b]\n"),
        ("a: 1\n", Add("l", {"x": "y"}), "a: 1\nl:\n  - {x: y}\n"),
        ("a: 1", Put("b", "2"), "a: 1\nb: 2"),
        ("sucess: 1\n", Name("sucess", "success"), "success: 1\n"),
        ("l:\n  - a\nb: 1\n", Put("l", ["x", "y"]), "l: [x, y]\nb: 1\n"),
        ("a: 1   # one\n", Put("a", None), "a:    # one\n"),
        ("t: |\n  Text\n  more\nb: 1\n", Put("t", "short"), "t: short\nb: 1\n"),
    ],
)
def test_an_edit_changes_its_own_part_of_the_text(text: str, edit: Edit, after: str) -> None:
    assert edited(text, [edit]) == after
    assert plain_values(after)[0] is not None


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("l:\n  - a   # ours\n  - b\n", Put("l", "x")),
        ("a: b\n", Put("a.c", "d")),
        ("- - a\n  - b\n", Take("[0][0]")),
        ("a: 1\n", Take("b[0]")),
    ],
)
def test_what_an_edit_does_not_understand_is_left_alone(text: str, edit: Edit) -> None:
    assert edited(text, [edit]) is None


def test_edits_on_values_and_on_text_are_the_same() -> None:
    edits = [Put("company", "Other"), Add("targets", {"id": "x"}), Take("methods[1]"), Take("methods[0]")]
    after = edited(TEXT, edits)
    assert after is not None
    assert plain_values(after)[0] == values_with(plain_values(TEXT)[0], edits)
