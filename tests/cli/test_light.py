"""One file, one page: a small company sees where its customers hurt, and what thirty messages cannot tell (S3.13)."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import leadline

LATE = "My parcel is late again and nobody answers, this is the {n}th time that I {word} for it"
WORDS = ["wait", "call", "ask", "write", "queue", "stay home", "ring", "beg", "plead", "search", "drive", "pay"]


def table(folder: Path, rows: list[str], header: str = "Date;Customer;Comment") -> Path:
    file = folder / "shop.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    return file


def thirty() -> list[str]:
    late = [f"2026-09-{n + 1:02};c{n};{LATE.format(n=n + 2, word=word)}" for n, word in enumerate(WORDS)]
    return late + [f"2026-09-{n + 1:02};d{n};Opening hours on day {n}?" for n in range(18)]


def light(file: Path, *words: str):
    return leadline("assess", "light", str(file), "--brand", "Blue Kettle", *words, LEADLINE_REPEATS="0")


def test_thirty_messages_make_a_page_that_says_what_it_cannot_tell(tmp_path: Path):
    file = table(tmp_path, thirty())
    said = light(file)
    assert "30 messages by 30 authors" in " ".join(said.out.split())
    page = file.with_suffix(".html").read_text(encoding="utf-8")
    for words in ("Where it hurts", "What they want", "What they like", "How sure is this?", "What to do next", "95 %"):
        assert words in page
    assert "cannot be told" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_table_of_texts_alone_is_enough(tmp_path: Path):
    file = table(tmp_path, [f"Message number {n} says that the coffee was cold" for n in range(6)], header="Review")
    light(file, "--out", str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "The file does not say who wrote" in page
    assert "The file does not say when" in page


@pytest.mark.parametrize("header", ["a;b;c", "Date;Customer;Moon"])
def test_a_table_without_a_text_is_refused_in_words(tmp_path: Path, header: str):
    said = light(table(tmp_path, thirty(), header=header), "--json")
    assert said.code == 1
    assert "“text”" in json.loads(said.out or said.err)["advice"]


def test_what_repeats_is_said_to_be_left_out(tmp_path: Path):
    same = "2026-09-{n:02};c{n};Your shop sold me a kettle that leaks from the very first day"
    file = table(tmp_path, [same.format(n=n) for n in range(1, 7)])
    said = leadline("assess", "light", str(file), "--brand", "Blue Kettle", LEADLINE_REPEATS="3")
    assert "Too few messages to say what customers think" in said.out
    assert "One message by one author" in said.out
    assert "Not counted: 5 repeats" in said.out
