"""The repository of a Bluesky account (a CAR file): its records, each under its key.

In: a path. Out: a row a record, with the account's DID, the record's collection and key. The surprise: records lie in
no order and without a name; names stand in a search tree whose nodes cut what their keys share with the one before
(AT Protocol, repository format, version 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leadline.errors import LeadlineError
from leadline.listen.opening.forms import Line, RowsFile, flat

_CID_TAG, _TAGGED = 42, 6
_SHORT_COUNT, _LONGEST_COUNT = 24, 27
_DEEPEST = 100
_LARGEST = 1 << 30
_LONGEST_KEY = 1_024
"""Of a collection and a record's name in it (AT Protocol)."""
_MOST_TIMES = 4
"""What all records may be of the file's size: several keys may name the same one."""
HEADER = (
    "did",
    "collection",
    "rkey",
    "$type",
    "text",
    "createdAt",
    "reply.parent.uri",
    "reply.root.uri",
    "subject.uri",
    "langs",
)


def is_car(start: bytes) -> bool:
    """A CBOR map with `roots` and `version`, behind its length."""
    return b"roots" in start[:64] and b"version" in start[:512] and b"\xa2" in start[:12]


def car_file(path: Path) -> RowsFile:
    """Raises LeadlineError where it is none."""
    if path.stat().st_size > _LARGEST:
        raise LeadlineError(f"{path.name} is larger than 1 GB.", "A repository is read as a whole: export it in parts.")
    try:
        records = list(_records(path.read_bytes()))
    except (
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
        EOFError,
    ) as error:
        raise LeadlineError(f"{path.name} cannot be read as a repository of Bluesky.", "Export it again.") from error

    def rows() -> Iterator[Line]:
        for number, record in enumerate(records, 1):
            cells = flat(record)
            yield number, cells, str(cells)

    return RowsFile(path, HEADER, rows)


def _records(data: bytes) -> Iterator[dict[str, Any]]:
    size, at = _varint(data, 0)
    header, at = _decoded(data[at : at + size]), at + size
    blocks: dict[bytes, bytes] = {}
    while at < len(data):
        size, at = _varint(data, at)
        if size > len(data) - at:
            raise ValueError("cut")
        width = _cid_width(data, at)
        blocks[data[at : at + width]] = data[at + width : at + size]
        at += size
    commit, left = _decoded(blocks[header["roots"][0]]), _MOST_TIMES * len(data)
    for key, cid in _entries(blocks, commit["data"], 0, set()):
        left -= len(key) + len(blocks.get(cid, b""))
        if left < 0:
            raise ValueError("few bytes say much")
        if cid in blocks:  # an export of a part leaves others out
            collection, _, rkey = key.partition("/")
            content = _decoded(blocks[cid])
            yield {"did": commit["did"], "collection": collection, "rkey": rkey} | _plain(content)


def _entries(
    blocks: dict[bytes, bytes], node: bytes | None, depth: int, seen: set[bytes]
) -> Iterator[tuple[str, bytes]]:
    """Keys and records of a node of the tree and all below it, in the order of the keys; each node once."""
    if node is None or node not in blocks or depth > _DEEPEST or node in seen:
        return
    seen.add(node)
    held, key = _decoded(blocks[node]), b""
    yield from _entries(blocks, held["l"], depth + 1, seen)
    for entry in held["e"]:
        key = key[: entry["p"]] + entry["k"]
        if len(key) > _LONGEST_KEY:
            raise ValueError("no key")
        yield key.decode(errors="replace"), entry["v"]
        yield from _entries(blocks, entry.get("t"), depth + 1, seen)


def _plain(content: Any) -> dict[str, Any]:
    """A record with links and bytes as text."""
    told = _texts(content, 0)
    return told if isinstance(told, dict) else {}


def _texts(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(name): _texts(inside, depth + 1) for name, inside in value.items()}
    if isinstance(value, list):
        return [_texts(inside, depth + 1) for inside in value]
    return value.hex() if isinstance(value, bytes) else value


def _decoded(data: bytes) -> Any:
    """DAG-CBOR; a link is the bytes of its CID."""
    import cbor2

    def link(*given: Any) -> Any:
        tag = next(one for one in given if isinstance(one, cbor2.CBORTag))  # which argument it is differs by release
        return bytes(tag.value[1:]) if tag.tag == _CID_TAG else None

    _must_be_plain(data)
    try:
        return cbor2.loads(data, tag_hook=link)
    except cbor2.CBORDecodeError as error:
        raise ValueError("no CBOR") from error


def _must_be_plain(data: bytes) -> None:
    """Raises ValueError for what DAG-CBOR does not know: tags other than a link's, by which a few bytes would become
    numbers or lists without end, and lengths that are left open."""
    at, waiting = 0, 1
    while waiting:
        major, size = data[at] >> 5, data[at] & 31
        at += 1
        if size > _LONGEST_COUNT:
            raise ValueError("no DAG-CBOR")
        width = 1 << (size - _SHORT_COUNT) if size >= _SHORT_COUNT else 0
        count = int.from_bytes(data[at : at + width], "big") if width else size
        at += width
        if at > len(data) or (major == _TAGGED and count != _CID_TAG):
            raise ValueError("no DAG-CBOR")
        waiting -= 1
        if major in (2, 3):
            at += count
        waiting += {4: count, 5: 2 * count, _TAGGED: 1}.get(major, 0)


def _cid_width(data: bytes, at: int) -> int:
    """Bytes of the CID (version 1) that begins here."""
    begin = at
    for _ in range(3):  # version, codec, kind of hash
        _, at = _varint(data, at)
    size, at = _varint(data, at)
    return at + size - begin


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if not byte & 0x80:
            return number, at
        if shift > 63:
            raise ValueError("no number")
