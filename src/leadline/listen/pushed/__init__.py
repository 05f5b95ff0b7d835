"""Messages that others send: what is acknowledged lies on the disk before, and is taken in once.

accept(spool, body, key="…", limit=…)   a batch, durable; the same again for the same idempotency key
receipt(spool, id)                       what became of it
check_batch(body)                        how many rows it has, or why it is none
check_signature(key, header, body, now)  whether its sender made it, and lately
"""

from __future__ import annotations

from leadline.listen.pushed.batch import MOST_ROWS, PushRefusedError, check_batch
from leadline.listen.pushed.signing import check_signature, signature
from leadline.listen.pushed.spool import Accepted, Limit, accept, receipt

__all__ = [
    "MOST_ROWS",
    "Accepted",
    "Limit",
    "PushRefusedError",
    "accept",
    "check_batch",
    "check_signature",
    "receipt",
    "signature",
]
