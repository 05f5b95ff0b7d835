"""`leadline people`: who may sign in."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from leadline.cli.speaking import Said, Session, command
from leadline.cli.tables import table
from leadline.errors import LeadlineError

app = typer.Typer(help="Who may sign in.", no_args_is_help=True)


@command(app, "invite")
def invite(
    session: Session,
    login: Annotated[str, typer.Argument(help="The login name.")],
    role: Annotated[str, typer.Option(help="executive, strategist, manager, agent, champion, representative, viewer.")],
    name: Annotated[str, typer.Option(help="The name to show.")] = "",
) -> Said:
    """Let somebody sign in. The password is made here and shown once."""
    session.records()
    from leadline.web.accounts.actions import create_person
    from leadline.web.accounts.permissions import Role

    if role not in set(Role):
        raise LeadlineError(f"There is no role “{role}”.", f"Use one of: {', '.join(Role)}.")
    password = secrets.token_urlsafe(12)
    create_person(login, password, role=Role(role), name=name)
    text = f"{login} may sign in as {role} with the password {password}\nIt is shown only now."
    return Said(text, {"login": login, "role": role, "password": password})


@command(app, "invited")
def invited(session: Session) -> Said:
    """Who was invited by a link to help make a strategy, and what each is called here."""
    session.records()
    from leadline.web.together.models import Guest

    found = Guest.objects.select_related("workspace").order_by("pk")
    rows = [(one.key, str(one), one.role, one.workspace.title, one.kept_until or "") for one in found]
    drawn = table("Invited", ("key", "read as", "role", "to", "kept until"), rows)
    return Said(drawn, {"invited": [{"key": row[0], "name": row[1], "role": row[2]} for row in rows]})


@command(app, "words")
def words(session: Session, guest: Annotated[str, typer.Argument(help="guest-…, as `invited` lists it.")]) -> Said:
    """Everything that is kept of somebody who was invited, for whoever asks for it."""
    session.records()
    from leadline.web.together.erasing import everything_of, find_guest

    kept = everything_of(find_guest(guest))
    facts = [f"{name.replace('_', ' ')}: {value or '–'}" for name, value in kept.items() if not isinstance(value, list)]
    said = [f"{one['kind']} on {one['part']}: “{one['text']}” {one['answer']}".rstrip() for one in kept["words"]]
    rest = [f"{name}: {len(kept[name])}" for name in ("votes", "rankings", "signatures")]
    return Said("\n".join([*facts, *said, *rest]), kept)


@command(app, "list")
def people(session: Session) -> Said:
    """Who may sign in, and as what."""
    session.records()
    from leadline.web.accounts.models import Person

    rows = [(one.username, one.shown_name, one.role, one.is_active) for one in Person.objects.order_by("username")]
    drawn = table("People", ("login", "name", "role", "active"), rows)
    return Said(drawn, {"people": [{"login": row[0], "name": row[1], "role": row[2]} for row in rows]})
