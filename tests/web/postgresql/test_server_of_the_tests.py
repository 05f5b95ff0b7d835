"""Where the tests on PostgreSQL run: also where no server stands, and never silently nowhere under CI."""

from __future__ import annotations

import psycopg
import pytest

from tests import on_postgresql

pytestmark = pytest.mark.postgresql


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_postgresql, "_may_make_databases", lambda address: False)


@pytest.mark.skipif(not on_postgresql._binaries(), reason="Debian's PostgreSQL is missing: apt install postgresql.")
def test_without_a_server_debians_is_started_and_gone_afterwards(no_server) -> None:
    with on_postgresql.server() as address:
        assert address is not None
        with on_postgresql.databases(address) as name, psycopg.connect(f"{address}/{name}") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"{address}/postgres")


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_without_any_postgresql_ci_fails_and_a_person_is_told_in_one_line(
    no_server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    monkeypatch.setattr(on_postgresql, "_binaries", list)
    monkeypatch.setenv("CI", ci)
    assert on_postgresql.main([]) == status
    assert capsys.readouterr().out == f"{on_postgresql.MISSING}\n"
