"""One page of the guide: its step, what stands there, the forms, what the lint still asks, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from leadline.strategy import Document, MethodTemplate, Needs, method_templates, needed
from leadline.strategy.fields import Reader
from leadline.web.strategy.drafting import Checked
from leadline.web.strategy.guide.fields import About, PartForm
from leadline.web.strategy.guide.forms import (
    CompanyObjectiveForm,
    GoalForm,
    LeadForm,
    LineForm,
    MethodForm,
    ObjectiveForm,
    PersonForm,
    ReportForm,
    ResourcesForm,
    metrics_used,
)
from leadline.web.strategy.guide.writing import keys_of
from leadline.web.strategy.pages import takes
from leadline.web.strategy.steps import STEPS, Stand, Step, stands, step_of
from leadline.words import Remark

FORMS: dict[str, type[PartForm]] = {
    "lead": LeadForm,
    "wanted": CompanyObjectiveForm,
    "goal": GoalForm,
    "objectives": ObjectiveForm,
    "methods": MethodForm,
    "lines": LineForm,
    "resources": ResourcesForm,
    "reporting": ReportForm,
    "people": PersonForm,
}
OPPORTUNITIES_SHOWN = 6


@dataclass(frozen=True)
class Held:
    """A part that stands there, under the name that people know it by, with its form."""

    key: str
    name: str
    form: PartForm
    waits: int = 0
    """How many things the lint asks of it; notes are for knowing."""


@dataclass(frozen=True)
class Left:
    remark: Remark
    fix: str
    step: str


@dataclass(frozen=True)
class GuidePage:
    step: Step
    stands: tuple[Stand, ...]
    checked: Checked
    one: PartForm | None
    """The form of the document's own fields, in a step that has no list."""
    held: tuple[Held, ...]
    new: PartForm | None
    opportunities: tuple[Mapping[str, Any], ...] = ()
    templates: tuple[MethodTemplate, ...] = ()
    needs: Needs | None = None
    missing_reports: tuple[str, ...] = ()

    @property
    def sum(self) -> str:
        """What the methods take together, in words."""
        document = self.checked.document
        return takes(self.needs, document, money=True) if document else ""

    @property
    def left(self) -> tuple[Left, ...]:
        """Everything that is left, each with the step in which it is settled."""
        found = (*self.checked.in_the_way, *self.checked.others)
        return tuple(Left(one.remark, one.fix, step_of(one.remark)) for one in found)

    @property
    def stand(self) -> Stand:
        return next(one for one in self.stands if one.step is self.step)

    @property
    def number(self) -> int:
        return STEPS.index(self.step) + 1

    @property
    def after(self) -> Step | None:
        return STEPS[self.number] if self.number < len(STEPS) else None

    @property
    def before(self) -> Step | None:
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.stands[:-1])

    @property
    def steps(self) -> int:
        return len(STEPS) - 1


def guide_page(step: Step, about: About, checked: Checked, bound: PartForm | None, key: str) -> GuidePage:
    """`bound` is the form that was sent and cannot be taken; it stands where the part with that key does."""
    document, form = about.document, FORMS.get(step.id)
    told = stands((*checked.in_the_way, *checked.others), document)
    if form is None or not form.element:
        one = bound or (form(about=about, held=document) if form else None)
        return GuidePage(step, told, checked, one, (), None, needs=needed(document))
    held = tuple(
        _held(key, part, f"{form.element}[{index}]", form(about=about, held=part, auto_id=f"p{index}_%s"), checked)
        for index, (key, part) in enumerate(zip(keys_of(document, form), getattr(document, form.element), strict=True))
    )
    held = tuple(replace(one, form=bound) if bound and key == one.key else one for one in held)
    new = bound if bound and not key else form(about=about)
    heard, templates = _offered(step, about)
    missing = _unreported(step, document)
    return GuidePage(step, told, checked, None, held, new, heard, templates, missing_reports=missing)


def _held(key: str, part: Any, place: str, form: PartForm, checked: Checked) -> Held:
    asked = [one.remark for one in (*checked.in_the_way, *checked.others) if one.remark.where.startswith(place)]
    waits = sum(one.severity != "note" for one in asked)
    return Held(key, str(getattr(part, form.names) or key), form, waits)


def _offered(step: Step, about: About) -> tuple[tuple[Mapping[str, Any], ...], tuple[MethodTemplate, ...]]:
    """What becomes a method in one click."""
    if step.id != "methods":
        return (), ()
    taken = {one.id for one in about.document.methods} | {one.opportunity for one in about.document.methods}
    heard = tuple(one for one in about.known.opportunities() if one["id"] not in taken)[:OPPORTUNITIES_SHOWN]
    return heard, tuple(one for one in method_templates() if one.id not in taken)


def _unreported(step: Step, document: Document) -> tuple[str, ...]:
    """Who is told nothing yet, where there is something to tell."""
    told = {one.to for one in document.reporting}
    asked = step.id == "reporting" and metrics_used(document)
    return tuple(one.value for one in Reader if one not in told) if asked else ()
