"""A LinkedIn page's three workbooks (.xls): content, followers, visitors. One sheet of each has a row a day.

The surprises: the content sheets have a line of words above their header; days are `%m/%d/%Y` as text, or a date of
Excel's; reposts were called shares before. The other sheets (posts, places, jobs, industries) are not read.
"""

from __future__ import annotations

from functools import partial

from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import RecordExport
from leadline.listen.profiles.posts import day_of, of_a_day


def _named(what: str, row: Row) -> str:
    return f"{what} {day_of(row)}"


_COUNT = partial(of_a_day, network="linkedin")

LINKEDIN_CONTENT = RecordExport(
    name="linkedin-content",
    source="linkedin",
    what="day",
    columns={
        "published": ("Date",),
        "impressions": ("Impressions (total)",),
        "clicks": ("Clicks (total)",),
        "likes": ("Reactions (total)",),
        "comments": ("Comments (total)",),
        "shares": ("Reposts (total)", "Shares (total)"),
    },
    needs=("published", "impressions", "clicks"),
    days=("published",),
    record=partial(_named, "content"),
    count=_COUNT,
)

LINKEDIN_FOLLOWERS = RecordExport(
    name="linkedin-followers",
    source="linkedin",
    what="day",
    columns={
        "published": ("Date",),
        "organic": ("Organic followers",),
        "sponsored": ("Sponsored followers",),
        "new_followers": ("Total followers",),
    },
    needs=("published", "organic", "sponsored", "new_followers"),
    days=("published",),
    record=partial(_named, "followers"),
    count=_COUNT,
)

LINKEDIN_VISITORS = RecordExport(
    name="linkedin-visitors",
    source="linkedin",
    what="day",
    columns={
        "published": ("Date",),
        "page_views": ("Total page views (total)",),
        "visitors": ("Total unique visitors (total)",),
    },
    needs=("published", "page_views", "visitors"),
    days=("published",),
    record=partial(_named, "visitors"),
    count=_COUNT,
)
