"""Which live sources does the company listen to, how often, on what legal ground, and for how long are texts kept?

In: `sources.yaml` in the home, a list. Out: a `Source` each. The surprise: no password stands in the file, and one that
does is refused; secrets lie in the home's `keys`, or in the environment.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leadline.config import Home, write_secret
from leadline.errors import LeadlineError
from leadline.listen.doors import DOORS, Source
from leadline.listen.doors.asking import SEALED, web_address
from leadline.plain import UnreadableTextError, plain_values, read_text

FILE = "sources.yaml"
LEGAL_BASES = (
    "consent",
    "contract",
    "legal obligation",
    "vital interests",
    "public task",
    "legitimate interests",
)
"""The grounds of GDPR, article 6 (1), a to f."""
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_SPAN = re.compile(r"(\d{1,4}) ?(seconds?|minutes?|hours?|days?)")
_OWN = ("name", "door", "every", "silent_after", "keep_days", "legal_basis", "consent", "about", "reply")
_SECRET = re.compile(r"token|password|secret|key", re.IGNORECASE)
_ADDRESSES = frozenset({"address", "server"})
_OFTEN = {"push": dt.timedelta(seconds=5), "bluesky": dt.timedelta(minutes=10)}
_LEAST = {"push": dt.timedelta(seconds=1)}
_EVERY = dt.timedelta(minutes=5)
_AT_LEAST = dt.timedelta(seconds=30)
_SILENT = dt.timedelta(days=7)


def read_sources(home: Home) -> tuple[Source, ...]:
    """The declared sources; none where there is no file. Raises LeadlineError that names the source and the word."""
    path = home.root / FILE
    return sources_of(read_text(path)) if path.is_file() else ()


def sources_of(text: str) -> tuple[Source, ...]:
    """The same from a text."""
    try:
        entries, _ = plain_values(text)
    except UnreadableTextError as error:
        raise LeadlineError(f"{FILE} cannot be read. {error.sentence}", error.advice) from error
    if entries in ({}, []):
        return ()
    if not isinstance(entries, list):
        raise LeadlineError(f"{FILE} holds no list of sources.", "Begin each source with “- name: …”.")
    found: dict[str, Source] = {}
    for entry in entries:
        source = _source(entry)
        if source.name in found:
            raise LeadlineError(f"Two sources are called {source.name}.", "Give each a name of its own.")
        found[source.name] = source
    return tuple(found.values())


def find_source(home: Home, name: str) -> Source:
    """The source of this name. Raises LeadlineError where there is none."""
    sources = read_sources(home)
    for one in sources:
        if one.name == name:
            return one
    declared = ", ".join(one.name for one in sources) or "none yet"
    raise LeadlineError(f"There is no source {name}.", f"Declared in {FILE}: {declared}.")


def secret_of(home: Home, source: Source) -> str:
    """The token or password: from the environment, else from the home's keys. Raises LeadlineError where it is needed
    and missing.
    """
    if not needed_secret(source):
        return ""
    if given := os.environ.get(variable_of(source.name), ""):
        return given.strip()
    path = _secret_path(home, source.name)
    if path.is_file():
        return path.read_text(errors="replace").strip()
    raise LeadlineError(
        f"{source.name} needs {needed_secret(source)}.", f"Store it: leadline listen secret {source.name}"
    )


def needed_secret(source: Source) -> str:
    """What it takes to sign in there, in words; empty where nothing."""
    sealed = any(SEALED in said for said in source.settings.values())
    return DOORS[source.door].secret or ("the token of its address" if sealed else "")


def keep_secret(home: Home, source: Source, secret: str) -> None:
    """Keep a token or password where only the home's owner reads it, in the place of an earlier one."""
    if not needed_secret(source):
        raise LeadlineError(f"{source.name} needs no secret.", "A feed is public; who pushes gets a token instead.")
    if not secret.strip() or not secret.strip().isprintable():
        raise LeadlineError("The secret is empty, or holds signs that none has.", "Type or pipe it in as one line.")
    path = _secret_path(home, source.name)
    path.unlink(missing_ok=True)
    write_secret(path, secret.strip())


def variable_of(name: str) -> str:
    """`halden-mail` is told its password by LEADLINE_SECRET_HALDEN_MAIL."""
    return f"LEADLINE_SECRET_{name.upper().replace('-', '_')}"


def _secret_path(home: Home, name: str) -> Path:
    return home.root / "keys" / f"source-{name}.secret"


def _source(entry: Any) -> Source:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise LeadlineError(f"A source in {FILE} has no name.", "Begin each with “- name: halden-mail”.")
    name = entry["name"].strip()
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise LeadlineError(
            f"“{name[:80]}” cannot be a source's name.", "Use small letters, digits and hyphens, as in halden-mail."
        )
    words = {word: _text(name, word, said) for word, said in entry.items() if said is not None}
    door = words.get("door", "")
    if door not in DOORS:
        raise LeadlineError(f"{name} has no door that is known: “{door}”.", f"door is one of: {', '.join(DOORS)}.")
    every = _span(name, "every", words) or _OFTEN.get(door, _EVERY)
    if every < (least := _LEAST.get(door, _AT_LEAST)):
        raise LeadlineError(
            f"{name} is to be asked every {words['every']}.", f"Leave at least {least.seconds} seconds between visits."
        )
    basis = words.get("legal_basis", "").lower()
    if basis not in LEGAL_BASES:
        raise LeadlineError(
            f"{name} does not say on what legal ground messages are kept.",
            f"Write legal_basis: one of {', '.join(LEGAL_BASES)} (GDPR, article 6).",
        )
    if basis == "consent" and not words.get("consent"):
        raise LeadlineError(
            f"{name} rests on consent, and does not say how it was given.",
            "Write consent: where and when people agreed, and how they take it back.",
        )
    return Source(
        name=name,
        door=door,
        settings=_settings(name, door, words),
        every=every,
        silent_after=_span(name, "silent_after", words) or _SILENT,
        legal_basis=basis,
        consent=words.get("consent", ""),
        about=words.get("about") or None,
        keep_days=_days(name, words),
        reply=_yes(name, words),
    )


def _settings(name: str, door: str, words: Mapping[str, str]) -> Mapping[str, str]:
    known = DOORS[door].words
    for word in words:
        if word in _OWN or word in known:
            continue
        if _SECRET.search(word):
            raise LeadlineError(
                f"{name} has “{word}” in {FILE}, where everybody who reads the file sees it.",
                f"Take it out, and store it: leadline listen secret {name}",
            )
        raise LeadlineError(
            f"{name} has an unknown word “{word}”.", f"The door {door} knows: {', '.join((*_OWN, *known))}."
        )
    for word, what in known.items():
        if what.required and not words.get(word):
            raise LeadlineError(f"{name} lacks {word}.", what.sentence)
        if what.allowed and words.get(word, what.default) not in what.allowed:
            raise LeadlineError(f"{name}: {word} is “{words[word]}”.", f"It is one of: {', '.join(what.allowed)}.")
    if "port" in known and not (port := words.get("port", known["port"].default)).isdecimal():
        raise LeadlineError(f"{name}: port is “{port}”.", "It is a number, as in 993.")
    settings = {word: words.get(word, what.default) for word, what in known.items()}
    for word in _ADDRESSES.intersection(settings):
        if "://" in settings[word]:
            _check_address(name, settings[word], with_secret=bool(DOORS[door].secret))
    return settings


def _check_address(name: str, said: str, *, with_secret: bool) -> None:
    try:
        web_address(said, with_secret=with_secret)
    except LeadlineError as error:
        raise LeadlineError(f"{name}: {error.sentence}", error.advice.replace("SOURCE", name)) from None


def _text(name: str, word: str, said: Any) -> str:
    if isinstance(said, str | int | float):
        return str(said).strip()
    raise LeadlineError(f"{name}: {word} is not one text.", "Write it in one line; several folders with commas.")


def _span(name: str, word: str, words: Mapping[str, str]) -> dt.timedelta | None:
    if word not in words:
        return None
    found = _SPAN.fullmatch(words[word].lower())
    if not found or not int(found[1]):
        raise LeadlineError(f"{name}: {word} is “{words[word]}”.", "Write it as in 5 minutes, 2 hours or 3 days.")
    return dt.timedelta(**{f"{found[2].removesuffix('s')}s": int(found[1])})


def _days(name: str, words: Mapping[str, str]) -> int | None:
    said = words.get("keep_days")
    if said is None:
        return None
    if not said.isdecimal() or not 1 <= int(said) <= 36_500:
        raise LeadlineError(f"{name}: keep_days is “{said}”.", "It is a number of days, as in 365; or leave it out.")
    return int(said)


def _yes(name: str, words: Mapping[str, str]) -> bool:
    said = words.get("reply", "no").lower()
    if said not in ("yes", "no", "true", "false"):
        raise LeadlineError(f"{name}: reply is “{said}”.", "It is yes where the desk answers there, else no.")
    return said in ("yes", "true")
