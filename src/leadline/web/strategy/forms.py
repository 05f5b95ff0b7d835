"""What people send: a draft's text, a file, a place to begin from, answers on the way from a count to an objective."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from leadline.strategy import METRICS, PACKS, Document, State
from leadline.web.strategy.actions import LONGEST_DRAFT
from leadline.web.strategy.suggestions import Answers


class DraftForm(forms.Form):
    """The editor's text and its `base`, what it began with. Browsers send line ends as CR LF; a document has LF."""

    text = forms.CharField(required=False, strip=False)
    base = forms.CharField(required=False, strip=False)

    def clean_text(self) -> str:
        return _with_plain_ends(self.cleaned_data["text"])

    def clean_base(self) -> str | None:
        """None where the sender does not say: an empty draft is never sent as a base."""
        return _with_plain_ends(self.cleaned_data["base"]) or None


class UploadForm(forms.Form):
    file = forms.FileField()

    def clean_file(self) -> str:
        """The file's text."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LONGEST_DRAFT:
            raise forms.ValidationError(
                _("The file is larger than 2 MB. Keep the strategy itself; link to what is long.")
            )
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not UTF-8 text. Save it as UTF-8 from the editor.")) from error
        return _with_plain_ends(text)


class DecisionForm(forms.Form):
    """What becomes of a social objective once the assessment is closed (S3.16)."""

    index = forms.IntegerField(min_value=0, max_value=9999)
    objective = forms.CharField(max_length=200, required=False)
    state = forms.ChoiceField(
        choices=[(one.value, one.value) for one in (State.CONFIRMED, State.CHANGED, State.DROPPED)]
    )
    reason = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("state") in (State.CHANGED, State.DROPPED) and not given.get("reason"):
            self.add_error("reason", _("Say what the assessment showed."))
        return given


class RewriteForm(forms.Form):
    """The questions that lead from a count of attention to an objective."""

    where = forms.RegexField(r"^(company_objectives|objectives)\.\d{1,4}$", widget=forms.HiddenInput)
    serves = forms.ChoiceField(label=_("What is it for: which company objective gets closer?"), required=False)
    whom = forms.CharField(
        label=_("Whom does it bring?"), max_length=200, help_text=_("As in: people in the north without fibre")
    )
    what = forms.CharField(
        label=_("What will they do that they do not do now?"), max_length=200, help_text=_("As in: order a connection")
    )
    how_many = forms.DecimalField(
        label=_("How many in a hundred of them?"), min_value=0, max_value=100, decimal_places=2, localize=False
    )
    metric = forms.ChoiceField(label=_("Which number shows it?"))
    baseline = forms.CharField(
        label=_("Where does that number stand today?"),
        max_length=60,
        required=False,
        help_text=_("Later it cannot be measured any more. Left empty, the lint asks for it again."),
    )

    target = forms.CharField(
        label=_("Which value should it reach?"), max_length=60, required=False, help_text=_("In the same unit.")
    )
    by = forms.DateField(
        label=_("By when?"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    owner = forms.CharField(label=_("Who answers for it?"), max_length=200, required=False)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = [(one.id, one.text) for one in document.company_objectives]
        self.fields["serves"].choices = [("", _("none of them yet")), *wanted]  # type: ignore[attr-defined]
        self.fields["metric"].choices = [("", _("choose one")), *_metrics()]  # type: ignore[attr-defined]

    def answers(self) -> Answers:
        given = self.cleaned_data
        return Answers(
            serves=given["serves"],
            whom=given["whom"],
            what=given["what"],
            how_many=f"{given['how_many'].normalize():f}",
            metric=given["metric"],
            baseline=given["baseline"],
            target=given["target"],
            by=given["by"],
            owner=given["owner"],
        )


def _metrics() -> list[tuple[str, list[tuple[str, str]]]]:
    """The metrics that are no attention, by what they are for."""
    honest = {one.id: f"{one.name} ({one.unit})" for one in METRICS if not one.vanity}
    packs = ((pack.title, [(name, honest[name]) for name in pack.metrics if name in honest]) for pack in PACKS)
    return [(title, metrics) for title, metrics in packs if metrics]


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
