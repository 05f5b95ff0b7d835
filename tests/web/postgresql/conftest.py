"""What only a real PostgreSQL can show; on SQLite these tests are left out (`make test-postgres` runs them)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from leadline.config import setting

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if setting("LEADLINE_DATABASE_URL"):
        return
    left_out = [item for item in items if item.path.is_relative_to(HERE)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture
def fresh() -> Iterator[str]:
    """The address of a new, empty database."""
    from tests.on_postgresql import databases

    address = setting("LEADLINE_DATABASE_URL").rpartition("/")[0]
    with databases(address) as name:
        yield f"{address}/{name}"


@pytest.fixture
def server() -> Iterator[psycopg.Connection]:
    """A connection to the server itself, by who owns it."""
    address = setting("LEADLINE_DATABASE_URL").rpartition("/")[0]
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def connect(django_db_setup, django_db_blocker) -> Callable[[BaseDatabaseWrapper], None]:
    """Django's own way to connect, before its test classes put a guard around it that knows no second database."""
    with django_db_blocker.unblock():
        return BaseDatabaseWrapper.ensure_connection


@pytest.fixture
def beside(connect, transactional_db, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second database may be opened beside the test's own."""
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", connect)


@pytest.fixture
def at_once(transactional_db) -> Callable[..., list[object]]:
    """Do several things in the same instant, each on a connection of its own: what each returned or raised."""

    def run(*deeds: Callable[[], object]) -> list[object]:
        start = Barrier(len(deeds))

        def one(deed: Callable[[], object]) -> object:
            from django.db import connection

            try:
                connection.ensure_connection()
                start.wait(timeout=20)
                return deed()
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(deeds)) as pool:
            return list(pool.map(one, deeds))

    return run
