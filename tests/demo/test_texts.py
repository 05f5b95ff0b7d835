"""The texts: rich enough to be believed, coherent within a conversation, and nobody's training data."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from leadline.demo.book import read_book
from leadline.demo.grammar import compile_template, slots_of, tell, tellings
from leadline.demo.people import persona
from leadline.demo.realism import pattern, richness
from leadline.errors import LeadlineError
from tests.demo.worlds import month_of

TRAINING = Path(__file__).parents[2] / "training"


def test_texts_are_distinct_and_no_pattern_fills_the_crowd() -> None:
    """More than 90 % of messages over five words are unique; the commonest pattern is under 1 %."""
    texts = [row.text for name in ("2025-09", "2026-02") for row in month_of(name) if row.kind == "message"]
    found = richness(texts)
    assert found.texts > 10_000
    assert found.distinct_share > 0.9
    assert found.commonest_share < 0.01
    assert found.distinct_patterns_share > 0.7


def test_every_theme_has_many_surface_forms() -> None:
    rows = [row for name in ("2025-09", "2026-02", "2026-10") for row in month_of(name)]
    for name in ("billing", "phone_wait", "router", "coverage"):
        texts = [row.text for row in rows if row.theme == name and row.reply_to is None]
        assert len({pattern(text) for text in texts}) > 0.9 * len(texts) > 180, name


def test_nothing_of_the_grammar_shows_in_a_message() -> None:
    for row in month_of("2026-02"):
        assert not re.search(r"\$[a-z_]+|<[^>]*\|", row.text), row.text
        assert row.text.strip() == row.text != ""
        assert "  " not in row.text


def test_a_reply_on_the_page_names_the_person_and_is_signed() -> None:
    rows = {row.message_id: row for row in month_of("2026-02")}
    replies = [row for row in rows.values() if row.source == "halden-facebook" and row.speaker_role == "brand"]
    answers = [row for row in replies if row.kind == "message" and row.reply_to in rows and "^" in row.text]
    assert len(answers) > 0.9 * len([row for row in replies if row.kind == "message" and row.reply_to])
    named = [row for row in answers if rows[row.reply_to or ""].author.split()[0] in row.text]
    assert len(named) > 0.5 * len(answers)


def test_x_stays_short_and_mail_has_greeting_and_name() -> None:
    rows = month_of("2026-02")
    assert max(len(row.text) for row in rows if row.channel == "x") < 320
    letters = [row for row in rows if row.channel == "mail" and row.reply_to is None]
    assert all(row.text.count("\n\n") >= 2 for row in letters)
    assert all(row.author.split(".")[0] in row.text.lower().splitlines()[-1] or "\n" in row.text for row in letters)


def test_no_text_of_the_model_is_in_the_world() -> None:
    """The model was not taught with the demo's texts; phrases of five words and less anybody may say."""
    if not TRAINING.is_dir():
        pytest.skip("the training material is not part of this checkout")
    with (TRAINING / "own.tsv").open(encoding="utf-8") as file:
        taught = {pattern(row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    told = {pattern(row.text) for name in ("2025-09", "2026-02", "2026-10") for row in month_of(name)}
    assert len(taught) > 100
    assert not taught & {text for text in told if len(text.split()) > 5}


def test_people_keep_their_habits() -> None:
    assert persona(4711) is persona(4711)
    assert len({persona(number).full for number in range(20_000)}) > 15_000


def test_every_case_can_be_told_and_answered() -> None:
    for theme in read_book().themes.values():
        for case in theme.cases:
            assert case.says, case.name
            assert case.fix or case.tone == "staff", case.name
            assert case.title or theme.name == "staff", case.name


@pytest.mark.parametrize("text", ["a <b|c", "a b|c>"])
def test_a_template_with_a_loose_bracket_is_refused(text: str) -> None:
    with pytest.raises(LeadlineError):
        compile_template(text)


def test_a_template_tells_each_of_its_ways() -> None:
    template = compile_template("my $router <reboots|restarts <again|>>")
    assert slots_of(template) == {"router"}
    assert tellings(template) == 3
    first = tell(template, lambda name: name.upper(), lambda: 0.0)
    assert first == "my ROUTER reboots"
