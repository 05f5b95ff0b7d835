"""`leadline serve`: the site, for one home."""

from __future__ import annotations

from typing import Annotated

import typer

from leadline.cli.speaking import Said, Session, command
from leadline.config import setting

app = typer.Typer()


@command(app)
def serve(
    session: Session,
    host: Annotated[str | None, typer.Option(help="The address to listen on (or set HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on (or set PORT).")] = None,
) -> Said:
    """Serve the site until Ctrl-C."""
    from leadline.web.serve import serve as serve_site

    def ready(address: str) -> None:
        session.announce(f"Leadline is at {address}", {"address": address})

    at, on = host or setting("HOST"), setting("PORT") if port is None else port
    serve_site(session.home, host=at, port=on, ready=ready)
    return Said("The site has stopped.", {"served": True})
