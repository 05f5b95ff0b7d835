"""Where does a rule's page come from? From `docs/rules`: beside the package in a checkout, inside it in a wheel.

In: a rule's code, as remarks carry it. Out: the page as HTML with its links leading to the site's own pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import groupby
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.strategy import RULES, Rule, find_rule
from leadline.web.strategy.markdown import as_html
from leadline.web.strategy.sentences import in_words
from leadline.words import Remark

_DEMANDS = r"S\d\.\d+(?:, S\d\.\d+)*"
_IN_CHECKOUT = Path(__file__).resolve().parents[4] / "docs" / "rules"


@lru_cache(maxsize=256)
def rule_page(code: str) -> SafeString | None:
    """The page of a rule, or None where there is no such rule. All of DOC001 to DOC010 share one page."""
    name = page_name(code)
    if name is None:
        return None
    text = _folder().joinpath(f"{name}.md").read_text(encoding="utf-8")
    return as_html(_for_readers(text), _address)


def page_name(code: str) -> str | None:
    """`OBJ001` for `obj001`, `DOC` for `DOC004`; None for what is no rule."""
    if re.fullmatch(r"DOC(\d{3})?", code.upper()):
        return "DOC"
    found = find_rule(code)
    return found.code if found else None


def title_of(code: str) -> str:
    """The rule's title, as its page's first line has it."""
    found = find_rule(code)
    return found.title if found else "What keeps a file from being read"


@dataclass(frozen=True)
class Held:
    """A rule, and how often it remarks on the strategy in force."""

    rule: Rule
    remarks: int


def families(remarks: Iterable[Remark]) -> tuple[tuple[str, tuple[Held, ...]], ...]:
    """Every rule by family, in the order of the lint."""
    n = Counter(one.code for one in remarks)
    held = [Held(rule, n[rule.code]) for rule in RULES]
    return tuple((name, tuple(group)) for name, group in groupby(held, key=lambda one: one.rule.family))


def finding(found: tuple[tuple[str, tuple[Held, ...]], ...]) -> str:
    """`61 rules are asked of a strategy; two of them remark on the one in force`."""
    every = [one for _family, group in found for one in group]
    speaking = sum(one.remarks > 0 for one in every)
    told = ngettext("%(n)s of them remarks", "%(n)s of them remark", speaking) % {"n": in_words(speaking)}
    told = told if speaking else _("none of them remarks")
    return _("%(n)s rules are asked of a strategy; %(told)s on the one in force") % {"n": len(every), "told": told}


def _folder() -> Traversable:
    """Where the wheel keeps the pages (pyproject.toml puts them there), else the checkout's docs."""
    packed = files("leadline.strategy").joinpath("rule_pages")
    return packed if packed.is_dir() else _IN_CHECKOUT


def _for_readers(text: str) -> str:
    """The text without its first heading, which is the page's own title, without what leads nowhere here, and without
    the ids of demands, which only those who build Leadline know."""
    body = re.sub(r"\A# [^\n]*\n", "", text)
    body = re.sub(r"(?m)^What the examples leave out is as in \[[^\n]*\n?", "", body)
    return re.sub(rf"\s\({_DEMANDS}\)| · {_DEMANDS}", "", body)


def _address(target: str) -> str | None:
    """`OBJ001.md` as this site's page of that rule; anything else leads nowhere."""
    name = re.fullmatch(r"(\w+)\.md", target)
    return reverse("strategy:rule", args=[name[1]]) if name and page_name(name[1]) else None
