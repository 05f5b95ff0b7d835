"""What is a text about, and whose department is that?

A theme is a list of phrases that people write and can change (`assess/seeds/*.yaml`, or a company's own file).
In come the tokens of a batch, out comes the theme with the most matched words per text, or none. A phrase matches
word by word, whatever the ending: `late delivery` meets "late deliveries". The surprise: phrases are looked up
by the hashes that the reader has computed already, so a text costs the same with five themes or fifty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from leadline.assess.phrase_lookup import LONGEST_PHRASE, MOST_SLOTS, PhraseLookup, split_phrase, word_counts
from leadline.assess.tokens import Ints, Tokens
from leadline.errors import LeadlineError
from leadline.words import Department

SEEDS = Path(__file__).parent / "seeds"


@dataclass(frozen=True)
class Theme:
    """`id` is short and never changes; `name` is for people; `phrases` as the file has them."""

    id: str
    name: str
    department: Department
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Themes:
    """Themes in their order, ready to be found. A theme earlier in the order wins a draw."""

    themes: tuple[Theme, ...]
    lookup: PhraseLookup

    def __iter__(self) -> Iterator[Theme]:
        return iter(self.themes)

    def __len__(self) -> int:
        return len(self.themes)

    def get(self, theme_id: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.id == theme_id), None)

    def assign(self, tokens: Tokens) -> list[Theme | None]:
        """For each text of the batch its theme, or None where no phrase of any theme stands in it."""
        return [None if place < 0 else self.themes[place] for place in self.places(tokens).tolist()]

    def places(self, tokens: Tokens) -> Ints:
        """The same as places in the order of the themes, -1 for none."""
        points = self.lookup.points(tokens)
        best = points.argmax(axis=0)
        return np.where(points[best, np.arange(len(best))] > 0, best, -1)


def load_themes(path: Path | str | None = None) -> Themes:
    """The themes of a YAML file, of all YAML files in a folder, or those that come with Leadline.

    A file has `department` (optional) and `themes`, a list of `id`, `name`, `department` (where the file does not
    say it) and `phrases`. In a phrase, ` + ` joins what must stand somewhere in the same message, in any order, and
    ` / ` parts alternatives: `parcel / package + late / delayed`. Raises LeadlineError with file and line.
    """
    return _seeds() if path is None else _load(Path(path))


@lru_cache(maxsize=1)
def _seeds() -> Themes:
    """Read once a process: they come with the program."""
    return _load(SEEDS)


def _load(place: Path) -> Themes:
    files = sorted(place.glob("*.yaml"), key=_department_order) if place.is_dir() else [place]
    themes = _unique([placed for file in files for placed in _read_file(file)])
    if not themes:
        raise LeadlineError(f"There are no themes in {place}.", "Hand in a YAML file with a list under `themes`.")
    return Themes(themes, PhraseLookup.build([theme.phrases for theme in themes]))


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
    """Each theme with the place where it stands (`file, line n`)."""
    root = _parsed(file)
    entries = _entries(root, file)
    listed = entries.get("themes")
    if not isinstance(listed, yaml.SequenceNode):
        raise _wrong(file, root, "has no list of themes", "Write `themes:` and under it one entry per theme.")
    for node in listed.value:
        yield f"{file.name}, line {_line(node)}", _theme(node, file, entries.get("department"))


def _parsed(file: Path) -> yaml.Node:
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise LeadlineError(f"There is no file {file}.", "Check the path of the themes file.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise LeadlineError(f"{file.name}{line} is not YAML.", "Check indents, colons and quotes there.") from None
    if root is None:
        raise LeadlineError(f"{file.name} is empty.", "Write `themes:` and under it one entry per theme.")
    return root


def _entries(node: yaml.Node, file: Path) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(file, node, "is not a list of `name: value` lines", "Copy the form of the themes that exist.")
    entries = {str(key.value): value for key, value in node.value}
    for key, _ in node.value:
        if key.value not in {"themes", "id", "name", "department", "phrases"}:
            raise _wrong(
                file, key, f"has an unknown word “{key.value}”", "Known are id, name, department, phrases and themes."
            )
    return entries


def _theme(node: yaml.Node, file: Path, department: yaml.Node | None) -> Theme:
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
    return Theme(**values, department=Department(whose.value), phrases=tuple(phrase.value for phrase in phrases.value))


def _text(entries: dict[str, yaml.Node], key: str, node: yaml.Node, file: Path) -> str:
    value = entries.get(key)
    if not isinstance(value, yaml.ScalarNode) or not value.value.strip():
        raise _wrong(file, value or node, f"has a theme without {key}", f"Give every theme an `{key}`.")
    return str(value.value).strip()


def _check_phrases(nodes: Sequence[yaml.Node], file: Path) -> None:
    parts = [split_phrase(node.value) if isinstance(node, yaml.ScalarNode) else [] for node in nodes]
    counts = iter(word_counts([option for slots in parts for slot in slots for option in slot]))
    for node, slots in zip(nodes, parts, strict=True):
        lengths = [next(counts) for slot in slots for _ in slot]
        if not 0 < len(slots) <= MOST_SLOTS or not all(0 < length <= LONGEST_PHRASE for length in lengths):
            advice = f"Write one to {LONGEST_PHRASE} words between ` + ` and ` / `, at most {MOST_SLOTS} parts."
            raise _wrong(file, node, "has a phrase that cannot be looked up", advice)


def _wrong(file: Path, node: yaml.Node, what: str, advice: str) -> LeadlineError:
    return LeadlineError(f"{file.name}, line {_line(node)} {what}.", advice)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
