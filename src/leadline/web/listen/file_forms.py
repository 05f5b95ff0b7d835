"""What is asked when a file is given to the site, and how its columns are to be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.listen import MESSAGE_FIELDS, METRIC_FIELDS, NEEDED, FileLook, Options, SavedProfile

WORDS = {
    "text": _("what was said"),
    "posted_at": _("when it was said"),
    "author": _("who said it (kept as a pseudonym)"),
    "message_id": _("the message's id"),
    "thread_id": _("the conversation's id"),
    "reply_to": _("the id of what it answers"),
    "channel": _("the channel, as in forum"),
    "about_party": _("whom it is about"),
    "speaker_role": _("whether a customer or the brand speaks"),
    "language": _("the language, as in nl"),
    "area": _("the region"),
    "public": _("whether everybody could read it"),
    "day": _("the day"),
    "value": _("the number"),
    "metric": _("what is counted, as in calls"),
    "unit": _("the unit, as in calls or EUR"),
    "segment": _("the part of the market"),
    "kind": _("what it is"),
}


def called(field: str) -> str:
    """A field as people say it, without what is said to explain it."""
    return re.split(r" \(|, ", str(WORDS.get(field, field)))[0]


_NOT_A_COLUMN = [("", _("not in the file"))]


class Upload(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, Excel, JSON lines, Parquet, or an archive of X, Mastodon or Bluesky."),
        max_length=200,
    )


class Reading(forms.Form):
    """How a file is read that a profile knows."""

    zone = forms.CharField(label=_("Zone of its times"), required=False, max_length=60)
    dates = forms.ChoiceField(
        label=_("Days such as 03/04/2026"),
        required=False,
        choices=[
            ("", _("as the file shows")),
            ("day-first", _("the day first")),
            ("month-first", _("the month first")),
        ],
    )
    numbers = forms.ChoiceField(
        label=_("Before a fraction stands"),
        required=False,
        choices=[("", _("as the file shows")), ("point", _("a point, as in 1.5")), ("comma", _("a comma, as in 1,5"))],
    )
    source = forms.CharField(label=_("Call the source"), required=False, max_length=100)
    sheet = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def options(self, profile: str) -> Options:
        """To be called when the form is valid."""
        given: dict[str, Any] = {
            name: self.cleaned_data.get(name) or None for name in ("zone", "dates", "numbers", "source", "sheet")
        }
        return Options(profile=profile or None, **given)

    def writes(self) -> list[Any]:
        """What is asked of how the file writes."""
        return [self[name] for name in ("zone", "dates", "numbers", "source")]


class Mapping(Reading):
    """Which column holds what, in a file that no profile knows; a word that is the same in every row is written beside.

    Fields of messages are called `m-text`, those of values `v-day`; the word beside them `m-channel-always`.
    """

    kind = forms.ChoiceField(
        label=_("Its rows are"),
        choices=[("messages", _("what people said")), ("metrics", _("numbers of the business, one a row"))],
    )
    called = forms.CharField(
        label=_("Save this way to read as"),
        max_length=40,
        help_text=_("The next file with these columns is known by this name."),
    )

    def __init__(self, look: FileLook, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        columns = [*_NOT_A_COLUMN, *((one.name, one.name[:60]) for one in look.columns)]
        for prefix, names in (("m", MESSAGE_FIELDS), ("v", METRIC_FIELDS)):
            for name in names:
                self.fields[f"{prefix}-{name}"] = forms.ChoiceField(label=WORDS[name], choices=columns, required=False)
                self.fields[f"{prefix}-{name}-always"] = forms.CharField(required=False, max_length=100)

    def groups(self) -> list[tuple[str, list[tuple[Any, Any, bool]]]]:
        """By kind: the field of the column, the field of the word beside it, and whether one of both is needed."""
        return [
            (
                kind,
                [(self[f"{prefix}-{name}"], self[f"{prefix}-{name}-always"], name in NEEDED[kind]) for name in names],
            )
            for kind, prefix, names in (("messages", "m", MESSAGE_FIELDS), ("metrics", "v", METRIC_FIELDS))
        ]

    def saved(self) -> SavedProfile:
        """The profile that was described; to be called when the form is valid."""
        given = self.cleaned_data
        prefix, names = ("m", MESSAGE_FIELDS) if given["kind"] == "messages" else ("v", METRIC_FIELDS)
        columns = {name: given[f"{prefix}-{name}"] for name in names if given[f"{prefix}-{name}"]}
        always = {name: given[f"{prefix}-{name}-always"] for name in names if given[f"{prefix}-{name}-always"]}
        return SavedProfile(given["called"], given["kind"], columns, always)


def guessed(look: FileLook, name: str) -> dict[str, str]:
    """What a file's columns are probably called, to begin with: a person looks at it and at ten rows."""
    found: dict[str, str] = {"called": re.sub(r"[^a-z0-9]+", "-", Path(name).stem.casefold()).strip("-")[:40] or "ours"}
    for prefix, names in (("m", _MESSAGES), ("v", _METRICS)):
        for field, words in names.items():
            column = next((one.name for word in words for one in look.columns if word in _words(one.name)), None)
            if column is not None and f"{prefix}-{column}" not in found.values():
                found[f"{prefix}-{field}"] = column
    is_numbers = "m-text" not in found and {"v-day", "v-value"} <= found.keys()
    found["kind"] = "metrics" if is_numbers else "messages"
    return found


def _words(name: str) -> set[str]:
    return {"_".join(name.casefold().split()), *re.split(r"[\W_]+", name.casefold())}


_MESSAGES: dict[str, Sequence[str]] = {
    "text": (
        *("text", "message", "comment", "body", "content", "review", "feedback", "bericht", "nachricht", "words"),
        *("opinii", "komentarz", "comentario", "commentaire", "recensione", "summary", "note"),
    ),
    "posted_at": (
        *("posted_at", "created_at", "timestamp", "date", "time", "when", "created", "datum", "zeit", "posted"),
        *("written", "started", "data", "fecha"),
    ),
    "author": (
        *("author", "user", "username", "customer", "from", "who", "name", "autor", "klant", "kunde", "klient"),
        *("cliente", "client", "auteur", "nick", "caller"),
    ),
    "message_id": ("message_id", "id", "nr", "number", "nummer", "numer", "ref", "pid"),
    "thread_id": ("thread", "conversation", "topic", "ticket"),
    "channel": ("channel", "platform", "network", "kanal", "kanaal"),
}
_METRICS = {
    "day": ("day", "date", "datum", "tag", "dag"),
    "value": ("value", "count", "total", "amount", "number", "anzahl", "aantal", "calls", "sales"),
    "metric": ("metric", "kpi"),
    "unit": ("unit", "einheit", "eenheid"),
    "segment": ("segment",),
    "area": ("area", "region", "land", "country"),
}
