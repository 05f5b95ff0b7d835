"""`leadline report`: the month, told three ways."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leadline import flow
from leadline.cli.speaking import MonthArgument, Said, Session, command
from leadline.report import html_page, pdf, tell_all

app = typer.Typer()


@command(app)
def report(
    session: Session,
    month: MonthArgument = None,
    out: Annotated[Path | None, typer.Option(help="The folder to write to; else the home's reports/.")] = None,
) -> Said:
    """Freeze the month, and write it for champions, the organisation and decision makers, as HTML and PDF."""
    asked = flow.month_or_last(session.lake, month)
    folder = out or session.home.root / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    kept = flow.report_of(session.lake, session.documents(), asked, now=session.home.now())
    files = []
    for story in tell_all(kept.frozen):
        name = f"{asked}-{story.reader.replace(' ', '-')}"
        for path, content in (
            (folder / f"{name}.html", html_page(story).encode()),
            (folder / f"{name}.pdf", pdf(story)),
        ):
            path.write_bytes(content)
            files.append(str(path))
    text = f"{kept.sentence} Digest {kept.frozen.digest[:12]}:\n" + "\n".join(files)
    until = kept.frozen.facts.told_until
    data = {
        "month": str(asked),
        "version": kept.version,
        "digest": kept.frozen.digest,
        "told_until": None if until is None else until.isoformat(),
        "files": files,
    }
    return Said(text, data)
