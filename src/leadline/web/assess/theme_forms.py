"""What is asked when the list of themes is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.assess import Theme, Themes, read_themes
from leadline.assess.themes.theme_list import LONGEST_NAME
from leadline.errors import LeadlineError
from leadline.words import Department

LARGEST_BYTES = 1_000_000
LONGEST_PHRASES = 40_000
_DEPARTMENTS = [(one.value, one.value) for one in Department]


class ThemeForm(forms.Form):
    """A theme as a whole: a new one, or what a known one shall be."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    department = forms.ChoiceField(label=_("Department"), choices=_DEPARTMENTS)
    phrases = forms.CharField(
        label=_("Phrases, one a line"),
        max_length=LONGEST_PHRASES,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "The words stand in a row, whatever their endings: late delivery finds “late deliveries”. A + between "
            "spaces joins what stands anywhere in the message, a / between spaces parts alternatives: "
            "parcel / package + late / delayed."
        ),
    )

    @classmethod
    def of(cls, theme: Theme) -> ThemeForm:
        """Filled with what the theme is now."""
        return cls(
            initial={"name": theme.name, "department": theme.department.value, "phrases": "\n".join(theme.phrases)}
        )

    def told(self) -> dict[str, Any]:
        """Name, department and phrases; to be called when the form is valid."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "department": Department(given["department"]),
            "phrases": given["phrases"].splitlines(),
        }


class MergeForm(forms.Form):
    into = forms.ChoiceField(label=_("Counts from now on as"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, theme: Theme, themes: Themes) -> None:
        super().__init__(data)
        others = [(one.id, one.name) for one in themes.current if one.id != theme.id]
        self.fields["into"].choices = sorted(others, key=lambda one: one[1])  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    name = forms.CharField(label=_("Name of the new theme"), max_length=LONGEST_NAME)
    department = forms.ChoiceField(label=_("Department"), choices=_DEPARTMENTS)
    moved = forms.MultipleChoiceField(label=_("Phrases that go with it"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Mapping[str, Any] | None = None, *, theme: Theme) -> None:
        super().__init__(data, initial={"department": theme.department.value})
        self.fields["moved"].choices = [(one, one) for one in theme.phrases]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        given = self.cleaned_data
        moved: Sequence[str] = given["moved"]
        return {"name": given["name"], "moved": moved, "department": Department(given["department"])}


class ListForm(forms.Form):
    """A whole list as a file."""

    file = forms.FileField(label=_("themes.yaml"), help_text=_("What it leaves out is retired, and its past is kept."))

    def clean_file(self) -> Themes:
        """The themes of the file, or the line of what is wrong with it."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB. Hand in the list of themes only."))
        try:
            return read_themes(given.read().decode("utf-8-sig"), given.name)
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not UTF-8 text.")) from None
        except LeadlineError as error:
            raise forms.ValidationError(f"{error.sentence} {error.advice}") from None
