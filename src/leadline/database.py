"""Where do people's rows lie: in the home's SQLite, or in a PostgreSQL?

In: the text of LEADLINE_DATABASE_URL. Out: a `PostgreSQL` with the parts of the address, or None for SQLite. libpq
itself reads the address, so that everything it knows (sslmode, a socket, several hosts) may stand in it. The
surprise: no part of an address that cannot be read is ever shown, because a password may have slid into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from leadline.config import setting
from leadline.errors import LeadlineError

URL = "LEADLINE_DATABASE_URL"
CARRIED = "rows-carried.sqlite3"
"""What rows.sqlite3 of a home is called once its rows are in PostgreSQL."""
IN_POSTGRESQL = f"People's records are in PostgreSQL: {URL} names it.\n"
"""What stands in the place of rows.sqlite3 then: a site that still runs without the setting can make no new one."""

_SCHEMES = ("postgresql://", "postgres://")
_EXAMPLE = f"Set it as in {URL}=postgresql://leadline@127.0.0.1:5432/leadline, or unset it for SQLite in the home."
_CONNECT_SECONDS = "10"


@dataclass(frozen=True)
class PostgreSQL:
    """The parts of an address; where host and port are empty, libpq's own count. `secret` is never shown."""

    name: str
    user: str = ""
    host: str = ""
    port: str = ""
    secret: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        at = f"{self.host or 'this machine'}{f', port {self.port}' if self.port else ''}"
        return f"the PostgreSQL database {self.name} at {at}"


def database(url: str | None = None) -> PostgreSQL | None:
    """The PostgreSQL that the setting, or `url`, names; None where rows lie in the home.

    Raises LeadlineError for an address that cannot be read, and where Leadline was installed without PostgreSQL.
    """
    text = (setting(URL) if url is None else url).strip()
    if not text:
        return None
    if not text.startswith(_SCHEMES):
        raise LeadlineError(f"{URL} is no address of a PostgreSQL database.", _EXAMPLE)
    if find_spec("psycopg") is None:
        raise LeadlineError(
            f"{URL} is set, and Leadline was installed without PostgreSQL.", "Install it: make setup-postgresql"
        )
    return _of_parts(_read(text))


def holds_rows(file: Path) -> bool:
    """Whether a home's rows are in this file, or would be: not where it only says that they were carried."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(IN_POSTGRESQL)) != IN_POSTGRESQL.encode()


def check_one_place(root: Path, found: PostgreSQL | None) -> None:
    """Raise LeadlineError where a home's rows would lie in two places, or in the one that is not named."""
    here, carried = holds_rows(root / "rows.sqlite3"), (root / CARRIED).exists()
    if found is not None and here:
        raise LeadlineError(
            f"{root} has people's records in rows.sqlite3, and {URL} names another place.",
            f"Carry them over: leadline engine carry --home {root}. Or unset {URL}.",
        )
    if found is None and carried and not here:
        raise LeadlineError(
            f"The people's records of {root} were carried to PostgreSQL.", f"Set {URL} to the address of that database."
        )


def check_carrying(root: Path, found: PostgreSQL | None) -> None:
    """Raise LeadlineError where there is nothing to carry over, or nowhere to carry it to."""
    if found is None:
        raise LeadlineError(
            f"{URL} is not set, so there is nowhere to carry to.",
            "Set it to the address of an empty PostgreSQL database, then run this again.",
        )
    if (root / CARRIED).exists():
        raise LeadlineError(
            f"The people's records of {root} were carried before: {CARRIED} holds them as they were.",
            f"If they are to be carried once more, put {CARRIED} back in the place of rows.sqlite3 first.",
        )
    if not holds_rows(root / "rows.sqlite3"):
        raise LeadlineError(
            f"{root} has no rows.sqlite3 to carry.", "What people write is in PostgreSQL from the start."
        )


def _read(text: str) -> dict[str, str]:
    """The address as libpq reads it; what it says of a wrong one may hold a password, so its words are dropped."""
    from psycopg import Error
    from psycopg.conninfo import conninfo_to_dict

    try:
        return {name: str(value) for name, value in conninfo_to_dict(text).items()}
    except Error:
        raise LeadlineError(f"{URL} cannot be read as an address.", f"{_signs()} {_EXAMPLE}") from None


def _of_parts(parts: dict[str, str]) -> PostgreSQL:
    name, host, port = (parts.pop(part, "") for part in ("dbname", "host", "port"))
    if "@" in name + host or not all(one.isdecimal() and 0 < int(one) < 65536 for one in port.split(",") if one):
        raise LeadlineError(f"{URL} cannot be read: its host, port or database is none.", f"{_signs()} {_EXAMPLE}")
    if not name:
        raise LeadlineError(f"{URL} names no database.", _EXAMPLE)
    user, secret = parts.pop("user", ""), parts.pop("password", "")
    return PostgreSQL(name, user, host, port, secret, {"connect_timeout": _CONNECT_SECONDS, **parts})


def _signs() -> str:
    return "In a password, signs such as @ : / # % are written as %40 %3A %2F %23 %25."
