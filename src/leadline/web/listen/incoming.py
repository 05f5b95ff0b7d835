"""A file that was given to the site comes in while people go on: kept, read in a thread, stopped, gone on with.

In: an upload, and how it is to be read. Out: a `FileRow` that pages look at. The surprise: to go on is to begin again,
because rows that came in before are known; so nothing has to be remembered of how far it was.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import connections, transaction
from django.utils import timezone

from leadline.config import Home, setting
from leadline.errors import LeadlineError
from leadline.flow import refresh_desk
from leadline.listen import ImportCount, Options, PartyBook, import_all_sheets, import_file, together
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.documents import documents
from leadline.web.listen.coming import PREFIX
from leadline.web.listen.models import FileRow

if TYPE_CHECKING:
    from leadline.engine import Lake

log = logging.getLogger(__name__)

Start = Callable[[Callable[[], None]], None]


class _Stopped(Exception):  # noqa: N818 - no fault
    """Somebody asked the import to stop."""


def in_the_background(work: Callable[[], None]) -> None:
    """In a thread of its own, which no request waits for."""
    threading.Thread(target=_alone, args=(work,), name="leadline-imports", daemon=True).start()


def keep_upload(home: Home, given: UploadedFile[bytes], *, by: Person) -> FileRow:
    """Keep a file where only the home's owner can read it, until it came in or was thrown away."""
    home.uploads.mkdir(mode=0o700, parents=True, exist_ok=True)
    forget_old_uploads(home)
    name = Path(given.name or "file").name
    held = f"{secrets.token_hex(12)}{Path(name).suffix.lower()[:12]}"
    _keep(given, home.uploads / held)
    row: FileRow = fitting(FileRow(name=name[-200:], held=held, at=home.now(), by=by))
    row.save()
    log.info("file kept: %d by %s", row.pk, by.pk)
    return row


def _keep(given: UploadedFile[bytes], path: Path) -> None:
    """A large file lies in the home already, and gets a second name; a small one is written."""
    if isinstance(given, TemporaryUploadedFile):
        given.flush()
        with suppress(OSError):
            os.link(given.temporary_file_path(), path)
            return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.writelines(given.chunks())


def path_of(home: Home, row: FileRow) -> Path:
    """Raises LeadlineError where the file is gone."""
    path = home.uploads / row.held
    if not row.held or not path.is_file():
        raise LeadlineError(f"{row.name} is not here any more.", "Give it to the site again.")
    return path


def begin(
    home: Home, lake: Lake, book: PartyBook, row: FileRow, options: Options, *, start: Start | None = None
) -> FileRow:
    """Take it in. Where it already comes in, nothing is begun."""
    path = path_of(home, row)
    with transaction.atomic():
        in_turn(FileRow)
        row.refresh_from_db()
        if not row.may_go_on:
            return row
        row.state, row.rows, row.failed, row.is_to_stop, row.heard_at = row.State.RUNNING, 0, "", False, timezone.now()
        row.save()
    log.info("import begun: %d", row.pk)
    (start or in_the_background)(lambda: _take_in(home, lake, book, row, path, options))
    return row


def ask_to_stop(row: FileRow) -> None:
    """The import stops at the end of the rows that it is at; what came in stays."""
    FileRow.objects.filter(pk=row.pk, state=FileRow.State.RUNNING).update(is_to_stop=True)
    log.info("import asked to stop: %d", row.pk)


def throw_away(home: Home, row: FileRow) -> None:
    """The file goes, with what is written of it here; what came in of it stays in the lake."""
    if row.is_under_way:
        raise LeadlineError(f"{row.name} is coming in.", "Stop it first.")
    if row.held:
        (home.uploads / row.held).unlink(missing_ok=True)
    row.delete()
    log.info("file thrown away")


def forget_old_uploads(home: Home) -> None:
    """Files that nobody took in are deleted after as many days as refused rows are; what a killed worker left of one
    that was being sent, after a day."""
    day, now = 86_400, timezone.now().timestamp()
    for path in home.uploads.glob("*"):
        days = 1 if path.name.startswith(PREFIX) else setting("LEADLINE_REFUSED_DAYS")
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < now - days * day:
                path.unlink()


def forget_lost_files(home: Home) -> None:
    """Files that an erasure took say so, and are not asked for again."""
    for row in FileRow.objects.exclude(held=""):
        if not (home.uploads / row.held).exists():
            why = "A person who stands in this file was erased, so the file is gone. Give it to the site without them."
            FileRow.objects.filter(pk=row.pk).update(held="", state=FileRow.State.FAILED, failed=why)


def _take_in(home: Home, lake: Lake, book: PartyBook, row: FileRow, path: Path, options: Options) -> None:
    """Whatever happens, the row says so."""
    told: dict[str, object] = {"state": FileRow.State.FAILED}
    try:
        take = _import_all if options.sheet == "all" else import_file
        count = take(
            home, lake, path, parties=book, options=options, now=home.now(), progress=_progress(row), name=row.name
        )
        told = {"state": FileRow.State.DONE, "count": count.as_dict(), "rows": count.read, "held": ""}
        path.unlink(missing_ok=True)
        if count.kind == "messages":
            refresh_desk(lake, documents())
    except _Stopped:
        told = {"state": FileRow.State.CANCELLED}
    except LeadlineError as error:
        told["failed"] = str(error)
    except Exception:
        log.exception("import %d failed", row.pk)
        told["failed"] = "Something went wrong that nobody foresaw. The log of the site says what."
    FileRow.objects.filter(pk=row.pk).update(heard_at=timezone.now(), **told)


def _import_all(home: Home, lake: Lake, path: Path, **how: Any) -> ImportCount:
    """All sheets that a profile knows, as one count."""
    return together(import_all_sheets(home, lake, path, **how), how["name"])


def _progress(row: FileRow) -> Callable[[int], None]:
    def heard(rows: int) -> None:
        FileRow.objects.filter(pk=row.pk).update(rows=rows, heard_at=timezone.now())
        if FileRow.objects.filter(pk=row.pk, is_to_stop=True).exists():
            raise _Stopped

    return heard


def _alone(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connections.close_all()
