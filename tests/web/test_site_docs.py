"""docs/words/site.md names every tag, filter, role and block that there is, and none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

from leadline.web.accounts.permissions import Role
from leadline.web.grammar.templatetags.leadline import register

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "words" / "site.md").read_text()
FILTERS_OF_THE_TAGS_OWN = {"shown", "is_number"}


def test_every_tag_is_explained_and_every_explained_tag_exists():
    told = set(re.findall(r"^\|.*$", DOCS, flags=re.M))
    named = {name for line in told for name in re.findall(r"{% (\w+)", line)}
    assert named == set(register.tags)


def test_every_filter_is_named():
    [line] = re.findall(r"^Filters: (.*)\. Classes", DOCS, flags=re.M)
    assert set(re.findall(r"`(\w+)`", line)) == set(register.filters) - FILTERS_OF_THE_TAGS_OWN


def test_every_role_has_its_line():
    told = set(re.findall(r"^\| (\w+) \|", DOCS, flags=re.M))
    assert {role.value for role in Role} <= told


def test_every_block_of_the_frame_is_named():
    base = (ROOT / "src" / "leadline" / "web" / "templates" / "base.html").read_text()
    for name in re.findall(r"{% block (\w+)", base):
        assert re.search(rf"block {name} |`{name}`", DOCS), name


def test_every_class_that_is_named_has_a_rule():
    styles = (ROOT / "src" / "leadline" / "web" / "static" / "leadline" / "leadline.css").read_text()
    [passage] = re.findall(r"Classes: (.*?)\. Colours", DOCS, flags=re.S)
    named = {name for words in re.findall(r"`([a-z ]+)`", passage) for name in words.split()}
    assert named
    assert {name for name in named if f".{name}" not in styles} == set()
