"""`leadline engine`: the operator's door to the lake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType

from leadline.cli.speaking import JsonOption, Said, Session, command, say
from leadline.cli.tables import table
from leadline.config import Home, open_home
from leadline.database import CARRIED, database, holds_rows
from leadline.engine.backup import back_up, clear, restore
from leadline.engine.check import TableState, check_table
from leadline.engine.repair import repair_table
from leadline.errors import LeadlineError
from leadline.flow.tables import TABLES
from leadline.web.records import open_records

if TYPE_CHECKING:
    from leadline.engine import Lake

app = typer.Typer(help="Where data live.", no_args_is_help=True)
_KEPT_COPIES = "let them expire, or erase again after restoring one."


@command(app, "check")
def check(session: Session) -> Said:
    """Every table: its files against their checksums, its rows, and keys that stand twice."""
    states = [check_table(session.lake, declared) for declared in TABLES]
    rows = [_row(state) for state in states]
    late = _behind(session.lake, states)
    head = ("table", "#files", "#rows", "#MB", "#version", "#damaged", "#keys twice", "#unsealed", "#left over")
    drawn: list[RenderableType] = [table("The lake", head, rows), *_wrong(states, late)]
    whole = all(state.is_whole for state in states)
    told = {"whole": whole, "behind": list(late), "tables": [one.as_dict() for one in states]}
    return Said(Group(*drawn), told, failed=not whole)


def _behind(lake: Lake, states: list[TableState]) -> tuple[str, ...]:
    """Cubes that are not of the rows as they stand; none can be named where a log cannot be read."""
    from leadline.flow.mending import behind

    return () if any(state.log for state in states) else behind(lake)


def _row(state: TableState) -> tuple[object, ...]:
    counted = (state.files, state.rows, f"{state.bytes / 1e6:,.1f}", state.version)
    return (state.table, *counted, len(state.damages), state.doubled, state.unsealed, state.left)


def _wrong(states: list[TableState], late: tuple[str, ...]) -> list[str]:
    """A sentence for each thing that is not as it should be, and what mends it."""
    logs = [f"{state.table}: {state.log}" for state in states if state.log]
    files = [f"{one.table}: {file.file}: {file.fault}, {file.rows:,} rows" for one in states for file in one.damages]
    doubled = [f"{one.table}: {one.doubled:,} keys stand more than once" for one in states if one.doubled]
    spoilt = [f"{one.table}: {one.spoilt} lookups are not as they were written" for one in states if one.spoilt]
    wrong = [*logs, *files, *doubled, *spoilt]
    unread = [f"{one.table}: {it.what}: cannot be read now: {it.why}" for one in states for it in one.unread]
    told = [*wrong, *(["Mend it: leadline engine repair"] if wrong else []), *unread]
    if late:
        told.append(f"Not of the rows as they stand now: {', '.join(late)}. Make them anew: leadline engine rebuild")
    return told or ["The lake is whole."]


@command(app, "repair")
def repair(session: Session) -> Said:
    """Mend what check finds, and say what was done, and how what was lost comes back. Damaged files are set aside."""
    from leadline.flow.mending import WAYS_BACK

    mended = {declared.name: repair_table(session.lake, declared) for declared in TABLES}
    left = [sentence for one in mended.values() for sentence in one.left]
    remade, failed = _remade(session.lake)
    done = [*(deed for one in mended.values() for deed in one.deeds), *(f"{name}: made anew." for name in remade)]
    again = [f"{name}: {WAYS_BACK[name]}" for name, one in mended.items() if one.lost_rows and name not in remade]
    told = [*done, *again, *left, *failed] or ["Nothing was to be done."]
    data = {"done": done, "again": again, "left": [*left, *failed], "made_anew": list(remade)}
    return Said("\n".join(told), data, failed=bool(left or failed))


def _remade(lake: Lake) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cubes that were made anew, since they were not of the rows as they stand; and why they could not be."""
    from leadline.flow.mending import remake

    try:
        return remake(lake), ()
    except LeadlineError as error:
        return (), (f"The cubes could not be made anew: {error.sentence} Then run: leadline engine rebuild",)


@command(app, "backup")
def backup(session: Session, folder: Annotated[Path, typer.Argument(help="A new folder, on another disk.")]) -> Said:
    """Copy the company's folder while everybody works on. The copy holds the keys: keep it as safe as the home."""
    done = back_up(session.home, TABLES, folder, now=dt.datetime.now(dt.UTC), write_rows=_rows_elsewhere(session))
    return Said(f"{done.files} files, {done.bytes / 1e6:,.1f} MB, copied to {folder}.", done.as_dict())


def _rows_elsewhere(session: Session) -> Callable[[Path], object] | None:
    """What writes people's rows into a backup where they lie in PostgreSQL; None where they lie in the home."""
    if database() is None:
        return None
    session.records()
    from leadline.web.carrying import rows_into

    return rows_into


@app.command("restore")
def restore_into(
    folder: Annotated[Path, typer.Argument(help="The folder of a backup.")],
    home: Annotated[Path, typer.Argument(metavar="HOME", help="A new or empty folder.")],
    erased_in: Annotated[
        Path | None, typer.Option(help="The home that it stands in for: who was erased there since, is erased again.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a backup back into an empty folder: every file is compared with its checksum, then the lake is checked."""

    def answer() -> Said:
        elsewhere = database()  # an address that cannot be read stops here, before anything is written
        done = restore(folder, home, TABLES)
        text = f"{home} is {done.company} as of {done.made_at}: {done.files} files, all as they were backed up."
        back = open_home(home)
        rows = _carry_or_leave_nothing(back) if elsewhere and holds_rows(back.rows) else None
        told = f" {rows:,} rows were carried into PostgreSQL." if rows is not None else ""
        again = _erase_again(back, erased_in) if erased_in else []
        told += f" Erased again, as it was since: {len(again):,} of {erased_in}." if erased_in else ""
        return Said(text + told, {**done.as_dict(), "carried": rows, "erased_again": again})

    say(answer, as_json=as_json)


def _erase_again(home: Home, former: Path) -> list[str]:
    """Whoever was erased in the former home and stands in the one that came back."""
    from leadline.engine import Lake
    from leadline.listen import erased_people

    there, here = erased_people(Lake(open_home(former).lake)), erased_people(Lake(home.lake))
    missing = {author: at for author, at in there.items() if here.get(author) != at}
    if missing:
        open_records(home)
        from leadline.web.erasing import erase

        for author, at in missing.items():
            erase(home, Lake(home.lake), author, now=at)
    return sorted(missing)


@command(app, "carry")
def carry(session: Session) -> Said:
    """Carry people's records from rows.sqlite3 into the empty PostgreSQL that LEADLINE_DATABASE_URL names."""
    rows = _carry(session.home)
    aside = session.home.root / CARRIED
    text = f"{rows:,} rows were carried into PostgreSQL, and compared. The file they came from is {aside} now."
    return Said(text, {"carried": rows, "aside": str(aside)})


def _carry_or_leave_nothing(home: Home) -> int:
    """A home whose rows found no place is none: everything stands in the backup still."""
    try:
        return _carry(home)
    except LeadlineError:
        clear(home.root)
        raise


def _carry(home: Home) -> int:
    open_records(home, carrying=True)
    from leadline.web.carrying import carry_home

    return carry_home(home)


@command(app, "erase")
def erase_person(
    session: Session,
    person: Annotated[str, typer.Argument(help="The handle at its source, the pseudonym on a page, or guest-….")],
    channel: Annotated[str | None, typer.Option(help="Where they write, if the handle is met on several.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase; without it nothing is changed.")] = False,
) -> Said:
    """Erase a person who asks for it: what they said and all that follows from it. Run it again if it was stopped."""
    if person.startswith("guest-"):
        return _erase_guest(session, person, yes=yes)
    from leadline.listen import said_by, whom

    author = whom(session.home, session.lake, person, channel=channel)
    if not yes:
        held = len(said_by(session.lake, author))
        text = f"{author} wrote {held:,} message{'' if held == 1 else 's'}. Nothing was erased: add --yes to do it."
        return Said(f"{text} There is no way back but a backup.", {"person": author, "messages": held})
    session.records()
    from leadline.web.erasing import erase

    with session.working("Erasing"):
        done = erase(session.home, session.lake, author, now=session.home.now())
    return Said(f"{done.sentence} Backups that were made before hold them still: {_KEPT_COPIES}", done.as_dict())


def _erase_guest(session: Session, key: str, *, yes: bool) -> Said:
    """Somebody who was invited to help make a strategy: words, votes and signatures, and the name everywhere."""
    session.records()
    from leadline.web.together.erasing import erase_guest, find_guest

    guest = find_guest(key)
    said = guest.words.count()
    if not yes:
        text = f"{guest} said {said:,} thing{'' if said == 1 else 's'}. Nothing was erased: add --yes to do it."
        return Said(f"{text} There is no way back but a backup.", {"person": key, "words": said})
    rows = erase_guest(guest)
    text = f"{key} is erased: {rows:,} rows, and the name in every version and draft. "
    return Said(f"{text}Backups that were made before hold them still: {_KEPT_COPIES}", {"person": key, "rows": rows})


@command(app, "rebuild")
def rebuild(session: Session) -> Said:
    """Build all cubes and the full-text index anew from the messages and the signals."""
    from leadline.flow.mending import rebuild as rebuild_all

    rebuild_all(session.lake)
    return Said("The cubes were built anew.", {"rebuilt": True})
