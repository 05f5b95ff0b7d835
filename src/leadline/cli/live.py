"""`leadline listen run`, `sources`, `secret`, `token`: live sources from the terminal."""

from __future__ import annotations

import signal
import sys
import threading
from getpass import getpass
from typing import Annotated

import typer
from rich.console import Group

from leadline.cli.speaking import Said, Session
from leadline.cli.tables import table
from leadline.errors import LeadlineError
from leadline.flow.listening import Visited, listen, visit_once
from leadline.listen import live

SourcesArgument = Annotated[list[str] | None, typer.Argument(metavar="SOURCE...", help="Some of them; else all.")]


def run(
    session: Session,
    sources: SourcesArgument = None,
    once: Annotated[bool, typer.Option("--once", help="Visit each once, now, and end.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Begin at the source's beginning; known rows stay.")] = False,
) -> Said:
    """Listen to the live sources of sources.yaml, until Ctrl-C. One at a time does so in a home.

    With --once the exit status is 1 where a source could not be read.
    """
    declared = [live.find_source(session.home, name) for name in sources or ()] or live.read_sources(session.home)
    chosen = [one for one in declared if one.door != "file"]
    if not chosen:
        raise LeadlineError(
            f"No live source is declared in {session.home.root / live.FILE}.", "docs/words/listen.md shows how."
        )
    session.records()
    if again:
        with live.running(session.home):
            for one in chosen:
                live.forget_cursor(session.home, one.name)
    if not once:
        return _until_stopped(session, [one.name for one in chosen] if sources else [])
    visited = visit_once(session.home, session.lake, chosen, session.documents)
    told = [{"source": one.source.name, "new": one.new, "error": one.after.error} for one in visited]
    return Said("\n".join(one.sentence for one in visited), {"visited": told}, failed=any(x["error"] for x in told))


def _until_stopped(session: Session, only: list[str]) -> Said:
    stop = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stop.set())

    def tell(one: Visited) -> None:
        if one.new or one.changed or one.after.error:
            session.announce(one.sentence, {"source": one.source.name, "new": one.new, "error": one.after.error})

    def trouble(error: LeadlineError) -> None:
        session.announce(f"{error.sentence} {error.advice}", {"error": error.sentence, "advice": error.advice})

    session.announce("Listening; Ctrl-C ends it.", {"listening": True})
    listen(session.home, session.lake, session.documents, only=only, stop=stop, tell=tell, trouble=trouble)
    return Said("Stopped; nothing is lost, and the next run goes on from here.", {"stopped": True})


def sources(session: Session) -> Said:
    """Show how each live source stands: fresh, silent, in trouble; and when it is tried again."""
    now = session.home.now()
    found = live.standings(session.home, session.lake, now=now)
    rows = [
        (
            one.source.name,
            one.source.door,
            one.messages,
            _time(one.last_at),
            _time(one.state.reached_at),
            one.trouble or "fine",
            _time(one.state.next_at),
        )
        for one in found.sources
    ]
    head = ("source", "door", "#messages", "last said", "reached", "stands", "next try")
    told = [f"{one.source.name}: {one.state.error} {one.state.advice}" for one in found.troubled if one.state.error]
    told += [] if found.is_running else ["Nobody listens now: leadline listen run"]
    data = [
        {
            "source": one.source.name,
            "door": one.source.door,
            "trouble": one.trouble,
            "error": one.state.error,
            "messages": one.messages,
            "waiting": one.waiting,
        }
        for one in found.sources
    ]
    return Said(Group(table("Live sources", head, rows), *told), {"running": found.is_running, "sources": data})


def secret(
    session: Session, source: Annotated[str, typer.Argument(metavar="SOURCE", help="As sources.yaml calls it.")]
) -> Said:
    """Store a source's token or password in the home's keys; it is asked for, or read from a pipe."""
    found = live.find_source(session.home, source)
    said = getpass(f"Secret of {source}: ") if sys.stdin.isatty() else sys.stdin.readline()
    live.keep_secret(session.home, found, said)
    return Said(f"The secret of {source} is stored; only the home's owner can read it.", {"source": source})


def token(
    session: Session,
    source: Annotated[
        str | None, typer.Argument(metavar="SOURCE", help="Who is pushed to; else all are shown.")
    ] = None,
    unsigned: Annotated[bool, typer.Option("--unsigned", help="Take batches without a signature.")] = False,
    revoke: Annotated[str | None, typer.Option(help="Take a token's right away: its id.")] = None,
) -> Said:
    """Make a token with which a program may push messages of one source; shown once, kept as a digest only."""
    session.records()
    from leadline.web.listen import tokens

    now = session.home.now()
    if revoke:
        tokens.revoke(revoke, now=now)
        return Said(f"The token {revoke} opens nothing any more.", {"revoked": revoke})
    if source is None:
        rows = [(one.key, one.source, _time(one.made_at), _time(one.revoked_at)) for one in tokens.tokens()]
        data = [{"id": one[0], "source": one[1], "revoked": one[3] != "–"} for one in rows]
        return Said(table("Tokens", ("id", "source", "made", "revoked"), rows), {"tokens": data})
    made = tokens.make(session.home, live.find_source(session.home, source), signed=not unsigned, now=now)
    text = f"Token of {source}, shown this once:\n{made.token}"
    if made.signing_key:
        text += f"\nKey to sign batches with:\n{made.signing_key}"
    return Said(text, {"source": source, "id": made.id, "token": made.token, "signing_key": made.signing_key})


def _time(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "–"
