"""A file of each export that Leadline knows: the header as it was found, rows of our own in which nobody exists.

Each has what is hard about its format: marks, encodings, odd times, rows that hold nothing. `EXPORTS` is what the tests
of profiles take in, and what the fuzz changes at random.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """A file: its name, its bytes, what a person must say of it, and its rows (those that hold two messages twice)."""

    profile: str
    name: str
    data: bytes
    rows: int
    said: dict[str, str] = field(default_factory=dict)


def table(*rows: list[str] | str, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as CSV; a text is a line as it stands."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for row in rows:
        writer.writerow(row) if isinstance(row, list) else out.write(row + "\r\n")
    return out.getvalue().encode(encoding)


def names(text: str, delimiter: str = ",") -> list[str]:
    return next(csv.reader([text], delimiter=delimiter))


def under(header: list[str], *rows: dict[str, str]) -> list[list[str]]:
    return [header, *([row.get(name, "") for name in header] for row in rows)]


def lines(*rows: dict) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


TWCS = names("tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id")
FACEBOOK = names(
    '"Post ID","Page ID","Page name",Title,Description,"Duration (sec)","Publish time","Caption type",Permalink,'
    '"Is crosspost","Is share","Post type",Languages,"Custom labels","Funded content status","Data comment",Date,Views,'
    'Reach,"Reactions, Comments and Shares",Reactions,Comments,Shares,"Total clicks","Other Clicks",'
    '"Matched Audience Targeting Consumption (Photo Click)"'
)
INSTAGRAM = names(
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves"
)
X_NEW = names(
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
    "Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
)
X_OVERVIEW = names(
    "Date,Impressions,Engagements,Likes,Replies,Reposts,New follows,Unfollows,Bookmarks,Shares,Profile visits,"
    "Create Post,Video views,Media views"
)
X_OLD = names(
    "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,replies,likes,"
    "user profile clicks,url clicks,hashtag clicks,detail expands,permalink clicks,app opens,app installs,follows,"
    "email tweet,dial phone,media views,media engagements"
)
MELTWATER = names(
    "Date,Headline,URL,Opening Text,Hit Sentence,Source,Influencer,Country,Subregion,State,City,Language,Reach,"
    "Desktop Reach,Mobile Reach,Twitter Social Echo,AVE,Sentiment,Key Phrases,Input Name,Keywords,Document Tags,"
    "Engagement,Hashtags,Views"
)
TALKWALKER = names(
    "title,content,published,url,lang,source_type,reach,engagement,sentiment,extra_author_attributes.name,"
    "extra_author_attributes.short_name,extra_author_attributes.id,extra_source_attributes.name"
)
TRUSTPILOT = names(
    "Domain Url,Webshop Name,Business Unit Id,Review Id,Review Created (UTC),Review Consumer User Id,Review Username,"
    "Review User Email,Review Title,Review Content,Review Stars,Source Of Review,Location Name,"
    "Business Reply Date (UTC)"
)
GOOGLE_PLAY = names(
    "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,"
    "Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,"
    "Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Millis Since Epoch,"
    "Developer Reply Text,Review Link"
)
ZENDESK = names(
    "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,"
    "Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,"
    "Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,"
    "Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,Platform [list]"
)
FRESHDESK = names(
    "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,"
    "Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),"
    "Agent interactions,Customer interactions,Resolution status,First response status,Tags,Survey results,Product"
)
HUBSPOT = names(
    "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date,Last Activity Date,Original Source,"
    "Associated Company"
)
SALESFORCE = names(
    "Opportunity Name,Account Name,Stage,Amount Currency,Amount,Close Date,Created Date,Probability,Owner"
)
ZENDESK_TICKETS = names(
    "id,_fivetran_synced,allow_channelback,assignee_id,brand_id,created_at,description,due_at,external_id,"
    "forum_topic_id,group_id,has_incidents,is_public,organization_id,priority,problem_id,recipient,requester_id,"
    "status,subject,submitter_id,system_client,ticket_form_id,type,updated_at,url,via_channel"
)
ZENDESK_COMMENTS = names(
    "id,_fivetran_synced,body,created,facebook_comment,public,ticket_id,tweet,user_id,voice_comment"
)
HUBSPOT_TICKETS = names(
    "_fivetran_synced,id,is_deleted,property_closed_date,property_createdate,property_first_agent_reply_date,"
    "property_hs_pipeline,property_hs_pipeline_stage,property_hs_ticket_category,property_hs_ticket_priority,"
    "property_hubspot_owner_id,property_subject,property_content"
)
HUBSPOT_DEALS = names(
    "deal_id,is_deleted,deal_pipeline_id,deal_pipeline_stage_id,owner_id,portal_id,property_dealname,"
    "property_description,property_amount,property_closedate,property_createdate"
)
GREENHOUSE = names(
    "id,_fivetran_deleted,_fivetran_synced,applied_at,candidate_id,credited_to_user_id,current_stage_id,is_deleted,"
    "last_activity_at,location_address,prospect,prospect_owner_id,prospect_pool_id,prospect_stage_id,rejected_at,"
    "rejected_reason_id,source_id,status"
)
SURVEYMONKEY = names(
    "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,"
    '"How likely are you to recommend Halden, all in all?","What do you use?",,'
)
TYPEFORM = names("#,How satisfied are you with us?,What could be better?,Start Date (UTC),Submit Date (UTC),Network ID")
FORMBRICKS = names(
    "No.,Response ID,Timestamp,Finished,Survey ID,Formbricks ID (internal),User ID,Tags,meta - url,"
    "1. How satisfied are you?,2. Anything else?"
)


def _facebook(**told: str) -> dict[str, str]:
    return {"Page ID": "100064", "Page name": "Halden", "Date": "Lifetime", "Post type": "Photos"} | told


def _x_archive() -> bytes:
    tweet = {"full_text": "We are on it &amp; sorry", "lang": "en", "favorite_count": "3", "retweet_count": "0"}
    items = [
        {"tweet": tweet | {"id_str": "1050118621198921728", "created_at": "Wed Oct 10 20:19:24 +0000 2018"}},
        {
            "tweet": tweet
            | {
                "id_str": "1050118621198921729",
                "created_at": "Wed Oct 10 20:30:00 +0000 2018",
                "in_reply_to_status_id_str": "1050118621198921700",
            }
        },
    ]
    return b"window.YTD.tweets.part0 = " + json.dumps(items, indent=2).encode()


def _outbox() -> bytes:
    actor = "https://social.example/users/halden"
    everybody = "https://www.w3.org/ns/activitystreams#Public"

    def create(number: int, content: str, **more: object) -> dict:
        note = {"id": f"{actor}/statuses/{number}", "type": "Note", "content": content} | more
        return {
            "id": f"{actor}/statuses/{number}/activity",
            "type": "Create",
            "actor": actor,
            "published": "2026-09-01T10:00:00Z",
            "to": [everybody],
            "cc": [f"{actor}/followers"],
            "object": note,
        }

    boost = {
        "id": f"{actor}/statuses/3/activity",
        "type": "Announce",
        "actor": actor,
        "published": "2026-09-01T11:00:00Z",
        "to": [everybody],
        "object": "https://other.example/users/ann/statuses/77",
    }
    told = [
        create(1, "<p>It works again.<br />Sorry &amp; thanks</p>"),
        create(2, "<p>Ja</p>", inReplyTo="https://other.example/users/ann/statuses/76"),
        boost,
    ]
    whole = {"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection", "totalItems": 3}
    return json.dumps(whole | {"orderedItems": told}).encode()


def car(records: dict[str, dict], did: str = "did:plc:abcdefghijklmnop") -> bytes:
    """A repository with these records by key, as the AT Protocol lays it out: one node, keys in order."""
    import hashlib

    import cbor2

    blocks: list[tuple[bytes, bytes]] = []

    def put(content: object) -> bytes:
        data = cbor2.dumps(content, canonical=True)
        cid = b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()
        blocks.append((cid, data))
        return cid

    def link(cid: bytes) -> object:
        return cbor2.CBORTag(42, b"\x00" + cid)

    def varint(number: int) -> bytes:
        out = b""
        while number > 127:
            out, number = out + bytes([number & 127 | 128]), number >> 7
        return out + bytes([number])

    entries, before = [], b""
    for key in sorted(records):
        plain = key.encode()
        same = next((place for place, (a, b) in enumerate(zip(before, plain, strict=False)) if a != b), len(before))
        entries.append({"p": same, "k": plain[same:], "v": link(put(records[key])), "t": None})
        before = plain
    node = put({"l": None, "e": entries})
    root = put({"did": did, "version": 3, "data": link(node), "rev": "3l", "prev": None, "sig": b"x"})
    header = cbor2.dumps({"roots": [link(root)], "version": 1}, canonical=True)
    parts = [varint(len(header)) + header]
    parts += [varint(len(cid) + len(data)) + cid + data for cid, data in blocks]
    return b"".join(parts)


def _bluesky() -> bytes:
    post = {"$type": "app.bsky.feed.post", "langs": ["en"]}
    parent = {"uri": "at://did:plc:other/app.bsky.feed.post/3l5aaaaaaaa22", "cid": "x"}
    return car(
        {
            "app.bsky.feed.post/3l5zc5aaaaa22": post | {"text": "Hello", "createdAt": "2024-10-05T12:00:00.000Z"},
            "app.bsky.feed.post/3l5zc6aaaaa22": post
            | {
                "text": "We are on it",
                "createdAt": "2019-01-01T00:00:00+02:00",
                "reply": {"root": parent, "parent": parent},
            },
            "app.bsky.feed.like/3l5zc7aaaaa22": {
                "$type": "app.bsky.feed.like",
                "createdAt": "2024-10-05T12:00:00.000Z",
                "subject": parent,
            },
            "app.bsky.graph.follow/3l5zc8aaaaa22": {
                "$type": "app.bsky.graph.follow",
                "createdAt": "2024-10-05T12:00:00.000Z",
                "subject": "did:plc:other",
            },
        }
    )


def workbook(**sheets: list[list[object]]) -> bytes:
    """An xlsx with these sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ga4() -> bytes:
    return table(
        "# ----------------------------------------",
        "# Traffic acquisition",
        "# Account: Halden",
        "# Property: halden.example",
        "# Start date: 20260901",
        "# End date: 20260930",
        "# ----------------------------------------",
        "",
        ["Nth day", "Sessions", "Total users"],
        ["0000", "120", "100"],
        ["0001", "130", "110"],
        "",
        "# Sessions by channel",
        "",
        ["Date", "Session default channel group", "Sessions", "Engagement rate"],
        ["20260901", "Organic Social", "20", "0.5"],
        ["20260901", "(not set)", "3", "0.1"],
        "",
        ["Country", "Sessions"],
        ["Norway", "300"],
    )


_CDR = '"","{src}","100","{context}","""Ann"" <{src}>","SIP/{src}-1","SIP/100-2","Dial","SIP/100","{start}",'


def _asterisk() -> bytes:
    first = _CDR.format(src="0612345678", context="from-customers", start="2026-09-01 10:00:00")
    other = _CDR.format(src="101", context="from-internal", start="2026-09-01 23:30:00")
    rows = (
        f'{first},"2026-09-01 10:00:20",20,0,"NO ANSWER","DOCUMENTATION","1788220800.1",""',
        f'{first}"2026-09-01 10:00:12","2026-09-01 10:03:00",180,168,"ANSWERED","DOCUMENTATION","1788220800.1",""',
        f'{other},"2026-09-01 23:30:30",30,0,"BUSY","DOCUMENTATION","1788269400.2",""',
    )
    return ("\n".join(rows) + "\n").encode()


def _ticket(**told: str) -> dict[str, str]:
    base = {"Summation column": "1", "Requester": "Ann Smith", "Requester id": "900", "Status": "Solved", "Via": "Mail"}
    return base | {"Group stations": "1", "Ticket type": "Question"} | told


Z1, Z2 = {"Id": "17", "Created at": "2026-09-01 09:00"}, {"Id": "18", "Created at": "2026-09-01 23:30"}

EXPORTS: tuple[Sample, ...] = (
    Sample("x-archive", "tweets.js", _x_archive(), 2),
    Sample(
        "reddit",
        "comments.ndjson",
        lines(
            {
                "id": "kx3f9ab", "author": "ann_s", "body": "No signal &amp; no help", "created_utc": 1788220800,
                "link_id": "t3_1abcde", "parent_id": "t3_1abcde", "subreddit": "halden", "edited": False,
                "gildings": {},
            },
            {
                "id": "kx3f9ac", "author": "[deleted]", "body": "[deleted]", "created_utc": "1788220900",
                "link_id": "t3_1abcde", "parent_id": "t1_kx3f9ab", "subreddit": "halden", "edited": 1788221000,
                "retrieved_on": 1788230000, "_meta": {"was_deleted_later": True},
            },
            {
                "id": "1abcde", "author": "bob", "title": "Halden is down", "selftext": "since noon",
                "created_utc": 1788220000, "subreddit": "halden",
            },
        ),
        3,
    ),
    Sample("mastodon-outbox", "outbox.json", _outbox(), 3),
    Sample("bluesky-car", "repo.car", _bluesky(), 4),
    Sample(
        "chatwoot",
        "messages.json",
        json.dumps(
            {
                "payload": [
                    {
                        "id": 1, "content": "Where is my order?", "message_type": 0, "private": False,
                        "created_at": 1788220800, "updated_at": "2026-09-01T00:00:00Z", "conversation_id": 12,
                        "sender": {"id": 900, "type": "contact", "name": "Ann Smith"}, "attachments": [],
                    },
                    {
                        "id": 2, "content": "On its way", "message_type": 1, "private": False, "created_at": 1788221800,
                        "conversation_id": 12, "sender": {"id": 3, "type": "user"},
                    },
                    {
                        "id": 3, "content": "ask the shop", "message_type": 1, "private": True,
                        "created_at": 1788221700, "conversation_id": 12, "sender": {"id": 3, "type": "user"},
                    },
                    {
                        "id": 4, "content": "Conversation was resolved", "message_type": 2, "private": False,
                        "created_at": 1788222000, "conversation_id": 12,
                    },
                ]
            }
        ).encode(),
        4,
    ),
    Sample(
        "talkwalker",
        "mentions.xlsx",
        workbook(
            Results=[
                TALKWALKER,
                ["Halden down", "No signal since noon", "25/09/2026 14:05", "https://forum.example/t/17", "en",
                 "MESSAGEBOARD_GENERAL", 10, 2, 0, "Ann", "ann_s", "900", "forum.example"],
                ["", "Ik wacht al een uur", "01/09/2026 08:15", "https://x.example/17", "nl", "SOCIALMEDIA_TWITTER", 1,
                 0, -1, "", "jan_v", "", "x.example"],
            ]
        ),
        2,
        {"zone": "Europe/Amsterdam"},
    ),
    Sample(
        "meltwater",
        "export.csv",
        table(
            *under(
                MELTWATER,
                {
                    "Date": "2026-09-25 14:05", "Headline": "Halden is down", "URL": "https://news.example/1",
                    "Opening Text": "Halden is down since noon", "Hit Sentence": "Halden is down since noon",
                    "Source": "News", "Language": "English",
                },
                {
                    "Date": "2026-09-25 15:05", "URL": "https://news.example/2", "Hit Sentence": "So is Brevik",
                    "Source": "Blog", "Influencer": "@ann_s", "Language": "en",
                },
            ),
            delimiter="\t",
            encoding="utf-16-le",
        ),
        2,
        {"zone": "Europe/Amsterdam"},
    ),
    Sample(
        "trustpilot",
        "reviews.csv",
        table(
            *under(
                [name.replace("Review Id", "Review ID") for name in TRUSTPILOT],
                {
                    "Review ID": "65fd9c2a0f1e", "Review Created (UTC)": "2026-09-01 10:00:00",
                    "Review Consumer User Id": "5f1c", "Review Username": "Ann Smith", "Review Stars": "2",
                    "Review User Email": "ann@mail.example", "Review Title": "Slow", "Review Content": "Four days!",
                },
                {"Review ID": "65fd9c2a0f1f", "Review Created (UTC)": "2026-09-02T10:00:00Z", "Review Stars": "5"},
            ),
            encoding="utf-8-sig",
        ),
        2,
    ),
    Sample(
        "google-play",
        "reviews_202609.csv",
        table(
            *under(
                [name for name in GOOGLE_PLAY if name not in ("Device", "App Version Code")],
                {
                    "Package Name": "example.halden", "Reviewer Language": "nl", "Star Rating": "1",
                    "Review Submit Date and Time": "2026-09-01T10:00:00Z",
                    "Review Submit Millis Since Epoch": "1788256800000",
                    "Review Last Update Date and Time": "2026-09-01T11:00:00Z",
                    "Review Last Update Millis Since Epoch": "1788260400000",
                    "Review Text": "Werkt niet", "Developer Reply Date and Time": "2026-09-01T12:00:00Z",
                    "Developer Reply Millis Since Epoch": "1788264000000", "Developer Reply Text": "Nu wel, sorry",
                    "Review Link": "http://play.example/console/reviews?reviewId=gp:AOqpTOE1x2&corpus=PUBLIC_REVIEWS",
                },
                {
                    "Package Name": "example.halden", "Review Submit Millis Since Epoch": "1788256900000",
                    "Star Rating": "5", "Review Link": "http://play.example/console/reviews?reviewId=gp:AOqpTOE1x3",
                },
            ),
            encoding="utf-16",
        ),
        3,
    ),
    Sample(
        "facebook-posts",
        "facebook.csv",
        table(
            *under(
                [name.lower() if "Comments and" in name else name for name in FACEBOOK],
                _facebook(
                    **{"Post ID": "122158000000000001", "Publish time": "09/25/2026 14:05", "Reach": "1500",
                       "Reactions": "12", "Comments": "3", "Shares": "1", "Views": "2,400",
                       "Description": "New shop,\nnew hours"}
                ),
                _facebook(**{"Post ID": "1.22158E+17", "Publish time": "09/26/2026 14:05", "Reach": "10"}),
            ),
            encoding="utf-8-sig",
        ),
        2,
        {"zone": "Europe/Amsterdam"},
    ),
    Sample(
        "facebook-days",
        "seite.csv",
        table("Datum;Seiten-Follower;Reichweite", "01.10.2026;1.500;12.400", "02.10.2026;1.502;300"),
        2,
    ),
    Sample(
        "instagram",
        "instagram.csv",
        table(
            *under(
                [INSTAGRAM[place] for place in (6, 0, 2, 1, 3, 4, 5, 7, 8, 9, 10, 12, 11, 13, 14, 15, 16, 17)],
                {"Post ID": "17900000000000001", "Account ID": "178414", "Publish time": "09/25/2026 14:05",
                 "Post type": "IG reel", "Reach": "12,400", "Views": "20,001", "Likes": "40", "Saves": "2"},
            )
        ),
        1,
        {"zone": "Europe/Amsterdam"},
    ),
    Sample(
        "x-posts",
        "account_analytics_content.csv",
        table(
            *under(
                X_NEW,
                {"Post id": "1945000000000000001", "Date": "Tue, Jul 14, 2026", "Post text": "Hi", "Impressions": "900",
                 "Likes": "4", "Reposts": "1"},
                {"Date": "Wed, Jul 15, 2026", "Impressions": "7"},
            )
        ),
        2,
    ),
    Sample(
        "x-posts-old",
        "tweet_activity.csv",
        table(
            *under(
                X_OLD,
                {"Tweet id": "1768000000000000001", "time": "2024-03-15 18:42 +0000", "impressions": "900.0",
                 "likes": "4.0", "retweets": "1.0"},
            )
        ),
        1,
    ),
    Sample(
        "x-days",
        "account_overview_analytics.csv",
        table(*under(X_OVERVIEW, {"Date": "Tue, Jul 14, 2026", "Impressions": "900", "New follows": "2"})),
        1,
    ),
    Sample(
        "linkedin-content",
        "halden_content.xlsx",
        workbook(
            Metrics=[
                ["Daily metrics of your page's posts"],
                ["Date", "Impressions (organic)", "Impressions (sponsored)", "Impressions (total)", "Clicks (organic)",
                 "Clicks (total)", "Reactions (total)", "Comments (total)", "Reposts (total)",
                 "Engagement rate (total)"],
                ["09/25/2026", 100, 20, 120, 7, 9, 5, 1, 2, 0.2396],
                ["09/26/2026", 10, 0, 10, 1, 1, 0, 0, 0, 0.1],
            ],
            All_posts=[["All posts of the page"], ["Post title", "Post link", "Impressions"], ["Hi", "https://x", 3]],
        ),
        2,
    ),
    Sample(
        "linkedin-followers",
        "halden_followers.xlsx",
        workbook(
            New_followers=[
                ["Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"],
                ["09/25/2026", 0, 3, 1, 4],
            ],
            Location=[["Location", "Total followers"], ["Oslo", 4]],
        ),
        1,
    ),
    Sample(
        "linkedin-visitors",
        "halden_visitors.xlsx",
        workbook(
            Visitor_metrics=[
                ["Date", "Overview page views (total)", "Total page views (desktop)", "Total page views (total)",
                 "Total unique visitors (total)"],
                ["09/25/2026", 3, 2, 5, 4],
            ]
        ),
        1,
    ),
    Sample(
        "zendesk",
        "tickets.csv",
        table(
            *under(
                ZENDESK,
                _ticket(**Z1, **{"Solved at": "2026-09-02 10:00", "First reply time in minutes": "30",
                                 "Satisfaction Score": "Good"}),
                _ticket(**Z2, **{"Solved at": "-", "First reply time in minutes": "-", "Ticket type": "Incident"}),
            )
        ),
        2,
        {"zone": "Europe/Amsterdam"},
    ),
    Sample(
        "freshdesk",
        "tickets_list.csv",
        table(
            *under(
                FRESHDESK,
                {"Ticket ID": "5", "Status": "Closed", "Source": "Portal", "Created time": "2026-09-01 09:00:00",
                 "Initial response time": "2026-09-01 10:30:00", "Resolved time": "2026-09-01 12:00:00"},
                {"Ticket ID": "6", "Status": "Open", "Source": "Email", "Created time": "2026-09-01 09:00:00",
                 "First response time (in hrs)": "00:59:00"},
            )
        ),
        2,
        {"zone": "Europe/Amsterdam"},
    ),
    Sample("asterisk", "Master.csv", _asterisk(), 3, {"zone": "Europe/Amsterdam"}),
    Sample(
        "hubspot",
        "deals.csv",
        table(
            *under(
                HUBSPOT,
                {"Record ID": "9001", "Deal Name": "Ann's router", "Deal Stage": "Closed Won", "Amount": "€1,250.50",
                 "Close Date": "2026-09-25", "Create Date": "2026-09-01", "Original Source": "Organic Social",
                 "Deal owner": "Bob Jones"},
                {"Record ID": "9002", "Deal Stage": "closedwon", "Amount": "250k", "Close Date": "2026-09-25",
                 "Create Date": "2026-09-02"},
                {"Record ID": "9003", "Deal Stage": "qualifiedtobuy", "Amount": "£1000", "Close Date": "2026-12-31",
                 "Create Date": "2026-09-02"},
            )
        ),
        3,
    ),
    Sample(
        "salesforce",
        "report.csv",
        table(
            *under(
                SALESFORCE,
                {"Opportunity Name": "Fleet", "Account Name": "Nord", "Stage": "Closed Won", "Amount Currency": "EUR",
                 "Amount": "1,234,567", "Close Date": "25/09/2026", "Created Date": "01/09/2026", "Probability": "75%"},
            ),
            "",
            "Won deals of the year",
            "Copyright (c) 2000-2026 the vendor",
        ),
        3,
    ),
    Sample(
        "zendesk-tickets",
        "ticket_data.csv",
        table(
            *under(
                ZENDESK_TICKETS,
                {"id": "1595", "created_at": "2026-02-19 01:54:52", "status": "deleted", "via_channel": "web"},
                {"id": "1596", "created_at": "2026-02-19 23:54:52", "status": "open", "via_channel": "email",
                 "type": "incident", "ticket_form_id": "36"},
            )
        ),
        2,
    ),
    Sample(
        "zendesk-comments",
        "ticket_comment_data.csv",
        table(
            *under(
                ZENDESK_COMMENTS,
                {"id": "103", "body": "It is broken", "created": "2026-02-11 07:49:14", "public": "TRUE",
                 "ticket_id": "1077", "user_id": "402"},
                {"id": "104", "body": "call her", "created": "2026-02-11 08:49:14.123", "public": "FALSE",
                 "ticket_id": "1077", "user_id": "7"},
            )
        ),
        2,
    ),
    Sample(
        "hubspot-tickets",
        "ticket_data.csv",
        table(
            *under(
                HUBSPOT_TICKETS,
                {"id": "307034542", "is_deleted": "FALSE", "property_closed_date": "2026-02-18 14:54:50",
                 "property_createdate": "2026-02-16 20:31:05", "property_hs_pipeline_stage": "7970058",
                 "property_first_agent_reply_date": "2026-02-16 21:31:05"},
                {"id": "307034543", "is_deleted": "TRUE", "property_createdate": "2026-02-16 20:31:05"},
            )
        ),
        2,
    ),
    Sample(
        "hubspot-deals",
        "deal_data.csv",
        table(
            *under(
                HUBSPOT_DEALS,
                {"deal_id": "1244495215", "is_deleted": "false", "property_dealname": "1f03",
                 "property_createdate": "2025-12-04 12:48:22"},
                {"deal_id": "1244495216", "is_deleted": "false", "deal_pipeline_stage_id": "closedwon",
                 "property_amount": "1200.5", "property_closedate": "2025-12-06 00:00:00",
                 "property_createdate": "2025-12-04 12:48:22"},
            )
        ),
        2,
    ),
    Sample(
        "greenhouse",
        "application.csv",
        table(
            *under(
                GREENHOUSE,
                {"id": "25181083003", "_fivetran_deleted": "false", "applied_at": "2026-02-09 14:21:05.255",
                 "candidate_id": "22454", "credited_to_user_id": "417", "prospect": "false", "status": "active"},
                {"id": "25181083004", "applied_at": "2026-02-09 23:21:05.255", "candidate_id": "22455",
                 "prospect": "false", "status": "active"},
                {"id": "25181083005", "applied_at": "2026-02-09 14:21:05", "prospect": "true", "status": "active"},
            )
        ),
        3,
    ),
    Sample(
        "surveymonkey",
        "answers.csv",
        table(
            SURVEYMONKEY,
            ["", "", "", "", "", "", "", "", "", "Response", "Phone", "TV", "Other, namely\nwhat?"],
            ["11452000001", "400", "09/25/2026 10:00:00 AM", "09/25/2026 10:04:00 AM", "203.0.113.7",
             "ann@mail.example", "Ann", "Smith", "", "9", "Phone", "", ""],
            ["11452000002", "400", "09/25/2026 11:00:00 PM", "09/25/2026 11:04:00 PM", "203.0.113.8", "", "", "", "",
             "6", "", "TV", "a fax, and\na modem"],
        ),
        2,
        {"zone": "Europe/Amsterdam"},
    ),
    Sample(
        "typeform",
        "responses.csv",
        table(
            TYPEFORM,
            ["g0sn9ziq2e", "4", "less ¶ÿ waiting", "2026-09-25 10:00:00", "2026-09-25 10:02:00", "a1"],
            ["h7xx2ziq2f", "2", "", "2026-09-25 11:00:00", "2026-09-25 11:02:00", "a2"],
        ),
        2,
    ),
    Sample(
        "formbricks",
        "survey.csv",
        table(
            FORMBRICKS,
            ["1", "cm1abc2def3", "2026-09-25 10:00", "Yes", "cm9", "x", "", "", "", "5", "no"],
            ["2", "cm1abc2def4", "2026-09-25 10:05", "No", "cm9", "x", "", "", "", "", ""],
        ),
        2,
        {"zone": "Europe/Amsterdam"},
    ),
    Sample("ga4", "Traffic_acquisition.csv", _ga4(), 5),
)  # fmt: skip


def write(sample: Sample, folder: Path) -> Path:
    path = folder / sample.name
    path.write_bytes(sample.data)
    return path


def sample_of(profile: str) -> Sample:
    return next(sample for sample in EXPORTS if sample.profile == profile)


Change = Callable[[bytes], bytes]
