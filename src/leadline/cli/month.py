"""`leadline month`: check everything, then run every stage for one month."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.console import Group

from leadline import flow
from leadline.cli.speaking import MonthArgument, Said, Session, command
from leadline.cli.tables import table

app = typer.Typer()


@command(app)
def run(
    session: Session,
    month: MonthArgument = None,
) -> Said:
    """Check everything first, then read, measure, price and report one month."""
    documents = session.documents()
    asked = flow.month_asked(session.lake, month)
    remarks = flow.check_month(session.lake, documents, asked, now=session.home.now())
    with session.working(f"{asked.name}") as say:
        steps = flow.run_month(session.lake, documents, asked, now=session.home.now(), progress=say)
    said = [f"{one.severity}: {one.message} {one.advice}" for one in remarks]
    drawn = table(f"{asked.name}", ("stage", "what came of it"), [(step.stage, step.sentence) for step in steps])
    today = session.home.now().astimezone(documents.company.tz).date()
    data = {
        "month": str(asked),
        "told_until": None if asked.is_over(today) else asked.told_until(today).isoformat(),
        "remarks": [asdict(one) for one in remarks],
        "steps": [asdict(step) for step in steps],
    }
    return Said(Group(*said, drawn), data)
