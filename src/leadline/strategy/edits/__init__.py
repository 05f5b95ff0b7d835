"""How does a change get into a text that a person wrote, with their comments, their order and their hand kept?

In: a text and edits, each of a path in the document (`methods[0].serves`). Out: the text with exactly that changed, or
None. The surprise: what comes out is read again and compared with what was wanted; where a text is written in a way
that an edit does not understand, nothing is changed at all. `parts` does the same for pages, with the line to show.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.strategy.edits.kinds import Add, Edit, Instead, Name, Plain, Put, Replacement, Take
from leadline.strategy.edits.placing import replaced, replacements
from leadline.strategy.edits.values import same_values, values_with
from leadline.strategy.spans import spans_of

__all__ = [
    "Add",
    "Edit",
    "Instead",
    "Name",
    "Plain",
    "Put",
    "Replacement",
    "Take",
    "edited",
    "replaced",
    "replacements",
    "values_with",
]


def edited(text: str, edits: Iterable[Edit]) -> str | None:
    """The text with all edits in it; None where one of them cannot be made. Raises UnreadableTextError for no YAML."""
    values, _places = plain_values(text)
    wanted = list(edits)
    made = replacements(spans_of(text), wanted)
    if made is None or any(a.overlaps(b) for i, a in enumerate(made) for b in made[:i]):
        return None
    after = replaced(text, made)
    return after if _says(after, values_with(values, wanted)) else None


def _says(text: str, wanted: Any) -> bool:
    try:
        values, _places = plain_values(text)
    except LeadlineError:
        return False
    return same_values(values, wanted)
