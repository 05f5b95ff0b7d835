"""How does a report say a number, a change, a cause? Sentences that know singular from plural, good from bad, and
seen from shown.

In: facts. Out: text. The surprise: what a sentence may claim is bound to the grade of its evidence. `overclaims` knows
the words that a grade does not carry, and tests hold every text to it.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Literal

from babel.numbers import get_currency_symbol

from leadline.report.facts import Effect, Return
from leadline.report.figures import Figure, Good, MoneyFigure
from leadline.words import Grade, day_words, listed

Tone = Literal["good", "bad", "plain"]

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_CAUSES = (
    r"\bcaus\w+",
    r"\bled to\b",
    r"\b(?:lowered|raised|reduced|improved|increased|drove|saved|brought)\b",
    r"\bthanks to\b",
    r"\bbecause of\b",
    r"\bdue to\b",
    r"\bas a result\b",
    r"\bresulted\b",
    r"\bpaid off\b",
)
_SURE = (r"\bprove[dns]?\b", r"\bproof\b", r"\bguarantee\w*", r"\bcertain(?:ly)?\b", r"\bundoubtedly\b")
_BEYOND: dict[Grade, tuple[str, ...]] = {
    Grade.ASSUMED: _CAUSES
    + _SURE
    + (r"\bshows? that\b", r"\bevidence (?:shows|supports)\b", r"\bagainst what would\b"),
    Grade.CORRELATED: _CAUSES + _SURE + (r"\bagainst what would\b",),
    Grade.SUPPORTED: (*_SURE, r"\bcaus\w+", r"\bexperiment shows\b"),
    Grade.TESTED: (r"\bguarantee\w*", r"\bundoubtedly\b"),
}


def overclaims(text: str, grade: Grade) -> tuple[str, ...]:
    """The words in `text` that evidence of this grade does not carry; empty if it is honest."""
    found = [match for pattern in _BEYOND[grade] for match in re.findall(pattern, text, flags=re.IGNORECASE)]
    return tuple(found)


# --- what happened, as far as the grade carries it -------------------------------------------------------------------


def claim(effect: Effect) -> str:
    """The one sentence on an effect: `Calls a day fell 11.1 % [7, 15] against what would have come without it`."""
    if effect.verdict == "cannot tell":
        return f"Whether there is an effect of {effect.program} on {effect.outcome} cannot be told yet."
    if effect.verdict == "no effect seen":
        return f"{capital(effect.program)} did not move {effect.outcome} by an amount that would matter."
    change = change_words(effect)
    if effect.grade is Grade.ASSUMED:
        return f"An effect of {effect.program} on {effect.outcome} is assumed: a reason is stated, nothing more."
    if effect.grade is Grade.CORRELATED:
        return f"{capital(effect.outcome)} {change} in the time of {effect.program}; that one brings the other is open."
    if effect.grade is Grade.SUPPORTED:
        against = f"against what would have been without {effect.program}"
        return f"{capital(effect.outcome)} {change} {against}{wrong_way(effect)}."
    return f"A planned experiment shows it: with {effect.program}, {effect.outcome} {change}{wrong_way(effect)}."


def headline(effect: Effect) -> str:
    """The same short enough for a title: `Calls a day fell 11 % with service on the page: supported`."""
    if effect.verdict != "effect" or effect.grade is Grade.ASSUMED:
        return claim(effect).rstrip(".")
    joint = {Grade.CORRELATED: "in the time of", Grade.SUPPORTED: "with", Grade.TESTED: "with"}[effect.grade]
    figure = effect.relative or effect.mean
    change = f"{moved(figure)} {size(figure)}" if figure else "moved"
    return f"{capital(effect.outcome)} {change} {joint} {effect.program}{wrong_way(effect)}: {effect.grade}"


def wrong_way(effect: Effect) -> str:
    """What a harm is called, so that nobody takes a proof of it for good news."""
    return ", the wrong way" if effect_tone(effect) == "bad" else ""


def change_words(effect: Effect) -> str:
    """`fell 11.1 % [7.0, 15.0]`."""
    figure = effect.relative or effect.mean
    return f"{moved(figure)} {size(figure)} {bracket(figure, turned=figure.value < 0)}" if figure else "moved"


def effect_tone(effect: Effect) -> Tone:
    """Good, bad or plain: a fall is good where less is better."""
    figure = effect.relative or effect.mean
    if effect.verdict != "effect" or figure is None:
        return "plain"
    return tone(figure.value, effect.good)


def tone(change: float, good: Good | None) -> Tone:
    if good is None or not change:
        return "plain"
    return "good" if (change > 0) == (good == "up") else "bad"


def moved(figure: Figure) -> str:
    """`rose`, `fell` or `stayed`."""
    return "rose" if figure.value > 0 else "fell" if figure.value < 0 else "stayed"


def since_before(figure: Figure) -> tuple[str, Tone] | None:
    """How a figure moved in a month: `up from 88 %`, and whether that is good; None where it is not known."""
    if figure.before is None:
        return None
    change = figure.value - figure.before
    if not change:
        return "as the month before", "plain"
    way = "up" if change > 0 else "down"
    unit = "\u00a0%" if figure.unit.startswith("%") else ""
    return f"{way} from {number(figure.before, digits(figure))}{unit}", tone(change, figure.good)


# --- what money came back --------------------------------------------------------------------------------------------


def aimed(target: str, pace: str) -> str:
    """`target 71.9, reached`; empty where no target is named."""
    return ", ".join(part for part in (f"target {target}" if target else "", pace) if part)


def returned(one: Return) -> str:
    """`19 % [−10, 52] while observed, −15 % [−53, 31] if it lasts`; empty where no ratio is stated.

    An interval that holds zero is said to be neither a gain nor a loss.
    """
    if one.roi is None:
        return ""
    if one.if_lasting is None:
        return returned_so_far(one)
    lasting = f"{_ratio(one.if_lasting)} if it lasts"
    if _is_open(one.roi) and _is_open(one.if_lasting):
        return f"{_ratio(one.roi)} while observed, {lasting} (both may be a gain or a loss)"
    return f"{returned_so_far(one)}, {lasting}{_OPEN if _is_open(one.if_lasting) else ''}"


def returned_so_far(one: Return) -> str:
    """`19 % [−10, 52] while observed (may be a gain or a loss)`: the same without what is assumed of later days."""
    if one.roi is None:
        return ""
    when = " while observed" if one.if_lasting else ""
    return f"{_ratio(one.roi)}{when}{_OPEN if _is_open(one.roi) else ''}"


_OPEN = " (may be a gain or a loss)"


def _ratio(figure: Figure) -> str:
    return f"{amount(figure)} {bracket(figure)}"


def _is_open(figure: Figure) -> bool:
    return figure.low is not None and figure.high is not None and figure.low <= 0 <= figure.high


# --- numbers ---------------------------------------------------------------------------------------------------------


def amount(figure: Figure) -> str:
    """`−11.1 %`, `540 calls a day`, `1 meeting`."""
    return f"{number(figure.value, digits(figure))}{unit_of(figure)}"


def size(figure: Figure) -> str:
    """The amount without its sign, for `fell 11.1 %`."""
    return f"{number(abs(figure.value), digits(figure))}{unit_of(figure)}"


def span(figure: Figure) -> str:
    """The interval for a reader: `−15.0 to −7.0 %, 95 %`; for a count `counted`."""
    if figure.low is None or figure.high is None:
        return "counted"
    places = digits(figure)
    return f"{number(figure.low, places)} to {number(figure.high, places)}{unit_of(figure)}"


def bracket(figure: Figure, *, turned: bool = False) -> str:
    """`[7.0, 15.0]`, empty for a count; `turned` gives the size of a fall."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = (-figure.high, -figure.low) if turned else (figure.low, figure.high)
    return f"[{number(low, digits(figure))},\u00a0{number(high, digits(figure))}]"


def level(figure: Figure | MoneyFigure) -> str:
    """`95 % interval`, or `counted`."""
    return "counted" if figure.low is None else f"{figure.level * 100:.0f} % interval"


def digits(figure: Figure) -> int:
    """As many decimals as the interval deserves; none for what was counted in whole pieces."""
    if figure.low is None or figure.high is None:
        return 0 if float(figure.value).is_integer() else 1
    width = figure.high - figure.low
    return 0 if width >= 5 else 1 if width >= 0.2 else 2


def unit_of(figure: Figure) -> str:
    """The unit with its space, singular after one: ` %`, ` calls a day`, ` meeting`."""
    one = figure.counted and abs(figure.value) == 1
    return f"\u00a0{singular(figure.unit) if one else figure.unit}"


def number(value: float, places: int = 0) -> str:
    """`4,310`, `−11.1`: thousands, a real minus sign, never a negative zero."""
    text = f"{value:,.{places}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text.replace("-", "−")


def percent(share: float) -> str:
    """`96 %` of a share from 0 to 1; `99.6 %` where rounding would say all."""
    whole = share * 100
    return f"{number(whole, 0 if abs(whole - round(whole)) < 0.05 or 1 < whole < 99 else 1)}\u00a0%"


def money(figure: MoneyFigure) -> str:
    """`€ 41k`: rounded to what the interval deserves; `€ 17,200` where it stands in the books."""
    return f"{symbol(figure.currency)}\u00a0{_money_number(figure.amount, figure)}"


def money_span(figure: MoneyFigure) -> str:
    """`26k to 57k`, or `from the books`."""
    if figure.low is None or figure.high is None:
        return "from the books"
    return f"{_money_number(figure.low, figure)} to {_money_number(figure.high, figure)}"


def symbol(currency: str) -> str:
    """`€` for EUR; the code itself where there is no sign."""
    return get_currency_symbol(currency, locale="en_US")


def _money_number(value: Decimal, figure: MoneyFigure) -> str:
    """In thousands or millions where the interval is that wide, so that no digit pretends."""
    if figure.low is None or figure.high is None:
        return number(float(value))
    width = figure.high - figure.low
    for unit, sign in ((Decimal(1_000_000), "m"), (Decimal(1_000), "k")):
        if width >= unit / 2:
            text = number(float(value / unit), 0 if width >= 5 * unit else 1)
            return text if text == "0" else f"{text.removesuffix('.0')}{sign}"
    return number(float(value))


# --- words -----------------------------------------------------------------------------------------------------------


def count(many: int, noun: str) -> str:
    """`one meeting`, `three meetings`, `14 meetings`, `no meetings`; the noun is given in the singular."""
    return f"{word(many)} {noun if many == 1 else plural(noun)}"


def word(many: int) -> str:
    """`four`, and figures from thirteen on."""
    return _SMALL[many] if 0 <= many < len(_SMALL) else number(many)


def plural(noun: str) -> str:
    """The plural of a noun with its adjectives and what follows it: `new colleagues`, `calls a day`."""
    found = re.match(r"(.*?)( (?:a|of|per|in|from|with) .*)?$", noun)
    head, rest = (found[1], found[2] or "") if found else (noun, "")
    *before, last = head.split(" ")
    return " ".join([*before, _IRREGULAR.get(last, _regular(last))]) + rest


def singular(noun: str) -> str:
    """The singular of the first plural in it: `meeting`, `happy comment`, `contract signed`, `person written to`."""
    words = noun.split(" ")
    back = {many: one for one, many in _IRREGULAR.items()}
    for place, one in enumerate(words):
        if one == "%":
            break
        if one in back or (one.endswith("s") and not one.endswith(("ss", "us", "is"))):
            words[place] = back.get(one) or _one(one)
            break
    return " ".join(words)


_IRREGULAR = {"person": "people", "is": "are", "has": "have", "%": "%"}


def _regular(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def _one(many: str) -> str:
    if many.endswith("ies"):
        return f"{many[:-3]}y"
    return many[:-2] if many.endswith(("sses", "ches", "shes", "xes")) else many[:-1]


join, day = listed, day_words


def between(first: dt.date, last: dt.date) -> str:
    """`3 November 2025 to 31 January 2026`, the year once where it is the same."""
    begin = short_day(first) if first.year == last.year else day(first)
    return f"{begin} to {day(last)}"


def short_day(when: dt.date) -> str:
    return f"{when.day} {when:%B}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Begins with a capital and ends with a full stop."""
    text = capital(text.strip())
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."
