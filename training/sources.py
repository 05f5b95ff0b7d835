"""All texts that may teach, tune or test, of one part: the public data sets, what we wrote first, our corpus.

In: the folders of the public data, as a command names them. Out: examples, in an order that stays.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training import corpus, data
from training.data import Example

DATA = ("goemotions", "vader", "banking77", "clinc150")
"""The folders of the public data: each an option of every command that needs them."""
_RATED = ("tweets", "amazonReviewSnippets", "nytEditorialSnippets", "movieReviewSnippets")


def add_folders(parser: argparse.ArgumentParser) -> None:
    for name in DATA:
        parser.add_argument(f"--{name}", type=Path, required=True)


def examples(args: argparse.Namespace, part: data.Part) -> list[Example]:
    """The texts of one part, of all sources."""
    found = list(data.go_emotions(args.goemotions, part))
    for name in _RATED:
        found += data.rated(args.vader, name, part)
    found += data.banking77(args.banking77, part)
    found += data.clinc150(args.clinc150, part)
    return [*found, *data.own(Path(__file__).parent / "own.tsv", part), *corpus.examples(part)]
