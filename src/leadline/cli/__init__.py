"""`leadline`: one command per word, the same words as the site's.

Each command answers for people, or as JSON with `--json`; an error is a sentence and an advice, and the exit
status 1. The surprise: a word's module is loaded when the word is used, so that a quick command stays quick.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

WORDS: dict[str, str] = {
    "init": "Make a folder a company's home.",
    "listen": "Who said what? What did the business record?",
    "assess": "What does it mean? Read messages, draw the x-ray; close it.",
    "strategy": "What do we want, and why would it work? Lint and adopt.",
    "programs": "Who does what, when, with what? Plans and champions.",
    "measure": "Did it happen, and because of us? Service levels, effects, warnings.",
    "value": "What is it worth, how sure are we? Costs and ROI.",
    "report": "Who should know? The month, told three ways.",
    "month": "Check everything, then run every stage for one month.",
    "serve": "The site, until Ctrl-C.",
    "demo": "The demo company: built, run and served.",
    "people": "Who may sign in.",
    "engine": "The operator's door to the lake.",
}
"""Every command with its sentence; each is the Typer app of the module `leadline.cli.<word>`."""


class Words(TyperGroup):
    """Commands that are loaded when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(WORDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in WORDS:
            return None
        found = typer.main.get_command(import_module(f"leadline.cli.{cmd_name}").app)
        found.name = cmd_name
        return found

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(WORDS.items()))


app = typer.Typer(
    cls=Words,
    name="leadline",
    help="Social business strategy: from what people say to what it is worth.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"leadline {version('leadline')}")
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which Leadline this is.")
]


@app.callback()
def _leadline(asked: VersionOption = False) -> None:
    """Social business strategy: from what people say to what it is worth."""


def main() -> None:
    """The console script."""
    app(prog_name="leadline")
