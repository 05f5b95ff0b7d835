"""What of a strategy's remarks can be settled by writing what can be computed (`--fix`)? A text in, the text fixed out.

Comments, order and everything else stay as a person wrote them. The surprise: every fix is tried. It is kept if what
comes out says exactly what was meant, its remark is gone and no error has come; otherwise the text stays as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.strategy.edits import Edit, Replacement, edited, replaced, replacements
from leadline.strategy.facts import Facts, Limits
from leadline.strategy.fixes import FIXES
from leadline.strategy.fixes.reading import SETTLED, edits_for
from leadline.strategy.lint import ignored_by, lint
from leadline.strategy.reading import Reading, parse_document
from leadline.strategy.rules.rule import View
from leadline.strategy.spans import Spans, spans_of
from leadline.words import Remark

ROUNDS = 12
"""What one fix writes may let another be computed; more rounds than links in the longest such chain."""

CAN_FIX = frozenset(FIXES) | frozenset(SETTLED)
"""The codes of the rules that have a fix at all."""


@dataclass(frozen=True)
class Fixable:
    """A remark, and what would be replaced in the text to settle it."""

    remark: Remark
    edits: tuple[Edit, ...]
    replacements: tuple[Replacement, ...]


@dataclass(frozen=True)
class Fixed:
    """The text after fixing, and the remarks that were settled, in the order in which they were."""

    text: str
    settled: tuple[Remark, ...]


def fix_text(text: str, facts: Facts, limits: Limits | None = None, *, only: Collection[str] | None = None) -> Fixed:
    """The text with everything written that can be computed; `only` names the codes to settle. A second time changes
    nothing. A text that cannot be read at all comes back as it is."""
    settled: list[Remark] = []
    for _ in range(ROUNDS):
        found = [one for one in fixable(text, facts, limits) if only is None or one.remark.code in only]
        if not found:
            break
        text, done = _all_that_hold(_Try(text, facts, limits), found)
        settled += [one.remark for one in done]
    return Fixed(text, tuple(settled))


def fix_one(text: str, code: str, where: str, facts: Facts, limits: Limits | None = None) -> Fixed:
    """The same for one remark. Raises LeadlineError where it cannot be settled by computing."""
    wanted = [one for one in fixable(text, facts, limits) if (one.remark.code, one.remark.where) == (code, where)]
    if not wanted:
        raise LeadlineError(
            "There is nothing to write for this remark any more.", "Look at the remarks as they are now."
        )
    after, done = _all_that_hold(_Try(text, facts, limits), wanted[:1])
    return Fixed(after, tuple(one.remark for one in done))


def fixable(text: str, facts: Facts, limits: Limits | None = None) -> tuple[Fixable, ...]:
    """The remarks on a text that can be settled by computing; each was tried."""
    tried = _Try(text, facts, limits)
    return tuple(_holding(tried, tuple(_computed(tried))))


class _Try:
    """A text as it stands, with what the lint says of it; read once for all that is tried on it."""

    def __init__(self, text: str, facts: Facts, limits: Limits | None) -> None:
        self.text, self.facts, self.limits = text, facts, limits
        self.reading = parse_document(text)
        self.remarks = _remarks(self.reading, facts, limits)

    def spans(self) -> Spans:
        return spans_of(self.text)


def _remarks(reading: Reading, facts: Facts, limits: Limits | None) -> tuple[Remark, ...]:
    return lint(reading.document, facts, limits) if reading.document else reading.remarks


def _computed(tried: _Try) -> Iterator[Fixable]:
    """Every remark for which a fix computes something that the text can take."""
    wanted = [(one, edits) for one in tried.remarks if one.code in CAN_FIX and (edits := _edits(tried, one))]
    if not wanted:
        return
    spans = tried.spans()
    for remark, edits in wanted:
        made = replacements(spans, edits)
        if made:
            yield Fixable(remark, edits, tuple(made))


def _edits(tried: _Try, remark: Remark) -> tuple[Edit, ...]:
    document = tried.reading.document
    if document is None:
        return () if remark.code == "DOC001" else edits_for(plain_values(tried.text)[0], remark)
    view = View(document, tried.facts, tried.limits or tried.facts.limits)
    return () if ignored_by(remark, view) else FIXES[remark.code].edits(view, remark)


def _holding(tried: _Try, found: tuple[Fixable, ...]) -> Iterator[Fixable]:
    """Those that hold, tried together as far as they can be: one that fails is found by halving."""
    while found:
        chosen = _chosen(found)
        yield from _halved(tried, chosen)
        found = tuple(one for one in found if one not in chosen)


def _halved(tried: _Try, chosen: tuple[Fixable, ...]) -> Iterator[Fixable]:
    if _holds(tried, chosen):
        yield from chosen
    elif (half := len(chosen) // 2) > 0:
        yield from _halved(tried, chosen[:half])
        yield from _halved(tried, chosen[half:])


def _all_that_hold(tried: _Try, found: Iterable[Fixable]) -> tuple[str, tuple[Fixable, ...]]:
    """The text with as many fixes, each of which holds by itself, as hold beside each other."""
    together = _chosen(found)
    while len(together) > 1 and not _holds(tried, together):
        together = together[: len(together) // 2]
    return _after(tried.text, together), together


def _chosen(found: Iterable[Fixable]) -> tuple[Fixable, ...]:
    """Those that replace nothing that an earlier one replaces, and write nothing that it writes."""
    chosen: list[Fixable] = []
    written: set[str] = set()
    for one in found:
        taken = [other for before in chosen for other in before.replacements]
        if any(a.overlaps(b) for a in one.replacements for b in taken) or written & {repr(edit) for edit in one.edits}:
            continue
        chosen.append(one)
        written |= {repr(edit) for edit in one.edits}
    return tuple(chosen)


def _after(text: str, chosen: Iterable[Fixable]) -> str:
    return replaced(text, [one for each in chosen for one in each.replacements])


def _holds(tried: _Try, chosen: Iterable[Fixable]) -> bool:
    """Whether the text then says exactly what was meant, the remarks are gone, and no error has come."""
    chosen = tuple(chosen)
    after = edited(tried.text, [edit for one in chosen for edit in one.edits])
    if after is None:
        return False
    reading = parse_document(after)
    before, now = Counter(one.code for one in tried.remarks), Counter(_codes(reading, tried))
    settled = Counter(one.remark.code for one in chosen)
    if any(now[code] > before[code] - n for code, n in settled.items()):
        return False
    if tried.reading.document is None:
        return True
    errors = Counter(one.code for one in _remarks(reading, tried.facts, tried.limits) if one.severity == "error")
    return all(n <= before[code] for code, n in errors.items())


def _codes(reading: Reading, tried: _Try) -> Iterator[str]:
    yield from (one.code for one in _remarks(reading, tried.facts, tried.limits))
