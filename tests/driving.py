"""Start the app and a Chromium to drive it: shared by the browser tests and the benchmarks."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).parents[1]
AS_IT_COMES = "--runner.postScriptGC=true"  # Streamlit's default, which the app's settings change
READY = '[data-testid="player"][data-ready="true"]'
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def running_app(script: Path = ROOT / "app.py", *settings: str) -> Iterator[str]:
    """Serve a Streamlit script on a free port; gives its address."""
    with running_server(script, *settings) as (address, _process):
        yield address


@contextmanager
def running_server(script: Path, *settings: str) -> Iterator[tuple[str, int]]:
    """The same, with more of Streamlit's settings; gives the address and the server's process number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    options = ["--server.headless=true", "--server.address=127.0.0.1", "--server.fileWatcherType=none"]
    server = subprocess.Popen(
        [*command, *options, *settings],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(address)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(10)


def launch(playwright: Playwright, *flags: str) -> Browser:
    """A headless Chromium: the machine's own where there is one, else the one that Playwright installed."""
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    return playwright.chromium.launch(executable_path=installed, args=[*FLAGS, *flags])


def deno() -> str:
    """The JavaScript runtime beside this Python, which lints the player and runs its modules."""
    return shutil.which("deno", path=str(Path(sys.executable).parent)) or "deno"


def run_script(script: str, values: object) -> Any:
    """What a script of the player's modules prints as JSON, given values as JSON on its standard input."""
    ran = subprocess.run(
        [deno(), "eval", "--ext=js", script],
        input=json.dumps(values),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def open_page(page: Page, address: str) -> None:
    """Go to an address and wait until the player walks; what is waited for there may take a busy machine a while."""
    page.set_default_timeout(60_000)
    page.goto(address)
    page.wait_for_selector(READY, timeout=90_000)


GO = """link => {
  window.arrivals = document.querySelector('[data-testid="player"]').player.arrival;
  history.pushState(null, '', link);
  dispatchEvent(new PopStateEvent('popstate'));
}"""
RESTED = """() => !document.querySelector('.stApp[data-test-script-state="running"]')"""
ARRIVED = """() => {
  const root = document.querySelector('[data-testid="player"]');
  if (!root || !root.player || root.dataset.ready !== 'true') return false;
  if (document.querySelector('.stApp[data-test-script-state="running"]')) return false; // the last board stays as long
  const { arrival, data } = root.player;
  const own = ['step', 'panel', 'embed', 'embed_options'];
  const there = [...new URLSearchParams(location.search)].filter(([name]) => !own.includes(name)).sort();
  return arrival > window.arrivals && JSON.stringify(Object.entries(data.address).sort()) === JSON.stringify(there);
}"""


def go(page: Page, link: str) -> None:
    """Move an open page to another link of the app, as the browser's history would, and wait until the player walks.

    First the run before is waited for: what it writes into the address would take the place of the link.
    """
    page.wait_for_function(RESTED, polling="raf", timeout=60_000)
    page.evaluate(GO, link)
    page.wait_for_function(ARRIVED, polling="raf", timeout=60_000)


def wait_until_healthy(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)


if __name__ == "__main__":  # fails where no Chromium starts
    from playwright.sync_api import sync_playwright

    with sync_playwright() as found:
        print("Chromium", launch(found).version)
