"""Themes as people write them: YAML, read with the line of whatever is wrong, and written back.

In: a file, a folder of files or a text. Out: Themes. The shipped ones (`seeds/*.yaml`) get their phrases in every
language that the reader reads. The surprise: YAML is composed, not loaded, since a loaded value has no line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from pathlib import Path

import yaml

from leadline.assess.reader.phrase_lookup import LONGEST_PHRASE, MOST_SLOTS, split_phrase, word_counts
from leadline.assess.reader.themes import Theme, Themes
from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.words import Department

SEEDS = Path(__file__).parent / "seeds"


def load_themes(path: Path | str | None = None) -> Themes:
    """The themes of a YAML file, of all YAML files in a folder, or those that come with Leadline.

    A file has `department` (optional) and `themes`, a list of `id`, `name`, `department` (where the file does not
    say it) and `phrases`. In a phrase, ` + ` joins what must stand somewhere in the same message, in any order, and
    ` / ` parts alternatives: `parcel / package + late / delayed`. Raises LeadlineError with file and line.
    """
    return _seeds() if path is None else _load(Path(path))


@lru_cache(maxsize=1)
def _seeds() -> Themes:
    """Read once a process: they come with the program, with their phrases in every language that the reader reads."""
    files = sorted((SEEDS / "languages").glob("*.yaml"))
    spoken = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return Themes.of(tuple(_with_phrases(theme, [one.get(theme.id, []) for one in spoken]) for theme in _load(SEEDS)))


def _with_phrases(theme: Theme, more: Iterable[Sequence[str]]) -> Theme:
    return replace(theme, phrases=(*theme.phrases, *chain.from_iterable(more)))


def read_themes(text: str, name: str = "themes.yaml") -> Themes:
    """The themes of a YAML text as `write_themes` gives it. Raises LeadlineError with the line of what is wrong."""
    plain_values(text)  # refuses what would bring a composer down
    return _themes(_unique(list(_read_text(text, name))), name)


def write_themes(themes: Iterable[Theme]) -> str:
    """The themes as YAML, with those that were merged or retired."""
    listed = [_as_values(theme) for theme in themes]
    return yaml.safe_dump({"themes": listed}, allow_unicode=True, sort_keys=False, width=1_000_000)


def _as_values(theme: Theme) -> dict[str, object]:
    given = {"id": theme.id, "name": theme.name, "department": theme.department.value}
    later = {"into": theme.into, "retired": "yes" if theme.retired else "", "origin": theme.origin}
    return given | {key: value for key, value in later.items() if value} | {"phrases": list(theme.phrases)}


def _load(place: Path) -> Themes:
    files = sorted(place.glob("*.yaml"), key=_department_order) if place.is_dir() else [place]
    return _themes(_unique([placed for file in files for placed in _read_file(file)]), str(place))


def _themes(themes: tuple[Theme, ...], place: str) -> Themes:
    if not themes:
        raise LeadlineError(f"There are no themes in {place}.", "Hand in a YAML file with a list under `themes`.")
    found = Themes.of(themes)
    for theme in themes:
        _check_into(found, theme)
    return found


def _check_into(themes: Themes, theme: Theme) -> None:
    """A merged theme leads to one that stands, in any number of steps."""
    seen, now = set[str](), theme
    while now.into:
        seen.add(now.id)
        following = themes.get(now.into)
        if following is None or following.id in seen:
            raise LeadlineError(
                f"“{theme.id}” is merged into “{now.into}”, which leads to no theme that stands.",
                "Name under `into:` the id of a theme of the list.",
            )
        now = following


def _department_order(file: Path) -> tuple[int, str]:
    order = [department.value for department in Department]
    return (order.index(file.stem) if file.stem in order else len(order), file.stem)


_Placed = tuple[str, Theme]


def _unique(placed: Sequence[_Placed]) -> tuple[Theme, ...]:
    seen: dict[str, str] = {}
    for where, theme in placed:
        if theme.id in seen:
            raise LeadlineError(
                f"The theme “{theme.id}” stands twice: {seen[theme.id]} and {where}.", "Give one of them another id."
            )
        seen[theme.id] = where
    return tuple(theme for _, theme in placed)


def _read_file(file: Path) -> Iterator[_Placed]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LeadlineError(f"There is no file {file}.", "Check the path of the themes file.") from None
    except UnicodeDecodeError:
        raise LeadlineError(f"{file.name} is not YAML.", "Save it as UTF-8 text.") from None
    return _read_text(text, file.name)


def _read_text(text: str, file: str) -> Iterator[_Placed]:
    """Each theme with the place where it stands (`file, line n`)."""
    root = _parsed(text, file)
    entries = _entries(root, file)
    listed = entries.get("themes")
    if not isinstance(listed, yaml.SequenceNode):
        raise _wrong(file, root, "has no list of themes", "Write `themes:` and under it one entry per theme.")
    for node in listed.value:
        yield f"{file}, line {_line(node)}", _theme(node, file, entries.get("department"))


def _parsed(text: str, file: str) -> yaml.Node:
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise LeadlineError(f"{file}{line} is not YAML.", "Check indents, colons and quotes there.") from None
    if root is None:
        raise LeadlineError(f"{file} is empty.", "Write `themes:` and under it one entry per theme.")
    return root


_WORDS = ("id", "name", "department", "phrases", "into", "retired", "origin", "themes")


def _entries(node: yaml.Node, file: str) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(file, node, "is not a list of `name: value` lines", "Copy the form of the themes that exist.")
    entries = {str(key.value): value for key, value in node.value}
    for key, _ in node.value:
        if key.value not in _WORDS:
            raise _wrong(file, key, f"has an unknown word “{key.value}”", f"Known are {', '.join(_WORDS)}.")
    return entries


def _theme(node: yaml.Node, file: str, department: yaml.Node | None) -> Theme:
    entries = _entries(node, file)
    values = {key: _text(entries, key, node, file) for key in ("id", "name")}
    whose = entries.get("department", department)
    if whose is None or whose.value not in list(Department):
        known = ", ".join(Department)
        raise _wrong(file, whose or node, f"“{values['id']}” names no known department", f"Known are {known}.")
    phrases = entries.get("phrases")
    if not isinstance(phrases, yaml.SequenceNode) or not phrases.value:
        raise _wrong(file, phrases or node, f"“{values['id']}” has no phrases", "List at least one under `phrases:`.")
    _check_phrases(phrases.value, file)
    return Theme(
        **values,
        department=Department(whose.value),
        phrases=tuple(phrase.value for phrase in phrases.value),
        into=_word(entries.get("into")),
        retired=_word(entries.get("retired")) in {"yes", "true"},
        origin=_word(entries.get("origin")),
    )


def _word(node: yaml.Node | None) -> str:
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""


def _text(entries: dict[str, yaml.Node], key: str, node: yaml.Node, file: str) -> str:
    value = entries.get(key)
    if not isinstance(value, yaml.ScalarNode) or not value.value.strip():
        raise _wrong(file, value or node, f"has a theme without {key}", f"Give every theme an `{key}`.")
    return str(value.value).strip()


def _check_phrases(nodes: Sequence[yaml.Node], file: str) -> None:
    fits = can_be_looked_up([node.value if isinstance(node, yaml.ScalarNode) else "" for node in nodes])
    for node, fitting in zip(nodes, fits, strict=True):
        if not fitting:
            raise _wrong(file, node, "has a phrase that cannot be looked up", HOW_PHRASES_ARE_WRITTEN)


HOW_PHRASES_ARE_WRITTEN = f"Write one to {LONGEST_PHRASE} words between ` + ` and ` / `, at most {MOST_SLOTS} parts."


def can_be_looked_up(phrases: Sequence[str]) -> list[bool]:
    """For each phrase whether it has words, and not too many of them or of parts."""
    parts = [split_phrase(phrase) for phrase in phrases]
    counts = iter(word_counts([option for slots in parts for slot in slots for option in slot]))
    lengths = [[next(counts) for slot in slots for _ in slot] for slots in parts]
    return [
        0 < len(slots) <= MOST_SLOTS and all(0 < length <= LONGEST_PHRASE for length in told)
        for slots, told in zip(parts, lengths, strict=True)
    ]


def _wrong(file: str, node: yaml.Node, what: str, advice: str) -> LeadlineError:
    return LeadlineError(f"{file}, line {_line(node)} {what}.", advice)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
