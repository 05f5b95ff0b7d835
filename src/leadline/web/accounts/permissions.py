"""Who may do what: one table of abilities and roles. What is not in it is allowed to nobody.

A view says with `@needs("ability")` what it takes; the middleware refuses every view that says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Literal, TypeVar


class Role(StrEnum):
    EXECUTIVE = "executive"
    STRATEGIST = "strategist"
    MANAGER = "manager"
    AGENT = "agent"
    CHAMPION = "champion"
    REPRESENTATIVE = "representative"
    VIEWER = "viewer"


Ability = Literal[
    "see_home",
    "see_numbers",
    "see_messages",
    "see_strategy",
    "see_money",
    "see_reports",
    "see_deciders_report",
    "see_desk",
    "see_champions",
    "edit_parties",
    "import_files",
    "correct_labels",
    "adapt_reader",
    "take_first_look",
    "close_assessment",
    "edit_strategy",
    "see_together",
    "lead_together",
    "bring_ideas",
    "hold_workshops",
    "decide_strategy",
    "edit_programs",
    "run_desk",
    "see_account_looks",
    "join_champions",
    "enter_champion_results",
    "tune_lines",
    "edit_costs",
    "freeze_month",
    "invite_people",
]

_E, _S, _M, _A, _C, _R, _V = Role
_EVERYBODY_INSIDE = frozenset({_E, _S, _M, _A, _C, _V})

ALLOWED: dict[Ability, frozenset[Role]] = {
    "see_home": frozenset(Role),
    "see_numbers": _EVERYBODY_INSIDE,
    "see_messages": frozenset({_E, _S, _M, _A}),
    "see_strategy": frozenset(Role),
    "see_money": frozenset({_E, _S, _M}),
    "see_reports": _EVERYBODY_INSIDE,
    "see_deciders_report": frozenset({_E, _S}),
    "see_desk": frozenset({_S, _M, _A}),
    "see_champions": frozenset({_E, _S, _M, _C}),
    "edit_parties": frozenset({_S}),
    "import_files": frozenset({_S, _M}),
    "correct_labels": frozenset({_E, _S, _M, _A}),
    "adapt_reader": frozenset({_S}),
    "take_first_look": frozenset({_S, _M}),
    "close_assessment": frozenset({_S}),
    "edit_strategy": frozenset({_S}),
    "see_together": frozenset({_E, _S, _M}),
    "lead_together": frozenset({_S}),
    "bring_ideas": frozenset({_E, _S, _M, _A, _C}),
    "hold_workshops": frozenset({_S, _M}),
    "decide_strategy": frozenset({_E}),
    "edit_programs": frozenset({_S, _M}),
    "run_desk": frozenset({_M, _A}),
    "see_account_looks": frozenset({_E, _S, _M}),
    "join_champions": _EVERYBODY_INSIDE,
    "enter_champion_results": frozenset({_S, _M}),
    "tune_lines": frozenset({_E, _S, _M}),
    "edit_costs": frozenset({_S, _M}),
    "freeze_month": frozenset({_S}),
    "invite_people": frozenset({_E, _S}),
}

View = TypeVar("View", bound=Callable[..., object])


def allows(role: str, ability: Ability) -> bool:
    """Whether people of this role may do it."""
    return role in ALLOWED[ability]


def who_can(ability: Ability) -> str:
    """The roles that may, for a sentence: `a strategist or a manager`."""
    roles = [f"{'an' if role[0] in 'aeiou' else 'a'} {role}" for role in Role if role in ALLOWED[ability]]
    return " or ".join([", ".join(roles[:-1]), roles[-1]] if len(roles) > 1 else roles)


def needs(ability: Ability) -> Callable[[View], View]:
    """Say what a view takes."""
    if ability not in ALLOWED:
        raise ValueError(f"There is no ability {ability}.")

    def mark(view: View) -> View:
        view.ability = ability  # type: ignore[attr-defined]
        return view

    return mark
