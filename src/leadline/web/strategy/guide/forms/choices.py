"""What several forms offer to choose from: words for people, the parts of the document, its metrics."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from leadline.strategy import CompanyObjective, Document, Objective
from leadline.web.strategy.guide.fields import Choices

REVIEWS = [("weekly", _("weekly")), ("monthly", _("monthly")), ("quarterly", _("quarterly"))]


def metrics_used(document: Document) -> list[str]:
    """The metrics of the objectives and of the lines, the business ones first."""
    found = [one.metric for one in document.company_objectives] + [one.metric for one in document.objectives]
    found += [name for one in document.lines for name in (one.business_metric, one.social_metric)]
    return [one for one in dict.fromkeys(found) if one]


def texts(objectives: Iterable[CompanyObjective | Objective]) -> Choices:
    """Objectives as choices: the id, and what it says."""
    return [(one.id, one.text) for one in objectives]
