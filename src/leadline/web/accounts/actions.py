"""What people change about people: invite them, give them another role, let them in or not."""

from __future__ import annotations

import logging

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from leadline.errors import LeadlineError
from leadline.web.accounts.models import Person
from leadline.web.accounts.permissions import Role
from leadline.web.accounts.turns import in_turn

log = logging.getLogger(__name__)

DEMO_PASSWORD = "leadline-demo"  # noqa: S105 - of the demo company's invented people only
DEMO_PEOPLE: dict[Role, str] = {
    Role.EXECUTIVE: "Jonas Fehr",
    Role.STRATEGIST: "Marit Solheim",
    Role.MANAGER: "Petra Vogt",
    Role.AGENT: "Tom Okafor",
    Role.CHAMPION: "Dana Kowal",
    Role.REPRESENTATIVE: "Hanne Lund",
    Role.VIEWER: "Lars Brandvik",
}


@transaction.atomic
def create_person(
    username: str, password: str, *, role: Role, name: str = "", department: str = "", by: Person | None = None
) -> Person:
    """Invite somebody; `by` is None for whoever runs the terminal.

    Raises LeadlineError for a taken name, a weak password, and for who may not give this role.
    """
    _refuse_beyond_reach(role, by)
    in_turn(Person)
    if Person.objects.filter(username=username).exists():
        raise LeadlineError(f"There is somebody named {username} already.", "Choose another login name.")
    person = Person(username=username, role=role.value, shown_name=name, department=department)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise LeadlineError("The password is too weak.", " ".join(error.messages)) from error
    person.set_password(password)
    person.save()
    log.info("person created: %s, %s", username, role)
    return person


@transaction.atomic
def place_person(person: Person, *, role: Role, department: str, may_enter: bool, by: Person | None) -> None:
    """Give somebody a role and a department, or close the door; `by` is None for whoever runs the terminal.

    Raises LeadlineError for one's own role or door, for an executive's where no other executive does it, and for the
    last executive's.
    """
    if person == by and (role != person.role or not may_enter):
        raise LeadlineError("Nobody changes their own role.", "Ask another executive or strategist to do it.")
    _refuse_beyond_reach(Role(person.role), by)
    _refuse_beyond_reach(role, by)
    stays = role is Role.EXECUTIVE and may_enter
    if person.role == Role.EXECUTIVE and person.is_active and not stays:
        _keep_the_last_executive(person)
    person.role, person.department, person.is_active = role.value, department, may_enter
    person.save(update_fields=["role", "department", "is_active"])
    log.info("person placed: %s, %s, %s", person.username, role, "may enter" if may_enter else "may not enter")


def _refuse_beyond_reach(role: Role, by: Person | None) -> None:
    """Executives are made and placed by executives, or by the operator on the terminal."""
    if role is Role.EXECUTIVE and by is not None and by.role != Role.EXECUTIVE:
        raise LeadlineError(
            "Only an executive says who is an executive.", "Ask one of them, or the operator: leadline people invite."
        )


def _keep_the_last_executive(person: Person) -> None:
    in_turn(Person)
    others = Person.objects.filter(role=Role.EXECUTIVE.value, is_active=True).exclude(pk=person.pk)
    if not others.exists():
        raise LeadlineError(
            f"{person} is the last executive who may sign in.", "Make somebody else an executive first."
        )


@transaction.atomic
def ensure_demo_people() -> tuple[str, ...]:
    """One person a role, with the demo's password; for the demo company only. Their login names are the roles."""
    for role, name in DEMO_PEOPLE.items():
        person, created = Person.objects.get_or_create(
            username=role.value, defaults={"role": role.value, "shown_name": name}
        )
        if created:
            person.set_password(DEMO_PASSWORD)
            person.save()
    return tuple(role.value for role in DEMO_PEOPLE)
