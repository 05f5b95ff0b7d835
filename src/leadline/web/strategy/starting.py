"""What does a person write in who has no draft yet? The strategy in force, else one of six empty elements."""

from __future__ import annotations

from leadline.strategy.starter import blank
from leadline.web.accounts.models import Person
from leadline.web.accounts.versions import newest
from leadline.web.strategy.drafting import draft_of
from leadline.web.strategy.known import Known
from leadline.web.strategy.models import StrategyVersion


def draft_text(person: Person, known: Known) -> str:
    """The person's draft, else what is in force, else a blank text that names the company and its last assessment."""
    draft = draft_of(person)
    if draft is not None and draft.text.strip():
        return draft.text
    version = newest(StrategyVersion)
    return version.text if version else blank_text(known)


def blank_text(known: Known) -> str:
    company, closed = known.documents.company, known.assessment
    stands_on = (str(closed.version), closed.closed_on(company)) if closed else None
    return blank(company.name, company.currency, stands_on)
