"""What all benchmarks share: the machine in a line, and the report as JSON."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any

from tests.driving import ROOT


def machine() -> str:
    """Processor, cores and Python."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        processor = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.machine()
    return f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}"


def write_report(name: str, results: dict[str, Any]) -> None:
    """Write bench-NAME.json beside the README."""
    path = ROOT / f"bench-{name}.json"
    path.write_text(json.dumps({"machine": machine(), **results}, indent=2) + "\n", encoding="utf-8")
    print(f"written: {path.name}")
