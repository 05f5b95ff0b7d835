"""Thirteen published strategies, written by others for other readers: what the lint says of each stays known.

They stand in `published/` in our own words, facts only, each with its source; docs/published-strategies.md tells of
them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from leadline.strategy import Facts, lint_text
from leadline.strategy.fixing import fix_text

HERE = Path(__file__).parent / "published"
PAGE = Path(__file__).parents[2] / "docs" / "published-strategies.md"
FACTS = Facts(today=dt.date(2026, 6, 1))
PINNED: dict[str, dict[str, int]] = json.loads((HERE / "remarks.json").read_text())
each = pytest.mark.parametrize("name", sorted(PINNED))


def remarks(text: str) -> Counter[str]:
    return Counter(one.remark.code for one in lint_text(text, FACTS))


def errors(text: str) -> Counter[str]:
    return Counter(one.remark.code for one in lint_text(text, FACTS) if one.remark.severity == "error")


@each
def test_a_published_strategy_is_told_what_it_was(name: str) -> None:
    """S0.2, S0.18, S1.16, S3.5, S3.16, S3.19, S3.20, S3.25."""
    assert remarks((HERE / f"{name}.yaml").read_text()) == PINNED[name]


@each
def test_each_names_its_source_and_stands_in_the_page(name: str) -> None:
    text, page = (HERE / f"{name}.yaml").read_text(), PAGE.read_text()
    [source, *_] = re.findall(r"(?m)^# (https://\S+)$", text)
    assert source in page
    assert f"(../tests/strategy/published/{name}.yaml) | {sum(PINNED[name].values())} |" in page


@each
def test_fixing_one_brings_no_error_and_is_done_at_once(name: str) -> None:
    text = (HERE / f"{name}.yaml").read_text()
    fixed = fix_text(text, FACTS).text
    assert errors(fixed) <= errors(text)
    assert fix_text(fixed, FACTS).text == fixed
    assert re.findall(r"(?m)^#.*$", fixed) == re.findall(r"(?m)^#.*$", text)


def test_every_file_is_pinned_and_what_all_lack_is_what_the_page_says() -> None:
    assert {path.stem for path in HERE.glob("*.yaml")} == set(PINNED)
    assert len(PINNED) >= 10
    everywhere = {code for code in PINNED[next(iter(PINNED))] if all(code in one for one in PINNED.values())}
    [told] = re.findall(r"All thirteen have (.+?) took part", PAGE.read_text().replace("\n", " "))
    assert set(re.findall(r"\[([A-Z]{3}\d{3})\]", told)) == everywhere
