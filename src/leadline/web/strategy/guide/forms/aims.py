"""What the company wants, and what social activity shall do for it: metric, level, target, day."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.strategy import State
from leadline.web.strategy.guide.fields import NumberField, PartForm, choice, day, line, metric_choices
from leadline.web.strategy.guide.filled import measured
from leadline.words import EVERYWHERE, ValueType

_WAYS = [("up", _("up")), ("down", _("down"))]
_STATED = [
    ("level", _("this value")),
    ("relative percent", _("by so many percent of today")),
    ("points", _("by so many points")),
]


class AimForm(PartForm):
    """What an objective of the company and a social one share: a metric, where it stands, where it should get to."""

    business: ClassVar[bool] = True
    measured = choice(
        _("Which number shows it?"), (), _("Where there are data, today's level is filled in if you leave it empty.")
    )
    baseline__value = NumberField(label=_("Where does it stand today?"))
    baseline__unit = line(_("Unit"), _("As in: calls a day"), most=80)
    baseline__date = day(_("Measured on"))
    target__direction = choice(_("Should it go up or down?"), _WAYS)
    target__value = NumberField(label=_("How far?"))
    target__stated_as = choice(_("Meant as"), _STATED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        held = kwargs.get("held")
        kwargs["initial"] = {"measured": _measured(held)} if held is not None else {"target__stated_as": "level"}
        super().__init__(*args, **kwargs)
        self.offer("measured", metric_choices(self.about, business=self.business, parts=self.business))

    def folded(self) -> list[forms.BoundField]:
        """Today's level is asked for openly where the data did not tell it."""
        return [one for one in super().folded() if not (self._asks_level and one.name.startswith("baseline"))]

    def first(self) -> list[forms.BoundField]:
        asked = [one for one in self if self._asks_level and one.name.startswith("baseline")]
        return [*super().first(), *asked]

    @property
    def _asks_level(self) -> bool:
        return self.held is not None and self.held.baseline is None

    def wanted(self) -> dict[str, Any]:
        """With the metric's parts in their fields, and today's level from the data where nobody typed one."""
        given = super().wanted()
        chosen = self.cleaned_data.get("measured", "")
        if "measured" in given:
            del given["measured"]
            given |= {"segment": "", "area": ""} if self.business and self.held is not None else {}
            given |= measured(chosen)
            if not chosen:
                given["metric"] = ""
        if chosen and not self.cleaned_data.get("baseline__value"):
            given |= {f"baseline.{name}": value for name, value in self.about.baseline(chosen).items()}
        if not given.get("target.value") and "target.value" in given:
            given = {name: value for name, value in given.items() if not name.startswith("target.")}
        return given


class CompanyObjectiveForm(AimForm):
    element = "company_objectives"
    more = ("baseline__value", "baseline__unit", "baseline__date", "reason")
    text = line(_("What does the company want?"), _("As in: Lower the cost to serve"), required=True)
    owner = line(_("Who answers for it?"))
    kind = choice(_("What is it worth to the company?"), [(one.value, one.value) for one in ValueType])
    by = day(_("By when?"))
    reason = line(_("Why does the company want it?"))
    field_order = ("text", "owner", "kind", "measured", "target__direction", "target__value", "target__stated_as", "by")


class ObjectiveForm(AimForm):
    element, business = "objectives", False
    more = ("baseline__value", "baseline__unit", "baseline__date", "reason")
    text = line(
        _("Who does what that they do not do today?"),
        _("As in: Everybody who asks on our page is answered within the hour"),
        required=True,
    )
    serves = choice(_("Which company objective is it for?"))
    owner = line(_("Who answers for it?"))
    period__first = day(_("First day"))
    period__last = day(_("Last day"))
    state = forms.ChoiceField(label=_("After the assessment"), required=False)
    reason = line(_("Why, if it was changed or dropped"))
    field_order = (
        "text",
        "serves",
        "owner",
        "measured",
        "target__direction",
        "target__value",
        "target__stated_as",
        "period__first",
        "period__last",
        "state",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("serves", [(one.id, one.text) for one in self.about.document.company_objectives])
        words = {
            State.DRAFT: _("not decided yet"),
            State.CONFIRMED: _("it stands: confirmed"),
            State.CHANGED: _("it was changed"),
            State.DROPPED: _("it is dropped"),
        }
        open_yet = self.about.document.assessment.closed is None
        state = cast("forms.ChoiceField", self.fields["state"])
        state.choices = [(one.value, words[one]) for one in State if one is State.DRAFT or not open_yet]
        self._keep_strange("state", state)


def _measured(held: Any) -> str:
    """The metric with its part, as a choice is named."""
    parts = [held.metric or "", getattr(held, "segment", "") or EVERYWHERE, getattr(held, "area", "") or EVERYWHERE]
    while len(parts) > 1 and parts[-1] == EVERYWHERE:
        parts.pop()
    return "@".join(parts)
