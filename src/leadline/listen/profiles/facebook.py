"""Facebook, as Meta Business Suite exports it: a page's posts, and a page's days.

The surprises: captions go over several lines, times have no zone (it is the account's), the column `Date` holds the
word `Lifetime`, and which columns there are changes from export to export.
"""

from __future__ import annotations

from functools import partial

from leadline.listen.profiles.exports import RecordExport
from leadline.listen.profiles.posts import day_of, of_a_day, of_a_post

FACEBOOK_POSTS = RecordExport(
    name="facebook-posts",
    source="facebook",
    what="post",
    columns={
        "id": ("Post ID",),
        "page": ("Page ID",),
        "published": ("Publish time",),
        "views": ("Views", "Impressions"),
        "reach": ("Reach",),
        "likes": ("Reactions",),
        "comments": ("Comments",),
        "shares": ("Shares",),
        "clicks": ("Total clicks",),
    },
    needs=("id", "page", "published"),
    days=("published",),
    count=partial(of_a_post, network="facebook"),
)

FACEBOOK_DAYS = RecordExport(
    name="facebook-days",
    source="facebook",
    what="day",
    columns={
        "published": ("Datum",),
        "followers": ("Seiten-Follower",),
        "reach": ("Reichweite",),
    },
    needs=("published", "followers", "reach"),
    days=("published",),
    record=day_of,
    count=partial(of_a_day, network="facebook"),
)
