"""What is filled: which stage finished which piece of work, from which input, when.

A piece of work is (stage, scope, input); it is done when a row says so. A crash between the work and its
row means that the work runs again, which every stage allows: a second run equals the first.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from leadline.engine.backend import engine_for, rows
from leadline.engine.memory import remembered
from leadline.engine.store import Lake
from leadline.engine.table import Column, Table

LEDGER = Table(
    name="ledger",
    sentence="One row a finished piece of work.",
    columns=(
        Column("stage", "text", "The command's words, as in `listen import`."),
        Column("scope", "text", "What it was done for: a file, a month."),
        Column("input", "text", "A digest of what went in: the same input means the same work."),
        Column("done_at", "instant", "When it was finished."),
        Column("detail", "json", "The answer it gave, as JSON."),
    ),
    key=("stage", "scope", "input"),
)


@dataclass(frozen=True)
class Entry:
    stage: str
    scope: str
    input: str
    done_at: dt.datetime
    detail: dict[str, Any]


def record(lake: Lake, stage: str, scope: str, input: str, *, now: dt.datetime, detail: dict[str, Any]) -> None:  # noqa: A002
    """Say that the work is done. Saying it twice changes nothing."""
    row = {"stage": stage, "scope": scope, "input": input, "done_at": now, "detail": json.dumps(detail)}
    lake.append(LEDGER, LEDGER.of_rows([row]))
    lake.compact(LEDGER)


def entries(lake: Lake, stage: str) -> tuple[Entry, ...]:
    """Everything a stage finished, newest first."""
    return remembered(lake, [LEDGER], ("ledger", stage), lambda: _read(lake, stage))


def _read(lake: Lake, stage: str) -> tuple[Entry, ...]:
    found = engine_for(LEDGER).scan(LEDGER, lake.files(LEDGER)).filter(nw.col("stage") == stage)
    return tuple(
        Entry(row["stage"], row["scope"], row["input"], row["done_at"], json.loads(row["detail"]))
        for row in sorted(rows(found), key=lambda row: (row["done_at"], row["scope"]), reverse=True)
    )
