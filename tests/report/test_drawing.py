"""Stories drawn as HTML and as PDF: safe, whole, the same bytes for the same facts, and read by people before."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from leadline.report import Reader, freeze, html_fragment, html_page, pdf, tell, tell_all, to_json
from leadline.report.charts import effect_chart, svg, themed, worth_chart
from leadline.report.facts import Day
from leadline.words import Grade
from tests.report.halden import october, page_service, worth
from tests.report.reading import without_drawings

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Balance(HTMLParser):
    """Notes elements that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def read(page: str) -> Balance:
    found = Balance()
    found.feed(page)
    return found


@pytest.mark.parametrize("reader", list(Reader))
def test_the_report_reads_as_it_did_when_somebody_last_read_it(
    reader: Reader, golden: Callable[[str, str], None]
) -> None:
    story = tell(freeze(october()), reader)
    golden(f"{story.file_name}.html", without_drawings(html_fragment(story)))


def test_the_frozen_facts_read_as_they_did(golden: Callable[[str, str], None]) -> None:
    facts = json.loads(to_json(october()))
    golden("2026-10-facts.json", json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


@pytest.mark.parametrize("reader", list(Reader))
def test_a_page_is_whole_and_loads_nothing(reader: Reader) -> None:
    """The core works offline; no page loads anything from another host."""
    page = html_page(tell(freeze(october()), reader))
    found = read(page)
    assert found.wrong == found.open == []
    assert not [tag for tag, _ in found.seen if tag in ("script", "link", "img", "iframe")]
    assert not re.findall(r"url\((?!#)", page)
    assert [attrs["href"] for _, attrs in found.seen if str(attrs.get("href", "")).startswith(("http", "/"))] == []


def test_a_page_can_be_heard() -> None:
    """Pictures have words, the grade too, and headings go down one by one."""
    found = read(html_page(tell(freeze(october()), Reader.DECIDERS)))
    pictures = [attrs for tag, attrs in found.seen if tag == "svg" or "grade" in str(attrs.get("class"))]
    assert all(
        attrs.get("aria-label") or attrs.get("aria-hidden")
        for attrs in pictures
        if attrs.get("role") or "class" in attrs
    )
    assert {attrs["aria-label"] for attrs in pictures if "grade " in str(attrs.get("class"))} == {
        f"grade: {grade}" for grade in Grade
    }
    assert [tag for tag, _ in found.seen if re.fullmatch("h[1-6]", tag)][:2] == ["h1", "h2"]
    assert ("th", "col") in [(tag, attrs.get("scope")) for tag, attrs in found.seen]


def test_links_begin_where_the_site_stands() -> None:
    story = tell(freeze(october()), Reader.ORGANISATION)
    page = html_fragment(story, base="/reports/../")
    targets = [attrs["href"] for tag, attrs in read(page).seen if tag == "a"]
    assert targets
    assert all(str(target).startswith("/reports/../") for target in targets)
    assert b"https://leadline.example/programs/champions/join/" in pdf(story, base="https://leadline.example/")


def test_what_people_wrote_is_shown_and_never_run() -> None:
    """Neither as HTML nor as Typst: names and quotes are data."""
    nasty = '<script>alert("1")</script> #panic("2") *$ "quoted" \\ {sys.inputs}'
    facts = october(watch=nasty, objectives=(replace(october().objectives[0], text=nasty),))
    story = tell(freeze(facts), Reader.DECIDERS)
    page = html_page(story)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(&quot;1&quot;)" in page
    assert pdf(story).startswith(b"%PDF")


def test_the_same_facts_give_the_same_bytes_on_another_day_in_another_place() -> None:
    """S2.14: a PDF is compared byte by byte, so neither clock, zone, language nor folder may get in."""
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.report.halden import october; from leadline.report import *;"
        "print([hashlib.sha256(pdf(s)).hexdigest() for s in tell_all(freeze(october()))])"
    )
    root = str(Path(__file__).parents[2])
    elsewhere = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    found = subprocess.run(
        [sys.executable, "-c", code, root], cwd="/", env=elsewhere, capture_output=True, text=True, check=True
    )
    here = [hashlib.sha256(pdf(story)).hexdigest() for story in tell_all(freeze(october()))]
    assert found.stdout.strip() == str(here)


def test_a_link_is_a_number_or_a_name_and_never_a_paragraph() -> None:
    """A page whose paragraphs are links cannot be read."""
    links = [
        re.sub(r"<[^>]+>", "", text)
        for story in tell_all(freeze(october()))
        for text in re.findall(r"<a [^>]*>(.*?)</a>", html_fragment(story), re.S)
    ]
    assert links
    assert [text for text in links if len(text) > 60] == []


def test_the_effect_is_drawn_with_its_band_its_start_and_its_table() -> None:
    chart = effect_chart(page_service())
    drawn = svg(chart)
    assert "service on the page, 4 July" in drawn
    assert "observed" in drawn
    assert "Leadline Inter" in drawn
    assert "means of seven days" in chart.caption
    assert chart.table.columns[1:] == ("observed, calls a day", "would have been", "95 % interval")
    assert len(chart.table.rows) > 120


def test_weekly_figures_are_drawn_as_they_are() -> None:
    weekly = tuple(day for day in page_service().days if day.day.weekday() == 0)
    chart = effect_chart(page_service(days=weekly))
    assert "means of seven days" not in chart.caption
    shown = {row["day"]: row["observed"] for row in chart.spec["data"]["values"]}
    assert shown["2026-10-26"] == next(day.observed for day in weekly if day.day.isoformat() == "2026-10-26")


def test_a_missing_day_leaves_a_gap_and_no_zero() -> None:
    days = tuple(Day(day.day, None) if 120 <= n < 140 else day for n, day in enumerate(page_service().days))
    values = effect_chart(page_service(days=days)).spec["data"]["values"]
    assert sum(1 for row in values if row["observed"] is None) > 10
    assert min(row["observed"] for row in values if row["observed"] is not None) > 3_000


def test_worth_is_drawn_side_by_side_in_the_grades_own_colours() -> None:
    drawn = svg(worth_chart(worth()))
    assert all(grade.value in drawn for grade in Grade)
    assert "#0b5a75" in drawn
    assert "var(--g3)" in themed(drawn)
    assert "#0b5a75" not in themed(drawn)
