"""What comes into a mailbox, and what is answered from it (IMAP): one row a mail.

In: a server, a user with a password, folders. Out: rows. The surprises: a mailbox is read and never changed, not even
marked as seen; a mail that leaves its folder was moved by somebody and not taken back, so nothing is ever deleted; and
where a mail's own date cannot be, the time at which the server got it stands in. A mail that cannot be read is a row
that is refused, and stops nothing.
"""

from __future__ import annotations

import datetime as dt
import email.errors
import email.utils
import hashlib
import imaplib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from leadline.listen.doors.asking import is_here
from leadline.listen.doors.base import VISIT_ROWS, Batch, Cursor, DoorError, Row, Visit, Word, instant, library
from leadline.listen.doors.plain_text import plain_text
from leadline.listen.doors.reaching import is_over, too_slow, watch

_AT_ONCE = 50
_LARGEST = 1 << 20
"""Bytes of a mail that are fetched: the words come before what is attached."""
_LONGEST = 90_000
_PATIENCE_SECONDS = 30
_AHEAD = dt.timedelta(minutes=5)
_ID = re.compile(r"<[^<>\s]{1,500}>")
_QUOTES_BEGIN = re.compile(
    r"^(?:-{2,} ?(?:Original Message|Ursprüngliche Nachricht|Oorspronkelijk bericht|Message d.origine) ?-{2,}"
    r"|(?:On|Am|Op|Le) .{6,200}(?:wrote|schrieb.{0,80}|schreef.{0,80}|a écrit) ?:|-- ?)$",
    re.MULTILINE,
)
_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)
_AUTO_SUBJECT = re.compile(
    r"^(?:auto(?:matic)?[ -]?reply|out of office|abwesenheit|automatisch antwoord)", re.IGNORECASE
)
_INTERNAL = re.compile(rb'INTERNALDATE "([^"]+)"')
_UID = re.compile(rb"UID (\d+)")


class Mail:
    name = "mail"
    secret = "the mailbox's password"  # noqa: S105 - a sentence
    words: Mapping[str, Word] = {
        "server": Word("The IMAP server, as in imap.halden.example.", required=True),
        "port": Word("Its port.", default="993"),
        "user": Word("Who signs in.", required=True),
        "folders": Word("Folders with commas; with the one of sent mail, replies are known.", default="INBOX"),
        "security": Word(
            "How the connection is encrypted; none is for this machine only.",
            default="tls",
            allowed=("tls", "starttls", "none"),
        ),
    }

    def fetch(self, visit: Visit) -> Iterator[Batch]:
        host, fault = visit.source.settings["server"], "Check server, port and security; it is tried again by itself."
        imap = library("imap_tools")
        try:
            with _signed_in(visit) as box:
                yield from _batches(box, visit)
        except imap.MailboxLoginError:
            raise DoorError(
                f"{host} refuses the user or the password.", "Store the right one: leadline listen secret SOURCE"
            ) from None
        except imap.MailboxFolderSelectError:
            raise DoorError(f"{host} lacks one of the folders.", "Check folders in sources.yaml.") from None
        except (OSError, imaplib.IMAP4.error, imap.ImapToolsError) as error:
            raise (
                too_slow(host) if is_over() else DoorError(f"{host} could not be read: {type(error).__name__}.", fault)
            ) from None


def _signed_in(visit: Visit) -> Any:
    """The mailbox, to be left again. Raises DoorError where the password would travel in the open."""
    imap, words = library("imap_tools"), visit.source.settings
    kinds = {"tls": imap.MailBox, "starttls": imap.MailBoxStartTls, "none": imap.MailBoxUnencrypted}
    if words["security"] == "none" and not is_here(words["server"]):
        raise DoorError("Without encryption the password could be read on its way.", "Use security: tls or starttls.")
    box = kinds[words["security"]](words["server"], int(words["port"]), timeout=_PATIENCE_SECONDS)
    watch(box.client.sock)
    return box.login(words["user"], visit.secret, initial_folder=None)


def _batches(box: Any, visit: Visit) -> Iterator[Batch]:
    cursor: dict[str, Any] = dict(visit.cursor)
    for folder in filter(None, map(str.strip, visit.source.settings["folders"].split(","))):
        box.folder.set(folder, readonly=True)
        valid = str(box.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])
        last = _last(cursor, folder, valid)
        uids = sorted(uid for uid in map(int, box.uids(f"UID {last + 1}:*")) if uid > last)
        for first in range(0, min(len(uids), VISIT_ROWS), _AT_ONCE):
            some = uids[first : first + _AT_ONCE]
            rows = [_read(uid, at, content, f"{folder} {valid}") for uid, at, content in _mails(box, some)]
            cursor = {**cursor, folder: {"valid": valid, "uid": some[-1]}}
            yield Batch(rows, cursor)
        if not uids:
            yield Batch([], cursor)


def _last(cursor: Cursor, folder: str, valid: str) -> int:
    """The last mail that was fetched; 0 where the server has numbered its mails anew."""
    known = cursor.get(folder, {})
    return int(known["uid"]) if known.get("valid") == valid else 0


def _mails(box: Any, uids: list[int]) -> Iterator[tuple[int, dt.datetime, bytes]]:
    """Number, time of arrival and bytes of each mail."""
    what = f"(UID INTERNALDATE BODY.PEEK[]<0.{_LARGEST}>)"
    said, data = box.client.uid("fetch", ",".join(map(str, uids)), what)
    if said != "OK":
        raise DoorError("The mail server did not give the mails that it lists.", "It is tried again by itself.")
    for place, piece in enumerate(data):
        if not isinstance(piece, tuple):
            continue
        after = data[place + 1] if place + 1 < len(data) and isinstance(data[place + 1], bytes) else b""
        facts = piece[0] + b" " + after
        uid, arrived = _UID.search(facts), _INTERNAL.search(facts)
        if uid and arrived:
            at = dt.datetime.strptime(arrived[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z")
            yield int(uid[1]), at, piece[1]


def _read(uid: int, arrived: dt.datetime, content: bytes, where: str) -> Row:
    """A mail as a row; one that no program can read as a row without a text, which is refused like a bad row of a file:
    whoever writes to the mailbox must not be able to stop it."""
    try:
        return _row(uid, arrived, library("imap_tools").MailMessage.from_bytes(content), where)
    except (ValueError, LookupError, OverflowError, RecursionError, email.errors.MessageError):
        own = hashlib.sha256(f"{where} {uid}".encode()).hexdigest()
        return {"message_id": own, "posted_at": instant(arrived), "author": "nobody", "channel": "mail"}


def _row(uid: int, arrived: dt.datetime, mail: Any, where: str) -> Row:
    found = _ID.search(_header(mail, "message-id"))
    own = found[0] if found else hashlib.sha256(f"{where} {uid}".encode()).hexdigest()
    answered = _ID.search(_header(mail, "in-reply-to"))
    thread = _ID.search(_header(mail, "references")) or answered
    author = mail.from_values.email if mail.from_values else ""
    return {
        "message_id": own,
        "posted_at": instant(_said_at(mail, arrived)),
        "author": author.lower() or "nobody",
        "text": _text(mail, with_subject=answered is None),
        "thread_id": thread[0] if thread else own,
        "reply_to": answered[0] if answered else None,
        "channel": "mail",
        "public": False,
        "kind": "auto" if _is_automatic(mail) else "message",
    }


def _said_at(mail: Any, arrived: dt.datetime) -> dt.datetime:
    """The mail's own date, where it has one with a zone that is not after its arrival."""
    try:
        said = email.utils.parsedate_to_datetime(_header(mail, "date"))
    except (ValueError, OverflowError):
        return arrived
    return said if said.tzinfo and said <= arrived + _AHEAD else arrived


def _text(mail: Any, *, with_subject: bool) -> str:
    """What was written in this mail itself, without the mails that it quotes and the signature."""
    body = (mail.text or plain_text(mail.html)).replace("\r\n", "\n")
    own = _QUOTED.sub("", _QUOTES_BEGIN.split(body, maxsplit=1)[0]).strip()
    said = own or body.strip()
    return (f"{mail.subject.strip()}\n{said}" if with_subject and mail.subject.strip() else said)[:_LONGEST]


def _is_automatic(mail: Any) -> bool:
    """RFC 3834, and what Exchange and older programs write instead."""
    if _header(mail, "auto-submitted").strip().lower() not in ("", "no"):
        return True
    suppressed = _header(mail, "x-auto-response-suppress").lower()
    replied = _header(mail, "precedence").lower() == "auto_reply" or bool(_header(mail, "x-autoreply"))
    return replied or "all" in suppressed or "oof" in suppressed or bool(_AUTO_SUBJECT.match(mail.subject))


def _header(mail: Any, name: str) -> str:
    return str(next(iter(mail.headers.get(name, ())), ""))
