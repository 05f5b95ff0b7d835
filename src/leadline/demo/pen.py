"""From sentences to a message as somebody types it: capitals, stops, emoji, slips of the finger.

In: told sentences, a person's habits, a mood. Out: one text. The surprise: the same sentences look different
from each hand, which is most of what makes a crowd.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from leadline.demo.people import Persona

Mood = Literal["angry", "annoyed", "neutral", "wish", "mixed", "happy"]
Random = Callable[[], float]

_ASKS = re.compile(
    r"(?:and |so |or |then |but |well, )?(?:"
    r"(?:can|could|may|shall|will|would|do (?!it)|does|did|is|are|was|have (?!it)|has|am|should (?=i |we )) ?"
    r"(?:i|you|we|they|he|she|it|one|there|that|this|the|my|your|some\w+|any\w+|people|nobody)\b"
    r"|(?:is|are|does|has) (?!not |in |back)|what (?!a |i miss|you called)|what$|who\b|why\b|which\b|in which"
    r"|(?:when|where|how) (?:is|are|do|does|did|will|would|can|am|was|exactly|else|long|much|many|fast|far|soon|on)\b"
    r"|how (?:hard|difficult|about)|any (?:news|idea|chance)|any(?:thing|one|body)\b)",
    re.IGNORECASE,
)
_ENDED = tuple(".!?…:")
_EMOJI: dict[Mood, tuple[str, ...]] = {
    "angry": ("😡", "🤬", "😤", "👎", "🙄", "😠"),
    "annoyed": ("😕", "🙄", "😞", "🤷", "😒", "😩"),
    "neutral": ("🤔", "🙂", "🙏", "👀"),
    "wish": ("🙏", "💡", "😍", "🤞", "🙂"),
    "mixed": ("🤷", "🙂", "😅"),
    "happy": ("😀", "👍", "❤️", "🎉", "👏", "😊", "🙌", "😍"),
}
_SLIPS = {
    "definitely": "definately",
    "receive": "recieve",
    "received": "recieved",
    "because": "becuase",
    "their": "thier",
    "which": "wich",
    "appointment": "apointment",
    "tomorrow": "tommorow",
    "really": "realy",
    "until": "untill",
    "address": "adress",
    "happened": "happend",
    "weird": "wierd",
    "through": "trough",
    "customer": "custommer",
}
_SHORT = {"please": "pls", "thanks": "thx", "you": "u", "your": "ur", "are": "r", "because": "bc", "people": "ppl"}


def as_typed(
    sentences: Sequence[str], who: Persona, mood: Mood, random: Random, *, greeting: str = "", emoji: bool = True
) -> str:
    """The sentences as `who` types them in this mood, after an optional greeting."""
    heat = who.exclaims if mood in {"angry", "happy"} else who.exclaims * 0.12
    ended = [_ended(sentence, heat, random) for sentence in sentences]
    text = " ".join(ended if greeting else [capital(one) for one in ended])
    if greeting:
        text = f"{capital(greeting)}{', ' if random() < 0.75 else '! '}" + " ".join(
            [ended[0], *map(capital, ended[1:])]
        )
    text = _by_habit(text, ended, who, mood, random)
    if emoji and random() < who.emoji:
        sign = _one(_EMOJI[mood], random)
        text = f"{text} {sign if random() < 0.75 else sign * 2}"
    return text


def slip(text: str, who: Persona, random: Random) -> str:
    """Perhaps one slip of the finger, by the person's habit."""
    if random() >= who.typos * 1.6:
        return text
    words = text.split(" ")
    at = int(random() * len(words))
    words[at] = _slipped(words[at], random)
    return " ".join(words)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """One sentence as a careful writer ends it; its first letter stays as it is."""
    return _ended(text, 0.0, lambda: 0.99)


def _ended(text: str, heat: float, random: Random) -> str:
    if text.endswith(_ENDED):
        return text
    if _ASKS.match(text[_last_start(text) :]):
        return text + ("??" if heat > 0.5 and random() < 0.2 else "?")
    if random() < heat:
        return text + ("!" if random() < 0.72 else "!!")
    return text + "."


def _last_start(text: str) -> int:
    """Where the last sentence of a text begins."""
    found = max(text.rfind(mark) for mark in (". ", "! ", "? "))
    return found + 2 if found >= 0 else 0


def _by_habit(text: str, ended: list[str], who: Persona, mood: Mood, random: Random) -> str:
    if who.shouts and mood == "angry" and random() < 0.7:
        loud = ended[int(random() * len(ended))]
        text = text.replace(capital(loud), loud.upper())
    if who.clipped:
        text = " ".join(_SHORT.get(word, word) for word in text.rstrip(".").split(" "))
    if who.lower:
        text = text.lower()
    return slip(text, who, random)


def _slipped(word: str, random: Random) -> str:
    if word in _SLIPS:
        return _SLIPS[word]
    if len(word) < 5 or not word.isalpha():
        return word
    at = 1 + int(random() * (len(word) - 3))
    kind = random()
    if kind < 0.45:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.75:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at] + word[at:]


def _one(options: Sequence[str], random: Random) -> str:
    return options[int(random() * len(options))]
