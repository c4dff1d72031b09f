"""Benchmark of the core: `make bench-core` prints medians and ratios to PyTorch's time and writes bench-core.json.

Each contestant has a process of its own, since thread pools of different libraries disturb each other. The rounds are
interleaved, so that a noisy machine disturbs all of them alike; each process makes its arrays once and is warmed first.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from math import exp, log

import numpy as np

from conv.ops import conv2d
from conv.steps import step_at, walk
from tests.benchmarks.contestants import CASES, CONTESTANTS, IN_MEAN, POOLS, Case, absent
from tests.benchmarks.reports import machine, write_report
from tests.driving import ROOT

ROUNDS = 5
ROUND_SECONDS = 0.06
REST_SECONDS = 0.15  # until the threads of the contestant before have gone to sleep: they spin a while after each call
ALL = (*CASES, *POOLS)


def work(name: str) -> None:
    """A contestant's process: for each line, the number of a case, answer with seconds a call, or null."""
    calls: dict[int, object] = {}
    for line in sys.stdin:
        index = int(line)
        if index not in calls:
            calls[index] = CONTESTANTS[name](ALL[index])
            if calls[index]:
                calls[index]()
        print(json.dumps(seconds_a_call(calls[index]) if calls[index] else None), flush=True)


def seconds_a_call(call) -> float:
    """Shortest of the calls that fit in a round, at least three."""
    best, end, count = float("inf"), time.perf_counter() + ROUND_SECONDS, 0
    while count < 3 or time.perf_counter() < end:
        before = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - before)
        count += 1
    return best


def measure() -> dict[str, dict[str, float | None]]:
    """Median seconds of each case and contestant."""
    names = [name for name in CONTESTANTS if name not in absent()]
    workers = {
        name: subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.bench_core", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for name in names
    }
    found: dict[str, dict[str, float | None]] = {}
    for index, case in enumerate(ALL):
        times: dict[str, list[float]] = {name: [] for name in names}
        for _round in range(ROUNDS):
            for name, worker in workers.items():
                assert worker.stdin
                assert worker.stdout
                time.sleep(REST_SECONDS)
                worker.stdin.write(f"{index}\n")
                worker.stdin.flush()
                seconds = json.loads(worker.stdout.readline())
                if seconds is not None:
                    times[name].append(seconds)
        found[case.name] = {name: statistics.median(values) if values else None for name, values in times.items()}
        print_row(case, found[case.name])
    for worker in workers.values():
        worker.communicate()
    return found


def print_row(case: Case, row: dict[str, float | None]) -> None:
    def ratio(name: str, to: str) -> str:
        first, second = row.get(name), row.get(to)
        return "     -" if not first or not second else f"{first / second:6.2f}"

    own = row["conv"]
    assert own
    print(
        f"{case.name:34} {own * 1e3:9.3f} {ratio('conv', 'torch')} {case.bar:5.1f} "
        f"{ratio('conv', 'torch, channels last')} {ratio('tensordot', 'conv')} {ratio('cv2', 'torch')} "
        f"{ratio('scipy', 'torch')}"
    )


def extra_memory(case: Case) -> float:
    """Megabytes that a convolution needs at its peak beyond input and output."""
    image, weight = case.arrays()
    options = {"stride": case.stride, "dilation": case.dilation, "groups": case.groups}
    output = conv2d(image, weight, **options).nbytes
    tracemalloc.start()
    conv2d(image, weight, **options)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return (peak - output) / 1e6


def step_microseconds(size: int, kernel_size: int) -> float:
    """Microseconds for one step, made lazily."""
    scene = walk(np.ones((1, size, size)), np.ones((1, kernel_size, kernel_size)))
    return seconds_a_call(lambda: step_at(scene, scene.geometry.steps // 2)) * 1e6


def main() -> None:
    print(machine())
    for name in absent():
        print(f"{name}: not installed, left out (requirements-bench.txt)")
    print(f"{'':34} {'ms':>9} {'/torch':>6} {'bar':>5} {'/ch.l.':>6} {'tdot/':>6} {'cv2':>6} {'scipy':>6}")
    found = measure()
    ratios = [row["conv"] / row["torch"] for row in list(found.values())[:IN_MEAN] if row.get("torch")]
    mean = exp(sum(map(log, ratios)) / len(ratios)) if ratios else None
    if mean:
        print(f"geometric mean of the first {IN_MEAN}: {mean:.2f} (bar 0.85)")
    memory = {case.name: extra_memory(case) for case in CASES}
    print(f"memory beyond input and output: at most {max(memory.values()):.2f} MB (bar 2)")
    steps = {f"{size}, kernel {k}": step_microseconds(size, k) for size, k in ((5, 3), (512, 3), (512, 11))}
    print("one step: " + ", ".join(f"{number:.1f} µs at {name}" for name, number in steps.items()))
    write_report("core", {"seconds": found, "geometric_mean": mean, "extra_megabytes": memory, "step_us": steps})


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(sys.argv[1])
    else:
        main()
