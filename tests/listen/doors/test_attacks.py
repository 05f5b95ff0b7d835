"""What somebody who wants to hurt does at a live source, each planted on a real server on loopback."""

from __future__ import annotations

import datetime as dt
import ipaddress
import logging
import socket
import sys
import threading
import time

import pytest

from leadline import flow
from leadline.errors import LeadlineError
from leadline.flow.listening import visit_once
from leadline.listen.doors import Batch, asking
from leadline.listen.doors.base import instant
from leadline.listen.doors.mail import _read
from leadline.listen.doors.public import is_public
from leadline.listen.live import find_source, keep_secret, read_sources, read_state, standings
from leadline.listen.live.running import spool_of
from leadline.listen.live.taking import take_in
from leadline.listen.pushed import Limit, accept
from tests.listen.conftest import BOOK, lines
from tests.listen.doors.test_feed import ATOM

FEED = ATOM.format(updated="2026-10-01T10:00:00+02:00", when="Monday").encode()
KIND = {"Content-Type": "application/atom+xml"}


@pytest.fixture
def feed(serve):
    return serve(lambda *_: (200, KIND, FEED))


@pytest.fixture
def named(monkeypatch):
    """`named("a.example", "10.0.0.1", …)`: what a name leads to, each time that it is asked; the last one stays."""
    answers: dict[str, list[list[str]]] = {}
    asked = socket.getaddrinfo

    def answer(host, port, *given, **how):
        if host not in answers:
            return asked(host, port, *given, **how)
        some = answers[host][0] if len(answers[host]) == 1 else answers[host].pop(0)
        return [entry for one in some for entry in asked(one, port, *given, **how)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return lambda host, *some: answers.__setitem__(host, [one.split() for one in some])


@pytest.mark.parametrize("kind", ["mastodon", "bluesky"])
def test_a_secret_travels_over_https_only_but_on_this_machine(declare, home, kind):
    declare("ours", kind, server="http://social.example", account="halden") if kind == "bluesky" else declare(
        "ours", kind, server="http://social.example"
    )
    with pytest.raises(LeadlineError, match="Without encryption the secret could be read"):
        find_source(home, "ours")
    text = (home.root / "sources.yaml").read_text()
    for allowed in ("https://social.example", "http://127.0.0.1:8000", "http://localhost:8000"):
        (home.root / "sources.yaml").write_text(text.replace("http://social.example", allowed))
        assert find_source(home, "ours").settings["server"] == allowed


@pytest.mark.parametrize(
    "address",
    [
        "https://f.example/feed?access_token=tok-27182818",
        "https://f.example/feed?feedToken=tok-27182818&x=1",
        "https://f.example/feed#api-key=tok-27182818",
        "https://ann:tok-27182818@f.example/feed",
        "ftp://ann:tok-27182818@f.example/feed",
        "https://tok-27182818@f.example/feed",
        "https://f.example:tok-27182818/feed",
        "file:///tok-27182818",
    ],
)
def test_a_token_in_an_address_is_refused_and_quoted_nowhere(declare, home, lake, address, caplog):
    caplog.set_level(logging.DEBUG)
    declare("forum", "feed", address=f'"{address}"')
    with pytest.raises(LeadlineError) as told:
        read_sources(home)
    assert "27182818" not in f"{told.value} {told.value.__cause__} {caplog.text}"
    with pytest.raises(LeadlineError) as shown:
        standings(home, lake, now=dt.datetime.now(dt.UTC))
    assert "27182818" not in str(shown.value)


def test_a_plain_word_in_an_address_is_allowed(declare, home):
    declare("forum", "feed", address='"https://f.example/feed?keyword=tokens&sort=new"')
    assert find_source(home, "forum").door == "feed"


def test_a_feeds_token_is_stored_apart_and_reaches_the_server_and_no_log(serve, declare, home, come, caplog):
    caplog.set_level(logging.DEBUG)
    server = serve(lambda *_: (200, KIND, FEED))
    declare("forum", "feed", address=f'"{server.url}/feed?token={{secret}}"')
    assert "needs the token of its address" in come("forum").error
    keep_secret(home, find_source(home, "forum"), "tok/27182818")
    assert come("forum").counts["new"] == 2
    assert server.asked[0][1] == "/feed?token=tok%2F27182818"
    assert "27182818" not in caplog.text + (home.live / "state" / "forum.json").read_text()
    server.server.shutdown()
    server.server.server_close()
    assert "27182818" not in str(come("forum"))


PRIVATE = [
    "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 - no place to listen
    "224.0.0.1", "255.255.255.255", "::1", "::", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::",
]  # fmt: skip
SPECIAL = [
    "::10.0.0.1", "::93.184.215.14", "::ffff:0:10.0.0.1", "::ffff:0:93.184.215.14", "64:ff9b::a9fe:a9fe",
    "64:ff9b::c0a8:101", "64:ff9b:1::a00:1", "64:ff9b:1::5db8:d70e", "2002:5db8:d70e::1", "2001:0:5db8:d70e::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2606:2800:21f:cb07:0:5efe:10.0.0.1",
    "2606:2800:21f:cb07:200:5efe:10.0.0.1", "2606:2800:21f:cb07:0:5efe:93.184.215.14", "fe80::5efe:10.0.0.1",
    "192.0.0.1", "192.0.0.9", "192.0.0.170", "192.0.0.255", "192.88.99.1", "192.0.2.1", "192.31.196.1", "192.52.193.1",
    "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "240.0.0.1", "239.255.255.250",
    "0.1.2.3", "100.127.255.255", "172.31.255.255", "5f00::1", "3fff::1", "3fff:fff:ffff::1", "2001:db8::1",
    "2001:1::1", "2001:2::1", "2001:3::1", "2001:4:112::1", "2001:10::1", "2001:20::1", "2001:30::1", "2001:1ff::1",
    "2620:4f:8000::1", "100::1", "100:0:0:1::1", "200::1", "4000::1", "fe80::1", "fecf::1", "feff::1", "fdff::1",
    "ff0e::1", "64:ff9a::1", "64:ff9b:0:0:0:1:5db8:d70e", "::2", "1::1",
]  # fmt: skip
"""Of the special registries of IANA, translated, tunnelled, or handed out to nobody."""


@pytest.mark.parametrize("address", [*PRIVATE, *SPECIAL])
def test_an_address_of_an_internal_network_is_refused_however_it_is_written(address):
    assert not is_public(ipaddress.ip_address(address))


ALLOWED = [
    "93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e", "192.0.1.1", "192.88.98.1",
    "192.167.255.255", "192.169.0.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "198.17.0.1",
    "198.20.0.1", "223.255.255.1", "11.0.0.1", "2001:200::1", "2001:4860:4860::8888", "2003::1", "3ffe::1",
    "2606:2800:21f:cb07:5efe:1:10.0.0.1", "2620:4f:8001::1", "2a00:1450:4001::1",
]  # fmt: skip
"""Just beside the others, and what a network of IPv6 alone sees of IPv4."""


@pytest.mark.parametrize("address", ALLOWED)
def test_an_address_of_the_internet_is_allowed(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("where", ["direct", "redirect", "two redirects", "name", "one of two"])
def test_a_feed_that_leads_into_the_internal_network_is_refused_and_allowed_where_that_server_is_named(
    serve, feed, declare, come, named, monkeypatch, where
):
    port = feed.url.rpartition(":")[2]
    named("intranet.example", "127.0.0.1" if where != "one of two" else "127.0.0.1 93.184.215.14")
    ends = {"direct": feed.url, "redirect": feed.url}.get(where, f"http://intranet.example:{port}/")
    last = serve(lambda *_: (302, {"Location": ends}, b""))
    first = serve(lambda *_: (301, {"Location": last.url}, b"")) if where == "two redirects" else last
    outside = ",".join(one.url.removeprefix("http://") for one in (first, last))
    monkeypatch.setenv("LEADLINE_INTERNAL_SERVERS", outside)
    declare("forum", "feed", address=feed.url if where == "direct" else first.url)
    state = come("forum")
    assert "is a machine of an internal network" in state.error
    assert "LEADLINE_INTERNAL_SERVERS" in state.advice
    assert feed.asked == []
    for allowed in (f"127.0.0.1:{port}", "127.0.0.0/8"):
        monkeypatch.setenv("LEADLINE_INTERNAL_SERVERS", f"{outside},{allowed},intranet.example")
        assert come("forum").error == ""


@pytest.mark.parametrize(
    "host",
    [
        "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.1", "127.0.0.1.", "LOCALHOST",
        "localhost.", "ann@127.0.0.1", "f.example:80@127.0.0.1", "f.example%2f@127.0.0.1", "[::1]",
        "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[::1%25lo]", "[fe80::1%25lo]", "[0:0:0:0:0:ffff:7f00:1]",
        "①②⑦.⓪.⓪.①", "127。0。0。1",
    ],
)  # fmt: skip
def test_no_way_to_write_this_machine_leads_to_it(serve, feed, declare, come, monkeypatch, host):
    """As the address of a source, and as what another machine redirects to."""
    port = feed.url.rpartition(":")[2]
    before = serve(lambda *_: (302, {"Location": f"http://{host}:{port}/feed".encode().decode("latin-1")}, b""))
    monkeypatch.setenv("LEADLINE_INTERNAL_SERVERS", before.url.removeprefix("http://"))
    declare("forum", "feed", address=f'"{before.url}/feed"')
    assert come("forum").error
    if "@" not in host:  # of which sources.yaml takes none
        declare("direct", "feed", address=f'"http://{host}:{port}/feed"')
        assert come("direct").error
    assert (len(before.asked), feed.asked) == (1, [])


@pytest.mark.parametrize("kind", ["feed", "mastodon"])
def test_no_proxy_of_the_environment_is_asked(serve, feed, declare, home, come, monkeypatch, kind):
    proxy = serve(lambda *_: (200, KIND, FEED))
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    monkeypatch.setenv("NO_PROXY", "")
    declare("forum", kind, **{"address" if kind == "feed" else "server": feed.url})
    if kind == "mastodon":
        keep_secret(home, find_source(home, "forum"), "tok-27182818")
    come("forum")
    assert (len(feed.asked), proxy.asked) == (1, [])


def test_a_name_that_changes_between_check_and_connection_leads_nowhere_else(
    serve, feed, declare, come, named, monkeypatch
):
    """DNS rebinding: the address that was checked is the one that is asked."""
    monkeypatch.setenv("LEADLINE_INTERNAL_SERVERS", "")
    monkeypatch.setattr(asking, "PATIENCE_SECONDS", 0.5)
    tried: list[str] = []
    connect = socket.create_connection

    def begin(to, *given, **how):
        tried.append(to[0])
        if to[0] == "8.8.8.8":
            raise ConnectionRefusedError  # nothing of the tests leaves this machine
        return connect(to, *given, **how)

    monkeypatch.setattr(socket, "create_connection", begin)
    port = feed.url.rpartition(":")[2]
    named("rebinding.example", "8.8.8.8", "127.0.0.1")  # first an address of the internet, then this machine
    declare("forum", "feed", address=f"http://rebinding.example:{port}/")
    assert come("forum").error
    assert (tried, feed.asked) == (["8.8.8.8"], [])
    assert "internal network" in come("forum").error


def test_mastodons_library_asks_checked_addresses_only_and_follows_no_redirect(serve, declare, home, come, monkeypatch):
    inside = serve(lambda *_: (200, {}, b"{}"))
    outside = serve(lambda *_: (302, {"Location": inside.url}, b""))
    declare("ours", "mastodon", server=outside.url)
    keep_secret(home, find_source(home, "ours"), "tok-27182818")
    assert come("ours").error
    assert (len(outside.asked), inside.asked) == (1, [])
    monkeypatch.setenv("LEADLINE_INTERNAL_SERVERS", "")
    assert come("ours").error
    assert len(outside.asked) == 1


def test_a_password_follows_no_redirect(serve, declare, home, come):
    """What is sent goes to the server that was named, and nowhere else."""
    thief = serve(lambda *_: (200, {}, b'{"did": "x", "accessJwt": "y"}'))
    server = serve(lambda *_: (307, {"Location": thief.url}, b""))
    declare("ours", "bluesky", server=server.url, account="halden")
    keep_secret(home, find_source(home, "ours"), "app-14142135")
    assert come("ours").error
    assert thief.asked == []


def test_an_answer_without_end_is_cut(serve, declare, come, monkeypatch):
    monkeypatch.setattr(asking, "LARGEST_ANSWER", 1 << 20)
    server = serve(lambda *_: (200, KIND, b" " * (2 << 20)))
    declare("forum", "feed", address=server.url)
    assert "more than 32 MB at once" in come("forum").error


def test_a_feed_that_names_a_file_of_ours_does_not_have_it_read(serve, declare, come, said, tmp_path):
    """The library for feeds opens what it is given where that is a name."""
    secret = tmp_path / "secret.xml"
    secret.write_bytes(FEED)
    server = serve(lambda *_: (200, KIND, str(secret).encode()))
    declare("forum", "feed", address=server.url)
    assert "no feed that can be read" in come("forum").error
    assert said() == []


class Dripping:
    """A server that sends a byte each moment, of the headers or of what comes after, and never ends."""

    def __init__(self, begin: bytes) -> None:
        self._begin = begin
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                one, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._drip, args=(one,), daemon=True).start()

    def _drip(self, one: socket.socket) -> None:
        try:
            one.sendall(self._begin)
            while True:
                one.sendall(b"x")
                time.sleep(0.05)
        except OSError:
            one.close()

    def close(self) -> None:
        self._socket.close()


HEADERS, BODY = b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"


@pytest.mark.parametrize("begin", [HEADERS, BODY], ids=["headers", "body"])
def test_sources_that_drip_are_left_in_the_end_and_keep_no_other_one_waiting(feed, home, lake, monkeypatch, begin):
    """Twelve servers that send a byte now and then, beside a feed and pushed messages, which come in at once."""
    monkeypatch.setattr(asking, "LONGEST_ANSWER_SECONDS", 2.0)
    slow = [Dripping(begin) for _ in range(12)]
    basis = "legal_basis: legitimate interests"
    text = [f"- {{name: slow-{n}, door: feed, address: '{one.url}', {basis}}}" for n, one in enumerate(slow)]
    text += [f"- {{name: forum, door: feed, address: '{feed.url}', {basis}}}", f"- {{name: chat, door: push, {basis}}}"]
    (home.root / "sources.yaml").write_text("\n".join(text))
    accept(spool_of(home, "chat"), lines({"message_id": "1"}).encode(), key=None, limit=Limit(1_000_000))
    came: dict[str, float] = {}
    began = time.monotonic()
    round_ = threading.Thread(
        target=lambda: visit_once(
            home, lake, read_sources(home), lambda: flow.Documents(company=home.company, parties=BOOK)
        )
    )
    round_.start()
    while round_.is_alive():
        for name in ("forum", "chat"):
            if read_state(home, name).reached_at and name not in came:
                came[name] = time.monotonic() - began
        time.sleep(0.05)
    assert max(came.values()) < 4, "a pool of four would be full three times, each for two seconds"
    assert all("too slowly" in read_state(home, f"slow-{n}").error for n in range(12))
    assert all(read_state(home, name).counts["new"] for name in ("forum", "chat"))
    for one in slow:
        one.close()


def test_a_mastodon_server_that_drips_is_left_when_the_visits_time_is_over(declare, home, come, monkeypatch):
    monkeypatch.setattr(sys.modules["leadline.listen.live.running"], "_LONGEST_VISIT_SECONDS", 0.5)
    slow = Dripping(HEADERS)
    declare("ours", "mastodon", server=slow.url)
    keep_secret(home, find_source(home, "ours"), "tok-27182818")
    began = time.monotonic()
    assert "too slowly" in come("ours").error
    assert time.monotonic() - began < 5
    slow.close()


MAILS = {
    "a year without end": b"Date: Mon, 01 Jan 99999999999999 00:00:00 GMT\r\n\r\nread me",
    "a zone without end": b"Date: Mon, 01 Jan 2026 00:00:00 +99999999999\r\n\r\nread me",
    "an hour that is none": b"Date: 01 Jan 2026 99:99:99 +0000\r\n\r\nread me",
    "a charset of nobody": b"Content-Type: text/plain; charset=klingon\r\n\r\nread me",
    "a torn subject": b"Subject: =?utf-8?b?a?=\r\n\r\nrefuse me",
    "a codec that refuses": b"Content-Type: text/plain; charset=undefined\r\n\r\nrefuse me",
    "a codec of hosts": b"Content-Type: text/plain; charset=idna\r\n\r\n\xff.",
    "a charset with a zero": b'Content-Type: text/plain; charset="a\0b"\r\n\r\nrefuse me',
    "parts in parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2_000)
    ),
    "mails in mails": b"Content-Type: message/rfc822\r\n\r\n" * 3_000 + b"\r\nrefuse me",
    "an empty one": b"\r\n",
}


def test_nobody_stops_a_mailbox_by_a_mail_that_no_program_can_read(declare, home, lake, said):
    """Each is a row, read or refused, and the one behind them comes in."""
    declare("care", "mail", server="127.0.0.1", user="care")
    at = dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC)
    mails = [b"From: ann@x.example\r\n" + one for one in (*MAILS.values(), b"Subject: behind\r\n\r\nread me")]
    read = [_read(uid, at, mail, "INBOX 1") for uid, mail in enumerate(mails)]
    count = take_in(home, lake, find_source(home, "care"), Batch(read, {}), parties=BOOK, now=at)
    assert (count.read, count.refused) == (len(mails), 6)
    assert [row["text"] for row in said()].count("read me") == 4
    assert "behind\nread me" in [row["text"] for row in said()]
    assert len({row["message_id"] for row in read}) == len(mails)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-ratelimit-reset": "999999999999"}, dt.timedelta(days=1)),
        ({"ratelimit-reset": "9" * 40}, dt.timedelta(days=1)),
        ({"retry-after": "9" * 40}, dt.timedelta(days=1)),
        ({"retry-after": "Mon, 01 Jan 99999999999999 00:00:00 GMT"}, None),
        ({"retry-after": "-5"}, None),
        ({"x-ratelimit-reset": "0001-01-01T00:00:00+14:00"}, dt.timedelta(seconds=1)),
        ({"retry-after": "7"}, dt.timedelta(seconds=7)),
    ],
)
def test_a_wait_without_end_or_sense_is_a_day_or_none(headers, wait):
    assert asking.waiting(headers, now=dt.datetime(2026, 10, 1, tzinfo=dt.UTC)) == wait


@pytest.mark.parametrize("sign", ["&#xD800;", "&#57343;", "&#x110000;", "&#99999999999;", "&#xdFfF"])
def test_half_a_sign_and_none_at_all_stop_no_feed(serve, declare, come, said, sign):
    torn = FEED.replace(b"<title>No signal</title>", f"<title>{sign} caf&#233; &#x1F600;</title>".encode())
    declare("forum", "feed", address=serve(lambda *_: (200, KIND, torn)).url)
    state = come("forum")
    assert (state.error, state.counts["new"], state.counts["refused"]) == ("", 2, 0)
    assert {row["text"].split("\n")[0] for row in said()} == {"\ufffd café 😀", "Re: No signal"}


def test_an_instant_at_the_end_of_the_calendar_is_told_all_the_same():
    early, late = (dt.timezone(dt.timedelta(hours=hours)) for hours in (14, -12))
    assert instant(dt.datetime(1, 1, 1, tzinfo=early)) == "0001-01-01T00:00:00+00:00"
    assert instant(dt.datetime(9999, 12, 31, 23, tzinfo=late)) == "9999-12-31T23:00:00+00:00"
    assert instant(dt.datetime(2026, 10, 1, 10, tzinfo=early)) == "2026-09-30T20:00:00+00:00"
