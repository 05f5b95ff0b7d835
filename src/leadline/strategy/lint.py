"""Is this strategy sound? A document and what is known besides it in, remarks out: the same on page and terminal.

The lint never refuses: it names each thing in its author's words and says what to write. The surprise: a remark can be
ignored with a recorded reason, but an error then stays in sight with the name of who answers for it, and what is
binding (no market, no strategy) stands all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leadline.plain import parse_path
from leadline.strategy.document import Document, Ignored
from leadline.strategy.facts import Facts, KnownMetric, Limits
from leadline.strategy.reading import parse_document
from leadline.strategy.rules import RULES
from leadline.strategy.rules.rule import Rule, View, quoted
from leadline.words import Remark

__all__ = ["Facts", "KnownMetric", "Limits", "Placed", "can_adopt", "find_rule", "lint", "lint_text"]

_RANK = {"error": 0, "warning": 1, "note": 2}


def lint(document: Document, facts: Facts, limits: Limits | None = None) -> tuple[Remark, ...]:
    """Every remark, errors first, within a severity in the order of the rules and of the document."""
    return _sorted(_remarks(document, facts, limits, adopting=False))


def can_adopt(document: Document, facts: Facts, limits: Limits | None = None) -> tuple[Remark, ...]:
    """What stands between this document and its adoption: the errors of that day; empty when it can be adopted.

    Stricter than `lint`: nobody from the market has signed (S3.19), the assessment is open, or an objective is still a
    draft (S3.16) are errors on that day.
    """
    remarks = _remarks(document, facts, limits, adopting=True)
    return _sorted(remark for remark in remarks if remark.severity == "error")


@dataclass(frozen=True)
class Placed:
    """A remark and the line of the text that it speaks of, where the text is known."""

    remark: Remark
    line: int | None


def lint_text(text: str, facts: Facts, limits: Limits | None = None) -> tuple[Placed, ...]:
    """The same for a file's text, with lines: what keeps it from being read, or else the remarks on what it says."""
    reading = parse_document(text)
    remarks = lint(reading.document, facts, limits) if reading.document else reading.remarks
    return tuple(Placed(remark, reading.places.line(remark.where)) for remark in remarks)


def find_rule(code: str) -> Rule | None:
    """The rule with this code."""
    return next((rule for rule in RULES if rule.code == code.upper()), None)


def _remarks(document: Document, facts: Facts, limits: Limits | None, *, adopting: bool) -> Iterator[Remark]:
    view = View(document, facts, limits or facts.limits)
    for rule in RULES:
        for remark in rule.remarks(view, adopting=adopting):
            ignored = None if rule.binding else ignored_by(remark, view)
            if ignored is None:
                yield remark
            elif remark.severity == "error":
                yield _answered_for(remark, ignored)


def ignored_by(remark: Remark, view: View) -> Ignored | None:
    """Who lives with this remark, in the document or for the whole company; where several do, one who gave a name."""
    document, house = view.document, view.facts.ignored
    if not document.ignored and not house:
        return None
    part = _part(remark, document)
    found = [one for one in document.ignored if one.rule.upper() == remark.code and one.part in (None, part)]
    found += [one for one in house if one.rule.upper() == remark.code]
    return next((one for one in found if one.by), found[0] if found else None)


def _answered_for(remark: Remark, ignored: Ignored) -> Remark:
    """An error is never silenced: with somebody's name it becomes a warning that names them, without it stays."""
    if not ignored.by:
        advice = f"{remark.advice} To live with it, say who decides so: `by:` with a name under `ignored:`."
        return replace(remark, advice=advice)
    message = f"{remark.message} {ignored.by} answers for it: {quoted(ignored.reason)}."
    return replace(remark, severity="warning", message=message)


def _part(remark: Remark, document: Document) -> str | None:
    """The id of the part that a remark speaks of, where that part has one."""
    match parse_path(remark.where):
        case (str(name), int(index), *_):
            return getattr(getattr(document, name)[index], "id", None)
    return None


def _sorted(remarks: Iterator[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: _RANK[remark.severity]))
