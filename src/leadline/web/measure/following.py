"""The next version's draft, begun from what was decided of the lines (S4.2's last step).

In: the text in force, the decisions. Out: a text without the lines that stop, and with a comment above each that is to
change. The surprise: what a line ran through stays in, since other lines may; the lint says what is left without one.
"""

from __future__ import annotations

from collections.abc import Iterable

from leadline.strategy.edits.parts import with_comment, without_part
from leadline.strategy.tuning import Decision
from leadline.web.strategy.convert import document_in


def following(text: str, decisions: Iterable[Decision]) -> str:
    """Raises LeadlineError where the text cannot be changed safely; lines it has no more are passed over."""
    for decision in decisions:
        places = {line.id: place for place, line in enumerate(document_in(text).lines)}
        if decision.line not in places:
            continue
        if decision.choice == "stop":
            text, _line = without_part(text, "lines", places[decision.line])
        else:
            told = f"{decision.month.name}, to change: {decision.reason} ({decision.by})"
            text = with_comment(text, "lines", places[decision.line], told)
    return text
