"""Open people's records of one home outside a web server: for the terminal and the demo."""

from __future__ import annotations

import os

from leadline.config import Home, locked
from leadline.database import PostgreSQL, check_carrying, check_one_place, database
from leadline.errors import LeadlineError


def open_records(home: Home, *, carrying: bool = False) -> None:
    """Set Django up for this home and bring its database up to date. One home a process.

    `carrying` is for who brings the rows from one place to another. Raises LeadlineError where the rows lie in two
    places, and where a PostgreSQL cannot be reached or may not be changed.
    """
    import django
    from django.apps import apps

    if apps.ready:
        _must_be_open(home)
        return
    found = database()
    (check_carrying if carrying else check_one_place)(home.root, found)
    os.environ["LEADLINE_HOME"] = str(home.root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadline.web.settings")
    django.setup()
    if found is not None:
        _reach(found)
    if not _is_current():
        _migrate(home, found)


def hold_nobody() -> bool:
    """Whether nobody may sign in yet: the records are new."""
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()


def _must_be_open(home: Home) -> None:
    from django.conf import settings

    opened = settings.HOME.root if settings.HOME else None
    if opened != home.root:
        raise LeadlineError(f"This process already works in {opened}.", "Use one process a home.")


def _reach(found: PostgreSQL) -> None:
    """Raise LeadlineError, with what the server said, where no connection to it can be made or texts would be lost."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            [encoding] = cursor.fetchone()
    except DatabaseError as error:
        raise LeadlineError(
            f"{_capital(found)} cannot be used: {said_by(error)}.",
            f"Start it, make the database (createdb {found.name}), or put address, user and password in "
            "LEADLINE_DATABASE_URL right.",
        ) from None
    if encoding != "UTF8":
        raise LeadlineError(
            f"{_capital(found)} keeps texts as {encoding}, which not every text can be.",
            f"Make a database that keeps all of them: createdb --encoding UTF8 --template template0 {found.name}",
        )


def said_by(error: Exception) -> str:
    """What a database says is wrong, in one line: of several attempts to reach it the last, without its hint."""
    origin: BaseException = error
    while (earlier := origin.__cause__ or origin.__context__) is not None:
        origin = earlier
    if primary := getattr(getattr(origin, "diag", None), "message_primary", None):
        return str(primary).rstrip(".")
    lines = [line.strip() for line in str(error).splitlines() if not line.startswith(("\t", " ", "Multiple", "- "))]
    last = next((line for line in reversed(lines) if line), type(error).__name__)
    return last.split("failed: ")[-1].removeprefix("FATAL:").strip().rstrip(".")


def _capital(found: PostgreSQL) -> str:
    return str(found)[0].upper() + str(found)[1:]


def _is_current() -> bool:
    """Whether every migration there is has been applied: one query and a look at the file names."""
    from django.apps import apps
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
            cursor.execute("SELECT 1 FROM cache LIMIT 1")
    except DatabaseError:
        return False
    return all((app.label, name) in applied for app in apps.get_app_configs() for name in _migrations(app.path))


def _migrations(folder: str) -> list[str]:
    """The names of an app's migrations, as Django counts them."""
    try:
        names = os.listdir(os.path.join(folder, "migrations"))
    except FileNotFoundError:
        return []
    return [name.removesuffix(".py") for name in names if name.endswith(".py") and name[0] not in "_~"]


def _migrate(home: Home, found: PostgreSQL | None) -> None:
    """Bring the database up to date, one process at a time: the others wait, and find it done."""
    from django.db import DatabaseError

    with locked(home.lake):
        if _is_current():
            return
        try:
            migrate("default")
        except DatabaseError as error:
            if found is None:
                raise
            raise LeadlineError(
                f"The tables of people's records cannot be made in {found}: {said_by(error)}.",
                f"Let Leadline's user own the database: ALTER DATABASE {found.name} OWNER TO …",
            ) from None


def migrate(alias: str) -> None:
    """Make the tables of one of Django's databases, or bring them up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False, database=alias)
    call_command("createcachetable", verbosity=0, database=alias)
