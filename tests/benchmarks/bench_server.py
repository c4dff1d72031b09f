"""Benchmark of the server: `make bench-server` lets a class work with the app and with a bare page, and compares them.

Both servers stand side by side and take turns. Each visitor opens the lesson, uploads a picture once, and changes a
setting every few seconds; the figures are the time from request to finished script, the processor time for each change,
and the memory for each session. Imports and the reading of a large photo are measured, too.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from conv.images import load_image
from tests.benchmarks.reports import machine, write_report
from tests.benchmarks.visitors import Visitor
from tests.driving import AS_IT_COMES, ROOT, running_server

VISITORS = int(os.environ.get("VISITORS", "60"))
SECONDS = 30
PAUSE = 5.0  # seconds between a visitor's changes
XSRF = "--server.enableXsrfProtection=false"
PAGES = {
    "app": ("step", "picture=upload&size=28&kernel=sobel_x"),
    "bare": ("", "picture=upload&size=28&kernel=sobel_x"),
}
OWN_IMPORTS = "conv.ui.shell pages"
COMMON_IMPORTS = "streamlit plotly.graph_objects pandas numpy PIL.Image"


def photo(width: int, height: int) -> bytes:
    """A JPEG with some detail."""
    rng = np.random.default_rng(1)
    small = Image.fromarray(rng.integers(0, 256, (height // 40, width // 40, 3), np.uint8))
    buffer = BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def cpu_seconds(process: int) -> float:
    """Processor time that a process and its threads have used."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(process: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def play(visitor: Visitor, end: float, data: bytes, times: list[float], uploads: list[float]) -> None:
    """Change the stride every few seconds, and upload a picture in between."""
    stride = 1
    await asyncio.sleep(random.uniform(0, PAUSE))
    uploads.append(await visitor.upload("upload_file", data))
    while time.monotonic() < end:
        await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)
        stride = 2 if stride == 1 else 1
        times.append(await visitor.change("stride_row", stride))
        assert ("stride=2" in visitor.query) == (stride == 2), "the setting did not arrive"


async def measure(name: str, address: str, process: int, data: bytes) -> dict[str, float]:
    """A class on one server."""
    page, query = PAGES[name]
    first = Visitor(address, page, query)
    await first.open()
    before = megabytes(process)
    visitors = [Visitor(address, page, query) for _ in range(VISITORS)]
    opened = [await visitor.open() for visitor in visitors]
    await asyncio.sleep(1)
    memory = (megabytes(process) - before) / VISITORS
    times: list[float] = []
    uploads: list[float] = []
    used = cpu_seconds(process)
    end = time.monotonic() + SECONDS
    await asyncio.gather(*(play(visitor, end, data, times, uploads) for visitor in visitors))
    busy = cpu_seconds(process) - used
    assert not any(visitor.failed for visitor in visitors), "a page showed an exception"
    for visitor in [first, *visitors]:
        await visitor.close()
    times.sort()
    alone = await measure_alone(Visitor(address, page, query), process)
    return {
        "open_ms": statistics.median(opened) * 1e3,
        "median_ms": statistics.median(times) * 1e3,
        "p95_ms": times[int(0.95 * len(times))] * 1e3,
        "upload_ms": statistics.median(uploads) * 1e3,
        "changes": len(times),
        "class_cpu_s": busy,
        "cpu_ms": alone,
        "session_mb": memory,
    }


async def measure_alone(visitor: Visitor, process: int, count: int = 40) -> float:
    """Milliseconds of processor time for a change, one visitor after the other."""
    await visitor.open()
    used = cpu_seconds(process)
    for turn in range(count):
        await visitor.change("stride_row", 2 - turn % 2)
    await visitor.close()
    return (cpu_seconds(process) - used) / count * 1e3


def median_seconds(call: Callable[[], object], rounds: int = 9) -> float:
    times = []
    for _round in range(rounds):
        before = time.perf_counter()
        call()
        times.append(time.perf_counter() - before)
    return statistics.median(times)


def photo_ratio() -> tuple[float, float]:
    """Milliseconds for a 12-megapixel JPEG, and their ratio to Pillow's own thumbnail."""
    data = photo(4000, 3000)

    def thumbnail() -> None:
        picture = Image.open(BytesIO(data))
        picture.thumbnail((512, 384))
        np.asarray(picture)

    own, plain = median_seconds(lambda: load_image(data, 512)), median_seconds(thumbnail)
    return own * 1e3, own / plain


def import_milliseconds() -> float:
    """What the app's own modules add to the imports of Streamlit, Plotly and what these need."""
    code = (
        "import time\n"
        f"for name in '{COMMON_IMPORTS}'.split(): __import__(name)\n"
        "from plotly.graph_objects import Figure\nFigure()\n"
        "start = time.perf_counter()\n"
        f"for name in '{OWN_IMPORTS}'.split(): __import__(name)\n"
        "print((time.perf_counter() - start) * 1e3)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True) for _ in range(5)]
    return statistics.median(float(run.stdout) for run in runs)


def main() -> None:
    print(machine())
    data = photo(1600, 1200)
    found: dict[str, dict[str, float]] = {}
    bare_page = Path(__file__).with_name("bare_page.py")
    with (
        running_server(ROOT / "app.py", XSRF) as app,
        running_server(bare_page, XSRF, AS_IT_COMES) as bare,
    ):
        for name, (address, process) in {"bare": bare, "app": app}.items():
            found[name] = asyncio.run(measure(name, address, process, data))
            row = found[name]
            print(
                f"{name:4}: {VISITORS} visitors, {row['changes']} changes: median {row['median_ms']:.0f} ms, 95th "
                f"percentile {row['p95_ms']:.0f} ms, upload {row['upload_ms']:.0f} ms, "
                f"{row['class_cpu_s']:.1f} s of processor time;\n      alone {row['cpu_ms']:.1f} ms of processor "
                f"time a change; {row['session_mb']:.2f} MB a session"
            )
    ratio = found["app"]["cpu_ms"] / found["bare"]["cpu_ms"]
    extra = found["app"]["session_mb"] - found["bare"]["session_mb"]
    print(f"processor time a change: {ratio:.2f} x bare (bar 1.5)")
    print(f"95th percentile: {found['app']['p95_ms']:.0f} ms (bar 1000)")
    print(f"memory a session: {extra:.2f} MB more than bare (bar 5)")
    photo_ms, photo_times = photo_ratio()
    print(f"12-megapixel JPEG: {photo_ms:.0f} ms, {photo_times:.2f} x Pillow's thumbnail (bar 1.2)")
    imports = import_milliseconds()
    print(f"own imports: {imports:.0f} ms (bar 50)")
    report = {"cpu_ratio": ratio, "extra_mb": extra, "photo_ratio": photo_times, "imports_ms": imports}
    write_report("server", {**found, **report})


if __name__ == "__main__":
    main()
