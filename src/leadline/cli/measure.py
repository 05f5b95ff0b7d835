"""`leadline measure`: service levels, effects, warnings."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group

from leadline import flow
from leadline.cli.measure_screen import screen
from leadline.cli.speaking import JsonOption, MonthArgument, Said, Session, command, counting, json_line, say
from leadline.cli.tables import table
from leadline.errors import LeadlineError
from leadline.flow import Documents
from leadline.measure.service_levels import ServiceLevel, service_level
from leadline.measure.service_tally import Tally
from leadline.programs import ALWAYS, Promise
from leadline.programs.waiting import lay_out
from leadline.words import Month

if TYPE_CHECKING:
    from leadline.measure.evidence import Plan

app = typer.Typer(help="Did it happen, and because of us?", no_args_is_help=True)

_SET_ASIDE = ("#closed late", "#set aside late")
"""What people ended after the promise was broken: without a reason, which counts as late; as spam or praise."""

_PANEL_HELP = (
    "series,date,outcome,control_1..k,intervention: a row a day, the start date in every row; and, if you like, until "
    "(the program's last day) and panel (series compared with those of it that never began)."
)

_UNITS_HELP = "unit,date,outcome: a row a unit and day; an empty outcome is a missing day."


@command(app, "service-levels")
def service_levels(
    session: Session,
    month: MonthArgument = None,
    target: Annotated[int | None, typer.Option(help="Minutes; promises 24/7 to everybody's customers.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All months together.")] = False,
) -> Said:
    """How well was the promise of a reply kept? By the programs' promise, or by --target around the clock."""
    documents = session.documents()
    if target is not None or everything:
        found = _tried(session, documents, month, target)
    else:
        asked = flow.month_or_last(session.lake, month)
        found = flow.measure_service_of(session.lake, documents, asked, now=session.home.now())
    shares = {"share": found.share, "share_without_excuses": found.total.share_without_excuses}
    return Said(_kept(found), found.as_dict() | shares)


@command(app, "effect")
def effect(session: Session, month: MonthArgument = None) -> Said:
    """Did the programs move the metrics of their lines, against what would have been?"""
    from leadline.measure.evidence import unobserved_cause

    asked = flow.month_or_last(session.lake, month)
    judged = flow.measure_effects_of(session.lake, session.documents(), asked, now=session.home.now())
    if not judged:
        raise LeadlineError(
            "No line can be judged yet.",
            "A line needs a program with a start date and a metric with values: leadline strategy lint says which.",
        )
    rows = [(one.line, one.metric, one.grade, one.effect.sentence(one.grade)) for one in judged]
    drawn = table("Effects", ("line", "metric", "grade", "what the data say"), rows)
    data = [
        {
            "line": one.line,
            "role": one.role,
            "grade": one.grade,
            **one.effect.as_dict(),
            "unobserved_cause": unobserved_cause(one.effect).as_dict(),
        }
        for one in judged
    ]
    return Said(drawn, {"effects": data})


@app.command("effects")
def effects(
    panel: Annotated[Path, typer.Argument(metavar="PANEL.csv", help=_PANEL_HELP)],
    smallest: Annotated[float | None, typer.Option(help="The smallest effect that would matter, in %; else 5.")] = None,
    smallest_unit: Annotated[
        float | None, typer.Option(help="The same in the outcome's own unit a day: for figures that reach zero.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Did each series of a panel change at its start? One JSON line a series; needs no home."""

    def answer() -> Said:
        from leadline.measure.evidence import DEFAULT_SETTINGS
        from leadline.measure.panel_effects import effects_together, panel_effects
        from leadline.measure.panel_file import read_panel

        share = DEFAULT_SETTINGS.smallest_effect_share if smallest is None else smallest / 100
        settings = replace(DEFAULT_SETTINGS, smallest_effect_share=share, smallest_effect=smallest_unit)
        read = read_panel(panel)
        counts = Counter[str]()
        with counting("Analysing series", len(read.series), for_people=not as_json) as progress:
            for one in panel_effects(read, settings=settings):
                line = one.as_dict()
                _write(line)
                counts["never treated" if one.is_control else "refused" if line["refused"] else line["verdict"]] += 1
                progress(sum(counts.values()))
            for panel_as_a_whole in effects_together(read, settings=settings):
                _write(panel_as_a_whole.as_dict())
        sys.stdout.flush()
        return Said(_counted(counts, read.unknown), {**counts, "unknown_columns": list(read.unknown)})

    say(answer, as_json=as_json, aside=True)


app.command("screen")(screen)


def _write(line: dict[str, Any]) -> None:
    """A row of the answer, for whichever program reads them."""
    sys.stdout.write(json_line(line))


def _counted(counts: Counter[str], unknown: Sequence[str]) -> str:
    """What stands on the error stream: how many of each verdict, and what was not read."""
    told = ", ".join(f"{verdict} {number:,}" for verdict, number in sorted(counts.items()))
    lines = [f"{sum(counts.values()):,} series: {told}."]
    if unknown:
        lines.append(f"Not read, for no such column is known: {', '.join(unknown)}.")
    return "\n".join(lines)


experiment = typer.Typer(help="Pilots drawn by lot: planned before the start, judged after it.", no_args_is_help=True)
app.add_typer(experiment, name="experiment")


@experiment.command("design")
def design(
    history: Annotated[Path, typer.Argument(metavar="HISTORY.csv", help=_UNITS_HELP)],
    start: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day of the program.")],
    out: Annotated[Path, typer.Option(help="A new file for the plan, as JSON: keep it.")],
    days: Annotated[int, typer.Option(help="How long the pilot lasts.")] = 28,
    goal: Annotated[float | None, typer.Option(help="The smallest effect that would matter, in %; else 5.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of the lots; drawn and recorded, if not given.")] = None,
    outcome: Annotated[str, typer.Option(help="What the outcome is called.")] = "outcome",
    unit: Annotated[str, typer.Option(help="What one of it is: calls, EUR.")] = "units",
    as_json: JsonOption = False,
) -> None:
    """Match units in pairs, draw who has the program, and say what effect that would show; needs no home."""

    def answer() -> Said:
        from leadline.measure.evidence import plan_experiment
        from leadline.measure.panel_file import read_units

        if out.exists():
            raise LeadlineError(f"{out} is there already.", "A plan is recorded once: name a new file.")
        plan = plan_experiment(
            read_units(history, outcome, unit),
            start.date(),
            days=days,
            seed=secrets.randbelow(2**32) if seed is None else seed,
            now=dt.datetime.now(dt.UTC),
            goal_share=None if goal is None else goal / 100,
        )
        out.write_text(json.dumps(plan.as_dict(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return Said(_planned(plan, out), plan.as_dict())

    say(answer, as_json=as_json)


@experiment.command("analyse")
def analyse(
    plan: Annotated[Path, typer.Argument(metavar="PLAN.json", help="As leadline measure experiment design wrote it.")],
    results: Annotated[Path, typer.Argument(metavar="RESULTS.csv", help=_UNITS_HELP)],
    as_json: JsonOption = False,
) -> None:
    """Judge a pilot once it is over, by its lots; needs no home."""

    def answer() -> Said:
        from leadline.measure.evidence import Plan, analyse_experiment
        from leadline.measure.panel_file import read_units

        recorded = Plan.from_dict(_json_of(plan))
        effect = analyse_experiment(recorded, read_units(results, recorded.outcome, recorded.unit))
        rows = [(check.name, check.passed, check.sentence) for check in effect.checks]
        drawn = table("Checks", ("check", "passed", "what it says"), rows)
        told = Group(effect.sentence(), *effect.notes, drawn if rows else effect.settle())
        return Said(told, effect.as_dict() | {"grade": effect.grade().grade, "sentence": effect.sentence()})

    say(answer, as_json=as_json)


LineOption = Annotated[str, typer.Option(help="The line of the strategy in force that the pilot tests, by its id.")]
LinkOption = Annotated[str, typer.Option(help="business: does the program move the business metric? Or social.")]


@command(experiment, "record")
def record(
    session: Session,
    plan: Annotated[Path, typer.Argument(metavar="PLAN.json", help="As leadline measure experiment design wrote it.")],
    line: LineOption,
    link: LinkOption = "business",
) -> Said:
    """Keep a pilot's plan in the home, for a line, before the pilot begins."""
    from leadline.measure.evidence import Plan
    from leadline.measure.pilots import keep_plan

    recorded, asked = Plan.from_dict(_json_of(plan)), flow.link_of(session.documents(), line, link)
    keep_plan(session.lake, asked, recorded, zone=session.home.company.zone, now=session.home.now())
    told = f"Kept: a pilot of {len(recorded.pairs)} pairs, {recorded.start} to {recorded.end}, for the line “{line}”."
    then = f"When it is over: leadline measure experiment judge RESULTS.csv --line {line}"
    return Said(Group(told, then), {"line": line, "link": link, "start": recorded.start, "end": recorded.end})


@command(experiment, "judge")
def judge(
    session: Session,
    results: Annotated[Path, typer.Argument(metavar="RESULTS.csv", help=_UNITS_HELP)],
    line: LineOption,
    link: LinkOption = "business",
) -> Said:
    """Judge the pilot whose plan was kept for a line, and give the line the grade."""
    from leadline.measure.panel_file import read_units
    from leadline.measure.pilots import judge_pilot, kept_plan

    asked = flow.link_of(session.documents(), line, link)
    plan = kept_plan(session.lake, asked)
    judged = judge_pilot(session.lake, asked, read_units(results, plan.outcome, plan.unit), now=session.home.now())
    effect = judged.effect
    rows = [(check.name, check.passed, check.sentence) for check in effect.checks]
    drawn = table("Checks", ("check", "passed", "what it says"), rows)
    data = {"line": line, "grade": judged.grade, **effect.as_dict(), "sentence": effect.sentence()}
    return Said(Group(effect.sentence(), *effect.notes, drawn), data)


def _planned(plan: Plan, out: Path) -> Group:
    pairs = [(one.treated, one.control) for one in plan.pairs]
    lengths = [(one.days, _shown(one.detectable_share), _shown(one.false_positives.value)) for one in plan.by_days]
    left = f"Not paired, and not part of it: {', '.join(plan.left_out)}." if plan.left_out else ""
    return Group(
        plan.sentence(),
        table("Drawn by lot", ("with the program", "without"), pairs, note=left),
        table("How long", ("#days", "#effect shown 4 times in 5", "#claims of nothing"), lengths),
        f"Recorded in {out} (seed {plan.seed}). When it is over: leadline measure experiment analyse {out} RESULTS.csv",
    )


def _shown(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.1f} %"


def _json_of(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LeadlineError(f"There is no file {file}.", "Name the plan that was recorded.") from None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise LeadlineError(f"{file} holds no plan.", "Name the file that leadline measure experiment design wrote.")
    return found


@command(app, "warnings")
def warnings(session: Session, month: MonthArgument = None) -> Said:
    """Is something starting that people talk about?"""
    asked = flow.month_or_last(session.lake, month)
    found = flow.measure_warnings_of(session.lake, session.documents(), asked, now=session.home.now())
    rows = [(one.severity, one.sentence) for one in found]
    drawn = table(f"Early warnings, {asked.name}", ("severity", "warning"), rows)
    return Said(
        drawn if found else f"No early warning in {asked.name}.", {"warnings": [one.as_dict() for one in found]}
    )


@command(app, "tune")
def tune(session: Session, month: MonthArgument = None) -> Said:
    """What was decided of each line, and what came of the decision before: continue, change or stop (S4.2)."""
    asked = flow.month_or_last(session.lake, month)
    documents = session.documents()
    from leadline.web.measure.tune_page import tune_page

    page = tune_page(session.lake, documents, asked)
    if page is None:
        raise LeadlineError("No strategy is in force.", "Adopt one: leadline strategy adopt strategy.yaml")
    rows = [
        (
            row.joined.id,
            row.joined.grade,
            f"{row.decision.choice}: {row.decision.reason}" if row.decision else "not decided yet",
            f"{row.before.decision.choice}. {row.before.sentence}" if row.before else "–",
        )
        for row in page.rows
    ]
    data = [
        {
            "line": row.joined.id,
            "grade": row.joined.grade,
            "owner": row.owner,
            "decision": asdict(row.decision) if row.decision else None,
            "before": asdict(row.before) if row.before else None,
        }
        for row in page.rows
    ]
    drawn = table(f"{asked.name}: {page.finding}", ("line", "grade", "decided", "what came of the last one"), rows)
    return Said(drawn, {"month": str(asked), "lines": data, "gone": [asdict(one) for one in page.gone]})


@command(app, "decide")
def decide(
    session: Session,
    line: Annotated[str, typer.Argument(help="The line's id, as leadline measure tune lists it.")],
    choice: Annotated[str, typer.Argument(help="continue, change or stop.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
    month: Annotated[str | None, typer.Option(help="As in 2026-03; else the last one.")] = None,
    by: Annotated[str | None, typer.Option(help="Whose decision it is: a name to sign in with.")] = None,
) -> Said:
    """End a line's month: it goes on, changes or stops."""
    asked, documents = flow.month_or_last(session.lake, month), session.documents()
    from leadline.web.accounts.models import Person
    from leadline.web.measure import actions

    person = Person.objects.filter(username=by).first() if by else None
    if by and (person is None or not person.may("tune_lines")):
        raise LeadlineError(f"“{by}” is nobody who decides on lines.", "Name an executive, a strategist or a manager.")
    row = actions.decide(
        session.lake, documents, asked, line, choice=choice, reason=reason, by=person, now=session.home.now()
    )
    sentence = f"{line}: {row.choice} after {asked.name}, with the grade “{row.grade}”."
    return Said(sentence, {"line": line, "month": str(asked), "choice": row.choice, "grade": row.grade})


@command(app, "maturity")
def maturity_command(session: Session, month: MonthArgument = None) -> Said:
    """How far is social activity part of the business, by what is on record (S1.1)?"""
    asked = flow.month_or_last(session.lake, month)
    from leadline.flow.maturity import practice_of
    from leadline.measure.maturity import maturity

    found = maturity(practice_of(session.lake, session.documents(), asked))
    rows = [(one.stage, one.name, "yes" if one.met else "no", one.evidence) for one in found.criteria]
    drawn = table(f"{asked.name}: {found.stage}, stage {found.stage.step} of 4", ("stage", "asks", "met", "by"), rows)
    missing = [f"Next: {one.missing}" for one in found.missing]
    return Said(Group(drawn, *missing), asdict(found) | {"month": str(asked)})


@app.command("capacity")
def capacity_command(
    customers: Annotated[str, typer.Option(help="How many customers the company has, as in 800,000 or 800k.")],
    engaged: Annotated[str, typer.Option(help="How many colleagues answer or speak for it.")],
    as_json: JsonOption = False,
) -> None:
    """How many customers does each engaged colleague have? The framework's own size is 400 (S3.4); needs no home."""

    def answer() -> Said:
        from leadline.measure.capacity import capacity
        from leadline.strategy import parse_number

        found = capacity(int(parse_number(customers)), int(parse_number(engaged)))
        return Said(found.sentence, asdict(found) | {"each": found.each, "missing": found.missing})

    say(answer, as_json=as_json)


def _tried(session: Session, documents: Documents, month: str | None, target: int | None) -> ServiceLevel:
    """Another promise or all months, judged as of the last day heard and kept nowhere."""
    promise = documents.promise if target is None else Promise(target, ALWAYS)
    if promise is None:
        raise LeadlineError("No program promises a reply yet.", "Try one: --target 60 (minutes, around the clock).")
    period = Month.parse(month).period() if month else flow.days_heard(session.lake)
    as_of = flow.last_heard(session.lake, session.home.company)
    return service_level(lay_out(session.lake, promise, marks=documents.marks), promise, as_of, period)


def _kept(found: ServiceLevel) -> Group:
    named = {"all": found.total, "first replies": found.first, "next replies": found.next}
    parties = dict(sorted(found.by_party.items(), key=lambda one: -one[1].n)[:20])
    columns = (
        "",
        "#waits",
        "#kept",
        "#answered in 7 days",
        "#median",
        "#p90",
        "#median elapsed",
        "#overdue",
        *_SET_ASIDE,
    )
    return Group(
        found.sentence(),
        table("Service level", columns, [_row(name, tally) for name, tally in named.items()]),
        table("By party", columns, [_row(name, tally) for name, tally in parties.items()]) if len(parties) > 1 else "",
    )


def _row(name: str, tally: Tally) -> tuple[object, ...]:
    return (
        name,
        tally.n,
        "–" if tally.share is None else f"{tally.share:.1%}".replace("%", " %"),
        "–" if tally.response_rate is None else f"{tally.response_rate:.1%}".replace("%", " %"),
        tally.median_business,
        tally.p90_business,
        tally.median_elapsed,
        tally.overdue,
        tally.dismissed_as_late,
        tally.dismissed_late,
    )
