"""What people wrote about somebody's messages goes with them; what they wrote about others' stays."""

import datetime as dt
import shutil

import pytest

from leadline import assess
from leadline.assess import Which
from leadline.config import open_home
from leadline.engine import Lake
from leadline.web.assess import correcting
from leadline.web.assess.models import CorrectionRow
from leadline.web.erasing import erase
from leadline.web.listen.models import FileRow
from leadline.web.programs.models import MarkRow

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)


def test_corrections_and_marks_of_the_erased_persons_messages_go_and_no_others(
    client_of, in_home, filled_home, tmp_path
):
    shutil.copytree(filled_home.root, tmp_path / "home")
    home = open_home(tmp_path / "home")
    lake = Lake(home.lake)
    client_of("strategist")
    in_home(home)
    found = assess.find_messages(lake, Which(party="halden", aspect="customers"), limit=200)
    hers = found[0]
    other = next(one for one in found if one.author != hers.author and one.thread_id != hers.thread_id)
    for one in (hers, other):
        correcting.correct(lake, one.source, one.message_id, "need", "yes", by=None, now=NOW)
        where = {"source": one.source, "thread_id": one.thread_id, "at": NOW}
        MarkRow.objects.create(kind="dismissed", message_id=one.message_id, **where)
        MarkRow.objects.create(kind="claimed", customer=one.author, **where)
    home.uploads.mkdir(exist_ok=True)
    (home.uploads / "torn").write_bytes(b"\x1f\x8b packed")
    (home.uploads / "plain").write_text("id,body\n1,hello\n")
    files = [FileRow.objects.create(name=f"{name}.csv", held=name, at=NOW) for name in ("torn", "plain")]
    done = erase(home, lake, hers.author, now=NOW)
    torn, plain = (FileRow.objects.get(pk=one.pk) for one in files)
    assert (torn.held, torn.may_go_on, "was erased" in torn.failed) == ("", False, True)
    assert (plain.held, plain.may_go_on, plain.failed) == ("plain", True, "")
    assert done.rows == 3
    assert done.messages == done.signals >= 1
    assert [row.message_id for row in CorrectionRow.objects.all()] == [other.message_id]
    assert [mark.customer or mark.message_id for mark in MarkRow.objects.all()] == [other.message_id, other.author]
    assert assess.find_messages(lake, Which(author=hers.author)) in ((), [])
