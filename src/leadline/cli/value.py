"""`leadline value`: costs, and what they returned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group

from leadline import flow
from leadline.cli.speaking import Said, Session, command
from leadline.cli.tables import table
from leadline.errors import LeadlineError
from leadline.words import Estimate

app = typer.Typer(help="What is it worth, how sure are we?", no_args_is_help=True)


@command(app, "costs")
def costs(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="costs.yaml; without it, the costs are shown.")] = None,
) -> Said:
    """Enter what the programs cost, and what a call, a hire or an hour is priced at."""
    if file is not None:
        session.records()
        from leadline.web.value.actions import enter_costs

        enter_costs(file, by=None, now=session.home.now())
    sheet = session.documents().costs
    if sheet is None:
        raise LeadlineError("No costs were handed in yet.", "Enter them: leadline value costs costs.yaml")
    items = [(one.program, one.label, one.kind, one.every, one.source) for one in sheet.items]
    prices = [(one.id, one.label, f"{one.each:,}", one.per, one.source) for one in sheet.prices]
    drawn = Group(
        table("Costs", ("program", "what", "kind", "each", "source"), items),
        table("Prices", ("id", "what", f"#{sheet.currency}", "per", "source"), prices),
    )
    return Said(drawn, sheet.model_dump(mode="json"))


@command(app, "roi")
def roi(
    session: Session,
    month: Annotated[str | None, typer.Argument(metavar="MONTH", help="As in 2026-03; else the last one.")] = None,
) -> Said:
    """What did the programs return, and how sure is it? Benefits and costs on present values, by simulation."""
    asked = flow.month_or_last(session.lake, month)
    priced = flow.value_of(session.lake, session.documents(), asked, now=session.home.now())
    if priced is None:
        raise LeadlineError(f"No program had started in {asked.name}.", "Name a later month.")
    by_grade = [
        (one.grade, _interval(one.a_month), _interval(one.cashable), ", ".join(one.labels))
        for one in priced.whole.by_grade
    ]
    each = [(one.program, one.sentence) for one in priced.programs]
    drawn = Group(
        priced.whole.sentence,
        table("Worth by how sure we are", ("grade", "#a month", "#cashable, in all", "from"), by_grade),
        table("Programs", ("program", "return"), each),
        *(f"Not priced: {one}" for one in priced.missing),
    )
    data = {
        "all": priced.whole.as_dict(),
        "programs": [one.as_dict() for one in priced.programs],
        "missing": list(priced.missing),
    }
    return Said(drawn, data)


def _interval(amount: Estimate) -> str:
    return f"{amount.unit} {amount.value:,.0f} [{amount.low:,.0f}, {amount.high:,.0f}]".replace("-", "−")
