"""The live doors that Leadline knows, by the word that `sources.yaml` calls them."""

from __future__ import annotations

from leadline.listen.doors.base import Batch, Cursor, Door, DoorError, Row, Source, Visit, Word
from leadline.listen.doors.bluesky import Bluesky
from leadline.listen.doors.feed import Feed
from leadline.listen.doors.file import File
from leadline.listen.doors.mail import Mail
from leadline.listen.doors.mastodon import MastodonDoor
from leadline.listen.doors.push import Push

DOORS: dict[str, Door] = {door.name: door for door in (MastodonDoor(), Bluesky(), Mail(), Feed(), Push(), File())}

__all__ = ["DOORS", "Batch", "Cursor", "Door", "DoorError", "Row", "Source", "Visit", "Word"]
