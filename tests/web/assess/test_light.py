"""A first look at one file in the browser: shown, downloaded, kept nowhere; refused as the command refuses (S3.13)."""

import base64
import logging
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leadline.web.assess import light_views
from tests.cli.test_light import thirty
from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db
LIGHT = reverse("assess:light")


def handed_in(rows: list[str], *, header: str = "Date;Customer;Comment", name: str = "shop.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([header, *rows]).encode())


@pytest.fixture
def look(client_of, monkeypatch):
    monkeypatch.setenv("LEADLINE_REPEATS", "0")

    def post(file: SimpleUploadedFile, *, role: str = "strategist", brand: str = "Blue Kettle"):
        return client_of(role).post(LIGHT, {"file": file, "brand": brand})

    return post


@pytest.mark.parametrize("role", ["strategist", "manager"])
def test_a_file_becomes_a_page_that_can_be_downloaded(look, role):
    answer = look(handed_in(thirty()), role=role)
    page = plain(answer)
    assert "30 messages by 30 authors" in page
    for words in ("Where it hurts", "What they want", "How sure is this?", "What to do next", "95 %", "Blue Kettle"):
        assert words in page
    file = base64.b64decode(re.search(r'download="first-look.html" href="data:[^,]+,([^"]+)"', text(answer))[1])
    assert file.startswith(b"<!doctype html>")
    assert "Where it hurts" in file.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_of_it_is_kept(look, filled_home, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(light_views, "TemporaryDirectory", lambda **more: made(tmp_path, **more))
    before = files_of(filled_home.root)
    with caplog.at_level(logging.INFO):
        answer = look(handed_in(thirty()))
    assert answer.status_code == 200
    assert files_of(filled_home.root) == before
    assert list(tmp_path.iterdir()) == []
    assert "My parcel is late" not in caplog.text


def made(within: Path, **more):
    from tempfile import TemporaryDirectory

    return TemporaryDirectory(dir=within, **more)


def files_of(root: Path) -> set[Path]:
    return {one for one in root.rglob("*") if one.is_file() and "rows.sqlite3" not in one.name}


def test_what_strangers_wrote_is_escaped_on_the_page_and_in_the_download(look):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    rows = [f"2026-09-{n:02};c{n};{evil} the kettle leaks so badly and I am angry, time {n}" for n in range(1, 13)]
    answer = look(handed_in(rows), brand=f"<b>{evil}</b>"[:60])
    file = base64.b64decode(re.search(r'base64,([^"]+)"', text(answer))[1]).decode()
    for page in (answer.content.decode(), file):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b><script" not in page
    assert "&lt;script&gt;alert" in file


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (handed_in(thirty(), header="a;b;c"), "Save it as CSV, and call the column with what people said “text”"),
        (handed_in([]), "could be taken in"),
        (handed_in(thirty(), name="shop.xlsx"), "is no table that can be read here"),
        (handed_in(thirty(), name="shop.csv.gz"), "is no table that can be read here"),
        (SimpleUploadedFile("shop.csv", b""), "empty"),
        (SimpleUploadedFile("shop.csv", b"\x00\xff\xfe\x00" * 40), ""),
        (SimpleUploadedFile("shop.ndjson", b'{"comment": "cold"}\n'), "is no table with a column"),
        (SimpleUploadedFile("big.csv", b"text\n" + b"x" * 5_000_001), "larger than 5 MB"),
    ],
    ids=["no text", "no rows", "a workbook", "packed", "empty", "no text file", "other JSON", "too large"],
)
def test_what_is_no_table_of_messages_is_refused_in_words(look, file, says):
    file.seek(0)
    answer = look(file)
    assert answer.status_code == 422
    assert says in plain(answer)
    assert 'type="file"' in text(answer)


def test_a_name_that_is_a_path_goes_nowhere(look, tmp_path):
    assert look(handed_in(thirty(), name=f"..{tmp_path}/evil.csv")).status_code == 200
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("role", ["executive", "agent", "champion", "viewer", "representative"])
def test_other_roles_take_no_first_look(client_of, role):
    client = client_of(role)
    assert client.get(LIGHT).status_code == 403
    assert client.post(LIGHT, {"file": handed_in(thirty()), "brand": "x"}).status_code == 403


def test_the_page_says_how_large_a_file_may_be_and_is_found_from_assess(client_of, empty_home):
    page = client_of("manager").get(LIGHT)
    assert page.status_code == 200
    assert "At most 5 MB" in plain(page)
    assert f'href="{LIGHT}"' in text(client_of("manager").get(reverse("assess:home")))
    assert f'href="{LIGHT}"' not in text(client_of("viewer").get(reverse("assess:home")))
    assert f'href="{LIGHT}"' in text(client_of("strategist", empty_home).get(reverse("assess:home")))
