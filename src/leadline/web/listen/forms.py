"""What is asked when a name that was heard becomes a party."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.words import PartnerType, Party, PartyId, PartyKind

KINDS = [
    (PartyKind.COMPETITOR.value, _("competitor")),
    *((one.value, _("partner: %(kind)s") % {"kind": one.value}) for one in PartnerType),
]


class Declaration(forms.Form):
    key = forms.SlugField(max_length=80, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Is a"), choices=KINDS)
    accounts = forms.CharField(label=_("Speaks from the accounts"), max_length=500, required=False)

    def party(self) -> Party:
        """The party that was declared; to be called when the form is valid."""
        given = self.cleaned_data
        is_rival = given["kind"] == PartyKind.COMPETITOR
        return Party(
            PartyId(given["key"]),
            given["name"].strip(),
            PartyKind.COMPETITOR if is_rival else PartyKind.PARTNER,
            None if is_rival else PartnerType(given["kind"]),
            tuple(word.lstrip("@").casefold() for word in given["accounts"].replace(",", " ").split()),
        )
