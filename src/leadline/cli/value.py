"""`leadline value`: costs, and what they returned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType

from leadline import flow
from leadline.cli.speaking import Said, Session, command
from leadline.cli.tables import table
from leadline.errors import LeadlineError
from leadline.words import Estimate

if TYPE_CHECKING:
    from leadline.value import Roi
    from leadline.value.ways import Way, Ways

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
    from leadline.value.cost_file import check_currency, check_programs_known
    from leadline.value.price_words import price_words

    sheet = session.documents().costs
    if sheet is None:
        raise LeadlineError("No costs were handed in yet.", "Enter them: leadline value costs costs.yaml")
    remarks = (
        *check_programs_known(sheet, {one.id for one in session.documents().programs}),
        *check_currency(sheet, session.home.company.currency),
    )
    items = [(one.program, one.label, one.kind, one.every, one.source) for one in sheet.items]
    prices = [(one.id, one.label, price_words(one, sheet.currency), one.source) for one in sheet.prices]
    drawn = Group(
        table("Costs", ("program", "what", "kind", "each", "source"), items),
        table("Prices", ("id", "what", "amount", "source"), prices),
        *(f"{one.message} {one.advice}" for one in remarks),
    )
    return Said(drawn, sheet.model_dump(mode="json"))


@app.command("template")
def template_command() -> None:
    """Print a commented file to begin with: leadline value template > costs.yaml"""
    from leadline.value.cost_file import template

    typer.echo(template(), nl=False)


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
        *_benefit_by_benefit(priced.whole),
        table("Worth by how sure we are", ("grade", "#a month", "#cashable, in all", "from"), by_grade),
        table("Programs", ("program", "return"), each),
        *_side_by_side(priced.ways),
        *(f"Not priced: {one}" for one in priced.missing),
        *(f"Note: {one}" for one in priced.notes),
    )
    data = {
        "all": priced.whole.as_dict(),
        "programs": [one.as_dict() for one in priced.programs],
        "missing": list(priced.missing),
        "notes": list(priced.notes),
        "ways": [one.as_dict() for one in priced.ways],
    }
    return Said(drawn, data)


def _benefit_by_benefit(whole: Roi) -> tuple[RenderableType, ...]:
    """What was observed and what it comes to if it lasts, side by side; nothing where nothing was priced."""
    rows = [
        (one.facts.label, one.facts.side, _interval(one.present), one.facts.grade, _interval(one.lasting))
        for one in whole.worth
    ]
    columns = ("benefit", "whose", "#observed", "grade", "#more if it lasts (assumed)")
    return (table("Benefits over the period", columns, rows),) if rows else ()


def _side_by_side(found: Sequence[Ways]) -> tuple[RenderableType, ...]:
    """Contacts avoided, counted in several ways."""
    columns = ("way", "#contacts a month", "#money a month", "grade", "in the return")
    drawn: list[RenderableType] = []
    for one in found:
        rows = [
            (w.method, _interval(w.contacts).removeprefix("contacts "), _interval(w.money), w.grade, w.counted)
            for w in one.ways
        ]
        drawn += [table(f"Contacts avoided by {one.program}", columns, rows), one.sentence]
    return tuple(drawn)


def _contacts(way: Way) -> str:
    return _interval(way.contacts).removeprefix(way.contacts.unit).strip()


def _interval(amount: Estimate) -> str:
    return f"{amount.unit} {amount.value:,.0f} [{amount.low:,.0f}, {amount.high:,.0f}]".replace("-", "−")
