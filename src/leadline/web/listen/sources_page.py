"""How do the live sources stand? What the page of sources shows, as plain values.

In: the home, the lake, the present instant. Out: frozen values for the template. The surprise: a file of sources that
cannot be read is told on the page, for it stops every import, and whoever wrote it looks here first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.config import Home
from leadline.errors import LeadlineError
from leadline.listen.live import Standing, standings
from leadline.web.grammar.numbers import number

if TYPE_CHECKING:
    from leadline.engine import Lake

_TONES = {"": "good", "failing": "bad", "gone": "bad", "silent": "warn", "waiting": "warn", "never": ""}


@dataclass(frozen=True)
class SourceLine:
    """One source; `says` is what is wrong and what to do, empty where nothing is."""

    standing: Standing
    stands: str
    says: str
    advice: str
    kept: str

    @property
    def tone(self) -> str:
        return _TONES[self.standing.trouble]


@dataclass(frozen=True)
class SourcesPage:
    """`fault` is why the file of sources cannot be read; then there are no lines."""

    finding: str
    lines: tuple[SourceLine, ...]
    is_running: bool
    fault: LeadlineError | None = None

    @property
    def is_anybody_to_visit(self) -> bool:
        return any(line.standing.source.door != "file" for line in self.lines)


def sources_page(home: Home, lake: Lake, *, now: dt.datetime) -> SourcesPage:
    """Every declared source, and whether anybody visits them."""
    try:
        found = standings(home, lake, now=now)
    except LeadlineError as error:
        return SourcesPage(_("The file of sources cannot be read"), (), is_running=False, fault=error)
    lines = tuple(_line(one, now) for one in found.sources)
    return SourcesPage(_finding(lines), lines, found.is_running)


def finding_of(home: Home, lake: Lake, *, now: dt.datetime) -> str:
    """The page in one line, for the page of listen."""
    return sources_page(home, lake, now=now).finding


def _finding(lines: tuple[SourceLine, ...]) -> str:
    if not lines:
        return _("No live source is declared")
    wrong = [line for line in lines if line.standing.trouble]
    if not wrong:
        return ngettext("The one source is heard", "All %(n)s sources are heard", len(lines)) % {"n": len(lines)}
    words = ngettext(
        "%(wrong)s of %(n)s sources is not heard as it should be",
        "%(wrong)s of %(n)s sources are not heard as they should be",
        len(wrong),
    )
    return words % {"wrong": number(len(wrong), 0), "n": number(len(lines), 0)}


def _line(one: Standing, now: dt.datetime) -> SourceLine:
    says, advice = _trouble(one, now)
    return SourceLine(one, _stands(one), says, advice, _kept(one))


def _stands(one: Standing) -> str:
    return {
        "": _("heard"),
        "failing": _("not reached"),
        "gone": _("gone for good"),
        "silent": _("silent"),
        "waiting": _("waits to be taken in"),
        "never": _("nothing came yet"),
    }[one.trouble]


def _trouble(one: Standing, now: dt.datetime) -> tuple[str, str]:
    """What is wrong, and what to do."""
    if one.trouble in ("failing", "gone"):
        return one.state.error, one.state.advice
    if one.trouble == "silent":
        words = {"span": _span(one.source.silent_after)}
        return (
            _("Nothing new came for more than %(span)s.") % words,
            _("Look whether people still write there; if so, check the account or the export."),
        )
    if one.trouble == "waiting":
        words = {"n": number(one.waiting, 0)}
        return (
            ngettext("%(n)s pushed batch waits.", "%(n)s pushed batches wait.", one.waiting) % words,
            _("Start leadline listen run, or look what it says."),
        )
    if one.trouble == "never" and one.source.door == "file":
        words = {"source": one.source.name}
        return _("No file of it came in yet."), _("leadline listen import FILE --source %(source)s") % words
    if one.trouble == "never":
        return _("Nobody has visited it yet."), _("Start leadline listen run.")
    return "", ""


def _kept(one: Standing) -> str:
    if one.source.keep_days is None:
        return _("texts kept for ever")
    return _("texts kept %(n)s days") % {"n": number(one.source.keep_days, 0)}


def _span(span: dt.timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours >= 48:
        return _("%(n)s days") % {"n": hours // 24}
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours} if hours else _("a few minutes")
