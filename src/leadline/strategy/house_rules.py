"""What did a company decide about the lint for itself? Its file `lint.toml` in, limits and rules that are off out.

Each decision names who took it, when and why. The surprise: what nobody can ignore cannot be switched off here either,
and an error that is off stays in sight as a warning with the name of who answers for it.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from leadline.errors import LeadlineError
from leadline.strategy.document import Ignored
from leadline.strategy.facts import Facts, Limits
from leadline.strategy.lint import find_rule

FILE = "lint.toml"
_ADVICE = (
    'Write each limit as mission_words = {value = 60, reason = "WHY", by = "WHO", date = 2026-01-05} under [limits], '
    "and each rule that is off as [[off]] with rule, reason, by and date."
)
_SMALLEST = {"market_representatives": 1, "signed_percent": 1}
"""A limit of none would switch off what nobody can ignore (PAR001, PAR007)."""


@dataclass(frozen=True)
class Decision:
    """One limit that the company set, with who decided it and why."""

    limit: str
    value: int
    reason: str
    by: str
    date: dt.date


@dataclass(frozen=True)
class HouseRules:
    """What the company decided; nothing without a file."""

    limits: tuple[Decision, ...] = ()
    off: tuple[Ignored, ...] = ()


def house_rules(root: Path) -> HouseRules:
    """The decisions in a home's `lint.toml`. Raises LeadlineError for one that nobody took, or nobody may take."""
    path = root / FILE
    if not path.is_file():
        return HouseRules()
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LeadlineError(f"{path} cannot be read: {error}.", _ADVICE) from error
    limits, off = written.pop("limits", {}), written.pop("off", [])
    if written or not isinstance(limits, dict) or not isinstance(off, list):
        raise LeadlineError(f"{path} holds something else than limits and rules that are off.", _ADVICE)
    return HouseRules(
        tuple(_limit(path, name, given) for name, given in limits.items()), tuple(_off(path, given) for given in off)
    )


def in_house(facts: Facts, root: Path) -> Facts:
    """The facts with what the company in this home decided."""
    decided = house_rules(root)
    changed = {one.limit: one.value for one in decided.limits}
    return replace(facts, limits=replace(facts.limits, **changed), ignored=decided.off)


def _limit(path: Path, name: str, given: Any) -> Decision:
    known = [field.name for field in fields(Limits)]
    if name not in known:
        raise LeadlineError(f"{path}: there is no limit “{name}”.", f"The limits are: {', '.join(known)}.")
    words = _decided(path, name, given)
    value, least = words.get("value"), _SMALLEST.get(name, 0)
    if type(value) is not int or value < least:
        raise LeadlineError(f"{path}: {name} needs a whole number of {least} or more.", _ADVICE)
    return Decision(name, value, words["reason"], words["by"], words["date"])


def _off(path: Path, given: Any) -> Ignored:
    code = str(given.get("rule", "")).upper() if isinstance(given, dict) else ""
    rule = find_rule(code)
    if rule is None:
        raise LeadlineError(f"{path}: there is no rule “{code}”.", "Take its code from docs/rules, as in MET006.")
    if rule.binding:
        sentence = f"{path}: nobody can switch {code} off: {rule.title.lower()}."
        raise LeadlineError(sentence, f"Take it out of {FILE}; its page says why ({rule.page}).")
    words = _decided(path, code, given)
    return Ignored(rule=code, reason=words["reason"], by=words["by"], date=words["date"])


def _decided(path: Path, what: str, given: Any) -> Mapping[str, Any]:
    """The table of a decision that somebody took, on a day, for a reason."""
    words = given if isinstance(given, dict) else {}
    for name in ("reason", "by"):
        if not str(words.get(name, "")).strip():
            raise LeadlineError(f"{path}: {what} has no `{name}`.", _ADVICE)
    if type(words.get("date")) is not dt.date:
        raise LeadlineError(f"{path}: {what} does not say on which `date` it was decided.", _ADVICE)
    return words
