"""`leadline listen`: parties and imports."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group

from leadline.cli.speaking import Said, Session, command
from leadline.cli.tables import table
from leadline.errors import LeadlineError
from leadline.listen import ImportCount, Options, PartyBook, import_file, read_mapping, read_parties

app = typer.Typer(help="Who said what? What did the business record?", no_args_is_help=True)


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
) -> Said:
    """Take files in. Each ends with a count: read, new, already known, refused."""
    options = Options(profile, zone, party, source, read_mapping(map_) if map_ else None)
    parties = session.parties()
    counts = [_import(session, path, parties, options) for path in files]
    return Said(_counted(counts), {"files": [count.as_dict() for count in counts]})


@command(app, "parties")
def parties(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="parties.yaml; without it, the parties are shown.")] = None,
) -> Said:
    """Say who is who: the own brand, competitors, partners and their accounts."""
    if file is not None:
        session.records()
        from leadline.web.listen.actions import replace_parties

        replace_parties(read_parties(file).parties)
    book = session.parties()
    rows = [(one.id, one.name, one.kind, one.partner_type, ", ".join(one.handles)) for one in book.parties]
    shown = table("Parties", ("id", "name", "kind", "partner type", "accounts"), rows)
    return Said(shown, {"parties": [asdict(one) for one in book.parties]})


def _import(session: Session, path: Path, parties: PartyBook, options: Options) -> ImportCount:
    if path.is_dir():
        raise LeadlineError(f"{path} is a folder.", f"Name its files: leadline listen import {path}/*")
    with session.progress(f"Importing {path.name}") as progress:
        return import_file(
            session.home,
            session.lake,
            path,
            parties=parties,
            options=options,
            now=session.home.now(),
            progress=progress,
        )


def _counted(counts: list[ImportCount]) -> Group:
    rows = [(one.file, one.profile, one.read, one.new, one.known, one.refused) for one in counts]
    counted = table("Imported", ("file", "profile", "#read", "#new", "#already known", "#refused"), rows)
    reasons = [
        f"{one.refused:,} rows of {one.file} were refused, each with its reason in {one.refused_file}"
        for one in counts
        if one.refused
    ]
    return Group(counted, *reasons)
