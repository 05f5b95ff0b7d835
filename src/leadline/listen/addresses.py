"""Where somebody lives, in a text: a street with its number, and the place that follows it.

In: a text. Out: the text with `[address]` in their places. Streets are known by how their names are formed in Dutch,
German, English and French, or by a cue (“I live on”), not by a list. The surprise: a place alone stays, since where
something happens is what messages are read for; so does a shop's street without a number.
"""

from __future__ import annotations

import re

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’.]{0,24}+"
_BEFORE = rf"(?:{_CAPITAL}[ ](?:(?:van|de|der|den|het|ten|ter|von|am|an)[ ]){{0,2}}){{0,2}}"
_STREETS = (
    r"straat|laan|weg|plein|gracht|kade|dijk|singel|steeg|dreef|plantsoen|hof|pad"
    r"|stra(?:ß|ss)e|str\.|allee|gasse|platz|ufer"
)
_ONE_WORD = rf"(?!(?:Onder|Snel|Auto)weg\b)[A-ZÀ-ÖØ-Þ][\w'’-]{{1,30}}?(?:{_STREETS})"
_NUMBER = r"\d{1,5}(?![\d.,:]\d)(?:[ ]?[A-Za-z]\b|-\d{1,4}\b|\b)"
_NUMBER_LAST = rf"\b{_BEFORE}{_ONE_WORD}[ ]{{1,2}}{_NUMBER}"
_ENGLISH_STREETS = "Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Court|Crescent|Terrace|Gardens|Boulevard|Blvd"
_ENGLISH = (
    rf"\b\d{{1,5}}[A-Za-z]?,?[ ](?:{_CAPITAL}[ ]){{1,3}}"
    rf"(?:{_ENGLISH_STREETS})\b\.?"
)
_FRENCH_STREETS = "rue|avenue|boulevard|chemin|impasse|allée|quai"
_FRENCH = (
    rf"\b\d{{1,4}}(?:[ ]?(?:bis|ter))?,?[ ](?:{_FRENCH_STREETS})[ ]"
    rf"(?:(?:de|du|des|la|le|les)[ ]){{0,2}}(?:[dl]['’])?{_CAPITAL}(?:[ -]{_CAPITAL}){{0,2}}"
)
_LIVES = r"live (?:on|at|in)|woon (?:op|aan|in)|wohne (?:in|am)|habite (?:au|à)|add?ress?e?(?: is|:)"
_AFTER_A_CUE = (
    rf"\b(?P<cue>(?:{_LIVES})[ ])"
    rf"(?:{_CAPITAL}[ ]){{1,3}}\d{{1,4}}[A-Za-z]?\b(?![ ](?:year|jaar|Jahre|ans|month|maand|Monat))"
)
_CODE = r"(?:\d{4}[ ]?[A-Z]{2}\b|\d{5}\b|[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}\b)"
_TOWN = r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}+(?:[ ](?:aan[ ]|den[ ]|op[ ]|am[ ]|de[ ])?[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}+)?"
_PLACE = rf"(?:[ ]?[,\n][ ]?|[ ]){_CODE}(?:[ ,]{{1,2}}{_TOWN})?|[ ]?[,\n][ ]?{_TOWN}(?=[ ]*+(?:$|[.,;:!?)\n]))"
_ADDRESS = re.compile(rf"(?:{_AFTER_A_CUE}|{_NUMBER_LAST}|{_ENGLISH}|{_FRENCH})(?:{_PLACE})?")
"""A word after the number counts as the place where a postcode stands before it, or where nothing is said after it."""
_DIGIT = re.compile(r"\d")
_ANY_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
MAY_BE_ADDRESS = (
    rf"(?:{_STREETS}) {{1,2}}\p{{Nd}}"
    rf"|\p{{Nd}}[A-Za-z]?,? (?:{_ANY_CAPITAL}[^ ]{{0,24}} ){{1,3}}(?:{_ENGLISH_STREETS})"
    rf"|\p{{Nd}}(?: ?(?:bis|ter))?,? (?:{_FRENCH_STREETS}) "
    rf"|(?:{_LIVES}) {_ANY_CAPITAL}"
)
"""What a text must have before an address could be found in it, as RE2 reads it: looser than `_ADDRESS`, and no table
of what a sign is (`\\w`, `\b`) is asked, of which RE2 has another one.
"""


def without_addresses(text: str) -> str:
    """The text with each street and number, and the place that follows, as `[address]`."""
    return _ADDRESS.sub(lambda found: f"{found['cue'] or ''}[address]", text) if _DIGIT.search(text) else text
