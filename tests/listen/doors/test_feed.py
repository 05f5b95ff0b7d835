"""The door to feeds, against a web server on loopback."""

from __future__ import annotations

import datetime as dt

import pytest

ATOM = """<?xml version="1.0" encoding="utf-8"?> <feed xmlns="http://www.w3.org/2005/Atom"
xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="en">
<title>Forum</title><id>tag:forum.example,2026:1</id><updated>2026-10-02T10:00:00Z</updated>
<entry><id>tag:forum.example,2026:17</id><title>No signal</title><author><name>Ann Smith</name></author>
<published>2026-10-01T10:00:00+02:00</published><updated>{updated}</updated> <content type="html">&lt;p&gt;Since
&lt;b&gt;{when}&lt;/b&gt;.&lt;br&gt;Mail ann@mail.example&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</content></entry>
<entry><id>tag:forum.example,2026:18</id><title>Re: No signal</title><author><name>Bob</name></author>
<published>2026-10-01T09:00:00Z</published><updated>2026-10-01T09:00:00Z</updated> <thr:in-reply-to
ref="tag:forum.example,2026:17"/><summary>Same here</summary></entry> </feed>"""
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title><link>http://blog.example</link>
<item><guid>http://blog.example/1</guid><title>Halden & friends</title><description>An entry <b>without</b> a time
</description></item><item><title>Broken <oops"""


@pytest.fixture
def forum(serve, declare):
    """An address whose answer a test changes as it likes."""

    class Forum:
        status, headers, content = 200, {"ETag": '"1"', "Content-Type": "application/atom+xml"}, b""

    forum = Forum()

    def answer(_method, _path, headers, _body):
        if forum.status == 200 and headers.get("if-none-match", "") == forum.headers.get("ETag"):
            return 304, {}, b""
        return forum.status, forum.headers, forum.content

    forum.server = serve(answer)
    forum.content = ATOM.format(updated="2026-10-01T10:00:00+02:00", when="Monday").encode()
    declare("forum", "feed", address=f"{forum.server.url}/feed.xml", channel="forum", about="halden")
    return forum


def test_entries_come_in_once_joined_and_blanked_and_an_unchanged_feed_is_not_sent_again(forum, come, said):
    """S1.14: heard live."""
    assert come("forum").counts["new"] == 2
    first, reply = said()
    assert first["text"] == "No signal\nSince Monday.\nMail [mail]"
    assert first["posted_at"] == dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC)
    assert (reply["thread_id"], first["channel"], first["language"]) == (first["message_id"], "forum", "en")
    assert first["author"] != "Ann Smith"
    state = come("forum")
    assert (state.error, state.counts["read"]) == ("", 2)
    assert forum.server.asked[-1][2]["if-none-match"] == '"1"'


def test_an_entry_whose_words_changed_is_a_version_and_the_others_are_not_taken_again(forum, come, said):
    come("forum")
    forum.headers = {**forum.headers, "ETag": '"2"'}
    forum.content = ATOM.format(updated="2026-10-02T10:00:00Z", when="Tuesday").encode()
    state = come("forum")
    assert (state.counts["edited"], state.counts["read"]) == (1, 3)
    assert said()[0]["text"].splitlines()[1] == "Since Tuesday."


def test_a_feed_that_is_broken_half_way_is_read_as_far_as_it_goes_and_an_entry_without_a_time_keeps_its_first(
    forum, come, said
):
    forum.headers, forum.content = {"Content-Type": "text/xml"}, RSS
    now = dt.datetime.now(dt.UTC)
    come("forum", now=now)
    come("forum", now=now + dt.timedelta(hours=3))
    [entry] = [one for one in said() if "friends" in one["text"]]
    assert entry["posted_at"] == now
    assert "An entry without a time" in entry["text"]


@pytest.mark.parametrize("content", [b"", b"<html><body>Moved</body></html>", b"\x00\xff\xfe not a feed", b"<rss"])
def test_what_is_no_feed_is_a_sentence(forum, come, content):
    forum.headers, forum.content = {"Content-Type": "text/html"}, content
    assert "no feed that can be read" in come("forum").error


@pytest.mark.parametrize(
    ("status", "headers", "words", "wait"),
    [
        (410, {}, "gone for good", None),
        (404, {}, "nothing at this address", None),
        (403, {}, "refuses the token or password", None),
        (429, {"Retry-After": "7200"}, "fewer questions", dt.timedelta(hours=2)),
        (503, {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}, "a fault of its own", dt.timedelta(days=1)),
        (429, {"RateLimit-Reset": "5400"}, "fewer questions", dt.timedelta(minutes=90)),
    ],
)
def test_refusals_are_told_in_words_and_waits_are_kept(forum, come, status, headers, words, wait):
    forum.status, forum.headers = status, headers
    now = dt.datetime.now(dt.UTC)
    state = come("forum", now=now)
    assert words in state.error
    assert state.gone == (status == 410)
    if wait:
        assert wait <= state.next_at - now <= wait * 1.2


def test_a_server_that_is_not_there_is_a_sentence(declare, come):
    declare("forum", "feed", address="http://127.0.0.1:9/feed")
    assert "could not be reached" in come("forum").error
