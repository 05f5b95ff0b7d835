"""`leadline programs`: the plans, the desk, and the champions' sheet."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group, RenderableType

from leadline import flow
from leadline.cli.speaking import Said, Session, command
from leadline.cli.tables import table
from leadline.errors import LeadlineError
from leadline.programs.plan_file import template
from leadline.programs.sheet_export import export_sheet
from leadline.programs.sheet_import import import_sheet

app = typer.Typer(help="Who does what, when, with what?", no_args_is_help=True)


@command(app, "plan")
def plan(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="programs.yaml; without it, the programs are shown.")] = None,
) -> Said:
    """Put programs in force: owner, department, period, budget, people, metrics, promise."""
    if file is not None:
        session.records()
        from leadline.web.programs.actions import plan_programs

        plan_programs(file, by=None, now=session.home.now())
    programs = session.documents().programs
    rows = [
        (
            one.name,
            one.department,
            one.owner,
            one.period.start if one.period else None,
            one.headcount,
            one.hours_a_month,
        )
        for one in programs
    ]
    drawn = table("Programs", ("program", "department", "owner", "since", "#people", "#hours a month"), rows)
    return Said(drawn, {"programs": [one.model_dump(mode="json") for one in programs]})


@app.command("template")
def template_command() -> None:
    """Print a commented file to begin with: leadline programs template > programs.yaml"""
    typer.echo(template(), nl=False)


@command(app, "desk")
def show_desk(
    session: Session,
    older: Annotated[bool, typer.Option("--older", help="Those who have waited for more than 14 days.")] = False,
) -> Said:
    """Who waits for a reply now? After an import, this lays the waits out anew for the site's desk, too."""
    from leadline.programs.desk import desk, desk_sentence, is_old
    from leadline.programs.waiting import open_episodes, refresh_episodes

    documents, now = session.documents(), session.home.now()
    if documents.promise is None:
        raise LeadlineError(
            "No program promises a reply yet.", "Plan one with a promise: leadline programs plan programs.yaml"
        )
    refresh_episodes(session.lake, documents.promise, marks=documents.marks)
    every = desk(open_episodes(session.lake, now), documents.marks, now, documents.promise)
    old = [one for one in every if is_old(one.episode, now)]
    recent = [one for one in every if not is_old(one.episode, now)]
    items = old if older else recent
    rows = [(one.state, one.episode.channel, one.episode.thread_id, one.claimed_by, one.answered_by) for one in items]
    drawn = table("The desk", ("clock", "channel", "conversation", "who is on it", "marked as answered by"), rows)
    names = ("state", "channel", "conversation", "claimed_by", "answered_by")
    waiting = [dict(zip(names, row, strict=True)) for row in rows]
    told: list[RenderableType] = [desk_sentence(recent, older=len(old)), drawn if rows else ""]
    if old and not older:
        told.append("Who has waited longest: leadline programs desk --older")
    return Said(Group(*told), {"as_of": now.isoformat(), "waiting": waiting, "older": len(old)})


JOINING = "A colleague joins on the site, by their own choice: Programs, Champions, Join (leadline serve)."

champions = typer.Typer(
    help=f"Champions' results, by the sheet that Leadline hands out. {JOINING}", no_args_is_help=True
)
app.add_typer(champions, name="champions")


@command(champions, "export")
def export_champions(
    session: Session,
    file: Annotated[Path, typer.Argument(help="Where to write the sheet, as in champions.xlsx.")],
    month: Annotated[str | None, typer.Option(help="The month it is for; else the last one heard.")] = None,
) -> Said:
    """Hand out the sheet for a month: one line a champion who opted in (S2.13)."""
    asked = flow.month_or_last(session.lake, month)
    members = session.documents().champions
    file.write_bytes(export_sheet(members, asked, currency=session.home.company.currency))
    taking = sum(one.takes_part(asked) for one in members)
    number = "1 champion" if taking == 1 else f"{taking} champions"
    told = [f"{file} is ready for {number} in {asked.name}.", JOINING]
    return Said("\n".join(told), {"file": str(file), "champions": taking})


@command(champions, "import")
def import_champions(
    session: Session,
    file: Annotated[Path, typer.Argument(help="The sheet as it was handed back.")],
    month: Annotated[str | None, typer.Option(help="The month it is for; else the last one heard.")] = None,
) -> Said:
    """Take the sheet back: good lines are taken, each bad cell is remarked."""
    asked = flow.month_or_last(session.lake, month)
    if not file.is_file():
        raise LeadlineError(f"There is no file {file}.", "Name the sheet that was handed back.")
    currency = session.home.company.currency
    taken, remarks = import_sheet(file.read_bytes(), session.documents().champions, asked, currency=currency)
    from leadline.web.programs.actions import take_results

    failed = any(one.severity == "error" for one in remarks)
    take_results(taken, complete=not failed)
    rows = [(one.severity, one.thing, one.message, one.advice) for one in remarks]
    drawn = table("Remarks", ("severity", "where", "what", "advice"), rows)
    data = {"taken": len(taken), "remarks": [asdict(one) for one in remarks]}
    unknown = any(one.code == "CHS004" for one in remarks)
    told = [f"{len(taken)} lines were taken for {asked.name}.", drawn if rows else "", JOINING if unknown else ""]
    return Said(Group(*told), data, failed=failed)
