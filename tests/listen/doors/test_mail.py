"""The door to mailboxes, against a real Dovecot on loopback."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import subprocess
import time
from contextlib import closing
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from leadline.listen.live import find_source, keep_secret
from tests.listen.conftest import bytes_of

DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
PASSWORD = "pass-16180339"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 0
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
"""


@pytest.fixture(scope="module")
def dovecot(tmp_path_factory):
    """Its own configuration in a temporary folder; it is gone with the tests."""
    if DOVECOT is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Dovecot is missing: apt install dovecot-imapd.")
        pytest.skip("Dovecot is missing: apt install dovecot-imapd.")
    import grp
    import pwd

    folder = tmp_path_factory.mktemp("dovecot")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = os.getuid() == 0
    user = "dovecot" if root else pwd.getpwuid(os.getuid()).pw_name
    mine = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    if root:
        for path in (folder, *list(folder.parents)[:3]):
            path.chmod(0o755)
        os.chown(folder, mine.pw_uid, mine.pw_gid)
    config = folder / "dovecot.conf"
    words = {"folder": folder, "user": user, "group": group, "port": port, "password": PASSWORD}
    config.write_text(CONFIG.format(**words, uid=mine.pw_uid, gid=mine.pw_gid))
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(config)])
    try:
        _await(port, process, folder)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    log = folder / "dovecot.log"
    raise AssertionError(f"Dovecot did not start: {log.read_text() if log.exists() else process.returncode}")


@pytest.fixture
def box(dovecot, declare, home, request):
    """A mailbox of this test, in which the door listens; imap_tools, signed in."""
    from imap_tools import MailBoxUnencrypted

    with MailBoxUnencrypted("127.0.0.1", dovecot).login("help", PASSWORD) as box:
        for folder in ("INBOX", "Sent"):
            if box.folder.exists(folder) and folder != "INBOX":
                box.folder.delete(folder)
        box.folder.set("INBOX")
        box.delete(box.uids())
        box.folder.create("Sent")
        words = {"server": "127.0.0.1", "port": dovecot, "user": "help", "security": "none"}
        declare("help", "mail", **words, folders="INBOX, Sent")
        keep_secret(home, find_source(home, "help"), PASSWORD)
        yield box


def mail(key: str, text: str, *, author: str = "Ann Smith <ann@mail.example>", subject: str = "", **headers: str):
    one = EmailMessage()
    one["Message-ID"], one["From"], one["To"] = f"<{key}@mail.example>", author, "help@halden.example"
    one["Subject"] = subject
    for name, value in headers.items():
        one[name.replace("_", "-")] = value
    one.set_content(text)
    return one


def put(box, one, folder="INBOX", at=None) -> None:
    box.append(one.as_bytes(), folder, dt=at)


def test_mails_and_their_answers_are_conversations_and_come_in_once(box, come, said, home):
    """S1.14: heard live; the mailbox is left as it was, not even marked as seen."""
    asked = dt.datetime(2026, 10, 1, 9, 30, tzinfo=dt.UTC)
    put(
        box,
        mail(
            "a1",
            "My line — the Ünïcode one — is dead since Monday.\n\n-- \nAnn Smith\n06 12345678",
            subject="Störung",
            Date=format_datetime(asked),
        ),
    )
    answer = "Sorry!\n\nOn Thu, 1 Oct 2026 at 09:30, Ann Smith wrote:\n> My line is dead.\n"
    refs = {"In_Reply_To": "<a1@mail.example>", "References": "<a1@mail.example>"}
    later = format_datetime(asked + dt.timedelta(hours=1))
    put(box, mail("h1", answer, author="help@halden.example", subject="Re: Störung", Date=later, **refs), "Sent")
    state = come("help")
    assert (state.error, state.counts["new"]) == ("", 2)
    question, reply = said()
    assert question["text"] == "Störung\nMy line — the Ünïcode one — is dead since Monday."
    assert (question["posted_at"], question["public"], question["channel"]) == (asked, False, "mail")
    assert reply["text"] == "Sorry!"
    assert (reply["thread_id"], reply["reply_to"]) == (question["message_id"], question["message_id"])
    assert b"ann@mail.example" not in bytes_of(home)
    assert not any("\\Seen" in one.flags for one in box.fetch(mark_seen=False))
    assert come("help").counts["read"] == 2


def test_automatic_replies_are_told_apart_and_nothing_is_deleted_when_a_mail_is_moved(box, come, said):
    put(box, mail("a2", "I am away", subject="Out of office", Auto_Submitted="auto-replied"))
    put(box, mail("a3", "Where is my order?", subject="Order"))
    come("help")
    box.delete(box.uids())
    put(box, mail("a4", "Hello?", subject="Order"))
    state = come("help")
    assert (state.counts["deleted"], state.counts["new"]) == (0, 3)
    assert {one["text"]: one["kind"] for one in said()} == {
        "Out of office\nI am away": "auto",
        "Order\nWhere is my order?": "message",
        "Order\nHello?": "message",
    }


def test_a_date_that_cannot_be_gives_way_to_the_time_of_arrival_and_odd_mails_come_in_all_the_same(box, come, said):
    arrived = dt.datetime(2026, 10, 5, 8, tzinfo=dt.UTC)
    put(box, mail("b1", "No date at all"), at=arrived)
    put(box, mail("b2", "Broken date", Date="yesterday, I think"), at=arrived)
    put(box, mail("b3", "From the future", Date="Fri, 01 Jan 2100 00:00:00 +0000"), at=arrived)
    html = EmailMessage()
    html["From"], html["Message-ID"] = "bob@mail.example", "<b4@mail.example>"
    html.set_content("<p>Only <b>HTML</b></p><style>p{}</style>", subtype="html")
    html.add_attachment(b"\0" * 3_000_000, maintype="application", subtype="octet-stream", filename="big.bin")
    put(box, html, at=arrived)
    box.append(b"no header at all, no author either\r\n", "INBOX", dt=arrived)
    state = come("help")
    assert (state.error, state.counts["new"], state.counts["refused"]) == ("", 5, 0)
    assert {one["posted_at"] for one in said()} == {arrived}
    assert "Only HTML" in {one["text"] for one in said()}


def test_when_the_server_numbers_its_mails_anew_all_are_read_again_and_known(box, come, said):
    put(box, mail("c1", "first"), "Sent")
    come("help")
    box.folder.delete("Sent")
    box.folder.create("Sent")
    time.sleep(1.1)
    put(box, mail("c1", "first"), "Sent")
    put(box, mail("c2", "second"), "Sent")
    state = come("help")
    assert (len(said()), state.counts["new"]) == (2, 2)


def test_a_wrong_password_or_folder_is_a_sentence_and_the_password_stands_in_no_log(
    box, come, home, declare, dovecot, caplog
):
    keep_secret(home, find_source(home, "help"), "wrong-57721566")
    state = come("help")
    assert "refuses the user or the password" in state.error
    assert "wrong-57721566" not in caplog.text + str(state)
    keep_secret(home, find_source(home, "help"), PASSWORD)
    words = {"server": "127.0.0.1", "port": dovecot, "user": "help", "security": "none"}
    declare("help", "mail", **words, folders="Nowhere")
    assert "lacks one of the folders" in come("help").error


def test_a_password_never_travels_in_the_open_to_another_machine(declare, come, home):
    declare("help", "mail", server="imap.example", user="help", security="none")
    keep_secret(home, find_source(home, "help"), PASSWORD)
    assert "could be read on its way" in come("help").error
