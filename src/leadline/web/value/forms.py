"""What people hand in on the pages of value."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.value import read_costs

LARGEST_BYTES = 1_000_000


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
