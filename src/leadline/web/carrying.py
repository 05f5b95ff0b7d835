"""Carry people's rows from one database into another: out of PostgreSQL for a backup, out of a home's SQLite into
PostgreSQL.

In: one moment of a database, as Django's own classes read it. Out: an empty database that says the same, row by row,
with its keys; compared before it counts. The surprise: a backup of PostgreSQL is a file of SQLite. It can be read on
any machine, whatever version of a server wrote it, and one way of carrying serves backup, restore and moving
(`docs/decisions/0007-rows-carried.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction

from leadline.config import Home
from leadline.database import CARRIED, IN_POSTGRESQL
from leadline.errors import LeadlineError
from leadline.web.records import migrate, open_records, said_by
from leadline.web.settings import SQLITE_OPTIONS

_FILE = "file"
_AT_ONCE = 1_000
Model = type[models.Model]


def rows_into(place: Path) -> int:
    """Write one moment of the opened records into a new SQLite file while others write. Returns how many rows."""
    with _sqlite(place, {}):
        migrate(_FILE)
        return _carry(DEFAULT_DB_ALIAS, _FILE)


def carry_home(home: Home) -> int:
    """Carry a home's rows.sqlite3 into the PostgreSQL that is set, and put the file aside. Returns how many rows.

    Nobody writes to the file meanwhile. A second run after one that was cut off finishes it. Raises LeadlineError where
    there is nothing to carry, and where the database holds other people's records.
    """
    open_records(home, carrying=True)
    with _sqlite(home.rows, SQLITE_OPTIONS):
        migrate(_FILE)
        carried = _carry(_FILE, DEFAULT_DB_ALIAS)
    home.rows.rename(home.root / CARRIED)
    home.rows.write_text(IN_POSTGRESQL)
    return carried


def _carry(source: str, target: str) -> int:
    """All rows of one moment, or none: in one transaction on either side."""
    with _moment(source), transaction.atomic(using=target):
        if _are_new(target):
            _clear(target)
            for model in _models():
                _copy(model, source, target)
            _count_on(target)
        unlike = [model._meta.db_table for model in _models() if not _same(model, source, target)]
        if unlike:
            raise LeadlineError(
                f"The database to carry into holds other records: {', '.join(unlike)}. Nothing was carried.",
                "Make a new, empty database for this home, and name it in LEADLINE_DATABASE_URL.",
            )
        ContentType.objects.clear_cache()
        return sum(model._base_manager.using(target).count() for model in _models())


@contextmanager
def _moment(source: str) -> Iterator[None]:
    """One moment of a database. PostgreSQL shows it while others write; SQLite, opened as a writer, lets them wait."""
    with transaction.atomic(using=source):
        if connections[source].vendor == "postgresql":
            with connections[source].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _sqlite(place: Path, options: dict[str, object]) -> Iterator[None]:
    """A file of SQLite beside the records that are open, by the name of `_FILE`."""
    told = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(place), "OPTIONS": dict(options)}
    connections.settings[_FILE] = connections.configure_settings({DEFAULT_DB_ALIAS: {}, _FILE: told})[_FILE]
    try:
        yield
    finally:
        connections[_FILE].close()
        del connections[_FILE], connections.settings[_FILE]


def _models() -> list[Model]:
    """Every table that has a class, those between two classes too. Counts of wrong passwords have none and stay
    behind.
    """
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy]


def _are_new(target: str) -> bool:
    """Whether nobody has written there: only what `migrate` itself writes stands in it."""
    written = [model for model in _models() if model not in (ContentType, Permission)]
    return not any(model._base_manager.using(target).exists() for model in written)


def _clear(target: str) -> None:
    """What `migrate` wrote has keys of its own; the source's come in its place."""
    for model in (Permission, ContentType):
        model._base_manager.using(target).all().delete()


def _copy(model: Model, source: str, target: str) -> None:
    rows = model._base_manager.using(source).order_by("pk").iterator(chunk_size=_AT_ONCE)
    while batch := list(islice(rows, _AT_ONCE)):
        try:
            model._base_manager.using(target).bulk_create(batch)
        except (DatabaseError, ValueError) as error:
            raise LeadlineError(
                f"A row of {model._meta.db_table} cannot be carried: {said_by(error)}. Nothing was carried.",
                "Mend it where it stands (a text that is too long, or a sign that no text has), then run this again.",
            ) from error


def _same(model: Model, source: str, target: str) -> bool:
    def rows(alias: str) -> Iterable[tuple[object, ...]]:
        return model._base_manager.using(alias).order_by("pk").values_list()

    return list(rows(source)) == list(rows(target))


def _count_on(target: str) -> None:
    """Let the next row's number follow the last one's."""
    connection = connections[target]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
