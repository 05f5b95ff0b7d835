"""Full text: words are found, with every other condition, and the index follows the lake whatever happened before."""

import datetime as dt
import random
from dataclasses import fields

import pytest
import tantivy

from leadline.assess import (
    SIGNALS,
    Which,
    count_messages,
    daily,
    find_messages,
    is_told_at_once,
    mend_cubes,
    read_words,
    rebuild_cubes,
    rebuild_search,
    refresh_search,
    search_is_current,
    tally,
)
from leadline.assess.messages import search
from leadline.assess.messages.choosing import COLUMNS, asked_of_columns
from leadline.assess.messages.query import marks
from leadline.engine import Lake, rows, scan
from leadline.errors import LeadlineError
from leadline.listen import MESSAGES, VERSIONS
from leadline.listen.versions import Change, version_row
from leadline.words import Period
from tests.assess.saying import BREVIK, HALDEN, Said

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
SAYINGS = ("My refund is late", "The refunded money came", "Router hangs again", "on hold for an hour", "Größe passt")


@pytest.fixture
def crowd(said: Said) -> Lake:
    of = random.Random(3)  # noqa: S311 - a crowd, no secret
    for place in range(400):
        reads = of.choice(["negative", "neutral", "positive", "spam", "unread"])
        said.say(
            f"{of.choice(SAYINGS)}, number{place}",
            day=dt.date(2026, 9, 1) + dt.timedelta(days=of.randrange(25)),
            minute=of.randrange(1440),
            about=of.choice([HALDEN, BREVIK]),
            by=of.choice(["customer", "brand", "dealer"]),
            reads=reads,
            theme=of.choice(["", "billing", "outage"]),
            channel=of.choice(["facebook", "x y"]),
            language=of.choice(["en", "nl"]),
            author=f"p{of.randrange(60)}",
            **{name: of.random() < 0.4 for name in ("frustration", "excitement", "need")},
        )
    return brought_up(said.keep())


def brought_up(lake: Lake) -> Lake:
    mend_cubes(lake)
    refresh_search(lake)
    return lake


def said_by(lake: Lake, words: str, **which) -> list[str]:
    return [one.text for one in find_messages(lake, Which(words=read_words(words), **which), limit=1000)]


def bytes_of(lake: Lake) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((lake.root / "search").rglob("*")) if path.is_file())


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("refund", lambda text: "efund" in text),
        ("REFUNDED", lambda text: "efund" in text),
        ("refund late", lambda text: "refund is late" in text),
        ('"on hold"', lambda text: "on hold" in text),
        ('"hold on"', lambda text: False),
        ("router OR hold", lambda text: "Router" in text or "hold" in text),
        ("refund -late", lambda text: "refunded" in text),
        ("grosse", lambda text: "Größe" in text),
        ("große OR größe", lambda text: "Größe" in text),
        ("number17", lambda text: text.endswith("number17")),
    ],
)
def test_words_phrases_or_and_without_find_what_holds_them(crowd, words, fits):
    everything = [one.text for one in find_messages(crowd, Which(), limit=1000)]
    assert len(everything) == 400
    assert sorted(said_by(crowd, words)) == sorted(text for text in everything if fits(text))


@pytest.mark.parametrize(
    "which",
    [
        {"party": "halden", "aspect": "customers", "reading": "hurting"},
        {"channel": "x y", "theme": "billing", "speaker": "dealer"},
        {"language": "nl", "department": "support", "reading": "need", "market": True},
        {"reading": "voice", "period": Period(dt.date(2026, 9, 3), dt.date(2026, 9, 9))},
        {"reading": "read", "channel": "facebook"},
        {"reading": "unread", "party": "brevik", "theme": "outage", "channel": "facebook"},
    ],
    ids=str,
)
def test_words_stand_together_with_every_other_condition(crowd, which):
    kept = [one for one in find_messages(crowd, Which(**which), limit=1000) if "efund" in one.text]
    sought = Which(words=read_words("refund"), **which)
    found = find_messages(crowd, sought, limit=1000)
    assert set(found) == set(kept) != set()
    assert [one.posted_at for one in found] == [one.posted_at for one in kept], "newest first"
    counted = tally(crowd, sought)
    assert (counted.messages, counted.people, counted.between) == (len(kept), len({one.author for one in kept}), None)
    assert sum(day.messages for day in daily(crowd, sought)) == len(kept)
    pages = [find_messages(crowd, sought, limit=7, offset=at) for at in range(0, len(kept), 7)]
    assert tuple(one for page in pages for one in page) == found


def test_no_condition_is_forgotten_where_messages_are_chosen():
    """Each is a column's value, or one of those that `about`, `chosen` and the index tell by name."""
    told_by_name = {"aspect", "reading", "period", "market", "noise", "words", "themeless", "counted"}
    told_by_name |= {"merged", "joined", "left"}
    assert {one.name for one in fields(Which)} == {*COLUMNS} | told_by_name
    whole = Which(**dict.fromkeys(COLUMNS, "x"))
    assert asked_of_columns(whole) == dict.fromkeys(COLUMNS.values(), "x")


@pytest.mark.parametrize(
    "which",
    [
        Which(party="halden", channel="facebook", theme="billing"),
        Which(aspect="partners", language="nl", theme="outage", reading="hurting"),
        Which(market=True, channel="x y", department="support", reading="voice"),
    ],
    ids=str,
)
def test_conditions_that_no_cube_holds_are_told_by_the_index_as_the_signals_tell_them(crowd, which):
    by_index = tally(crowd, which), set(find_messages(crowd, which, limit=1000)), daily(crowd, which)
    assert is_told_at_once(crowd, which)
    crowd.append(SIGNALS, SIGNALS.of_rows([rows(scan(crowd, SIGNALS))[0] | {"message_id": "late", "model": "older"}]))
    assert not is_told_at_once(crowd, which), "the index is of an earlier version"
    assert (tally(crowd, which), set(find_messages(crowd, which, limit=1000)), daily(crowd, which)) == by_index
    assert by_index[0].messages == count_messages(crowd, which) > 5


@pytest.mark.parametrize(
    "words", ['an "open quote', "-late", "!!! ???", "refund OR", "x" * 201, " ".join(f"w{n}" for n in range(13))]
)
def test_what_cannot_be_sought_is_refused_in_a_sentence(words):
    with pytest.raises(LeadlineError) as refused:
        read_words(words)
    assert refused.value.advice


@pytest.mark.parametrize("words", ["text:*", "[a TO b]", "(((", "a^9 ~ *", "author:p1", "\\", "+", "OR refund", "@ann"])
def test_signs_of_a_query_language_are_signs_and_nothing_else(crowd, words):
    try:
        asked = read_words(words)
    except LeadlineError:
        return
    find_messages(crowd, Which(words=asked))


def test_nothing_written_asks_for_nothing():
    assert read_words("  ") is None


def test_what_was_sought_is_marked_where_it_stands():
    text = "😀 Ünder refunds: on hold, HOLD on! Refunded"
    found = marks(text, read_words('refund "on hold"'))
    assert [text[start:end] for start, end in found] == ["refunds", "on hold", "Refunded"]


def test_an_edit_and_a_deletion_are_followed_and_a_second_run_changes_nothing(said):
    said.say("the zebra came", day=dt.date(2026, 9, 1))
    said.say("the giraffe came", day=dt.date(2026, 9, 1))
    said.say("the walrus came", day=dt.date(2026, 9, 2))
    lake = brought_up(said.keep())
    first = bytes_of(lake)
    refresh_search(lake)
    assert bytes_of(lake) == first

    edited = Change("test", "m0", "edited", "the ocelot came", None)
    row = version_row(edited, seen_at=NOW, import_id="i")
    lake.append(VERSIONS, VERSIONS.of_rows([row]))
    lake.append(SIGNALS, SIGNALS.of_rows([said.signals[0] | {"version": row["version"]}]))
    assert not search_is_current(lake)
    assert said_by(brought_up(lake), "ocelot") == ["the ocelot came"]
    assert said_by(lake, "zebra") == []

    gone = version_row(Change("test", "m2", "deleted", None, NOW), seen_at=NOW, import_id="i")
    lake.append(VERSIONS, VERSIONS.of_rows([gone]))
    assert said_by(brought_up(lake), "walrus") == []
    assert len(said_by(lake, "came")) == 2


def test_what_comes_later_is_put_beside_what_is_there(said):
    said.say("the zebra came", day=dt.date(2026, 9, 1), times=30)
    folder = [path for path in (brought_up(said.keep()).root / "search").iterdir() if path.is_dir()]
    said.say("the ocelot came", day=dt.date(2026, 9, 1))
    said.say("the ocelot came", day=dt.date(2026, 10, 1))
    said.say("the giraffe came", day=dt.date(2026, 8, 1))
    lake = brought_up(said.keep())
    assert len(said_by(lake, "zebra")) == 30
    assert [one.posted_at.month for one in find_messages(lake, Which(words=read_words("ocelot")))] == [10, 9]
    assert [path for path in (lake.root / "search").iterdir() if path.is_dir()] != folder or len(folder) == 1


def test_what_is_erased_from_the_lake_leaves_no_word_in_any_file_of_the_index(said):
    said.say("the zebracorn came", day=dt.date(2026, 9, 1), times=3)
    said.say("the walrus came", day=dt.date(2026, 9, 1), times=40)
    lake = brought_up(said.keep())
    before = files_of(lake)
    assert held_words(lake, "zebracorn") == ["zebracorn"]
    for table, kept in ((MESSAGES, said.messages[3:]), (SIGNALS, said.signals[3:])):
        lake.replace(table, table.of_rows(kept))
    brought_up(lake)
    assert held_words(lake, "zebracorn") == []
    assert not before & files_of(lake), "no file of the former index is left"
    assert len(said_by(lake, "walrus")) == 40


def files_of(lake: Lake) -> set[str]:
    return {str(path) for path in (lake.root / "search").glob("*/*.*") if path.suffix not in (".json", ".lock")}


def held_words(lake: Lake, prefix: str) -> list[str]:
    """Words of the index's own dictionary, those of texts that were taken out included."""
    [folder] = [path for path in (lake.root / "search").iterdir() if path.is_dir()]
    index = tantivy.Index.open(str(folder))
    return [word for word, _ in index.searcher().terms_with_prefix("text", prefix)]


def test_a_run_that_died_before_it_said_what_it_wrote_doubles_nothing(said, monkeypatch):
    said.say("the zebra came", times=3)
    lake = brought_up(said.keep())
    said.say("the zebra came", day=dt.date(2026, 9, 5))
    said.keep()
    mend_cubes(lake)
    monkeypatch.setattr("leadline.engine.texts.Texts._say", _die)
    with pytest.raises(KeyboardInterrupt):
        refresh_search(lake)
    monkeypatch.undo()
    assert not search_is_current(lake)
    assert len(said_by(brought_up(lake), "zebra")) == 4


def _die(*_) -> None:
    raise KeyboardInterrupt


def test_an_index_that_is_damaged_or_missing_says_what_to_do_and_a_rebuild_mends_it(said):
    said.say("the zebra came")
    rebuild_cubes(said.keep())
    with pytest.raises(LeadlineError) as missing:
        said_by(said.lake, "zebra")
    assert "leadline engine rebuild" in missing.value.advice
    refresh_search(said.lake)
    for path in (said.lake.root / "search").rglob("*"):
        if path.is_file() and path.name != "holds.json":
            path.write_bytes(b"")
    with pytest.raises(LeadlineError, match="cannot be read"):
        said_by(Lake(said.lake.root), "zebra")
    rebuild_search(said.lake)
    assert said_by(said.lake, "zebra") == ["the zebra came"]


def test_an_empty_lake_needs_no_index(said):
    refresh_search(said.lake)
    rebuild_search(said.lake)
    assert search_is_current(said.lake)
    assert not (said.lake.root / "search").exists()


def test_words_follow_what_another_model_reads_in_the_same_messages(said: Said) -> None:
    said.say("My refund is late", reads="negative")
    lake = brought_up(said.keep())
    assert said_by(lake, "refund", reading="negative") == ["My refund is late"]
    lake.append(SIGNALS, SIGNALS.of_rows([said.signals[0] | {"model": "other-1", "sentiment": "positive"}]))
    mend_cubes(lake, model="other-1")
    assert not search_is_current(lake)
    refresh_search(lake)
    assert said_by(lake, "refund", reading="positive") == ["My refund is late"]
    assert said_by(lake, "refund", reading="negative") == []


def test_words_follow_what_becomes_a_repeat_by_a_later_message(said: Said) -> None:
    for number in range(3):
        said.say(f"My refund is late {number}", minute=number, author=f"p{number}", fingerprint=7)
    late = said.signals.pop(), said.messages.pop()
    lake = brought_up(said.keep())
    assert len(said_by(lake, "refund", reading="voice")) == 2
    lake.append(MESSAGES, MESSAGES.of_rows([late[1]]))
    lake.append(SIGNALS, SIGNALS.of_rows([late[0]]))
    brought_up(lake)
    assert said_by(lake, "refund", reading="voice") == ["My refund is late 0"]
    assert len(said_by(lake, "refund", reading="voice", noise=True)) == 3


def test_a_later_reading_looks_at_its_own_months_alone_and_the_index_is_as_if_made_anew(said, monkeypatch):
    for number in range(2):
        said.say(f"My refund is late {number}", minute=number, author=f"p{number}", fingerprint=7)
    said.say("My refund was late in spring", day=dt.date(2026, 4, 3))
    lake = brought_up(said.keep())
    since = lake.version(SIGNALS)
    later = dt.date(2026, 9, 20)
    said.say("My refund is late 2", day=later, author="p9", fingerprint=7)
    lake.append(MESSAGES, MESSAGES.of_rows(said.messages[-1:]))
    lake.append(SIGNALS, SIGNALS.of_rows(said.signals[-1:]))
    mend_cubes(lake)
    looked_at = []
    printed = search._printed
    monkeypatch.setattr(search, "_printed", lambda lake, among: looked_at.append(among) or printed(lake, among))
    refresh_search(lake, since=since, touched={later})
    assert [{day.month for day in among} for among in looked_at] == [{9}]
    assert search_is_current(lake)
    found = [said_by(lake, "refund", reading="voice", noise=noise) for noise in (False, True)]
    monkeypatch.undo()
    rebuild_search(lake)
    assert found == [said_by(lake, "refund", reading="voice", noise=noise) for noise in (False, True)]
    assert [len(one) for one in found] == [2, 4]


def test_a_later_reading_of_an_index_that_was_not_current_looks_at_all_days(said):
    said.say("the zebra came", day=dt.date(2026, 4, 3))
    lake = said.keep()
    mend_cubes(lake)
    since = lake.version(SIGNALS)
    said.say("the zebra left")
    lake.append(MESSAGES, MESSAGES.of_rows(said.messages[-1:]))
    lake.append(SIGNALS, SIGNALS.of_rows(said.signals[-1:]))
    mend_cubes(lake)
    refresh_search(lake, since=since, touched={said.signals[-1]["posted_day"]})
    assert len(said_by(lake, "zebra")) == 2
