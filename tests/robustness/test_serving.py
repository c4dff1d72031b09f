"""The class's server: what nginx is told, who lands where, and what happens when a process dies."""

import asyncio
import gzip
import io
import json
import os
import re
import signal
import time
import urllib.error
import urllib.request
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from conv.images import MAX_MEGABYTES
from conv.ui.player.files import PLAYER_SCRIPT
from conv.ui.serving import __main__ as serving_main
from conv.ui.serving.nginx import COOKIE, configuration
from conv.ui.serving.processes import Process, app_processes, free_ports
from tests.benchmarks.visitors import Visitor
from tests.browser.gestures import more
from tests.driving import READY, open_page
from tests.robustness.classroom import app_pids, hold, is_healthy, serving

PLAYER = '[data-testid="player"]'


@pytest.fixture(scope="module")
def served():
    with serving(2) as found:
        yield found


def get(address, path, **headers):
    request = urllib.request.Request(
        address + path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, dict(answer.headers), answer.read()


def beside(work):
    """What asynchronous work gives; in a thread of its own, as a browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


COUNT = """() => {
  const root = document.querySelector('[data-testid="player"]');
  window.walked = 0;
  new MutationObserver(() => { window.walked += 1; }).observe(root, { attributeFilter: ['data-step'] });
}"""


def wait_for(condition, seconds=60):
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)


def test_each_process_has_a_name_and_the_others_take_over():
    text = configuration(Path("/run/x"), "127.0.0.1", 8080, [9001, 9002, 9003])
    assert text.count("upstream process_") == 3
    own = next(line for line in text.splitlines() if "upstream process_2" in line)
    assert own.index("127.0.0.1:9002") < own.index("127.0.0.1:9001 max_fails=1 fail_timeout=2s backup")
    assert f"client_max_body_size {MAX_MEGABYTES + 1}m;" in text
    assert "proxy_request_buffering off;" in text  # uploads do not touch the disk
    assert "33.33% 1; 33.33% 2; * 3;" in text
    assert "upstream process_1 { server 127.0.0.1:9001 max_fails=1 fail_timeout=2s; keepalive 64; }" in configuration(
        Path("/run/x"), "0.0.0.0", 80, [9001]
    )


def test_processes_share_the_secret_that_signs_their_cookies():
    secrets = {process.more["STREAMLIT_SERVER_COOKIE_SECRET"] for _port, process in app_processes(3)}
    assert len(secrets) == 1
    assert len(next(iter(secrets))) == 64


def test_without_nginx_a_sentence_says_so(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["serving"])
    monkeypatch.setattr(serving_main.shutil, "which", lambda *_, **__: None)
    assert serving_main.main() == 1
    assert "nginx is not installed. Install it with" in capsys.readouterr().err


def test_a_process_that_dies_is_started_again_and_one_that_is_silent_ended(tmp_path):
    mark = tmp_path / "starts"
    quick = Process("quick", ["sh", "-c", f"echo x >> {mark}"])
    quick.start()
    quick.running.wait(20)
    quick.look_after(ask=False)
    quick.running.wait(20)
    quick.look_after(ask=False)  # the second time it waits a while
    assert mark.read_text() == "x\nx\n"
    silent = Process("silent", ["sleep", "60"], health=f"http://127.0.0.1:{free_ports(1)[0]}/")
    silent.start()
    silent.started -= 1000
    for _question in range(3):
        assert silent.running.poll() is None
        silent.look_after(ask=True)
    assert silent.running.wait(20) == -signal.SIGKILL
    silent.end()


def test_pages_are_compressed_and_the_bundle_is_kept(served):
    address, _server = served
    status, headers, body = get(address, "/step", Accept_Encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert b"</html>" in gzip.decompress(body)
    assert "frame-ancestors *" in headers["content-security-policy"]
    assert f"{COOKIE}=" in headers["Set-Cookie"]
    assert "HttpOnly" in headers["Set-Cookie"]
    _status, headers, body = get(address, f"/{PLAYER_SCRIPT}", Accept_Encoding="gzip")
    assert "immutable" in headers["cache-control"]
    assert b"Player" in gzip.decompress(body)


def test_a_cookie_keeps_a_visitor_with_a_process(served):
    address, _server = served
    for number in ("1", "2"):
        _status, headers, _body = get(address, "/step", Cookie=f"{COOKIE}={number}")
        assert "Set-Cookie" not in headers
    _status, headers, _body = get(address, "/step", Cookie=f"{COOKIE}=77")  # of another server
    assert headers["Set-Cookie"].split(";")[0] in (f"{COOKIE}=1", f"{COOKIE}=2")


def test_too_large_an_upload_is_refused_before_it_arrives(served):
    address, _server = served
    headers = {"Content-Length": str(200 * 2**20)}
    request = urllib.request.Request(f"{address}/_stcore/upload_file/a/b", b"", headers, method="PUT")
    with pytest.raises(urllib.error.HTTPError, match="413"):
        urllib.request.urlopen(request, timeout=30)


def flat(colour):
    stream = io.BytesIO()
    Image.new("RGB", (40, 40), (colour,) * 3).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.soak
def test_no_visitor_sees_another_s_picture(served, amount, figures):
    """Visitors with a grey of their own upload at the same time, change settings, and look at what they got."""
    address, _server = served
    count, rounds = amount(12, 60), amount(2, 20)

    async def visit(number):
        visitor = Visitor(address, "step", "picture=upload&size=8&kernel=identity")
        await asyncio.to_thread(visitor.greet)
        await visitor.open()
        await visitor.upload("upload_file", flat(number + 20))
        seen = 0
        for turn in range(rounds):
            await visitor.change("stride_row", 1 + turn % 2)
            panel = json.loads(visitor.player)["board"]["panels"][0]
            values = np.frombuffer(b64decode(panel["values"]["bdata"]), np.uint8)
            assert values.size == 64
            assert set(values.tolist()) == {number + 20}, (number, set(values.tolist()))
            seen += 1
        await visitor.close()
        return visitor.cookies[COOKIE], seen

    async def everybody():
        return await asyncio.gather(*(visit(number) for number in range(count)))

    found = beside(everybody())
    assert {process for process, _seen in found} == {"1", "2"}
    figures(f"{count} visitors in 2 processes looked {sum(seen for _process, seen in found)} times: each saw its own")


@pytest.mark.soak
def test_a_class_works_without_an_error_or_a_lost_session(served, browser, amount, figures):
    """In full: 200 visitors who change a setting every five seconds for ten minutes, while five browsers play."""
    address, server = served
    count, seconds = amount(12, 200), amount(4, 600)
    pages = [browser.new_context(viewport={"width": 1366, "height": 768}).new_page() for _page in range(amount(1, 5))]
    for page in pages:
        open_page(page, f"{address}/step?picture=digits&size=28&kernel=sobel_x")
        page.evaluate(COUNT)
    began = time.monotonic()
    lesson = beside(hold(address, server, count, seconds, pause=amount(1, 5)))
    walked = [page.evaluate("window.walked") / (time.monotonic() - began) for page in pages]
    for page in pages:
        expect(page.locator(PLAYER)).to_have_attribute("data-ready", "true")
        page.context.close()
    assert min(walked) > 1
    assert lesson.lost == []
    assert len(lesson.changes) >= count
    walked_text = ", ".join(f"{steps:.1f}" for steps in walked)
    figures(
        f"{count} visitors, {len(lesson.changes)} changes in {seconds} s: median {lesson.percentile(0.5):.3f} s, 95th "
        f"percentile {lesson.percentile(0.95):.3f} s; {lesson.memory[-1][1]:.0f} MB, slope {lesson.slope():.1f} MB an "
        f"hour; browsers walked {walked_text} steps a second"
    )
    assert amount(0, lesson.slope()) < 100  # megabytes an hour


@pytest.mark.soak
@pytest.mark.full
def test_a_class_is_answered_within_a_second(served, figures):
    """200 visitors for two minutes; no browsers, which would take the server's processor here."""
    address, server = served
    lesson = beside(hold(address, server, 200, 120))
    figures(f"95th percentile {lesson.percentile(0.95):.3f} s, median {lesson.percentile(0.5):.3f} s")
    assert lesson.lost == []
    assert lesson.percentile(0.95) <= 1.0


def test_a_killed_process_s_visitors_land_on_another_with_their_scene_and_step(served, browser):
    address, server = served
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    open_page(page, f"{address}/step?picture=digits&size=20&kernel=sobel_x&stride=2&step=0")
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    page.locator(PLAYER).get_by_role("button", name="Play").click()
    pids = app_pids(server)
    os.kill(pids[int(cookies[COOKIE]) - 1], signal.SIGKILL)
    before = int(page.locator(PLAYER).get_attribute("data-step"))
    wait_for(lambda: int(page.locator(PLAYER).get_attribute("data-step")) > before)  # playback goes on
    wait_for(lambda: len(app_pids(server)) == 2 and set(app_pids(server)) != set(pids))
    expect(page.get_by_test_id("stConnectionStatus")).to_have_count(0, timeout=60_000)
    more(page, "stride_row").click()
    expect(page).to_have_url(re.compile("(?=.*stride=3)(?=.*kernel=sobel_x)"), timeout=60_000)
    page.wait_for_selector(READY)
    page.context.close()
    wait_for(lambda: is_healthy(address))
