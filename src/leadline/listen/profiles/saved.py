"""A profile that a company made for itself: which column of its tables holds which field of the contracts.

In: a YAML file in the home's folder `profiles/`, as the page *Files* writes it. Out: an export like any other. The
surprise: days, numbers and zones are read as generously as of the exports that Leadline knows, and a message without an
id gets one of its row's own words, so that the same row is the same message.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from leadline.config import write_secret
from leadline.errors import LeadlineError
from leadline.listen.fields import Unreadable
from leadline.listen.profiles.base import RawMetric
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, Export, MessageExport, MetricExport
from leadline.plain import plain_values, read_text
from leadline.words import EVERYWHERE

MESSAGE_FIELDS = (
    *("text", "posted_at", "author", "message_id", "thread_id", "reply_to", "channel", "about_party", "speaker_role"),
    *("language", "area", "public"),
)
METRIC_FIELDS = ("day", "value", "metric", "unit", "segment", "area")
NEEDED = {"messages": ("text", "posted_at"), "metrics": ("day", "value", "metric", "unit")}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_SECONDS, _MILLIS = re.compile(r"\d{9,10}(?:\.\d+)?"), re.compile(r"\d{12,13}")


@dataclass(frozen=True)
class SavedProfile:
    """`columns` names the column of each field, `always` what a field says in every row."""

    name: str
    kind: str
    columns: Mapping[str, str]
    always: Mapping[str, str] = field(default_factory=dict)


def check_saved(saved: SavedProfile) -> None:
    """Raises LeadlineError where it cannot work."""
    if not _NAME.fullmatch(saved.name):
        raise LeadlineError(
            f"“{saved.name[:60]}” is no name of a profile.", "Use small letters, digits and dashes, as in our-forum."
        )
    fields = MESSAGE_FIELDS if saved.kind == "messages" else METRIC_FIELDS
    if saved.kind not in NEEDED or set(saved.columns) - set(fields) or set(saved.always) - set(fields):
        raise LeadlineError(f"The profile {saved.name} has fields that there are not.", f"Use: {', '.join(fields)}.")
    if missing := [one for one in NEEDED[saved.kind] if one not in saved.columns and one not in saved.always]:
        raise LeadlineError(f"No column says the {missing[0]}.", f"Choose the column that holds {missing[0]}.")


def as_export(saved: SavedProfile) -> Export:
    """The profile as an export, which reads like any other."""
    columns = {name: (column,) for name, column in saved.columns.items()}
    if saved.kind == "messages":
        return MessageExport(
            name=saved.name,
            source="",
            columns=columns,
            needs=tuple(columns),
            days=("posted_at",),
            tell=partial(_message, always=dict(saved.always)),
        )
    return MetricExport(
        name=saved.name,
        source="",
        columns=columns,
        needs=tuple(columns),
        days=("day",),
        numbers=("value",),
        tell=partial(_metric, always=dict(saved.always)),
    )


def saved_profiles(folder: Path) -> tuple[SavedProfile, ...]:
    """The profiles of a home, by name. Raises LeadlineError for a file that is none."""
    return tuple(_read(path) for path in sorted(folder.glob("*.yaml"))) if folder.is_dir() else ()


def save_profile(folder: Path, saved: SavedProfile) -> None:
    """Write it in the place of one of that name. Raises LeadlineError where it cannot work."""
    check_saved(saved)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = {"kind": saved.kind, "columns": dict(saved.columns), "always": dict(saved.always)}
    path = folder / f"{saved.name}.yaml"
    path.unlink(missing_ok=True)
    write_secret(path, yaml.safe_dump(told, allow_unicode=True, default_style='"'))


def _read(path: Path) -> SavedProfile:
    told, _places = plain_values(read_text(path))
    content = told if isinstance(told, dict) else {}
    columns, always = content.get("columns") or {}, content.get("always") or {}
    if not isinstance(columns, dict) or not isinstance(always, dict):
        raise LeadlineError(f"{path} is no profile.", "Remove it, and map a file again on the page Files.")
    saved = SavedProfile(path.stem, str(content.get("kind")), columns, always)
    check_saved(saved)
    return saved


def _message(row: Row, always: Contract) -> Iterator[Contract]:
    name = row.id("message_id") if row.has("message_id") else _own_id(row)
    cells = {one: row.word(one) or None for one in row.columns if one not in ("text", "posted_at", "message_id")}
    cells |= {one: said for one, said in always.items() if not cells.get(one)}
    yield cells | {
        "message_id": name,
        "posted_at": always.get("posted_at") or _instant(row),
        "author": cells.get("author") or f"row {name}",
        "text": row.text("text") if row.has("text") else always.get("text", ""),
    }


def _own_id(row: Row) -> str:
    """A digest of all that the row says: the same row is the same message."""
    said = "\0".join(f"{name}\0{cell}" for name, cell in sorted(row.content.items()))
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:32]


def _instant(row: Row) -> str:
    said = row.word("posted_at")
    if not said:
        raise Unreadable("the time is empty", "Response times need the time of day: export with times.")
    if _SECONDS.fullmatch(said) or _MILLIS.fullmatch(said):
        return row.since_1970("posted_at", a_second=1 if _SECONDS.fullmatch(said) else 1000)
    return row.instant("posted_at")


def _metric(row: Row, always: Mapping[str, Any]) -> RawMetric:
    value = row.number("value")
    if value is None:
        raise Unreadable("the value is empty", "Leave the row out where nothing was measured.")
    told = {name: row.word(name) or always.get(name, "") for name in ("metric", "unit", "segment", "area")}
    for name in ("metric", "unit"):
        if not told[name]:
            raise Unreadable(f"the {name} is empty", f"Every value needs its {name}.")
    return RawMetric(
        metric=told["metric"].casefold().replace(" ", "_"),
        day=row.needed_day("day"),
        value=value,
        unit=told["unit"],
        segment=told["segment"] or EVERYWHERE,
        area=told["area"] or EVERYWHERE,
    )
