"""A part is put into a text that a person wrote, with their comments and order kept."""

import pytest

from leadline.errors import LeadlineError
from leadline.web.strategy.editing import with_comment, with_field, with_part, with_part_instead, without_part

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
    name: 'New: with a colon'
    serves:
    - a
    success:
      measure: calls
"""


def test_a_part_is_added_at_the_end_of_its_list_before_what_follows():
    text, line = with_part(TEXT, "methods", PART)
    assert text == TEXT.replace("    name: Two\n", f"    name: Two\n{WRITTEN}")
    assert text.splitlines()[line - 1] == "  - id: new"


def test_an_empty_list_is_opened_and_its_comment_stays():
    text, line = with_part(TEXT, "targets", {"id": "t"})
    assert text == TEXT.replace("targets: []         # none yet\n", "targets:         # none yet\n  - id: t\n")
    assert line == len(TEXT.splitlines()) + 1


@pytest.mark.parametrize("before", ["", "goal: Help\n", "# only a comment\n", "methods:\n", "methods: ~\n"])
def test_a_list_that_is_missing_or_empty_is_made(before):
    text, line = with_part(before, "methods", {"id": "m"})
    assert text.endswith("methods:\n  - id: m\n")
    assert text.splitlines()[line - 1] == "  - id: m"


def test_a_part_takes_the_place_of_another_and_comments_of_the_next_one_stay():
    text, line = with_part_instead(TEXT, "methods", 0, {"id": "new"})
    assert text == TEXT.replace("  - id: one\n    name: One       # the first\n", "  - id: new\n")
    assert line == 3
    last, line = with_part_instead(TEXT, "methods", 1, {"id": "new"})
    assert last == TEXT.replace("  - id: two\n    name: Two\n", "  - id: new\n")
    assert line == 7


@pytest.mark.parametrize(
    "text",
    [
        "methods: [{id: one}]\n",
        "methods: word\n",
        "- a list\n",
        "methods:\n  -\n    id: one\n",
        "{methods: [{id: one}]}\n",
    ],
)
def test_what_cannot_be_changed_safely_is_refused_in_words(text):
    with pytest.raises(LeadlineError, match="cannot be put into “methods:”"):
        with_part(text, "methods", PART)


def test_a_field_is_set_in_its_line_and_the_comment_stays():
    text, line = with_field(TEXT, "methods", 0, "name", "One: again")
    assert text == TEXT.replace("    name: One       # the first", '    name: "One: again"       # the first')
    assert text.splitlines()[line - 1].startswith("    name:")


def test_a_field_that_is_missing_is_written_below_the_first_line_of_its_part():
    text, line = with_field(TEXT, "methods", 1, "kind", "service")
    assert text == TEXT.replace("  - id: two\n", "  - id: two\n    kind: service\n")
    assert text.splitlines()[line - 1] == "    kind: service"


@pytest.mark.parametrize("text", ["methods: [{id: one}]\n", "methods: []\n", "methods: [word]\n"])
def test_a_field_that_cannot_be_set_safely_is_refused(text):
    with pytest.raises(LeadlineError, match="cannot be put into “methods:”"):
        with_field(text, "methods", 0, "name", "new")


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
    assert with_field(text, "methods", 1, "name", "Two")[0] == text


@pytest.mark.parametrize("index", [-1, 2])
def test_a_part_that_is_not_there_is_neither_taken_out_nor_remarked(index):
    with pytest.raises(LeadlineError, match="cannot be put"):
        without_part(TEXT, "methods", index)
    with pytest.raises(LeadlineError, match="cannot be put"):
        with_comment(TEXT, "methods", index, "x")
