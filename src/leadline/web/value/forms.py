"""What people hand in on the pages of value."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST_BYTES = 1_000_000


class CostsForm(forms.Form):
    """A cost sheet as a file."""

    file = forms.FileField(label=_("costs.yaml"), help_text=_("Every amount with its source and its date."))

    def text(self) -> str:
        """The file's text; letters that are not UTF-8 are shown as such, so that reading remarks them."""
        content: bytes = self.cleaned_data["file"].read(LARGEST_BYTES)
        return content.decode("utf-8", errors="replace")
