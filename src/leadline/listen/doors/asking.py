"""Ask a server over HTTP, and say in words what went wrong and how long it wants to be left alone.

In: an address, headers. Out: the answer. The surprise: every refusal is an error with a waiting time where the server
named one (`Retry-After`, `RateLimit-Reset`), and no error quotes what the server said, for that may hold a token.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import ipaddress
import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from leadline.errors import LeadlineError
from leadline.listen.doors.base import DoorError, library
from leadline.listen.doors.reaching import checked_transport, is_over, too_slow, within

if TYPE_CHECKING:
    import httpx

PATIENCE_SECONDS = 30.0
LONGEST_ANSWER_SECONDS = 120.0
"""Of one answer with its redirects, however slowly it drips."""
_MOST_REDIRECTS = 5
LARGEST_ANSWER = 32 << 20
LONGEST_WAIT = dt.timedelta(days=1)
"""A server that asks for more is asked again after a day."""
_FAR = 10**11
"""Seconds since 1970: about the year 5138."""
SEALED = "{secret}"
"""What stands in an address for the secret that is stored apart."""
_SECRET = re.compile(r"(token|passw(or)?d|pwd|secret|key|auth|signature|sig|session|sid|jwt|credentials?)$")


def client(**headers: str) -> httpx.Client:
    """Gives up after half a minute, and takes no address but of the web; only what is asked for, and never what is
    sent, follows a redirect (`ask`)."""
    given = {"User-Agent": "Leadline (+https://github.com/leadline/leadline)", **headers}
    for chatty in ("httpx", "httpcore"):  # they log addresses, which may hold a secret
        logging.getLogger(chatty).setLevel(logging.WARNING)
    made: httpx.Client = library("httpx").Client(
        headers=given, timeout=PATIENCE_SECONDS, max_redirects=_MOST_REDIRECTS, transport=checked_transport()
    )
    return made


def ask(on: httpx.Client, method: str, url: str, *, now: dt.datetime, **how: Any) -> tuple[httpx.Response, bytes]:
    """The answer with its content, which is read no further than LARGEST_ANSWER. 304 is an answer, too."""
    httpx, host = library("httpx"), urlsplit(url).netloc.rpartition("@")[2]
    with within(LONGEST_ANSWER_SECONDS):
        try:
            with on.stream(method, url, follow_redirects=method == "GET", **how) as answer:
                content = _content(answer, host)
        except httpx.TimeoutException:
            raise DoorError(f"{host} did not answer within half a minute.", "It is tried again by itself.") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise too_slow(host) if is_over() else _unreached(host, error) from None
    refuse(answer.status_code, answer.headers, host, now=now)
    return answer, content


def _content(answer: httpx.Response, host: str) -> bytes:
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > LARGEST_ANSWER:
            raise DoorError(f"{host} sent more than 32 MB at once.", "Name an address that answers in parts.")
    if is_over():
        raise too_slow(host)  # the end came from us
    return bytes(content)


def _unreached(host: str, error: Exception) -> DoorError:
    return DoorError(
        f"{host} could not be reached: {type(error).__name__}.", "Check the address; it is tried again by itself."
    )


def refuse(status: int, headers: Mapping[str, str], host: str, *, now: dt.datetime) -> None:
    """Raise DoorError for an answer that is none."""
    if status < 400:
        return
    wait = waiting(headers, now=now)
    if status == 429:
        raise DoorError(
            f"{host} asks for fewer questions.",
            "It is left alone as long as it says.",
            wait=wait or dt.timedelta(minutes=5),
        )
    if status in (401, 403):
        raise DoorError(f"{host} refuses the token or password (HTTP {status}).", "Make a new one and store it again.")
    if status == 410:
        raise DoorError(f"{host} says that this address is gone for good.", "Take the source out.", for_good=True)
    if status == 404:
        raise DoorError(f"{host} has nothing at this address (HTTP 404).", "Check the address in sources.yaml.")
    if status >= 500:
        raise DoorError(f"{host} has a fault of its own (HTTP {status}).", "It is tried again by itself.", wait=wait)
    raise DoorError(f"{host} refuses the question (HTTP {status}).", "Check the words of the source in sources.yaml.")


def waiting(headers: Mapping[str, str], *, now: dt.datetime) -> dt.timedelta | None:
    """How long the server asks to be left alone: `Retry-After` in seconds or as a date, else when its limit begins
    anew.
    """
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return min(dt.timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    if said:
        return _until(_date(said), now)
    for name in ("x-ratelimit-reset", "ratelimit-reset"):
        if reset := headers.get(name, "").strip():
            return _reset(reset, now)
    return None


def _reset(said: str, now: dt.datetime) -> dt.timedelta | None:
    """As an instant in ISO 8601 (Mastodon), in seconds since 1970 (Bluesky), or in seconds from now."""
    if said.isdecimal():
        seconds = int(said[:12])
        if seconds < 10**9:
            return min(dt.timedelta(seconds=seconds), LONGEST_WAIT)
        return _until(dt.datetime.fromtimestamp(min(seconds, _FAR), dt.UTC), now)
    try:
        at = dt.datetime.fromisoformat(said)
    except ValueError:
        return None
    return _until(at if at.tzinfo else at.replace(tzinfo=dt.UTC), now)


def _date(said: str) -> dt.datetime | None:
    try:
        at = email.utils.parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _until(at: dt.datetime | None, now: dt.datetime) -> dt.timedelta | None:
    return None if at is None else min(max(at - now, dt.timedelta(seconds=1)), LONGEST_WAIT)


def web_address(said: str, *, with_secret: bool = False) -> str:
    """An address of the web without a trailing slash; over https where a secret travels, but on this machine. Raises
    LeadlineError for any other, which quotes nothing of it."""
    try:
        parts = urlsplit(said.strip())
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.username is not None or parts.password is not None:
        raise LeadlineError("The address holds a password.", "Take it out, and store it: leadline listen secret SOURCE")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LeadlineError("The address is none of the web.", "Write it as in https://example.org.")
    if any(_is_secret(name) and value != SEALED for name, value in parse_qsl(f"{parts.query}&{parts.fragment}")):
        raise LeadlineError(
            "The address holds a token, which everybody who reads it sees.",
            f"Write {SEALED} in its place, and store it: leadline listen secret SOURCE",
        )
    if SEALED in said and SEALED in (parts.netloc + parts.scheme):
        raise LeadlineError("The secret stands in the host of the address.", "It belongs behind the host.")
    if (with_secret or SEALED in said) and parts.scheme == "http" and not is_here(parts.hostname):
        raise LeadlineError("Without encryption the secret could be read on its way.", "Write https:// instead.")
    return said.strip().rstrip("/")


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_secret(name: str) -> bool:
    return bool(_SECRET.search(re.sub(r"[\W_]", "", name.lower())))
