"""Did the sender who holds the key make this body, and lately?

In: a key, the header `Leadline-Signature: t=1763870400,v1=…`, the body. Out: nothing, or PushRefusedError. The
surprise: a signature is good for five minutes only, so that what was listened in on cannot be sent again later.
"""

from __future__ import annotations

import hmac
import re

from leadline.listen.pushed.batch import PushRefusedError

WINDOW_SECONDS = 300
_HEADER = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def signature(key: bytes, at: int, body: bytes) -> str:
    """The header for a body that is sent at this second since 1970: HMAC-SHA256 over `<second>.<body>`."""
    return f"t={at},v1={hmac.digest(key, b'%d.' % at + body, 'sha256').hex()}"


def check_signature(key: bytes, header: str, body: bytes, *, now: float) -> None:
    """Raise PushRefusedError where the header is not of this key and body, or of another time than now."""
    found = _HEADER.fullmatch(header.strip())
    if not found:
        raise PushRefusedError(
            401, "The batch is not signed.", "Send the header Leadline-Signature: t=SECONDS,v1=HMAC-SHA256 in hex."
        )
    at = int(found[1])
    if abs(now - at) > WINDOW_SECONDS:
        raise PushRefusedError(
            401,
            f"The signature is {abs(now - at):,.0f} seconds off.",
            "Set the sender's clock, and sign each try anew.",
        )
    if not hmac.compare_digest(signature(key, at, body), f"t={at},v1={found[2]}"):
        raise PushRefusedError(401, "The signature is not of this body and key.", "Sign the very bytes that are sent.")
