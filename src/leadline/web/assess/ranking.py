"""How are opportunities weighed? As the address says: another weighing can be tried and shared, and is never kept.

In: the address's words. Out: `assess.Ranking`; and back. `?frustration=1&need=0.7&excitement=0.5&lead=no`: what is not
said is as the house has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from leadline.assess import RANKING, Ranking
from leadline.errors import LeadlineError

MOST = 10.0
_WEIGHTS = ("frustration", "need", "excitement")


def ranking_of(asked: Mapping[str, str]) -> Ranking:
    """The weighing that the address asks for. Raises LeadlineError for a word that it does not know."""
    weights = {name: _weight(name, asked[name]) for name in _WEIGHTS if asked.get(name)}
    ranking = Ranking(**weights, by_lead=_is_by_lead(asked.get("lead", "")))
    if not any(ranking.weight(name) for name in _WEIGHTS):  # type: ignore[arg-type]
        raise LeadlineError(_("Nothing weighs anything, so nothing can be ranked."), _("Give one reading a weight."))
    return ranking


def _is_by_lead(word: str) -> bool:
    if word not in ("", "yes", "no"):
        told = {"word": word[:20]}
        raise LeadlineError(_("“%(word)s” is neither yes nor no for lead.") % told, _("Write lead=yes or lead=no."))
    return word != "no"


def ranking_query(ranking: Ranking) -> str:
    """What to put after an address so that it ranks the same way; nothing where it is the house's own."""
    if ranking == RANKING:
        return ""
    told = {name: f"{ranking.weight(name):g}" for name in _WEIGHTS}  # type: ignore[arg-type]
    return "&" + urlencode(told | ({} if ranking.by_lead else {"lead": "no"}))


def _weight(name: str, word: str) -> float:
    try:
        weight = float(word.replace(",", "."))
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= MOST:
        told = {"word": word[:20], "name": name}
        raise LeadlineError(_("“%(word)s” is no weight of %(name)s.") % told, _("Give a number from 0 to 10."))
    return weight
