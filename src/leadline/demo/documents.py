"""The company's documents: who is who, the strategy, the programs, the costs, what else happened, the champions.

In: a folder. Out: `parties.yaml`, `strategy.yaml`, `programs.yaml`, `costs.yaml`, `events.yaml` and
`champions.yaml` in it, each in the format of the stage that reads it.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from leadline.demo.champions import as_plain, champions_of
from leadline.demo.company import PARTIES, Profile

_COPIED = ("strategy.yaml", "programs.yaml", "costs.yaml", "events.yaml")


class _Plain(yaml.SafeDumper):
    """Writes every value where it stands: people read these files."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_documents(folder: Path, *, seed: int) -> tuple[Path, ...]:
    """Write all documents; their paths."""
    texts = {name: (files("leadline.demo") / "documents" / name).read_text(encoding="utf-8") for name in _COPIED}
    texts["parties.yaml"] = _yaml([_party(profile) for profile in PARTIES], "Who is who. All names are invented.")
    texts["champions.yaml"] = _yaml(as_plain(*champions_of(seed)), "Who opted in, and what they handed in each month.")
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in sorted(texts))


def _party(profile: Profile) -> dict[str, Any]:
    party = profile.party
    entry: dict[str, Any] = {"id": str(party.id), "name": party.name, "kind": party.kind.value}
    if party.partner_type:
        entry["partner_type"] = party.partner_type.value
    return {**entry, "handles": list(party.handles)}


def _yaml(content: Any, sentence: str) -> str:
    return f"# {sentence}\n" + yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)
