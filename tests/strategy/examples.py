"""Halden's strategy, what is known besides it, and the examples of the rules' pages laid over it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import yaml

from leadline.strategy import METRICS, Document, Facts, KnownMetric, document_from
from leadline.strategy.parts import Part
from leadline.words import Department, Grade, Month, Period

HERE = Path(__file__).parent
RULE_PAGES = HERE.parents[1] / "docs" / "rules"
HALDEN = HERE / "halden.yaml"

TODAY = dt.date(2026, 6, 1)
_PARTS = frozenset({Part(), Part("consumer"), Part(area="north")})
_KNOWN = KnownMetric("as in the catalogue", "day", Period(dt.date(2024, 11, 1), dt.date(2026, 5, 31)), _PARTS)
_QUIET = KnownMetric("points", "day", Period(dt.date(2024, 11, 1), dt.date(2026, 2, 28)))
_YOUNG = KnownMetric("% of customers a month", "month", Period(dt.date(2025, 10, 1), dt.date(2026, 5, 31)))

FACTS = Facts(
    today=TODAY,
    metrics={metric.id: _KNOWN for metric in METRICS if metric.id != "leads"} | {"nps": _QUIET, "churn": _YOUNG},
    closed_assessments={"2025-07": dt.date(2025, 7, 10), "2025-10": dt.date(2025, 10, 10)},
    findings=frozenset(
        {
            "waiting-on-the-phone",
            "nobody-answers-the-page",
            "router-reboots",
            "engineers-are-asked-about-their-work",
            "north-does-not-know-us",
        }
    ),
    opportunities={"waiting-on-the-phone": Department.SUPPORT},
    programs=frozenset({"page-service", "router-watch", "field-champions", "north-stories"}),
    promise_kept={Month(2025, 5): 61.0, Month(2025, 6): 74.0, Month(2025, 7): 86.0, Month(2025, 8): 91.0},
    grades={"page-service-to-calls": Grade.SUPPORTED, "page-service-to-churn": Grade.ASSUMED},
)


class _AsText(yaml.BaseLoader):
    """Every scalar as the person wrote it, an empty one as None: the way Leadline reads a file."""


def plain(text: str) -> Any:
    return _nothing(yaml.load(text, Loader=_AsText))  # noqa: S506 - BaseLoader makes nothing but text


def _nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _nothing(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_nothing(part) for part in value]
    return None if value == "" else value


def laid_over_halden(fragment: str) -> Document:
    """Halden's strategy with a page's example in it: parts with an id are changed field by field, an empty field is
    taken away, everything else is replaced as it stands."""
    values, changes = plain(HALDEN.read_text()), plain(fragment)
    for element, change in changes.items():
        values[element] = _changed(values.get(element), change)
    reading = document_from(values)
    assert reading.document is not None, reading.remarks
    return reading.document


def _changed(old: Any, change: Any) -> Any:
    if not isinstance(change, list) or not change or not isinstance(change[0], dict) or "id" not in change[0]:
        return change
    parts = {part["id"]: part for part in old or ()}
    for part in change:
        parts[part["id"]] = parts.get(part["id"], {}) | part
    return list(parts.values())


def examples_of(page: str) -> tuple[str, str]:
    """The bad and the good example of a rule's page."""
    bad, good = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    return bad, good
