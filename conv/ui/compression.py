"""Texts as browsers fetch them: compressed by gzip at once, and by Brotli, a sixth smaller, as soon as that is done."""

from __future__ import annotations

import gzip
from collections.abc import Callable, MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import Any

import brotli
from starlette.responses import Response

Scope = MutableMapping[str, Any]

BROTLI_QUALITY = 9  # seconds of a processor for all that a lesson needs; the highest takes a minute for a tenth less
SPARE = ThreadPoolExecutor(1, "brotli")  # one text after the other, beside the visitors


class Compressed:
    """A text that stays as it is, compressed once for all visitors.

    Args:
        read: Gives the text when it is first asked for.
    """

    def __init__(self, read: Callable[[], bytes]) -> None:
        self.read = read

    @cached_property
    def gzip(self) -> bytes:
        """Compressed while the first visitor waits."""
        return gzip.compress(self.read(), 9)

    @cached_property
    def brotli(self) -> Future[bytes]:
        """Compressed for those who come later."""
        return SPARE.submit(lambda: brotli.compress(self.read(), quality=BROTLI_QUALITY))

    def response(self, scope: Scope, kind: str, headers: dict[str, str]) -> Response:
        """The text for a browser that takes gzip, in the smallest form that it takes and that is there."""
        small = accepts(scope, "br") and self.brotli.done()
        coding, body = ("br", self.brotli.result()) if small else ("gzip", self.gzip)
        headers = {**headers, "content-encoding": coding, "vary": "accept-encoding"}
        return Response(body, media_type=kind, headers=headers)


def accepts(scope: Scope, coding: str) -> bool:
    """Whether a browser takes texts in a coding, and wants the whole of them.

    >>> accepts({"headers": [(b"accept-encoding", b"gzip, deflate, br;q=0.5")]}, "br")
    True
    >>> accepts({"headers": [(b"accept-encoding", b"gzip"), (b"range", b"bytes=0-9")]}, "gzip")
    False
    """
    headers = dict(scope["headers"])
    taken = headers.get(b"accept-encoding", b"").decode("ascii", "replace")
    return coding in (each.partition(";")[0].strip() for each in taken.split(",")) and b"range" not in headers
