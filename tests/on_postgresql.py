"""Run the site's tests on a real PostgreSQL: `python -m tests.on_postgresql [what pytest takes]`.

In: the server on 127.0.0.1:5432, where whoever runs this may make databases; else Debian's PostgreSQL, started here
in a temporary folder. Out: pytest's exit status. Each run has databases of its own and drops them. They sort texts as
English does and not by code point, as a server in production may. The surprise: without any PostgreSQL this says so
in one line and succeeds, except under CI=true, where it fails.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

BINARIES = Path("/usr/lib/postgresql")
MISSING = "The tests on PostgreSQL are not run: there is no server on 127.0.0.1:5432 (apt install postgresql)."
ALL_OF_THE_SITE = ("tests/web",)


def main(arguments: list[str]) -> int:
    with server() as address:
        if address is None:
            print(MISSING)
            return 1 if os.environ.get("CI") == "true" else 0
        with databases(address) as name:
            environ = os.environ | {"LEADLINE_DATABASE_URL": f"{address}/{name}"}
            shared_out = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
            command = [sys.executable, "-m", "pytest", *shared_out, *(arguments or ALL_OF_THE_SITE)]
            return subprocess.run(command, env=environ, check=False).returncode


@contextmanager
def server() -> Iterator[str | None]:
    """The address of a server where databases can be made, without a database's name; None where there is none."""
    for user in dict.fromkeys((pwd.getpwuid(os.getuid()).pw_name, "postgres")):
        address = f"postgresql://{user}@127.0.0.1:5432"
        if _may_make_databases(address):
            yield address
            return
    if not _binaries():
        yield None
        return
    with _own_server(_binaries()[-1]) as address:
        yield address


@contextmanager
def databases(address: str) -> Iterator[str]:
    """A new database, and beside it `<name>_template`, which those of the tests are copied from; dropped afterwards."""
    name = f"leadline_{secrets.token_hex(4)}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        for one in (name, f"{name}_template"):
            make = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
            connection.execute(sql.SQL(make).format(sql.Identifier(one)))
        try:
            yield name
        finally:
            made = connection.execute("SELECT datname FROM pg_database WHERE strpos(datname, %s) > 0", [name])
            for (one,) in made.fetchall():
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(one)))


def _may_make_databases(address: str) -> bool:
    try:
        with psycopg.connect(f"{address}/postgres", connect_timeout=3) as connection:
            asked = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            found = connection.execute(asked).fetchone()
            return bool(found and found[0]) and connection.info.server_version >= 150000
    except psycopg.Error:
        return False


def _binaries() -> list[Path]:
    """Debian's folders of programs that know ICU, the newest last."""
    found = (path.parent for path in BINARIES.glob("*/bin/initdb") if path.parts[-3].isdecimal())
    return sorted((path for path in found if int(path.parts[-2]) >= 15), key=lambda path: int(path.parts[-2]))


@contextmanager
def _own_server(binaries: Path) -> Iterator[str]:
    """A server of this run alone, by a user without rights: PostgreSQL refuses root."""
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="leadline-postgresql-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        data = str(folder / "data")
        _do(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", user=user)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        _do(binaries / "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start", user=user)
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            _do(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop", user=user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str | None:
    """Nobody else where this is no root; else PostgreSQL's own user, or nobody."""
    if os.getuid() != 0:
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _do(program: Path, *words: str, user: str | None) -> None:
    group = pwd.getpwnam(user).pw_gid if user else None
    subprocess.run(
        [program, *words],
        user=user,
        group=group,
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
