"""How many planted copies are kept out, and how many messages that nobody copied? One run, in a lake of its own.

Messages of our corpus are each another's by another person; 200 of them are planted as campaigns of 12 copies each,
which other people made as people do: capitals, a link, a name in front, a sentence before or behind, a word changed, an
end cut off. Then automatic authors are planted among people, each text given to one of them only: who is called
automatic? FILE, in the Customer-Support-on-Twitter format, tells how much repeats in real messages, and plants the
automatic authors among its customers, too.

Run: .venv/bin/python -m benchmarks.noise [FILE]
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from leadline.assess import SIGNALS, load_reader, rebuild_cubes, share_of
from leadline.assess.labelling import signals_of
from leadline.assess.reader.fingerprints import LONG
from leadline.assess.tables import NOISE
from leadline.engine import Lake, rows, scan
from training import corpus

CAMPAIGNS = 200
Edit = Callable[[random.Random, str], str]


def _changed(of: random.Random, text: str) -> str:
    words = text.split()
    words[of.randrange(len(words))] = "somewhere"
    return " ".join(words)


EDITS: dict[str, Edit] = {
    "the same": lambda _, text: text,
    "capitals": lambda _, text: text.upper(),
    "another link": lambda of, text: f"{text} http://short.example/{of.randrange(10**6)}",
    "passed on (RT @name)": lambda of, text: f"RT @name{of.randrange(10**6)}: {text}",
    "a number and a smiley": lambda of, text: f"{text} {of.randrange(100)} 😡",
    "words before": lambda _, text: f"This is so true! {text}",
    "words behind": lambda _, text: f"{text} Please share this",
    "one word changed": _changed,
    "the last fifth cut off": lambda _, text: text[: len(text) * 4 // 5],
}


def main(file: Path | None) -> None:
    of, found = random.Random(7), Counter[str]()  # noqa: S311 - a benchmark
    texts = sorted({message.text for message in corpus.messages()})
    of.shuffle(texts)
    long = [text for text in texts if len(text.split()) >= LONG]
    planted = [(name, edit(of, text)) for text in long[:CAMPAIGNS] for name, edit in _twelve(of)]
    said = [(f"own {place}", text) for place, text in enumerate(texts)]
    said += [(f"{name}/{place}", text) for place, (name, text) in enumerate(planted)]
    kept_out = _kept_out([text for _, text in said])
    for place, (name, _) in enumerate(said):
        found[name.split("/")[0] if "/" in name else "own"] += place in kept_out
    whole = Counter(name for name, _ in planted)
    print(f"{len(texts):,} messages of our corpus, {CAMPAIGNS} of them copied 12 times by others")
    for name in EDITS:
        _say(name, found[name], whole[name])
    right = sum(found[name] for name in EDITS)
    _say("all planted copies found", right, len(planted))
    _say("kept out, and planted", right, len(kept_out))
    _say("kept out of what nobody copied", found["own"], len(texts))
    automatic(texts, "our corpus", random.Random(11))  # noqa: S311
    if file:
        real(file)


def _twelve(of: random.Random) -> list[tuple[str, Edit]]:
    """Half of what is passed on is passed on as it stands."""
    return [*[("the same", EDITS["the same"])] * 4, *((name, EDITS[name]) for name in list(EDITS)[1:])]


AUTHORS, TALKATIVE = 30, 25
"""Automatic authors of each kind, and people who write 20 different messages each."""
FILLERS = ["today", "now", "again", "already", "still", "really", "soon", "maybe", "there", "here", "later", "just"]
Bot = Callable[[random.Random, list[str]], str]


def _slots(of: random.Random, bases: list[str]) -> str:
    """A form letter: the same two places of it are filled in anew."""
    words = bases[0].split()
    words[len(words) // 3], words[2 * len(words) // 3] = of.choice(FILLERS), str(of.randrange(1000))
    return " ".join(words)


def _two_changed(of: random.Random, bases: list[str]) -> str:
    words = bases[0].split()
    for place in of.sample(range(len(words)), 2):
        words[place] = of.choice(FILLERS)
    return " ".join(words)


BOTS: dict[str, Bot] = {
    "one text with another link": lambda of, bases: f"{bases[0]} http://short.example/{of.randrange(10**6)}",
    "three texts in turn": lambda of, bases: of.choice(bases[:3]),
    "half one text, half their own": lambda of, bases: bases[0] if of.random() < 0.6 else of.choice(bases[3:]),
    "a form with two slots": _slots,
    "one text, two words changed": _two_changed,
}


def automatic(texts: list[str], name: str, of: random.Random) -> None:
    """Who is called automatic, of planted automatic authors and of people? Every text belongs to one author only."""
    free = list(dict.fromkeys(texts))
    of.shuffle(free)
    long = [text for text in free if len(text.split()) >= LONG][: len(BOTS) * AUTHORS * 3]
    free = [text for text in free if text not in set(long)]
    people = [(f"talks {number}", free.pop()) for number in range(TALKATIVE) for _ in range(20)]
    people += [(f"person {place}", text) for place, text in enumerate(free)]
    said = list(people)
    for kind, bot in BOTS.items():
        for number in range(AUTHORS):
            bases = [long.pop() for _ in range(3)]
            own = [" ".join(of.sample(" ".join(bases).split(), 9)) for _ in range(40)]
            said += [(f"{kind}/{number}", bot(of, bases + own)) for _ in range(of.randint(20, 60))]
    of.shuffle(said)
    told = _noise([text for _, text in said], authors=[author for author, _ in said])
    called = {said[place][0] for place, kind in told.items() if kind == "bot"}
    print(f"{name}: {len(BOTS) * AUTHORS} automatic authors of 20 to 60 messages among {len(set(people)):,} of people")
    for kind in BOTS:
        _say(kind, sum(one.startswith(f"{kind}/") for one in called), AUTHORS)
    _say("called automatic, and planted", sum("/" in one for one in called), len(called))
    _say("people called automatic", sum("/" not in one for one in called), len({author for author, _ in people}))
    _say("people's messages kept out", sum("/" not in said[place][0] for place in told), len(people))


def _kept_out(texts: list[str], about: list[str] | None = None, authors: list[str] | None = None) -> set[int]:
    return set(_noise(texts, about, authors))


def _noise(texts: list[str], about: list[str] | None = None, authors: list[str] | None = None) -> dict[int, str]:
    """The places of what is kept out, and as what, by the same functions that make the cubes."""
    begin = datetime.fromisoformat("2026-09-01T00:00:00+00:00")
    count = len(texts)
    batch = pa.RecordBatch.from_pydict({
        "source": ["s"] * count,
        "message_id": [f"{place:08}" for place in range(count)],
        "thread_id": [str(place) for place in range(count)],
        "channel": ["x"] * count,
        "about_party": about or ["own"] * count,
        "speaker_role": ["customer"] * count,
        "author": authors or [str(place) for place in range(count)],
        "posted_at": pa.array([begin + timedelta(seconds=place) for place in range(count)], pa.timestamp("us", "UTC")),
        "posted_day": [begin.date()] * count,
        "version": [""] * count,
        "text": texts,
    })  # fmt: skip
    with TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        lake.append(SIGNALS, pa.Table.from_batches([signals_of(load_reader(), batch)]))
        rebuild_cubes(lake)
        return {int(row["message_id"]): row["kind"] for row in rows(scan(lake, NOISE))}


def _say(name: str, part: int, whole: int) -> None:
    share = share_of(part, whole)
    if share:
        print(f"  {name:<32}{part:>6,} of {whole:>6,}  {share.value:6.1%} [{share.low:.1%}, {share.high:.1%}]")


def real(file: Path) -> None:
    """How much repeats in real messages: of customers, and of brands as if they were customers."""
    with file.open(encoding="utf-8", newline="") as lines:
        told = list(csv.DictReader(lines))
    print(f"{file.name}, all as if about one party in one month")
    for name, inbound in (("customers", "True"), ("brands, were they customers", "False")):
        mine = [row for row in told if row["inbound"] == inbound]
        _say(name, len(_kept_out([row["text"] for row in mine], authors=[row["author_id"] for row in mine])), len(mine))
    customers = [row["text"] for row in told if row["inbound"] == "True"]
    automatic(customers, "its customers", random.Random(11))  # noqa: S311


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
