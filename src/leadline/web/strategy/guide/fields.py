"""What every form of the guide shares: it shows what a part says, and gives back only what a person changed.

A field's name is its place in the part, `baseline__value` for `baseline.value`. Two surprises: the template's words in
capitals are shown as nothing, for they are questions and no answers. And a form carries what it first showed, so that
a page that stood open while the draft moved on writes back nothing that its person never touched.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leadline.errors import LeadlineError
from leadline.strategy import Document, Metric, metrics_of, parse_number
from leadline.strategy.numerals import written
from leadline.strategy.rules.elements import is_placeholder
from leadline.web.strategy.known import Known

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class About:
    """What a form needs to know besides what is sent: the document, the assessment and data, where metrics stand."""

    document: Document
    known: Known
    baseline: Callable[[str], Mapping[str, str]]
    person: str = ""

    @property
    def today(self) -> dt.date:
        return self.known.facts.today


class PartForm(forms.Form):
    """One part of the document. `element` names its list, and is empty where it is the document itself."""

    element: ClassVar[str] = ""
    names: ClassVar[str] = "text"
    """The field that the part is called by."""
    more: ClassVar[tuple[str, ...]] = ()
    """Fields that most people leave empty; they stand behind a fold."""

    def __init__(self, *args: Any, about: About, held: Any = None, **kwargs: Any) -> None:
        self.about, self.held = about, held
        kwargs.setdefault("initial", {})
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if held is not None:
                self.initial.setdefault(name, shown(held, name))
            if isinstance(field, forms.ChoiceField):
                self._keep_strange(name, field)
            elif isinstance(field, forms.CharField):
                _keep_long(field, str(self.initial.get(name) or ""))
        self.moved = self._catch_up() if self.is_bound and held is not None else {}

    @property
    def shows(self) -> str:
        """What the part says now, field by field; the page sends it back beside what was typed."""
        return json.dumps({name: self.initial.get(name) or "" for name in self.fields} if self.held is not None else {})

    @property
    def sent(self) -> QueryDict:
        return cast("QueryDict", self.data)

    def _catch_up(self) -> dict[str, Any]:
        """Fields that were not touched say what the draft says by now. Out: fields that were written elsewhere since
        the page was shown, and what they say there."""
        showed, caught_up = _showed(self.sent.get("shows", "")), self.sent.copy()
        moved = {
            name: now
            for name in self.fields
            if name in showed and not _alike(now := self.initial.get(name) or "", showed[name])
        }
        for name, now in moved.items():
            if _alike(self.sent.getlist(name), showed[name]):
                caught_up.setlist(name, now if isinstance(now, list) else [now])
        self.data = caught_up
        return moved

    def clean(self) -> dict[str, Any]:
        """What two people wrote in one field is asked, and shown to whoever comes second."""
        for name, now in self.moved.items():
            if not _alike(self.sent.getlist(name), now):
                told = _("Meanwhile the draft says “%(now)s” here. Send yours once more to put it in that place.")
                self.add_error(name, told % {"now": ", ".join(now) if isinstance(now, list) else now or "–"})
        return self.cleaned_data

    def first(self) -> list[forms.BoundField]:
        return [one for one in self if one.name not in self.more]

    def folded(self) -> list[forms.BoundField]:
        return [one for one in self if one.name in self.more]

    def wanted(self) -> dict[str, Any]:
        """What is to be written, by its place. Of a part that stands there only the groups that were changed."""
        given = {name: plain(self.cleaned_data.get(name)) for name in self.fields}
        if self.held is not None:
            changed = {name.split("__")[0] for name in self.changed_data}
            given = {name: value for name, value in given.items() if name.split("__")[0] in changed}
        return {name.replace("__", "."): value for name, value in given.items()}

    def offer(self, name: str, choices: Iterable[Any]) -> None:
        """Fill a field whose choices depend on the document: the empty one stays first, what is written there last."""
        field = cast("forms.ChoiceField", self.fields[name])
        first = [] if isinstance(field, forms.MultipleChoiceField) else [("", _("choose one"))]
        field.choices = [*first, *choices]
        self._keep_strange(name, field)

    def _keep_strange(self, name: str, field: forms.ChoiceField) -> None:
        """What is written there and is none of the choices stays one."""
        said = self.initial.get(name) or ()
        known = {str(value) for value, _label in _flat(field.choices)}  # type: ignore[arg-type]
        strange = [one for one in ([said] if isinstance(said, str) else said) if one not in known]
        field.choices = [*field.choices, *((one, one) for one in strange)]  # type: ignore[misc]


def _showed(sent: str) -> dict[str, Any]:
    """What a form showed, as it came back; nothing where that cannot be read, and then all that was sent counts."""
    try:
        said = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _alike(one: Any, other: Any) -> bool:
    """Whether two fields say the same, however a browser ends its lines and orders its ticks."""
    return _said(one) == _said(other)


def _said(value: Any) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    return sorted(" ".join(str(one).split()) for one in texts if str(one).strip())


def _keep_long(field: forms.CharField, held: str) -> None:
    """What stands there already is not too long, so that the fields beside it can be kept."""
    if field.max_length is not None and len(held) > field.max_length:
        field.max_length = len(held)
        others = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
        field.validators = [*others, MaxLengthValidator(len(held))]
        field.widget.attrs |= field.widget_attrs(field.widget)


class WordsField(forms.CharField):
    """What a person writes, without the signs that no page shows and no file of YAML holds."""

    def to_python(self, value: Any) -> str:
        return "".join(sign for sign in str(super().to_python(value) or "") if sign in "\n\r\t" or _is_text(sign))


def _is_text(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs", "Cn")


class NumberField(forms.CharField):
    """A number as people write it: 50000, 50.000 or 50k; it stays as it was written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, required=False, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        if text:
            try:
                parse_number(text)
            except LeadlineError as error:
                raise forms.ValidationError(f"{error.sentence} {error.advice}") from error
        return text


def line(label: Any, help_text: Any = "", *, most: int = 300, required: bool = False) -> forms.CharField:
    """A text of one line."""
    return WordsField(label=label, help_text=help_text, max_length=most, required=required)


def several_lines(label: Any, help_text: Any = "", *, most: int, rows: int) -> forms.CharField:
    """A text that may have several."""
    widget = forms.Textarea(attrs={"rows": rows})
    return WordsField(label=label, help_text=help_text, max_length=most, required=False, widget=widget)


def day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=widget, required=False)


def choice(label: Any, choices: Iterable[tuple[str, Any]] = (), help_text: Any = "") -> forms.ChoiceField:
    """One of several, or none yet."""
    return forms.ChoiceField(
        label=label, choices=[("", _("choose one")), *choices], help_text=help_text, required=False
    )


def ticks(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, widget=forms.CheckboxSelectMultiple, required=False
    )


def shown(part: Any, name: str) -> Any:
    """What a part says at a place, as a form shows it."""
    for one in name.split("__"):
        part = getattr(part, one, None)
    return plain(part, shown=True)


def plain(value: Any, *, shown: bool = False) -> Any:
    """A value as the text or the texts that stand in the file; `shown` to a person, a placeholder is nothing."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return written(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [one for one in (plain(one, shown=shown) for one in value) if one]
    text = " ".join(str(value).split())
    return "" if shown and is_placeholder(text) else text


def metric_choices(about: About, *, business: bool, parts: bool = False) -> list[Any]:
    """The honest metrics of a side, those with data first and marked; with `parts`, each part of the market that a
    metric is recorded for is a choice of its own (`calls@consumer`)."""
    every = [one for one in metrics_of(about.document) if one.business is business and not one.vanity]
    known = about.known.facts.metrics or {}
    recorded = [one for metric in every if metric.id in known for one in _recorded(metric, about, parts=parts)]
    others = [(one.id, _named(one)) for one in every if one.id not in known]
    groups = [(_("with data here"), recorded), (_("no data yet"), others)]
    return [(title, group) for title, group in groups if group]


def _recorded(metric: Metric, about: About, *, parts: bool) -> Choices:
    known = (about.known.facts.metrics or {})[metric.id]
    if not parts:
        return [(metric.id, _named(metric))]
    return [
        (_which(metric.id, part.segment, part.area), _named(metric) + ("" if str(part) == "the whole" else f", {part}"))
        for part in sorted(known.parts)
    ]


def _which(metric: str, segment: str, area: str) -> str:
    parts = [metric, segment, area]
    while parts[-1] == "all":
        parts.pop()
    return "@".join(parts)


def _named(metric: Metric) -> str:
    return f"{metric.name} ({metric.unit})" if metric.unit else metric.name


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for value, label in choices:
        yield from _flat(label) if isinstance(label, list | tuple) else [(value, label)]
