"""The export formats that Leadline knows, most particular first. A file is recognised by its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from leadline.errors import LeadlineError
from leadline.listen.profiles.asterisk import ASTERISK
from leadline.listen.profiles.base import Cells, Count, Kind, Profile, Raw, RawMessage, RawMetric, RawRecord
from leadline.listen.profiles.bluesky import BLUESKY
from leadline.listen.profiles.chatwoot import CHATWOOT
from leadline.listen.profiles.exports import Export, MessageExport, RecordExport
from leadline.listen.profiles.facebook import FACEBOOK_DAYS, FACEBOOK_POSTS
from leadline.listen.profiles.freshdesk import FRESHDESK
from leadline.listen.profiles.ga4 import GA4
from leadline.listen.profiles.google_play import GOOGLE_PLAY
from leadline.listen.profiles.hubspot import HUBSPOT
from leadline.listen.profiles.instagram import INSTAGRAM
from leadline.listen.profiles.linkedin import LINKEDIN_CONTENT, LINKEDIN_FOLLOWERS, LINKEDIN_VISITORS
from leadline.listen.profiles.mapped import Mapped, read_mapping
from leadline.listen.profiles.mastodon import MASTODON
from leadline.listen.profiles.meltwater import MELTWATER
from leadline.listen.profiles.messages import Messages
from leadline.listen.profiles.metrics import Metrics
from leadline.listen.profiles.reddit import REDDIT
from leadline.listen.profiles.salesforce import SALESFORCE
from leadline.listen.profiles.saved import SavedProfile, as_export, save_profile, saved_profiles
from leadline.listen.profiles.surveys import FORMBRICKS, SURVEYMONKEY, TYPEFORM
from leadline.listen.profiles.talkwalker import TALKWALKER
from leadline.listen.profiles.trustpilot import TRUSTPILOT
from leadline.listen.profiles.twcs import Twcs
from leadline.listen.profiles.warehouse import (
    GREENHOUSE,
    HUBSPOT_DEALS,
    HUBSPOT_TICKETS,
    ZENDESK_COMMENTS,
    ZENDESK_TICKETS,
)
from leadline.listen.profiles.x_analytics import X_DAYS, X_POSTS, X_POSTS_OLD
from leadline.listen.profiles.x_archive import X_ARCHIVE
from leadline.listen.profiles.zendesk import ZENDESK

PROFILES: tuple[Profile, ...] = (
    Twcs(),
    Messages(),
    Metrics(),
    X_ARCHIVE,
    BLUESKY,
    MASTODON,
    REDDIT,
    CHATWOOT,
    TALKWALKER,
    MELTWATER,
    TRUSTPILOT,
    GOOGLE_PLAY,
    FACEBOOK_POSTS,
    FACEBOOK_DAYS,
    INSTAGRAM,
    X_POSTS,
    X_POSTS_OLD,
    X_DAYS,
    LINKEDIN_CONTENT,
    LINKEDIN_FOLLOWERS,
    LINKEDIN_VISITORS,
    ZENDESK,
    FRESHDESK,
    ASTERISK,
    HUBSPOT,
    SALESFORCE,
    ZENDESK_TICKETS,
    ZENDESK_COMMENTS,
    HUBSPOT_TICKETS,
    HUBSPOT_DEALS,
    GREENHOUSE,
    SURVEYMONKEY,
    TYPEFORM,
    FORMBRICKS,
    GA4,
)


def known_profiles(folder: Path) -> tuple[Profile, ...]:
    """All that Leadline knows, and then those of the home, whose profiles stand in this folder."""
    return (*PROFILES, *(as_export(saved) for saved in saved_profiles(folder)))


__all__ = [
    "PROFILES",
    "Cells",
    "Count",
    "Export",
    "Kind",
    "Mapped",
    "MessageExport",
    "Profile",
    "Raw",
    "RawMessage",
    "RawMetric",
    "RawRecord",
    "RecordExport",
    "SavedProfile",
    "as_export",
    "choose_profile",
    "known_profiles",
    "read_mapping",
    "save_profile",
]


def choose_profile(
    header: tuple[str, ...],
    *,
    name: str | None,
    mapping: dict[str, str] | None,
    file: str,
    profiles: Sequence[Profile] = PROFILES,
) -> Profile:
    """The profile that was named, mapped, or fits the columns. Raises LeadlineError where none does."""
    if mapping:
        return Mapped(mapping, header)
    names = ", ".join(profile.name for profile in profiles)
    if name:
        chosen = next((profile for profile in profiles if profile.name == name), None)
        if chosen is None:
            raise LeadlineError(f"There is no profile “{name}”.", f"Use one of: {names}.")
        if not chosen.fits(header):
            raise LeadlineError(
                f"{file} does not have the columns of the profile {name}.", f"It has: {', '.join(header)}."
            )
        return chosen
    chosen = next((profile for profile in profiles if profile.fits(header)), None)
    if chosen is None:
        raise LeadlineError(
            f"{file} has columns that no profile knows: {', '.join(header)[:200] or 'none'}.",
            f"Say what they mean: --map {_METRIC_MAP if _METRIC_WORDS & _words(header) else _MESSAGE_MAP}",
        )
    return chosen


_MESSAGE_MAP = "message_id=…,posted_at=…,author=…,text=…"
_METRIC_MAP = f"metric=…,day=…,value=…,unit=… where the business recorded it, {_MESSAGE_MAP} where people said it"
_METRIC_WORDS = frozenset({"metric", "kpi", "day", "date", "value", "count", "total", "amount"})


def _words(header: tuple[str, ...]) -> set[str]:
    return {word for name in header for word in re.split(r"[\W_]+", name.casefold())}
