"""Mail addresses that are spelt out, stretched or mistyped: `ann dot lee at gmail dot com`.

In: a text. Out: the text with `[mail]` in their places. The surprise: “at” and a point stand in every other sentence
(`we met at booking.com`), so where both are only that, a provider of mail, a word such as “mail” right before, or a
sign that words lack must show it.
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
    "|terra|bol|btinternet|sky|comcast|verizon|msn|ymail|me|mac|hetnet|planet|freenet|arcor|bluewin|sunrise|sbcglobal"
    "|talktalk|virginmedia|telenet|skynet|ig|spray|home|neuf|numericable|poczta|op|gazeta|att|ntlworld|tin|fastwebnet"
)
_ONLY_MAIL = (
    "gmail|googlemail|hotmail|outlook|yahoo|icloud|gmx|protonmail|xs4all|kpnmail|laposte|libero|btinternet|ymail|web.de"
)
_OPEN, _CLOSE = r"[(\[{<]", r"[)\]}>]"
_DOT = rf"(?:\.|[ ]\.[ ]|[ ]?{_OPEN}[ ]?(?:\.|{_DOT_WORDS})[ ]?{_CLOSE}[ ]?|[ ](?:{_DOT_WORDS})[ ])"
_AT = rf"(?:[ ]?@[ ]?|[ ]?{_OPEN}[ ]?(?:@|{_AT_WORDS})[ ]?{_CLOSE}[ ]?|[ ](?:{_AT_WORDS})[ ])"
_SPELT = re.compile(
    rf"(?<![\w.+-])(?P<name>\w[\w.+-]{{0,63}}(?:{_DOT}\w[\w-]{{0,40}}){{0,3}}?)(?P<at>{_AT})"
    rf"(?P<host>[\w-]{{1,60}}(?:{_DOT}[\w-]{{1,30}}){{0,2}}?{_DOT}(?:{_ENDS})(?:{_DOT}(?:br|pl|uk|es))?)(?![\w-])",
    re.IGNORECASE,
)
_NAME = r"(?<![\w.+-])(?P<name>\w[\w.+%-]{0,63})"
_STRETCHED = re.compile(
    rf"{_NAME}(?P<at>[ ]?\n?[ ]?@[ ]?\n?[ ]?)"
    r"(?P<host>[\w-]{1,60}(?:\.[\w-]{1,30}){0,2}?)(?P<dot>\.|[ ]?[.,;][ \n]?|[ ])"
    rf"(?P<end>{_ENDS})(?:[. ](?:br|pl|uk|es))?(?![\w-])",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?<![\w./+-])(?P<name>[^\W_][\w.+-]{0,40}?)(?P<at>_at_|-at-|\*at\*|\|at\||\"at\"|'at'|(?-i:(?<=[a-z\d])AT(?=[a-z])))"
    rf"(?P<host>[^\W_][a-z\d-]{{1,40}}?)(?:\.|_dot_|-dot-|\*dot\*|(?-i:DOT))(?:{_ENDS})(?![\w-])",
    re.IGNORECASE,
)
_NO_END = re.compile(
    rf"{_NAME}(?P<more>(?:[ ](?:{_DOT_WORDS})[ ]\w[\w-]{{0,40}}){{0,2}})"
    rf"(?P<at>@|[ ]@[ ]|[ ]?{_OPEN}[ ]?(?:@|{_AT_WORDS})[ ]?{_CLOSE}[ ]?|[ ](?:{_AT_WORDS})[ ])"
    rf"(?P<host>{_ONLY_MAIL})(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_SAID = re.compile(rf"[ ](?:{_DOT_WORDS})[ ]|[(\[{{<]", re.IGNORECASE)
_PROVIDER = re.compile(rf"(?:[\w-]{{1,60}}\.)?(?:{_PROVIDERS})(?![\w-])", re.IGNORECASE)
_CERTAIN_END = re.compile(r"(?:com|net|org|info|eu|nl|de|uk|fr|pl|br|ch|dk|co)\b")
_NO_WORD = re.compile(r"[\d._+]")
_LONGEST_WORD = 12
"""Letters from which what stands before an @ of its own is a name, and no word of a sentence."""
_LETTER = re.compile(r"[^\W\d_]")
_CUE = re.compile(
    r"(?:e-?mail|mail|mejl|epost|e-post|correo|courriel|posta|poczta|address|adres|adress|adresse|indirizzo|dirección"
    r"|endereço|inbox|reach me|contact me|write (?:to )?me)(?P<link>[ ]{0,2}(?::|=|,|is|ist|est|es|é|è|är|to|na|op|at|an|a|à)"  # noqa: E501
    r"(?:[ ]me)?)?[ ]{0,2}$",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "me us you look looking shop ordered bought available here work down not up it them him her is are was".split()  # noqa: SIM905
)
_NO_NAME_AFTER_A_CUE = frozenset(
    """
    account hosted broken blocked stuck working stored based hacked registered still now only also currently mine
    one new old both already support service team box someone somebody people server login
    """.split()  # noqa: SIM905 - reads better
)

MAY_BE_SPELT = (
    rf"[ (\[{{}})\]<>](?i:{_DOT_WORDS})[ )\]}}>]|(?i:{_RARE_AT_WORDS})[ )\]}}>]"
    rf"|(?i:at|@)[ )\]}}>\n]{{0,3}}(?i:{_PROVIDERS})|[(\[{{<] ?(?i:at|@|\.)[ )\]}}>]|@[ \n]"
    r"|[\w.+%\-]@[\w.\-]+ ?[.,; ][ \n]?(?i:[a-z])|(?i:_at_|-at-|\*at\*|\|at\||[\"']at[\"'])|[a-z\d]AT[a-z]"
)
"""What a text must have before an address that is spelt could be found in it, as RE2 reads it too."""
_MAY = re.compile(MAY_BE_SPELT.replace("(?i:", "(?:"))
"""The same for a text in small letters, of which it asks no case."""
_MAY_BE_JOINED = re.compile(r"(?i:_at_|-at-|\*at\*|\|at\||[\"']at[\"'])|[a-z\d]AT[a-z]")
_MAY_HAVE_NO_END = re.compile(rf"(?:{_ONLY_MAIL})(?![\w-]|\.\w)")


def without_spelt_mail(text: str) -> str:
    """The text with each address that is spelt out, stretched or mistyped as `[mail]`."""
    if not _MAY.search(text.casefold()) and not _MAY_BE_JOINED.search(text):
        return text
    text = _SPELT.sub(lambda found: "[mail]" if _is_mail(found) else found[0], text)
    if "@" in text:
        text = _STRETCHED.sub(lambda found: "[mail]" if _is_stretched(found) else found[0], text)
    if _MAY_BE_JOINED.search(text):
        text = _JOINED.sub(lambda found: "[mail]" if _is_joined(found) else found[0], text)
    if _MAY_HAVE_NO_END.search(text.casefold()):
        text = _NO_END.sub(lambda found: "[mail]" if _is_without_end(found) else found[0], text)
    return text


def _is_mail(found: re.Match[str]) -> bool:
    if found["name"].casefold() in _NO_NAME:
        return False
    at = found["at"].strip(" ")
    if at.casefold() not in ("at", "@") or _SAID.search(found["host"]):
        return True
    if not _PROVIDER.match(found["host"]):
        return at == "@" and _is_surely_a_name(found)
    return bool(at in ("AT", "@") or _NO_WORD.search(found["name"]) or _cue(found))


def _is_stretched(found: re.Match[str]) -> bool:
    """`ann@gmail,com`, `ann@gmx. de`, `ann` and `@gmx.de` on two lines."""
    if found["name"].casefold() in _NO_NAME:
        return False
    has_provider = bool(_PROVIDER.match(found["host"]))
    if found["at"] == "@" and found["dot"] in ",;":
        return True
    if found["at"] == "@":
        return has_provider or (found["dot"] != " " and bool(_CERTAIN_END.match(found["end"])))
    if found["dot"] != ".":
        return has_provider and bool(_CERTAIN_END.match(found["end"]))
    return has_provider or ("\n" not in found["at"] and _is_surely_a_name(found))


def _is_surely_a_name(found: re.Match[str]) -> bool:
    return bool(
        _LETTER.search(found["name"])
        and (_NO_WORD.search(found["name"]) or len(found["name"]) >= _LONGEST_WORD or _cue(found))
    )


def _is_joined(found: re.Match[str]) -> bool:
    if found["name"].casefold() in _NO_NAME or "//" in found.string[max(0, found.start() - 8) : found.start()]:
        return False
    return found["at"].casefold() != "-at-" or bool(_PROVIDER.match(found["host"]))


def _is_without_end(found: re.Match[str]) -> bool:
    """`mail: ann at gmail`: nobody says `.com` of some providers; after “at”, what stands before must announce it."""
    name = found["name"].casefold()
    if name in _NO_NAME:
        return False
    if found["more"] or found["at"].strip(" ").casefold() != "at":
        return True
    cue = _cue(found)
    return bool(cue and cue["link"] and name not in _NO_NAME_AFTER_A_CUE)


def _cue(found: re.Match[str]) -> re.Match[str] | None:
    return _CUE.search(found.string[max(0, found.start() - 30) : found.start()])
