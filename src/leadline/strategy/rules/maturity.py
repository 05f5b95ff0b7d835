"""Does the strategy lead on from experiments? How broad it is, and whether it does more than speak (S1.1-S1.4)."""

from __future__ import annotations

from collections.abc import Iterator

from leadline.strategy.rules.rule import Found, View, rule
from leadline.words import Department, MethodKind

_PROMOTING = (Department.SALES, Department.MARKETING)
_LISTENING = (
    MethodKind.SERVICE,
    MethodKind.COMMUNITY,
    MethodKind.INSIGHT,
    MethodKind.LAUNCH,
    MethodKind.EARLY_WARNING,
    MethodKind.PROCESS_CHANGE,
)


@rule("MAT001", "warning", "One department does it all", "S1.3", "S2.5", "S3.2")
def one_department(view: View) -> Iterator[Found]:
    """Of marketing and sales alone ORD002 says it; a single method may well be somebody's first."""
    if len(view.methods) > 1 and len(view.departments) == 1 and not view.departments <= set(_PROMOTING):
        (department,) = view.departments
        yield Found(
            "methods",
            "methods",
            f"Every method is {department.value}'s: one department is neither enough for it nor fit for all of it.",
            "Add a method of another department that touches customers, or hand over what it is the right one for.",
        )


@rule("MAT002", "warning", "The strategy only speaks", "S4.16", "S4.24", "S1.1")
def only_speaks(view: View) -> Iterator[Found]:
    """First of all, social activity is a way to hear what people say and to help them; speaking comes after. What a
    method of another kind does, nobody can tell from here."""
    kinds = {one.kind for _, one in view.methods}
    if kinds and not kinds & {*_LISTENING, MethodKind.OTHER}:
        yield Found(
            "methods",
            "methods",
            "No method hears what people say, or helps them with it: the strategy only speaks.",
            "Add a method of the kind service, community, insight, early warning, launch or process change.",
        )
