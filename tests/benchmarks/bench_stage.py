"""Benchmark of the stage: `make bench-stage` prints medians and ratios and writes bench-stage.json.

The app and a bare page stand side by side in one browser, and each round measures both, so that a noisy machine
disturbs both alike.
"""

from __future__ import annotations

import json
import platform
import statistics
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.driving import ROOT, launch, open_page, running_app

SIZES = (5, 64, 512)
ROUNDS = 15
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
  const charts = () => [...document.querySelectorAll('.st-key-stage .js-plotly-plot')];
  const player = document.querySelector('[data-testid="player"]');
  const map = () => charts()[charts().length - 1];
  const old = map().layout.meta;
  const start = performance.now();
  document.querySelector(`.st-key-stride_row [data-testid="stNumberInputStep${button}"]`).click();
  setTimeout(() => fail('The feature map was not drawn anew.'), 20000);
  const look = () => {
    const drawn = map().layout.meta !== old && map()._fullLayout.meta !== old;
    const walks = !player
      || (player.dataset.ready === 'true' && player.player.track.map.values === map()._fullData[0].z);
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


def scene(address: str, size: int) -> str:
    picture = "picture=worked" if size == 5 else f"picture=landscape&size={size}"
    return f"{address}/step?{picture}&kernel=sobel_x&step=0"


def stepping(page: Page, address: str, size: int) -> dict[str, float]:
    """Script time, frames and steps a second, and WebSocket messages while stepping, hovering and playing."""
    open_page(page, scene(address, size))
    page.wait_for_timeout(1000)
    messages: list[object] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    for direction in ("Sent", "Received"):
        session.on(f"Network.webSocketFrame{direction}", lambda frame: messages.append(frame))
    step_time = page.evaluate(STEP_TIMES)
    frames = page.evaluate(FRAMES)
    box = page.locator(".st-key-map .nsewdrag").first.bounding_box()
    for part in range(1, 9):
        page.mouse.move(box["x"] + box["width"] * part / 9, box["y"] + box["height"] / 2)
    page.wait_for_timeout(200)
    return {"step_ms": step_time, "frames": frames["frames"], "steps": frames["steps"], "messages": len(messages)}


def changing(browser: Browser, address: str, bare: str, size: int) -> tuple[float, float]:
    """Median milliseconds from a change of stride to the painted stage: app and bare page."""
    pages = [browser.new_page(viewport=VIEW) for _ in range(2)]
    open_page(pages[0], scene(address, max(size, 28)))
    pages[1].goto(f"{bare}/?picture=landscape&size={max(size, 28)}")
    pages[1].wait_for_function("document.querySelectorAll('.st-key-stage .heatmaplayer image').length === 3")
    times: list[list[float]] = [[], []]
    for turn in range(2 * ROUNDS):
        page = pages[turn % 2]
        page.bring_to_front()
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


def received_bytes(browser: Browser, address: str, size: int) -> int:
    """Bytes of the WebSocket messages that open a scene."""
    page = browser.new_page(viewport=VIEW)
    lengths: list[int] = []

    def listen(socket) -> None:
        socket.on("framereceived", lambda frame: lengths.append(len(frame)))

    page.on("websocket", listen)
    open_page(page, scene(address, size))
    page.wait_for_timeout(500)
    page.close()
    return sum(lengths)


def main() -> None:
    results: dict[str, object] = {"machine": f"{platform.machine()}, Python {platform.python_version()}"}
    bare_page, bare_chart = (Path(__file__).with_name(f"bare_{name}.py") for name in ("page", "chart"))
    with (
        running_app() as address,
        running_app(bare_page) as bare,
        running_app(bare_chart) as chart,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        results["browser"] = f"Chromium {browser.version}"
        print(results["machine"], results["browser"], sep="; ")
        for size in SIZES:
            page = browser.new_page(viewport=VIEW)
            row = stepping(page, address, size)
            page.close()
            row["bytes"] = received_bytes(browser, address, size)
            row["change_ms"], row["bare_change_ms"] = changing(browser, address, bare, size)
            row["change_ratio"] = row["change_ms"] / row["bare_change_ms"]
            results[f"size {size}"] = row
            print(
                f"size {size:3}: {row['step_ms']:.2f} ms a step (bar 1), {row['frames']:.0f} frames and "
                f"{row['steps']:.0f} steps a second (bar 55), {row['messages']} messages (bar 0), "
                f"{row['bytes'] / 1e6:.2f} MB (bar 2), change {row['change_ms']:.0f} ms, "
                f"{row['change_ratio']:.2f} x bare (bar 1.5)"
            )
        cold, bare_cold = opening(browser, address, chart)
        results["cold"] = {"app_ms": cold, "bare_ms": bare_cold, "ratio": cold / bare_cold}
        print(f"cold /step: {cold:.0f} ms, {cold / bare_cold:.2f} x bare page with one chart (bar 1.3)")
        browser.close()
    (ROOT / "bench-stage.json").write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
