"""Tables for a terminal: quiet, right-aligned numbers, the same look everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table

from leadline.words import Estimate


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, note: str = "") -> Table:
    """Columns whose name begins with `#` hold numbers."""
    drawn = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, caption=note or None)
    drawn.caption_justify = "left"
    for name in columns:
        drawn.add_column(name.lstrip("#"), justify="right" if name.startswith("#") else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(_cell(value) for value in row))
    return drawn


def percent(share: Estimate | None) -> str:
    """`12 % [10, 14]`, or a dash where there is nothing to say."""
    if share is None:
        return "–"
    return f"{share.value:.0%} [{share.low * 100:.0f}, {share.high * 100:.0f}]".replace("%", " %")


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
