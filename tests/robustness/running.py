"""Modules of this folder that run in a process of their own, whose memory is limited."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(module: str, *arguments: object) -> str:
    """What a module prints.

    Raises:
        AssertionError: If it ends with an error.
    """
    command = [sys.executable, "-m", f"tests.robustness.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
