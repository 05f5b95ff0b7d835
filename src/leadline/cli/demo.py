"""`leadline demo`: build the invented company once, run its months, serve its site.

The surprise: everything comes in by a company's own doors, in the order in which it happened: the assessment is
closed before the strategy is adopted, each month is reported in the month after it.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from leadline.cli.speaking import JsonOption, Said, Session, err, say
from leadline.config import HOME_FILE, Home, create_home, locked, open_home, setting, stop_clock
from leadline.errors import LeadlineError
from leadline.web.records import hold_nobody

app = typer.Typer()

COMPANY = {"company": "Halden Telecom", "zone": "Europe/Amsterdam", "currency": "EUR"}
BUILDING, BUILT = "demo-building", "demo-built"
"""Marks in the demo's folder. The first is written into an empty folder, before anything else, and becomes the second
when all is there: only a folder that bears it may be thrown away and built anew.
"""


@app.command()
def demo(
    home: Annotated[Path | None, typer.Option("--home", help="Where the demo lives (or set LEADLINE_HOME).")] = None,
    size: Annotated[str, typer.Option(help="tiny, default or full.")] = "default",
    port: Annotated[int | None, typer.Option(help="The port to listen on (or set PORT).")] = None,
    serve: Annotated[bool, typer.Option(help="Serve the site when it is built.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Build the demo company, run its months, serve the site. A second run starts in seconds."""

    def answer() -> Said:
        root = home or Path(setting("LEADLINE_HOME") or "home")
        return _demo(root, size, setting("PORT") if port is None else port, serve, for_people=not as_json)

    say(answer, as_json=as_json)


def _demo(root: Path, size: str, port: int, serve: bool, *, for_people: bool) -> Said:
    from leadline.web.serve import check_port

    if serve:
        check_port(setting("HOST"), port)
    was_built = (root / BUILT).is_file()
    session = Session(_built(root, size), for_people)
    if serve and not was_built:
        # The site's workers are forks, and what a lake has opened does not live on in a fork: serve as a new process.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the same command again
    if serve:
        from leadline.web.serve import serve as serve_site

        serve_site(session.home, host=setting("HOST"), port=port, ready=lambda address: _ready(session, address))
    company, folder = session.home.company.name, session.home.root
    return Said(f"{company} is built in {folder}.", {"company": company, "home": str(folder), "size": size})


def _ready(session: Session, address: str) -> None:
    from leadline.web.accounts.actions import DEMO_PASSWORD, DEMO_PEOPLE

    logins = [role.value for role in DEMO_PEOPLE]
    session.announce(
        f"Leadline is at {address} · sign in as {', '.join(logins)} · password {DEMO_PASSWORD}",
        {"address": address, "logins": logins, "password": DEMO_PASSWORD},
    )


def _built(root: Path, size: str) -> Home:
    """The demo's home, built now unless it was built before. Raises LeadlineError for any other folder."""
    from leadline.demo.company import SizeName

    if size not in get_args(SizeName):
        raise LeadlineError(f"There is no size “{size}”.", f"Use one of: {', '.join(get_args(SizeName))}.")
    if (root / BUILT).is_file():
        return _known(root, size)
    with _alone(root), _told() as tell:
        if (root / BUILT).is_file():
            return _known(root, size)  # somebody else was quicker
        _claim(root, size)
        _build(create_home(root, **COMPANY, beside=BUILDING), size, tell)
        (root / BUILDING).rename(root / BUILT)
    return open_home(root)


def _claim(root: Path, size: str) -> None:
    """Leave nothing in the folder but the mark. Raises LeadlineError where what lies in it is not the demo's."""
    if (root / BUILDING).is_file():
        _clear(root)  # an earlier build was cut off; everything in it can be made again
    elif (root / HOME_FILE).exists():
        raise LeadlineError(f"{root} is a company's own home.", "Name another folder: LEADLINE_HOME=… make demo")
    elif any(root.iterdir()):
        raise LeadlineError(f"{root} is not empty, and not the demo's.", "Name a new or an empty folder.")
    (root / BUILDING).write_text(f"{size}\n")


def _alone(root: Path) -> AbstractContextManager[None]:
    """Build while nobody else does. Raises LeadlineError where somebody builds."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    sentence = f"Another process is building the demo in {root}."
    return locked(root, busy=LeadlineError(sentence, "Wait until it is built, then run this again."))


def _clear(root: Path) -> None:
    """All but the mark, which stands until the last moment: this may be cut off too."""
    for one in root.iterdir():
        if one.name != BUILDING:
            shutil.rmtree(one) if one.is_dir() else one.unlink()


@contextmanager
def _told() -> Iterator[Callable[[str], None]]:
    """What is being done: one line that changes while people watch a terminal, else a line each."""
    if not err.is_terminal:
        yield lambda words: err.print(f"Building the demo company: {words}", soft_wrap=True)
        return
    with err.status("Building the demo company") as status:
        yield lambda words: status.update(f"Building the demo company: {words}")


def _known(root: Path, size: str) -> Home:
    if (was := (root / BUILT).read_text().strip()) != size:
        raise LeadlineError(
            f"{root} holds the demo of size {was}.", f"Name another folder, or delete {root} to build it anew."
        )
    return open_home(root)


def _build(home: Home, size: Any, tell: Callable[[str], None]) -> None:
    from leadline.demo.planted import WORLD
    from leadline.demo.world import write_world

    morning = WORLD.last + dt.timedelta(days=1)  # after the last message: nothing lies in the future
    home = stop_clock(home, dt.datetime.combine(morning, dt.time(8, 40), home.company.tz))
    Session(home, for_people=True).records()
    if not hold_nobody():
        raise LeadlineError(
            "LEADLINE_DATABASE_URL names a database in which people's records stand already.",
            "Unset it for the demo, or name a new, empty database.",
        )
    folder = home.root / "demo"
    world = write_world(folder, size=size, progress=lambda what, done, of: tell(f"writing {what} ({done} of {of})"))
    from leadline.web.building import build_company

    build_company(home, world, tell)
