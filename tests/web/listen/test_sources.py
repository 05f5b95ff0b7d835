"""The page of live sources: who is heard, who is silent, what is wrong and what to do."""

from __future__ import annotations

import datetime as dt

import pytest

from leadline.config import create_home
from leadline.listen.live import running
from leadline.listen.live.state import State, write_state

pytestmark = pytest.mark.django_db
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def home(tmp_path):
    home = create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    (home.root / "sources.yaml").write_text("""
- {name: halden-mail, door: mail, server: imap.example, user: help, legal_basis: contract, keep_days: 365, reply: yes}
- {name: forum, door: feed, address: "https://forum.example/", legal_basis: consent, consent: at sign-up, every: 1 hour}
- {name: survey, door: file, legal_basis: legitimate interests, silent_after: 40 days}
""")
    return home


def test_the_page_says_how_each_source_stands_and_on_what_ground(client_of, home):
    hour = dt.timedelta(hours=1)
    write_state(
        home, "halden-mail", State(began_at=NOW, failures=3, error="imap.example did not answer.", advice="Wait.")
    )
    write_state(home, "forum", State(began_at=NOW - 400 * hour, reached_at=NOW, heard_at=NOW - 300 * hour, next_at=NOW))
    shown = client_of("viewer", home).get("/listen/sources/").content.decode()
    assert "3 of 3 sources are not heard as they should be" in shown
    assert "imap.example did not answer." in shown
    assert "3 tries in a row went wrong." in shown
    assert "Nothing new came for more than 7 days." in shown
    assert "Legal ground: contract; texts kept 365 days." in shown
    assert "Consent: at sign-up" in shown
    assert "Nobody listens now." in shown
    with running(home):
        assert "Nobody listens now." not in client_of("viewer", home).get("/listen/sources/").content.decode()


def test_a_file_that_cannot_be_read_is_told_on_the_page_and_an_empty_home_says_how_to_begin(client_of, home):
    (home.root / "sources.yaml").write_text("- {name: x, door: telepathy}")
    shown = client_of("strategist", home).get("/listen/sources/").content.decode()
    assert "x has no door that is known" in shown
    (home.root / "sources.yaml").unlink()
    assert "No live source is declared" in client_of("strategist", home).get("/listen/sources/").content.decode()


def test_a_champions_representative_sees_nothing_of_it(client_of, home):
    assert client_of("representative", home).get("/listen/sources/").status_code == 403
