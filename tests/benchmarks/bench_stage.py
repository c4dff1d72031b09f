"""Benchmark of the stage: `make bench-stage` prints medians and ratios and writes bench-stage.json.

The app and a bare page stand side by side, and each round measures both, so that a noisy machine
disturbs both alike.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, TimeoutError, sync_playwright

from conv.networks import NETWORKS
from conv.ui.scene.kinds import Layers
from tests.benchmarks.reports import machine, write_report
from tests.benchmarks.wire import counted
from tests.driving import AS_IT_COMES, launch, open_page, running_app
from tests.picture_files import film_flags

SCENES = {  # lesson and scene, the same for the app and for the bare page
    "5": "step?",
    "28": "step?picture=landscape&size=28&",
    "28, a weight on the board": "step?picture=landscape&size=28&",
    "64": "step?picture=landscape&size=64&",
    "512": "step?picture=landscape&size=512&",
    "5 paddings of 64": "padding?picture=landscape&size=64&",
    "3 channels, 8 kernels, 64": "channels?picture=landscape&size=64&out_channels=8&",
    "8 layers on 224": "depth?picture=landscape&size=224&stack=" + Layers(99).write(NETWORKS["alexnet"]) + "&",
}
WIDGETS = {"8 layers on 224": "stack_seed"}  # whose plus and minus change the scene, where it is not the stride's
TOUCHED = "28, a weight on the board"  # in the app a weight is changed, on the bare page a setting as ever
ROUNDS = 11
VIEW = {"width": 1400, "height": 900}
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 20e6 / 8, "uploadThroughput": 20e6 / 8}

CAMERA = {  # pictures a second that must be shown at least, of a camera that takes 30
    "step?picture=landscape&size=128&": 30,
    "kernels?topic=gallery&picture=landscape&size=128&": 15,
}

STEP_TIMES = """() => {
  const player = document.querySelector('[data-testid="player"]').player;
  const steps = player.grid.steps, times = [];
  for (let n = 0, seed = 1; n < 200; n++) {
    seed = (seed * 48271) % 2147483647;
    const before = performance.now();
    player.show(seed % steps);
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  return times[100];
}"""

# Play for three seconds at 60 steps a second and count frames and steps.
FRAMES = """() => new Promise((done) => {
  const root = document.querySelector('[data-testid="player"]');
  root.player.clock.pause();
  root.player.show(0);
  root.querySelector('[data-testid="player-speed"]').value = "60";
  root.player.clock.play();
  let frames = 0, steps = 0, last = root.dataset.step;
  const start = performance.now();
  const count = (now) => {
    frames++;
    if (root.dataset.step !== last) { steps++; last = root.dataset.step; }
    if (now - start < 3000) return requestAnimationFrame(count);
    root.player.clock.pause();
    done({ frames: frames / ((now - start) / 1000), steps: steps / ((now - start) / 1000) });
  };
  requestAnimationFrame(count);
})"""

# Click a number's plus or minus button, or change a weight on the board; wait until the figure is drawn anew, the
# player walks it, and it is painted.
CHANGE = """([widget, button, touched]) => new Promise((done, fail) => {
  const root = document.querySelector('[data-testid="player"]');
  const chart = () => document.querySelector('.st-key-board .js-plotly-plot');
  const picture = () => chart()?.querySelector('.heatmaplayer image')?.getAttribute('href') ?? null;
  const old = root ? chart().layout.meta : picture();
  const start = performance.now();
  if (root && touched) {
    const { editing } = root.player;
    editing.gesture.begin();
    const panel = editing.panels.find(({ edits }) => edits?.role === 'weight');
    editing.nudge({ panel, row: 0, col: 0 }, button === 'Up' ? 1 : -1);
  } else {
    document.querySelector(`[class*="st-key-${widget}_"] [data-testid="stNumberInputStep${button}"]`).click();
  }
  setTimeout(() => fail('The figure was not drawn anew.'), 20000);
  const look = () => {
    const now = chart();
    const drawn = root
      ? now && now.layout.meta !== old && root.dataset.ready === 'true'
        && root.player.board.data.mark === now.layout.meta
      : now && picture() && picture() !== old;
    if (drawn) setTimeout(() => done(performance.now() - start));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""

# Drag a weight: milliseconds from a move of the pointer to the frame that shows it, and frames a second meanwhile.
DRAG = """async (moves) => {
  const { editing, board } = document.querySelector('[data-testid="player"]').player;
  const panel = board.panels.find(({ edits }) => edits?.role === 'weight');
  if (!panel) return null;
  const { x, y } = panel.box(0, 0);
  const frame = () => new Promise((done) => requestAnimationFrame((now) => setTimeout(() => done(now))));
  const times = [];
  editing.down({ button: 0, clientX: x, clientY: y }, { panel, row: 0, col: 0 });
  for (let move = 1; move <= moves; move++) {
    await new Promise((done) => setTimeout(done, (move * 7) % 16));
    const before = performance.now();
    dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y - 8 * (move % 9) }));
    await frame();
    times.push(performance.now() - before);
  }
  let frames = 0;
  const start = performance.now();
  while (performance.now() - start < 3000) {
    dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y - 8 * (frames % 9) }));
    await new Promise(requestAnimationFrame);
    frames++;
  }
  editing.letGo();
  times.sort((a, b) => a - b);
  const [median, late] = [0.5, 0.95].map((share) => times[Math.floor(share * times.length)]);
  return { median, late, frames: (1000 * frames) / (performance.now() - start) };
}"""
MOVES = 100

FILM = """() => new Promise((done) => {
  const { camera } = document.querySelector('[data-testid="player"]').player;
  const [shown, start] = [camera.shown, performance.now()];
  setTimeout(() => done((1000 * (camera.shown - shown)) / (performance.now() - start)), 5000);
})"""

DRAWN = """() => {
  const root = document.querySelector('[data-testid="player"]');
  const drawn = document.querySelector('.js-plotly-plot .heatmaplayer image, .js-plotly-plot .imagelayer image');
  return drawn && (!root || root.dataset.ready === 'true');
}"""
WALKS = """() => document.querySelector('[data-testid="player"]')?.dataset.ready === 'true'"""


def scene(address: str, path: str) -> str:
    return f"{address}/{path}kernel=sobel_x&step=0"


def stepping(page: Page, address: str, path: str) -> dict[str, float]:
    """Script time, frames and steps a second (also at a quarter of the processor), and messages meanwhile."""
    open_page(page, scene(address, path))
    page.wait_for_timeout(1000)
    messages: list[object] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    for direction in ("Sent", "Received"):
        session.on(f"Network.webSocketFrame{direction}", lambda frame: messages.append(frame))
    step_time = page.evaluate(STEP_TIMES)
    frames = page.evaluate(FRAMES)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    slow = page.evaluate(FRAMES)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    box = page.locator(".kw-drawing").bounding_box()
    for part in range(1, 9):
        page.mouse.move(box["x"] + box["width"] * part / 9, box["y"] + box["height"] / 2)
    page.wait_for_timeout(200)
    return {
        "step_ms": step_time,
        "frames": frames["frames"],
        "slow_frames": slow["frames"],
        "steps": frames["steps"],
        "messages": len(messages),
    }


def dragging(page: Page, address: str, path: str) -> dict[str, dict[str, float]]:
    """A weight that is dragged, at the whole processor and at a quarter of it; empty where there is none."""
    open_page(page, scene(address, path))
    page.wait_for_timeout(1000)
    session = page.context.new_cdp_session(page)
    found = {}
    for name, rate in (("drag", 1), ("slow drag", 4)):
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        page.evaluate("() => document.querySelector('[data-testid=\"player\"]').player.clock.pause()")
        if measured := page.evaluate(DRAG, MOVES):
            found[name] = measured
        page.wait_for_timeout(1000)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return found


def changing(browsers: list[Browser], addresses: list[str], path: str, widget: str, touched: bool) -> list[float]:
    """Median milliseconds from a change of a setting to the painted stage: app and bare pages, a browser each.

    Of two pages in one browser only the one in front is painted.
    """
    pages = [browser.new_page(viewport=VIEW) for browser in browsers]
    for page, address in zip(pages, addresses, strict=True):
        page.goto(scene(address, path))
    for page in pages:
        page.wait_for_function(DRAWN)
        page.wait_for_selector(f'[class*="st-key-{widget}_"] button')  # the sidebar comes last
    times: list[list[float]] = [[] for _ in pages]
    for turn in range(ROUNDS):
        for page, found in zip(pages, times, strict=True):
            page.wait_for_timeout(400)
            found.append(page.evaluate(CHANGE, [widget, "Down" if turn % 2 else "Up", touched]))
    for page in pages:
        page.close()
    return [statistics.median(found) for found in times]


def opening(browser: Browser, first: str, bare: str, *, slow: bool = False) -> tuple[float, float]:
    """Median milliseconds from navigation to a drawn page, in a fresh browser context: app and bare page."""
    times: list[list[float]] = [[], []]
    for _round in range(ROUNDS):
        for found, address, there in zip(times, (first, bare), (WALKS, DRAWN), strict=True):
            while (taken := _opened(browser, address, there, slow)) is None:
                pass
            found.append(taken)
    return statistics.median(times[0]), statistics.median(times[1])


def _opened(browser: Browser, address: str, there: str, slow: bool) -> float | None:
    """Milliseconds from navigation to a drawn page; None where Chromium's slow network, as it may, never begins."""
    context = browser.new_context(viewport=VIEW)
    page = context.new_page()
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address, wait_until="commit")
    try:
        page.wait_for_function(there, polling="raf", timeout=60_000)
        return page.evaluate("performance.now()")
    except TimeoutError:
        if not slow:
            raise
        return None
    finally:
        context.close()


def filming(playwright: Playwright, address: str) -> dict[str, float]:
    """Pictures a second that run through the kernels, from a drawn film in the camera's place."""
    with TemporaryDirectory() as folder:
        browser = launch(playwright, *film_flags(Path(folder)))
        found = {}
        for path in CAMERA:
            page = browser.new_context(viewport=VIEW, permissions=["camera"]).new_page()
            open_page(page, scene(address, path))
            page.get_by_test_id("player-camera").click()
            page.wait_for_function("document.querySelector('[data-testid=player]').player.camera.shown > 10")
            found[path] = page.evaluate(FILM)
            page.context.close()
        browser.close()
        return found


def first_visit(browser: Browser, address: str) -> dict[str, float]:
    """Bytes of everything that a first visit of /step gets, heads and messages too, and requests to other hosts."""
    hosts: list[str] = []
    with counted(address) as wire:
        context = browser.new_context(viewport=VIEW)
        page = context.new_page()
        page.on("request", lambda request: hosts.append(request.url))
        open_page(page, f"{wire.address}/step")
        page.wait_for_timeout(1500)
        context.close()
        own = (wire.address, wire.address.replace("http", "ws"), "data:", "blob:")
        others = [url for url in hosts if not url.startswith(own)]
        return {"bytes": wire.received, "requests": len(hosts), "other_hosts": len(others)}


def received_bytes(browser: Browser, address: str, path: str) -> int:
    """Bytes of the WebSocket messages that open a scene."""
    page = browser.new_page(viewport=VIEW)
    lengths: list[int] = []

    def listen(socket) -> None:
        socket.on("framereceived", lambda frame: lengths.append(len(frame)))

    page.on("websocket", listen)
    open_page(page, scene(address, path))
    page.wait_for_timeout(500)
    page.close()
    return sum(lengths)


def main() -> None:
    results: dict[str, object] = {}
    bare_page, strict_page, bare_chart = (
        Path(__file__).with_name(f"bare_{name}.py") for name in ("page", "strict", "chart")
    )
    with (
        running_app() as address,
        running_app(bare_page, AS_IT_COMES) as bare,
        running_app(strict_page) as strict,
        running_app(bare_chart, AS_IT_COMES) as chart,
        sync_playwright() as playwright,
    ):
        browsers = [launch(playwright) for _ in range(3)]
        browser = browsers[0]
        results["browser"] = f"Chromium {browser.version}"
        print(machine(), results["browser"], sep="; ")
        chosen = sys.argv[1:]  # names of scenes, for a part of the run
        for name, path in SCENES.items():
            if chosen and name not in chosen:
                continue
            page = browser.new_page(viewport=VIEW)
            row: dict[str, Any] = stepping(page, address, path)
            drags = row["drags"] = dragging(page, address, path)
            page.close()
            row["bytes"] = received_bytes(browser, address, path)
            row["change_ms"], row["bare_change_ms"], row["strict_change_ms"] = changing(
                browsers, [address, bare, strict], path, WIDGETS.get(name, "stride_row"), name == TOUCHED
            )
            row["change_ratio"] = row["change_ms"] / row["bare_change_ms"]
            row["strict_ratio"] = row["change_ms"] / row["strict_change_ms"]
            results[name] = row
            print(
                f"{name}: {row['step_ms']:.2f} ms a step (bar 1), {row['frames']:.0f} frames and "
                f"{row['steps']:.0f} steps a second, {row['slow_frames']:.0f} frames at a quarter of the "
                f"processor (bar 55), {row['messages']} messages (bar 0), {row['bytes'] / 1e6:.2f} MB (bar 2)"
            )
            for drag, found in drags.items():
                print(
                    f"    {drag}: {found['median']:.0f} ms from move to frame, {found['late']:.0f} at the 95th "
                    f"percentile (bars 16 and 33, at 512 33 and 50), {found['frames']:.0f} frames a second"
                )
            print(
                f"    setting change: {row['change_ms']:.0f} ms, {row['change_ratio']:.2f} x a bare page with the same "
                f"widgets (bar 1.2), {row['strict_ratio']:.2f} x the strict page (bar 1.6)"
            )
        if chosen:
            return
        results["camera"] = films = filming(playwright, address)
        for path, rate in films.items():
            print(f"camera, {path.partition('?')[0]} at 128: {rate:.0f} pictures a second (bar {CAMERA[path]})")
        visited = first_visit(browser, address)
        results["first visit"] = visited
        print(
            f"first visit: {visited['bytes'] / 1e6:.2f} MB (bar 2.7), {visited['requests']} requests, "
            f"{visited['other_hosts']} to other hosts (bar 0)"
        )
        heaviest = f"{address}/channels?picture=landscape&size=64&out_channels=8&step=0"
        for name, first, slow, bar in (
            ("/step", f"{address}/step", False, 1.15),
            ("/step at 20 Mbit/s", f"{address}/step", True, 1.0),
            ("heaviest lesson", heaviest, False, 1.15),
            ("heaviest lesson at 20 Mbit/s", heaviest, True, 1.0),
        ):
            cold, bare_cold = opening(browser, first, chart, slow=slow)
            results[f"cold {name}"] = {"app_ms": cold, "bare_ms": bare_cold, "ratio": cold / bare_cold}
            print(f"cold {name}: {cold:.0f} ms, {cold / bare_cold:.2f} x bare page with one chart (bar {bar})")
        for each in browsers:
            each.close()
    write_report("stage", results)


if __name__ == "__main__":
    main()
