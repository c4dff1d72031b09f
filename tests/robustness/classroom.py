"""A class on the server that `make serve` starts: visitors that change settings, and what it costs."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from conv.ui.serving.processes import free_ports
from tests.benchmarks.bench_server import cpu_seconds
from tests.benchmarks.visitors import Visitor
from tests.driving import ROOT

PAGES = [("step", "picture=digits&size=28&kernel=sobel_x")]
MIXED = [
    ("step", "picture=digits&size=28&kernel=sobel_x"),
    ("padding", "picture=digits&size=14&kernel=box_blur"),
    ("stride", "picture=shapes&size=16"),
    ("channels", "picture=landscape&size=16&kernel=random"),
]


@contextmanager
def serving(processes: int = 2) -> Iterator[tuple[str, subprocess.Popen]]:
    """The class's server on a free port; gives its address and the process that looks after the others."""
    port = free_ports(1)[0]
    command = [sys.executable, "-m", "conv.ui.serving", "--address=127.0.0.1", f"--port={port}"]
    server = subprocess.Popen(
        [*command, f"--processes={processes}"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout
        ready = next((line for line in server.stdout if "is ready on port" in line), "")
        assert ready, "the server did not start; is nginx installed?"
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()


def app_pids(server: subprocess.Popen) -> list[int]:
    """Numbers of the app's processes, in their order."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (folder / "cmdline").read_text()
        except (OSError, IndexError):
            continue
        if parent == server.pid and "streamlit" in command:
            found.append(int(folder.name))
    return sorted(found)


def megabytes(pid: int) -> float:
    """What a process holds for itself."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")) / 1024


@dataclass
class Lesson:
    """What a class did.

    Attributes:
        opened, changes: Seconds of each.
        memory: (seconds since the beginning, megabytes of all processes).
        lost: Visitors whose connection ended, or whose setting did not arrive.
    """

    opened: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """Seconds within which so many of the changes were done."""
        times = sorted(self.changes)
        return times[min(len(times) - 1, int(share * len(times)))]

    def slope(self) -> float:
        """Megabytes an hour, by the least squares, after the first third."""
        later = self.memory[len(self.memory) // 3 :]
        mean_x, mean_y = (sum(axis) / len(later) for axis in zip(*later, strict=True))
        area = sum((x - mean_x) ** 2 for x, _y in later)
        return 3600 * sum((x - mean_x) * (y - mean_y) for x, y in later) / area if area else 0.0


async def hold(address: str, server: subprocess.Popen, count: int, seconds: float, pause: float = 5.0) -> Lesson:
    """Let so many visitors come within a minute, and change a setting every few seconds."""
    lesson, began = Lesson(), time.monotonic()
    pids = app_pids(server)

    async def watch() -> None:
        while True:
            lesson.memory.append((time.monotonic() - began, sum(map(megabytes, pids))))
            await asyncio.sleep(min(5.0, seconds / 10))

    watching = asyncio.create_task(watch())
    spread = min(60.0, seconds / 3)
    ends = time.monotonic() + spread + seconds
    await asyncio.gather(
        *(_visit(address, number, spread * number / count, ends, pause, lesson) for number in range(count))
    )
    watching.cancel()
    return lesson


async def _visit(address: str, number: int, delay: float, ends: float, pause: float, lesson: Lesson) -> None:
    page, query = PAGES[number % len(PAGES)]
    visitor = Visitor(address, page, query)
    await asyncio.sleep(delay)
    try:
        await asyncio.to_thread(visitor.greet)
        lesson.opened.append(await visitor.open())
        session, stride = visitor.session, 1
        while time.monotonic() < ends:
            await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
            stride = 3 - stride
            lesson.changes.append(await visitor.change("stride_row", stride))
            assert ("stride=2" in visitor.query) == (stride == 2), "the setting did not arrive"
            assert visitor.session == session, "the session is another one"
            assert not visitor.failed, "a page showed an exception"
        await visitor.close()
    except Exception as error:
        lesson.lost.append(f"visitor {number}: {error!r}")


def is_healthy(address: str) -> bool:
    """Whether the server answers."""
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":  # COUNT SECONDS: what a class costs, without browsers
    with serving() as (where, process):
        print(megabytes_before := sum(map(megabytes, app_pids(process))))
        used = sum(map(cpu_seconds, app_pids(process)))
        found = asyncio.run(hold(where, process, int(sys.argv[1]), float(sys.argv[2])))
        print(
            f"{len(found.changes)} changes: median {found.percentile(0.5):.3f} s, 95th percentile "
            f"{found.percentile(0.95):.3f} s; memory {found.memory[-1][1]:.0f} MB, {found.slope():.0f} MB an hour; "
            f"{1000 * (sum(map(cpu_seconds, app_pids(process))) - used) / len(found.changes):.0f} ms of processor "
            f"time a change; lost: {found.lost[:5]}"
        )
