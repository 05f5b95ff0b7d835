"""`leadline strategy`: begin with a template, lint a file, adopt it.

The surprise: `lint`, `template` and `schema` need no home, so that a file can be checked wherever it lies; with a
home, the lint also knows which metrics have data and which assessments are closed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from leadline.cli.speaking import HomeOption, JsonOption, Said, Session, command, say
from leadline.config import HOME_FILE, Home, find_home, setting
from leadline.flow import strategy_facts
from leadline.strategy import (
    Facts,
    Placed,
    find_template,
    json_schema,
    lint_text,
    method_templates,
    read_document,
    template,
    text_of,
)
from leadline.words import Severity

app = typer.Typer(help="What do we want, and why would it work?", no_args_is_help=True)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="strategy.yaml.")]
TemplateArgument = Annotated[
    str, typer.Argument(metavar="[TEMPLATE]", help="The template's id; left out, all are listed.")
]
_SEVERITIES: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}


@app.command("lint")
def lint_command(file: FileArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Say what is unfinished or unsound, with the line; change nothing. Exit status 1 where there is an error."""
    say(lambda: lint_file(file, _home_if_any(home)), as_json=as_json)


@command(app, "adopt")
def adopt_file(session: Session, file: FileArgument) -> Said:
    """Put the file's strategy in force, if nothing stands between. The same content twice is one version."""
    document = read_document(file)
    documents = session.documents()
    from leadline.web.strategy.actions import adopt

    facts = strategy_facts(session.lake, documents, _today(session.home))
    version = adopt(document, facts, by=None, now=session.home.now())
    is_new = version.number != documents.strategy_version
    told = "is in force" if is_new else "says exactly this already and stays in force"
    sentence = (
        f"Version {version.number} {told}: lines: {len(document.lines)}, "
        f"company objectives: {len(document.company_objectives)}, methods: {len(document.methods)}."
    )
    return Said(sentence, {"version": version.number, "digest": version.digest, "new": is_new})


@app.command("template")
def template_command() -> None:
    """Print a commented file to begin with: leadline strategy template > strategy.yaml"""
    typer.echo(template(), nl=False)


@app.command("method")
def method_command(template_id: TemplateArgument = "", as_json: JsonOption = False) -> None:
    """Print a method to put under `methods:`, or without a name what there is: leadline strategy method page-service"""
    say(lambda: method_text(template_id), as_json=as_json)


@app.command("schema")
def schema_command() -> None:
    """Print the JSON schema of strategy.yaml, for an editor that helps while one types."""
    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def method_text(template_id: str) -> Said:
    """The template as a part of the list; without an id every one with when it helps."""
    if not template_id:
        known = [f"{one.id}: {one.method.name}. Run by: {one.method.run_by}. {one.why}" for one in method_templates()]
        return Said("\n".join(known), {"templates": [one.id for one in method_templates()]})
    found = find_template(template_id)
    lines = found.text.rstrip().splitlines()
    comments = [f"  # {one}" for one in (found.why, f"Before it begins: {found.before}")]
    part = [f"  {'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]
    return Said(Text("\n".join([*comments, *part])), found.method.model_dump(mode="json", exclude_defaults=True))


def lint_file(file: Path, home: Home | None) -> Said:
    """The remarks on a file; without a home, of what the document alone can show."""
    placed = lint_text(text_of(file), _facts(home))
    counts = Counter(one.remark.severity for one in placed)
    told = [_remark(file, one) for one in placed]
    about = (
        []
        if home
        else ["No home was found: which metrics have data, and which assessments are closed, was not checked."]
    )
    data = {
        "file": str(file),
        "home": str(home.root) if home else None,
        "counts": {severity: counts[severity] for severity in _SEVERITIES},
        "remarks": [asdict(one.remark) | {"line": one.line} for one in placed],
    }
    return Said(Group(*told, _summary(counts), *about), data, failed=counts["error"] > 0)


def _home_if_any(named: Path | None) -> Home | None:
    """The home that was named or lies around here; None where nobody named one and there is none."""
    here = Path.cwd()
    found = any((folder / HOME_FILE).is_file() for folder in (here, *here.parents))
    return find_home(named) if named or setting("LEADLINE_HOME") or found else None


def _facts(home: Home | None) -> Facts:
    if home is None:
        return Facts(today=dt.datetime.now(dt.UTC).astimezone().date())
    session = Session(home, for_people=False)
    return strategy_facts(session.lake, session.documents(), _today(home))


def _today(home: Home) -> dt.date:
    """The day it is where the company is."""
    return home.now().astimezone(home.company.tz).date()


def _remark(file: Path, placed: Placed) -> RenderableType:
    """`strategy.yaml:12 error OBJ001`, which editors open at the line; below it the sentence and the advice."""
    remark = placed.remark
    place = f"{file}:{placed.line}" if placed.line else str(file)
    head = Text.assemble(place, "  ", (remark.severity, f"bold {_SEVERITIES[remark.severity]}"), "  ", remark.code)
    return Group(head, Padding(Text(remark.message), (0, 0, 0, 2)), Padding(Text(remark.advice, "dim"), (0, 0, 1, 2)))


def _summary(counts: Counter[Severity]) -> str:
    if not counts:
        return "Nothing to remark."
    told = [f"{counts[one]} {one}{'s' * (counts[one] != 1)}" for one in _SEVERITIES if counts[one]]
    return f"{', '.join(told)}. What each rule means: docs/rules, or the strategy's page."
