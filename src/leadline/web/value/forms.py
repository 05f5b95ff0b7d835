"""What people hand in on the pages of value."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.errors import LeadlineError
from leadline.strategy.numerals import parse_number
from leadline.value import read_costs

LARGEST_BYTES = 1_000_000


class BudgetForm(forms.Form):
    """What there is to spend in a year."""

    budget = forms.CharField(label=_("Budget for a year"), max_length=40, help_text=_("As in 400,000 or 400k."))

    def clean_budget(self) -> Decimal:
        """The amount, as people write it."""
        try:
            amount = parse_number(self.cleaned_data["budget"])
        except LeadlineError as error:
            raise forms.ValidationError(f"{error.sentence} {error.advice}") from error
        if amount < 0:
            raise forms.ValidationError(_("Name an amount of zero or more."))
        return amount


class CostsForm(forms.Form):
    """A cost sheet as a file."""

    file = forms.FileField(label=_("costs.yaml"), help_text=_("Every amount with its source and its date."))

    def clean_file(self) -> str:
        """The file's text, with everything that is wrong with it said at once.

        Letters that are not UTF-8 are shown as such, so that reading remarks them.
        """
        given = self.cleaned_data["file"]
        if given.size > LARGEST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB. Hand in the cost sheet only."))
        text: str = given.read().decode("utf-8", errors="replace")
        wrong = read_costs(text).remarks
        if wrong:
            raise forms.ValidationError([f"{one.message} {one.advice}" for one in wrong])
        return text

    def text(self) -> str:
        """The sheet, as it was handed in."""
        text: str = self.cleaned_data["file"]
        return text
