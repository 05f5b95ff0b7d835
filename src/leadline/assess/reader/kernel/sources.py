"""Which C sources stand beside this module? A short name of their contents, the same wherever they stand.

`hatch_build.py` compiles the name into the kernel, and `is_built` asks for it: a kernel that was built from other
sources is not used, since it might take its tables otherwise. The surprise: the build runs this file alone, so it
imports no Leadline.
"""

from __future__ import annotations

import hashlib
from pathlib import Path


def sources(folder: Path) -> str:
    """Sixteen characters for the names and contents of all .c and .h files there."""
    files = sorted(file for file in folder.iterdir() if file.suffix in {".c", ".h"})
    told = "\n".join(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
