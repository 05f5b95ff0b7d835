"""What is a text about, and whose department is that?

A theme is a list of phrases that people write and can change (`assess/reader/seeds/*.yaml`, or a company's own list).
In come the tokens of a batch, out comes the theme with the most matched words per text, or none. A phrase matches
word by word, whatever the ending: `late delivery` meets "late deliveries". The surprise: phrases are looked up
by the hashes that the reader has computed already, so a text costs the same with five themes or fifty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain
from pathlib import Path

import numpy as np
import yaml

from leadline.assess.reader.phrase_lookup import LONGEST_PHRASE, MOST_SLOTS, PhraseLookup, split_phrase, word_counts
from leadline.assess.reader.tokens import Ints, Tokens
from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.words import Department

SEEDS = Path(__file__).parent / "seeds"


@dataclass(frozen=True)
class Theme:
    """`id` is short and never changes; `name` is for people; `phrases` as the file has them.

    A theme that was merged says `into` which; its phrases are still looked for, and what they find counts there. One
    that is `retired` is looked for and counted as no theme. `origin` is the theme that this one was split from.
    """

    id: str
    name: str
    department: Department
    phrases: tuple[str, ...]
    into: str = ""
    retired: bool = False
    origin: str = ""

    @property
    def is_current(self) -> bool:
        return not self.into and not self.retired


@dataclass(frozen=True)
class Themes:
    """Themes in their order, ready to be found. A theme earlier in the order wins a draw."""

    themes: tuple[Theme, ...]
    lookup: PhraseLookup = field(compare=False, repr=False)

    @classmethod
    def of(cls, themes: Sequence[Theme]) -> Themes:
        """Ready to be found, in this order."""
        return cls(tuple(themes), PhraseLookup.build([theme.phrases for theme in themes]))

    def __iter__(self) -> Iterator[Theme]:
        return iter(self.themes)

    def __len__(self) -> int:
        return len(self.themes)

    @cached_property
    def mark(self) -> str:
        """Eight signs that stay as long as every text gets the same theme: names do not count, phrases and order do."""
        told = [(theme.id, theme.department.value, *theme.phrases) for theme in self.themes]
        return sha256(json.dumps(told).encode()).hexdigest()[:8]

    def get(self, theme_id: str) -> Theme | None:
        return self._by_id.get(theme_id)

    @property
    def current(self) -> tuple[Theme, ...]:
        """Those that are neither merged nor retired."""
        return tuple(theme for theme in self.themes if theme.is_current)

    def standing(self, theme_id: str) -> str:
        """The id that this one counts as today: itself, or where it was merged into."""
        while (theme := self.get(theme_id)) is not None and theme.into:
            theme_id = theme.into
        return theme_id

    def family(self, theme_id: str) -> tuple[str, ...]:
        """All ids that count as the same theme today, the standing one first."""
        standing = self.standing(theme_id)
        return (standing, *(one.id for one in self.themes if one.into and self.standing(one.id) == standing))

    def name_of(self, theme_id: str) -> str:
        """The name that it counts under today; what nobody knows any more keeps its id as its name."""
        known = self.get(self.standing(theme_id))
        return known.name if known else theme_id

    def department_of(self, theme_id: str) -> str:
        """Whose it is today: the department of the theme that it counts as; empty where nobody knows it."""
        known = self.get(self.standing(theme_id))
        return known.department.value if known else ""

    def is_counted(self, theme_id: str) -> bool:
        """Whether it stands among the themes today. One that the list does not know was counted once, and still is."""
        known = self.get(self.standing(theme_id))
        return known is None or not known.retired

    @cached_property
    def _by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

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
