"""Which steps lead to a strategy that can be adopted, and what is left in each? Remarks in, steps out.

The surprise: nothing is kept of where a person is. A step is done when the lint has nothing more to say about it, so
that the guide, the editor and the terminal never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadline.strategy import Document
from leadline.words import Remark


class Told(Protocol):
    """A remark as a page shows it."""

    @property
    def remark(self) -> Remark: ...


@dataclass(frozen=True)
class Step:
    """`parts` are the parts of the document that it fills; `why` is what a newcomer needs to know before."""

    id: str
    title: str | Promise
    why: str | Promise
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stand:
    """A step with what the lint says about it; `begun` is whether anything stands there yet."""

    step: Step
    remarks: tuple[Told, ...]
    begun: bool

    @property
    def waits(self) -> int:
        """How many things are to be done; notes are for knowing."""
        return sum(one.remark.severity != "note" for one in self.remarks)

    @property
    def is_done(self) -> bool:
        return self.begun and not self.waits


STEPS: tuple[Step, ...] = (
    Step(
        "lead",
        _("Who leads it"),
        _("Somebody leads and somebody pays. Without both it stays a wish."),
        ("company", "leadership", "currency", "format"),
    ),
    Step(
        "wanted",
        _("What the company wants"),
        _(
            "First the business, in the words of whoever leads it: lower costs, happier customers, more revenue. "
            "Fans and followers come later, as numbers on the way."
        ),
        ("company_objectives", "targets", "communications", "metrics"),
    ),
    Step(
        "goal",
        _("Goal, mission, benefits"),
        _("Where it leads, from what people were heard to need; how, in one short sentence; what both sides get."),
        ("goal", "mission", "benefits"),
    ),
    Step(
        "objectives",
        _("Social objectives"),
        _(
            "What social activity shall do for each thing that the company wants: who does what that they do not do "
            "today, and which number shows it?"
        ),
        ("objectives", "assessment"),
    ),
    Step(
        "methods",
        _("Methods"),
        _(
            "What is done, by whom. Support comes first, since there it hurts most; marketing comes last, when there "
            "are happy customers to speak."
        ),
        ("methods",),
    ),
    Step(
        "lines",
        _("Why it would work"),
        _(
            "Each method moves a number of social activity, and that one a number of the business. Say why, in a "
            "sentence; data will say whether."
        ),
        ("lines",),
    ),
    Step("resources", _("Resources"), _("People, hours and money, added up from the methods."), ("resources",)),
    Step(
        "reporting",
        _("Reporting"),
        _("Champions, colleagues and those who decide are each told what came of it."),
        ("reporting",),
    ),
    Step(
        "people",
        _("Who took part"),
        _("A strategy without its market is a wish list: somebody from outside takes part and signs."),
        ("participants", "ignored"),
    ),
    Step("left", _("What is left"), _("Everything that the lint still asks, and what it can write for you.")),
)
_ASK_FOR_A_LINE = ("COM008", "MET005")
BY_ID = {step.id: step for step in STEPS}
_STEP_OF = {part: step.id for step in STEPS for part in step.parts}


def stands(remarks: Iterable[Told], document: Document | None) -> tuple[Stand, ...]:
    """Every step with its own remarks, and the last one with all that are left."""
    found = tuple(remarks)
    return tuple(
        Stand(
            step,
            found if step.id == "left" else tuple(one for one in found if step_of(one.remark) == step.id),
            _begun(step, document),
        )
        for step in STEPS
    )


def step_of(remark: Remark) -> str:
    """The step in which a remark is settled."""
    part = remark.where.split("[")[0].split(".")[0]
    if remark.code in _ASK_FOR_A_LINE:
        return "lines"
    return _STEP_OF.get(part, "left")


def _begun(step: Step, document: Document | None) -> bool:
    if document is None:
        return False
    if step.id == "goal":
        return bool(document.goal.text and document.mission)
    if step.id == "lead":
        return bool(document.leadership.owner)
    if step.id == "resources":
        return document.resources.stated
    return not step.parts or any(getattr(document, part) for part in step.parts[:1])
