"""Who took part, and what they said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.strategy import Role
from leadline.web.strategy.guide.fields import PartForm, choice, day, line
from leadline.web.strategy.guide.forms.choices import texts
from leadline.words import PartnerType


class PersonForm(PartForm):
    element, names = "participants", "name"
    more = ("partner_type", "invited")
    name = line(_("Who?"), required=True)
    role = forms.ChoiceField(label=_("As what?"), choices=[(one.value, one.value) for one in Role])
    organisation = line(_("Of which company?"))
    partner_type = choice(_("What kind of partner?"), [(one.value, one.value) for one in PartnerType])
    invited = day(_("Invited on"))
    said = line(_("What did they say?"), _("In their own words; it is added to what stands there."), most=1000)
    about_what = choice(_("About which part?"))
    signed = day(_("Signed on"), _("Who was invited by a link signs there, under Together."))
    field_order = ("name", "role", "organisation", "said", "about_what", "signed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.about.document
        objectives = [*texts(document.company_objectives), *texts(document.objectives)]
        methods = [(one.id, one.name) for one in document.methods]
        self.offer("about_what", [("goal", _("the goal")), *objectives, *methods])

    def wanted(self) -> dict[str, Any]:
        """What they said is added by `said_part`."""
        given = super().wanted()
        return {name: one for name, one in given.items() if name not in ("said", "about_what")}

    def said_part(self) -> dict[str, str]:
        given = self.cleaned_data
        if not given["said"]:
            return {}
        about = {"to": given["about_what"]} if given["about_what"] else {}
        return {"text": given["said"]} | about | {"date": self.about.today.isoformat()}
