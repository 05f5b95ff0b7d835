"""Between rows and the stage's own words: the company's themes, corrections, and the layer that was learned from them.

In: rows. Out: plain values. The surprise: `themes` gives the list that comes with Leadline while the company has
changed nothing of it; and the newest layer counts also where it holds nothing, since then nothing that was learned
before is proven any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from leadline.assess import Correction, Layer, ReadMessage, Themes, load_themes, read_themes
from leadline.web.accounts.versions import newest
from leadline.web.assess.models import CorrectionRow, LayerVersion, ThemesVersion
from leadline.web.documents import part
from leadline.words import Company

Place = tuple[str, str, str, str]
"""A message's source, id and version, and a label."""


@part("own_themes")
def own_themes(company: Company) -> Themes | None:
    """The company's list, where it has one."""
    return _own_themes()


def themes() -> Themes:
    """The themes that messages are read for and counted by."""
    return _own_themes() or load_themes()


@part("layer")
def layer_in_force(company: Company) -> Layer | None:
    """What the company's model was taught last."""
    return layer()


def layer() -> Layer | None:
    """The same, where the company is the one that this site serves."""
    version = newest(LayerVersion)
    return _layer(version.digest, version.text) if version else None


def corrections() -> tuple[Correction, ...]:
    """Everything that people said of labels, in the order in which they said it."""
    return tuple(correction_of(row) for row in CorrectionRow.objects.all())


def corrections_on(messages: Iterable[ReadMessage]) -> Mapping[Place, CorrectionRow]:
    """What counts of these messages, label by label, with who said it."""
    shown = {(one.source, one.message_id, one.version) for one in messages}
    found = CorrectionRow.objects.filter(message_id__in={key[1] for key in shown}).select_related("by")
    last = {
        (row.source, row.message_id, row.version, row.label): row
        for row in found
        if (row.source, row.message_id, row.version) in shown
    }
    return {place: row for place, row in last.items() if row.said}


def correction_of(row: CorrectionRow) -> Correction:
    return Correction(
        source=row.source,
        message_id=row.message_id,
        version=row.version,
        label=row.label,  # type: ignore[arg-type]
        said=row.said,
        read=row.read,
        model=row.model,
        sampled=row.sampled,
        at=row.at,
    )


def _own_themes() -> Themes | None:
    version = newest(ThemesVersion)
    return _read(version.digest, version.text) if version else None


@lru_cache(maxsize=2)
def _layer(digest: str, text: str) -> Layer:
    return Layer.of_text(text)


@lru_cache(maxsize=4)
def _read(digest: str, text: str) -> Themes:
    """Read once a process: to make the phrases ready takes longer than a page."""
    return read_themes(text)
