"""First responses by brand on a file in the Customer-Support-on-Twitter format: threads, answered share, median, p90.

    python benchmarks/real_input.py FILE [LABELS.csv]

Calendar 24/7; first responses only; p90 by nearest rank, open ones counting as longer than any. With LABELS (columns
message_id, sentiment, frustration, excitement, need) the agreement with the model is printed as well.
Prints figures only, never a text.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from leadline import assess
from leadline.assess import SIGNALS, share_of
from leadline.config import create_home
from leadline.engine import Lake, rows, scan
from leadline.flow import days_heard, last_heard
from leadline.listen import Options, import_file, messages, own_brand_only
from leadline.measure.service_levels import service_level
from leadline.programs import ALWAYS, Promise
from leadline.programs.waiting import episodes_between, refresh_episodes


def main(file: Path, labels: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = create_home(Path(folder) / "home", company="Nobody", zone="UTC", currency="USD")
        lake = Lake(home.lake)
        count = import_file(
            home, lake, file, parties=own_brand_only(home.company), options=Options(), now=dt.datetime.now(dt.UTC)
        )
        print(f"read {count.read:,} · new {count.new:,} · known {count.known:,} · refused {count.refused:,}")
        assess.label(lake, assess.load_reader())
        promise = Promise(60, ALWAYS)
        refresh_episodes(lake, promise)
        _brands(lake, promise, last_heard(lake, home.company))
        if labels:
            _agreement(lake, labels)


def _brands(lake: Lake, promise: Promise, as_of: dt.datetime) -> None:
    threads = Counter(row["about_party"] for row in rows(messages(lake).select("about_party", "thread_id").unique()))
    episodes = [one for one in episodes_between(lake, days_heard(lake)) if one.is_first_response]
    names = ["all", *(name for name, _ in Counter(one.party for one in episodes).most_common(14))]
    print(f"{'brand':<22}{'threads':>9}{'asked':>8}{'answered':>10}{'median':>12}{'p90':>22}")
    for name in names:
        mine = [replace(one) for one in episodes if name in ("all", one.party)]
        total = service_level(mine, promise, as_of).total
        whole = sum(threads.values()) if name == "all" else threads[name]
        answered = f"{total.answered / total.n:.1%}".replace("%", " %")
        print(f"{name:<22}{whole:>9,}{total.n:>8,}{answered:>10}{total.median_elapsed!s:>12}{total.p90_elapsed!s:>22}")


def _agreement(lake: Lake, labels: Path) -> None:
    read = {row["message_id"]: row for row in rows(scan(lake, SIGNALS))}
    told = [row for row in csv.DictReader(labels.open()) if row["message_id"] in read]
    print(f"{len(told)} messages labelled by an independent reader")
    for label in ("sentiment", "frustration", "excitement", "need"):
        pairs = [(str(row[label]), _as_text(read[row["message_id"]][label])) for row in told]
        same = sum(person == model for person, model in pairs)
        share = share_of(same, len(pairs))
        assert share is not None
        print(f"{label:<14}{same:>4} of {len(pairs)} [{share.low:.0%}, {share.high:.0%}]   kappa {_kappa(pairs):.2f}")


def _kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa: agreement beyond chance (Cohen 1960)."""
    n = len(pairs)
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[word] * right[word] for word in left) / n**2
    return (sum(a == b for a, b in pairs) / n - chance) / (1 - chance)


def _as_text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
