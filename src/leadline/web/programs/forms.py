"""What people send: a mark at the desk, a sheet, the wish to join."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from leadline.programs.champions import Passion, Pilot
from leadline.programs.sheet_file import LARGEST_FILE_BYTES
from leadline.web.programs.actions import DESK_MARKS
from leadline.web.programs.models import MarkRow
from leadline.words import Department

MOST_PASSIONS = 12
MARK_WORDS = (
    *(kind for kind in DESK_MARKS if kind != "dismissed"),
    *(f"dismissed-{reason}" for reason in MarkRow.REASONS),
)


class WaitForm(forms.Form):
    """Which wait is meant."""

    source = forms.CharField(max_length=200)
    thread = forms.CharField(max_length=500)
    customer = forms.CharField(max_length=64)


class MarkForm(WaitForm):
    """What to do with one wait. `seen` is who held it when the page was drawn, so that nobody is overruled unseen.

    Who dismisses says why with the same click, as in `dismissed-praise`; the two come out apart.
    """

    kind = forms.ChoiceField(choices=[(word, word) for word in MARK_WORDS])
    seen = forms.CharField(max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        given["kind"], _, given["reason"] = given.get("kind", "").partition("-")
        return given


class SheetForm(forms.Form):
    """The champions' sheet as it was handed back."""

    file = forms.FileField(label=_("The sheet, as .xlsx"))

    def clean_file(self) -> bytes:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Remove pictures and sheets that were added."))
        data: bytes = file.read()
        return data


class JoinForm(forms.Form):
    """Opting in: the pilot, what one likes to speak about, whether one is named, and that the rules were read."""

    pilot = forms.ChoiceField(
        label=_("What would you like to help with?"),
        choices=[
            (Pilot.NEW_BUSINESS.value, _("New business, with clients we have or would like to have")),
            (Pilot.NEW_EMPLOYEES.value, _("New colleagues")),
        ],
        widget=forms.RadioSelect,
    )
    department = forms.ChoiceField(
        label=_("Your department"), choices=[("", _("choose one")), *((one.value, one.value) for one in Department)]
    )
    work = forms.CharField(
        label=_("What do you like to speak about at work?"),
        help_text=_("A few words each, with commas. It helps others to find you; you may leave it empty."),
        max_length=400,
        required=False,
    )
    personal = forms.CharField(
        label=_("And beside it?"), help_text=_("A hobby counts as much."), max_length=400, required=False
    )
    is_named = forms.BooleanField(
        label=_("Show my name. Without this, a pseudonym stands in its place."), required=False
    )
    rules = forms.CharField(widget=forms.HiddenInput, max_length=64)
    has_read = forms.BooleanField(
        label=_("I have read the rules, and I take part because I want to."),
        error_messages={"required": _("Taking part begins with the rules: read them, then tick this.")},
    )

    def passions(self) -> tuple[Passion, ...]:
        given: dict[str, Any] = self.cleaned_data
        topics = [Passion(topic, "work") for topic in _topics(given["work"])]
        topics += [Passion(topic, "personal") for topic in _topics(given["personal"])]
        return tuple(topics[:MOST_PASSIONS])


def _topics(text: str) -> list[str]:
    return list(dict.fromkeys(topic.strip() for topic in text.split(",") if topic.strip()))
