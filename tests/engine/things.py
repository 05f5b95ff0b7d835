"""A table to try the lake with."""

from pathlib import Path

from leadline.engine import Column, Lake, Table, rows, scan

THINGS = Table(
    name="things",
    sentence="Things.",
    columns=(
        Column("source", "text", "Where."),
        Column("id", "int", "Which."),
        Column("note", "text", "What.", required=False),
    ),
    key=("source", "id"),
    order=("id",),
)


def things(first: int, last: int, note: str = "a"):
    ids = list(range(first, last))
    return THINGS.of_columns({"source": ["s"] * len(ids), "id": ids, "note": [note] * len(ids)})


def ids(lake: Lake) -> list[int]:
    return sorted(row["id"] for row in rows(scan(lake, THINGS)))


def a_file(lake: Lake) -> Path:
    """The oldest file of the table."""
    return sorted((Path(file) for file in lake.files(THINGS)), key=lambda path: path.stat().st_mtime_ns)[0]
