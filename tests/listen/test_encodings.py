"""A file that is no UTF-8: Western letters of one byte are read and said; others are refused, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadline.config import Home, create_home
from leadline.engine import Lake
from leadline.listen import ImportCount, Options, import_file, own_brand_only
from leadline.listen.records import WESTERN, encoding_of
from tests.listen.test_import import NOW

ROWS = {
    "German": "Für die Störung gestern hätte ich gern eine Erklärung, schöne Grüße",
    "French": "J’ai été coupé deux fois, ça suffit, où est le dépanneur ? 20 €",
    "Spanish": "¿Cuándo vendrá el técnico? Mañana será tarde, señor",
    "Portuguese": "Não há ligação desde terça, é a terceira avaria deste mês",
    "Norwegian": "Får ikke svar på telefonen, og nå er det på tide å bytte",
}
OTHERS = {
    "cp1250": "Nie działa łącze od wczoraj, proszę o pomoc, źle się dzieje, żądam wyjaśnień",
    "cp1251": "Интернет не работает уже третий день, помогите пожалуйста",
    "cp1253": "Δεν λειτουργεί το ίντερνετ εδώ και τρεις μέρες",
    "cp1254": "İnternet üç gündür çalışmıyor, şikâyetçiyim, ışık yanmıyor, ağ yok",
    "iso-8859-2": "Nefunguje připojení, už třetí den čekám na technika, žádám o pomoc, řešení",
    "cp437": "Für die Störung gestern hätte ich gern eine Erklärung, schöne Grüße",
}
MAPPING = {name: name for name in ("message_id", "posted_at", "author", "text")}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")


def taken(home: Home, folder: Path, content: bytes) -> ImportCount:
    path = folder / "file.csv"
    path.write_bytes(content)
    book = own_brand_only(home.company)
    return import_file(home, Lake(home.lake), path, parties=book, options=Options(mapping=MAPPING), now=NOW)


def table(words: str) -> str:
    rows = [f"{n};2026-10-01T10:0{n}:00+02:00;ann{n};{words}" for n in range(1, 6)]
    return "\n".join(["message_id;posted_at;author;text", *rows, ""])


@pytest.mark.parametrize("language", ROWS)
def test_western_letters_of_one_byte_come_in_whole_and_it_is_said(home, tmp_path, language):
    count = taken(home, tmp_path, table(ROWS[language]).encode(WESTERN))
    assert (count.new, count.refused) == (5, 0)
    assert "its letters were read as Windows-1252" in " ".join(count.remarks)
    plain = taken(home, tmp_path, table(ROWS[language]).encode())
    assert (plain.known, "Windows-1252" in " ".join(plain.remarks)) == (5, False)


@pytest.mark.parametrize("encoding", OTHERS)
def test_letters_of_other_tables_are_refused_and_never_guessed(home, tmp_path, encoding):
    count = taken(home, tmp_path, table(OTHERS[encoding]).encode(encoding))
    assert (count.new, count.refused) == (0, 5)


def test_a_few_torn_bytes_make_no_other_encoding(tmp_path):
    file = tmp_path / "torn.csv"
    file.write_bytes("text\nschöne Grüße\n".encode() + b"Gr\xfc\xdfe\n")
    assert encoding_of(file) == "utf-8"
    file.write_bytes(b"text\nall plain\n")
    assert encoding_of(file) == "utf-8"
