"""What people send: a draft to lay on the table, an invitation, a workshop."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.strategy import METRICS, PACKS, Role
from leadline.web.together.inviting import DAYS, MOST_DAYS
from leadline.words import PartnerType

_ROLES = [
    (Role.CUSTOMER.value, _("Customer")),
    (Role.PARTNER.value, _("Partner, or dealer")),
    (Role.REPRESENTATIVE.value, _("Somebody else of the market")),
    (Role.COLLEAGUE.value, _("Colleague")),
]


class OpenForm(forms.Form):
    title = forms.CharField(label=_("What it is called"), max_length=200, help_text=_("As in: Service on the page"))
    greeting = forms.CharField(
        label=_("What the invited read first"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why you ask them, and what becomes of what they say."),
    )
    start = forms.ChoiceField(label=_("Begin with"))

    def __init__(self, *args: Any, starts: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["start"].choices = starts  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(label=_("What they are to us"), choices=_ROLES)
    partner_type = forms.ChoiceField(
        label=_("Kind of partner"),
        choices=[("", _("no partner")), *((one.value, one.value.capitalize()) for one in PartnerType)],
        required=False,
    )
    speaks_for = forms.CharField(
        label=_("Whom they speak for"), max_length=200, required=False, help_text=_("As in: the customer council")
    )
    days = forms.IntegerField(label=_("Days that the link holds"), min_value=1, max_value=MOST_DAYS, initial=DAYS)


class WorkshopForm(forms.Form):
    objective = forms.ChoiceField(label=_("About which company objective"))
    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(
        label=_("Who was there"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One name a line."),
    )

    def __init__(self, *args: Any, objectives: list[tuple[str, str]], today: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["objective"].choices = objectives  # type: ignore[attr-defined]
        self.fields["held_on"].initial = today

    def names(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["who"].splitlines() if name.strip()]


def metric_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The metrics that are no attention, by what they are for."""
    honest = {one.id: f"{one.name} ({one.unit})" for one in METRICS if not one.vanity}
    packs = ((pack.title, [(name, honest[name]) for name in pack.metrics if name in honest]) for pack in PACKS)
    return [(title, metrics) for title, metrics in packs if metrics]
