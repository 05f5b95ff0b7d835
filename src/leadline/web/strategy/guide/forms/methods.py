"""What is done, and why it would work: methods and lines."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from leadline.web.strategy.guide.fields import (
    NumberField,
    PartForm,
    choice,
    day,
    line,
    metric_choices,
    several_lines,
    ticks,
)
from leadline.web.strategy.guide.forms.choices import texts
from leadline.words import Department, MethodKind, RunBy


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
        self.offer("serves", [*texts(document.objectives), *texts(document.company_objectives)])
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
