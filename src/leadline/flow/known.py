"""What is known so far: which days and months were heard, and what the lint may take for granted.

In: the lake, and `Documents` where people's words matter. Out: plain values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.flow.documents import Documents
from leadline.words import Company, Grade, Month, Period, Remark, day_words

if TYPE_CHECKING:
    from leadline.measure.known import Known
    from leadline.measure.month import Question
    from leadline.strategy import Facts, KnownMetric


def strategy_facts(lake: Lake, documents: Documents, today: dt.date) -> Facts:
    """What the lint knows besides the document: metrics, closed assessments, opportunities, programs, grades."""
    from leadline import assess
    from leadline.measure.known import known_metrics
    from leadline.strategy import Facts

    closed = assess.assessments(lake)
    newest = closed[-1].content if closed else {"findings": (), "opportunities": ()}
    return Facts(
        today=today,
        metrics=_known(known_metrics(lake)) | _counted_here(assess.months_heard(lake)),
        closed_assessments={str(one.version): one.closed_on(documents.company) for one in closed},
        findings=frozenset(one["id"] for one in newest["findings"]) if closed else None,
        opportunities={one["id"]: one["department"] for one in newest["opportunities"]} if closed else None,
        programs=frozenset(program.id for program in documents.programs) or None,
        grades=line_grades(lake, documents),
        promise_kept=_promise_kept(lake),
        insiders=documents.insiders,
    )


def _promise_kept(lake: Lake) -> dict[Month, float] | None:
    """In percent; None before the first month was measured."""
    from leadline.measure.month import kept_service_levels

    found = {month: one.share for month, one in kept_service_levels(lake).items()}
    return {month: 100 * share for month, share in found.items() if share is not None} or None


def line_grades(lake: Lake, documents: Documents) -> dict[str, Grade]:
    """Each line's grade by its direct evidence, as judged last and still asked: a plan that changed asks anew."""
    from leadline.measure.month import kept_effects
    from leadline.measure.pilots import kept_pilots, with_pilots

    asked = links_asked(documents)
    judged = with_pilots(kept_effects(lake, asked), kept_pilots(lake, asked))
    return {one.line: one.grade for one in judged if one.role.endswith("business")}


def links_asked(documents: Documents) -> tuple[Question, ...]:
    """Every causal link of the strategy in force that can be judged; none without a strategy."""
    from leadline.measure.month import questions

    return questions(documents.strategy, documents.programs) if documents.strategy else ()


def link_of(documents: Documents, line: str, role: str) -> Question:
    """One link of a line of the strategy in force, as it is asked about now. Raises LeadlineError that names those that
    there are."""
    asked = links_asked(documents)
    found = next((one for one in asked if (one.line.id, one.role) == (line, role)), None)
    if found is None:
        known = ", ".join(f"{one.line.id} ({one.role})" for one in asked) or "none yet"
        raise LeadlineError(
            f"No program with a start is asked whether it moves the {role} metric of a line “{line}”.",
            f"Links that are asked about: {known}.",
        )
    return found


def days_heard(lake: Lake) -> Period:
    """From the first to the last day with a message. Raises LeadlineError where nothing was heard."""
    from leadline.assess import months_heard

    heard = months_heard(lake)
    if heard is None:
        raise LeadlineError("Nothing was read yet.", "Import messages, then run leadline assess.")
    return heard


def last_heard(lake: Lake, company: Company) -> dt.datetime:
    """The end of the last day with a message: as of when what is not answered can be judged."""
    return dt.datetime.combine(days_heard(lake).last + dt.timedelta(days=1), dt.time(), company.tz)


def month_or_last(lake: Lake, text: str | None) -> Month:
    """The month that was named, or the last one with a message."""
    return Month.parse(text) if text else Month.of(days_heard(lake).last)


def month_asked(lake: Lake, text: str | None) -> Month:
    """The month that was named, or the last one with an imported message, read or not."""
    from leadline.listen import last_day

    if text:
        return Month.parse(text)
    last = last_day(lake)
    if last is None:
        raise LeadlineError("Nothing was imported yet.", "Import messages: leadline listen import FILE")
    return Month.of(last)


def nothing_heard(lake: Lake, month: Month) -> Remark | None:
    """That nothing was said in a month, where that is so."""
    from leadline.listen import has_messages, heard

    if has_messages(lake, month.period()):
        return None
    months = [one.month for one in heard(lake)]
    held = f"messages of {months[0].name} to {months[-1].name}" if months else "no messages"
    return Remark(
        "MON001", "error", str(month), f"Nothing was said in {month.name}: the lake holds {held}.",
        "Import the month's messages, or name another month.",
    )  # fmt: skip


def not_over(company: Company, month: Month, *, now: dt.datetime) -> Remark | None:
    """That a month can be told in part only, where it has not ended."""
    today = now.astimezone(company.tz).date()
    if month.is_over(today):
        return None
    return Remark(
        "MON005", "warning", str(month),
        f"{month.name} is not over: waits, costs and worth are told up to {day_words(month.told_until(today))}.",
        f"Run it again from {day_words(month.next().first_day)} on; it is then frozen as a new version.",
    )  # fmt: skip


def _counted_here(heard: Period | None) -> dict[str, KnownMetric]:
    """The social metrics that Leadline counts itself, since the first message."""
    from leadline.measure.known import SOCIAL
    from leadline.strategy import KnownMetric

    return {metric: KnownMetric("%", "day", heard) for metric in SOCIAL} if heard else {}


def _known(metrics: Sequence[Known]) -> dict[str, KnownMetric]:
    """One entry a metric: the whole company's where it is recorded, else its widest segment; with all its parts."""
    from leadline.measure.known import Which, recorded_parts
    from leadline.strategy import KnownMetric

    found: dict[str, KnownMetric] = {}
    for one in sorted(metrics, key=lambda one: (one.which != Which(one.which.metric), -one.values)):
        grain = "day" if one.values > one.days.days / 8 else "month"
        parts = recorded_parts(metrics, one.which.metric)
        found.setdefault(one.which.metric, KnownMetric(one.unit, grain, one.days, parts))
    return found
