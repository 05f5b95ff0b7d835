"""One stage of a month with what it needs of the documents: what the terminal runs by itself, and the month in order.

In: the lake, `Documents`, a month, the present instant. Out: what the stage found, kept in the lake. The surprise:
nothing is judged after today, however far the month reaches; waits are judged as of the last import of
messages at the latest, and themes are watched no longer than messages reach.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.flow.documents import Documents
from leadline.flow.known import days_heard, links_asked, nothing_heard
from leadline.words import Month, Remark

if TYPE_CHECKING:
    from leadline.measure.early_warning import EarlyWarning
    from leadline.measure.month import Judged
    from leadline.measure.service_levels import ServiceLevel
    from leadline.report import KeptMonth
    from leadline.strategy import Document
    from leadline.value.case import Case
    from leadline.value.chain import Derived
    from leadline.value.kept import Priced


def refresh_desk(lake: Lake, documents: Documents) -> None:
    """Lay out who waits, as the promise in force and all that was heard have it; without a promise nobody does."""
    from leadline.programs.waiting import refresh_episodes

    if documents.promise is not None:
        refresh_episodes(lake, documents.promise, marks=documents.marks)


def measure_service_of(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> ServiceLevel:
    """How the promise in force was kept in a month, as far as the last import of messages tells."""
    from leadline.measure.month import measure_service_levels

    if documents.promise is None:
        raise LeadlineError(
            "No program promises a reply yet.", "Plan one with a promise: leadline programs plan programs.yaml"
        )
    return measure_service_levels(lake, documents.promise, month, marks=documents.marks, now=now)


def measure_effects_of(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> tuple[Judged, ...]:
    """Judge every causal link of the strategy in force with the data of that month and before."""
    from leadline.measure.month import measure_effects

    _in_force(documents)
    refresh_desk(lake, documents)
    return measure_effects(
        lake,
        links_asked(documents),
        documents.parties.own.id,
        company=documents.company,
        until=_last_known_day(documents, month, now),
        now=now,
    )


def measure_warnings_of(
    lake: Lake, documents: Documents, month: Month, *, now: dt.datetime
) -> tuple[EarlyWarning, ...]:
    """Watch the own brand's themes up to the month's last day that anything was heard of."""
    from leadline.measure.month import measure_warnings

    heard = days_heard(lake)
    until = min(_last_known_day(documents, month, now), heard.last)
    if until < month.first_day:
        raise LeadlineError(
            f"Nothing was read of {month.name}: messages reach from {heard.first} to {heard.last}.",
            "Import the month's messages, or name another month.",
        )
    return measure_warnings(lake, documents.parties.own.id, themes=documents.themes, until=until, now=now)


def value_of(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> Priced | None:
    """Price what the programs did up to the month's end, or today; None before any program has started."""
    from leadline.measure.month import kept_effects
    from leadline.value.month import measure_value

    strategy = _in_force(documents)
    if documents.costs is None:
        raise LeadlineError("No costs were handed in yet.", "Enter them: leadline value costs costs.yaml")
    return measure_value(
        lake,
        documents.costs,
        judged=kept_effects(lake, links_asked(documents), until=month.last_day),
        document=strategy,
        programs=documents.programs,
        results=documents.results,
        month=month,
        until=_last_known_day(documents, month, now),
        now=now,
    )


def case_of(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> Case | None:
    """What a month's return is worked out from, to work it out again with other numbers; None before any program."""
    from leadline.measure.month import kept_effects
    from leadline.value.month import month_case

    if documents.costs is None:
        return None
    return month_case(
        lake,
        documents.costs,
        judged=kept_effects(lake, links_asked(documents), until=month.last_day),
        document=_in_force(documents),
        programs=documents.programs,
        results=documents.results,
        month=month,
        until=_last_known_day(documents, month, now),
    )


def targets_of(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> tuple[Derived | Remark, ...]:
    """The targets that the cost sheet derives, with what was recorded until the month's end; a remark where a chain
    cannot be worked out."""
    from leadline.value.chain import derive, read_levels

    until = _last_known_day(documents, month, now)
    found: list[Derived | Remark] = []
    for one in documents.costs.targets if documents.costs else ():
        try:
            found.append(derive(one, read_levels(lake, one, documents.parties.own.id, until=until)))
        except LeadlineError as error:
            found.append(Remark("TGT001", "warning", f"the target “{one.text}”", error.sentence, error.advice))
    return tuple(found)


def report_of(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> KeptMonth:
    """Freeze a month that something was said in, as it is known now."""
    from leadline.report.making import make_report

    if remark := nothing_heard(lake, month):
        raise LeadlineError(remark.message, remark.advice)
    return make_report(lake, documents, month, now=now)


def _in_force(documents: Documents) -> Document:
    if documents.strategy is None:
        raise LeadlineError("No strategy is in force yet.", "Adopt one: leadline strategy adopt strategy.yaml")
    return documents.strategy


def _last_known_day(documents: Documents, month: Month, now: dt.datetime) -> dt.date:
    """The month's last day, or today where the month is not over."""
    return month.told_until(now.astimezone(documents.company.tz).date())
