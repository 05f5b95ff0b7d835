"""Mail addresses that are spelt out, or stretched, so that no program finds them: `ann dot lee at gmail dot com`.

In: a text. Out: the text with `[mail]` in their places. The surprise: “at” and a point stand in every other sentence
(`we met at booking.com`), so where both are only that, a provider of mail or a sign that words lack must show it.
"""

from __future__ import annotations

import re

_RARE_AT_WORDS = "ät|apenstaartje|apestaartje|klammeraffe|arobase?|arroba|chiocciola|snabel-?a|ma[łl]pa"
_AT_WORDS = f"at|{_RARE_AT_WORDS}"
_DOT_WORDS = "dot|punt|punkt|point|punto|ponto|kropka"
_ENDS = (
    "com|net|org|info|biz|eu|edu|gov|io|me|app|dev|example|nl|de|uk|us|fr|es|it|se|pl|br|pt|be|at|ch|dk|no|fi|ie|lu|cz"
)
_PROVIDERS = (
    "gmail|googlemail|hotmail|outlook|live|yahoo|icloud|aol|gmx|web|protonmail|proton|ziggo|kpnmail|xs4all|t-online"
    "|orange|wanadoo|free|laposte|sfr|libero|tiscali|virgilio|alice|telefonica|telia|bredband|wp|o2|onet|interia|uol"
    "|terra|bol|btinternet|sky|comcast|verizon"
)
_DOT = rf"(?:\.|[ ]\.[ ]|[ ]?[(\[{{][ ]?(?:\.|{_DOT_WORDS})[ ]?[)\]}}][ ]?|[ ](?:{_DOT_WORDS})[ ])"
_AT = rf"(?:[ ]?@[ ]?|[ ]?[(\[{{][ ]?(?:@|{_AT_WORDS})[ ]?[)\]}}][ ]?|[ ](?:{_AT_WORDS})[ ])"
_SPELT = re.compile(
    rf"(?<![\w.+-])(?P<name>\w[\w.+-]{{0,63}}(?:{_DOT}\w[\w-]{{0,40}}){{0,3}}?)(?P<at>{_AT})"
    rf"(?P<host>[\w-]{{1,60}}(?:{_DOT}[\w-]{{1,30}}){{0,2}}?{_DOT}(?:{_ENDS})(?:{_DOT}(?:br|pl|uk|es))?)(?![\w-])",
    re.IGNORECASE,
)
_SAID = re.compile(rf"[ ](?:{_DOT_WORDS})[ ]|[(\[{{]", re.IGNORECASE)
_PROVIDER = re.compile(rf"(?:{_PROVIDERS})(?![\w-])", re.IGNORECASE)
_NO_WORD = re.compile(r"[\d._+]")
_NO_NAME = frozenset(["me", "us", "you", "look", "looking", "shop", "ordered", "bought", "available", "here", "work"])

MAY_BE_SPELT = (
    rf"[ (\[{{}})\]](?i:{_DOT_WORDS})[ )\]}}]|(?i:{_RARE_AT_WORDS})[ )\]}}]|(?i:at|@) ?(?i:{_PROVIDERS})"
    r"|[(\[{] ?(?i:at|@|\.)[ )\]}]| @ "
)
"""What a text must have before an address that is spelt could be found in it, as RE2 reads it too."""
_MAY = re.compile(MAY_BE_SPELT)


def without_spelt_mail(text: str) -> str:
    """The text with each address that is spelt out as `[mail]`."""
    return _SPELT.sub(lambda found: "[mail]" if _is_mail(found) else found[0], text) if _MAY.search(text) else text


def _is_mail(found: re.Match[str]) -> bool:
    if found["name"].casefold() in _NO_NAME:
        return False
    is_common = found["at"].strip(" ").casefold() in ("at", "@")
    if not is_common or _SAID.search(found["host"]):
        return True
    return bool(_PROVIDER.match(found["host"]) and _NO_WORD.search(found["name"]))
