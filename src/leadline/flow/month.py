"""Run a month: everything is checked first, then each stage runs in the order in which data flow.

In: the lake, `Documents`, a month. Out: answers in the lake, and a sentence a step. A second run changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.flow.documents import Documents
from leadline.flow.known import not_over, nothing_heard
from leadline.flow.stages import measure_effects_of, measure_service_of, measure_warnings_of, report_of, value_of
from leadline.words import Month, Remark

STAGES = ("listen", "assess", "strategy", "programs", "measure", "value", "report")


@dataclass(frozen=True)
class Step:
    """What one stage did in a month, in a sentence."""

    stage: str
    sentence: str


Progress = Callable[[str], None]


def check_month(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> tuple[Remark, ...]:
    """Everything that stands in the way of a month, before anything runs; errors stop it, the rest is said."""
    found = [nothing_heard(lake, month), not_over(documents.company, month, now=now)]
    if documents.strategy is None:
        found.append(
            Remark("MON002", "warning", str(month), "No strategy is in force, so no line can be judged.",
                   "Adopt one: leadline strategy adopt strategy.yaml")
        )  # fmt: skip
    if documents.promise is None:
        found.append(
            Remark("MON003", "warning", str(month), "No program promises a reply, so no service level can be told.",
                   "Plan one: leadline programs plan programs.yaml")
        )  # fmt: skip
    if documents.costs is None:
        found.append(
            Remark("MON004", "warning", str(month), "No costs were handed in, so no return can be told.",
                   "Enter them: leadline value costs costs.yaml")
        )  # fmt: skip
    return tuple(one for one in found if one is not None)


def run_month(
    lake: Lake, documents: Documents, month: Month, *, now: dt.datetime, progress: Progress = lambda _: None
) -> tuple[Step, ...]:
    """Check everything, then run each stage in order. A second run changes nothing.

    Raises LeadlineError with the first thing that stands in the way.
    """
    wrong = [remark for remark in check_month(lake, documents, month, now=now) if remark.severity == "error"]
    if wrong:
        raise LeadlineError(wrong[0].message, wrong[0].advice)
    done = []
    for stage, run in _RUNS:
        progress(stage)
        if sentence := run(lake, documents, month, now):
            done.append(Step(stage, sentence))
    return tuple(done)


def _assess(lake: Lake, documents: Documents, month: Month, now: dt.datetime) -> str:
    from leadline import assess

    labelled = assess.label(lake, assess.load_reader(documents.themes, layer=documents.layer))
    assess.mine_phrases(lake, documents.parties.own.id)
    return f"{labelled.messages:,} messages were read now by {labelled.model}."


def _service(lake: Lake, documents: Documents, month: Month, now: dt.datetime) -> str:
    return measure_service_of(lake, documents, month, now=now).sentence() if documents.promise else ""


def _effects(lake: Lake, documents: Documents, month: Month, now: dt.datetime) -> str:
    if documents.strategy is None:
        return ""
    judged = measure_effects_of(lake, documents, month, now=now)
    return "\n".join(f"{one.line} → {one.metric}: {one.effect.sentence(one.grade)}" for one in judged)


def _warnings(lake: Lake, documents: Documents, month: Month, now: dt.datetime) -> str:
    found = measure_warnings_of(lake, documents, month, now=now)
    return f"{len(found)} early warning{'' if len(found) == 1 else 's'}."


def _value(lake: Lake, documents: Documents, month: Month, now: dt.datetime) -> str:
    if documents.costs is None or documents.strategy is None:
        return ""
    priced = value_of(lake, documents, month, now=now)
    return priced.whole.sentence if priced else ""


def _report(lake: Lake, documents: Documents, month: Month, now: dt.datetime) -> str:
    kept = report_of(lake, documents, month, now=now)
    return f"{kept.sentence.rstrip('.')}; told three ways."


_RUNS: tuple[tuple[str, Callable[[Lake, Documents, Month, dt.datetime], str]], ...] = (
    ("assess", _assess),
    ("measure", _service),
    ("measure", _effects),
    ("measure", _warnings),
    ("value", _value),
    ("report", _report),
)
