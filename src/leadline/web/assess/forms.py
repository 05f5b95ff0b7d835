"""What is asked when messages are sought, a file is looked at, and a sentence is tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from leadline.assess import Themes, Which, read_words, with_merged
from leadline.errors import LeadlineError
from leadline.web.assess.addresses import COUNTED_IN, MARKET, NO_THEME, SIDES, side_of
from leadline.web.assess.sentences import READINGS, language_name
from leadline.words import Department, Period, SpeakerRole

LONGEST_TRY = 1_000
FIRST_LOOK_BYTES = 5_000_000
"""Read in some seconds, so that nobody waits in vain and nobody else waits long."""
FIRST_LOOK_ENDS = (".csv", ".tsv", ".txt", ".ndjson", ".jsonl", ".json")
_ANY = [("", _("any"))]


class Choose(forms.Select):
    """A select without a template a choice: a list of themes is long."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((word, mark_safe(" selected") if word == chosen else "", told) for word, told in self.choices),
        )
        given = flatatt(self.build_attrs({"name": name}, attrs))
        return format_html("<select{}>{}</select>", given, options)


class Search(forms.Form):
    """Which messages; everything is optional, and what a choice does not know is kept out of the query."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("refund “on hold” OR waiting -router"), "class": "wide-field"}
        ),
    )
    party = forms.ChoiceField(label=_("About"), required=False, widget=Choose)
    theme = forms.ChoiceField(label=_("Theme"), required=False, widget=Choose)
    reading = forms.ChoiceField(label=_("Reads as"), required=False, widget=Choose, choices=[*_ANY, *READINGS.items()])
    speaker = forms.ChoiceField(
        label=_("By"),
        required=False,
        widget=Choose,
        choices=[
            *_ANY,
            (MARKET, _("everybody but the company")),
            (SIDES["customers"], _("customers")),
            (SIDES["brand"], _("the company itself")),
            (SIDES["partners"], _("partners")),
            *((role.value, role.value) for role in SpeakerRole),
        ],
    )
    department = forms.ChoiceField(
        label=_("Department"),
        required=False,
        widget=Choose,
        choices=[*_ANY, *((one.value, one.value) for one in Department)],
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False, widget=Choose)
    author = forms.CharField(
        label=_("Pseudonym"), required=False, max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language"), required=False, widget=Choose)
    noise = forms.ChoiceField(
        label=_("Repeats and bots"),
        required=False,
        widget=Choose,
        choices=[("", _("kept out")), (COUNTED_IN, _("counted in"))],
    )
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self,
        asked: Mapping[str, str],
        *,
        parties: dict[str, str],
        themes: Themes,
        channels: Iterable[str],
        languages: Iterable[str],
    ) -> None:
        super().__init__(asked)
        self._choose("party", parties)
        self._choose("theme", {NO_THEME: str(_("none found")), **{theme.id: theme.name for theme in themes.current}})
        self.themes = themes
        self._choose("channel", {channel: channel for channel in channels})
        self._choose("language", {language: language_name(language) for language in languages})

    def add_prefix(self, field_name: str) -> str:
        """In the address the first day is `from`, which is no name that Python allows."""
        return "from" if field_name == "first" else field_name

    @property
    def set_words(self) -> str:
        """What is set besides the words, in one line: `About: Halden Telecom, By: customers`; else nothing."""
        told = []
        for name, field in self.fields.items():
            said = self.data.get(self.add_prefix(name), "").strip()
            if said and name != "q":
                choices = dict(getattr(field, "choices", ()))
                told.append(f"{field.label}: {choices.get(said, said)}")
        return ", ".join(told)

    def which(self, heard: Period) -> Which:
        """The messages asked for. Raises LeadlineError that names the first word that is not understood."""
        if not self.is_valid():
            name, errors = next(iter(self.errors.items()))
            label = self.fields[name].label if name in self.fields else name
            raise LeadlineError(f"{label}: {errors[0]}", str(_("Choose again, or leave it empty.")))
        asked = {key: value or None for key, value in self.cleaned_data.items()}
        words = read_words(asked.pop("q") or "")
        first, until, speaker = asked.pop("first"), asked.pop("until"), asked.pop("speaker")
        side = side_of(speaker or "")
        period = Period(first or heard.first, until or heard.last) if first or until else None
        market = speaker == MARKET
        speaker = None if side or market else speaker
        noise = bool(asked.pop("noise"))
        which = Which(**asked, aspect=side, speaker=speaker, period=period, market=market, words=words)  # type: ignore[arg-type]
        which = replace(which, noise=noise)
        if which.theme == NO_THEME:
            which = replace(which, theme=None, themeless=True)
        return with_merged(which, self.themes)

    def _choose(self, name: str, known: dict[str, str]) -> None:
        """The choices, and what the address asks for beyond them: a party or theme that was there once."""
        asked = self.data.get(name, "")
        more = {asked: asked} if asked and asked not in known else {}
        self.fields[name].choices = [*_ANY, *known.items(), *more.items()]  # type: ignore[attr-defined]


class FirstLook(forms.Form):
    """A table of messages, and whom they are about."""

    file = forms.FileField(
        label=_("Messages, as CSV or one JSON object a line"),
        help_text=_("Drag it here or choose it. At most 5 MB, about 30,000 messages; a column of texts is enough."),
        widget=forms.FileInput(attrs={"accept": ",".join(FIRST_LOOK_ENDS), "class": "drop"}),
    )
    brand = forms.CharField(label=_("Whom are they about?"), max_length=100)

    def clean_file(self) -> UploadedFile[bytes]:
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if (given.size or 0) > FIRST_LOOK_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB. Hand in a part of it, or import it: leadline listen import.")
            )
        try:
            given.name = get_valid_filename(given.name or "")
        except SuspiciousFileOperation:
            given.name = "messages.csv"
        if not given.name.lower().endswith(FIRST_LOOK_ENDS):
            raise forms.ValidationError(
                _("“%(name)s” is no table that can be read here. Save it as .csv or .ndjson (one JSON object a line).")
                % {"name": given.name[:60]}
            )
        return given


class Trial(forms.Form):
    text = forms.CharField(
        label=_("A sentence as a customer might write it"),
        max_length=LONGEST_TRY,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
