"""Does a row fit its table? The same answer whatever database keeps it.

In: a row before it is saved. Out: the row; or an error that says what is too long, or holds a sign that no text has.
The surprise: SQLite keeps a text of any length and PostgreSQL refuses it, so that neither is asked.
"""

from __future__ import annotations

import json
from typing import TypeVar

from django.db import models

from leadline.errors import LeadlineError

Row = TypeVar("Row", bound=models.Model)
NOTHING = "\0"
_SHOWN = 40


def fitting(row: Row) -> Row:
    """The row itself. Raises LeadlineError that shows the beginning of what does not fit."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
        longest = field.max_length if isinstance(value, str) else None
        if NOTHING in text or "\\u0000" in text:
            raise LeadlineError(f"“{_start(text)}” holds a sign that no text has (NUL).", "Remove it, or type it anew.")
        if longest is not None and len(text) > longest:
            raise LeadlineError(
                f"“{_start(text)}” is longer than the {longest} signs that are kept of its kind.", "Shorten it."
            )
    return row


def _start(text: str) -> str:
    shown = text.replace(NOTHING, "").replace("\\u0000", "")
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
