"""`leadline assess`: read what is new, draw the x-ray, list the opportunities; close the assessment; label a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from leadline import assess
from leadline.cli.speaking import JsonOption, Said, Session, command, counting, default, say
from leadline.cli.tables import percent, table
from leadline.errors import LeadlineError
from leadline.plain import read_text
from leadline.report.first_look import first_look
from leadline.report.phrases import count
from leadline.words import Month, Period

app = typer.Typer(help="What does it mean?")

FirstOption = Annotated[str | None, typer.Option("--from", help="First day, as in 2026-03-01.")]
LastOption = Annotated[str | None, typer.Option("--until", help="Last day; without both, the last 90 days heard.")]


@default(app)
def read(session: Session, first: FirstOption = None, last: LastOption = None) -> Said:
    """Read every message that was not read yet; then the x-ray and the opportunities."""
    with session.progress("Reading messages") as progress:
        labelled = assess.label(
            session.lake, assess.load_reader(session.themes(), layer=session.layer()), progress=progress
        )
    with session.progress("Looking for what is new, month by month") as progress:
        assess.mine_phrases(session.lake, session.parties().own.id, progress=progress)
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


@command(app, "adapt")
def adapt(session: Session) -> Said:
    """Let the model learn from people's corrections; what is proven better counts with the next reading."""
    session.records()
    from leadline.web.assess import correcting

    with session.working("Learning from corrections"):
        taught = correcting.adapt(session.lake, by=None, now=session.home.now())
    rows = [(one.label, one.taught, one.checked, one.why) for one in taught.held]
    note = "All is read anew with the next leadline assess." if taught.labels else "The model stays as it came."
    shown = table("What was learned", ("label", "#messages that teach", "#checked", ""), rows, note=note)
    return Said(shown, {"labels": taught.labels, "tried": [asdict(one) for one in taught.held]})


@command(app, "themes")
def themes(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="themes.yaml to put in force; without it they are shown.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the present list to this file.")] = None,
) -> Said:
    """Say what the themes are. A list in the place of the present one retires what it leaves out."""
    session.records()
    if file is not None:
        from leadline.web.assess.actions import replace_themes

        replace_themes(assess.read_themes(read_text(file), file.name), by=None, now=session.home.now())
    known = session.themes()
    if out is not None:
        out.write_text(assess.write_themes(known), encoding="utf-8")
    rows = [(one.id, one.name, one.department, len(one.phrases), _standing(one)) for one in known]
    note = "Messages are read by another list with the next leadline assess." if file else ""
    shown = table("Themes", ("id", "name", "department", "#phrases", ""), rows, note=note)
    return Said(shown, {"themes": [asdict(one) for one in known]})


def _standing(theme: assess.Theme) -> str:
    return f"merged into {theme.into}" if theme.into else "retired" if theme.retired else ""


@app.command("light")
def light(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Messages: a table with a column of texts.")],
    brand: Annotated[str, typer.Option(prompt="What is your company called?", help="Whom the messages are about.")],
    zone: Annotated[str, typer.Option(help="Your time zone, as in Europe/Amsterdam.")] = "UTC",
    out: Annotated[Path | None, typer.Option(help="The page to write; without it, FILE with .html.")] = None,
    keep: Annotated[Path | None, typer.Option(help="A new folder to keep what was read, to go on from.")] = None,
    as_json: JsonOption = False,
) -> None:
    """One file, one page: where customers hurt, what they want and like, how sure that is, what to do next."""

    def answer() -> Said:
        with TemporaryDirectory() as folder:
            page = first_look(file, keep or Path(folder, "home"), Path(folder), brand=brand, zone=zone)
        written = out or file.with_suffix(".html")
        written.write_text(page.html, encoding="utf-8")
        told = {"page": str(written), "title": page.title, "lede": page.lede}
        return Said(Text(f"{page.text}\n\nThe page is {written}."), told)

    say(answer, as_json=as_json)


@app.command("label")
def label_file(
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV, or one JSON object a line; - reads from a pipe.")],
    column: Annotated[str, typer.Option("--text-column", help="The column that holds the text.")],
    out: Annotated[str, typer.Option(help="A new file, .csv or .ndjson (and .gz); - writes to a pipe.")],
    model: Annotated[str | None, typer.Option(help="fast, cascade or accurate (or set LEADLINE_MODEL).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Label each row of a file: what it says, how sure that is, whose business it is. Needs no home."""

    def answer() -> Said:
        source, target = (None if name == "-" else Path(name) for name in (file, out))
        with counting("Reading rows", for_people=not as_json) as progress:
            done = assess.label_file(assess.load_reader(model=model), source, target, column=column, progress=progress)
        return Said("\n".join(_file_labelled(done)), asdict(done))

    say(answer, as_json=as_json, aside=True)


def _file_labelled(done: assess.FileLabelled) -> list[str]:
    """What stands on the error stream: what was read, and what was not."""
    told = [f"{done.rows:,} rows were read by {done.model}; {done.spam:,} are spam."]
    if done.accurately:
        told.append(f"{done.accurately:,} of them ({done.accurately / done.rows:.1%}) by the accurate model.")
    if done.unread:
        languages = ", ".join(f"{language} {count:,}" for language, count in done.unread.items())
        total = sum(done.unread.values())
        told.append(
            f"{total:,} are in a language that is not read, or have no words; they have no labels: {languages}."
        )
    for name, new in done.renamed.items():
        told.append(f"The file's own column “{name}” is called “{new}” now.")
    return told


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
    return assess.x_ray(session.lake, session.parties().parties, Period(since, until), themes=session.themes())


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
