"""How long does the demo's world take to write, and how rich are its texts?

    .venv/bin/python -m benchmarks.demo_world [tiny|default|full]     (default: default; full takes minutes and 0.9 GB)

Prints CPU seconds, peak memory, messages, and the measure of realism over messages of more than five words.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from leadline.demo import World, write_world
from leadline.demo.company import SizeName
from leadline.demo.exports import TWICE
from leadline.demo.realism import richness


def main(size: SizeName) -> None:
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        world = write_world(Path(folder), size=size)
        seconds = time.process_time() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size}: {world.messages:,} messages, {seconds:.1f} CPU s, peak {peak:,.0f} MB")
        print(f"{1e6 * seconds / world.messages:.0f} microseconds a message")
        found = richness(texts(world))
        print(f"{found.texts:,} texts over {found.words} words: {found.distinct_share:.1%} distinct")
        print(f"{found.distinct_patterns_share:.1%} distinct with numbers, names and towns masked")
        print(f"commonest pattern {found.commonest_share:.2%}: {found.commonest}")


def texts(world: World) -> Iterator[str]:
    """What people wrote: automatic replies, notes and moves left out."""
    for path in world.files:
        if path.suffix != ".ndjson" or path.name == TWICE:
            continue
        for line in path.open(encoding="utf-8"):
            if '"channel"' in line and '"kind"' not in line:
                yield json.loads(line)["text"]


if __name__ == "__main__":
    asked = sys.argv[1] if len(sys.argv) > 1 else "default"
    main(next(size for size in get_args(SizeName) if size == asked))
