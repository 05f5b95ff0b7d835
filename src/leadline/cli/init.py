"""`leadline init`: make a folder a company's home."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leadline.cli.speaking import Said, say
from leadline.config import create_home

app = typer.Typer()


@app.command()
def init(
    home: Annotated[Path, typer.Argument(metavar="HOME", help="A new or empty folder.")],
    company: Annotated[str, typer.Option(help="The company's name.")],
    zone: Annotated[str, typer.Option(help="Its time zone, as in Europe/Amsterdam.")] = "UTC",
    currency: Annotated[str, typer.Option(help="Its currency, as in EUR.")] = "EUR",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Make a folder a company's home. A second time changes nothing."""

    def answer() -> Said:
        made = create_home(home, company=company, zone=zone, currency=currency)
        text = f"{made.root} is the home of {made.company.name} ({made.company.zone}, {made.company.currency})."
        return Said(text, {"home": str(made.root), "company": made.company.name})

    say(answer, as_json=as_json)
