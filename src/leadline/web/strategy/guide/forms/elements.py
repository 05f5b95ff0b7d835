"""The elements that stand once: who leads, goal and benefits, resources; and who is told what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.strategy import metrics_of
from leadline.strategy.fields import Reader
from leadline.strategy.rules.elements import is_placeholder
from leadline.strategy.shared import LONGEST_WORDS
from leadline.web.strategy.guide.fields import NumberField, PartForm, choice, line, several_lines, ticks
from leadline.web.strategy.guide.forms.choices import REVIEWS, metrics_used


class LeadForm(PartForm):
    company = line(_("Name of the company"))
    leadership__owner = line(_("Who leads the strategy?"), _("One name, not a department."))
    leadership__sponsor = line(_("Who pays for it?"), _("As in: Jonas Fehr, chief operating officer"))
    leadership__review = choice(_("How often do they look at it?"), REVIEWS)
    leadership__policy = line(
        _("Where do the rules stand for those who speak for the company?"),
        _("Needed as soon as colleagues speak on their own accounts. As in: “Speaking for us” in the handbook"),
    )


class GoalForm(PartForm):
    goal__text = line(
        _("Where does this lead, for your customers?"),
        _("As in: Customers get help where they already are, and tell others how it felt"),
    )
    goal__findings = ticks(_("Which findings of the assessment led to it?"))
    mission = line(
        _("How do you get there, in one short sentence?"), _("Forty words at most: who does what, for whom."), most=600
    )
    benefits__customer = several_lines(_("What do customers get? One thing a line"), most=LONGEST_WORDS, rows=3)
    benefits__company = several_lines(_("What does the company get? One thing a line"), most=LONGEST_WORDS, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        benefits = kwargs["held"].benefits
        kwargs["initial"] = {
            f"benefits__{side}": "\n".join(one for one in getattr(benefits, side) if not is_placeholder(one))
            for side in ("customer", "company")
        }
        super().__init__(*args, **kwargs)
        found = self.about.known.assessment.content["findings"] if self.about.known.assessment else ()
        self.offer("goal__findings", [(one["id"], one["sentence"].rstrip(".")) for one in found])

    def clean_benefits__customer(self) -> list[str]:
        return _lines(self.cleaned_data["benefits__customer"])

    def clean_benefits__company(self) -> list[str]:
        return _lines(self.cleaned_data["benefits__company"])


class ResourcesForm(PartForm):
    resources__people = NumberField(label=_("People, full-time"))
    resources__hours_a_month = NumberField(label=_("Hours a month"))
    resources__money_a_month = NumberField(label=_("Money a month"))
    resources__money_once = NumberField(label=_("Money once"))


class ReportForm(PartForm):
    element, names = "reporting", "to"
    to = forms.ChoiceField(label=_("Who is told?"), choices=[(one.value, one.value) for one in Reader])
    metrics = ticks(_("Which numbers?"))
    rhythm = forms.ChoiceField(label=_("How often?"), choices=REVIEWS, initial="monthly")
    owner = line(_("Who writes it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {one.id: one.name for one in metrics_of(self.about.document)}
        self.offer("metrics", [(one, names.get(one, one)) for one in metrics_used(self.about.document)])


def _lines(text: str) -> list[str]:
    return [one.strip(" -•") for one in text.splitlines() if one.strip(" -•")]
