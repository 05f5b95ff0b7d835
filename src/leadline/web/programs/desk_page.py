"""The desk as a page: who waits now, who can still be answered in time first, what they ask, and who is on it.

In: the lake, the promise, the present instant, who looks. Out: `DeskPage`. The surprise: whoever holds a question is
known by a key and not by a name, since two colleagues may share one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.config import Home
from leadline.errors import LeadlineError
from leadline.flow import Lake
from leadline.listen.sources import read_sources
from leadline.programs import Promise, Reason, duration_words
from leadline.programs.asked import Said, Wait, asked, wait_of
from leadline.programs.desk import RECENT_DAYS, DeskItem, desk, is_old
from leadline.programs.waiting import open_episodes
from leadline.web.accounts.models import Person
from leadline.web.grammar.numbers import number
from leadline.web.programs.convert import marks_on

Show = Literal["all", "late", "soon", "mine", "older"]
SHOWS: tuple[Show, ...] = get_args(Show)
MOST_ROWS = 200
"""How many waits one page draws; it says how many more there are."""

_TONES = {"late": "bad", "soon": "warn", "due": ""}


@dataclass(frozen=True)
class DeskRow:
    """One wait. `holder` is who claimed it; `said` holds every message that stands unanswered, oldest first;
    `has_account` says that its source keeps accounts for the desk.
    """

    item: DeskItem
    said: tuple[Said, ...]
    holder: Person | None
    answerer: Person | None
    is_mine: bool
    is_old: bool
    has_account: bool = False

    @property
    def id(self) -> str:
        """A name for the row that stays, so that the keyboard's focus stays on it when the desk is drawn anew."""
        return hashlib.sha256("\n".join(wait_of(self.item.episode)).encode()).hexdigest()[:12]

    @property
    def tone(self) -> str:
        return "" if self.item.answered_by else _TONES[self.item.urgency]

    @property
    def waiting(self) -> str:
        return duration_words(self.item.waiting_seconds)

    @property
    def later(self) -> int:
        """How many messages came after the first."""
        return len(self.said) - 1

    @property
    def customer(self) -> str:
        """Enough of the pseudonym to tell two people apart."""
        return self.item.episode.customer[:6]

    def fits(self, show: Show) -> bool:
        if show == "mine":
            return self.is_mine
        if self.is_old or show == "older":
            return self.is_old and show == "older"
        return show == "all" or (self.item.urgency == show and not self.item.answered_by)


@dataclass(frozen=True)
class DeskPage:
    """`rows` are those that the filter lets through, `hidden` how many more it would; `counts` are of all.

    `waiting` leaves out those who have waited so long that they stand apart.
    """

    finding: str
    lede: str
    waiting: int
    rows: tuple[DeskRow, ...]
    hidden: int
    show: Show
    counts: Mapping[Show, int]
    as_of: dt.datetime
    is_open: bool

    @property
    def older(self) -> int:
        return self.counts["older"]

    @property
    def recent_days(self) -> int:
        return RECENT_DAYS

    @property
    def reasons(self) -> tuple[tuple[Reason, str], ...]:
        """Why no reply is needed, each with its word on the button."""
        return (("spam", _("Spam")), ("praise", _("Praise")), ("other", _("Other")))

    @property
    def filters(self) -> tuple[tuple[Show, str, int], ...]:
        names: dict[Show, str] = {
            "all": _("Asked in the last %(days)s days") % {"days": RECENT_DAYS},
            "late": _("Overdue"),
            "soon": _("Due soon"),
            "mine": _("Mine"),
        }
        names["older"] = _("Older than %(days)s days") % {"days": RECENT_DAYS}
        return tuple((show, names[show], self.counts[show]) for show in SHOWS)


def replied_to(home: Home) -> frozenset[str]:
    """The sources whose accounts are kept for the desk; none where their file cannot be read."""
    try:
        return frozenset(one.name for one in read_sources(home) if one.reply)
    except LeadlineError:
        return frozenset()


def desk_page(
    lake: Lake,
    promise: Promise,
    now: dt.datetime,
    person: Person,
    show: Show = "all",
    replied: Container[str] = frozenset(),
) -> DeskPage:
    """Everybody who waits at an instant with a zone, as this person sees it; `replied` are the sources whose accounts
    are kept for the desk.
    """
    every = desk_rows(lake, promise, now, person)
    waiting = [row for row in every if not row.item.answered_by]
    recent = [row for row in waiting if not row.is_old]
    fitting = [row for row in every if row.fits(show)]
    return DeskPage(
        finding=_finding(recent, len(waiting) - len(recent)),
        lede=f"{_lede(promise, now)} {_whom(len(recent), len(waiting) - len(recent))}".rstrip(),
        waiting=len(recent),
        rows=tuple(
            replace(row, has_account=row.item.episode.source in replied)
            for row in _with_words(lake, fitting[:MOST_ROWS])
        ),
        hidden=max(len(fitting) - MOST_ROWS, 0),
        show=show,
        counts={one: sum(row.fits(one) for row in every) for one in SHOWS},
        as_of=now.astimezone(ZoneInfo(promise.calendar.zone)),
        is_open=promise.calendar.is_open(now),
    )


def desk_rows(lake: Lake, promise: Promise, now: dt.datetime, person: Person) -> tuple[DeskRow, ...]:
    """Every open wait, without what was said in it."""
    episodes = open_episodes(lake, now)
    marks, people = marks_on(one.thread_id for one in episodes)
    items = desk(episodes, marks, now, promise)
    return tuple(_row(item, people, person, now) for item in items)


def row_of(rows: Sequence[DeskRow], wait: Wait) -> DeskRow | None:
    """The row of a wait, or None where it waits no more."""
    return next((row for row in rows if wait_of(row.item.episode) == wait), None)


def _with_words(lake: Lake, rows: Sequence[DeskRow]) -> tuple[DeskRow, ...]:
    texts = asked(lake, [row.item.episode for row in rows])
    return tuple(replace(row, said=texts.get(wait_of(row.item.episode), ())) for row in rows)


def _row(item: DeskItem, people: Mapping[str, Person], me: Person, now: dt.datetime) -> DeskRow:
    return DeskRow(
        item=item,
        said=(),
        holder=people.get(item.claimed_by or ""),
        answerer=people.get(item.answered_by or ""),
        is_mine=item.claimed_by == str(me.pk),
        is_old=is_old(item.episode, now),
    )


def _finding(waiting: Sequence[DeskRow], older: int) -> str:
    """`11 waits can still be answered in time, the next is due in 38 min; 15 are overdue`."""
    if not waiting and older:
        return _("Nobody who asked in the last %(days)s days waits for a reply") % {"days": RECENT_DAYS}
    if not waiting:
        return _("Nobody waits for a reply")
    late = [row for row in waiting if row.item.urgency == "late"]
    in_time = [row for row in waiting if row.item.urgency != "late"]
    return "; ".join(part for part in (_in_time_words(in_time), _late_words(len(late))) if part)


def _in_time_words(rows: Sequence[DeskRow]) -> str:
    if not rows:
        return ""
    words = ngettext(
        "%(n)s wait can still be answered in time, %(state)s",
        "%(n)s waits can still be answered in time, the next is %(state)s",
        len(rows),
    )
    return words % {"n": number(len(rows), 0), "state": rows[0].item.state}


def _late_words(late: int) -> str:
    if not late:
        return ""
    words = ngettext("%(n)s is overdue", "%(n)s are overdue", late)
    return words % {"n": number(late, 0)}


def _whom(recent: int, older: int) -> str:
    """`26 who asked in the last 14 days wait; 3,481 older.`; nothing where nobody has waited longer."""
    if not older:
        return ""
    words = _(
        "%(recent)s who asked in the last %(days)s days wait; %(older)s older. What a month's service level calls "
        "overdue is of both."
    )
    return words % {"recent": number(recent, 0), "days": RECENT_DAYS, "older": number(older, 0)}


def _lede(promise: Promise, now: dt.datetime) -> str:
    words = {"promise": str(promise)}
    if promise.calendar.is_open(now):
        return _("Promised: a reply %(promise)s. The desk is open, and the clock runs.") % words
    return _("Promised: a reply %(promise)s. The desk is closed, and the clock stands until it opens.") % words
