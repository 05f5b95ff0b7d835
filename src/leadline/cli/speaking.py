"""How a command answers: for people by default, as JSON with `--json`, and errors as one sentence with an advice.

A command is a function that takes a `Session` first and returns `Said`. `command` adds `--home` and `--json` to it,
opens the home, and prints. Nothing else in the terminal prints. The surprise: whatever fails is told in two sentences,
also what nobody foresaw; the traceback is for who asks for it with LEADLINE_DEBUG.
"""

from __future__ import annotations

import functools
import inspect
import json
import logging
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console, RenderableType
from rich.text import Text

from leadline.config import Home, find_home, setting
from leadline.errors import LeadlineError
from leadline.web.records import open_records
from leadline.words import RemarkedError

if TYPE_CHECKING:
    from leadline.assess import Layer, Themes
    from leadline.engine import Lake
    from leadline.flow import Documents
    from leadline.listen import PartyBook

out = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 140)
err = Console(stderr=True, highlight=False, markup=False)

HomeOption = Annotated[Path | None, typer.Option("--home", help="The company's folder (or set LEADLINE_HOME).")]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
MonthArgument = Annotated[str | None, typer.Argument(metavar="MONTH", help="As in 2026-03; else the last one.")]


@dataclass(frozen=True)
class Said:
    """A command's answer: `text` for people, `data` for programs; `failed` makes the exit status 1.

    `as_it_stands` prints the text's lines however long they are: another program reads them.
    """

    text: RenderableType
    data: dict[str, Any] = field(default_factory=dict)
    failed: bool = False
    as_it_stands: bool = False


@dataclass(frozen=True)
class Session:
    """What a command works with: the home, its lake, and whether people are reading."""

    home: Home
    for_people: bool

    @functools.cached_property
    def lake(self) -> Lake:
        from leadline.engine import Lake

        return Lake(self.home.lake)

    def records(self) -> None:
        """Open people's records; the site's actions may be imported from then on."""
        open_records(self.home)
        logging.getLogger("leadline").setLevel(logging.WARNING)

    def documents(self) -> Documents:
        """People's records, as plain values."""
        self.records()
        from leadline.web.documents import documents

        return documents()

    def parties(self) -> PartyBook:
        """Who is who; of all that people wrote, the part that a plain command needs."""
        self.records()
        from leadline.web.listen.convert import party_book

        return party_book(self.home.company)

    def layer(self) -> Layer | None:
        """What the company's corrections changed of the model."""
        self.records()
        from leadline.web.assess.convert import layer

        return layer()

    def themes(self) -> Themes:
        """The company's list of themes, or the one that comes with Leadline."""
        self.records()
        from leadline.web.assess.convert import themes

        return themes()

    def announce(self, text: str, data: dict[str, Any]) -> None:
        """Say something before the command has ended; as one line of JSON where programs read."""
        if self.for_people:
            out.print(text, soft_wrap=True)
        else:
            sys.stdout.write(_as_json(data, indent=None))
            sys.stdout.flush()

    def progress(self, what: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:
        """A bar on the error stream while people watch a terminal; otherwise silence."""
        return counting(what, total, for_people=self.for_people)

    @contextmanager
    def working(self, what: str) -> Iterator[Callable[[str], None]]:
        """A line that says what is being done, while people watch a terminal; otherwise silence."""
        if not (self.for_people and err.is_terminal):
            yield lambda _: None
            return
        with err.status(what) as status:
            yield lambda now: status.update(f"{what}: {now}")


@contextmanager
def counting(what: str, total: int | None = None, *, for_people: bool = True) -> Iterator[Callable[[int], None]]:
    """A bar on the error stream while people watch a terminal; otherwise silence."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not (for_people and err.is_terminal)) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


Command = Callable[..., Said]


def command(app: typer.Typer, name: str | None = None) -> Callable[[Command], Command]:
    """Register a function of (session, ...) as a command of `app`; without a name as its only one."""

    def register(function: Command) -> Command:
        app.command(name)(_runs(function))
        return function

    return register


def default(app: typer.Typer) -> Callable[[Command], Command]:
    """Register a function of (session, ...) as what `app` does when no command of its own is named."""

    def register(function: Command) -> Command:
        app.callback(invoke_without_command=True)(_runs(function, unless_called=True))
        return function

    return register


def _runs(function: Command, *, unless_called: bool = False) -> Callable[..., None]:
    @functools.wraps(function)
    def run(*, ctx: typer.Context, home: Path | None, as_json: bool, **options: Any) -> None:
        if not (unless_called and ctx.invoked_subcommand):
            say(lambda: function(Session(find_home(home), not as_json), **options), as_json=as_json)
        elif home is not None or as_json:
            _stop(_misplaced(ctx), as_json=as_json)

    run.__signature__ = _with_home_and_json(function)  # type: ignore[attr-defined]
    return run


def json_line(data: dict[str, Any]) -> str:
    """One line, also for readers that take U+2028 and its like, in a name for instance, for the end of one."""
    line = json.dumps(data, ensure_ascii=False, allow_nan=False)
    for end in ("\x85", "\u2028", "\u2029"):
        line = line.replace(end, f"\\u{ord(end):04x}")
    return line + "\n"


def say(answer: Callable[[], Said], *, as_json: bool, aside: bool = False) -> None:
    """Run a command and print what it says; an error is two sentences on the error stream and exit status 1.

    `aside` prints the answer on the error stream, too: of a command whose output is a file's rows.
    """
    try:
        said = answer()
    except Exception as error:
        if setting("LEADLINE_DEBUG"):
            raise
        _stop(_in_words(error), as_json=as_json)
    if as_json:
        (sys.stderr if aside else sys.stdout).write(_as_json(said.data, indent=2))
    else:
        (err if aside else out).print(said.text, soft_wrap=aside or said.as_it_stands)
    if said.failed:
        raise typer.Exit(1)


def _stop(error: LeadlineError, *, as_json: bool) -> NoReturn:
    remarks = error.remarks if isinstance(error, RemarkedError) else ()
    if as_json:
        told = {"remarks": [asdict(one) for one in remarks]} if remarks else {}
        sys.stderr.write(_as_json({"error": error.sentence, "advice": error.advice, **told}, indent=None))
    else:
        _print_two(error.sentence, error.advice)
        for one in remarks[1:]:
            _print_two(f"{one.code}: {one.message}", one.advice)
    raise typer.Exit(1) from None


def _print_two(sentence: str, advice: str) -> None:
    err.print(Text(sentence, "bold"), soft_wrap=True)
    err.print(advice, soft_wrap=True)


def _in_words(error: Exception) -> LeadlineError:
    """What a person can act on, whatever was raised."""
    if isinstance(error, LeadlineError):
        return error
    if isinstance(error, BrokenPipeError):
        return LeadlineError("Whoever reads the output closed it before its end.", "What was written so far is a part.")
    if isinstance(error, OSError):
        what = error.filename or "A file"
        return LeadlineError(
            f"{what} cannot be used: {error.strerror or error}.", "Look at its rights, and at the space on the disk."
        )
    if type(error).__module__.startswith("django.db"):
        return LeadlineError(
            f"People's records cannot be used: {error}.",
            "Look at rows.sqlite3 in the home (or LEADLINE_DATABASE_URL), its rights, and the space on the disk.",
        )
    return LeadlineError(
        f"Something happened that nobody foresaw: {type(error).__name__}: {error}",
        "Run it again with LEADLINE_DEBUG=yes to see where, and report it.",
    )


def _misplaced(ctx: typer.Context) -> LeadlineError:
    word = ctx.invoked_subcommand
    return LeadlineError(
        f"--home and --json stand before “{word}”, where they would be overlooked.",
        f"Write them at the end: leadline {ctx.info_name} {word} --home HOME --json",
    )


def _as_json(data: Any, *, indent: int | None) -> str:
    """Valid JSON, whatever plain values hold: what is not a number is nothing, other keys are words."""
    return json.dumps(_plain(data), default=str, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _with_home_and_json(function: Callable[..., Said]) -> inspect.Signature:
    signature = inspect.signature(function, eval_str=True)
    mine = [one for one in signature.parameters.values() if one.name != "session"]
    keyword = inspect.Parameter.KEYWORD_ONLY
    added = [
        inspect.Parameter("ctx", keyword, annotation=typer.Context),
        inspect.Parameter("home", keyword, default=None, annotation=HomeOption),
        inspect.Parameter("as_json", keyword, default=False, annotation=JsonOption),
    ]
    return signature.replace(parameters=[*(one.replace(kind=keyword) for one in mine), *added], return_annotation=None)
