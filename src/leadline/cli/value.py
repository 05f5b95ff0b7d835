"""`leadline value`: costs, and what they returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Group, RenderableType

from leadline import flow
from leadline.cli.speaking import MonthArgument, Said, Session, command
from leadline.cli.tables import table
from leadline.errors import LeadlineError
from leadline.words import Estimate, Money, Remark

if TYPE_CHECKING:
    from leadline.value import Case, Roi
    from leadline.value.chain import Derived
    from leadline.value.plan import Plan
    from leadline.value.sensitivity import Index
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
    month: MonthArgument = None,
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
    costs_of_one = [(one.program, each.sentence, each.grade) for one in priced.programs for each in one.per_outcome]
    drawn = Group(
        priced.whole.sentence,
        *_benefit_by_benefit(priced.whole),
        table("Worth by how sure we are", ("grade", "#a month", "#cashable, in all", "from"), by_grade),
        table("Programs", ("program", "return"), each),
        *([table("Cost of one outcome", ("program", "cost", "grade"), costs_of_one)] if costs_of_one else ()),
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


@command(app, "what-if")
def what_if_command(
    session: Session,
    month: MonthArgument = None,
    change: Annotated[
        list[str] | None,
        typer.Option("--change", help="An input and percent, as in “Price of a call=-20”. Repeatable."),
    ] = None,
    program: Annotated[str | None, typer.Option("--program", help="One program's return; else of all.")] = None,
    everything: Annotated[bool, typer.Option("--everything", help="Count what is assumed, too.")] = False,
) -> Said:
    """What if a number were another? The return again by the same draws, what it hangs on, and scenarios."""
    from leadline.value.sensitivity import scenarios, sobol, tornado
    from leadline.value.what_if import FULL, movable, told_changes, what_if

    case = _case(session, month, program, everything=everything)
    told = what_if(case, told_changes(change or []), draws=FULL)
    stated = {one.name: {n: float(p) for n, p in one.changes.items()} for one in case.sheet.scenarios}
    bars, indices, found = tornado(case), sobol(case), scenarios(case, stated)
    shares = {one.name: one for one in indices}
    hangs = [
        (bar.name, f"{bar.at_low:,.0f}", f"{bar.at_high:,.0f}", _share(shares, bar.name, "alone"),
         _share(shares, bar.name, "together"))
        for bar in bars
    ]  # fmt: skip
    percent = (
        f", return {told.percent.value:.0f} % [{told.percent.low:.0f}, {told.percent.high:.0f}]" if told.percent else ""
    )
    drawn = Group(
        f"Net benefit {_interval(told.net)}{percent.replace('-', '−')}; {told.payback.sentence()}; as stated it is "
        f"{_interval(told.stated)}. {told.draws:,} common draws, all days, if what was seen lasts.",
        table("What it hangs on", ("input", "#net at low", "#net at high", "#alone", "#with others"), hangs),
        table("Scenarios", ("scenario", "#net", "what"), [(one.name, f"{one.net:,.0f}", one.words) for one in found]),
        table(
            "Inputs to --change",
            ("input", "stated"),
            [(one.name, f"{one.value:,g} {one.unit}") for one in movable(case)],
        ),
    )
    data = {
        "what_if": told.as_dict(),
        "tornado": [one.as_dict() for one in bars],
        "sobol": [one.as_dict() for one in indices],
        "scenarios": [one.as_dict() for one in found],
    }
    return Said(drawn, data)


@command(app, "targets")
def targets(
    session: Session,
    month: MonthArgument = None,
) -> Said:
    """What must each metric of a chain reach so that its objective is met? Calculated again from what is recorded."""
    from leadline.value.chain import Derived

    asked = flow.month_or_last(session.lake, month)
    found = flow.targets_of(session.lake, session.documents(), asked, now=session.home.now())
    if not found:
        raise LeadlineError("No target states a chain.", "Add targets: to costs.yaml, as docs/words/value.md shows.")
    drawn: list[RenderableType] = []
    for one in found:
        if not isinstance(one, Derived):
            drawn.append(f"{one.thing}: {one.message} {one.advice}")
            continue
        rows = [(s.metric, s.start, s.now, _needs(s.planned), _needs(s.needed), _needs(s.stated), _needs(s.seen))
                for s in one.steps]  # fmt: skip
        columns = ("metric", "#start", "#now", "#planned", "#needed now", "#% for 1 % stated", "#seen")
        drawn += [table(one.text, columns, [tuple(_plain(cell) for cell in row) for row in rows]), one.sentence]
    return Said(Group(*drawn), {"targets": [_told(one) for one in found]})


def _needs(one: Estimate | None) -> str:
    return "–" if one is None else f"{one.value:,.3g} [{one.low:,.3g}, {one.high:,.3g}]".replace("-", "−")


def _plain(cell: float | str) -> str:
    return cell if isinstance(cell, str) else f"{cell:,.3g}"


def _told(one: Derived | Remark) -> dict[str, object]:
    return asdict(one) if isinstance(one, Remark) else one.as_dict()


@command(app, "plan")
def plan_command(
    session: Session,
    budget: Annotated[str, typer.Option("--budget", help="What there is to spend in a year, as in 400k.")],
    month: MonthArgument = None,
) -> Said:
    """Given a budget for a year: which programs, and what does the next euro buy? On what is proven, then on all."""
    from leadline.strategy.numerals import parse_number
    from leadline.value.plan import offers_of, plan

    case = _case(session, month, None, everything=True)
    money = Money(parse_number(budget), case.sheet.currency)
    offers = offers_of(case, {one.id: one.name for one in session.documents().programs})
    proven, everything = plan(offers, money), plan(offers, money, counting="everything")
    drawn = Group(*_planned(proven), *_planned(everything))
    return Said(drawn, {"proven": proven.as_dict(), "everything": everything.as_dict()})


def _planned(found: Plan) -> tuple[RenderableType, ...]:
    """A plan: what is bought with its grade, what is not and why, what the next money buys."""
    rows = [
        (
            one.name,
            one.size,
            f"{one.cost.amount:,.0f}",
            _interval(one.worth),
            one.grade,
            "–" if one.next_money is None else f"{one.next_money:,.2f}",
            _chance(one.chosen_in),
            one.caution,
        )
        for one in found.picks
    ]
    columns = (
        "program",
        "size",
        "#cost a year",
        "#worth a year",
        "grade",
        f"#next {found.budget.currency} 1 brings",
        "#best in",
        "caution",
    )
    drawn: list[RenderableType] = [found.sentence]
    if rows:
        drawn.append(table(f"Bought, counting {found.counting}", columns, rows))
    if found.not_bought:
        drawn.append(table("Not bought", ("program", "why"), found.not_bought))
    if found.next:
        more, step = found.next.more, found.next
        caution = f" {step.caution}." if step.caution else ""
        drawn.append(
            f"{more.currency} {more.amount:,.0f} more would {step.words}: {step.adds:,.0f} more a year.{caution}\n"
        )
    told = (one for one in found.picks if one.next_basis)
    basis = (f"{one.name}, what the next {one.cost.currency} brings: {one.next_basis}." for one in told)
    return (*drawn, *basis, *found.notes)


def _chance(share: float | None) -> str | None:
    return None if share is None else f"{share:.0%} of draws".replace("%", " %")


def _case(session: Session, month: str | None, program: str | None, *, everything: bool) -> Case:
    """What is worked out again. Raises LeadlineError where nothing can be priced yet, or no such program runs."""
    from leadline.value.case import PROVEN
    from leadline.words import Grade

    documents = session.documents()
    asked = flow.month_or_last(session.lake, month)
    whole = flow.case_of(session.lake, documents, asked, now=session.home.now())
    if whole is None:
        raise LeadlineError(f"Nothing can be priced in {asked.name}.", "Enter costs, and name a month with a program.")
    if program is not None and program not in whole.starts:
        raise LeadlineError(f"No program “{program}” had started.", f"These run: {', '.join(whole.starts)}.")
    counting = tuple(Grade) if everything else PROVEN
    period = replace(whole.period, first=whole.starts[program]) if program else whole.period
    return replace(whole, counting=counting, program=program, period=period)


def _share(found: Mapping[str, Index], name: str, which: Literal["alone", "together"]) -> str:
    return f"{getattr(found[name], which):.0%}".replace("%", " %") if name in found else "–"


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
