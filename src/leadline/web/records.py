"""Open people's records of one home outside a web server: for the terminal and the demo."""

from __future__ import annotations

import os

from leadline.config import Home, locked
from leadline.errors import LeadlineError


def open_records(home: Home) -> None:
    """Set Django up for this home and bring its database up to date. One home a process."""
    import django
    from django.apps import apps

    if apps.ready:
        _must_be_open(home)
        return
    os.environ["LEADLINE_HOME"] = str(home.root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadline.web.settings")
    django.setup()
    if not _is_current():
        _migrate(home)


def _must_be_open(home: Home) -> None:
    from django.conf import settings

    opened = settings.HOME.root if settings.HOME else None
    if opened != home.root:
        raise LeadlineError(f"This process already works in {opened}.", "Use one process a home.")


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


def _migrate(home: Home) -> None:
    """Bring the database up to date, one process at a time: the others wait, and find it done."""
    from django.core.management import call_command

    with locked(home.lake):
        if not _is_current():
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
