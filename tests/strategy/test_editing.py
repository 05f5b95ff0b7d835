"""A part is put into a text that a person wrote, with their comments and order kept."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadline.errors import LeadlineError
from leadline.strategy import parse_document
from leadline.strategy.edits.parts import with_comment, with_fields, with_part, with_part_instead, without_part

TEXT = """\
# ours
methods:            # support first
  - id: one
    name: One       # the first

  # about two
  - id: two
    name: Two

# what it takes
resources: {people: 2}
targets: []         # none yet
"""
PART = {"id": "new", "name": "New: with a colon", "serves": ["a"], "success": {"measure": "calls"}}
WRITTEN = """\
  - id: new
    name: "New: with a colon"
    serves: [a]
    success: {measure: calls}
"""


def test_a_part_is_added_at_the_end_of_its_list_before_what_follows():
    text, line = with_part(TEXT, "methods", PART)
    assert text == TEXT.replace("    name: Two\n", f"    name: Two\n{WRITTEN}")
    assert text.splitlines()[line - 1] == "  - id: new"


def test_an_empty_list_is_opened_and_its_comment_stays():
    text, line = with_part(TEXT, "targets", {"id": "t"})
    assert text == TEXT.replace("targets: []         # none yet\n", "targets:         # none yet\n  - {id: t}\n")
    assert line == len(TEXT.splitlines()) + 1


@pytest.mark.parametrize("before", ["", "goal: Help\n", "# only a comment\n", "methods:\n", "methods: ~\n"])
def test_a_list_that_is_missing_or_empty_is_made(before):
    text, line = with_part(before, "methods", {"id": "m"})
    assert text.endswith("methods:\n  - {id: m}\n")
    assert text.splitlines()[line - 1] == "  - {id: m}"


def test_a_part_takes_the_place_of_another_and_comments_of_the_next_one_stay():
    text, line = with_part_instead(TEXT, "methods", 0, {"id": "new"})
    assert text == TEXT.replace("  - id: one\n    name: One       # the first\n", "  - id: new       # the first\n")
    assert line == 3
    last, line = with_part_instead(TEXT, "methods", 1, {"id": "new"})
    assert last == TEXT.replace("  - id: two\n    name: Two\n", "  - id: new\n")
    assert line == 7


@pytest.mark.parametrize("text", ["methods: word\n", "- a list\n"])
def test_what_cannot_be_changed_safely_is_refused_in_words(text):
    with pytest.raises(LeadlineError, match="“methods:” cannot be changed for you"):
        with_part(text, "methods", PART)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("methods: [{id: one}]\n", "methods: [{id: one}, {id: m}]\n"),
        ("methods:\n  -\n    id: one\n", "methods:\n  -\n    id: one\n  - id: m\n"),
        ("methods: [ ]   # none\r\ngoal: a\r\n", "methods:   # none\r\n  - {id: m}\r\ngoal: a\r\n"),
    ],
)
def test_a_part_stands_as_its_neighbours_do(before, after):
    assert with_part(before, "methods", {"id": "m"})[0] == after


def test_fields_are_set_in_their_lines_and_the_comment_stays():
    text, line = with_fields(TEXT, "methods[0]", {"name": "One: again", "id": "one"})
    assert text == TEXT.replace("    name: One       # the first", '    name: "One: again"       # the first')
    assert text.splitlines()[line - 1].startswith("    name:")


def test_a_field_that_is_missing_is_written_at_the_end_of_its_part():
    text, line = with_fields(TEXT, "methods[1]", {"kind": "service", "success.measure": "calls", "success.target": ""})
    assert text == TEXT.replace("name: Two\n", "name: Two\n    kind: service\n    success: {measure: calls}\n")
    assert text.splitlines()[line - 1] == "    kind: service"


def test_an_emptied_field_keeps_its_name_and_an_unchanged_one_its_hand():
    text = "methods:\n  - id: a\n    owner: Dana   # until May\nresources: {people: 50.000}\n"
    assert with_fields(text, "methods[0]", {"owner": ""})[0] == text.replace(" Dana ", "  ")
    assert with_fields(text, "", {"resources.people": "50.000", "mission": ""})[0] == text


def test_a_list_below_its_name_is_written_anew_unless_a_comment_would_be_lost():
    text = "goal:\n  text: Help\n  findings:\n    - a\n    - 'b # no comment'\nmission: x\n"
    after = "goal:\n  text: Help\n  findings: [c]\nmission: x\n"
    assert with_fields(text, "", {"goal.findings": ["c"]})[0] == after
    with pytest.raises(LeadlineError, match="“goal:” cannot be changed for you"):
        with_fields(text.replace("- a\n", "- a   # theirs\n"), "", {"goal.findings": ["c"]})


@pytest.mark.parametrize("text", ["methods: []\n", "methods: [word]\n", ""])
def test_a_field_of_a_part_that_is_not_there_is_refused(text):
    with pytest.raises(LeadlineError, match="“methods:” cannot be changed for you"):
        with_fields(text, "methods[0]", {"name": "new"})


@pytest.mark.parametrize("index", [-1, 2])
def test_a_part_that_is_not_there_cannot_be_replaced(index):
    with pytest.raises(LeadlineError):
        with_part_instead(TEXT, "methods", index, PART)


def test_an_unreadable_text_is_left_alone():
    with pytest.raises(LeadlineError, match="cannot be read"):
        with_part("methods: [", "methods", PART)


def test_a_comment_stands_above_its_part_in_one_line_and_changes_nothing():
    text = with_comment(TEXT, "methods", 1, "October 2026: change\nname: Three")
    assert "  # October 2026: change name: Three\n  - id: two\n" in text
    assert with_fields(text, "methods[1]", {"name": "Two"})[0] == text


@pytest.mark.parametrize("index", [-1, 2])
def test_a_part_that_is_not_there_is_neither_taken_out_nor_remarked(index):
    with pytest.raises(LeadlineError, match="cannot be changed"):
        without_part(TEXT, "methods", index)
    with pytest.raises(LeadlineError, match="cannot be changed"):
        with_comment(TEXT, "methods", index, "x")


HALDEN = (Path(__file__).parent / "halden.yaml").read_text()
FIELDS = [
    ("", "mission"),
    ("", "goal.text"),
    ("", "leadership.owner"),
    ("company_objectives[0]", "owner"),
    ("objectives[1]", "text"),
    ("methods[0]", "success.measure"),
    ("lines[2]", "mechanism"),
]
SIGNS = st.characters(exclude_categories=["C", "Z"], exclude_characters="#") | st.just(" ")
WORDS = st.text(SIGNS, max_size=60).map(str.strip).filter(bool)


@settings(max_examples=40, deadline=None)
@given(where=st.sampled_from(FIELDS), said=WORDS)
def test_out_edited_and_in_again_keeps_every_other_word_comment_and_place(where, said):
    """Section 7 of the issue: whatever a person writes into a field, nothing but that field changes, both ways."""
    place, name = where
    changed, _line = with_fields(HALDEN, place, {name: said})
    for kept in (r"#.*", r"(?m)^\w+:", r"(?m)^ *- (?:\{)?id: .*"):
        assert re.findall(kept, HALDEN) == re.findall(kept, changed)
    held = _said(parse_document(changed).document, place, name)
    assert held == said
    back, _line = with_fields(changed, place, {name: _said(parse_document(HALDEN).document, place, name)})
    assert parse_document(back).document == parse_document(HALDEN).document


def _said(document, place, name):
    element, _bracket, index = place.partition("[")
    part = getattr(document, element)[int(index.rstrip("]"))] if element else document
    for one in name.split("."):
        part = getattr(part, one)
    return part
