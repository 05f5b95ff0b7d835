"""What the guide asks, part by part, in words that a manager uses; the names of fields are those of the document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.strategy import CompanyObjective, Document, Objective, Role, State, metrics_of
from leadline.strategy.fields import Reader
from leadline.strategy.rules.elements import is_placeholder
from leadline.strategy.shared import LONGEST_WORDS
from leadline.web.strategy.guide.fields import (
    Choices,
    NumberField,
    PartForm,
    choice,
    day,
    line,
    metric_choices,
    several_lines,
    ticks,
)
from leadline.web.strategy.guide.filled import measured
from leadline.words import EVERYWHERE, Department, MethodKind, PartnerType, RunBy, ValueType

_WAYS = [("up", _("up")), ("down", _("down"))]
_STATED = [
    ("level", _("this value")),
    ("relative percent", _("by so many percent of today")),
    ("points", _("by so many points")),
]
_REVIEWS = [("weekly", _("weekly")), ("monthly", _("monthly")), ("quarterly", _("quarterly"))]


class LeadForm(PartForm):
    company = line(_("Name of the company"))
    leadership__owner = line(_("Who leads the strategy?"), _("One name, not a department."))
    leadership__sponsor = line(_("Who pays for it?"), _("As in: Jonas Fehr, chief operating officer"))
    leadership__review = choice(_("How often do they look at it?"), _REVIEWS)
    leadership__policy = line(
        _("Where do the rules stand for those who speak for the company?"),
        _("Needed as soon as colleagues speak on their own accounts. As in: “Speaking for us” in the handbook"),
    )


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


class GoalForm(PartForm):
    goal__text = line(
        _("Where does this lead, for your customers?"),
        _("As in: Customers get help where they already are, and tell others how it felt"),
    )
    goal__findings = ticks(_("Which findings of the assessment led to it?"))
    mission = line(
        _("How do you get there, in one short sentence?"), _("Forty words at most: who does what, for whom."), most=600
    )
    benefits__customer = several_lines(_("What do customers get? One thing a line"), most=LONGEST_WORDS, rows=3)
    benefits__company = several_lines(_("What does the company get? One thing a line"), most=LONGEST_WORDS, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        benefits = kwargs["held"].benefits
        kwargs["initial"] = {
            f"benefits__{side}": "\n".join(one for one in getattr(benefits, side) if not is_placeholder(one))
            for side in ("customer", "company")
        }
        super().__init__(*args, **kwargs)
        found = self.about.known.assessment.content["findings"] if self.about.known.assessment else ()
        self.offer("goal__findings", [(one["id"], one["sentence"].rstrip(".")) for one in found])

    def clean_benefits__customer(self) -> list[str]:
        return _lines(self.cleaned_data["benefits__customer"])

    def clean_benefits__company(self) -> list[str]:
        return _lines(self.cleaned_data["benefits__company"])


class MethodForm(PartForm):
    element, names = "methods", "name"
    more = ("kind", "run_by", "agency_percent", "findings", "override__reason", "resources__money_once")
    name = line(_("What is done?"), _("As in: Service on our page"), required=True)
    department = choice(_("By which department?"), [(one.value, one.value) for one in Department])
    kind = choice(_("What kind of method is it?"), [(one.value, one.value) for one in MethodKind])
    run_by = choice(
        _("Who runs it?"),
        [
            (
                one.value,
                _("the market")
                if one.value == "market"
                else _("both together")
                if one.value == "joint"
                else _("the company"),
            )
            for one in RunBy
        ],
    )
    serves = ticks(_("Which objectives is it for?"))
    start = day(_("When does it start?"))
    success__measure = line(_("What counts as success?"), _("As in: share of people answered within the hour"))
    success__instrument = line(_("What measures it?"), _("As in: the desk"), most=120)
    success__target = line(_("How much of it?"), _("As in: 95 %"), most=120)
    resources__people = NumberField(label=_("People, full-time"))
    resources__hours_a_month = NumberField(label=_("Hours a month"))
    resources__money_a_month = NumberField(label=_("Money a month"))
    resources__money_once = NumberField(label=_("Money once"))
    agency_percent = NumberField(label=_("How much of what is said does an agency say, in percent?"))
    findings = ticks(_("Findings that ask for it"))
    override__reason = line(
        _("Why may it come before its turn?"), _("Only where it does; kept with your name and the day.")
    )
    field_order = (
        "name",
        "department",
        "serves",
        "start",
        "success__measure",
        "success__instrument",
        "success__target",
        "resources__people",
        "resources__hours_a_month",
        "resources__money_a_month",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.about.document
        self.offer("serves", [*_texts(document.objectives), *_texts(document.company_objectives)])
        found = self.about.known.assessment.content["findings"] if self.about.known.assessment else ()
        self.offer("findings", [(one["id"], one["sentence"].rstrip(".")) for one in found])

    def wanted(self) -> dict[str, Any]:
        """A recorded reason stands with who gave it, and when (S4.7)."""
        given = super().wanted()
        if given.get("override.reason"):
            given |= {"override.by": self.about.person, "override.date": self.about.today.isoformat()}
        elif "override.reason" in given:
            given = {name: one for name, one in given.items() if not name.startswith("override.")} | {"override": ""}
        return given


class LineForm(PartForm):
    element, names = "lines", "mechanism"
    program = choice(_("Which method?"))
    social_metric = choice(
        _("Which number of social activity does it move?"), (), _("Left empty, the method moves the business directly.")
    )
    business_metric = choice(
        _("And which number of the business does that move?"), (), _("Left empty, it is the company objective's own.")
    )
    objective = choice(_("For which company objective?"))
    mechanism = several_lines(
        _("Why would it work? Who then does what that they do not do today?"),
        _("As in: Who gets an answer on the page within the hour does not pick up the phone."),
        most=600,
        rows=2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.about.document
        self.offer("program", [(one, method.name) for method in document.methods for one in method.program_ids])
        self.offer("objective", [(one.id, one.text) for one in document.company_objectives])
        self.offer("social_metric", metric_choices(self.about, business=False))
        self.offer("business_metric", metric_choices(self.about, business=True))

    def wanted(self) -> dict[str, Any]:
        """With the objective's own metric where none was chosen."""
        given = super().wanted()
        above = {one.id: one for one in self.about.document.company_objectives}.get(self.cleaned_data["objective"])
        if above and above.metric and not self.cleaned_data["business_metric"]:
            given["business_metric"] = above.metric
        return given


class ResourcesForm(PartForm):
    resources__people = NumberField(label=_("People, full-time"))
    resources__hours_a_month = NumberField(label=_("Hours a month"))
    resources__money_a_month = NumberField(label=_("Money a month"))
    resources__money_once = NumberField(label=_("Money once"))


class ReportForm(PartForm):
    element, names = "reporting", "to"
    to = forms.ChoiceField(label=_("Who is told?"), choices=[(one.value, one.value) for one in Reader])
    metrics = ticks(_("Which numbers?"))
    rhythm = forms.ChoiceField(label=_("How often?"), choices=_REVIEWS, initial="monthly")
    owner = line(_("Who writes it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {one.id: one.name for one in metrics_of(self.about.document)}
        self.offer("metrics", [(one, names.get(one, one)) for one in metrics_used(self.about.document)])


class PersonForm(PartForm):
    element, names = "participants", "name"
    more = ("partner_type", "invited")
    name = line(_("Who?"), required=True)
    role = forms.ChoiceField(label=_("As what?"), choices=[(one.value, one.value) for one in Role])
    organisation = line(_("Of which company?"))
    partner_type = choice(_("What kind of partner?"), [(one.value, one.value) for one in PartnerType])
    invited = day(_("Invited on"))
    said = line(_("What did they say?"), _("In their own words; it is added to what stands there."), most=1000)
    about_what = choice(_("About which part?"))
    signed = day(_("Signed on"), _("Who was invited by a link signs there, under Together."))
    field_order = ("name", "role", "organisation", "said", "about_what", "signed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.about.document
        objectives = [*_texts(document.company_objectives), *_texts(document.objectives)]
        methods = [(one.id, one.name) for one in document.methods]
        self.offer("about_what", [("goal", _("the goal")), *objectives, *methods])

    def wanted(self) -> dict[str, Any]:
        """What they said is added by `said_part`."""
        given = super().wanted()
        return {name: one for name, one in given.items() if name not in ("said", "about_what")}

    def said_part(self) -> dict[str, str]:
        given = self.cleaned_data
        if not given["said"]:
            return {}
        about = {"to": given["about_what"]} if given["about_what"] else {}
        return {"text": given["said"]} | about | {"date": self.about.today.isoformat()}


def metrics_used(document: Document) -> list[str]:
    """The metrics of the objectives and of the lines, the business ones first."""
    found = [one.metric for one in document.company_objectives] + [one.metric for one in document.objectives]
    found += [name for one in document.lines for name in (one.business_metric, one.social_metric)]
    return [one for one in dict.fromkeys(found) if one]


def _texts(objectives: Iterable[CompanyObjective | Objective]) -> Choices:
    return [(one.id, one.text) for one in objectives]


def _measured(held: Any) -> str:
    """The metric with its part, as a choice is named."""
    parts = [held.metric or "", getattr(held, "segment", "") or EVERYWHERE, getattr(held, "area", "") or EVERYWHERE]
    while len(parts) > 1 and parts[-1] == EVERYWHERE:
        parts.pop()
    return "@".join(parts)


def _lines(text: str) -> list[str]:
    return [one.strip(" -•") for one in text.splitlines() if one.strip(" -•")]
