"""`leadline strategy`: begin with a template, lint a file, adopt it.

The surprise: `lint`, `template` and `schema` need no home, so that a file can be checked wherever it lies; with a
home, the lint also knows which metrics have data and which assessments are closed.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from leadline.cli.linting import STANDARD_INPUT, Format, lint_files
from leadline.cli.speaking import HomeOption, JsonOption, Said, Session, command, say
from leadline.config import HOME_FILE, Home, find_home, setting
from leadline.flow import strategy_facts
from leadline.strategy import Facts, find_template, json_schema, method_templates, read_document, template
from leadline.strategy.house_rules import in_house

app = typer.Typer(help="What do we want, and why would it work?", no_args_is_help=True)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="strategy.yaml.")]
FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Files, folders, or - for standard input.", show_default=False)
]
FormatOption = Annotated[Format, typer.Option("--format", help="For people, or for which kind of program.")]
FixOption = Annotated[bool, typer.Option("--fix", help="Write what can be computed; comments and order stay.")]
DiffOption = Annotated[bool, typer.Option("--diff", help="Show what --fix would write, and write nothing.")]
TemplateArgument = Annotated[
    str, typer.Argument(metavar="[TEMPLATE]", help="The template's id; left out, all are listed.")
]


@app.command("lint")
def lint_command(
    files: FilesArgument,
    home: HomeOption = None,
    shape: FormatOption = Format.PEOPLE,
    fix: FixOption = False,
    diff: DiffOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say what is unfinished or unsound, with the line. Exit status 0 where no error is left, 1 where one is, where a
    file cannot be read, or where --diff shows something to write; 2 where the command was called wrongly."""
    shape = Format.JSON if as_json else shape
    as_data = shape in (Format.JSON, Format.SARIF) and not (diff and shape is Format.SARIF)

    def answer() -> Said:
        found = _home_if_any(home)
        return lint_files(files, found, _facts(found), shape=shape, fix=fix, diff=diff)

    say(answer, as_json=as_data, aside=fix and not diff and STANDARD_INPUT in files)


@command(app, "adopt")
def adopt_file(session: Session, file: FileArgument) -> Said:
    """Put the file's strategy in force, if nothing stands between. The same content twice is one version."""
    document = read_document(file)
    documents = session.documents()
    from leadline.web.strategy.actions import adopt

    facts = in_house(strategy_facts(session.lake, documents, _today(session.home)), session.home.root)
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


def _home_if_any(named: Path | None) -> Home | None:
    """The home that was named or lies around here; None where nobody named one and there is none."""
    here = Path.cwd()
    found = any((folder / HOME_FILE).is_file() for folder in (here, *here.parents))
    return find_home(named) if named or setting("LEADLINE_HOME") or found else None


def _facts(home: Home | None) -> Facts:
    if home is None:
        return Facts(today=dt.datetime.now(dt.UTC).astimezone().date())
    session = Session(home, for_people=False)
    return in_house(strategy_facts(session.lake, session.documents(), _today(home)), home.root)


def _today(home: Home) -> dt.date:
    """The day it is where the company is."""
    return home.now().astimezone(home.company.tz).date()
