"""`leadline engine`: the operator's door to the lake."""

from __future__ import annotations

import typer

from leadline.assess.tables import ASSESSMENTS, CONVERSATIONS, MESSAGE_DAYS, SIGNALS, THEME_DAYS, TURN_MONTHS
from leadline.cli.speaking import Said, Session, command
from leadline.cli.tables import table
from leadline.engine.answers import ANSWERS
from leadline.engine.check import check_table
from leadline.engine.ledger import LEDGER
from leadline.listen import MESSAGES, METRICS
from leadline.programs.waiting import EPISODES

app = typer.Typer(help="Where data live.", no_args_is_help=True)

TABLES = (
    MESSAGES,
    METRICS,
    SIGNALS,
    MESSAGE_DAYS,
    THEME_DAYS,
    CONVERSATIONS,
    TURN_MONTHS,
    ASSESSMENTS,
    EPISODES,
    ANSWERS,
    LEDGER,
)


@command(app, "check")
def check(session: Session) -> Said:
    """Every table: its files, rows, size, and keys that stand twice."""
    states = [check_table(session.lake, declared) for declared in TABLES]
    rows = [(one.table, one.files, one.rows, f"{one.bytes / 1e6:,.1f}", one.doubled, one.version) for one in states]
    drawn = table("The lake", ("table", "#files", "#rows", "#MB", "#keys twice", "#version"), rows)
    return Said(drawn, {"tables": [one.as_dict() for one in states]}, failed=any(one.doubled for one in states))


@command(app, "rebuild")
def rebuild(session: Session) -> Said:
    """Build all cubes anew from the signals."""
    from leadline.assess import rebuild_cubes

    rebuild_cubes(session.lake)
    return Said("The cubes were built anew.", {"rebuilt": True})
