"""Files that are too large are refused in a sentence before they are read, and what fits comes in."""

from __future__ import annotations

import os
import shutil
import socket
import time
from typing import NamedTuple

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from leadline.config import create_home
from leadline.web.listen import incoming
from leadline.web.listen.models import FileRow

pytestmark = pytest.mark.django_db
FILES = reverse("listen:files")
TABLE = b"Nr;When;Words\r\n1;2026-10-01 10:00;" + b"x" * 11_000_000


@pytest.fixture
def home(tmp_path):
    return create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")


def give(client: Client, data: bytes = TABLE):
    return client.post(FILES, {"file": SimpleUploadedFile("table.csv", data)})


def test_a_file_within_the_limit_is_kept_and_a_larger_one_refused_in_a_sentence(client_of, home, monkeypatch):
    client = client_of("strategist", home)
    assert give(client).status_code == 302
    monkeypatch.setenv("LEADLINE_UPLOAD_MB", "11")
    answer = give(client)
    assert answer.status_code == 413
    assert "larger than the 11 MB that are taken here" in answer.content.decode()
    assert FileRow.objects.count() == len(list(home.uploads.iterdir())) == 1


def test_who_may_import_nothing_may_send_little(client_of, home):
    assert give(client_of("viewer", home)).status_code == 413
    assert give(client_of("viewer", home), b"small").status_code == 403
    assert give(Client()).status_code == 413


def test_a_file_that_the_disk_has_no_room_for_is_refused(client_of, home, monkeypatch):
    class Usage(NamedTuple):
        free: int

    client = client_of("strategist", home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(510_000_000))
    answer = give(client)
    assert (answer.status_code, "no room" in answer.content.decode()) == (507, True)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(600_000_000))
    assert give(client).status_code == 302


def test_the_refusal_comes_before_the_body_does(live_server, client_of, home, monkeypatch):
    """On a real connection: of 20 MB that are announced not one byte is sent, and the answer is there."""
    monkeypatch.setenv("LEADLINE_UPLOAD_MB", "11")
    session = client_of("strategist", home).cookies[settings.SESSION_COOKIE_NAME].value
    host, port = live_server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as asking:
        asking.sendall(
            f"POST {FILES} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {settings.SESSION_COOKIE_NAME}={session}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 20000000\r\n\r\n".encode()
        )
        answer = asking.recv(1 << 16)
    assert answer.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("length", ["", "9" * 40, "-5"])
def test_files_of_a_length_that_is_none_are_refused(client_of, home, length):
    client = client_of("strategist", home)
    answer = client.generic("POST", FILES, CONTENT_TYPE="multipart/form-data; boundary=x", CONTENT_LENGTH=length)
    assert answer.status_code == 411


def test_a_large_file_lies_in_the_home_while_it_comes_and_nowhere_else(client_of, home, monkeypatch):
    """A worker that is killed leaves what it had where an erasure and the clearing of old uploads look."""
    seen: list[list[str]] = []
    keep = incoming.keep_upload

    def kept(where, given, *, by):
        seen.append([path.name[:7] for path in home.uploads.iterdir()])
        return keep(where, given, by=by)

    monkeypatch.setattr(incoming, "keep_upload", kept)
    client = client_of("strategist", home)
    assert give(client).status_code == 302
    [path] = home.uploads.iterdir()
    assert (seen, path.read_bytes() == TABLE, path.stat().st_mode & 0o077, path.stat().st_nlink) == (
        [["coming-"]], True, 0, 1,
    )  # fmt: skip
    left = home.uploads / "coming-of-a-killed-worker"
    for days, there in ((0.9, True), (1.1, False)):
        left.write_bytes(b"ann")
        os.utime(left, (time.time() - days * 86_400,) * 2)
        os.utime(path, (time.time() - days * 86_400,) * 2)
        give(client, b"Nr;Words")
        assert (left.exists(), path.exists()) == (there, True)
