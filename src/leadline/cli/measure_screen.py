"""`leadline measure screen`: which series of a file foretell which."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Group

from leadline.cli.speaking import JsonOption, Said, json_line, say
from leadline.cli.tables import table
from leadline.errors import LeadlineError

if TYPE_CHECKING:
    from leadline.measure.evidence import Screen, Series

MOST_SHOWN = 20

_SERIES_HELP = "series,date,outcome: a row a series and day; an empty outcome is a missing day."


def screen(
    panel: Annotated[Path, typer.Argument(metavar="PANEL.csv", help=_SERIES_HELP)],
    leads: Annotated[list[str] | None, typer.Option(help="A series that may lead; again for more. Else all.")] = None,
    follows: Annotated[list[str] | None, typer.Option(help="One that may follow; again for more. Else all.")] = None,
    lag: Annotated[int, typer.Option(min=1, max=60, help="The most days from one to the other.")] = 14,
    q: Annotated[float, typer.Option(help="How many of the links kept may be false, in %.")] = 10.0,
    rule: Annotated[Literal["BH", "BY"], typer.Option(help="BY keeps fewer, however links hang together.")] = "BH",
    as_json: JsonOption = False,
) -> None:
    """Which series foretells which? Candidates for a line, never proof. One JSON line a link; needs no home."""

    def answer() -> Said:
        from leadline.measure import evidence
        from leadline.measure.panel_file import read_series

        if not 0 < q < 100:
            raise LeadlineError(f"--q is a rate in percent, and {q:g} is none.", "Give one above 0 and below 100.")
        read = read_series(panel)
        groups = (_named(read.series, names, read.faults, panel) for names in (leads, follows))
        found = evidence.screen(*groups, lags=range(1, lag + 1), q=q / 100, rule=rule)
        kept = len(found.kept)  # they stand first
        for place, link in enumerate(found.links):
            line = link.as_dict() | {"kept": place < kept}
            sys.stdout.write(json_line(line))
        sys.stdout.flush()
        skipped = {**read.faults, **dict(found.skipped)}
        data = {"tried": len(found.links), "kept": kept, "sentence": found.sentence(), "skipped": skipped}
        return Said(_told(found, skipped, read.unknown), data | {"unknown_columns": list(read.unknown)})

    say(answer, as_json=as_json, aside=True)


def _named(
    series: Sequence[Series], names: Sequence[str] | None, faults: Mapping[str, str], file: Path
) -> list[Series]:
    """Those of the names, in their order; all where none are given."""
    if not names:
        return list(series)
    by_name = {one.name: one for one in series}
    for name in names:
        if name in faults:
            raise LeadlineError(f"{name} cannot be read. {faults[name]}", "Mend that row, or name another series.")
        if name not in by_name:
            raise LeadlineError(f"{file.name} has no series “{name}”.", "Write it as the column series does.")
    return [by_name[name] for name in dict.fromkeys(names)]


def _told(found: Screen, skipped: Mapping[str, str], unknown: Sequence[str]) -> Group:
    """What stands on the error stream: the sentence, the likeliest links, and what was not screened."""
    rows = [
        (
            link.leading,
            link.following,
            link.lag,
            f"{link.correlation:+.2f}",
            f"{link.p_value:.2g}",
            *_rates(link.bh, link.by),
        )
        for link in found.kept[:MOST_SHOWN]
    ]
    columns = ("leads", "follows", "#days later", "#correlation", "#p", "#BH", "#BY")
    more = len(found.kept) - len(rows)
    note = f"{more:,} more are kept; every link stands on the standard output." if more else ""
    lines = [f"{name} was not screened: {reason}" for name, reason in skipped.items()]
    if unknown:
        lines.append(f"Not read, for no such column is known: {', '.join(unknown)}.")
    return Group(found.sentence(), *([table("Kept", columns, rows, note=note)] if rows else []), *lines)


def _rates(bh: float, by: float) -> tuple[str, str]:
    return f"{100 * bh:.2g} %", f"{100 * by:.2g} %"
