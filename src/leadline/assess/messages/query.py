"""What does somebody seek who writes words into the search box?

In: what was written, as in `refund "on hold" OR waiting -router`. Out: `Words`: groups of which each must be met by one
of its phrases, and phrases that must not stand there. The surprise: nothing else means anything. There are no names of
fields, no stars and no brackets, so nobody can ask for more than words in texts, and little can be written wrongly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadline.engine import texts
from leadline.errors import LeadlineError

LONGEST = 200
MOST = 12
_PART = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_ADVICE = "Write words, a phrase in quotes, OR between two of them, or - before what must not be there."


@dataclass(frozen=True)
class Words:
    """`text` as it was written. A message fits that holds a phrase of each group of `groups`, and none of `without`."""

    text: str
    groups: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()

    @property
    def sought(self) -> tuple[str, ...]:
        """All that may be marked in a text that fits."""
        return tuple(phrase for group in self.groups for phrase in group)


def read_words(text: str) -> Words | None:
    """What the words ask for; None where there are none. Raises LeadlineError for what cannot be sought."""
    text = text.strip()
    if not text:
        return None
    if len(text) > LONGEST:
        raise LeadlineError(f"The words sought are longer than {LONGEST} signs.", "Leave some of them out.")
    if text.count('"') % 2:
        raise LeadlineError(f"A quote is opened and not closed in: {text}", _ADVICE)
    groups, without = _grouped(text)
    if len(groups) + len(without) > MOST:
        raise LeadlineError(f"More than {MOST} words are sought at once.", "Leave some of them out.")
    if not groups:
        raise LeadlineError(f"There is no word to seek in: {text}", _ADVICE)
    return Words(text, tuple(map(tuple, groups)), tuple(without))


def marks(text: str, words: Words) -> list[tuple[int, int]]:
    """Where a text holds what was sought: from and to which character, in order."""
    return texts.marks(text, words.sought)


def _grouped(text: str) -> tuple[list[list[str]], list[str]]:
    groups, without = list[list[str]](), list[str]()
    joins = False
    for part in _PART.finditer(text):
        phrase = part["phrase"] if part["word"] is None else part["word"]
        if phrase == "OR" and not part["without"] and part["phrase"] is None:
            joins = bool(groups)
        elif texts.has_words(phrase):
            _place(phrase, groups, without, left_out=bool(part["without"]), joins=joins)
            joins = False
    if joins:
        raise LeadlineError(f"Nothing stands behind OR in: {text}", _ADVICE)
    return groups, without


def _place(phrase: str, groups: list[list[str]], without: list[str], *, left_out: bool, joins: bool) -> None:
    if left_out:
        without.append(phrase)
    elif joins:
        groups[-1].append(phrase)
    else:
        groups.append([phrase])
