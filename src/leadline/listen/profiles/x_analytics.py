"""The analytics of X: posts in the new and the old form, and an account's days.

The surprises: the new form says the day of a post and no time (`Tue, Jul 14, 2026`), so it counts and gives no
messages; some of its rows have no id, and are refused.
"""

from __future__ import annotations

from functools import partial

from leadline.listen.profiles.exports import RecordExport
from leadline.listen.profiles.posts import day_of, of_a_day, of_a_post

X_POSTS = RecordExport(
    name="x-posts",
    source="x",
    what="post",
    columns={
        "id": ("Post id",),
        "published": ("Date",),
        "link": ("Post Link",),
        "impressions": ("Impressions",),
        "likes": ("Likes",),
        "comments": ("Replies",),
        "shares": ("Reposts",),
        "saves": ("Bookmarks",),
        "follows": ("New follows",),
        "clicks": ("URL Clicks",),
    },
    needs=("id", "published", "impressions"),
    days=("published",),
    count=partial(of_a_post, network="x"),
)

X_POSTS_OLD = RecordExport(
    name="x-posts-old",
    source="x",
    what="post",
    columns={
        "id": ("Tweet id",),
        "published": ("time",),
        "impressions": ("impressions",),
        "likes": ("likes",),
        "comments": ("replies",),
        "shares": ("retweets",),
        "follows": ("follows",),
        "clicks": ("url clicks",),
    },
    needs=("id", "published", "impressions"),
    days=("published",),
    count=partial(of_a_post, network="x"),
)

X_DAYS = RecordExport(
    name="x-days",
    source="x",
    what="day",
    columns={
        "published": ("Date",),
        "impressions": ("Impressions",),
        "unfollows": ("Unfollows",),
        "likes": ("Likes",),
        "comments": ("Replies",),
        "shares": ("Reposts",),
        "new_followers": ("New follows",),
        "lost_followers": ("Unfollows",),
    },
    needs=("published", "impressions", "new_followers", "lost_followers"),
    days=("published",),
    record=day_of,
    count=partial(of_a_day, network="x"),
)
