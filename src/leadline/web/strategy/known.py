"""What the pages of strategy know besides the document: facts for the lint, the last assessment, judged links.

In: the home's lake and people's records. Out: one frozen value that a request gathers once and passes on. The
surprise: while one types, nothing is read from the lake again, unless it has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leadline import assess
from leadline.flow import Documents, links_asked, remembered, strategy_facts
from leadline.measure.month import kept_effects
from leadline.measure.pilots import kept_pilots, with_pilots
from leadline.strategy import Facts
from leadline.strategy.house_rules import in_house
from leadline.web.assess.addresses import opportunity_address
from leadline.web.assess.periods import name_of
from leadline.web.documents import documents, home, lake, now
from leadline.words import Grade, Period


@dataclass(frozen=True)
class Cited:
    """A finding or an opportunity by its id, as the assessment words it; `found` is no for one it does not hold."""

    id: str
    text: str
    found: bool = False
    messages_a_month: float | None = None
    days: Period | None = None
    """The days in which the assessment counted them."""


@dataclass(frozen=True)
class Known:
    """`links` holds the grade of each causal link that was judged, as `line:business` or `line:social`."""

    now: dt.datetime
    facts: Facts
    documents: Documents
    assessment: assess.Assessment | None = None
    links: Mapping[str, Grade] = field(default_factory=dict)

    def finding(self, finding_id: str) -> Cited:
        return self._cited(finding_id, "findings", "sentence")

    def opportunity(self, opportunity_id: str) -> Cited:
        return self._cited(opportunity_id, "opportunities", "title")

    def opportunities(self) -> tuple[Mapping[str, Any], ...]:
        """What the last assessment found worth doing, highest priority first; with its days, and its page over them."""
        if self.assessment is None:
            return ()
        days = self.assessment.period
        return tuple(
            {**one, "days": name_of(days), "href": opportunity_address(one["id"], days)}
            for one in self.assessment.content["opportunities"]
        )

    def _cited(self, wanted: str, kind: str, words: str) -> Cited:
        held = self.assessment.content[kind] if self.assessment else ()
        found = next((one for one in held if one["id"] == wanted), None)
        if found is None:
            return Cited(wanted, wanted.replace("-", " ").replace("_", " ").capitalize())
        heard, days = found.get("a_month", {}).get("value"), self.assessment.period if self.assessment else None
        return Cited(wanted, found[words].rstrip("."), True, heard, days)


def known() -> Known:
    """Everything, from this home; what comes from the lake is kept until the lake, the day or what people
    wrote changes."""
    at, written = now(), documents()
    day = at.astimezone(written.company.tz).date()
    facts, assessment, links = remembered(lake(), written, "strategy", lambda: _looked_up(written, day), day=day)
    return Known(at, in_house(facts, home().root), written, assessment, links)


def _looked_up(written: Documents, day: dt.date) -> tuple[Facts, assess.Assessment | None, Mapping[str, Grade]]:
    closed = assess.assessments(lake())
    asked = links_asked(written)
    links = {one.about: one.grade for one in with_pilots(kept_effects(lake(), asked), kept_pilots(lake(), asked))}
    return strategy_facts(lake(), written, day), closed[-1] if closed else None, links
