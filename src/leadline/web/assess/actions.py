"""What people change in assess: they close an assessment, and say what the themes are.

What they say of labels is in `correcting`.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from leadline import assess
from leadline.assess import Themes, theme_list, write_themes
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.turns import in_turn
from leadline.web.accounts.versions import keep
from leadline.web.assess.convert import themes
from leadline.web.assess.models import ThemesVersion
from leadline.words import Department

if TYPE_CHECKING:
    from leadline.engine import Lake

log = logging.getLogger(__name__)


def close_assessment(lake: Lake, x_ray: assess.XRay, *, by: object, now: dt.datetime) -> assess.Assessment:
    """Freeze the x-ray (S3.16); the same content again gives the same version. Raises LeadlineError for nothing."""
    closed = assess.close(lake, x_ray, now=now)
    log.info("assessment closed: version %d, by %s", closed.version, by)
    return closed


def add_theme(
    name: str, department: Department, phrases: Sequence[str], *, by: object | None, now: dt.datetime
) -> Themes:
    """One more theme. Raises LeadlineError, as all of these do, with what cannot be."""
    return _change(lambda known: theme_list.add_theme(known, name, department, phrases), by=by, now=now)


def change_theme(
    theme: str,
    *,
    name: str,
    department: Department,
    phrases: Sequence[str],
    by: object | None,
    now: dt.datetime,
) -> Themes:
    """Another name, department or other phrases."""
    return _change(
        lambda known: theme_list.change_theme(known, theme, name=name, department=department, phrases=phrases),
        by=by,
        now=now,
    )


def merge_themes(theme: str, into: str, *, by: object | None, now: dt.datetime) -> Themes:
    """Count what is found as one theme as another."""
    return _change(lambda known: theme_list.merge_themes(known, theme, into), by=by, now=now)


def split_theme(
    theme: str,
    name: str,
    moved: Sequence[str],
    *,
    department: Department,
    by: object | None,
    now: dt.datetime,
) -> Themes:
    """Give some of a theme's phrases to a new one."""
    return _change(
        lambda known: theme_list.split_theme(known, theme, name, moved, department=department), by=by, now=now
    )


def retire_theme(theme: str, *, by: object | None, now: dt.datetime) -> Themes:
    """Count a theme no more."""
    return _change(lambda known: theme_list.retire_theme(known, theme), by=by, now=now)


def bring_back_theme(theme: str, *, by: object | None, now: dt.datetime) -> Themes:
    """Let a merged or retired theme stand by itself again."""
    return _change(lambda known: theme_list.bring_back_theme(known, theme), by=by, now=now)


def replace_themes(others: Themes, *, by: object | None, now: dt.datetime) -> Themes:
    """Put a whole list in the place of the present one; what it leaves out is retired."""
    return _change(lambda known: theme_list.replace_themes(known, others), by=by, now=now)


@transaction.atomic
def _change(edit: Callable[[Themes], Themes], *, by: object | None, now: dt.datetime) -> Themes:
    """A version of the list with who, when and what; none where nothing changed."""
    in_turn(ThemesVersion)
    before = themes()
    after = edit(before)
    what = list(theme_list.changes(before, after))
    if after == before:
        return before
    version = keep(ThemesVersion, write_themes(after), by=by, now=now)
    version.what = "\n".join(what or ["The order was changed."])
    fitting(version).save(update_fields=["what"])
    log.info("themes changed: version %d, by %s", version.number, by)
    return after
