"""What can be set, and where a company's data live.

`SETTINGS` declares each setting once: its environment variable, type, default and a sentence
(`docs/settings.md` is held to it by a test). A `Home` is one company's folder: `leadline.toml`, keys,
the lake, refused rows and the rows' database. Nothing outside it is ever written.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hmac
import json
import os
import re
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from leadline.errors import LeadlineError
from leadline.words import Company

HOME_FILE = "leadline.toml"
KEY_BYTES = 32
PSEUDONYMS = "pseudonyms"
"""The key without which a person who writes again would be a stranger."""
_RESTORE = "Restore it from a backup: with another key everybody who writes again would be a stranger."


@dataclass(frozen=True)
class Setting:
    """One setting: `name` is its environment variable; `default` is text, as the variable would hold it."""

    name: str
    kind: type[str] | type[int] | type[bool]
    default: str
    sentence: str


SETTINGS: tuple[Setting, ...] = (
    Setting("LEADLINE_HOME", str, "", "The company's folder; without it, the nearest folder upwards that is a home."),
    Setting("LEADLINE_ENGINE", str, "duckdb", "Who asks the large tables: duckdb, in process; or spark://host:7077."),
    Setting("LEADLINE_ENGINE_THREADS", int, "2", "How many threads a query may use."),
    Setting("LEADLINE_ENGINE_MEMORY", str, "4GB", "How much memory a query may use before it spills to disk."),
    Setting("LEADLINE_READER", str, "kernel", "Who reads messages: kernel, compiled, where it was built; or numpy."),
    Setting("LEADLINE_MODEL", str, "fast", "Which model reads messages: fast; accurate; or cascade, a share by each."),
    Setting("LEADLINE_CASCADE_SHARE", int, "25", "Percent of messages that a cascade hands to the accurate model."),
    Setting("LEADLINE_ACCURATE_THREADS", int, "1", "How many threads the accurate model may use."),
    Setting("LEADLINE_IMPORT_ROWS", int, "50000", "How many rows of a file are taken in as one atomic batch."),
    Setting("LEADLINE_FIRST_YEAR", int, "1990", "Times and days before this year are taken for faults of an export."),
    Setting("LEADLINE_REFUSED_DAYS", int, "30", "After how many days a file of refused rows is deleted."),
    Setting("LEADLINE_REFUSED_MB", int, "1000", "How large all files of refused rows may be; then the oldest go."),
    Setting("LEADLINE_SMALL_GROUP", int, "5", "Groups with fewer people than this are not shown."),
    Setting(
        "LEADLINE_REPEATS",
        int,
        "3",
        "From how many messages on that say nearly the same about a party in a month all but the first are no voice; "
        "0 counts all.",
    ),
    Setting("LEADLINE_PUSH_BATCH_MB", int, "8", "How large one pushed batch of messages may be."),
    Setting(
        "LEADLINE_PUSH_SPOOL_MB",
        int,
        "256",
        "How much of what was pushed may wait to be taken in; who sends more is asked to come again later.",
    ),
    Setting(
        "LEADLINE_PUSH_RECEIPTS",
        int,
        "50000",
        "How many receipts of pushed batches are kept a source; older Idempotency-Keys are not known any more.",
    ),
    Setting(
        "LEADLINE_INTERNAL_SERVERS",
        str,
        "",
        "Machines of the own network that live sources may ask, with commas: names, addresses, networks, also with a "
        "port.",
    ),
    Setting("LEADLINE_UPLOAD_MB", int, "4000", "How large a file may be that is given to the site."),
    Setting("LEADLINE_WORKBOOK_MB", int, "1000", "How much text a workbook may hold, unpacked."),
    Setting("LEADLINE_WORKBOOK_MEMORY_MB", int, "4000", "How much memory reading a workbook may take."),
    Setting("LEADLINE_DATABASE_URL", str, "", "PostgreSQL for people's records; empty means SQLite in the home."),
    Setting("LEADLINE_ALLOWED_HOSTS", str, "127.0.0.1,localhost", "Host names the site answers to, with commas."),
    Setting("LEADLINE_HTTPS", bool, "no", "Whether the site stands behind HTTPS; then cookies travel over it only."),
    Setting("LEADLINE_DEBUG", bool, "no", "Shows programmers' error pages. Never in production."),
    Setting("HOST", str, "127.0.0.1", "The address on which the site listens."),
    Setting("PORT", int, "8000", "The port on which the site listens."),
)


_BY_NAME = {one.name: one for one in SETTINGS}


def setting(name: str, environ: Mapping[str, str] | None = None) -> Any:
    """The value of a declared setting, in its own type. Raises LeadlineError where the text does not fit it."""
    declared = _BY_NAME[name]
    text = (os.environ if environ is None else environ).get(name, "") or declared.default
    if declared.kind is bool:
        return _yes_or_no(name, text)
    if declared.kind is int:
        if not text.strip().isdecimal():
            raise LeadlineError(
                f"{name} is “{text}”, which is not a whole number.", f"Set it as in {name}={declared.default}."
            )
        return int(text)
    return text


def _yes_or_no(name: str, text: str) -> bool:
    said = text.strip().lower()
    if said not in {"1", "yes", "true", "on", "0", "no", "false", "off"}:
        raise LeadlineError(f"{name} is “{text}”, which is neither yes nor no.", f"Set it as in {name}=yes.")
    return said in {"1", "yes", "true", "on"}


@dataclass(frozen=True)
class Home:
    """One company's folder. Keys are read when they are needed and never kept on the object.

    `stands_at` stops the home's clock, as in the demo, whose last message lies in the past.
    """

    root: Path
    company: Company
    stands_at: dt.datetime | None = None

    def now(self) -> dt.datetime:
        """The present instant in UTC, or the one at which this home's clock stands."""
        return self.stands_at or dt.datetime.now(dt.UTC)

    @property
    def lake(self) -> Path:
        return self.root / "lake"

    @property
    def rows(self) -> Path:
        return self.root / "rows.sqlite3"

    @property
    def profiles(self) -> Path:
        """The formats that the company made for its own tables."""
        return self.root / "profiles"

    @property
    def uploads(self) -> Path:
        """Files that people gave to the site, until they came in or were thrown away."""
        return self.root / "uploads"

    @property
    def refused(self) -> Path:
        return self.root / "refused"

    @property
    def live(self) -> Path:
        """Where live sources stand, and what waits to be taken in."""
        return self.root / "live"

    def key(self, name: str) -> bytes:
        """The secret key `name`, 32 bytes, made at first use and readable by its owner only.

        Raises LeadlineError where it is broken, or where the lake holds pseudonyms and their key is gone or another.
        """
        path = self.root / "keys" / f"{name}.key"
        if not path.exists():
            if name == PSEUDONYMS and self._has_pseudonyms:
                raise LeadlineError(f"{path} is gone, and the lake holds pseudonyms that were made with it.", _RESTORE)
            write_secret(path, secrets.token_hex(KEY_BYTES))
        found = path.read_text(errors="replace").strip()
        if not re.fullmatch(f"[0-9a-f]{{{2 * KEY_BYTES}}}", found):
            raise LeadlineError(f"{path} holds no key.", _RESTORE)
        key = bytes.fromhex(found)
        if name == PSEUDONYMS:
            self._know_again(key, path)
        return key

    @property
    def _has_pseudonyms(self) -> bool:
        return (self.lake / "messages").exists() or (self.lake / "counted").exists()

    def _know_again(self, key: bytes, path: Path) -> None:
        """Refuse another key than the lake's. What the key is known by stands beside what was made with it."""
        known = self.lake / "pseudonyms.made-with"
        digest = hmac.digest(key, b"the key of this lake", "sha256").hex()
        if known.exists() and known.read_text(errors="replace").strip() == digest:
            return
        if known.exists() and self._has_pseudonyms:
            raise LeadlineError(
                f"{path} is another key than the one that the lake's pseudonyms were made with.", _RESTORE
            )
        known.unlink(missing_ok=True)
        write_secret(known, digest)


@contextmanager
def locked(folder: Path, *, busy: LeadlineError | None = None) -> Iterator[None]:
    """Hold a folder alone, among processes too: wait for whoever holds it, or raise `busy`.

    The folder itself is the lock, so no file is left behind.
    """
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _take(held, busy)
        yield
    finally:
        os.close(held)


def _take(held: int, busy: LeadlineError | None) -> None:
    if busy is None:
        return fcntl.flock(held, fcntl.LOCK_EX)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise busy from None


def create_home(root: Path, *, company: str, zone: str, currency: str, beside: str = "") -> Home:
    """Make `root` a home. A second call with the same words changes nothing; other words are refused. The folder is new
    or empty, but for the one file that `beside` names.
    """
    root = root.resolve()
    home = Home(root, checked_company(company, zone, currency))
    if (root / HOME_FILE).exists():
        return _same_home(open_home(root), home)
    if root.exists() and (not root.is_dir() or any(one.name != beside for one in root.iterdir())):
        raise LeadlineError(f"{root} is not empty, and not a Leadline home.", "Name a new or an empty folder.")
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_whole(root / HOME_FILE, _as_toml(home.company))
    for folder in (home.lake, home.refused):
        folder.mkdir(exist_ok=True, mode=0o700)
    for key in (PSEUDONYMS, "site"):
        home.key(key)
    return home


def open_home(root: Path) -> Home:
    """The home in `root`. Raises LeadlineError where there is none or its file cannot be read."""
    path = root / HOME_FILE
    if not path.is_file():
        raise LeadlineError(
            f"{root} is not a Leadline home.", f'Make it one: leadline init {root} --company "Your company".'
        )
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        words = written["company"]
        company = checked_company(words["name"], words["zone"], words["currency"])
        stands_at = written.get("clock", {}).get("stands_at")
        clock = _instant(stands_at, company) if stands_at else None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise LeadlineError(
            f"{path} cannot be read: {error}.", "It needs [company] with name, zone and currency, each in quotes."
        ) from error
    return Home(root.resolve(), company, clock)


def stop_clock(home: Home, at: dt.datetime) -> Home:
    """Let the home's clock stand at an instant with a zone, now and whenever it is opened."""
    path = home.root / HOME_FILE
    _write_whole(path, f"{_as_toml(home.company)}\n[clock]\nstands_at = {at.astimezone(dt.UTC).isoformat()}\n")
    return open_home(home.root)


def find_home(named: Path | None = None, *, start: Path | None = None) -> Home:
    """The home that was named, or LEADLINE_HOME's, or the nearest folder upwards from `start` that is one."""
    if named is not None:
        return open_home(named)
    if variable := setting("LEADLINE_HOME"):
        return open_home(Path(variable))
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / HOME_FILE).is_file():
            return open_home(folder)
    raise LeadlineError(
        "No Leadline home was found here.", "Name it with --home, set LEADLINE_HOME, or make one with leadline init."
    )


def checked_company(name: str, zone: str, currency: str) -> Company:
    """A Company whose zone and currency exist. Raises LeadlineError otherwise."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise LeadlineError(
            f"“{zone}” is not a time zone.", "Use an IANA name, for example Europe/Amsterdam."
        ) from error
    if currency not in get_global("all_currencies"):
        raise LeadlineError(f"“{currency}” is not a currency.", "Use an ISO 4217 code, for example EUR.")
    if not name.strip() or not name.isprintable():
        raise LeadlineError("The company has no name that can be shown.", 'Give it one: --company "Acme".')
    return Company(name.strip(), zone, currency)


def write_secret(path: Path, text: str) -> None:
    """Write `text` where only its owner can read it, from the first byte on; whoever wrote first stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    try:
        os.link(draft, path)  # fails where another process made the secret meanwhile: both use that one
    except OSError:
        if not path.exists():
            draft.replace(path)  # a file system without links
    finally:
        draft.unlink(missing_ok=True)


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is there as a whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _instant(written: dt.datetime, company: Company) -> dt.datetime:
    """An instant as it stands in the file; without an offset it is the company's own time."""
    zoned = written if written.tzinfo else written.replace(tzinfo=company.tz)
    return zoned.astimezone(dt.UTC)


def _same_home(found: Home, wanted: Home) -> Home:
    if found.company != wanted.company:
        raise LeadlineError(
            f"{found.root} is already the home of {found.company.name} with other words: {found.company}.",
            f"Name another folder, or change {HOME_FILE} by hand.",
        )
    return found


def _as_toml(company: Company) -> str:
    name = json.dumps(company.name, ensure_ascii=False)  # the escapes of JSON are those of TOML
    return f'[company]\nname = {name}\nzone = "{company.zone}"\ncurrency = "{company.currency}"\n'
