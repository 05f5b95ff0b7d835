"""The plain signs that others only look different from: what is full-width, styled, coded or invisible hides nothing.

In: a text as it stands in the export. Out: the text with `ａｎｎ＠ｍａｉｌ．ｅｘ` and `ann&#64;mail.ex` as
`ann@mail.ex`. The surprise: only what changes no meaning is changed, so `½`, `…` and `™` stay.
"""

from __future__ import annotations

import html
import re
import unicodedata

import numpy as np

_ENTITY = re.compile(r"&(?:#\d{1,7};?|#x[0-9a-f]{1,6};?|[a-z]\w{1,30};)", re.IGNORECASE)
_NO_LETTERS = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF])
_SAME_SIGN = frozenset({"<wide>", "<narrow>", "<small>", "<font>", "<noBreak>"})


def plain_signs(text: str) -> str:
    """Full-width, styled and invisible signs as the plain ones that they stand for (of NFKC, what changes no meaning).

    `ａｎｎ＠ｍａｉｌ．ｅｘａｍｐｌｅ` and `ann&#64;mail.example` become `ann@mail.example`; `½`, `…` and `™` stay.
    """
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text if text.isascii() else text.translate(_PLAIN_SIGNS)


def plain_signs_of(texts: list[str]) -> list[str]:
    """The same of many texts: only those are gone through that hold a sign which has a plain one."""
    signs = np.unique(np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32))
    other = "".join(chr(sign) for sign in signs if sign > 127 and plain_signs(chr(sign)) != chr(sign))
    has_other = re.compile(f"[&{re.escape(other)}]").search
    return [plain_signs(text) if has_other(text) else text for text in texts]


class _PlainSigns(dict[int, int | str | None]):
    """Each sign and the plain one that it only looks different from."""

    def __missing__(self, code: int) -> int | str | None:
        kind = unicodedata.decomposition(chr(code)).partition(" ")[0]
        is_same = kind in _SAME_SIGN or (kind and not kind.startswith("<"))  # as the Kelvin sign, which is a K
        plain = unicodedata.normalize("NFKC", chr(code)) if is_same else ""
        self[code] = plain if len(plain) == 1 and plain.isascii() else code
        return self[code]


_PLAIN_SIGNS = _PlainSigns(_NO_LETTERS)
