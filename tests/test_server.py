"""What the server adds to Streamlit: compressed bundle, the page's head, headers; and the player's files."""

import ast
import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import brotli
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from conv.ui.player.files import PLAYER_SCRIPT, PLAYER_STYLE, bundle, styles
from conv.ui.server import HEADERS, ROUTES, STREAMLIT_FILES, Served, bundle_file, compressed, page_head


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        zipped = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if zipped else self.body).decode()


@pytest.fixture(scope="module")
def get():
    """Asks the server, around an app of two pages, as a browser would."""
    pages = [
        Route("/step", lambda request: HTMLResponse("<html><head><title>a</title></head><body></body></html>")),
        Route("/plain", lambda request: PlainTextResponse("</head>")),
    ]
    served = Served(Starlette(routes=[*ROUTES, *pages]))

    def asked(path, **headers):
        sent = []
        pairs = {"accept-encoding": "gzip", **headers}.items()
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "root_path": ""}
        scope["headers"] = [(name.encode(), value.encode()) for name, value in pairs]

        async def receive():
            return {"type": "http.request", "body": b""}

        async def send(message):
            sent.append(message)

        with ThreadPoolExecutor(1) as thread:  # where no other loop runs
            thread.submit(asyncio.run, served(scope, receive, send)).result()
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))

    return asked


def plotly():
    return next((STREAMLIT_FILES / "static" / "js").glob("PlotlyChart.*.js"))


def test_the_bundle_is_compressed_and_kept(get):
    answer = get(f"/static/js/{plotly().name}")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert gzip.decompress(answer.body) == plotly().read_bytes()
    assert int(answer.headers["content-length"]) < plotly().stat().st_size / 2.5


def test_whoever_comes_later_gets_the_bundle_in_its_smallest_form(get):
    path = f"/static/js/{plotly().name}"
    zipped = get(path, **{"accept-encoding": "gzip, br"})
    compressed(plotly()).brotli.result(timeout=300)
    small = get(path, **{"accept-encoding": "gzip, br"})
    assert small.headers["content-encoding"] == "br"
    assert small.headers["vary"] == "accept-encoding"
    assert brotli.decompress(small.body) == plotly().read_bytes()
    assert len(small.body) < 0.86 * len(zipped.body)
    assert get(path).headers["content-encoding"] == "gzip"  # on a page without https browsers take no more


def test_a_page_comes_compressed_or_as_it_is(get):
    zipped, plain = get("/step"), get("/step", **{"accept-encoding": "identity"})
    assert (zipped.headers["content-encoding"], zipped.headers["vary"]) == ("gzip", "accept-encoding")
    assert "content-encoding" not in plain.headers
    assert zipped.text == plain.text
    for answer in (zipped, plain):
        assert int(answer.headers["content-length"]) == len(answer.body)


def test_ranges_and_other_files_are_left_alone(get):
    for path in ("/static/js/nothing.js", "/static/../app.py", "/static/media/font.woff2"):
        assert bundle_file(path) is None
    answer = get(f"/static/js/{plotly().name}", range="bytes=0-9")
    assert answer.status == 404  # by the app below, which has no such file here


def test_a_page_s_head_loads_what_every_lesson_needs(get):
    answer = get("/step")
    assert answer.text == f"<html><head><title>a</title>{page_head().decode()}</head><body></body></html>"
    chunks = re.findall(r'href="\./(static/js/[^"]+)"', answer.text)
    assert len(chunks) >= 7
    assert all((STREAMLIT_FILES / chunk).is_file() for chunk in chunks)
    assert get("/plain").text == "</head>"


def test_no_chunk_in_the_head_waits_for_one_that_is_not(get):
    """A browser asks for what a chunk imports only when it has read the chunk: each such turn costs a round trip."""
    page = (STREAMLIT_FILES / "index.html").read_text() + page_head().decode()
    named = set(re.findall(r"static/js/([^\"]+\.js)", page))
    for chunk in named:
        text = (STREAMLIT_FILES / "static" / "js" / chunk).read_text()
        assert set(re.findall(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""", text)) <= named, chunk


def test_security_headers_come_with_everything(get):
    for path in ("/step", "/plain", f"/{PLAYER_SCRIPT}"):
        headers = get(path).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "default-src 'self'" in HEADERS["content-security-policy"]


def test_the_player_comes_as_one_script_and_one_sheet(get):
    assert get(f"/{PLAYER_SCRIPT}").text == bundle()
    assert get(f"/{PLAYER_STYLE}").text == styles()
    assert not re.search(r"^import ", bundle(), re.MULTILINE)
    assert re.findall(r"^export .*", bundle(), re.MULTILINE) == [
        "export default function ({ data, parentElement, setStateValue, setTriggerValue }) {"
    ]


def test_nothing_is_evaluated_unpickled_or_started_for_a_visitor():
    root = Path(__file__).parents[1]
    modules, functions, methods = {"pickle", "shelve", "subprocess"}, {"eval", "exec", "compile"}, {"system", "popen"}
    files = [root / "app.py", *(root / "pages").rglob("*.py"), *(root / "conv").rglob("*.py")]
    files = [file for file in files if "serving" not in file.parts]  # which starts the server itself
    assert len(files) > 80
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                assert not modules & {alias.name for alias in node.names}, file
            elif isinstance(node, ast.ImportFrom):
                assert node.module not in modules, file
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in functions, file
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in methods, file


def test_an_upload_never_touches_the_disk():
    size = 20 * 2**20
    head = b'--kernelwalk\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    body = head + bytes(size) + b"\r\n--kernelwalk--\r\n"

    async def receive():
        return {"type": "http.request", "body": body}

    async def parsed():
        scope = {"type": "http", "headers": [(b"content-type", b"multipart/form-data; boundary=kernelwalk")]}
        form = await Request(scope, receive).form()
        upload = form["file"]
        return upload.size, upload.file._rolled  # whether it has gone over into a file

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, parsed()).result() == (size, False)
