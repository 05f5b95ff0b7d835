"""Who said what, and what did the business record?

count = import_file(home, lake, path, parties=book, options=Options(), now=now)
messages(lake)      every message as it stands now, pseudonymous and redacted
metrics(lake)       the newest value of every metric
heard(lake)         how many messages came in, by month, source, channel and party
imports(lake)       which files were taken in, and what became of their rows
kept_as(home, lake, "@ann")   how an id or a handle of a source is kept, for the operator
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw

from leadline.engine import Lake, rows, scan
from leadline.listen.adopting import Words, adopt_messages, hand_over, is_any, waiting, words_of
from leadline.listen.any_table import as_contract
from leadline.listen.erasing import (
    Forgotten,
    Tombs,
    ask_to_erase,
    bury,
    erased_people,
    forget,
    refused_with,
    said_by,
    tombs,
    whom,
)
from leadline.listen.heard import HEARD_MONTHS, Heard, heard, heard_is_current, rebuild_heard, refresh_heard
from leadline.listen.imports import Import, imports, imports_until, messages_known_until
from leadline.listen.intake import ImportCount, Options, import_all_sheets, import_file
from leadline.listen.intake.counts import together
from leadline.listen.parties import UNKNOWN_PARTY, PartyBook, as_handle, own_brand_only, party_of, read_parties
from leadline.listen.parts import by_conversation
from leadline.listen.preview import FileColumn, FileLook, RowLook, look_at, must_be_new, preview
from leadline.listen.profiles import PROFILES, SavedProfile, as_export, read_mapping, save_profile
from leadline.listen.profiles.saved import MESSAGE_FIELDS, METRIC_FIELDS, NEEDED, check_saved
from leadline.listen.pseudonyms import Kept, kept_as
from leadline.listen.recorded import metrics
from leadline.listen.tables import COUNTED, ERASED, MESSAGES, METRICS, VERSIONS
from leadline.listen.versions import current, deletions, with_versions
from leadline.words import Period

__all__ = [
    "COUNTED",
    "ERASED",
    "HEARD_MONTHS",
    "MESSAGES",
    "MESSAGE_FIELDS",
    "METRICS",
    "METRIC_FIELDS",
    "NEEDED",
    "PROFILES",
    "UNKNOWN_PARTY",
    "VERSIONS",
    "FileColumn",
    "FileLook",
    "Forgotten",
    "Heard",
    "Import",
    "ImportCount",
    "Kept",
    "Options",
    "PartyBook",
    "RowLook",
    "SavedProfile",
    "Tombs",
    "Words",
    "adopt_messages",
    "as_contract",
    "as_export",
    "as_handle",
    "ask_to_erase",
    "bury",
    "by_conversation",
    "check_saved",
    "current",
    "deletions",
    "erased_people",
    "forget",
    "hand_over",
    "has_messages",
    "heard",
    "heard_is_current",
    "import_all_sheets",
    "import_file",
    "imports",
    "imports_until",
    "is_any",
    "kept_as",
    "last_day",
    "look_at",
    "messages",
    "messages_known_until",
    "metrics",
    "must_be_new",
    "own_brand_only",
    "party_of",
    "preview",
    "read_mapping",
    "read_parties",
    "rebuild_heard",
    "refresh_heard",
    "refused_with",
    "said_by",
    "save_profile",
    "together",
    "tombs",
    "waiting",
    "whom",
    "with_versions",
    "words_of",
]


def messages(lake: Lake, *, days: Period | None = None) -> nw.LazyFrame[Any]:
    """All messages, or those of some days, one row each (MESSAGES) with what it says now, its `version`, `edited_at`
    and `deleted_at`.
    """
    return with_versions(lake, scan(lake, MESSAGES, days=days))


def has_messages(lake: Lake, period: Period) -> bool:
    """Whether anything was said on these days."""
    return bool(rows(scan(lake, MESSAGES, days=period).select("posted_day").head(1)))


def last_day(lake: Lake) -> dt.date | None:
    """The last day on which anything was said."""
    [row] = rows(scan(lake, MESSAGES).select(last=nw.col("posted_day").max()))
    day: dt.date | None = row["last"]
    return day
