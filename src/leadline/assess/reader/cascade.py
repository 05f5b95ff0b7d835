"""Which texts are worth a slower, better look? The fast model reads all, the accurate one what it was least sure of.

In: texts. Out: a Reading, in which `accurately` says who read what. Language, theme and spam are the fast model's.
The surprise: who is least sure is decided per text alone, so that a text gets the same labels alone and among a
million; a share therefore is that of the texts on which it was measured, and on others it is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.accurate import ACCURATE_VERSION, Accurate, Opinions
from leadline.assess.reader.fast import Reader, Reading, Shares
from leadline.assess.reader.language import UNKNOWN
from leadline.assess.reader.sentiment import SENTIMENTS, labels
from leadline.assess.reader.signals import SIGNALS, Calibration, shows
from leadline.assess.reader.themes import Themes

if TYPE_CHECKING:
    import pyarrow as pa

CASCADE_VERSION = "cascade-1"
"""Of both models and of how they are put together; behind it stands the share in percent."""
ALL = 100
KNOWN = ("en", UNKNOWN)
"""Languages that the accurate model was taught; without words, as in an emoji alone, a text has none."""


@dataclass(frozen=True)
class Cascade:
    """Both models; `percent` (1 to 100) of the texts that were measured go to the accurate one."""

    fast: Reader
    accurate: Accurate
    percent: int

    @property
    def themes(self) -> Themes:
        return self.fast.themes

    @cached_property
    def version(self) -> str:
        """What each signal carries; where the accurate model reads all, its own version."""
        own = ACCURATE_VERSION if self.percent == ALL else f"{CASCADE_VERSION}-{self.percent}"
        return own + self.fast.mark

    @property
    def above(self) -> float:
        """The doubt from which on a text goes to the accurate model."""
        return 0.0 if self.percent == ALL else float(self.accurate.card["cascade"]["above"][self.percent])

    def read(self, texts: Sequence[str | None]) -> Reading:
        """Read each text; None reads as an empty text."""
        return self._second(self.fast.read(texts), lambda places: [texts[place] or "" for place in places.tolist()])

    def read_column(self, column: pa.Array) -> Reading:
        """The same of an Arrow column of strings."""
        return self._second(
            self.fast.read_column(column), lambda places: [text or "" for text in column.take(places).to_pylist()]
        )

    def signals(self, *, accurately: bool) -> Mapping[str, Calibration]:
        return self.accurate.signals if accurately else self.fast.signals(accurately=False)

    def __reduce__(self) -> tuple[type[Cascade], tuple[Reader, Accurate, int]]:
        return Cascade, (self.fast, self.accurate, self.percent)

    def _second(self, first: Reading, texts: Callable[[NDArray[np.intp]], list[str]]) -> Reading:
        known = np.isin(np.array(first.language), KNOWN)
        places = np.flatnonzero(first.read & known & (doubt(first) >= np.float32(self.above)))
        return self._with(first, places, self.accurate.read(texts(places))) if len(places) else first

    def _with(self, first: Reading, places: NDArray[np.intp], said: Opinions) -> Reading:
        """The first reading, with the second opinion at these places."""
        changed: dict[str, Any] = {"accurately": _put(first.accurately, places, True)}
        for place, name in enumerate(SENTIMENTS):
            changed[f"p_{name}"] = _put(getattr(first, f"p_{name}"), places, said.sentiment[:, place])
        for name, p in said.signals.items():
            changed[f"p_{name}"] = _put(getattr(first, f"p_{name}"), places, p)
            changed[name] = _put(getattr(first, name), places, shows(p, self.accurate.signals[name]))
        changed["sentiment"] = _put_words(first.sentiment, places, [SENTIMENTS[one] for one in labels(said.sentiment)])
        changed["department"] = _put_words(first.department, places, self._departments(first, places, said))
        return replace(first, **changed)

    def _departments(self, first: Reading, places: NDArray[np.intp], said: Opinions) -> list[str]:
        """By the way that was right most often: the theme's, the head's, or the theme's where there is one."""
        themes = [first.department[place] for place in places.tolist()]
        way = self.accurate.card["department"]["way"]
        if way == "theme":
            return themes
        if way == "head":
            return said.department
        return [theme or head for theme, head in zip(themes, said.department, strict=True)]


def doubt(reading: Reading) -> Shares:
    """How many of a text's four labels (sentiment and signals) are wrong, as the model's own probabilities have it."""
    p = np.stack([reading.p_negative, reading.p_neutral, reading.p_positive])
    found: Shares = 1 - p.max(axis=0)
    for name in SIGNALS:
        yes: Shares = getattr(reading, f"p_{name}")
        found = found + np.where(getattr(reading, name), 1 - yes, yes)
    return found


def _put(column: NDArray[Any], places: NDArray[np.intp], values: Any) -> NDArray[Any]:
    found = column.copy()
    found[places] = values
    return found


def _put_words(column: Sequence[str], places: NDArray[np.intp], words: Sequence[str]) -> list[str]:
    found = list(column)
    for place, word in zip(places.tolist(), words, strict=True):
        found[place] = word
    return found
