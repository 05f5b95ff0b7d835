"""What somebody who wants to hurt gives to the site: nothing leaves the folder of uploads, and every page answers."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from leadline.config import create_home
from leadline.engine import Lake, rows
from leadline.listen import messages
from leadline.web.listen import incoming
from leadline.web.listen.models import FileRow

pytestmark = pytest.mark.django_db
FILES = reverse("listen:files")
TABLE = b"Nr;When;Words\r\n1;2026-10-01 10:00;hello\r\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(incoming, "in_the_background", lambda work: work())
    return create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")


@pytest.fixture
def client(client_of, home):
    return client_of("strategist", home)


def give(client, data: bytes, name: str = "table.csv"):
    boundary = "x" * 20
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = head.encode() + b"Content-Type: text/csv\r\n\r\n" + data + f"\r\n--{boundary}--\r\n".encode()
    return client.post(FILES, body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.mark.parametrize(
    "name",
    [
        "../../../keys/site.key", "..\\..\\a.csv", "/etc/passwd", "C:\\temp\\a.csv", "a\0b.csv", "a.csv/../../b",
        "~root.csv", "x" * 190 + ".csv", "a.csv\u202egpj", "<script>alert(1)</script>.csv", "a.../....csv", ".csv",
        "a.c/s/v", "%2e%2e%2fa.csv",
    ],
)  # fmt: skip
def test_whatever_a_file_is_called_it_lies_in_the_folder_of_uploads_under_a_name_of_ours(client, home, name):
    before = sorted(path for path in home.root.rglob("*") if home.uploads not in path.parents)
    answer = give(client, TABLE, name)
    assert answer.status_code == 302
    [held] = home.uploads.iterdir()
    row = FileRow.objects.get()
    assert held.read_bytes() == TABLE
    assert held.stem.isalnum()
    assert "/" not in row.name
    assert len(row.name) <= 200
    shown = client.get(answer.url)
    assert shown.status_code == 200
    assert b"<script>alert" not in shown.content
    left = sorted(path for path in home.root.rglob("*") if home.uploads not in path.parents and path != home.uploads)
    assert [path for path in left if path not in before and "sqlite" not in path.name] == []


@pytest.mark.parametrize("name", ["", "..", ".", "/", "x" * 300 + ".csv"])
def test_what_has_no_name_or_an_endless_one_is_refused(client, home, name):
    assert give(client, TABLE, name).status_code == 422
    assert not FileRow.objects.exists()
    assert not home.uploads.exists() or not list(home.uploads.iterdir())


def _slip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("../../../../evil.csv", "a,b\n1,2\n")
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        book.writestr(link, "/etc/passwd")
        book.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


HOSTILE = {
    "slip": (_slip(), "cannot be read as a workbook"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, None),
    "program": (b"\x7fELF" + b"\0" * 5_000, None),
    "zeros": (b"\0" * 100_000, None),
    "one line without end": (b"x" * 3_000_000, None),
    "quotes": (b'"' * 200_001, None),
    "packed": (b"\x1f\x8b" + b"0" * 100, "is packed"),
    "deep": (b'{"a":' * 50_000, None),
    "lists": (b"[" * 200_000, None),
    "broken": ("Nr;\ud800".encode("utf-8", "surrogatepass") + b"\n1;2\n", None),
    "no names": (b";;;\n1;2;3;4\n", None),
    "one column": (b"Words\nhello\n", None),
    "only names": (b"Nr;When;Words\n", None),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_files_of_a_wrong_kind_are_looked_at_or_refused_in_words(client, kind):
    data, words = HOSTILE[kind]
    answer = give(client, data)
    if answer.status_code == 302:
        answer = client.get(answer.url)
    assert answer.status_code in (200, 400, 422), answer.status_code
    assert words is None or words in answer.content.decode()


def test_an_empty_file_is_refused(client):
    assert give(client, b"").status_code == 422


def test_of_columns_that_share_a_name_the_last_is_read_and_that_is_said_before_and_after(client, home):
    table = b"Words;Words;When;When;Nr\r\nfirst;second;2026-10-01 10:00;2026-10-02 10:00;1\r\n"
    address = give(client, table).url
    page = client.get(address).content.decode()
    assert "Several columns are called Words, When: only the last of a name is read." in page
    told = {"kind": "messages", "m-text": "Words", "m-posted_at": "When", "m-message_id": "Nr", "called": "twice",
            "zone": "Europe/Amsterdam", "m-channel-always": "forum", "do": "import"}  # fmt: skip
    client.post(address, told)
    count = FileRow.objects.get().count
    assert (count["new"], count["remarks"]) == (
        1, ["2 names stand each over several columns of table.csv: only the last of them was read."],
    )  # fmt: skip
    [row] = rows(messages(Lake(home.lake)))
    assert (row["text"], row["posted_at"].day) == ("second", 2)
    assert "Several columns" not in client.get(give(client, TABLE).url).content.decode()


def test_more_columns_than_anybody_can_choose_from_are_refused_and_many_are_shown(client):
    def wide(columns: int):
        names = ";".join(f"Column {number}" for number in range(columns))
        return client.get(give(client, f"{names}\r\n{'x;' * (columns - 1)}x\r\n".encode()).url)

    refused = wide(10_000)
    assert refused.status_code in (400, 422)
    assert "has 10,000 columns, which nobody can choose from" in refused.content.decode()
    assert len(refused.content) < 100_000
    assert wide(300).status_code == 200
