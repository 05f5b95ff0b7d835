"""Instagram's posts, as Meta Business Suite exports them.

The surprises: the order of columns differs from file to file, and thousands stand in quotes with a comma (`"12,400"`).
"""

from __future__ import annotations

from functools import partial

from leadline.listen.profiles.exports import RecordExport
from leadline.listen.profiles.posts import of_a_post

INSTAGRAM = RecordExport(
    name="instagram",
    source="instagram",
    what="post",
    columns={
        "id": ("Post ID",),
        "account": ("Account ID",),
        "published": ("Publish time",),
        "views": ("Views", "Impressions"),
        "reach": ("Reach",),
        "likes": ("Likes",),
        "comments": ("Comments",),
        "shares": ("Shares",),
        "saves": ("Saves",),
        "follows": ("Follows",),
    },
    needs=("id", "account", "published"),
    days=("published",),
    count=partial(of_a_post, network="instagram"),
)
