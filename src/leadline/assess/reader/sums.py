"""What do the features of each text add up to? All that a label is made from, in whole numbers.

Texts, the model and the themes come in, one row per text comes out. Probabilities are made from it afterwards
(`sentiment`, `signals`, `language`), once per batch. The surprise: the compiled kernel (`kernel`) gives the same
rows, number for number, because whole numbers add up the same in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leadline.assess.reader.features import featurise
from leadline.assess.reader.fingerprints import fingerprints
from leadline.assess.reader.heads import Block
from leadline.assess.reader.model import Model
from leadline.assess.reader.noise import promotions
from leadline.assess.reader.themes import Themes
from leadline.assess.reader.tokens import Ints


@dataclass(frozen=True)
class Sums:
    """A batch, one row per text: the blocks of both heads (words, pieces), counts of words, symbols and links, the
    theme's place in the themes' order (-1 for none), how many promotional phrases stand there, and the fingerprint.
    """

    reading: tuple[Block, ...]
    language: tuple[Block, ...]
    words: Ints
    symbols: Ints
    links: Ints
    theme: Ints
    promotions: Ints
    fingerprints: Ints


def sums(model: Model, themes: Themes, texts: Sequence[str]) -> Sums:
    """The sums by NumPy."""
    features = featurise(texts)
    tokens = features.tokens
    words = [*features.words, model.lexicon.rows(tokens)]
    return Sums(
        reading=(model.reading.summed(words), model.reading.summed(features.pieces)),
        language=(model.language.summed(features.words[:1]), model.language.summed(features.pieces)),
        words=tokens.words,
        symbols=tokens.symbols,
        links=tokens.links,
        theme=themes.places(tokens),
        promotions=promotions(tokens),
        fingerprints=fingerprints(tokens),
    )
