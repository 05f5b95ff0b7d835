"""What is a text about, and whose department is that?

A theme is a list of phrases that people write and can change (`theme_files` reads the shipped ones, or a company's).
In come the tokens of a batch, out comes the theme with the most matched words per text, or none. A phrase matches
word by word, whatever the ending: `late delivery` meets "late deliveries". The surprise: phrases are looked up
by the hashes that the reader has computed already, so a text costs the same with five themes or fifty.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import numpy as np

from leadline.assess.reader.phrase_lookup import PhraseLookup
from leadline.assess.reader.tokens import Ints, Tokens
from leadline.words import Department


@dataclass(frozen=True)
class Theme:
    """`id` is short and never changes; `name` is for people; `phrases` as the file has them.

    A theme that was merged says `into` which; its phrases are still looked for, and what they find counts there. One
    that is `retired` is looked for and counted as no theme. `origin` is the theme that this one was split from.
    """

    id: str
    name: str
    department: Department
    phrases: tuple[str, ...]
    into: str = ""
    retired: bool = False
    origin: str = ""

    @property
    def is_current(self) -> bool:
        return not self.into and not self.retired


@dataclass(frozen=True)
class Themes:
    """Themes in their order, ready to be found. A theme earlier in the order wins a draw."""

    themes: tuple[Theme, ...]
    lookup: PhraseLookup = field(compare=False, repr=False)

    @classmethod
    def of(cls, themes: Sequence[Theme]) -> Themes:
        """Ready to be found, in this order."""
        return cls(tuple(themes), PhraseLookup.build([theme.phrases for theme in themes]))

    def __iter__(self) -> Iterator[Theme]:
        return iter(self.themes)

    def __len__(self) -> int:
        return len(self.themes)

    @cached_property
    def mark(self) -> str:
        """Eight signs that stay as long as every text gets the same theme: names do not count, phrases and order do."""
        told = [(theme.id, theme.department.value, *theme.phrases) for theme in self.themes]
        return sha256(json.dumps(told).encode()).hexdigest()[:8]

    def get(self, theme_id: str) -> Theme | None:
        return self._by_id.get(theme_id)

    @property
    def current(self) -> tuple[Theme, ...]:
        """Those that are neither merged nor retired."""
        return tuple(theme for theme in self.themes if theme.is_current)

    def standing(self, theme_id: str) -> str:
        """The id that this one counts as today: itself, or where it was merged into."""
        while (theme := self.get(theme_id)) is not None and theme.into:
            theme_id = theme.into
        return theme_id

    def family(self, theme_id: str) -> tuple[str, ...]:
        """All ids that count as the same theme today, the standing one first."""
        standing = self.standing(theme_id)
        return (standing, *(one.id for one in self.themes if one.into and self.standing(one.id) == standing))

    def name_of(self, theme_id: str) -> str:
        """The name that it counts under today; what nobody knows any more keeps its id as its name."""
        known = self.get(self.standing(theme_id))
        return known.name if known else theme_id

    def department_of(self, theme_id: str) -> str:
        """Whose it is today: the department of the theme that it counts as; empty where nobody knows it."""
        known = self.get(self.standing(theme_id))
        return known.department.value if known else ""

    def is_counted(self, theme_id: str) -> bool:
        """Whether it stands among the themes today. One that the list does not know was counted once, and still is."""
        known = self.get(self.standing(theme_id))
        return known is None or not known.retired

    @cached_property
    def _by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    def assign(self, tokens: Tokens) -> list[Theme | None]:
        """For each text of the batch its theme, or None where no phrase of any theme stands in it."""
        return [None if place < 0 else self.themes[place] for place in self.places(tokens).tolist()]

    def places(self, tokens: Tokens) -> Ints:
        """The same as places in the order of the themes, -1 for none."""
        points = self.lookup.points(tokens)
        best = points.argmax(axis=0)
        return np.where(points[best, np.arange(len(best))] > 0, best, -1)
