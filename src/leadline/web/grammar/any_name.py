"""Names given by others inside an address: a source or a thread may hold any sign.

In: a name. Out: one segment of a path, and back. A slash is written `~1` and a tilde `~0`, as in JSON Pointer (RFC
6901), because a server may decode %2F before it looks for segments.
"""

from __future__ import annotations

from django.urls import register_converter


class AnyNameConverter:
    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return value.replace("~1", "/").replace("~0", "~")

    def to_url(self, value: str) -> str:
        return str(value).replace("~", "~0").replace("/", "~1")


register_converter(AnyNameConverter, "any_name")
