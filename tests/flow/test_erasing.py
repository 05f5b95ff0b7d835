"""Erasing a person: everything goes, the rest is counted as if they had never spoken, and whoever died begins again."""

import datetime as dt
import json
import shutil
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leadline import assess, flow, listen
from leadline.config import PSEUDONYMS, create_home, open_home
from leadline.engine import Lake, collect, scan
from leadline.errors import LeadlineError
from leadline.flow.erasing import erase_person
from leadline.flow.stages import refresh_desk
from leadline.flow.tables import TABLES
from leadline.listen import ERASED, Options, import_file, read_parties, whom
from leadline.listen.live import find_source, visit
from leadline.listen.live.running import spool_of
from leadline.listen.privacy import pseudonym
from leadline.listen.pushed import Limit, accept, receipt
from leadline.listen.pushed.spool import waiting
from leadline.programs.plan_file import read_programs
from tests.listen.exports import workbook

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = dt.datetime(2026, 11, 2, 9, tzinfo=ZONE)
PARTIES = "- {name: Halden Telecom, id: halden, kind: own, handles: [halden]}\n"
PROGRAMS = """
programs:
  - {id: page, name: The page, method: page-service, owner: Alice Lund, department: support, period: from 2026-08-03,
     budget: 1 EUR a month, people: [{role: agent, count: 1, hours_a_month: 10}],
     metrics: [{metric: answered_within_promise, target: 95 %, direction: up}],
     promise: {target_minutes: 60, hours: "every day 08:00-20:00", channels: [facebook]}}
"""
WORD = "quetzalcoatl"
"""A word that only the person says who asks to be erased."""


def said(number: int, who: str, text: str, **more: str) -> dict[str, str]:
    at = dt.datetime(2026, 9 + number % 2, 1 + number % 28, 10, number % 60, tzinfo=ZONE)
    key = f"{100 + number}"
    role = "brand" if who == "halden" else "customer"
    same = {"message_id": key, "thread_id": key, "posted_at": at.isoformat(), "author": who, "text": text}
    return {**same, "speaker_role": role, "about_party": "halden", "channel": "facebook", "source": "fb", **more}


OTHERS = [
    *(said(n, f"customer{n % 9}", f"The router of line {n} keeps rebooting, this is awful") for n in range(30)),
    *(said(n, f"customer{n}", f"Great coverage on island {n}, I love it") for n in range(30, 40)),
    said(40, "customer3", "@anna_b had the same and I am furious about my bill"),
    said(41, "halden", "We look into it now, @anna_b.", thread_id="150", reply_to="150"),
]
HERS = [
    said(50, "anna_b", f"My bill is wrong again, {WORD} and I am furious"),
    said(51, "anna_b", f"Still no router, {WORD}, terrible"),
    said(52, "anna_b", f"Hopeless {WORD}, my parcel is late", deleted_at="2026-10-30T10:00:00+01:00"),
    said(53, "anna_b", "My bill was wrong", edited_at="2026-10-30T10:00:00+01:00"),
]


def import_rows(home, rows, name="fb.ndjson", now=NOW):
    path = home.root.parent / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    parties = read_parties(parties_file(home))
    return import_file(home, Lake(home.lake), path, parties=parties, options=Options(), now=now)


def parties_file(home) -> Path:
    path = home.root.parent / "parties.yaml"
    path.write_text(PARTIES)
    return path


def documents_of(home) -> flow.Documents:
    (home.root.parent / "programs.yaml").write_text(PROGRAMS)
    programs = tuple(read_programs(home.root.parent / "programs.yaml")[0])
    return flow.Documents(company=home.company, parties=read_parties(parties_file(home)), programs=programs)


def new_home(folder: Path):
    return create_home(folder / "home", company="Halden Telecom", zone=ZONE.key, currency="EUR")


def make(home, rows):
    import_rows(home, rows)
    lake = Lake(home.lake)
    assess.label(lake, assess.load_reader())
    assess.mine_phrases(lake, documents_of(home).parties.own.id)
    refresh_desk(lake, documents_of(home))
    return home


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    """A home that heard her; her second text of message 153 came with another file, and one of her rows was refused."""
    home = make(new_home(tmp_path_factory.mktemp("heard")), [*OTHERS, *HERS])
    edited = HERS[3] | {"text": f"My bill was wrong {WORD}", "edited_at": "2026-10-31T10:00:00+01:00"}
    refused = said(60, "anna_b", f"{WORD}?") | {"posted_at": "yesterday"}
    assert import_rows(home, [edited, refused], "more.ndjson").edited == 1
    assess.label(Lake(home.lake), assess.load_reader())
    refresh_desk(Lake(home.lake), documents_of(home))
    return home


@pytest.fixture
def home(heard, tmp_path):
    shutil.copytree(heard.root, tmp_path / "home")
    return open_home(tmp_path / "home")


def erase(home, person="anna_b", rows=lambda author, keys: 0):
    lake = Lake(home.lake)
    author = whom(home, lake, person)
    return erase_person(home, lake, documents_of(home), author, erase_rows=rows, now=NOW)


def hers(home) -> str:
    return pseudonym(home.key(PSEUDONYMS), "facebook", "anna_b")


def holding(home, *words: str) -> set[str]:
    """The tables and files of a home in which one of these words stands, Parquet unpacked; tables' logs apart."""
    found = set[str]()
    for path in filter(Path.is_file, home.root.rglob("*")):
        if "_delta_log" in path.parts:
            continue
        told = str(pq.read_table(path).to_pydict()).encode() if path.suffix == ".parquet" else path.read_bytes()
        if any(word.encode() in told for word in words):
            found.add(path.relative_to(home.root).parts[1] if path.is_relative_to(home.lake) else path.name)
    return found


def counted(home) -> dict[str, list]:
    """Every computed table of the lake, in one order."""
    lake = Lake(home.lake)
    tables = [one for one in TABLES if one.computed]
    return {one.name: sorted(map(repr, collect(scan(lake, one).select(*one.names)).to_pylist())) for one in tables}


def test_nothing_of_a_person_is_left_and_the_rest_counts_as_if_they_had_never_spoken(home, tmp_path):
    assert {"messages", "versions", "signals", "voices", "episodes", "search"} & holding(home, WORD, hers(home))
    done = erase(home)
    assert (done.messages, done.versions, done.mentions, done.signals) == (4, 3, 2, 5)
    assert done.refused_files == 1
    assert done.sentence.startswith(f"{hers(home)} is erased: 4 messages, 3 later versions, 5 readings, 2 mentions by")
    assert holding(home, WORD, hers(home)) == {"erased"}
    assert holding(home, "anna_b") == set()
    logs = b"".join(path.read_bytes() for path in home.lake.glob("*/_delta_log/*"))
    assert WORD.encode() not in logs
    assert b"anna_b" not in logs

    twin = new_home(tmp_path / "twin")
    shutil.copytree(home.root / "keys", twin.root / "keys", dirs_exist_ok=True)
    assert counted(home) == counted(make(open_home(twin.root), OTHERS))
    found = assess.find_messages(Lake(home.lake), assess.Which(words=assess.read_words(WORD)))
    assert list(found) == []


def test_the_ids_of_their_messages_stay_in_nobody_s_conversation_and_who_answered_stays_together(home):
    """An id leads to its message at the source: where others answered it, a tomb stands, the same for all of them."""
    ids = {one["message_id"] for one in HERS}
    answers = [said(42, "halden", "And once more.", thread_id="150", reply_to="151")]
    import_rows(home, answers, "answers.ndjson")
    lake = Lake(home.lake)
    assess.label(lake, assess.load_reader())
    erase(home)
    told = {row["message_id"]: row for row in collect(scan(lake, listen.MESSAGES)).to_pylist()}
    assert not ids & {one for row in told.values() for one in (row["thread_id"], row["reply_to"])}
    first, second = told["141"], told["142"]
    assert first["thread_id"] == second["thread_id"] == first["reply_to"] != second["reply_to"]
    assert first["thread_id"].startswith("erased-")
    read = {row["message_id"]: row["thread_id"] for row in collect(scan(lake, assess.SIGNALS)).to_pylist()}
    assert read["141"] == read["142"] == first["thread_id"]
    assert told["110"]["thread_id"] == "110"


def test_a_second_time_nothing_is_found_and_no_count_changes(home):
    erase(home)
    before = counted(home)
    again = erase(home)
    assert (again.messages, again.versions, again.mentions, again.signals, again.refused_files) == (0, 0, 0, 0, 0)
    assert counted(home) == before


def test_what_they_said_never_comes_in_again_and_the_import_says_so(home):
    erase(home)
    again = import_rows(home, [*OTHERS, *HERS])
    assert (again.read, again.new, again.known, again.edited, again.erased) == (46, 0, 42, 0, 4)
    later = said(54, "anna_b", "I am back") | {"posted_at": "2026-11-20T10:00:00+01:00"}
    assert import_rows(home, [later], "later.ndjson", now=NOW + dt.timedelta(30)).new == 1, (
        "who speaks again is heard again"
    )


def test_what_people_wrote_about_the_messages_is_handed_their_keys(home):
    asked = []
    erase(home, rows=lambda author, keys: asked.append((author, set(keys))) or 3)
    assert asked == [(hers(home), {("fb", f"15{place}") for place in range(4)})]


def test_whoever_dies_at_a_commit_is_finished_by_the_next_run(heard, home, tmp_path, monkeypatch):
    erase(home)
    whole, commits = counted(home), 0
    until_committed = Lake._until_committed
    for deadly in (1, 3, 6, 18, 60):
        copy = tmp_path / f"home{deadly}"
        shutil.copytree(heard.root, copy)
        dying, made = open_home(copy), 0

        def commit(self, table, once, deadly=deadly):
            nonlocal made
            made += 1
            if made == deadly:
                raise SystemExit
            return until_committed(self, table, once)

        monkeypatch.setattr(Lake, "_until_committed", commit)
        try:
            erase(dying)
            break
        except SystemExit:
            commits += 1
        finally:
            monkeypatch.setattr(Lake, "_until_committed", until_committed)
        erase(dying)
        assert counted(dying) == whole, f"died at commit {deadly}"
        assert holding(dying, WORD, hers(dying)) == {"erased"}, f"died at commit {deadly}"
        shutil.rmtree(copy)
    assert commits == 4, "the last one was never reached"


def test_nobody_of_the_name_a_brand_and_one_name_on_two_channels_are_refused(home):
    lake = Lake(home.lake)
    with pytest.raises(LeadlineError, match="No message here is by “nobody_here”"):
        whom(home, lake, "nobody_here")
    with pytest.raises(LeadlineError, match="account of a brand"):
        whom(home, lake, "@halden")
    import_rows(home, [said(61, "anna_b", "Hello there", channel="x")], "x.ndjson")
    with pytest.raises(LeadlineError, match="wrote on facebook and x"):
        whom(home, lake, "anna_b")
    assert whom(home, lake, "anna_b", channel="facebook") == whom(home, lake, hers(home)) == hers(home)
    assert collect(scan(lake, ERASED)).num_rows == 0
    assert listen.said_by(lake, hers(home)), "nothing was erased"


def test_where_a_log_has_lost_files_it_says_that_bytes_are_left(home):
    logs = sorted((home.lake / "voices" / "_delta_log").glob("*.json"))
    shutil.rmtree(logs[0].parent)
    done = erase(home)
    assert done.unpurged == ("voices",)
    assert "The logs of voices have lost files" in done.sentence
    assert done.messages == 4


def test_a_person_whose_messages_were_pushed_is_gone_from_spool_receipts_and_lake(home):
    """A batch that waits while they are erased is taken in without them (S2)."""
    source = "- {name: forum, door: push, legal_basis: legitimate interests}\n"
    (home.root / "sources.yaml").write_text(source)
    lake, parties = Lake(home.lake), read_parties(parties_file(home))
    forum, spool = find_source(home, "forum"), spool_of(home, "forum")

    def push(*pushed: dict[str, str]) -> None:
        body = "".join(json.dumps(row) + "\n" for row in pushed).encode()
        accept(spool, body, key=f"{len(list(spool.rglob('*.json')))}", limit=Limit(1 << 20))

    push(said(60, "anna_b", f"Pushed {WORD}"), said(61, "anna_b", f"Bad {WORD}", posted_at="yesterday"))
    assert not visit(home, lake, forum, parties=parties, now=NOW).error
    push(said(62, "anna_b", f"Pushed {WORD} again"), said(63, "customer3", "Pushed as well"))
    erase(home)
    assert not visit(home, lake, forum, parties=parties, now=NOW).error
    assert list(spool.glob("receipts/*.json"))
    assert not list(spool.glob("waiting/*"))
    assert holding(home, WORD, hers(home)) == {"erased"}
    assert holding(home, "anna_b") == set()
    assert holding(home, "Pushed as well")


def held_anywhere(home, *words: str) -> dict[str, set[str]]:
    """The files of the home, but of the lake, in which each word stands; a workbook as its cells say it."""
    files = [path for path in home.root.rglob("*") if path.is_file() and home.lake not in path.parents]
    said = {path: path.read_bytes() for path in files}
    said |= {path: b"".join(zipfile.ZipFile(path).read(one) for one in zipfile.ZipFile(path).namelist())
             for path in files if zipfile.is_zipfile(path)}  # fmt: skip
    return {
        word: {str(path.relative_to(home.root)) for path, text in said.items() if word.encode() in text}
        for word in words
    }


def as_lines(*said: dict[str, str]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in said).encode()


def test_batches_that_wait_forget_an_erased_person_at_once_and_keep_what_others_said(home):
    """By the bytes: no visit has taken them in, and of one source nobody ever will (S2)."""
    (home.root / "sources.yaml").write_text("- {name: forum, door: push, legal_basis: legitimate interests}\n")
    spool, limit = spool_of(home, "forum"), Limit(1 << 20)
    both = as_lines(
        said(60, "anna_b", f"Pushed {WORD}"),
        said(61, "customer3", "Pushed as well, says @Anna_B."),
        said(62, "anna_b", "Somebody else", channel="x"),
    )
    torn = b'{"message_id": "63", "author": "anna_b", "text": "' + WORD.encode() + b"\n"
    first = accept(spool, both + torn, key="both", limit=limit)
    alone = accept(spool, as_lines(said(64, "anna_b", f"Alone {WORD}")), key="alone", limit=limit)
    others = as_lines(said(65, "customer4", "Nobody of hers"))
    accept(spool, others, key="others", limit=limit)
    accept(spool_of(home, "gone"), as_lines(said(66, "ＡNNA_B", f"Of a source that went {WORD}")), key="1", limit=limit)
    (spool / "drafts" / "half").write_bytes(both[:200])
    (home.live / "drafts" / "of-a-killed-run").mkdir(parents=True)
    (home.live / "drafts" / "of-a-killed-run" / "forum.ndjson").write_bytes(both)
    order = [path.name for path in waiting(spool) if path.stem != alone.id]
    done = erase(home)
    assert done.unread_files == 4
    assert "4 files that waited" in done.sentence
    left = held_anywhere(home, WORD, "anna_b", "Anna_B", "Somebody else", "@erased.", "Nobody of hers")
    assert left.pop(WORD) == left.pop("Anna_B") == set()
    here = {f"live/pushed/forum/waiting/{first.id}.ndjson"}
    assert left.pop("Nobody of hers") == {f"live/pushed/forum/waiting/{name}" for name in order} - here
    assert left == {"anna_b": here, "Somebody else": here, "@erased.": here}, "on another channel it is another person"
    assert [path.name for path in waiting(spool)] == order
    assert accept(spool, both + torn, key="both", limit=limit).repeated, "their sender may send them again"
    assert accept(spool, as_lines(said(64, "anna_b", f"Alone {WORD}")), key="alone", limit=limit).repeated
    assert receipt(spool, alone.id)["erased"] == 1
    state = visit(home, Lake(home.lake), find_source(home, "forum"), parties=documents_of(home).parties, now=NOW)
    assert (state.error, state.counts["new"], state.counts["refused"]) == ("", 3, 0)
    assert accept(spool, both + torn, key="both", limit=limit).repeated
    assert erase(home).unread_files == 0
    assert not list(spool.glob("digests/*"))


@pytest.mark.parametrize("form", ["csv", "utf-16", "ndjson", "second sheet", "parquet", "torn workbook"])
def test_files_that_nobody_took_in_go_with_an_erased_person_who_stands_in_them_and_no_others(home, form, tmp_path):
    """A file that cannot be opened cannot be searched, so it goes, too."""
    home.uploads.mkdir(exist_ok=True)
    for who in ("anna_b", "bea_c"):
        rows = [["id", "from", "body"], ["1", "nobody", "hello"], ["2", who, f"I said {WORD}, and more"]]
        (home.uploads / f"{who}-a").write_bytes(_file_of(form, rows, tmp_path))
    if form == "torn workbook":
        (home.uploads / "anna_b-a").write_bytes((home.uploads / "anna_b-a").read_bytes()[:-400])
    assert erase(home).unread_files == 1
    assert [path.name.partition("-")[0] for path in home.uploads.iterdir()] == ["bea_c"]


def _file_of(form: str, rows: list[list[str]], folder: Path) -> bytes:
    if form == "ndjson":
        return as_lines(*(dict(zip(rows[0], row, strict=True)) for row in rows[1:]))
    if form == "parquet":
        columns = {name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0])}
        pq.write_table(pa.table(columns), folder / "a.parquet")
        return (folder / "a.parquet").read_bytes()
    if "book" in form or "sheet" in form:
        return workbook(first=rows[:2], second=rows)
    return "\n".join(";".join(row) for row in rows).encode("utf-16" if form == "utf-16" else "utf-8")


def test_a_row_of_json_that_was_refused_names_a_person_by_a_name_of_two_words(home):
    import_rows(home, [said(70, "Anna Berg", "Hello")], "spaces.ndjson")
    import_rows(home, [said(71, "Anna Berg", WORD, posted_at="yesterday")], "bad.ndjson")
    import_rows(home, [said(72, "Bea Berg", "Bea's", posted_at="yesterday")], "others.ndjson")
    assert erase(home, whom(home, Lake(home.lake), "Anna Berg")).refused_files == 1
    assert [path.stem[13:] for path in home.refused.glob("*.csv") if "more" not in path.stem] == ["others"]
