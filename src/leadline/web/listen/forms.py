"""What is asked when a name that was heard becomes a party."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leadline.listen import PartyBook, as_handle
from leadline.words import PartnerType, Party, PartyId, PartyKind

KINDS = [
    (PartyKind.COMPETITOR.value, _("competitor")),
    *((one.value, _("partner: %(kind)s") % {"kind": one.value}) for one in PartnerType),
]


ACCOUNT_OF = "account:"
"""What stands before a party's id where a name turns out to be an account of that party."""


def kinds_of(book: PartyBook) -> list[tuple[str, str]]:
    """What a name may be: a party of its own, or one more account of a party that is declared."""
    of_them = ((f"{ACCOUNT_OF}{party.id}", _("account of %(party)s") % {"party": party.name}) for party in book.parties)
    return [*((value, str(words)) for value, words in KINDS), *of_them]


class Declaration(forms.Form):
    key = forms.SlugField(max_length=80, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Is a"))
    accounts = forms.CharField(label=_("Speaks from the accounts"), max_length=500, required=False)

    def __init__(self, given: QueryDict, book: PartyBook) -> None:
        super().__init__(given)
        self.fields["kind"] = forms.ChoiceField(label=_("Is a"), choices=kinds_of(book))

    @property
    def account_of(self) -> PartyId | None:
        """The party of which it is an account; None where it is one of its own."""
        kind: str = self.cleaned_data["kind"]
        return PartyId(kind.removeprefix(ACCOUNT_OF)) if kind.startswith(ACCOUNT_OF) else None

    @property
    def handles(self) -> tuple[str, ...]:
        given: str = self.cleaned_data["accounts"]
        return tuple(as_handle(word) for word in given.replace(",", " ").split())

    def party(self) -> Party:
        """The party that was declared; to be called when the form is valid."""
        given = self.cleaned_data
        is_rival = given["kind"] == PartyKind.COMPETITOR
        return Party(
            PartyId(given["key"]),
            given["name"].strip(),
            PartyKind.COMPETITOR if is_rival else PartyKind.PARTNER,
            None if is_rival else PartnerType(given["kind"]),
            self.handles,
        )
