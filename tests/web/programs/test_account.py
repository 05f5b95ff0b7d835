"""To whom a reply goes: shown to who runs the desk, once, and written down."""

from __future__ import annotations

import shutil
from html import unescape

import pytest

from leadline.config import PSEUDONYMS, open_home
from leadline.engine import Lake
from leadline.listen.handles import keep_handles
from leadline.listen.parties import own_brand_only
from leadline.listen.privacy import pseudonym
from leadline.web.programs.models import AccountLookRow
from tests.web.programs.conftest import NOW, THREADS, plan

pytestmark = pytest.mark.django_db
ACCOUNT = "/programs/desk/account/"
DECLARED = "- {name: facebook, door: file, legal_basis: contract, reply: %s}"


@pytest.fixture
def home(desk_home, tmp_path):
    shutil.copytree(desk_home.root, tmp_path / "home", ignore=shutil.ignore_patterns("rows.sqlite3*"))
    home = open_home(tmp_path / "home")
    (home.root / "sources.yaml").write_text(DECLARED % "yes")
    book = own_brand_only(home.company)
    keep_handles(home, Lake(home.lake), "facebook", {("facebook", "late")}, parties=book, now=NOW)
    return home


@pytest.fixture
def client(client_of, home):
    def client(role: str):
        found = client_of(role, home)
        plan()
        return found

    return client


def wait(home, name: str) -> dict[str, str]:
    customer = pseudonym(home.key(PSEUDONYMS), "facebook", name)
    return {"source": "facebook", "thread": THREADS[name], "customer": customer}


def test_who_runs_the_desk_sees_the_account_and_the_look_is_written_down(client, home):
    agent = client("agent")
    assert "Show the account" in unescape(agent.get("/programs/desk/").content.decode())
    answer = agent.post(ACCOUNT, wait(home, "late"))
    assert "writes as late (facebook)" in unescape(answer.content.decode())
    assert answer.headers["Cache-Control"] == "no-store"
    [row] = AccountLookRow.objects.all()
    assert (row.by.username, row.customer, row.was_kept) == ("agent", wait(home, "late")["customer"], True)
    assert "writes as late" not in unescape(agent.get("/programs/desk/").content.decode())
    part = agent.post(ACCOUNT, wait(home, "late"), headers={"HX-Request": "true"})
    assert "writes as late (facebook)" in unescape(part.content.decode())


def test_others_are_refused_and_nobody_who_does_not_wait_is_shown(client, home):
    for role in ("strategist", "viewer", "champion"):
        assert client(role).post(ACCOUNT, wait(home, "late")).status_code == 403
    assert not AccountLookRow.objects.exists()
    gone = client("agent").post(ACCOUNT, wait(home, "late") | {"thread": "elsewhere"}, follow=True)
    assert "Nobody waits there any more" in unescape(gone.content.decode())
    assert "writes as" not in gone.content.decode()
    assert not AccountLookRow.objects.exists()


def test_where_it_is_not_kept_it_says_so_and_where_nobody_replies_there_is_no_button(client, home):
    agent = client("agent")
    answer = agent.post(ACCOUNT, wait(home, "soon"))
    assert "is not kept" in unescape(answer.content.decode())
    assert AccountLookRow.objects.get().was_kept is False
    (home.root / "sources.yaml").write_text(DECLARED % "no")
    assert "Show the account" not in unescape(agent.get("/programs/desk/").content.decode())


LOOKS = "/programs/desk/looks/"


def test_who_looked_at_which_account_when_and_why_is_a_page_that_tells_no_account(client, home):
    assert "Nobody has looked at an account" in client("manager").get(LOOKS).content.decode()
    client("agent").post(ACCOUNT, wait(home, "late"))
    for role in ("executive", "strategist", "manager"):
        shown = " ".join(unescape(client(role).get(LOOKS).content.decode()).split())
        row = AccountLookRow.objects.get()
        assert "1 look at an account is on record" in shown
        assert str(row.by) in shown
        assert f"/assess/conversation/facebook/{THREADS['late']}/" in shown
        assert "to reply at facebook:" in shown
        assert row.customer not in shown
        assert "writes as late" not in shown


def test_the_looks_are_shown_to_nobody_else(client, home):
    for role in ("agent", "viewer", "champion", "representative"):
        assert client(role).get(LOOKS).status_code == 403
