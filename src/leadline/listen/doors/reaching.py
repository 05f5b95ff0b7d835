"""Which machine may a live source lead to, and for how long may it keep us waiting?

In: a host and a port, as an address or a redirect names them. Out: a connection to the very address that was checked.
The surprises: a name is asked for its addresses once, here, so that one that changes between the check and the
connection leads nowhere else; machines of one's own network are refused unless `LEADLINE_INTERNAL_SERVERS` names them;
and when the time of a visit is over its connections are shut, however slowly bytes drip through them.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from leadline.config import setting
from leadline.listen.doors.base import DoorError, library
from leadline.listen.doors.public import is_public

if TYPE_CHECKING:
    import httpx


class _Visit(threading.local):
    """The connections of the visit that this thread is at, and until when each part of it may last."""

    def __init__(self) -> None:
        self.held: list[socket.socket] = []
        self.until: list[float] = []


_VISIT = _Visit()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What this thread asks inside ends by then: all its connections are shut, and none is made any more."""
    timer = threading.Timer(seconds, _shut, args=(_VISIT.held,))
    timer.daemon = True
    _VISIT.until.append(time.monotonic() + seconds)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _VISIT.until.pop()
        if not _VISIT.until:
            held, _VISIT.held = _VISIT.held, []
            for one in held:
                one.close()


def is_over() -> bool:
    """Whether the time of what this thread is at is over."""
    return bool(_VISIT.until) and time.monotonic() >= min(_VISIT.until)


def too_slow(host: str) -> DoorError:
    return DoorError(f"{host} sends too slowly to be waited for.", "It is tried again by itself.")


def watch(connection: socket.socket) -> None:
    """Shut this connection, too, when the time is over."""
    if _VISIT.until:
        _VISIT.held.append(socket.socket(fileno=os.dup(connection.fileno())))  # TLS takes the first handle away


def _shut(held: list[socket.socket]) -> None:
    for one in list(held):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def checked_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, all of which may be asked. Raises DoorError otherwise, OSError where there are none."""
    if is_over():
        raise too_slow(host)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    internal = _Internal(setting("LEADLINE_INTERNAL_SERVERS"))
    if not internal.names(host, port) and not all(
        is_public(ipaddress.ip_address(one)) or internal.names(one, port) for one in addresses
    ):
        raise DoorError(
            f"{host} is a machine of an internal network, or leads to one.",
            "Where it is to be asked, name it in LEADLINE_INTERNAL_SERVERS, as in intranet.example or 10.1.0.0/16.",
        )
    return addresses


class _Internal:
    """Machines of the own network that may be asked: names, addresses and networks, each maybe with a port."""

    def __init__(self, said: str) -> None:
        self._said = [one.strip().lower() for one in said.split(",") if one.strip()]

    def names(self, host: str, port: int) -> bool:
        host = host.lower().rstrip(".")
        return any(self._fits(one, host, port) for one in self._said)

    @staticmethod
    def _fits(said: str, host: str, port: int) -> bool:
        if said in (host, f"{host}:{port}", f"[{host}]:{port}"):
            return True
        try:
            return ipaddress.ip_address(host) in ipaddress.ip_network(said)
        except ValueError:
            return False


def connected(host: str, port: int, *, timeout: float) -> socket.socket:
    """A connection to the first checked address that answers. Raises DoorError, or OSError where none does."""
    fault: OSError = ConnectionRefusedError("no address")
    for address in checked_addresses(host, port):
        try:
            made = socket.create_connection((address, port), timeout=timeout)
        except OSError as error:
            fault = error
            continue
        watch(made)
        return made
    raise fault


def checked_transport() -> httpx.HTTPTransport:
    """For httpx: each connection, of each redirect too, goes to a checked address; no proxy of the environment."""
    httpx_, httpcore = library("httpx"), library("httpcore")

    class Checked(httpcore.SyncBackend):  # type: ignore[misc, name-defined]
        def connect_tcp(self, host: str, port: int, timeout: float | None = None, **how: Any) -> Any:
            fault: Exception = httpcore.ConnectError("no address")
            try:
                addresses = checked_addresses(host, port)
            except OSError:
                raise httpcore.ConnectError("no such name") from None
            for address in addresses:
                try:
                    stream = super().connect_tcp(address, port, timeout=timeout, **how)
                except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                    fault = error
                    continue
                watch(stream.get_extra_info("socket"))
                return stream
            raise fault

    made: httpx.HTTPTransport = httpx_.HTTPTransport()
    made._pool = httpcore.ConnectionPool(ssl_context=httpx_.create_ssl_context(), network_backend=Checked())
    return made


def checked_session(largest: int) -> Any:
    """The same for requests, which Mastodon's library asks with; it follows no redirect, and reads no answer beyond
    `largest` bytes."""
    requests = library("requests")
    adapters, pools = library("requests.adapters"), library("urllib3.connectionpool")

    def checked(kind: Any) -> Any:
        class Connection(kind.ConnectionCls):  # type: ignore[misc]
            def _new_conn(self) -> socket.socket:
                return connected(self.host, self.port, timeout=self.timeout)

        return type(kind.__name__, (kind,), {"ConnectionCls": Connection})

    class Adapter(adapters.HTTPAdapter):  # type: ignore[misc, name-defined]
        def init_poolmanager(self, *given: Any, **how: Any) -> None:
            super().init_poolmanager(*given, **how)
            kinds = {"http": pools.HTTPConnectionPool, "https": pools.HTTPSConnectionPool}
            self.poolmanager.pool_classes_by_scheme = {name: checked(kind) for name, kind in kinds.items()}

    class Session(requests.Session):  # type: ignore[misc, name-defined]
        def send(self, request: Any, **how: Any) -> Any:
            answer = super().send(request, **how | {"stream": True, "allow_redirects": False})
            content = b""
            for piece in answer.iter_content(1 << 16):
                content += piece
                if len(content) > largest:
                    answer.close()
                    raise requests.ConnectionError("more than is read at once")
            answer._content, answer._content_consumed = content, True
            return answer

    made = Session()
    made.trust_env = False  # no proxy, and no password of ~/.netrc
    for scheme in ("http://", "https://"):
        made.mount(scheme, Adapter())
    return made
