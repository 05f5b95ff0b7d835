"""What does the lint say of a text, where exactly, and what of it could be written? One text in, a Checked out.

It is the whole answer about one file, which the terminal, an editor and a server of code each tell in their own format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadline.plain import is_yaml
from leadline.strategy.facts import Facts
from leadline.strategy.fixing import Fixable, Fixed, fix_text, fixable
from leadline.strategy.lint import Placed, lint_text
from leadline.strategy.spans import Spans, spans_of
from leadline.words import Remark, Severity

Region = tuple[int, int, int, int]
"""First line, first column, last line and the column after the last sign; each from 1."""


@dataclass(frozen=True)
class Checked:
    """`name` is what the file is called; `fixes` are by code and place of the remark."""

    name: str
    text: str
    placed: tuple[Placed, ...]
    fixes: Mapping[tuple[str, str], Fixable] = field(default_factory=dict)
    spans: Spans | None = None
    settled: tuple[Remark, ...] = ()
    """What was settled by fixing, where that was asked for."""
    before: str = ""
    """The text before fixing."""

    @property
    def counts(self) -> Counter[Severity]:
        return Counter(one.remark.severity for one in self.placed)

    def fix(self, remark: Remark) -> Fixable | None:
        return self.fixes.get((remark.code, remark.where))

    def region(self, placed: Placed) -> Region:
        """Where a remark stands; where the text is no YAML, its line."""
        if self.spans is not None:
            return self.spans.region(placed.remark.where)
        line = placed.line or 1
        lines = self.text.splitlines() or [""]
        return line, 1, line, len(lines[min(line, len(lines)) - 1]) + 1


def check_text(text: str, name: str, facts: Facts, *, fix: bool = False) -> Checked:
    """The remarks on a text; with `fix` on what it says after everything was written that can be computed."""
    fixed = fix_text(text, facts) if fix else Fixed(text, ())
    before, text = text, fixed.text
    spans = spans_of(text) if is_yaml(text) else None
    fixes = {(one.remark.code, one.remark.where): one for one in fixable(text, facts)}
    return Checked(name, text, lint_text(text, facts), fixes, spans, fixed.settled, before)
