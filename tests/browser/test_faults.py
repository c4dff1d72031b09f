"""A server that stops, a slow network, a window that changes while the walk plays: the board is right afterwards."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from conv.ui.board.marks import marks
from conv.ui.lesson import Picture
from conv.ui.scene.address import scene_from_query
from conv.ui.serving.processes import free_ports
from pages import find_lessons
from tests.browser.gestures import PLAYER, cells_of, more, part, step
from tests.driving import READY, ROOT, open_page, wait_until_healthy
from tests.picture_files import QUARTERS, encode

LESSONS = {lesson.name: lesson for lesson in find_lessons()}
QUERY = {"picture": "digits", "size": "16", "kernel": "sobel_x"}
LINK = "picture=digits&size=16&kernel=sobel_x"


def board_of(lesson, **query):
    scene = scene_from_query(query)[0]
    return LESSONS[lesson].part(scene.topic).build(scene, Picture()).board


def assert_right(page, board):
    """The marks on the screen are those of the step at which the walk is stopped."""
    page.wait_for_selector(READY)
    page.evaluate(f"{PLAYER}.clock.pause(false)")
    ends = time.monotonic() + 20
    while differing(page, board) and time.monotonic() < ends:  # what is being fitted or drawn is there soon
        page.evaluate("() => new Promise(requestAnimationFrame)")
    assert differing(page, board) == []
    page.evaluate(f"{PLAYER}.clock.play()")


def differing(page, board):
    """(look, panel, step, drawn, expected) where what is drawn is not what the step's marks are."""
    page.wait_for_selector(READY)
    at = step(page)
    found = marks(board, at)
    pairs = [(look, name, expected) for look in ("window", "cell") for name, expected in found[look].items()]
    drawn = [sorted(map(tuple, cells_of(page, name, look))) for look, name, _expected in pairs]
    return [
        (look, name, at, boxes, expected)
        for (look, name, expected), boxes in zip(pairs, drawn, strict=True)
        if boxes != sorted(expected)
    ]


def walks_on(page):
    before = step(page)
    page.wait_for_function(
        "before => document.querySelector('[data-testid=player]').dataset.step !== before", arg=str(before)
    )


def test_the_board_is_right_after_all_that_happens_while_it_plays(visit):
    page = visit(f"/stride?{LINK}", fresh=True)
    board = board_of("stride", **QUERY)
    walks_on(page)
    for size in ((820, 1180), (390, 844), (1366, 768)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        walks_on(page)
        assert_right(page, board)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert_right(page, board)
    page.keyboard.press("p")  # large for the back row, and back
    walks_on(page)
    assert_right(page, board)
    page.keyboard.press("Escape")
    assert_right(page, board)
    session = page.context.new_cdp_session(page)
    for state in ("frozen", "active"):  # a tab in the background
        session.send("Page.setWebLifecycleState", {"state": state})
    walks_on(page)
    assert_right(page, board)
    page.evaluate("() => { document.querySelector('[data-testid=player]').requestFullscreen().catch(() => 0); }")
    walks_on(page)
    page.evaluate("() => document.exitFullscreen().catch(() => 0)")
    assert_right(page, board)
    page.get_by_test_id("stSidebarNav").get_by_text("Step through").click()
    expect(page.get_by_role("heading", name="Step through")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Stride and dilation")).to_be_visible()
    expect(page).to_have_url(re.compile("kernel=sobel_x"))
    assert_right(page, board)


def served(port):
    """A server on a port of its own."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.headless=true"]
    process = subprocess.Popen(
        [*command, "--server.address=127.0.0.1", "--server.fileWatcherType=none"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "STREAMLIT_SERVER_COOKIE_SECRET": "a secret that stays"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until_healthy(f"http://127.0.0.1:{port}")
    return process


def test_a_server_that_is_started_again_takes_the_visit_on(browser):
    port = free_ports(1)[0]
    server = served(port)
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    try:
        open_page(page, f"http://127.0.0.1:{port}/step?picture=upload&size=16&kernel=sobel_x&stride=2")
        page.locator('input[type="file"]').set_input_files(
            {"name": "quarters.png", "mimeType": "image/png", "buffer": encode(Image.fromarray(QUARTERS), "PNG")}
        )
        expect(part(page, "")).to_have_attribute("data-steps", "49")
        walks_on(page)
        server.send_signal(signal.SIGKILL)
        server.wait(20)
        walks_on(page)  # nothing of the walk is asked of the server
        server = served(port)
        expect(page.get_by_text("does not travel with a link")).to_be_visible(timeout=60_000)
        expect(part(page, "")).to_have_attribute("data-steps", "4")  # the worked example stands in, with the settings
        more(page, "stride_row").click()
        expect(page).to_have_url(re.compile("stride=3"))
        assert "kernel=sobel_x" in page.url
    finally:
        page.context.close()
        server.kill()
        server.wait(20)


@contextmanager
def losing_packets(port, percent):
    """Drop so many of the packets to and from a port, where nftables is there and allowed; gives whether it is."""
    lost = f"numgen random mod 100 < {percent} drop"
    chain = ["type filter hook input priority 0", f"tcp sport {port} {lost}", f"tcp dport {port} {lost}"]
    table = "\n".join(["table inet kernelwalk {", "chain lossy {", *chain, "}", "}", ""])
    nft = shutil.which("nft", path=f"{os.environ['PATH']}:/usr/sbin") or "nft"
    try:
        subprocess.run([nft, "-f", "-"], input=table, text=True, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run([nft, "delete table inet kernelwalk"], check=True)


@pytest.mark.soak
def test_a_slow_network_only_makes_it_late(visit, address, amount, figures, request):
    """400 kbit/s with 400 ms: a changed setting arrives, and the walk goes on.

    In full from an empty cache, and with a twentieth of all packets lost.
    """
    page = visit(f"/step?{LINK}", fresh=True)
    session = page.context.new_cdp_session(page)
    request.addfinalizer(session.detach)  # the network is a quick one again, for the tests that load this page next
    session.send("Network.enable")
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    with amount(nullcontext(False), losing_packets(urlsplit(address).port, 5)) as losing:
        session.send("Network.emulateNetworkConditions", slow)
        if amount(False, True):
            session.send("Network.clearBrowserCache")
            began = time.monotonic()
            page.goto(f"{address}/step?{LINK}", timeout=180_000)
            page.wait_for_selector(READY, timeout=180_000)
            figures(
                f"a first visit with an empty cache took {time.monotonic() - began:.0f} s"
                + (", with 5 % of the packets lost" if losing else "; nftables is not there, and no packet was lost")
            )
        for stride, steps in [(2, 49), (3, 25), (4, 16)]:
            began = time.monotonic()
            more(page, "stride_row").click()
            expect(part(page, "")).to_have_attribute("data-steps", str(steps), timeout=120_000)
            figures(f"stride {stride} arrived after {time.monotonic() - began:.1f} s")
        walks_on(page)
        assert_right(page, board_of("step", **QUERY, stride="4"))
