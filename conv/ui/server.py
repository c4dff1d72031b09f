"""What the server does besides Streamlit's own work: the bundle compressed once, the page's head, security headers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conv.catalogue import known_language
from conv.images import MAX_MEGABYTES
from conv.text import LANGUAGE, catalogues
from conv.ui.compression import Compressed, Scope, accepts
from conv.ui.player.files import PLAYER_SCRIPT, PLAYER_STYLE, bundle, styles

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Any, Send], Awaitable[None]]

MultiPartParser.spool_max_size = (MAX_MEGABYTES + 1) * 2**20  # an upload stays in memory: none touches the disk
STREAMLIT_FILES = Path(streamlit.__file__).parent / "static"
TEXTS = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}
FOR_EVER = "public, max-age=31536000, immutable"  # names carry a hash of what is in them
NEEDED = (
    *("PlotlyChart", "BidiComponent", "ComponentInstance", "NumberInput", "Selectbox", "ButtonGroup", "Checkbox"),
    *("Button", "DynamicIcon"),
)  # chunks of what stands on every lesson's page
SCRIPT = Compressed(lambda: bundle().encode())
STYLE = Compressed(lambda: styles().encode())
IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./([^"'`]+\.js)["'`]""")  # by a chunk, before it can run
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=()",
    "content-security-policy": "; ".join(
        [
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss: data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors *",  # a lesson may be embedded in a course's page
        ]
    ),
}


class Served:
    """Wraps an ASGI app: answers for the bundle's texts itself, compressed, and adds to pages and headers."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        file = bundle_file(scope["path"]) if scope["method"] == "GET" else None
        if file is not None and accepts(scope, "gzip"):
            await _kept(scope, compressed(file), TEXTS[file.suffix])(scope, receive, send)
            return
        # A page that comes uncompressed has a head that can be read.
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        page = Page(send, asked_language(scope), accepts(scope, "gzip"))
        await self.app({**scope, "headers": plain}, receive, page)


class Page:
    """Sends a response on with security headers; a page compressed, with its language and what it will need soon."""

    def __init__(self, send: Send, language: str, zips: bool) -> None:
        self.send = send
        self.language = language
        self.zips = zips
        self.start: MutableMapping[str, Any] | None = None
        self.body = b""

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = [pair for pair in message["headers"] if pair[0].decode().lower() not in HEADERS]
            message["headers"] = [*headers, *((name.encode(), value.encode()) for name, value in HEADERS.items())]
            if is_page(headers):
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            start, body = self.start, self.body.replace(b"</head>", page_head() + b"</head>", 1)
            body = body.replace(b'<html lang="en"', f'<html lang="{self.language}"'.encode(), 1)
            self.start = None
            kept = [pair for pair in start["headers"] if pair[0].lower() not in (b"content-length", b"etag")]
            if self.zips:
                body = gzip.compress(body)
                kept += [(b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
            await self.send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
            message = {"type": "http.response.body", "body": body}
        await self.send(message)


def is_page(headers: Sequence[tuple[bytes, bytes]]) -> bool:
    """Whether a response is a page of the app; a file that is taken home stays as it was made."""
    known = {name.lower(): value for name, value in headers}
    return known.get(b"content-type", b"").startswith(b"text/html") and b"content-disposition" not in known


def asked_language(scope: Scope) -> str:
    """The language of a page, as `conv.ui.languages` will find it: the link's, else what the browser wants first."""
    asked = parse_qs(scope.get("query_string", b"").decode("ascii", "replace")).get(LANGUAGE)
    wanted = dict(scope["headers"]).get(b"accept-language", b"").decode("ascii", "replace")
    return known_language(asked[0] if asked else re.split("[,;]", wanted)[0].strip(), catalogues()) or "en"


def bundle_file(path: str) -> Path | None:
    """A text of Streamlit's bundle, by its address; None for anything else."""
    place = path.rpartition("/static/")
    file = STREAMLIT_FILES / "static" / place[2]
    inside = place[1] and file.suffix in TEXTS and ".." not in place[2]
    return file if inside and file.is_file() else None


@lru_cache(maxsize=512)
def compressed(file: Path) -> Compressed:
    """A file's text."""
    return Compressed(file.read_bytes)


@lru_cache(maxsize=1)
def page_head() -> bytes:
    """The player's style and script, and the chunks that every lesson needs: all are there when the page wants them."""
    folder = STREAMLIT_FILES / "static" / "js"
    own = with_imports(folder, [file.name for file in folder.glob("index.*.js")])  # which the page itself names
    needed = with_imports(folder, [file.name for name in NEEDED for file in sorted(folder.glob(f"{name}.*.js"))])
    chunks = [chunk for chunk in needed if chunk not in own]
    links = [f'<link rel="stylesheet" href="./{PLAYER_STYLE}">', f'<link rel="modulepreload" href="./{PLAYER_SCRIPT}">']
    links += [f'<link rel="modulepreload" crossorigin href="./static/js/{chunk}">' for chunk in chunks]
    return "".join(links).encode()


def with_imports(folder: Path, chunks: Sequence[str]) -> list[str]:
    """Chunks and all that they import, and what these import: without them the browser would ask for them in turns."""
    found = dict.fromkeys(chunks)
    waiting = list(chunks)
    while waiting:
        file = folder / waiting.pop()
        named = IMPORTED.findall(file.read_text("utf-8")) if file.is_file() else []
        more = [name for name in named if name not in found]
        found |= dict.fromkeys(more)
        waiting += more
    return list(found)


async def _player_script(request: Request) -> Response:
    return _kept(request.scope, SCRIPT, TEXTS[".js"])


async def _player_style(request: Request) -> Response:
    return _kept(request.scope, STYLE, TEXTS[".css"])


def _kept(scope: Scope, text: Compressed, kind: str) -> Response:
    return text.response(scope, kind, {"cache-control": FOR_EVER, **HEADERS})


catalogues()  # read when the server starts, not by its first visitor
ROUTES = [Route(f"/{PLAYER_SCRIPT}", _player_script), Route(f"/{PLAYER_STYLE}", _player_style)]
