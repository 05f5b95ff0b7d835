"""A month's measuring, from the lake and back into it: service levels, effects, warnings.

In: the lake, the strategy's lines, the programs, a month. Out: kept answers. The surprise: an effect is judged over a
fixed window after its program began, so that it stands still once it is over, instead of being asked again every month
until it says yes. A judgement is kept by its link and by the last day it looked at, with a digest of the values that it
looked at: a month that is run again finds what was known then, and analyses only what has changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import narwhals as nw

from leadline.assess import THEME_DAYS, Themes, months_heard
from leadline.engine import Lake, rows, scan
from leadline.engine.answers import ANSWERS, Answer, keep, newest_of_each
from leadline.engine.memory import remembered
from leadline.listen import messages_known_until
from leadline.listen.privacy import region_of
from leadline.measure.early_warning import EarlyWarning, watch
from leadline.measure.early_warning import Series as ThemeSeries
from leadline.measure.evidence import DEFAULT_SETTINGS, Case, Direction, Effect, Event, Series, analyse, analyse_many
from leadline.measure.known import Which, end_of_day, series_of
from leadline.measure.month_checks import with_doubts
from leadline.measure.service_levels import ServiceLevel, service_level
from leadline.programs import Mark, Promise
from leadline.programs.plan import Measure, Program
from leadline.programs.waiting import episodes_between, refresh_episodes
from leadline.strategy import Document, Line, described
from leadline.strategy.metrics import Direction as Wanted
from leadline.words import EVERYWHERE, Company, Department, Grade, Month, PartyId

SERVICE_LEVELS, EFFECTS, WARNINGS = "measure service-levels", "measure effect", "measure warnings"
WINDOW_DAYS = 90
WATCHED_DAYS = 180


@dataclass(frozen=True)
class Question:
    """One causal link to be judged: did the program move the metric?"""

    line: Line
    program: Program
    which: Which
    controls: tuple[Which, ...]
    expected: Direction | None
    role: str
    """`business` for the direct evidence, `social` for the link from the program to the social metric."""
    untouched: tuple[Which, ...] = ()
    """Metrics that the program cannot have moved, as far as its plan names some."""
    events: tuple[Event, ...] | None = None
    """What else happened; None where nobody has said."""

    @property
    def about(self) -> str:
        return f"{self.line.id}:{self.role}"

    def is_answered_by(self, judged: Judged) -> bool:
        """Whether a judgement is of this link as it is asked about now."""
        period = self.program.period
        asked = (self.about, str(self.which), self.program.id, period and period.start)
        return asked == (judged.about, judged.metric, judged.program, judged.effect.start)


@dataclass(frozen=True)
class Judged:
    """An effect with the link that it is about (`line:role`) and the grade that follows."""

    about: str
    line: str
    role: str
    metric: str
    program: str
    effect: Effect
    grade: Grade
    found_at: dt.datetime
    data: str = ""
    """A digest of what was looked at; two judgements of the same data tell the same."""


@dataclass(frozen=True)
class _Look:
    """What a question is answered from: the series up to `end`; `is_over` where the window ends there for good."""

    question: Question
    start: dt.date
    end: dt.date
    is_over: bool
    zone: str
    outcome: Series
    controls: tuple[Series, ...]
    notes: tuple[str, ...]
    untouched: tuple[Series, ...] = ()

    @cached_property
    def data(self) -> str:
        """Names everything that the analysis depends on, its method too."""
        asked = (self.start, self.end, self.question.expected, self.zone, self.notes, Effect.method, DEFAULT_SETTINGS)
        found = hashlib.sha256(repr(asked).encode())
        if self.untouched or self.question.events is not None:
            found.update(repr((len(self.untouched), self.question.events)).encode())
        for series in (self.outcome, *self.controls, *self.untouched):
            found.update(repr((series.name, series.unit, series.days)).encode() + series.values.tobytes())
        return found.hexdigest()[:16]

    def judged_before(self, kept: Iterable[Judged]) -> Judged | None:
        """The judgement of this very question from the very same data."""
        mine = (one for one in kept if one.effect.end == self.end and one.data == self.data)
        return next((one for one in mine if self.question.is_answered_by(one)), None)


def measure_service_levels(
    lake: Lake,
    promise: Promise,
    month: Month,
    *,
    marks: Iterable[Mark] = (),
    now: dt.datetime,
    about: str = "own",
) -> ServiceLevel:
    """The month's service level of a promise, as of the month's end or of the last import of messages, whichever came
    first: the same instant as for `answered_within_promise`."""
    refresh_episodes(lake, promise, marks=marks)
    as_of = min(now, messages_known_until(lake) or now, end_of_day(month.last_day, ZoneInfo(promise.calendar.zone)))
    found = service_level(episodes_between(lake, month.period()), promise, as_of, month.period())
    keep(lake, SERVICE_LEVELS, f"{about}@{month}", found.as_dict(), now=now)
    return found


def kept_service_levels(lake: Lake, about: str = "own") -> dict[Month, ServiceLevel]:
    """What was found month by month."""
    found = remembered(lake, [ANSWERS], (SERVICE_LEVELS, about), lambda: _service_levels(lake, about))
    return dict(found)


def _service_levels(lake: Lake, about: str) -> dict[Month, ServiceLevel]:
    return {
        Month.parse(answer.about.split("@")[1]): ServiceLevel.from_dict(answer.content)
        for key, answer in sorted(newest_of_each(lake, SERVICE_LEVELS).items())
        if key.split("@")[0] == about
    }


def questions(document: Document, programs: Sequence[Program]) -> tuple[Question, ...]:
    """Every causal link of the strategy's lines that a program with a start can be asked about."""
    running = {program.id: program for program in programs if program.period is not None}
    found = []
    for line in document.lines:
        program = running.get(line.program or "")
        if program is None:
            continue
        for role, metric in (("business", line.business_metric), ("social", line.social_metric)):
            if metric:
                found.append(_question(line, program, metric, role, document))
    return tuple(found)


def measure_effects(
    lake: Lake, asked: Sequence[Question], own: PartyId, *, company: Company, until: dt.date, now: dt.datetime
) -> tuple[Judged, ...]:
    """Judge each link with the data up to `until`; a link that cannot be told keeps the grade it had before.

    The more links could have shown something by chance, the surer each must be: those that had no forecast could not,
    and two lines that ask the same of the same program ask once. A judgement whose window is over stands as it is,
    however many links are tried later, unless its data have changed.
    """
    kept = _all_kept(lake)
    looks = [look for question in asked if (look := _look_at(lake, question, own, company, until)) is not None]
    found = [(look, look.judged_before(kept)) for look in looks]
    effects = [before.effect if before else _analysed(look, company) for look, before in found]
    asks = [(look.question.program.id, str(look.question.which)) for look in looks]
    tried = max(1, links_tried((*ask, effect) for ask, effect in zip(asks, effects, strict=True)))
    return tuple(
        before if before and look.is_over else _keep(lake, look, replace(effect, tried=tried), kept, now)
        for (look, before), effect in zip(found, effects, strict=True)
    )


def links_tried(found: Iterable[tuple[str, str, Effect]]) -> int:
    """How many links could have shown something by chance: each program and metric once, where there was a forecast."""
    return len({(program, metric) for program, metric, effect in found if effect.p_value is not None})


def kept_effects(
    lake: Lake, asked: Sequence[Question] | None = None, *, until: dt.date | None = None
) -> tuple[Judged, ...]:
    """The newest judgement of each link that looks at no day after `until`, by link.

    With `asked`, only of links that are still asked about as they were: the same program, start and metric.
    """
    kept = [one for one in _all_kept(lake) if until is None or one.effect.end <= until]
    if asked is not None:
        kept = [one for one in kept if any(question.is_answered_by(one) for question in asked)]
    newest = {one.about: one for one in sorted(kept, key=_age)}
    return tuple(newest[about] for about in sorted(newest))


def measure_warnings(
    lake: Lake, own: PartyId, *, themes: Themes, until: dt.date, now: dt.datetime
) -> tuple[EarlyWarning, ...]:
    """Watch the own brand's themes up to a day; the warnings of its month and of the last 30 days, newest first."""
    series = _theme_series(lake, own, themes, until)
    watched = watch(series) if series else None
    since = watched_since(until)
    recent = tuple(one for one in (watched.warnings if watched else ()) if one.last_day >= since)
    content = {
        "until": until.isoformat(),
        "sentence": watched.sentence if watched else "",
        "warnings": [one.as_dict() for one in recent],
    }
    keep(lake, WARNINGS, str(Month.of(until)), content, now=now)
    return tuple(sorted(recent, key=lambda one: (one.last_day, one.observed), reverse=True))


def days_around(
    lake: Lake, warning: EarlyWarning, *, themes: Themes, before: int = 60, after: int = 14
) -> tuple[tuple[dt.date, int], ...]:
    """What the watch counted of a warning's theme on each day, from before the warning to after it, as far as heard."""
    first, last = warning.first_day - dt.timedelta(days=before), warning.last_day + dt.timedelta(days=after)
    mine = _watched(lake, warning.party, first, last).filter(_of_theme(warning, themes))
    told = rows(mine.group_by("day").agg(n=nw.col("messages").sum()))
    counts = {row["day"]: int(row["n"]) for row in told}
    heard = months_heard(lake)
    if heard is None:
        return ()
    first, last = max(first, heard.first), min(last, heard.last)
    days = (first + dt.timedelta(days=i) for i in range((last - first).days + 1))
    return tuple((day, counts.get(day, 0)) for day in days)


def is_good_news(lake: Lake, warning: EarlyWarning, *, themes: Themes) -> bool:
    """Whether on its days more of the theme's messages show excitement than hurt: a rise of thanks is no alarm."""
    name = ("good news", warning, themes.family(warning.theme))
    return remembered(lake, [THEME_DAYS], name, lambda: _is_good_news(lake, warning, _of_theme(warning, themes)))


def _of_theme(warning: EarlyWarning, themes: Themes) -> nw.Expr:
    """The days of the warning's theme, and of those that count as the same theme today."""
    same = themes.family(warning.theme)
    if len(same) > 1:
        return nw.col("theme").is_in(list(same))
    return (nw.col("theme") == warning.theme) & (nw.col("department") == warning.department.value)


def _is_good_news(lake: Lake, warning: EarlyWarning, mine: nw.Expr) -> bool:
    told = _watched(lake, warning.party, warning.first_day, warning.last_day).filter(mine)
    gladder = sum(int(row["excited"]) - int(row["hurting"]) for row in rows(told.select("excited", "hurting")))
    return gladder > 0


def watched_since(until: dt.date) -> dt.date:
    """The first day whose warnings still count: a whole month, and 30 days at least."""
    return min(until.replace(day=1), until - dt.timedelta(days=29))


def kept_warnings(lake: Lake, month: Month | None = None) -> tuple[EarlyWarning, ...]:
    """The warnings found in a month, or in the newest one."""
    kept = newest_of_each(lake, WARNINGS)
    key = str(month) if month else max(kept, default="")
    return tuple(EarlyWarning.from_dict(one) for one in kept[key].content["warnings"]) if key in kept else ()


def kept_watch(lake: Lake, month: Month) -> str:
    """How much was watched in a month, at which false alarms; empty where nobody watched or said so."""
    kept = newest_of_each(lake, WARNINGS).get(str(month))
    return str(kept.content.get("sentence", "")) if kept else ""


def warned_months(lake: Lake) -> tuple[Month, ...]:
    """The months in which was watched, newest first."""
    return tuple(sorted((Month.parse(key) for key in newest_of_each(lake, WARNINGS)), reverse=True))


def holidays_of(company: Company, years: Iterable[int]) -> frozenset[dt.date]:
    """The public holidays of the company's country; none where the country is not known."""
    import holidays as calendars  # takes as long to load as all of this folder

    region = region_of(company.zone)
    if region is None or region not in calendars.list_supported_countries():
        return frozenset()
    return frozenset(calendars.country_holidays(region, years=list(years)))


def _question(line: Line, program: Program, metric: str, role: str, document: Document) -> Question:
    plan = next((one for one in program.metrics if one.metric == metric), Measure(metric=metric))
    which = Which(metric, plan.segment or EVERYWHERE, plan.area or EVERYWHERE)
    controls = tuple(Which.parse(text) for text in plan.controls)
    untouched = tuple(Which.parse(text) for text in plan.untouched)
    promised = plan.direction or _promised(line, metric, document)
    expected: Direction | None = promised.value if promised else None
    return Question(line, program, which, controls, expected, role, untouched, _events(program))


def _events(program: Program) -> tuple[Event, ...] | None:
    if program.events is None:
        return None
    return tuple(Event(one.name, one.period.start, one.period.end, one.shared) for one in program.events)


def _promised(line: Line, metric: str, document: Document) -> Wanted | None:
    """Where the plan names no direction: the one of the objective's target, else the one that is better."""
    objective = next((one for one in document.company_objectives if one.id == line.objective), None)
    if objective and objective.metric == metric and objective.target and objective.target.direction:
        return objective.target.direction
    known = described(metric, document)
    return known.good if known else None


def _look_at(lake: Lake, question: Question, own: PartyId, company: Company, until: dt.date) -> _Look | None:
    period = question.program.period
    if period is None or period.start > until:
        return None
    last = period.start + dt.timedelta(days=WINDOW_DAYS - 1)
    last = min(last, period.end or last)
    end = min(until, last)
    outcome = series_of(lake, question.which, own, until=end)
    if outcome is None:
        return None
    controls, notes = _beside(lake, question.controls, own, outcome, end, "The control")
    untouched, more = _beside(lake, question.untouched, own, outcome, end, "The untouched figure")
    return _Look(question, period.start, end, end == last, company.zone, outcome, controls, (*notes, *more), untouched)


def _analysed(look: _Look, company: Company) -> Effect:
    holidays = holidays_of(company, range(look.outcome.days[0].year, look.end.year + 1))
    effect = analyse(
        look.outcome,
        look.start,
        controls=look.controls,
        end=look.end,
        expected=look.question.expected,
        holidays=holidays,
    )
    others = [
        Case(one, look.start, tuple(control for control in look.controls if control.name != one.name), look.end)
        for one in look.untouched
    ]
    doubted = with_doubts(effect, analyse_many(others, holidays=holidays), look.question.events)
    return replace(doubted, notes=(*doubted.notes, *look.notes))


def _keep(lake: Lake, look: _Look, effect: Effect, kept: Sequence[Judged], now: dt.datetime) -> Judged:
    question = look.question
    before = _grade_before(question, kept, effect.end)
    if look.is_over and before > Grade.ASSUMED and _takes_back(effect):
        effect, before = replace(effect, withdrawn=before), Grade.ASSUMED
    content = {
        "line": question.line.id,
        "role": question.role,
        "metric": str(question.which),
        "program": question.program.id,
        "grade": effect.grade(before).grade.value,
        "effect": effect.as_dict(),
        "data": look.data,
    }
    return _judged(keep(lake, EFFECTS, f"{question.about}@{effect.end}", content, now=now))


def _takes_back(effect: Effect) -> bool:
    """Whether the look at the whole window contradicts an earlier one at a part of it: it saw no effect, or could
    look and cannot tell. An early look is the first of several, and what it read by chance must not stay."""
    return effect.verdict != "effect" and not effect.lacks_data


def _beside(
    lake: Lake, named: Iterable[Which], own: PartyId, outcome: Series, end: dt.date, what: str
) -> tuple[tuple[Series, ...], tuple[str, ...]]:
    """The series that can stand beside the outcome, and a sentence for each that cannot; `what` is a word for them."""
    fitting, notes = [], []
    for which in named:
        found = series_of(lake, which, own, until=end)
        if found is None:
            notes.append(f"{what} {which} has no values and is left out.")
        elif found.cadence is not outcome.cadence:
            notes.append(f"{what} {which} comes by the {found.cadence} and is left out.")
        else:
            fitting.append(found)
    return tuple(fitting), tuple(notes)


def _grade_before(question: Question, kept: Sequence[Judged], end: dt.date) -> Grade:
    """The grade that the link had by the judgements of earlier days; assumed before the first.

    What was shown against the direction promised carries no link that this look cannot tell of.
    """
    earlier = [one for one in kept if one.effect.end < end and question.is_answered_by(one)]
    last = max(earlier, key=_age, default=None)
    return last.grade if last and not last.effect.is_against else Grade.ASSUMED


def _all_kept(lake: Lake) -> tuple[Judged, ...]:
    return remembered(
        lake, [ANSWERS], EFFECTS, lambda: tuple(_judged(one) for one in newest_of_each(lake, EFFECTS).values())
    )


def _age(judged: Judged) -> tuple[dt.date, dt.datetime]:
    return judged.effect.end, judged.found_at


def _judged(answer: Answer) -> Judged:
    content = answer.content
    return Judged(
        answer.about.partition("@")[0],
        content["line"],
        content["role"],
        content["metric"],
        content["program"],
        Effect.from_dict(content["effect"]),
        Grade(content["grade"]),
        answer.found_at,
        content.get("data", ""),
    )


def _theme_series(lake: Lake, own: PartyId, themes: Themes, until: dt.date) -> list[ThemeSeries]:
    """How often each theme was spoken of a day, whatever the tone, of the last days; days without any count as none."""
    first = until - dt.timedelta(days=WATCHED_DAYS - 1)
    told = rows(
        _watched(lake, own, first, until)
        .group_by("theme", "department", "day")
        .agg(n=nw.col("messages").sum().cast(nw.Int64))
    )
    if not told:
        return []
    begins = max(first, min(row["day"] for row in told))
    found: dict[tuple[str, str], list[float]] = {}
    for row in told:
        theme = themes.standing(row["theme"])
        department = row["department"] if theme == row["theme"] else themes.department_of(theme)
        if themes.is_counted(theme):
            counts = found.setdefault((theme, department), [0.0] * ((until - begins).days + 1))
            counts[(row["day"] - begins).days] += float(row["n"])
    return [
        ThemeSeries(own, theme, Department(department), begins, counts, label=themes.name_of(theme))
        for (theme, department), counts in sorted(found.items())
        if department
    ]


def _watched(lake: Lake, own: PartyId, first: dt.date, last: dt.date) -> nw.LazyFrame[Any]:
    """What the market said about the own brand on these days and could be read, by theme and day."""
    mine = (nw.col("about_party") == own) & nw.col("day").is_between(first, last) & (nw.col("speaker_role") != "brand")
    return scan(lake, THEME_DAYS).filter(mine & nw.col("sentiment").is_in(["negative", "neutral", "positive"]))
