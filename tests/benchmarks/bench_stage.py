"""Benchmark of the stage: `make bench-stage` prints medians and ratios and writes bench-stage.json.

The app and a bare page stand side by side in one browser, and each round measures both, so that a noisy machine
disturbs both alike.
"""

from __future__ import annotations

import statistics
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.reports import machine, write_report
from tests.driving import launch, open_page, running_app

SCENES = {  # address of the app's lesson, address of the bare page with the same figures
    "5": ("step?", ""),
    "28": ("step?picture=landscape&size=28&", "?picture=landscape&size=28"),
    "64": ("step?picture=landscape&size=64&", "?picture=landscape&size=64"),
    "512": ("step?picture=landscape&size=512&", "?picture=landscape&size=512"),
    "5 paddings of 64": ("padding?picture=landscape&size=64&", "padding?picture=landscape&size=64"),
    "3 channels, 8 kernels, 64": (
        "channels?picture=landscape&size=64&colour=channels&out_channels=8&",
        "channels?picture=landscape&size=64&colour=channels&out_channels=8",
    ),
}
ROUNDS = 11
VIEW = {"width": 1400, "height": 900}

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
  root.player.pause();
  root.player.show(0);
  root.querySelector('[data-testid="player-speed"]').value = "60";
  root.player.play();
  let frames = 0, steps = 0, last = root.dataset.step;
  const start = performance.now();
  const count = (now) => {
    frames++;
    if (root.dataset.step !== last) { steps++; last = root.dataset.step; }
    if (now - start < 3000) return requestAnimationFrame(count);
    root.player.pause();
    done({ frames: frames / ((now - start) / 1000), steps: steps / ((now - start) / 1000) });
  };
  requestAnimationFrame(count);
})"""

# Click the stride's plus or minus button; wait until the feature map is drawn anew, the player walks it, and it is
# painted.
CHANGE = """(button) => new Promise((done, fail) => {
  const player = document.querySelector('[data-testid="player"]');
  const map = () => [...document.querySelectorAll('.st-key-stage [class*="map"] .js-plotly-plot')].pop();
  const old = map().layout.meta;
  const start = performance.now();
  document.querySelector(`.st-key-stride_row [data-testid="stNumberInputStep${button}"]`).click();
  setTimeout(() => fail('The feature map was not drawn anew.'), 20000);
  const look = () => {
    const chart = map(); // none while Streamlit exchanges it
    const drawn = chart && chart.layout.meta !== old && chart._fullLayout.meta !== old;
    const walks = drawn && (!player
      || (player.dataset.ready === 'true' && player.player.stage.tracks.at(-1).map.values === chart._fullData[0].z));
    if (drawn && walks) setTimeout(() => done(performance.now() - start));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""

CHARTS_DRAWN = """(count) => {
  const charts = [...document.querySelectorAll('.st-key-stage .js-plotly-plot')];
  const player = document.querySelector('[data-testid="player"]');
  return charts.length === count && charts.every((chart) => chart.querySelector('.heatmaplayer image'))
    && (count === 1 || (player !== null && player.dataset.ready === 'true'));
}"""


def scene(address: str, path: str) -> str:
    return f"{address}/{path}kernel=sobel_x&step=0"


def stepping(page: Page, address: str, path: str) -> dict[str, float]:
    """Script time, frames and steps a second, and WebSocket messages while stepping, hovering and playing."""
    open_page(page, scene(address, path))
    page.wait_for_timeout(1000)
    messages: list[object] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    for direction in ("Sent", "Received"):
        session.on(f"Network.webSocketFrame{direction}", lambda frame: messages.append(frame))
    step_time = page.evaluate(STEP_TIMES)
    frames = page.evaluate(FRAMES)
    box = page.locator('.st-key-stage [class*="map"] .nsewdrag').first.bounding_box()
    for part in range(1, 9):
        page.mouse.move(box["x"] + box["width"] * part / 9, box["y"] + box["height"] / 2)
    page.wait_for_timeout(200)
    return {"step_ms": step_time, "frames": frames["frames"], "steps": frames["steps"], "messages": len(messages)}


def changing(browsers: list[Browser], address: str, bare: str, paths: tuple[str, str]) -> tuple[float, float]:
    """Median milliseconds from a change of stride to the painted stage: app and bare page, a browser each.

    Of two pages in one browser only the one in front is painted.
    """
    pages = [browser.new_page(viewport=VIEW) for browser in browsers]
    open_page(pages[0], scene(address, paths[0]))
    count = pages[0].locator(".st-key-stage .heatmaplayer image").count()
    pages[1].goto(f"{bare}/{paths[1]}")
    drawn = "count => document.querySelectorAll('.st-key-stage .heatmaplayer image').length === count"
    pages[1].wait_for_function(drawn, arg=count)
    times: list[list[float]] = [[], []]
    for turn in range(2 * ROUNDS):
        page = pages[turn % 2]
        page.wait_for_timeout(300)
        times[turn % 2].append(page.evaluate(CHANGE, "Up" if turn % 4 < 2 else "Down"))
    for page in pages:
        page.close()
    return statistics.median(times[0]), statistics.median(times[1])


def opening(browser: Browser, address: str, bare: str) -> tuple[float, float]:
    """Median milliseconds from navigation to a drawn page, in a fresh browser context: app and bare page."""
    times: list[list[float]] = [[], []]
    for turn in range(2 * ROUNDS):
        context = browser.new_context(viewport=VIEW)
        page = context.new_page()
        page.goto(f"{address}/step" if turn % 2 == 0 else bare, wait_until="commit")
        page.wait_for_function(CHARTS_DRAWN, arg=3 if turn % 2 == 0 else 1, polling="raf", timeout=60_000)
        times[turn % 2].append(page.evaluate("performance.now()"))
        context.close()
    return statistics.median(times[0]), statistics.median(times[1])


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
    bare_page, bare_chart = (Path(__file__).with_name(f"bare_{name}.py") for name in ("page", "chart"))
    with (
        running_app() as address,
        running_app(bare_page) as bare,
        running_app(bare_chart) as chart,
        sync_playwright() as playwright,
    ):
        browsers = [launch(playwright), launch(playwright)]
        browser = browsers[0]
        results["browser"] = f"Chromium {browser.version}"
        print(machine(), results["browser"], sep="; ")
        for name, paths in SCENES.items():
            page = browser.new_page(viewport=VIEW)
            row = stepping(page, address, paths[0])
            page.close()
            row["bytes"] = received_bytes(browser, address, paths[0])
            if name != "5":  # the bare page has no worked example
                row["change_ms"], row["bare_change_ms"] = changing(browsers, address, bare, paths)
                row["change_ratio"] = row["change_ms"] / row["bare_change_ms"]
            results[name] = row
            print(
                f"{name}: {row['step_ms']:.2f} ms a step (bar 1), {row['frames']:.0f} frames and "
                f"{row['steps']:.0f} steps a second (bar 55), {row['messages']} messages (bar 0), "
                f"{row['bytes'] / 1e6:.2f} MB (bar 2)"
            )
            if "change_ms" in row:
                print(f"    setting change: {row['change_ms']:.0f} ms, {row['change_ratio']:.2f} x bare (bar 1.5)")
        cold, bare_cold = opening(browser, address, chart)
        results["cold"] = {"app_ms": cold, "bare_ms": bare_cold, "ratio": cold / bare_cold}
        print(f"cold /step: {cold:.0f} ms, {cold / bare_cold:.2f} x bare page with one chart (bar 1.3)")
        for each in browsers:
            each.close()
    write_report("stage", results)


if __name__ == "__main__":
    main()
