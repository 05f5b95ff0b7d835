"""What is “50.000 fans” for? Finds an attention count where an objective should stand, and asks the way up (S0.20).

In comes a sentence, out comes what it counts, the questions that lead from the target to an objective, and a sketch of
one. The surprise: the count is not thrown away, it becomes a target with what it is for (S0.2, S1.12).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from leadline.errors import LeadlineError
from leadline.strategy.document import CompanyObjective, Document
from leadline.strategy.numerals import for_people, parse_number

_NOUNS = {
    "fans": r"fans?(?:\s?-?base)?|supporters?|anhanger|vind-ik-leuks",
    "followers": r"followers?(?:\s?-?(?:base|count))?|volgers?|abonnes|seguidores|følgere|foljare|"
    r"connections\s+on\s+(?:linkedin|xing)|social[\s-]media\s+connections|(?:linkedin|xing)[\s-]connections|"
    r"facebook[\s-](?:friends|vrienden|freunde)|(?:friends|vrienden|freunde)\s+(?:on|op|auf)\s+facebook|"
    r"members\s+(?:of|in|on)\s+(?:our\s+|the\s+)?(?:facebook|linkedin|online)(?:\s+(?:group|community|page))?",
    "subscribers": "subscribers?|abonnenten|abonnees",
    "likes": r"(?:page[\s-]?)?likes?|j'aime|gefallt-mir|thumbs?[\s-]up",
    "views": r"(?:video[\s-]?)?(?:views?|plays)|vues|aufrufe|weergaven|visninger|clicks?|hits?",
    "impressions": "impressions?|impressionen",
    "shares": "shares|retweets?|reposts?",
    "visits": "visits?|visitors?|besucher|bezoekers",
    "mutual_follows": "mutual follows?",
    "engagement_rate": "engagement rate",
}
"""By metric, without accents: what is searched has none."""
_NOUN = "|".join(f"(?P<{name}>{words})" for name, words in _NOUNS.items())
_NUMBER = r"(?P<number>[+]?\d[\d.,'’\u00a0\u202f]*(?:\s\d{3})*\s?(?:k|m|thousand|mio|million|bn|billion)?)(?<=\w)"
_COUNTED = re.compile(rf"{_NUMBER}\s+(?:[\w-]+\s+){{0,3}}?(?:[\w]+-)?(?:{_NOUN})\b", re.IGNORECASE)
_WANTED = re.compile(
    rf"\b(?:more|grow|double|triple|gain|win|get|build|buy|increase|mehr|meer|plus\s+de|flere|fler|mas)\s+"
    rf"(?:(?!of\b|as\b)[\w'’-]+\s+){{0,3}}?(?:{_NOUN})\b",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"\b(?:hundreds?|thousands?|millions?)\s+(?:of\s+)?(?:[\w-]+\s+){{0,2}}?(?:{_NOUN})\b", re.IGNORECASE
)
_LONGED_FOR = re.compile(
    rf"\b(?:want|attract|collect)\s+(?:(?!of\b|our\b|your\b|their\b|to\b)[\w'’-]+\s+){{0,3}}?(?:{_NOUN})\b(?!\s+(?:to|who|that)\b)",
    re.IGNORECASE,
)
_GATHERED = re.compile(
    rf"\b(?:(?P<fans>fan[\s-]?base)|(?P<followers>community|audience|following)|(?P<impressions>(?:viral|organic)\s+reach))"
    rf"\s*(?:of|to|by|:|=)\s*(?:more\s+than\s+|about\s+|over\s+)?(?:{_NUMBER}(?!\w|\s?%)|an?\s+(?:million|thousand)\b)",
    re.IGNORECASE,
)
"""What holds people and says how many: an audience of 50.000."""
_GROWN = re.compile(
    r"\b(?:(?P<fans>fan)|(?P<followers>follower)|(?P<likes>like)|(?P<subscribers>subscriber))s?[\s-](?:growth|numbers?)\b",
    re.IGNORECASE,
)
_GROWTH_OF = re.compile(
    rf"\b(?:growth|increase|rise)\s+(?:in|of)\s+(?:[\w'’-]+\s+){{0,2}}?(?:{_NOUN})\b", re.IGNORECASE
)
_HOW_MANY = re.compile(
    rf"(?:\b(?:number|amount|count)|#)\s*of\s+(?:[\w'’-]+\s+){{0,2}}?(?:{_NOUN})\b(?!\s+(?:to|who|that)\b)",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\bmost[\s-](?:(?P<likes>liked)|(?P<followers>followed)|(?P<views>viewed|watched))\b", re.IGNORECASE
)
_SENTENCES = (_COUNTED, _WANTED, _SPELLED, _LONGED_FOR, _GATHERED, _GROWN, _GROWTH_OF, _HOW_MANY, _MOST)
_FOLLOWED = re.compile(rf"\b(?P<mutual_follows>followed(?:\s+on\s+\w+)?\s+by|follow)\s+{_NUMBER}", re.IGNORECASE)

_IN_A_NAME = re.compile(
    r"(?:^|[_.:/@\s-])(?:"
    r"(?P<fans>fans?(?:base|count)?)|(?P<followers>followers?(?:base|count)?|volgers?|abonnes)|"
    r"(?P<likes>(?:page)?likes?)|(?P<views>(?:video)?(?:views?|plays))|(?P<impressions>impressions?)|"
    r"(?P<retweets>retweets?)|(?P<audience>audience(?:[_.-]?(?:size|count|growth|total))?$)"
    r")(?=$|[_.:/@\s-])",
    re.IGNORECASE,
)
MAY_BE_BUSINESS = frozenset({"visits", "subscribers", "shares"})
"""What may be counted at a shop's door or in a contract: beside a company's own metric these words prove nothing."""


@dataclass(frozen=True)
class AttentionCount:
    """What a sentence counts: the metric's id in the catalogue, how many, and the words as they stand."""

    metric: str
    number: Decimal | None
    words: str

    @property
    def noun(self) -> str:
        """What is counted, for a sentence: `fans`, `mutual follows`, `engagement`."""
        return self.metric.removesuffix("_rate").replace("_", " ")


@dataclass(frozen=True)
class Rewrite:
    """The way from a count to an objective: questions to answer, a sketch to fill in, and the target that remains."""

    count: AttentionCount
    questions: tuple[str, ...]
    sketch: str
    target: str


def find_attention_count(text: str) -> AttentionCount | None:
    """The fans, followers, visits, ... that a sentence wants, or None where it wants something else."""
    shown = _plain(text)
    bare = _without_accents(shown)
    searched = (pattern.search(bare) for pattern in (*_SENTENCES, _FOLLOWED))
    found = next((one for one in searched if one), None)
    if not found:
        return None
    groups = found.groupdict()
    metric = next(name for name in _NOUNS if groups.get(name))
    return AttentionCount(metric, _number(groups.get("number")), shown[found.start() : found.end()].strip())


def attention_in_name(metric: str) -> str:
    """What a metric of the company's own counts by its name (`facebook_fans`), where that is attention."""
    found = _IN_A_NAME.search(_without_accents(_plain(metric)))
    return found.lastgroup or "" if found else ""


def _plain(text: str) -> str:
    """One way to write each sign, and none that nobody sees, as between the letters of fa\u200bns."""
    if text.isascii():
        return text
    seen = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFC", "".join(seen)).replace("\u0192", "f")


def _without_accents(text: str) -> str:
    """As many signs as before, so that a place found here is the same place there."""
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", sign)[0] for sign in text)


def rewrite(text: str, document: Document) -> Rewrite | None:
    """How a sentence such as “we want 50.000 fans on our Facebook page” becomes an objective; None if it needs not."""
    count = find_attention_count(text)
    if count is None:
        return None
    noun = count.noun
    questions = (
        f"What is it for: which company objective gets closer with more {noun}?",
        "Whom does it bring: customers, people nearby who could become customers, future colleagues?",
        "What will they do that they do not do now, and how many in a hundred of them?",
        "Which number in the company's own books would show it, and where does it stand today?",
    )
    return Rewrite(count, questions, _sketch(document), _target(count, text))


def _number(words: str | None) -> Decimal | None:
    if words is None:
        return None
    try:
        return parse_number(words, whole=True)
    except LeadlineError:
        return None


def _sketch(document: Document) -> str:
    """An objective for the company objective nearest to attention: one about revenue if there is one."""
    objective = _likely(document.company_objectives)
    if objective is None:
        return "By DATE, NUMBER in a hundred of WHOM do WHAT, up from NUMBER today, so that COMPANY OBJECTIVE."
    metric = (objective.metric or "its metric").replace("_", " ")
    area = f" in {objective.area}" if objective.area else ""
    return f"By DATE, WHOM{area} do WHAT, up from NUMBER today, and that moves {metric}, for “{objective.text}”."


def _likely(objectives: tuple[CompanyObjective, ...]) -> CompanyObjective | None:
    about_revenue = [one for one in objectives if one.kind in ("revenue", "sales contribution")]
    return next(iter((*about_revenue, *objectives)), None)


def _target(count: AttentionCount, text: str) -> str:
    """The target as it would stand in the file."""
    value = f", value: {count.number:f}" if count.number is not None else ""
    number = f"{for_people(count.number)} " if count.number is not None else ""
    text = f"{number}{count.noun}" if number else text
    return f'targets: [{{text: "{text}", metric: {count.metric}{value}, what_for: WHO DOES WHAT THEN}}]'
