"""How does a story look on paper? As a PDF set by Typst, the same bytes for the same story on every machine.

In: a story. Out: PDF bytes. The surprise: nothing of the machine may get in: fonts are our own (`fonts/`), the date is
the story's, and people's words travel as data, never as Typst source.
"""

from __future__ import annotations

import datetime as dt
import importlib.resources
import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import typst

from leadline.report.charts import svg
from leadline.report.story import Chart, Story


def pdf(story: Story, *, base: str = "") -> bytes:
    """The story as PDF/UA-1 (read aloud, by its tags) and PDF/A-2a (kept for years); Typst checks both as it writes.

    `base` is put before every link, for example the site's address; without it the paper has no links.
    """
    values = _plain(story)
    package = importlib.resources.files("leadline.report")
    with (
        importlib.resources.as_file(package / "fonts") as fonts,
        importlib.resources.as_file(package / "templates" / "report.typ") as template,
    ):
        drawn = typst.compile(
            str(template),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"story": json.dumps(values, ensure_ascii=False), "base": base},
            timestamp=0,
            pdf_standards=["ua-1", "a-2a"],
        )
    return bytes(drawn)


def _plain(value: Any) -> Any:
    """Dataclasses as dictionaries that name their kind; charts as drawn SVG."""
    if isinstance(value, Enum):
        return {"name": value.value, "step": value.step} if hasattr(value, "step") else value.value
    if isinstance(value, Chart):
        return {"kind": "Chart", "svg": svg(value), "alt": value.alt, "caption": value.caption, "link": value.link}
    if is_dataclass(value):
        named = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__, **named}
    if isinstance(value, dt.date):
        return [value.year, value.month, value.day]
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
