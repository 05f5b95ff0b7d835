"""Counters of own posts, and of own accounts by the day, as the networks' own pages export them.

In: a row and which columns count what. Out: counts. The surprise: what a post has reached is reached over weeks, and
the export tells the sum only: it counts on the day of the post, under names that begin with `post_`, so that nobody
takes it for what an account reached on that day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadline.listen.profiles.base import Count
from leadline.listen.profiles.columns import Row

Counters = Mapping[str, tuple[str, str]]
"""Metric and unit by the field that holds the number."""

OF_POSTS: Counters = {
    "views": ("post_views", "views"),
    "impressions": ("post_impressions", "impressions"),
    "reach": ("post_reach", "accounts"),
    "likes": ("post_likes", "likes"),
    "comments": ("post_comments", "comments"),
    "shares": ("post_shares", "shares"),
    "saves": ("post_saves", "saves"),
    "clicks": ("post_clicks", "clicks"),
    "follows": ("post_follows", "follows"),
}
OF_DAYS: Counters = {
    "views": ("views", "views"),
    "impressions": ("impressions", "impressions"),
    "reach": ("reach", "accounts"),
    "followers": ("followers", "followers"),
    "new_followers": ("new_followers", "followers"),
    "lost_followers": ("lost_followers", "followers"),
    "likes": ("likes", "likes"),
    "comments": ("comments", "comments"),
    "shares": ("shares", "shares"),
    "clicks": ("clicks", "clicks"),
    "page_views": ("page_views", "views"),
    "visitors": ("page_visitors", "visitors"),
}


def of_a_post(row: Row, network: str) -> Iterator[Count]:
    """A post, and what it reached until the export."""
    day = row.needed_day("published")
    yield Count("posts", day, 1.0, "posts", network)
    yield from _counts(row, OF_POSTS, network)


def of_a_day(row: Row, network: str) -> Iterator[Count]:
    """What an account reached on a day."""
    yield from _counts(row, OF_DAYS, network)


def _counts(row: Row, counters: Counters, network: str) -> Iterator[Count]:
    day = row.needed_day("published")
    for field, (metric, unit) in counters.items():
        value = row.whole(field)
        if value is not None:
            yield Count(metric, day, value, unit, network)


def day_of(row: Row) -> str:
    """The name of a day's record."""
    return row.needed_day("published").isoformat()
