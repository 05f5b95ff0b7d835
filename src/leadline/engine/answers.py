"""What stages found: one row a computed answer, as JSON, newest last.

An answer is named by its stage and what it is about (`measure effect`, `page-service@2026-10`). Keeping an
equal answer again changes nothing; a different one is added, and earlier ones stay to be compared.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.engine.backend import engine_for, rows
from leadline.engine.memory import remembered
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
    key=("stage", "about", "number"),
)


@dataclass(frozen=True)
class Answer:
    """What a stage found about something. `content` is plain values, as JSON holds them."""

    stage: str
    about: str
    digest: str
    number: int
    found_at: dt.datetime
    text: str
    """The content as JSON, as it was kept."""

    @cached_property
    def content(self) -> dict[str, Any]:
        """Read when it is asked for: an answer that only its name is asked of costs nothing. Not to be changed."""
        found: dict[str, Any] = json.loads(self.text)
        return found

    def row(self) -> dict[str, object]:
        """As ANSWERS holds it."""
        told = (self.stage, self.about, self.digest, self.number, self.found_at, self.text)
        return dict(zip(ANSWERS.names, told, strict=True))


def keep(lake: Lake, stage: str, about: str, content: dict[str, Any], *, now: dt.datetime) -> Answer:
    """Keep an answer, unless the newest one about the same thing says the same. Raises ValueError for a NaN."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str, allow_nan=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    last = next(reversed(_read(lake, stage, about)), None)
    if last is not None and last.digest == digest:
        return last
    number = last.number + 1 if last else 1
    kept = Answer(stage, about, digest, number, now, text)
    if not lake.append(ANSWERS, ANSWERS.of_rows([kept.row()])).new:
        return keep(lake, stage, about, content, now=now)  # somebody else kept the answer of this number meanwhile
    lake.compact(ANSWERS)
    return kept


def answers(lake: Lake, stage: str, about: str | None = None) -> tuple[Answer, ...]:
    """All answers of a stage, by what they are about and then in the order in which they were found."""
    found = remembered(lake, [ANSWERS], ("answers", stage), lambda: _read(lake, stage))
    return found if about is None else tuple(one for one in found if one.about == about)


def newest(lake: Lake, stage: str, about: str) -> Answer | None:
    """The last answer about something, or None."""
    return next(reversed(answers(lake, stage, about)), None)


def newest_of_each(lake: Lake, stage: str) -> dict[str, Answer]:
    """The last answer about each thing, by what it is about."""
    return {one.about: one for one in answers(lake, stage)}


def correct(lake: Lake, stage: str, change: Callable[[Answer], Answer]) -> int:
    """Put each answer of a stage, earlier ones too, through `change`, in one step; how many it changed.

    For what must be erased from history. An answer that is kept meanwhile is not lost: it is corrected as well.
    """
    changed = 0

    def corrected() -> pa.Table:
        nonlocal changed
        before = answers(lake, stage)
        after = [change(one) for one in before]
        changed = sum(1 for old, new in zip(before, after, strict=True) if old != new)
        return ANSWERS.of_rows([one.row() for one in after])

    if any(change(one) != one for one in answers(lake, stage)):
        lake.rewrite(ANSWERS, where=f"stage = '{stage}'", make=corrected)
    return changed


def _read(lake: Lake, stage: str, about: str | None = None) -> tuple[Answer, ...]:
    found = engine_for(ANSWERS).scan(ANSWERS, lake.files(ANSWERS)).filter(nw.col("stage") == stage)
    if about is not None:
        found = found.filter(nw.col("about") == about)
    told = sorted(rows(found), key=lambda row: (row["about"], row["number"], row["found_at"]))
    return tuple(Answer(*(row[name] for name in ANSWERS.names)) for row in told)
