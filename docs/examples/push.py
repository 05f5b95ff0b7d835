"""Push messages to Leadline: python push.py https://leadline.example TOKEN SIGNING_KEY messages.ndjson"""

import hashlib
import hmac
import itertools
import sys
import time
import urllib.error
import urllib.request
import uuid


def push(site: str, token: str, signing_key: str, body: bytes) -> None:
    """Send one batch until it is acknowledged. The same key each time: however often it is sent, it comes in once."""
    key = str(uuid.uuid4())
    while True:
        at = int(time.time())
        signed = hmac.new(bytes.fromhex(signing_key), b"%d." % at + body, hashlib.sha256).hexdigest()
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        headers |= {"Leadline-Signature": f"t={at},v1={signed}", "Content-Type": "application/x-ndjson"}
        try:
            request = urllib.request.Request(f"{site}/push/messages", body, headers, method="POST")
            return urllib.request.urlopen(request, timeout=30).close()
        except urllib.error.HTTPError as refused:
            if refused.code not in (429, 502, 503, 504):
                raise SystemExit(refused.read().decode()) from None
            time.sleep(int(refused.headers.get("Retry-After", 5)))
        except OSError:
            time.sleep(5)


if __name__ == "__main__":
    site, token, signing_key, name = sys.argv[1:]
    with open(name, "rb") as lines:
        while batch := b"".join(itertools.islice(lines, 1000)):
            push(site, token, signing_key, batch)
