"""`leadline assess`: read what is new, draw the x-ray, list the opportunities; close the assessment."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Group
from rich.table import Table

from leadline import assess
from leadline.cli.speaking import Said, Session, command, default
from leadline.cli.tables import percent, table
from leadline.errors import LeadlineError
from leadline.report.phrases import count
from leadline.words import Month, Period

app = typer.Typer(help="What does it mean?")

FirstOption = Annotated[str | None, typer.Option("--from", help="First day, as in 2026-03-01.")]
LastOption = Annotated[str | None, typer.Option("--until", help="Last day; without both, the last 90 days heard.")]


@default(app)
def read(session: Session, first: FirstOption = None, last: LastOption = None) -> Said:
    """Read every message that was not read yet; then the x-ray and the opportunities."""
    with session.progress("Reading messages") as progress:
        labelled = assess.label(session.lake, assess.load_reader(), progress=progress)
    x_ray = _x_ray(session, first, last)
    chances = assess.opportunities(x_ray)
    text = Group(
        f"{labelled.messages:,} messages were read now by {labelled.model}; "
        f"{labelled.spam:,} are spam, {labelled.unread:,} in a language it does not read. {assess.engine_in_use()}",
        _landscape(x_ray),
        _chances(chances),
        _quality(),
    )
    data = {"read": asdict(labelled), "x_ray": asdict(x_ray), "opportunities": [asdict(one) for one in chances]}
    return Said(text, data)


@command(app, "close")
def close(session: Session, first: FirstOption = None, last: LastOption = None) -> Said:
    """Freeze the assessment, so that objectives can be confirmed against it."""
    closed = assess.close(session.lake, _x_ray(session, first, last), now=session.home.now())
    sentence = (
        f"Assessment {closed.version} is closed: {closed.period.first} to {closed.period.last}, "
        f"{count(len(closed.content['findings']), 'finding')}, "
        f"{count(len(closed.content['opportunities']), 'opportunity')}."
    )
    day = closed.closed_on(session.home.company)
    data = {"version": closed.version, "closed_at": closed.closed_at, "closed": day, **closed.content}
    return Said(f"{sentence}\n\n{_for_strategy(closed, day)}", data)


def _for_strategy(closed: assess.Assessment, day: dt.date) -> str:
    """What the closing gives strategy.yaml, as it is written there."""
    findings = [f"    - {one['id']}" for one in closed.content["findings"]]
    chances = [f"    {one['id']}: {one['title']}" for one in closed.content["opportunities"]]
    return "\n".join([
        "For strategy.yaml; keep the findings that it stands on:",
        "",
        "assessment:",
        f"  version: {closed.version}",
        f"  closed: {day}",
        *(["  findings:", *findings] if findings else ["  findings: []"]),
        *(["", "What a method or a line names as its opportunity:", *chances] if chances else []),
    ])  # fmt: skip


def _x_ray(session: Session, first: str | None, last: str | None) -> assess.XRay:
    heard = assess.months_heard(session.lake)
    if heard is None:
        raise LeadlineError("No message was read yet.", "Import messages first, then run leadline assess.")
    until = _days(last).last if last else heard.last
    since = _days(first).first if first else max(heard.first, until - dt.timedelta(days=89))
    return assess.x_ray(session.lake, session.parties().parties, Period(since, until), themes=assess.load_themes())


def _days(text: str) -> Period:
    """A day, or the days of a month. Raises LeadlineError for anything else."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        if len(text) == len("2026-03"):
            return Month.parse(text).period()
        raise LeadlineError(
            f"“{text}” is neither a day nor a month.", "Write it as in 2026-03-01, or 2026-03."
        ) from None
    return Period(day, day)


def _landscape(x_ray: assess.XRay) -> Table:
    rows = []
    for one in x_ray.parties:
        heard = one.aspects["customers"]
        rows.append(
            (
                one.party.name,
                one.party.partner_type or one.party.kind,
                heard.messages,
                percent(one.voice),
                *(
                    percent(share)
                    for share in (heard.negative, heard.positive, heard.frustrated, heard.excited, heard.needing)
                ),
            )
        )
    columns = (
        "party",
        "is",
        "#customers' messages",
        "#share of voice",
        "#negative",
        "#positive",
        "#frustration",
        "#excitement",
        "#need",
    )
    undeclared = ", ".join(f"{party} ({count:,})" for party, count in x_ray.undeclared[:8])
    note = f"Heard but not declared as parties: {undeclared}" if undeclared else ""
    title = f"X-ray, {x_ray.period.first} to {x_ray.period.last}, customers' voices, 95 % intervals of sampling"
    return table(title, columns, rows, note=note)


def _chances(chances: tuple[assess.Opportunity, ...]) -> Table | str:
    rows = [
        (one.title, one.department, f"{one.a_month.value:,.0f}", f"{one.lead:.2f}", f"{one.priority:,.0f}", one.method)
        for one in chances[:12]
    ]
    if not rows:
        return "Opportunities: none. No theme shows one reading in 30 messages or more in these days; name more days."
    columns = ("opportunity", "department", "#messages a month", "#lead", "#priority", "method")
    return table("Opportunities", columns, rows, note=assess.FORMULA)


def _quality() -> str:
    told = [f"{name} {one.value:.2f} [{one.low:.2f}, {one.high:.2f}]" for name, one in assess.quality().items()]
    return "How well the model reads, measured on texts it had not seen: " + "; ".join(told)
