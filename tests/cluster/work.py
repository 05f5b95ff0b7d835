"""Work that tells where it is done. It stands in a module of its own, which the workers' processes import too."""

from __future__ import annotations

import os
from uuid import uuid4

import pyarrow as pa


class Work:
    """Says in which process each row was, and how often that process was given the work."""

    def __init__(self) -> None:
        self.given = "here"

    def __setstate__(self, _: dict[str, str]) -> None:
        self.given = uuid4().hex

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        count = batch.num_rows
        return pa.record_batch({"process": [os.getpid()] * count, "given": [self.given] * count})
