"""The findings that stand as titles over the pages of strategy: `five lines serve four company objectives`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.strategy import Document, Participant
from leadline.strategy.shared import parts
from leadline.words import Grade, Remark, listed

_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def in_words(number: int) -> str:
    """Small numbers as words, as a sentence has them: `five`, `13`."""
    return _(_WORDS[number]) if number < len(_WORDS) else f"{number:,}"


def first_upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def in_force(number: int, document: Document, remarks: Sequence[Remark]) -> str:
    """`Version 2 is in force: five lines serve four company objectives; two remarks`."""
    told = {"number": number, "what": _served(document), "remarks": remarked(remarks)}
    return _("Version %(number)s is in force: %(what)s; %(remarks)s") % told


def replaced(number: int, document: Document) -> str:
    """The same of an earlier version, which nobody is asked to mend."""
    told = {"number": number, "what": _served(document)}
    return _("Version %(number)s is not in force any more: %(what)s") % told


def remarked(remarks: Sequence[object]) -> str:
    n = len(remarks)
    return ngettext("%(n)s remark", "%(n)s remarks", n) % {"n": in_words(n)} if n else _("nothing to remark")


def how_sure(grades: Iterable[Grade]) -> str:
    """`One line is supported and four are assumed.`: as far as data carry the lines."""
    n = Counter(grades)
    told: list[str] = []
    for grade in sorted(n, reverse=True):
        noun = ngettext("line is", "lines are", n[grade]) if not told else ngettext("is", "are", n[grade])
        told.append(f"{in_words(n[grade])} {noun} {grade}")
    return first_upper(listed(told)) + "." if told else ""


def signed_by(document: Document) -> str:
    """Who of the market put their name to it, and to how much of it where that is not the whole."""
    total = len(parts(document))
    names = [_signer(one, total) for one in document.participants if one.role.is_market and one.signed]
    if not names:
        return _("Nobody of the market has signed it.")
    more = len(names) - 3
    return _("Signed for the market by %(names)s.") % {
        "names": listed(names if more < 1 else [*names[:3], _("%(n)s more") % {"n": in_words(more)}])
    }


def _signer(one: Participant, total: int) -> str:
    if not one.signed_parts:
        return one.name
    told = {"name": one.name, "n": in_words(len(one.signed_parts)), "all": in_words(total)}
    return _("%(name)s (%(n)s of %(all)s parts)") % told


def _served(document: Document) -> str:
    """How many lines serve how many of the company's objectives."""
    wanted = [one.id for one in document.company_objectives]
    leading = [line for line in document.lines if line.objective in wanted]
    served = len({line.objective for line in leading})
    if not leading:
        return _("no line serves a company objective yet")
    lines = ngettext("%(n)s line serves", "%(n)s lines serve", len(leading)) % {"n": in_words(len(leading))}
    objectives = ngettext("%(n)s company objective", "%(n)s company objectives", len(wanted))
    of = (
        in_words(served)
        if served == len(wanted)
        else _("%(some)s of %(all)s")
        % {
            "some": in_words(served),
            "all": in_words(len(wanted)),
        }
    )
    return f"{lines} {objectives % {'n': of}}"
