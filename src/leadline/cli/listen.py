"""`leadline listen`: parties, imports, and what an id of a source is kept as; live sources stand in `live`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group

from leadline.cli import live
from leadline.cli.speaking import Said, Session, command
from leadline.cli.tables import table
from leadline.errors import LeadlineError
from leadline.flow import refresh_desk
from leadline.listen import (
    ImportCount,
    Options,
    PartyBook,
    import_all_sheets,
    import_file,
    kept_as,
    read_mapping,
    read_parties,
)
from leadline.words import PartyId

MOST_REASONS = 5
"""Reasons of refusal that are said; the file of refused rows holds all of them."""

app = typer.Typer(help="Who said what? What did the business record?", no_args_is_help=True)
for _word, _does in (("run", live.run), ("sources", live.sources), ("secret", live.secret), ("token", live.token)):
    command(app, _word)(_does)


@command(app, "import")
def import_files(
    session: Session,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports to take in.")],
    profile: Annotated[
        str | None, typer.Option(help="The export format; else it is recognised by its columns.")
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="The zone of times without an offset, as in Europe/Amsterdam.")
    ] = None,
    party: Annotated[str | None, typer.Option(help="Whom the messages are about, where the file does not say.")] = None,
    source: Annotated[str | None, typer.Option(help="What to call the source; ids are unique within it.")] = None,
    map_: Annotated[str | None, typer.Option("--map", help="For other tables: field=column,field=column.")] = None,
    dates: Annotated[
        str | None, typer.Option(help="How days such as 03/04/2026 are written: day-first or month-first.")
    ] = None,
    numbers: Annotated[
        str | None, typer.Option(help="What stands before a fraction, as in 1.500 or 1,500: point or comma.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Which sheet of a workbook, by number or name; all: each that is known.")
    ] = None,
) -> Said:
    """Take files in. Each ends with a count: read, new, already known, refused; the desk shows what is new at once.

    The exit status is 1 where every row of a file was refused.
    """
    options = Options(profile, zone, party, source, read_mapping(map_) if map_ else None, dates, numbers, sheet)
    parties = session.parties()
    counts = [count for path in files for count in _import(session, path, parties, options)]
    if any(count.kind == "messages" for count in counts):
        refresh_desk(session.lake, session.documents())
    nothing_taken = any(count.read == count.refused > 0 for count in counts)
    return Said(_counted(counts), {"files": [count.as_dict() for count in counts]}, failed=nothing_taken)


@command(app, "parties")
def parties(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="parties.yaml; without it, the parties are shown.")] = None,
) -> Said:
    """Say who is who: the own brand, competitors, partners and their accounts.

    Messages that wait under a name or an account of theirs are counted with them from then on.
    """
    taken = _declare(session, file) if file is not None else {}
    book = session.parties()
    rows = [(one.id, one.name, one.kind, one.partner_type, ", ".join(one.handles)) for one in book.parties]
    shown = table("Parties", ("id", "name", "kind", "partner type", "accounts"), rows)
    names = {one.id: one.name for one in book.parties}
    told = [
        f"{_messages(count)} that waited under a name or an account of {names[party]} {'is' if count == 1 else 'are'} "
        "counted with it now."
        for party, count in taken.items()
    ]
    return Said(Group(shown, *told), {"parties": [asdict(one) for one in book.parties], "taken_over": taken})


@command(app, "pseudonym")
def pseudonym(
    session: Session,
    said: Annotated[str, typer.Argument(metavar="ID", help="An id or a handle, as it stands at its source.")],
) -> Said:
    """Say what an id or a handle is kept as, so that a conversation at its source is found here.

    For the operator: it needs the home's key. Nothing leads back from a pseudonym.
    """
    kept = kept_as(session.home, session.lake, said)
    rows = [(one.what, one.channel, one.pseudonym, one.messages) for one in kept]
    none = "" if kept else "No message came in yet, so there is no channel to look on."
    shown = none or table("Kept as", ("as", "channel", "kept as", "#messages"), rows)
    return Said(shown, {"kept": [asdict(one) for one in kept]})


def _declare(session: Session, file: Path) -> dict[PartyId, int]:
    """Put these parties in force; how many messages each took over that waited for it."""
    session.records()
    from leadline.web.listen.actions import adopt_waiting, replace_parties

    replace_parties(read_parties(file).parties)
    with session.working("Joining what waits"):
        return adopt_waiting()


def _import(session: Session, path: Path, parties: PartyBook, options: Options) -> tuple[ImportCount, ...]:
    if path.is_dir():
        raise LeadlineError(f"{path} is a folder.", f"Name its files: leadline listen import {path}/*")
    home, lake, now = session.home, session.lake, session.home.now()
    with session.progress(f"Importing {path.name}") as progress:
        if options.sheet == "all":
            return import_all_sheets(home, lake, path, parties=parties, options=options, now=now, progress=progress)
        return (import_file(home, lake, path, parties=parties, options=options, now=now, progress=progress),)


def _counted(counts: list[ImportCount]) -> Group:
    rows = [(one.file, one.profile, one.read, one.new, one.known, one.refused) for one in counts]
    counted = table("Imported", ("file", "profile", "#read", "#new", "#already known", "#refused"), rows)
    said = (_refused, _remarks, _erased, _changed, _versions, _unheard, _corrected)
    return Group(counted, *(sentence for one in counts for say in said for sentence in say(one)), *_unread(counts))


def _refused(count: ImportCount) -> Iterator[str]:
    """Why rows were refused, the most frequent reasons first, and where each stands with its advice."""
    if not count.refused:
        return
    every = count.refused == count.read
    which = "Every row" if every else f"{count.refused:,} of {count.read:,} rows"
    yield f"{which} of {count.file} {'was' if every else 'were'} refused:"
    ranked = sorted(count.reasons.items(), key=lambda one: (-one[1], one[0]))
    yield from (f"  {times:,} × {reason}" for reason, times in ranked[:MOST_REASONS])
    if rest := sum(times for _, times in ranked[MOST_REASONS:]):
        yield f"  {rest:,} × for other reasons"
    yield f"Each row stands with its reason and an advice in {count.refused_file}"


def _remarks(count: ImportCount) -> Iterator[str]:
    """What of the file as a whole was not taken."""
    yield from count.remarks


def _erased(count: ImportCount) -> Iterator[str]:
    if count.erased:
        are, stay = ("is", "It stays") if count.erased == 1 else ("are", "They stay")
        told = f"{_messages(count.erased)} of {count.file} {are} by people who asked to be erased"
        yield f"{told}. {stay} out."


def _changed(count: ImportCount) -> Iterator[str]:
    if not count.changed:
        return
    have = "has" if count.changed == 1 else "have"
    yield (
        f"{_messages(count.changed)} of {count.file} {have} an id that is known with another time or author; "
        "what was known stays. If the ids are of another system, import the file with a name of its own: "
        "--source NAME."
    )


def _versions(count: ImportCount) -> Iterator[str]:
    if count.edited:
        was = "was" if count.edited == 1 else "were"
        told = f"{_messages(count.edited)} of {count.file} {was} edited"
        yield f"{told}: the new words are read and quoted, the first ones kept."
    if count.deleted:
        was, stay = ("was", "it stays") if count.deleted == 1 else ("were", "they stay")
        told = f"{_messages(count.deleted)} of {count.file} {was} deleted at the source"
        yield f"{told}: {stay} counted and quoted nowhere."


def _unheard(count: ImportCount) -> Iterator[str]:
    if count.unheard:
        are = "is" if count.unheard == 1 else "are"
        yield (
            f"{_messages(count.unheard)} of {count.file} {are} deleted and never came in under that id and source; "
            "the deletion is kept until then. If it came from another source, name that: --source NAME."
        )


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count:,} messages"


def _unread(counts: list[ImportCount]) -> Iterator[str]:
    if any(count.kind == "messages" and (count.new or count.edited) for count in counts):
        yield "What is new is on no page of assess until it is read: leadline assess, or leadline month."


def _corrected(count: ImportCount) -> Iterator[str]:
    if count.kind == "records" and count.corrected:
        have, counts = (
            ("record", "has changed: it counts") if count.corrected == 1 else ("records", "have changed: each counts")
        )
        yield f"{count.corrected:,} known {have} of {count.file} {counts} as it stands now."
    elif count.corrected == 1:
        yield f"1 new value of {count.file} corrects an earlier one of its source; the new one counts."
    elif count.corrected:
        yield f"{count.corrected:,} new values of {count.file} correct earlier ones of their source; the new count."
