"""In which words do people speak of a theme? Which of its phrases they meet, and what is new since the days before.

In: some of the theme's messages of two periods. Out: counts a phrase, and pairs of words that mark the newer ones off
beyond chance. The surprise: a person counts once, however often they write.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from leadline.assess.messages.listing import ReadMessage
from leadline.assess.reader.phrase_lookup import PhraseLookup
from leadline.assess.reader.tokens import read_stream, tokenise
from leadline.assess.themes.phrases import Phrase, beyond_chance, chance_of, telling_phrases

FALSE_ALARMS = 0.05
"""Looks at which at least one pair is told that chance alone brought (Bonferroni's bound over all pairs tried)."""


def phrases_met(phrases: Sequence[str], texts: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Each phrase with how many of the texts it stands in, the most frequent first. A text can meet several."""
    if not texts or not phrases:
        return tuple((phrase, 0) for phrase in phrases)
    points = PhraseLookup.build([[phrase] for phrase in phrases]).points(tokenise(read_stream(texts)))
    met = zip(phrases, (points > 0).sum(axis=1).tolist(), strict=True)
    return tuple(sorted(met, key=lambda one: -one[1]))


def new_words(
    now: Sequence[ReadMessage], before: Sequence[ReadMessage], *, least_people: int, top: int = 8
) -> tuple[Phrase, ...]:
    """Pairs of words that more people use now than before, beyond chance; `messages` counts people."""
    texts, earlier = _by_person(now), _by_person(before)
    if not texts or not earlier:
        return ()
    told = telling_phrases(texts, earlier, top=1_000_000, least_messages=least_people)
    bound = beyond_chance(FALSE_ALARMS / max(1, len(told)))
    new = [
        one
        for one in told
        if chance_of(one.messages, len(texts), one.background_messages, len(earlier)) >= bound
    ]  # fmt: skip
    return tuple(new[:top])


def _by_person(messages: Sequence[ReadMessage]) -> list[str]:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for one in messages:
        said[one.author].append(one.text)
    return ["\n".join(texts) for texts in said.values()]
