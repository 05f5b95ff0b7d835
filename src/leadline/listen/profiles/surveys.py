"""Answers to surveys of SurveyMonkey, Typeform and Formbricks: how many, how satisfied, how likely to recommend.

In: a row an answer, a column a question. Out: counts; a question that asks about recommending and is answered by 0 to
10 gives `nps`, one about satisfaction that is answered by 1 to 5 gives `csat`. The surprise: the whole column decides
which scale a question has. Names, addresses and open answers are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leadline.listen.profiles.base import Count
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import RecordExport

RECOMMENDS = re.compile(r"recommend|weiterempfehl|empfehlen|aanbevelen|aanraden|recommand|recomend", re.I)
SATISFIED = re.compile(r"satisf|zufrieden|tevreden|satisfa|contento", re.I)
_TEN, _FIVE = frozenset(map(str, range(11))), frozenset("12345")


def two_rows(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Names of columns from two rows: a question stands once above all of its choices."""
    names, question = [], ""
    for place, name in enumerate(first):
        question = name or question
        choice = second[place] if place < len(second) else ""
        plain = choice in ("", "Response", "Open-Ended Response")
        called = question if plain else f"{question} | {choice}"
        names.append(called if called not in names else f"{called} | {place + 1}")
    return tuple(names)


def _answer(row: Row) -> Iterator[Count]:
    if row.has("finished") and not row.yes("finished"):
        return
    day = row.needed_day("answered")
    yield Count("survey_answers", day, 1.0, "answers")
    recommends = next(_scores(row, RECOMMENDS, _TEN), None)
    if recommends is not None:
        worth = 100.0 if recommends >= 9 else -100.0 if recommends <= 6 else 0.0
        yield Count("nps", day, worth, "points", how="mean")
        yield Count("nps_n", day, 1.0, "answers")
    satisfied = next(_scores(row, SATISFIED, _FIVE), None)
    if satisfied is not None:
        yield Count("csat", day, 100.0 if satisfied >= 4 else 0.0, "percent", how="mean")
        yield Count("csat_n", day, 1.0, "answers")


def _scores(row: Row, about: re.Pattern[str], scale: frozenset[str]) -> Iterator[int]:
    """The answers to questions about something whose whole column keeps to the scale."""
    fixed = set(row.columns.values())
    for name, cell in row.content.items():
        said = str(cell).strip()
        answers = row.habits.scales.get(name)
        if answers is not None and answers <= scale and said in scale and name not in fixed and about.search(name):
            yield int(said)


SURVEYMONKEY = RecordExport(
    name="surveymonkey",
    source="surveymonkey",
    what="answer",
    columns={
        "id": ("Respondent ID",),
        "collector": ("Collector ID",),
        "began": ("Start Date",),
        "answered": ("End Date",),
        "address": ("IP Address",),
    },
    needs=("id", "collector", "answered"),
    days=("answered",),
    two_rows=True,
    scores=True,
    count=_answer,
)

TYPEFORM = RecordExport(
    name="typeform",
    source="typeform",
    what="answer",
    columns={
        "id": ("#",),
        "answered": ("Submit Date (UTC)",),
        "began": ("Start Date (UTC)",),
        "network": ("Network ID",),
    },
    needs=("id", "answered", "network"),
    zone="UTC",
    days=("answered",),
    scores=True,
    count=_answer,
)

FORMBRICKS = RecordExport(
    name="formbricks",
    source="formbricks",
    what="answer",
    columns={
        "number": ("No.",),
        "id": ("Response ID",),
        "answered": ("Timestamp",),
        "finished": ("Finished",),
        "survey": ("Survey ID",),
    },
    needs=("id", "answered", "finished", "survey"),
    days=("answered",),
    scores=True,
    count=_answer,
)
