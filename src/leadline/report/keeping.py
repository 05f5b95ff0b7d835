"""Where does a frozen month lie, and how is it read again in May?

In: a lake, a frozen month. Out: an answer of the stage `report`, one a version: a month that was frozen again with
other facts is added with the next number, and what was sent before stays. The surprise: the text is checked against
its digest each time it is read.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from leadline.engine import Lake
from leadline.engine.answers import ANSWERS, Answer, answers, correct, keep, newest
from leadline.engine.memory import remembered
from leadline.errors import LeadlineError
from leadline.report.month import FrozenMonth, erase, freeze, thaw, to_json
from leadline.words import Month, day_words

REPORT = "report"


@dataclass(frozen=True)
class KeptMonth:
    """A frozen month in the lake. `version` is 1 for the first; a later one corrects it."""

    frozen: FrozenMonth
    version: int
    kept_at: dt.datetime

    @property
    def sentence(self) -> str:
        """`November 2026 is not over: frozen as version 1, up to 22 November 2026.`"""
        facts = self.frozen.facts
        if facts.told_until is None:
            return f"{facts.month.name} is frozen as version {self.version}."
        until = day_words(facts.told_until)
        return f"{facts.month.name} is not over: it is frozen as version {self.version}, up to {until}."


def keep_month(lake: Lake, frozen: FrozenMonth, *, now: dt.datetime) -> KeptMonth:
    """Put a month away, unless its newest version says the same, whenever that was."""
    last = newest(lake, REPORT, str(frozen.facts.month))
    if last is not None and _says_the_same(_kept(last).frozen, frozen):
        return _kept(last)
    content: dict[str, Any] = {"digest": frozen.digest, "facts": to_json(frozen.facts)}
    return _kept(keep(lake, REPORT, str(frozen.facts.month), content, now=now))


def kept_months(lake: Lake) -> tuple[Month, ...]:
    """The months that were frozen, newest first."""
    return tuple(sorted({Month.parse(one.about) for one in answers(lake, REPORT)}, reverse=True))


def kept_month(lake: Lake, month: Month, version: int | None = None) -> KeptMonth:
    """A month as it was frozen: its newest version, or the one asked for. Raises LeadlineError where there is none."""
    return remembered(lake, [ANSWERS], (REPORT, month, version), lambda: _kept_month(lake, month, version))


def _kept_month(lake: Lake, month: Month, version: int | None) -> KeptMonth:
    found = [one for one in answers(lake, REPORT, str(month)) if version in (None, one.number)]
    if not found:
        raise LeadlineError(
            f"{month.name} was not frozen{f' in version {version}' if version else ''}.",
            f"Make its report: leadline report {month}",
        )
    return _kept(found[-1])


def erase_quotes(lake: Lake, messages: Collection[tuple[str, str]]) -> int:
    """Empty the quotes of erased messages (source, message id) in every kept month; how many versions held one.

    Erasure outranks history: the versions are rewritten in one step, each with the digest of its new text.
    """
    return correct(lake, REPORT, lambda kept: _erased(kept, messages))


def _says_the_same(kept: FrozenMonth, frozen: FrozenMonth) -> bool:
    """Apart from the instant at which it was asked; of a month that is not over, another day says something else."""
    same_days = kept.facts.told_until == frozen.facts.told_until
    return same_days and replace(kept.facts, as_of=frozen.facts.as_of) == frozen.facts


def _erased(answer: Answer, messages: Collection[tuple[str, str]]) -> Answer:
    facts = thaw(answer.content["facts"], answer.content["digest"]).facts
    without = erase(facts, messages)
    if without == facts:
        return answer
    frozen = freeze(without)
    content = {"digest": frozen.digest, "facts": to_json(frozen.facts)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return replace(answer, text=text, digest=frozen.digest[:16])


def _kept(answer: Answer) -> KeptMonth:
    frozen = thaw(answer.content["facts"], answer.content["digest"])
    return KeptMonth(frozen, answer.number, answer.found_at)
