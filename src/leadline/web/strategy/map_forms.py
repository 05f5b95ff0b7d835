"""What people send from the value map: a line's name, its ends, its metrics and why it would work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.strategy import Document, Line, metrics_of
from leadline.web.strategy.map_pages import MapPage
from leadline.words import Remark

Choices = list[tuple[str, str]]


class LineForm(forms.Form):
    """One line of the draft. Left empty, a field is left out, and the lint says what that means."""

    index = forms.RegexField(r"^\d{0,4}$", required=False, widget=forms.HiddenInput)
    id = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,119}$",
        label=_("Name of the line"),
        help_text=_("Letters, digits and hyphens, as in: page-service-to-calls"),
    )
    objective = forms.ChoiceField(label=_("For which company objective?"), required=False)
    business_metric = forms.ChoiceField(label=_("Which number of the business moves?"), required=False)
    social_metric = forms.ChoiceField(label=_("By way of which social metric?"), required=False)
    program = forms.ChoiceField(label=_("Which method moves it?"), required=False)
    mechanism = forms.CharField(
        label=_("Why would it work?"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "objective": [(one.id, one.text) for one in document.company_objectives],
            "business_metric": _metrics(document, business=True),
            "social_metric": _metrics(document, business=False),
            "program": [(p, method.name) for method in document.methods for p in method.program_ids],
        }
        for name, known in choices.items():
            held = str(self.initial.get(name) or "")
            strange = [(held, held)] if held and held not in dict(known) else []
            self.fields[name].choices = [("", _("none yet")), *known, *strange]  # type: ignore[attr-defined]
        self._others = frozenset(one.id for number, one in enumerate(document.lines) if str(number) != self._index())

    def clean_mechanism(self) -> str:
        """One line of text, as a field of the file has it."""
        return " ".join(str(self.cleaned_data["mechanism"]).split())

    def clean_id(self) -> str:
        given = str(self.cleaned_data["id"])
        if given in self._others:
            raise forms.ValidationError(_("Another line has this name already; choose one of its own."))
        return given

    def _index(self) -> str:
        return str((self.data.get("index") if self.is_bound else self.initial.get("index")) or "")


@dataclass(frozen=True)
class LineForms:
    """The form of each line with the remarks on it, and that of a new one."""

    lines: tuple[tuple[Line, LineForm, tuple[Remark, ...]], ...]
    new: LineForm
    wrong: bool


def line_forms(document: Document, drawn: MapPage, bound: LineForm | None) -> LineForms:
    """`bound` is the form that was sent and cannot be taken; it stands in its own place, with what was typed."""
    place = bound.data.get("index", "") if bound else None
    lines = tuple(
        (one, bound if bound and place == str(number) else _form(one, number, document), drawn.remarks_on(one))
        for number, one in enumerate(document.lines)
    )
    new = bound if bound and place == "" else LineForm(document=document, auto_id="new_%s")
    return LineForms(lines, new, bound is not None)


def _form(line: Line, number: int, document: Document) -> LineForm:
    held = {name: getattr(line, name) or "" for name in LineForm.base_fields if name != "index"}
    return LineForm(document=document, initial=held | {"index": str(number)}, auto_id=f"line_{number}_%s")


def _metrics(document: Document, *, business: bool) -> Choices:
    """The catalogue's honest ones, and what the document itself names besides (its own metrics)."""
    every = (one for one in metrics_of(document) if one.business is business and not one.vanity)
    listed = [(one.id, f"{one.name} ({one.unit})" if one.unit else one.name) for one in every]
    used: Iterable[str | None] = (
        [one.business_metric for one in document.lines] + [one.metric for one in document.company_objectives]
        if business
        else [one.social_metric for one in document.lines] + [one.metric for one in document.objectives]
    )
    return [*listed, *_own(used, dict(listed))]


def _own(used: Iterable[str | None], listed: dict[str, str]) -> Sequence[tuple[str, str]]:
    return [(one, one.replace("_", " ")) for one in dict.fromkeys(used) if one and one not in listed]
