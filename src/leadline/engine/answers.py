"""What stages found: one row a computed answer, as JSON, newest last.

An answer is named by its stage and what it is about (`measure effect`, `page-service@2026-10`). Keeping an
equal answer again changes nothing; a different one is added, and earlier ones stay to be compared.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from leadline.engine.backend import DuckDB, rows
from leadline.engine.store import Lake
from leadline.engine.table import Column, Table

ANSWERS = Table(
    name="answers",
    sentence="One row a computed answer of a stage.",
    columns=(
        Column("stage", "text", "The command's words, as in `measure effect`."),
        Column("about", "text", "What it is about: a program, a month."),
        Column("digest", "text", "Names the content."),
        Column("number", "int", "1 for the first answer about this."),
        Column("found_at", "instant", "When it was found."),
        Column("content", "json", "The answer."),
    ),
    key=("stage", "about", "digest", "number"),
)


@dataclass(frozen=True)
class Answer:
    """What a stage found about something. `content` is plain values, as JSON holds them."""

    stage: str
    about: str
    digest: str
    number: int
    found_at: dt.datetime
    content: dict[str, Any]


def keep(lake: Lake, stage: str, about: str, content: dict[str, Any], *, now: dt.datetime) -> Answer:
    """Keep an answer, unless the newest one about the same thing says the same. Raises ValueError for a NaN."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str, allow_nan=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    last = newest(lake, stage, about)
    if last is not None and last.digest == digest:
        return last
    number = last.number + 1 if last else 1
    row = {"stage": stage, "about": about, "digest": digest, "number": number, "found_at": now, "content": text}
    lake.append(ANSWERS, ANSWERS.of_rows([row]))
    lake.compact(ANSWERS)
    return Answer(stage, about, digest, number, now, json.loads(text))


def answers(lake: Lake, stage: str, about: str | None = None) -> list[Answer]:
    """All answers of a stage, by what they are about and then in the order in which they were found."""
    return [_answer(row) for row in _rows(lake, stage, about)]


def newest(lake: Lake, stage: str, about: str) -> Answer | None:
    """The last answer about something, or None."""
    found = _rows(lake, stage, about)
    return _answer(found[-1]) if found else None


def newest_of_each(lake: Lake, stage: str) -> dict[str, Answer]:
    """The last answer about each thing, by what it is about; earlier ones are not read as JSON."""
    last = {row["about"]: row for row in _rows(lake, stage, None)}
    return {about: _answer(row) for about, row in last.items()}


def _rows(lake: Lake, stage: str, about: str | None) -> list[dict[str, Any]]:
    found = DuckDB.here().scan(ANSWERS, lake.files(ANSWERS)).filter(nw.col("stage") == stage)
    if about is not None:
        found = found.filter(nw.col("about") == about)
    return sorted(rows(found), key=lambda row: (row["about"], row["number"], row["found_at"]))


def _answer(row: dict[str, Any]) -> Answer:
    return Answer(**{**row, "content": json.loads(row["content"])})
